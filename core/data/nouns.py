"""What a sample of some data is called."""

from core.data.recipes import Digits, Recipe, Segments
from core.data.table import Table


def noun_of_data(data: Recipe | None) -> str:
    """ "point", "digit", "shape" or "row"; an "s" makes several of it."""
    match data:
        case Digits():
            return "digit"
        case Segments():
            return "shape"
        case Table():
            return "row"
        case _:
            return "point"
