"""Data: recipes (values), the shapes they draw, and the arrays that come out."""

from core.data.added import Ends
from core.data.build import build, is_built
from core.data.dataset import Dataset
from core.data.drawn import Drawn
from core.data.recipes import Digits, PointRecipe, Points, Recipe, Segments
from core.data.table import Table

__all__ = [
    "Dataset",
    "Digits",
    "Drawn",
    "Ends",
    "PointRecipe",
    "Points",
    "Recipe",
    "Segments",
    "Table",
    "build",
    "is_built",
]
