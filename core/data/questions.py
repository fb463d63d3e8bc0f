"""What can be asked of a network about one sample: a number or a category for each column its places are made of."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data.build import build
from core.data.dataset import Dataset
from core.data.features import PLAIN, labels_of
from core.data.recipes import Recipe, features_of
from core.data.table import Table
from core.kept import Kept

MOSTLY = 0.8


@dataclass(frozen=True)
class Question:
    """One column of a sample.

    name        what it is called
    first       where its numbers begin in a place
    categories  those it can have, one number of the place each; empty: it is a number, in its own unit
    low, high   the smallest and the largest number that is trained on
    mean        of the numbers that are trained on
    is_whole    whether all of these are whole numbers
    """

    name: str
    first: int
    categories: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    mean: float = 0.0
    is_whole: bool = False

    @property
    def width(self) -> int:
        """How many numbers of a place are its own."""
        return len(self.categories) or 1

    @property
    def part(self) -> slice:
        """Which numbers of a place are its own."""
        return slice(self.first, self.first + self.width)

    def is_outside(self, place: Array) -> bool:
        """Whether a place (numbers,) has a number here that lies beyond all that is trained on."""
        return not self.categories and not self.low <= float(place[self.first]) <= self.high

    def category_of(self, place: Array) -> int | None:
        """Which category a place (numbers,) has here; None: none of them, or a mixture."""
        values = place[self.part]
        is_one = np.count_nonzero(values) == 1 and values.max() == 1.0
        return int(np.argmax(values)) if is_one else None


@dataclass(frozen=True, eq=False)
class Questions:
    """All columns of a sample, and the average one.

    columns  in the order of a place's numbers
    average  (numbers,), the mean of each over what is trained on: of a category's, the share it has there
    """

    columns: tuple[Question, ...]
    average: Array

    def outside(self, place: Array) -> tuple[Question, ...]:
        """The columns in which a place lies beyond what is trained on."""
        return tuple(question for question in self.columns if question.is_outside(place))


_KEPT: Kept[Recipe, Questions] = Kept(8, 64 * 1024**2, lambda found: found.average.nbytes)


def questions_of(recipe: Recipe) -> Questions:
    """What can be asked about a sample of these data; kept for a while, since it is asked for at every turn."""
    return _KEPT.get(recipe, lambda: _find(recipe))


def place_names(recipe: Recipe, dataset: Dataset) -> tuple[str, ...]:
    """What each number of a place is called; of a table each category has a name of its own."""
    return dataset.input_names if features_of(recipe) is None else labels_of(PLAIN)


def trained_numbers(dataset: Dataset, place: int) -> Array:
    """One number (samples,) of all places that are trained on, without what the data themselves set aside."""
    numbers: Array = dataset.places[:, place]
    if dataset.aside is not None and len(dataset.aside):
        numbers = np.delete(numbers, dataset.aside)
    return numbers


def _find(recipe: Recipe) -> Questions:
    dataset = build(recipe)
    # One after the other: all at once would be as large as the table itself.
    found = [_looked_at(trained_numbers(dataset, place)) for place in range(dataset.places.shape[1])]
    average = np.array([mean for _, _, mean, _ in found])
    average.setflags(write=False)
    named = (
        tuple((column.name, column.categories) for column in recipe.features)
        if isinstance(recipe, Table)
        else tuple((name, ()) for name in place_names(recipe, dataset))
    )
    columns, first = [], 0
    for name, categories in named:
        if categories:
            columns.append(Question(name, first, categories))
        else:
            low, high, mean, is_whole = found[first]
            columns.append(Question(name, first, low=low, high=high, mean=mean, is_whole=is_whole))
        first += len(categories) or 1
    return Questions(tuple(columns), average)


def _looked_at(numbers: Array) -> tuple[float, float, float, bool]:
    """The smallest, the largest, the mean, and whether they are whole."""
    return float(numbers.min()), float(numbers.max()), float(numbers.mean()), _are_whole(numbers)


def _are_whole(numbers: Array) -> bool:
    """Nearly all of them: a gap that was filled with a mean does not make a column of counts another one."""
    return float(np.mean(numbers == np.rint(numbers))) > MOSTLY
