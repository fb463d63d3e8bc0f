"""What is chosen of a table while its dialog is open, and what that comes to; it knows no widget."""

from dataclasses import replace

from core.data import Table
from core.errors import UserError
from core.plain_numbers import fits, unscaled
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.columns import Role
from core.table.guessing import FEW_ROWS, guess_split
from core.table.wishes import Choosing, Settled, Wishes, wish
from gui.dialogs.table.reading import Looked, Whole

NOWHERE = StoredTable("")
"""Stands for the rows while they are being read."""


class Draft:
    """A table in the making: rows as far as they are read, columns as far as they are settled.

    choosing    the rows that columns are chosen by; None: none could be read yet
    wishes      what a person wants of each column
    settled     what the columns have come to by these; None: not yet
    is_whole    whether `settled` is of the whole table
    split       how rows are split; a person's, or what so many rows can spare
    plain_for   whose network takes numbers as they stand; None: nobody's
    """

    def __init__(self, name: str, plain_for: Project | None) -> None:
        self._name, self._plain_for = name, plain_for
        self.choosing: Choosing | None = None
        self.wishes: Wishes = {}
        self.settled: Settled | None = None
        self.is_whole = False
        self.split = guess_split(FEW_ROWS)
        self._has_split = False
        self._table: StoredTable | None = None
        self._about_rows = 0

    # Reading -----------------------------------------------------------------------------------------------------

    def begin_anew(self) -> None:
        """The rows are read in another way, or cannot be; what the first ones have shown stands until then."""
        self.choosing = self._table = None
        self.is_whole = False

    def take_first(self, looked: Looked) -> None:
        """The first rows are there."""
        self.choosing, self._about_rows = looked.choosing, looked.preview.about_rows

    def take_all(self, whole: Whole) -> None:
        """All rows are there."""
        self.choosing, self._table = whole.choosing, whole.table

    def unsettle(self) -> None:
        """Something else is wanted of the columns: what they have come to so far is not the last word."""
        self.is_whole = False

    def take_settled(self, settled: Settled, is_whole: bool, starts_afresh: bool) -> None:
        """The columns have come to this."""
        self.settled, self.is_whole = (settled if starts_afresh else self._unscaled(settled)), is_whole
        if not self._has_split:
            self.split = guess_split(self.rows)
        if self.split.column is not None and self.split.column not in {column.name for column in settled.columns}:
            self.split = self.split.replace(kind="random", column=None)

    def _unscaled(self, settled: Settled) -> Settled:
        """The columns unscaled, where the network that stays takes them so; but as a person wants a column."""
        if self._plain_for is None:
            return settled
        try:
            table = Table(NOWHERE, settled.columns)
        except UserError:  # no target yet: nothing could be opened so
            return settled
        if not fits(self._plain_for, table):
            return settled
        is_wanted = {name for name, wanted in self.wishes.items() if wanted.scaling is not None}
        pairs = zip(settled.columns, unscaled(table).columns, strict=True)
        return replace(settled, columns=tuple(own if own.name in is_wanted else plain for own, plain in pairs))

    # Choosing ----------------------------------------------------------------------------------------------------

    def wish(self, names: tuple[str, ...], **changes: object) -> None:
        """A person wants this of these columns: fields of a `Column`."""
        self.wishes = wish(self.wishes, names, **changes)

    def choose_split(self, split: Split) -> None:
        """A person wants rows to be split so."""
        self.split, self._has_split = split, True

    def toggled(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], Role]:
        """What these columns become where they are switched: all as the first one, and the target stays what it is."""
        by_name = {column.name: column for column in self.columns}
        is_out = by_name[names[0]].role == "ignored"
        return tuple(name for name in names if by_name[name].role != "target"), "feature" if is_out else "ignored"

    # Asking ------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """As they are settled; none before."""
        return () if self.settled is None else self.settled.columns

    @property
    def dtypes(self) -> dict[str, str]:
        """How each column is stored, by its name."""
        if self.choosing is None:
            return {}
        return {name: str(kind) for name, kind in self.choosing.frame.schema.items()}

    @property
    def has_all_rows(self) -> bool:
        """Whether the table has been read to its end."""
        return self._table is not None

    @property
    def rows(self) -> int:
        """How many rows there are, as far as that is known."""
        return self._about_rows if self._table is None or self.choosing is None else self.choosing.frame.height

    @property
    def about_rows(self) -> int:
        """How many rows the first ones have let expect."""
        return self._about_rows

    def recipe(self) -> Table | UserError:
        """What would be opened as it is chosen now, or why there can be nothing."""
        try:
            return Table(self._table or NOWHERE, self.columns, self.split, self._name)
        except UserError as error:
            return error

    @property
    def parts_text(self) -> str:
        """How many rows each part of the split has; empty where a column says it."""
        split, rows = self.split, self.rows
        if split.kind == "column" or self.settled is None:
            return ""
        if not split.validation and not split.test:
            return f"{'So few rows' if rows < FEW_ROWS else 'All rows'} train; none tests."
        validation, test = (round(rows * share / 100.0) for share in (split.validation, split.test))
        return f"about {rows - validation - test:,} train, {validation:,} are watched, {test:,} test"
