"""Having the data of a recipe made by the worker before they are used, where that takes long."""

from collections.abc import Callable

from core.data import Recipe, Table, build
from core.data.build import is_built
from core.errors import UserError
from gui.session.session import Session
from gui.session.worker import IsWanted

QUICK_CELLS = 300_000
"""A table of no more cells is ready before anybody notices."""


def prepare(session: Session, recipe: Recipe, then: Callable[[], None]) -> None:
    """Have `then` called once the data of this recipe are at hand: now, or, of a large table, when they are ready.

    Nothing is called where the project has other data by then, or where there are none to be had, which is said.
    """
    rows = recipe.rows.frame if isinstance(recipe, Table) else None
    if rows is None or rows.height * rows.width <= QUICK_CELLS or is_built(recipe):
        then()
        return
    data = session.document.project.data
    session.noticed.emit(f"Preparing {rows.height:,} rows…")

    def find(_is_wanted: IsWanted) -> bool:
        build(recipe)
        return True

    def answered(_is_built: bool) -> None:
        session.succeeded.emit()
        if session.document.project.data == data:
            then()

    def refused(error: UserError) -> None:
        session.succeeded.emit()
        session.refused.emit(error.message, error.hint)

    session.reader.ask("preparing", find, answered, refused)
