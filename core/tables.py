"""Looking up what a person chose by name."""

from collections.abc import Mapping
from typing import TypeVar

from core.errors import UserError

Entry = TypeVar("Entry")


def entry_named(table: Mapping[str, Entry], name: str, kind: str) -> Entry:
    """The entry of this name; `kind` says what the table holds, as in "activation".

    Raises UserError, which lists the names there are, for any other.
    """
    try:
        return table[name]
    except KeyError:
        raise UserError(f"There is no {kind} called {name!r}.", f"Choose one of {', '.join(table)}.") from None
