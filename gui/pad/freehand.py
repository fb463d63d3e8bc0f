"""What somebody means who draws by hand on seven segments: which of them the ink stands for.

Ink that keeps to the segments lights exactly those. Ink that runs freely across the holes is compared with how people
write digits. Both are measured alike: how far the ink is from what it should be, and what it should be from the ink.
Places are those of `segments_geometry`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import Indices
from core.data.recipes import DIGITS_WITH_VARIANTS
from core.data.segments import PATTERNS, SHAPES, shapes_with
from gui.pad.segments_geometry import NAMES, SEGMENTS, Place

Points = NDArray[np.float64]
"""(points, 2): places along a line, all equally far apart."""

STEP = 0.06
TREMBLE = 0.1
"""Places that are nearer to each other than this say nothing of the way that the stroke goes."""
SMOOTHED = 5
"""Each place is the mean of so many."""
MOST_PLACES = 240
"""A longer stroke, such as a scribble, has no more places than this."""
FAR = 0.5
"""Whatever is farther away than this is not nearer to anything: the middle of a hole is so far from each segment."""
DRIFT = 0.03
"""Written freely is only what fits a written digit better than any segments, by this much in each place."""
LEAST_HEIGHT = 1.0
"""A written digit is at least half as high as the display."""
NARROW = 0.34
"""What is narrower, as a share of its height, is not stretched to the display's width: it is a 1."""
DOUBT = 0.04
"""Where it is not clear which segments are meant, a digit's shape is: it is followed best though the ink strays so much
more from it, in squares summed up along a segment."""
ASIDE = 0.3
"""An upright line that is farther than this from the middle goes along a side of the display."""
END = 0.2
"""So much at both ends of a segment may as well be a corner of another one."""


class Meant(NamedTuple):
    """What the ink stands for.

    lit      the segments: "bcfg"
    is_free  whether it was written across the holes, and not along the segments
    """

    lit: str
    is_free: bool

    @property
    def is_digit(self) -> bool:
        """Whether that is a shape of a digit."""
        return self.lit in _lit_of_digits()


def meant(strokes: Sequence[Sequence[Place]]) -> Meant:
    """The segments that these strokes stand for, all of them together."""
    if not strokes:
        return Meant("", False)
    ink = np.concatenate([_steadied(stroke) for stroke in strokes])
    lit, drift = _kept_to(ink)
    written = _written(ink)
    if written is not None and written[1] + DRIFT < drift:
        return Meant(_letters(SHAPES[written[0]]), True)
    return Meant(lit, False)


def _kept_to(ink: Points) -> tuple[str, float]:
    """The pattern that the ink follows best, and how far it strays from that: a root mean square.

    Of all patterns the one with the least
    sum over the ink of d(place, lit segments)^2 + sum over the lit segments of d(place on them, ink)^2
    """
    away = np.stack([_to_segment(ink, name) for name in NAMES], axis=1)
    missed = np.array([np.minimum(_squares(_body(name), ink).min(axis=1), FAR**2).sum() for name in NAMES])
    lit = PATTERNS[:, np.newaxis, :] > 0.0
    strayed = np.where(lit, away[np.newaxis], FAR).min(axis=2)
    costs = np.square(strayed).sum(axis=1) + PATTERNS @ missed + np.where(_is_digit(), 0.0, DOUBT / STEP)
    best = int(np.argmin(costs))
    return _letters(PATTERNS[best]), float(np.sqrt(costs[best] / (len(ink) + PATTERNS[best].sum() / STEP)))


def _written(ink: Points) -> tuple[int, float] | None:
    """The digit that is written most like the ink, and how far that is from it; None: the ink is too small for one."""
    low, high = ink.min(axis=0), ink.max(axis=0)
    width, height = (high - low).tolist()
    if height < LEAST_HEIGHT:
        return None
    is_narrow = width < NARROW * height
    if is_narrow and abs(float(ink[:, 0].mean()) - 0.5) > ASIDE:
        return None
    scale = np.array([2.0 / height if is_narrow else 1.0 / width, 2.0 / height])
    centred = (ink - (low + high) / 2.0) * scale + np.array([0.5, 1.0])
    hands = _hands()
    squares = np.minimum(_squares(centred, hands.points), FAR**2)
    to_hand = np.minimum.reduceat(squares, hands.starts, axis=1).mean(axis=0)
    to_ink = np.add.reduceat(squares.min(axis=0), hands.starts) / hands.counts
    distances = np.sqrt((to_hand + to_ink) / 2.0)
    distances[hands.are_narrow != is_narrow] = np.inf
    best = int(np.argmin(distances))
    return int(hands.digits[best]), float(distances[best])


# How people write ---------------------------------------------------------------------------------------------------


def _arc(x: float, y: float, width: float, height: float, start: float, end: float) -> list[Place]:
    """Part of an ellipse around (x, y), in degrees: 0 is right, 90 is down."""
    turns = np.radians(np.linspace(start, end, 19))
    return list(zip((x + width * np.cos(turns)).tolist(), (y + height * np.sin(turns)).tolist(), strict=True))


_HANDS: dict[int, list[list[list[Place]]]] = {
    0: [[_arc(0.5, 1.0, 0.5, 1.0, 0, 360)], [_arc(0.5, 1.0, 0.5, 1.0, 0, 360), [(0.9, 0.2), (0.1, 1.8)]]],
    1: [
        [[(0.5, 0.0), (0.5, 2.0)]],
        [[(0.25, 0.45), (0.65, 0.0), (0.65, 2.0)]],
        [[(0.0, 0.7), (0.8, 0.0), (0.8, 2.0)]],
        [[(0.1, 0.4), (0.5, 0.0), (0.5, 2.0)], [(0.0, 2.0), (1.0, 2.0)]],
    ],
    2: [
        [[*_arc(0.5, 0.55, 0.5, 0.55, 190, 370), (0.9, 1.0), (0.0, 2.0), (1.0, 2.0)]],
        [[(0.0, 0.0), (1.0, 0.0), (1.0, 0.7), (0.0, 2.0), (1.0, 2.0)]],
    ],
    3: [
        [[*_arc(0.4, 0.5, 0.5, 0.5, 215, 440), *_arc(0.4, 1.5, 0.6, 0.5, 280, 505)]],
        [[(0.0, 0.0), (1.0, 0.0), (0.4, 0.8), *_arc(0.4, 1.4, 0.6, 0.6, 270, 510)]],
    ],
    4: [
        [[(0.4, 0.0), (0.0, 1.2), (1.0, 1.2)], [(0.75, 0.5), (0.75, 2.0)]],
        [[(0.75, 0.0), (0.0, 1.3), (1.0, 1.3)], [(0.75, 0.0), (0.75, 2.0)]],
        [[(0.1, 0.0), (0.0, 1.0), (1.0, 1.0)], [(0.9, 0.0), (0.9, 2.0)]],
        [[(0.1, 0.0), (0.0, 1.0), (1.0, 1.0)], [(0.6, 0.3), (0.6, 2.0)]],
    ],
    5: [
        [[(0.9, 0.0), (0.1, 0.0), (0.1, 0.85), *_arc(0.4, 1.35, 0.6, 0.62, 230, 510)]],
        [[(1.0, 0.0), (0.0, 0.0), (0.0, 0.9), *_arc(0.4, 1.4, 0.6, 0.6, 270, 450), (0.0, 2.0)]],
    ],
    6: [
        [[(0.8, 0.0), (0.3, 0.5), (0.05, 1.2), *_arc(0.5, 1.4, 0.5, 0.6, 180, -180)]],
        [[*_arc(0.6, 1.0, 0.6, 1.0, 300, 180), *_arc(0.5, 1.4, 0.5, 0.6, 180, -180)]],
        [[(0.1, 0.0), (0.0, 1.4), *_arc(0.5, 1.4, 0.5, 0.6, 180, -180)]],
    ],
    7: [
        [[(0.0, 0.0), (1.0, 0.0), (0.3, 2.0)]],
        [[(0.0, 0.0), (1.0, 0.0), (0.55, 1.0), (0.4, 2.0)]],
        [[(0.0, 0.0), (1.0, 0.0), (0.3, 2.0)], [(0.25, 1.0), (0.95, 1.0)]],
        [[(0.0, 0.4), (0.0, 0.0), (1.0, 0.0), (0.3, 2.0)]],
    ],
    8: [
        [_arc(0.5, 0.5, 0.42, 0.5, 0, 360), _arc(0.5, 1.5, 0.5, 0.5, 0, 360)],
        [
            [
                *_arc(0.5, 0.45, 0.5, 0.45, 330, 90),
                (0.9, 1.2),
                *_arc(0.5, 1.5, 0.5, 0.5, 0, 180),
                (0.1, 1.2),
                (0.95, 0.3),
            ]
        ],
    ],
    9: [
        [[*_arc(0.5, 0.6, 0.5, 0.6, 0, -360), (1.0, 0.6), (0.7, 2.0)]],
        [[*_arc(0.5, 0.6, 0.5, 0.6, 0, -360), (1.0, 0.6), (1.0, 2.0)]],
        [[*_arc(0.5, 0.6, 0.5, 0.6, 0, -360), (1.0, 0.6), *_arc(0.4, 1.0, 0.6, 1.0, 0, 120)]],
    ],
}
"""Of each digit the strokes in which it is commonly written, in the box of the display."""


class _Hands(NamedTuple):
    """All of them as points, stretched to the box and one after the other.

    points      (all points, 2)
    starts      (ways,): where the points of each way begin; counts: how many it has
    digits      (ways,)
    are_narrow  (ways,): whether it is not stretched, but stands upright
    """

    points: Points
    starts: Indices
    counts: Indices
    digits: Indices
    are_narrow: NDArray[np.bool_]


@lru_cache(maxsize=1)
def _hands() -> _Hands:
    digits, ways, narrow = [], [], []
    for digit, known in _HANDS.items():
        for strokes in known:
            points = np.concatenate([_along(stroke) for stroke in strokes])
            low, size = points.min(axis=0), np.ptp(points, axis=0)
            is_narrow = bool(size[0] < 2.0 * NARROW)
            ways.append(points if is_narrow else (points - low) / size * (1.0, 2.0))
            digits.append(digit)
            narrow.append(is_narrow)
    counts = np.array([len(points) for points in ways])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return _Hands(np.concatenate(ways), starts, counts, np.array(digits), np.array(narrow))


# Lines and distances ------------------------------------------------------------------------------------------------


def _steadied(stroke: Sequence[Place]) -> Points:
    """A stroke as places along it, as if drawn by a hand that trembles less."""
    kept = [stroke[0]]
    for place in stroke[1:]:
        if np.hypot(place[0] - kept[-1][0], place[1] - kept[-1][1]) >= TREMBLE:
            kept.append(place)
    points = _along([*kept, stroke[-1]])
    padded = np.pad(points, ((SMOOTHED // 2, SMOOTHED // 2), (0, 0)), mode="edge")
    smooth: Points = np.lib.stride_tricks.sliding_window_view(padded, SMOOTHED, axis=0).mean(axis=2)
    return smooth


def _along(stroke: Sequence[Place]) -> Points:
    """Places along a line of straight pieces, `STEP` apart."""
    corners = np.array(stroke, np.float64)
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    at = np.linspace(0.0, far[-1], min(MOST_PLACES, max(2, round(far[-1] / STEP) + 1)))
    return np.column_stack([np.interp(at, far, corners[:, axis]) for axis in (0, 1)])


@lru_cache(maxsize=len(NAMES))
def _body(name: str) -> Points:
    """A segment without its ends, weighing as much as the whole."""
    (x1, y1), (x2, y2) = SEGMENTS[name]
    parts = np.linspace(END, 1.0 - END, round(1.0 / STEP))
    return np.column_stack([x1 + (x2 - x1) * parts, y1 + (y2 - y1) * parts])


def _to_segment(points: Points, name: str) -> NDArray[np.float64]:
    """(points,): how far each is from a segment's middle line, at most `FAR`."""
    start, end = SEGMENTS[name]
    away = points - np.clip(points, start, end)
    distances: NDArray[np.float64] = np.minimum(np.hypot(away[:, 0], away[:, 1]), FAR)
    return distances


def _squares(points: Points, others: Points) -> NDArray[np.float64]:
    """(points, others): how far each is from each of the others, squared."""
    across, down = (points[:, np.newaxis, axis] - others[np.newaxis, :, axis] for axis in (0, 1))
    squares: NDArray[np.float64] = across * across + down * down
    return squares


def _letters(values: NDArray[np.floating]) -> str:
    return "".join(name for name, value in zip(NAMES, values.tolist(), strict=True) if value)


@lru_cache(maxsize=1)
def _is_digit() -> NDArray[np.bool_]:
    """(128,): whether a pattern is the usual shape of a digit."""
    is_shape: NDArray[np.bool_] = (PATTERNS[:, np.newaxis] == SHAPES).all(axis=2).any(axis=1)
    return is_shape


@lru_cache(maxsize=1)
def _lit_of_digits() -> frozenset[str]:
    return frozenset(map(_letters, shapes_with(DIGITS_WITH_VARIANTS).values))
