"""From a recipe to arrays; built once per recipe, since a recipe is a value."""

from dataclasses import replace

import numpy as np

from core.data.dataset import Dataset
from core.data.digits import draw_digits
from core.data.drawn import Drawn, lack_of, place_drawn
from core.data.points import draw_points
from core.data.recipes import Digits, Points, Recipe
from core.data.segments import draw_segments
from core.data.table import Table, draw_table
from core.kept import Kept

_KEPT: Kept[Recipe, Dataset] = Kept(16, 512 * 1024**2, lambda dataset: dataset.nbytes)


def build(recipe: Recipe) -> Dataset:
    """The data set of this recipe, read-only; samples added by hand are the last that are trained on.

    Raises UserError where a table holds nothing to learn from.
    """
    return _KEPT.get(recipe, lambda: _build(recipe))


def is_built(recipe: Recipe) -> bool:
    """Whether `build` has its answer at hand."""
    return _KEPT.has(recipe)


def _build(recipe: Recipe) -> Dataset:
    if isinstance(recipe, Points):
        dataset = draw_points(recipe)
    elif isinstance(recipe, Digits):
        dataset = draw_digits(recipe)
    elif isinstance(recipe, Table):
        dataset = draw_table(recipe)
    elif isinstance(recipe, Drawn):
        dataset = place_drawn(recipe)
    else:
        dataset = draw_segments(recipe)
    if recipe.added:
        dataset = _with_added(dataset, recipe)
    return replace(dataset, lacks=lack_of(recipe, dataset)) if isinstance(recipe, Drawn) else dataset


def _with_added(dataset: Dataset, recipe: Recipe) -> Dataset:
    rows = np.array(recipe.added)
    numbers = dataset.places.shape[1]
    places, targets = rows[:, :numbers], rows[:, numbers:]
    return replace(
        dataset,
        x=np.concatenate([dataset.x, recipe.expand(places.T).T]),
        y=np.concatenate([dataset.y, dataset.scaled(targets)]),
        raw=None if dataset.raw is None else np.concatenate([dataset.raw, places]),
    )
