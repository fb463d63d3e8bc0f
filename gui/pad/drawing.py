"""What is lit by drawing: strokes onto what was there before, which a digit that is drawn as a whole replaces."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from gui.pad.freehand import meant
from gui.pad.segments_geometry import NAMES, Place

PAUSE_MS = 1500
"""After a pause as long as this the next stroke begins another drawing."""
MOST_STROKES = 12
"""Nobody needs more for a digit."""
ONE_SIDED = ("bc", "abc")
"""A 1 or a 7 along the segments adds to what is there: so does whoever lights only these."""


class Drawing:
    """The strokes of one drawing, and what was lit before the first of them."""

    def __init__(self) -> None:
        self._strokes: list[Sequence[Place]] = []
        self._before: Array = np.zeros(len(NAMES))
        self._ended_ms = 0

    def begin(self, lit: Array, at_ms: int) -> None:
        """A stroke begins; after a pause, or very many strokes, it is the first of a new drawing."""
        if at_ms - self._ended_ms > PAUSE_MS or len(self._strokes) == MOST_STROKES:
            self.forget()
        if not self._strokes:
            self._before = lit

    def add(self, stroke: Sequence[Place], at_ms: int) -> Array:
        """A stroke has ended: what is lit now, (7,)."""
        self._strokes.append(stroke)
        self._ended_ms = at_ms
        found = meant(self._strokes)
        lit = np.array([float(name in found.lit) for name in NAMES])
        is_whole = found.is_free or (found.is_digit and found.lit not in ONE_SIDED)
        return lit if is_whole else np.maximum(lit, self._before)

    def forget(self) -> None:
        """What comes next is another drawing."""
        self._strokes = []
