"""What was probably meant by a name that there is none of."""

from collections.abc import Iterable
from difflib import get_close_matches

LIKE_ENOUGH = 0.6
"""From 0, nothing in common, to 1, the same; at two thirds one letter of three is another."""


def near(name: str, names: Iterable[str]) -> str | None:
    """The one of these names that this one is most like, whatever its capitals; None: it is like none of them."""
    by_small = {other.casefold(): other for other in names}
    found = get_close_matches(name.casefold(), by_small, 1, LIKE_ENOUGH)
    return by_small[found[0]] if found else None
