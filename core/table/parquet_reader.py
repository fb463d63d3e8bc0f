"""Reading a Parquet file, in the process made for it (`core.table.apart`): bounded, and the kinds that a table has."""

from pathlib import Path

import polars

from core.errors import UserError
from core.table.apart import Answer, Asked, Stored
from core.table.damage import refusing_damage
from core.table.stored import check_size


def answer_of_parquet(asked: Asked) -> Answer:
    """Writes the rows.

    Raises UserError where they cannot be read.
    """
    is_stored = isinstance(asked.what, Stored)
    what = "is damaged" if is_stored else "is damaged or no Parquet file"
    with refusing_damage(f"{asked.title} {what}."):
        scan = polars.scan_parquet(Path(asked.path), glob=False)
        schema = scan.collect_schema()
        rows = scan.select(polars.len()).collect().item()
        check_size(rows, len(schema))
        plain = {name: _plain(kind) for name, kind in schema.items()}
        left_out = [name for name, kind in plain.items() if kind is None]
        if left_out and (is_stored or len(left_out) == len(plain)):
            raise UserError(
                f"{asked.title} holds columns of {schema[left_out[0]]}.", "Unfold lists and structures into columns."
            )
        casts = {name: polars.col(name).cast(kind) for name, kind in plain.items() if kind is not None}
        if not is_stored:
            # What is no number is a gap, as in a text; rows that went into a project come back as they were.
            casts |= {name: cast.fill_nan(None) for name, cast in casts.items() if plain[name] == polars.Float64}
        found = scan.select(casts.values()).head(rows if asked.most is None else asked.most).collect()
        found.write_ipc(asked.rows)
    return Answer(rows, _notes(left_out, schema))


def _notes(left_out: list[str], schema: polars.Schema) -> tuple[str, ...]:
    if not left_out:
        return ()
    name, held = left_out[0], f"holds {schema[left_out[0]]}"
    if len(left_out) == 1:
        return (f"The column “{name}” is left out: it {held}.",)
    return (f"{len(left_out):,} columns are left out, as “{name}”, which {held}.",)


def _plain(kind: polars.DataType) -> polars.DataType | None:
    """What a column of this kind is read as; None: a table has none such."""
    if kind.is_decimal() or kind.is_float() or kind in (polars.Int128, polars.UInt64):
        return polars.Float64()
    if kind in (polars.Categorical, polars.Enum, polars.Null):
        return polars.String()
    if isinstance(kind, polars.Datetime):
        return polars.Datetime("us")
    if kind.is_integer() or kind.is_temporal() or kind in (polars.String, polars.Boolean):
        return kind
    return None
