"""What stands in a column of a row, as text."""

import numpy as np

from core.arrays import Array
from core.data.questions import Question
from core.numerals import exact
from core.wording import MINUS

NONE_OF_THEM = "none"
FIELD_SIGNS = 8
"""So many signs a field has room for."""


def number_text(value: float) -> str:
    """A number as it stands in a field: five digits that matter, of long fractions three, large ones in full."""
    text = f"{value:.5g}"
    if len(text) > FIELD_SIGNS:
        text = f"{value:.3g}"
    if "e" in text and 1.0 <= abs(value) < 1e12:
        text = f"{value:.0f}"
    return text.replace("-", MINUS)


def cell_text(question: Question, place: Array) -> str:
    """What a place (numbers,) has in a column, to be read."""
    if question.categories:
        return _category(question, place) or NONE_OF_THEM
    return number_text(float(place[question.first]))


def exact_text(question: Question, place: Array) -> str:
    """The same, to be computed with: in a file of rows, too, it is the same place. Empty for a mixture."""
    if question.categories:
        return _category(question, place) or ("" if place[question.part].any() else _unseen(question))
    return exact(np.float64(place[question.first]))


def _category(question: Question, place: Array) -> str:
    found = question.category_of(place)
    return "" if found is None else question.categories[found]


def _unseen(question: Question) -> str:
    """A text that is none of the categories; an empty cell would be a gap."""
    text = NONE_OF_THEM
    while text in question.categories:
        text += " of them"
    return text
