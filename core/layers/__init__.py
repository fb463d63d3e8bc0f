"""The kinds of layer: one file each, found through this table."""

from core.layers.dense import Dense

Layer = Dense
"""Any layer; a further kind joins here as a tagged union and brings its own file."""

__all__ = ["Dense", "Layer"]
