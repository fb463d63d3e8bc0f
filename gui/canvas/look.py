"""How a person wants networks drawn: never part of a project, remembered in the settings."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from gui.theme import DEFAULT_PALETTE

Numbers = Literal["room", "always", "never"]
NUMBERS: tuple[Numbers, ...] = ("room", "always", "never")
LEAST_DIGITS, MOST_DIGITS = 2, 6


@dataclass(frozen=True)
class Look:
    """What is shown of weights, and how.

    digits     2 to 6 digits after the point wherever a value is written out
    numbers    whether values stand on the connections: where there is room, always or never
    names      whether connections and biases carry their names (w1, b1 or those that a person gave them)
    weakest    0 to 1: connections below this share of the scale are hidden
    palette    a name in `gui.theme.PALETTES`
    is_dashed  whether negative weights are drawn dashed, as a second sign of their sign
    """

    digits: int = 3
    numbers: Numbers = "room"
    names: bool = False
    weakest: float = 0.0
    palette: str = DEFAULT_PALETTE
    is_dashed: bool = False

    def replace(self, **changes: Any) -> "Look":
        """The same look with some fields changed."""
        return replace(self, **changes)
