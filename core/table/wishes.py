"""What the columns of a table are for: as they were guessed, but where a person wants it otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from core.errors import UserError
from core.table.cells import find_column, numbers_of
from core.table.columns import Column, Kind, Missing, Role, Scaling
from core.table.flags import Flag, balance_of, flags_of
from core.table.guessing import as_category, as_number, guess_columns

if TYPE_CHECKING:
    import polars

COPIES = {"same", "recoded", "linear"}
"""The kinds of flags on columns that say what the target says: they are left out, unless somebody wants them."""


_DEPOSED = "It was the target before, and a table has one. Given to the network it may give the new one away."


class Wish(msgspec.Struct, frozen=True):
    """What a person wants of one column; None: as it was guessed.

    was_target  another column was chosen as the target instead: what was to be found out may give that one away
    """

    role: Role | None = None
    kind: Kind | None = None
    scaling: Scaling | None = None
    missing: Missing | None = None
    was_target: bool = False

    def replace(self, **changes: Any) -> "Wish":
        """The same wish with some fields changed."""
        return msgspec.structs.replace(self, **changes)


Wishes = Mapping[str, Wish]
"""By the name of the column; the target is the one whose role was wished to be last."""


def wish(wishes: Wishes, names: tuple[str, ...], **changes: Any) -> Wishes:
    """These wishes, and for these columns another one; a new target takes the place of the one before."""
    found = dict(wishes)
    if changes.get("role") == "target":
        names = names[:1]
        for name, old in wishes.items():
            if old.role == "target":
                found[name] = old.replace(role=None, was_target=True)
    for name in names:
        found[name] = found.get(name, Wish()).replace(**changes)
    return found


@dataclass(frozen=True, eq=False)
class Settled:
    """What the columns are for.

    columns   in the table's order
    problems  by column, why a wish cannot be; the column is as it was guessed
    flags     what one should know about them
    balance   each class of the target and how many rows have it; empty where the target is a number, or missing
    span      smallest and largest number of the target; None where it is a class, or holds none
    gaps      by column, how many of its cells are empty
    gap_rows  how many rows have a gap in a column that is used
    dropped   how many rows are left out for a gap
    rows      how many there are
    """

    columns: tuple[Column, ...]
    problems: Mapping[str, UserError]
    flags: tuple[Flag, ...]
    balance: tuple[tuple[str, int], ...]
    span: tuple[float, float] | None
    gaps: Mapping[str, int]
    gap_rows: int
    dropped: int
    rows: int

    @property
    def target(self) -> Column | None:
        """The column that is to be found out; None: none was chosen."""
        return next((column for column in self.columns if column.role == "target"), None)

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that the network is given."""
        return tuple(column for column in self.columns if column.role == "feature")

    @property
    def inputs(self) -> int:
        """How many inputs they make."""
        return sum(column.width for column in self.features)


@dataclass
class Choosing:
    """The columns of one table, guessed once; what is slow to find out is kept.

    frame    the table, or its first rows
    decimal  what stands before a fraction in the text that it was; empty: it was none
    """

    frame: "polars.DataFrame"
    decimal: str = ""
    guessed: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.guessed = guess_columns(self.frame)
        self._gaps = dict(zip(self.frame.columns, self.frame.null_count().row(0), strict=True))
        self._read: dict[tuple[str, Kind], Column] = {}
        self._flags: dict[tuple[tuple[str, Role, Kind], ...], tuple[Flag, ...]] = {}

    def settle(self, wishes: Wishes) -> Settled:
        """The columns as they are wished, as far as they can be."""
        problems: dict[str, UserError] = {}
        columns = [self._settled(column, wishes, problems) for column in self.guessed]
        flags = self._flags_of(tuple(columns)) + self._deposed(columns, wishes)
        copies = {flag.column for flag in flags if flag.kind in COPIES}
        for place, column in enumerate(columns):
            if column.name in copies and column.role == "feature" and _role(wishes, column.name) is None:
                columns[place] = column.replace(role="ignored")
        target = next((column for column in columns if column.role == "target"), None)
        used = [column.name for column in columns if column.role != "ignored" and self._gaps[column.name]]
        dropping = [
            column.name
            for column in columns
            if column.role == "target" or (column.role == "feature" and column.missing == "drop")
        ]
        return Settled(
            columns=tuple(columns),
            problems=problems,
            flags=flags,
            balance=() if target is None or target.kind == "number" else balance_of(self.frame, target),
            span=None if target is None or target.kind != "number" else _span(self.frame, target.name),
            gaps=self._gaps,
            gap_rows=_rows_with_gaps(self.frame, used),
            dropped=_rows_with_gaps(self.frame, [name for name in dropping if self._gaps[name]]),
            rows=self.frame.height,
        )

    def _settled(self, column: Column, wishes: Wishes, problems: dict[str, UserError]) -> Column:
        wanted = wishes.get(column.name, Wish())
        has_other_target = any(one.role == "target" for one in wishes.values())
        is_deposed = has_other_target and (column.role == "target" or wanted.was_target)
        role = wanted.role or ("ignored" if is_deposed else column.role)
        try:
            kind = wanted.kind or column.kind
            if role == "ignored":
                found = column.replace(role="ignored")
                found = found if kind == column.kind else self._as(found, kind)
            else:
                if role == "target":
                    _check_no_dates(self.frame, column.name)
                needs = kind != column.kind or (kind == "category" and not column.categories)
                found = self._as(column.replace(role="ignored"), kind) if needs else column
            changes = {"scaling": wanted.scaling, "missing": wanted.missing}
            return found.replace(role=role, **{name: value for name, value in changes.items() if value is not None})
        except UserError as error:
            problems[column.name] = error
            return column.replace(role="ignored") if is_deposed else column

    def _deposed(self, columns: list[Column], wishes: Wishes) -> tuple[Flag, ...]:
        """What to say of columns that were the target: nobody has wished them in or out."""
        guessed = {column.name for column in self.guessed if column.role == "target"}
        return tuple(
            Flag(column.name, "deposed", _DEPOSED)
            for column in columns
            if column.role == "ignored"
            and _role(wishes, column.name) is None
            and (column.name in guessed or wishes.get(column.name, Wish()).was_target)
        )

    def _as(self, column: Column, kind: Kind) -> Column:
        key = (column.name, kind)
        if key not in self._read:
            self._read[key] = (as_category if kind == "category" else as_number)(self.frame, column)
        return self._read[key]

    def _flags_of(self, columns: tuple[Column, ...]) -> tuple[Flag, ...]:
        key = tuple((column.name, column.role, column.kind) for column in columns)
        if key not in self._flags:
            self._flags = {key: flags_of(self.frame, columns, self.decimal)}
        return self._flags[key]


def _role(wishes: Wishes, name: str) -> Role | None:
    return wishes[name].role if name in wishes else None


def _check_no_dates(frame: "polars.DataFrame", name: str) -> None:
    """Raises UserError for a column of dates or times: an answer would be a number that is none of them."""
    if find_column(frame, name).dtype.is_temporal():
        raise UserError(f"The column “{name}” holds dates, which a network cannot find out.", "Choose another column.")


def _rows_with_gaps(frame: "polars.DataFrame", names: list[str]) -> int:
    has_gap = np.zeros(frame.height, np.bool_)
    for name in names:
        has_gap |= frame.get_column(name).is_null().to_numpy()
    return int(has_gap.sum())


def _span(frame: "polars.DataFrame", name: str) -> tuple[float, float] | None:
    numbers = numbers_of(find_column(frame, name))
    known = numbers[~np.isnan(numbers)]
    return (float(known.min()), float(known.max())) if len(known) else None
