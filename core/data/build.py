"""From a recipe to arrays; built once per recipe, since a recipe is a value."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from core.data.dataset import Dataset
from core.data.digits import draw_digits
from core.data.points import draw_points
from core.data.recipes import Digits, Points, Recipe
from core.data.segments import draw_segments


@lru_cache(maxsize=16)
def build(recipe: Recipe) -> Dataset:
    """The data set of this recipe, read-only; samples added by hand are the last that are trained on."""
    if isinstance(recipe, Points):
        dataset = draw_points(recipe)
    elif isinstance(recipe, Digits):
        dataset = draw_digits(recipe)
    else:
        dataset = draw_segments(recipe)
    return _with_added(dataset, recipe) if recipe.added else dataset


def _with_added(dataset: Dataset, recipe: Recipe) -> Dataset:
    rows = np.array(recipe.added)
    numbers = dataset.places.shape[1]
    places, targets = rows[:, :numbers], rows[:, numbers:]
    x = recipe.expand(places.T).T if isinstance(recipe, Points) else places
    return replace(
        dataset,
        x=np.concatenate([dataset.x, x]),
        y=np.concatenate([dataset.y, targets]),
        raw=None if dataset.raw is None else np.concatenate([dataset.raw, places]),
    )
