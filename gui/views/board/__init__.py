"""The board: a picture of drawn data on which points are painted, with the tools beside it."""
