"""Data: recipes (values), the shapes they draw, and the arrays that come out."""

from core.data.build import build
from core.data.dataset import Dataset
from core.data.recipes import Digits, Ends, Points, Recipe, Segments

__all__ = ["Dataset", "Digits", "Ends", "Points", "Recipe", "Segments", "build"]
