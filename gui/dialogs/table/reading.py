"""Reads a table for the dialog, in threads: first a quick look, then all of it, while a person looks and chooses."""

from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QObject, QTimer, Signal

from core.data import Table, build
from core.data.questions import questions_of
from core.errors import UserError
from core.probe.same_answer import Scored, loss_of_same, score_of_same
from core.table.formats import Format, guess_format, sheets_of
from core.table.reading import Preview, preview, read_table
from core.table.sources import Source
from core.table.stored import StoredTable
from core.table.wishes import Choosing, Settled, Wishes
from gui.session.worker import IsWanted, Worker

TOLD_MS = 50


class _Found:
    """What a worker comes back with."""


@dataclass(frozen=True, eq=False)
class Looked(_Found):
    """The first rows, as they are read in a format.

    sheets    of a workbook
    choosing  the columns of the first rows
    """

    form: Format
    sheets: tuple[str, ...]
    preview: Preview
    choosing: Choosing


@dataclass(frozen=True, eq=False)
class Whole(_Found):
    """All rows."""

    table: StoredTable
    choosing: Choosing


@dataclass(frozen=True, eq=False)
class _Refusal(_Found):
    """Why it cannot be read, and in which format; None: not even that is known."""

    error: UserError
    form: Format | None


class TableReading(QObject):
    """One source at a time; what is asked anew takes the place of what is still being found out.

    quick, slow  two workers: a person goes on choosing while the whole table is being read
    """

    looked = Signal(object)
    """A `Looked`: the first rows."""
    refused = Signal(object, object)
    """(UserError, the Format it was read in or None): it cannot be read."""
    told = Signal(float)
    """How much of the table is read, from 0 to 1."""
    read = Signal(object)
    """A `Whole`: all of it."""
    settled = Signal(object, bool)
    """(Settled, whether of the whole table)"""
    built = Signal(object)
    """The Table whose samples are ready, or the UserError why there are none."""

    def __init__(self, source: Source, name: str, quick: Worker, slow: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._source, self._name = source, name
        self._quick, self._slow = quick, slow
        self._looking, self._reading, self._settling, self._building = (object() for _ in range(4))
        self._sheets: tuple[str, ...] | None = None
        self._share = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TOLD_MS)
        self._timer.timeout.connect(lambda: self.told.emit(self._share))

    def look(self, form: Format | None) -> None:
        """Read the first rows in this format, None: in the one that seems right; then go on with the whole table."""
        self.give_up()
        source, name, sheets = self._source, self._name, self._sheets

        def find(is_wanted: IsWanted) -> _Found | None:
            wanted = form
            try:
                wanted = guess_format(source, name) if wanted is None else wanted
                found = sheets
                if found is None:
                    found = sheets_of(source) if wanted.kind == "excel" else ()
                if not is_wanted():
                    return None
                seen = preview(source, wanted)
                return Looked(wanted, found, seen, Choosing(seen.frame, wanted.decimal)) if is_wanted() else None
            except UserError as error:
                return _Refusal(error, wanted)

        self._quick.ask(self._looking, find, self._on_looked)

    def _on_looked(self, found: _Found) -> None:
        if isinstance(found, _Refusal):
            self.refused.emit(found.error, found.form)
            return
        assert isinstance(found, Looked)
        self._sheets = found.sheets
        self.looked.emit(found)
        self._read(found.form)

    def _read(self, form: Format) -> None:
        source = self._source
        self._share = 0.0
        self._timer.start()

        def tell(share: float) -> None:
            self._share = share

        def find(is_wanted: IsWanted) -> _Found | None:
            try:
                table = read_table(source, form, tell, is_wanted)
                return None if table is None else Whole(table, Choosing(table.frame, form.decimal))
            except UserError as error:
                return _Refusal(error, form)

        self._slow.ask(self._reading, find, self._on_read)

    def _on_read(self, found: _Found) -> None:
        self._timer.stop()
        if isinstance(found, _Refusal):
            self.refused.emit(found.error, found.form)
        else:
            self.read.emit(found)

    def settle(self, choosing: Choosing, wishes: Wishes, is_whole: bool) -> None:
        """Find out what the columns are for."""

        def find(_is_wanted: IsWanted) -> Settled:
            return choosing.settle(wishes)

        self._quick.ask(self._settling, find, lambda settled: self.settled.emit(settled, is_whole))

    def build(self, recipe: Table) -> None:
        """Make the samples of this recipe, so that they are at hand when the project asks for them."""

        def find(_is_wanted: IsWanted) -> Table | UserError:
            try:
                dataset = build(recipe)
            except UserError as error:
                return error
            # What the window will ask of so many rows, found here, where nobody waits for the next frame.
            questions_of(recipe)
            loss_of_same(dataset, recipe.ends.activation, recipe.ends.loss)
            for scored in get_args(Scored):
                score_of_same(dataset, scored)
            return recipe

        self._slow.ask(self._building, find, self.built.emit)

    def give_up(self) -> None:
        """Nobody waits for anything any more."""
        self._timer.stop()
        for asker in (self._looking, self._settling):
            self._quick.give_up(asker)
        for asker in (self._reading, self._building):
            self._slow.give_up(asker)
