"""From a recipe to arrays; built once per recipe, since a recipe is a value."""

from functools import lru_cache

from core.data.dataset import Dataset
from core.data.digits import draw_digits
from core.data.points import draw_points
from core.data.recipes import Digits, Points, Recipe
from core.data.segments import draw_segments


@lru_cache(maxsize=16)
def build(recipe: Recipe) -> Dataset:
    """The data set of this recipe, read-only."""
    if isinstance(recipe, Points):
        return draw_points(recipe)
    if isinstance(recipe, Digits):
        return draw_digits(recipe)
    return draw_segments(recipe)
