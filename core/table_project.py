"""A project of somebody's own table, with what is guessed about its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.data.build import build
from core.data.table import Table
from core.errors import UserError
from core.fresh_start import fitting_start
from core.specs import Project
from core.table.cells import MOST_NAMED, find_column
from core.table.formats import guess_format
from core.table.guessing import guess_split
from core.table.reading import read_table
from core.table.wishes import Choosing, Settled, Wishes, wish
from core.wording import first_of


@dataclass(frozen=True, eq=False)
class Made:
    """What a table has become.

    project  its data are the table, with a network made for them
    settled  what the columns are for
    notes    what was odd about the file, in sentences
    """

    project: Project
    settled: Settled
    notes: tuple[str, ...]


def project_of_table(path: Path, target: str | None, left_out: Sequence[str], told: Callable[[float], None]) -> Made:
    """A table as the dialog of the window would open it where nothing is changed there.

    target    the column to be found out; None: the one that is guessed
    left_out  columns that the network is not given, besides those that are of no use to one
    told      is told the share that is done, from 0 to 1

    Raises UserError where it cannot be read, there is no such column, or nothing to learn from.
    """
    form = replace(guess_format(path), is_final=True)
    stored = read_table(path, form, told, lambda: True)
    assert stored is not None
    frame = stored.frame
    if target is not None and target in left_out:
        raise UserError(f"The column “{target}” is to be found out and left out at once.", "Choose one of the two.")
    wishes: Wishes = {}
    if target is not None:
        wishes = wish(wishes, (find_column(frame, target).name,), role="target")
    for name in left_out:
        wishes = wish(wishes, (find_column(frame, name).name,), role="ignored")
    choosing = Choosing(frame, form.decimal)
    settled = choosing.settle(wishes)
    for error in settled.problems.values():
        raise error
    if settled.target is None:
        raise _without_target(path.name, choosing, left_out)
    recipe = Table(stored, settled.columns, guess_split(frame.height), path.name)
    start = fitting_start(recipe, len(build(recipe).x))
    return Made(Project(path.stem, start.network, start.training, recipe, pace=start.pace), settled, stored.notes)


def _without_target(name: str, choosing: Choosing, left_out: Sequence[str]) -> UserError:
    """Why there is none, and which columns could be."""
    guessed = [column.name for column in choosing.guessed if column.role == "target"]
    if not guessed:
        return UserError(f"{name} has no column that could be found out.", "Name one, if there is: --target NAME.")
    others = [column.name for column in choosing.guessed if column.role == "feature" and column.name not in left_out]
    return UserError(
        f"“{guessed[0]}” would be found out, and is left out.",
        f"Name another one: --target NAME, of {first_of(others, MOST_NAMED)}." if others else "No other one can be.",
    )
