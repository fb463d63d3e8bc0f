"""The runs that are kept for comparison: the values in the list, and how many there may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from core.runs import Run

MOST_RUNS = 50
MOST_AUTOMATIC = 5
"""So many of those that were kept at a reset; of more the oldest go."""
MOST_BYTES = 64 * 2**20
"""How much memory their states may hold; the oldest make room, and only their curves stay."""
LONGEST_NAME = 60
_SIGNS = 26


@dataclass(frozen=True, eq=False)
class Kept:
    """A run in the list.

    mark          which letter and colour it has
    is_shown      whether its curve is compared
    is_automatic  kept because a reset would have lost it, and not named since
    """

    run: Run
    mark: int
    is_shown: bool = True
    is_automatic: bool = False

    @property
    def letter(self) -> str:
        """A to Z, then A2 to Z2."""
        again, place = divmod(self.mark, _SIGNS)
        return f"{chr(ord('A') + place)}{again + 1 if again else ''}"


def free_mark(runs: Iterable[Kept]) -> int:
    """The first mark that none of them has."""
    taken = {kept.mark for kept in runs}
    return next(mark for mark in count() if mark not in taken)


def last_number(runs: Iterable[Kept]) -> int:
    """The highest number in names such as "Run 3"; 0 where there is none."""
    words = (kept.run.name.split(" ") for kept in runs)
    numbers = [two[1] for two in words if len(two) == 2 and two[0] == "Run"]
    return max((int(number) for number in numbers if number.isdecimal() and len(number) < 6), default=0)
