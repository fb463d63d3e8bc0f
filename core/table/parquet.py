"""Reading Parquet, which anybody may have written: kinds of columns that a table has, and bounded in size."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from core.errors import UserError
from core.table.damage import refusing_damage
from core.table.sources import Source, name_of
from core.table.stored import check_size

if TYPE_CHECKING:
    import polars

CELLS = 10_000_000
"""So many cells are read at a time."""


def look_at_parquet(source: Source, most: int) -> tuple["polars.DataFrame", int, tuple[str, ...]]:
    """The first rows, how many there are, and what is left out.

    Raises UserError where it cannot be read.
    """
    with refusing_damage(f"{name_of(source, True)} is damaged or no Parquet file."):
        scan, rows, notes = _open(source)
        return scan.head(most).collect(), rows, notes


def read_parquet(
    source: Source, told: Callable[[float], None], is_wanted: Callable[[], bool]
) -> tuple["polars.DataFrame", tuple[str, ...]] | None:
    """All rows, and what is left out; None when they are no longer wanted.

    Raises UserError where it cannot be read.
    """
    import polars

    with refusing_damage(f"{name_of(source, True)} is damaged or no Parquet file."):
        scan, rows, notes = _open(source)
        width = len(scan.collect_schema())
        step = max(1, CELLS // width)
        parts = []
        for first in range(0, rows, step):
            parts.append(scan.slice(first, step).collect())
            told(min(1.0, (first + step) / rows))
            if not is_wanted():
                return None
        return polars.concat(parts, rechunk=True), notes


def _open(source: Source) -> tuple["polars.LazyFrame", int, tuple[str, ...]]:
    import polars

    scan = polars.scan_parquet(BytesIO(source) if isinstance(source, bytes) else source, glob=False)
    schema = scan.collect_schema()
    rows = scan.select(polars.len()).collect().item()
    check_size(rows, len(schema))
    plain = {name: _plain(kind) for name, kind in schema.items()}
    left_out = [name for name, kind in plain.items() if kind is None]
    if len(left_out) == len(plain):
        raise UserError(
            f"{name_of(source, True)} has no columns of numbers or texts.",
            "Lists and structures must be unfolded first.",
        )
    notes = []
    if left_out:
        which = "The column" if len(left_out) == 1 else f"{len(left_out):,} columns, such as"
        notes.append(f"{which} “{left_out[0]}” cannot be used and is left out: it holds {schema[left_out[0]]}.")
    wanted = [polars.col(name).cast(kind) if kind != schema[name] else name for name, kind in plain.items() if kind]
    return scan.select(wanted), rows, tuple(notes)


def _plain(kind: "polars.DataType") -> "polars.DataType | None":
    """What a column of this kind is read as; None: a table has none such."""
    import polars

    if kind.is_decimal() or kind.is_float():
        return polars.Float64()
    if kind in (polars.Categorical, polars.Enum, polars.Null):
        return polars.String()
    if kind in (polars.Int128, polars.UInt64):
        return polars.Float64()
    if isinstance(kind, polars.Datetime):
        return polars.Datetime("us")
    if kind.is_integer() or kind.is_temporal() or kind in (polars.String, polars.Boolean):
        return kind
    return None
