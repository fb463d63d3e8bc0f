"""Broken segments of a display: what was lit on it, and what arrives."""

from typing import Literal, get_args

import msgspec
import numpy as np

from core.arrays import Array, Indices
from core.data.segments import PATTERNS, SEGMENT_NAMES, Shapes
from core.errors import UserError
from core.probe.known_shapes import pattern_indices

State = Literal["works", "on", "off", "flickers"]
WORDS: dict[State, str] = {"works": "works", "on": "stuck on", "off": "stuck off", "flickers": "flickers"}


_WORKS: State = "works"
_WHOLE = (_WORKS,) * len(SEGMENT_NAMES)


class Broken(msgspec.Struct, frozen=True):
    """How each of the segments a to g is; by default all of them work.

    A segment that flickers is lit or dark by chance, whatever was lit.
    """

    states: tuple[State, ...] = _WHOLE

    def __post_init__(self) -> None:
        if len(self.states) != len(SEGMENT_NAMES) or set(self.states) - set(get_args(State)):
            raise UserError(
                f"A display cannot be {', '.join(self.states) or 'nothing'}.",
                f"It has {len(SEGMENT_NAMES)} segments, each of which {', '.join(WORDS.values())}.",
            )

    def state(self, name: str) -> State:
        """How segment `name` is."""
        return self.states[SEGMENT_NAMES.index(name)]

    def with_state(self, name: str, state: State) -> "Broken":
        """The same display with one segment in another state."""
        place = SEGMENT_NAMES.index(name)
        return Broken((*self.states[:place], state, *self.states[place + 1 :]))

    @property
    def is_whole(self) -> bool:
        """Whether all segments work."""
        return not self.names_of("on", "off", "flickers")

    @property
    def flickers(self) -> bool:
        """Whether any segment does."""
        return "flickers" in self.states

    def names_of(self, *states: State) -> str:
        """The segments that are in one of these states: "bf"."""
        return "".join(name for name, state in zip(SEGMENT_NAMES, self.states, strict=True) if state in states)

    @property
    def words(self) -> str:
        """ "b stuck off, d and f flicker"; empty: all work."""
        said = []
        for state in ("off", "on", "flickers"):
            *others, last = [*self.names_of(state)] or [""]
            if last:
                names = f"{', '.join(others)} and {last}" if others else last
                said.append(f"{names} {'flicker' if others and state == 'flickers' else WORDS[state]}")
        return ", ".join(said)

    def arriving(self, lit: Array, coins: Array) -> Array:
        """What arrives of what is lit.

        lit    (..., 7) of 0 and 1
        coins  (..., 7) of 0 and 1: what segments show that flicker
        """
        states = np.array(self.states)
        fixed = np.where(states == "on", 1.0, np.where(states == "off", 0.0, lit))
        arrived: Array = np.where(states == "flickers", coins, fixed)
        return arrived

    def _arrivals(self, shapes: Shapes) -> Array:
        """(ways, shapes, 7): what can arrive of the shapes, in each of the ways in which flickering segments can be."""
        flicker = np.array(self.states) == "flickers"
        coins = PATTERNS[(PATTERNS[:, ~flicker] == 0.0).all(axis=1)]
        return self.arriving(shapes.values[np.newaxis], coins[:, np.newaxis])

    def read(self, shapes: Shapes, digits: Indices) -> float:
        """How many of these shapes are read through this display: the mean over what flickering makes of them.

        digits  (128,): what is read from each pattern
        """
        arrivals = self._arrivals(shapes)
        return float((digits[pattern_indices(arrivals)] == shapes.digits).sum() / len(arrivals))

    def best(self, shapes: Shapes) -> float:
        """How many of them the best possible reader gets right through this display.

        sum over the patterns, but the blank one, of max over the digits of how many shapes of the digit arrive as it,
        divided by the number of ways in which the flickering segments can be
        """
        arrivals = self._arrivals(shapes)
        counts = np.zeros((len(PATTERNS), shapes.one_hot.shape[1]))
        np.add.at(counts, (pattern_indices(arrivals), shapes.digits[np.newaxis]), 1.0)
        return float(counts[1:].max(axis=1).sum() / len(arrivals))
