"""What the columns of a file of samples are called besides those that the network is given."""

from collections.abc import Collection

from core.data import Recipe, Table, build
from core.table.columns import Column

PART, CLASS, NUMBER = "part", "class", "target"
"""Which part a row belongs to, and what is to be found out where the data have no name for it."""


def part_name(taken: Collection[str]) -> str:
    """What the column of the parts is called beside these others."""
    name, count = PART, 2
    while name in taken:
        name, count = f"{PART} ({count})", count + 1
    return name


def target_of(recipe: Recipe) -> Column:
    """The column of what is to be found out, in a file of samples of these data."""
    if isinstance(recipe, Table):
        return recipe.target
    classes = build(recipe).classes
    if not classes:
        return Column(NUMBER, "target")
    return Column(CLASS, "target", "category", categories=classes)
