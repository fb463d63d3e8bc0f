"""How hands draw digits on the pad, in units of a segment's length: along the segments, and as people write."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from gui.pad.segments_geometry import Place

Strokes = list[list[Place]]

_CORNERS = {"1": (0.0, 0.0), "2": (1.0, 0.0), "3": (0.0, 1.0), "4": (1.0, 1.0), "5": (0.0, 2.0), "6": (1.0, 2.0)}


def _along(*strokes: str) -> Strokes:
    return [[_CORNERS[corner] for corner in stroke] for stroke in strokes]


ALONG: dict[int, Strokes] = {
    0: _along("2135642"), 1: _along("246"), 2: _along("124356"), 3: _along("1243465"), 4: _along("134", "246"),
    5: _along("213465"), 6: _along("2135643"), 7: _along("1246"), 8: _along("421346534"), 9: _along("4312465"),
}  # fmt: skip
"""From corner to corner of the display."""

_LOOP: list[Place] = [
    (0.5 + 0.47 * float(np.sin(turn)), 1.0 - 0.98 * float(np.cos(turn))) for turn in np.linspace(0.0, 2.0 * np.pi, 25)
]
WRITTEN: dict[str, Strokes] = {
    "0 as a loop": [_LOOP],
    "1 in the middle": [[(0.52, 0.05), (0.5, 1.9)]],
    "1 leaning": [[(0.62, 0.05), (0.42, 1.95)]],
    "1 with its flag": [[(0.2, 0.5), (0.62, 0.05), (0.6, 1.95)]],
    "2 in one stroke": [
        [(0.02, 0.5), (0.15, 0.15), (0.5, 0.0), (0.85, 0.15), (0.95, 0.5), (0.8, 0.95), (0.4, 1.5), (0.0, 1.95),
         (1.0, 1.95)],
    ],
    "2 with corners": [[(0.05, 0.05), (0.95, 0.05), (0.95, 0.7), (0.05, 1.95), (1.0, 1.95)]],
    "3 round": [
        [(0.05, 0.2), (0.4, 0.0), (0.85, 0.2), (0.85, 0.7), (0.45, 0.95), (0.9, 1.2), (0.95, 1.65), (0.5, 1.98),
         (0.02, 1.75)],
    ],
    "4 open": [[(0.35, 0.0), (0.02, 1.15), (0.98, 1.15)], [(0.75, 0.5), (0.72, 1.98)]],
    "4 closed": [[(0.75, 0.0), (0.0, 1.3), (0.98, 1.3)], [(0.75, 0.02), (0.75, 1.98)]],
    "5 in two strokes": [
        [(0.12, 0.05), (0.08, 0.85), (0.5, 0.78), (0.92, 1.05), (0.92, 1.6), (0.5, 1.98), (0.05, 1.85)],
        [(0.1, 0.04), (0.92, 0.02)],
    ],
    "6 curved": [
        [(0.8, 0.05), (0.35, 0.4), (0.06, 1.1), (0.08, 1.6), (0.45, 1.98), (0.9, 1.7), (0.9, 1.2), (0.5, 0.95),
         (0.1, 1.25)],
    ],
    "7 slanting": [[(0.02, 0.03), (0.98, 0.03), (0.35, 1.98)]],
    "7 with its bar": [[(0.02, 0.03), (0.98, 0.03), (0.35, 1.98)], [(0.3, 1.0), (0.9, 0.98)]],
    "8 as two loops": [
        [(0.5 + 0.4 * float(np.sin(turn)), 0.48 - 0.47 * float(np.cos(turn))) for turn in np.linspace(0, 6.3, 15)],
        [(0.5 + 0.48 * float(np.sin(turn)), 1.48 - 0.5 * float(np.cos(turn))) for turn in np.linspace(0, 6.3, 15)],
    ],
    "9 with a straight stem": [
        [(0.95, 0.5), (0.8, 0.1), (0.4, 0.02), (0.05, 0.4), (0.1, 0.85), (0.45, 1.12), (0.85, 0.9), (0.95, 0.5),
         (0.72, 1.98)],
    ],
}  # fmt: skip
"""By hand: the digit comes first in the name."""


def trembling(
    strokes: Sequence[Sequence[Place]], generator: np.random.Generator, by: float, points_apart: float
) -> Strokes:
    """The strokes as places so far apart (quick: far), each somewhere around where it should be, all a little off."""
    shift = generator.normal(0.0, 0.03, 2)
    drawn: Strokes = []
    for stroke in strokes:
        places = [np.array(stroke[0], float)]
        for start, end in pairwise(np.array(stroke, float)):
            count = max(1, round(float(np.hypot(*(end - start))) / points_apart))
            places += [start + (end - start) * part / count for part in range(1, count + 1)]
        noise = generator.normal(0.0, by, (len(places), 2))
        drawn.append([(float(x), float(y)) for x, y in np.array(places) + noise + shift])
    return drawn
