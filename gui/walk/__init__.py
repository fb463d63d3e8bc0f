"""One training step walked in phases on screen: its words, its panel, and who leads through it."""
