"""From the strokes of a hand to a picture of 8x8 pixels, made as those of the handwritten digits were.

The digits of the set went through the programs of NIST's form reader (Garris and others, 1994, NISTIR 5469) and were
then counted (Alpaydin and Kaynak, 1998): a digit is stretched to a box of 20x32 in a bitmap of 32x32; sheared until the
left ends of its uppermost and its lowermost ink stand under each other; made bolder or finer until it has about as much
ink as any other; and each pixel counts the inked points in a block of 4x4. Here the same is done to a pen's path.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.data.digits import SIDE

Stroke = Array
"""The path of a pen from touching the paper to leaving it, (points, 2): x to the right, y down, in any unit."""

Bits = NDArray[np.bool_]

GRID = 32
"""The bitmap has this many rows of this many points."""
BLOCK = GRID // SIDE
WIDTH, HEIGHT = 19.5, 32.0
"""The box that a digit fills. The set's is 20 points wide; a path without pixels comes nearest to it with this."""
MOST_UNEVEN = 2.2
"""So many times as much one side is stretched as the other, at most: a 1 stays narrow."""
INK = 320
"""So many points are inked. In the set it is 312 on average, of every digit alike: a 1 is as black as an 8."""
LEAST_PEN, MOST_PEN = 1.0, 5.0
"""The pen's radius."""
FIRST_PEN = 2.5
EDGE = 1.5
"""What lies so near to the uppermost or the lowermost point of the path belongs to its end there."""
UPRIGHT = 0.85
"""How much of the shear is done. The set's own would be 1; but then a 9 with a straight leg leans like a 7."""
MOST_SHEAR = 0.7
STEP = 0.5
"""Places on the path are looked at so near to each other,"""
MOST_PLACES = 1000
"""unless there would be more than these, as on a scribble."""
TIE = 1e-6
"""Distances that differ by less are the same."""
ROUNDS = 3
"""The pen decides how much room is left to its path, and the path how broad a pen has ink enough."""


def picture_of(strokes: Sequence[Stroke]) -> Array:
    """The picture (64,) of a drawing, 0 for paper to 1 for ink, row by row from the upper left; nothing drawn: zeros.

    Where it was drawn, how large, with how broad a pen and from which end does not matter.
    """
    ink = bitmap_of(strokes)
    blocks = ink.reshape(SIDE, BLOCK, SIDE, BLOCK).sum(axis=(1, 3))
    picture: Array = blocks.reshape(SIDE * SIDE) / float(BLOCK * BLOCK)
    return picture


def bitmap_of(strokes: Sequence[Stroke]) -> Bits:
    """The bitmap (32, 32) that is counted, True for ink."""
    drawn = [np.asarray(stroke, np.float64) for stroke in strokes if len(stroke)]
    if not drawn:
        return np.zeros((GRID, GRID), np.bool_)
    pen = FIRST_PEN
    for _ in range(ROUNDS):
        fitted = _fitted(drawn, pen)
        distances = _distances(fitted)
        pen = float(np.clip(np.partition(distances.ravel(), INK)[INK], LEAST_PEN, MOST_PEN))
    return distances < pen - TIE


def erased(strokes: Sequence[Stroke], along: Stroke, radius: float) -> tuple[Stroke, ...]:
    """What is left of strokes where an eraser of this radius went along a path; it may cut one stroke into several."""
    left: list[Stroke] = []
    path = _walked([along], radius / 4.0)[0]
    for stroke in strokes:
        places = _walked([stroke], radius / 4.0)[0]
        apart = np.hypot(*(places[:, np.newaxis] - path).transpose(2, 0, 1)).min(axis=1)
        is_kept = apart > radius
        if is_kept.all():
            left.append(stroke)
            continue
        ends = np.flatnonzero(np.diff(is_kept)) + 1
        pieces = zip(np.split(places, ends), np.split(is_kept, ends), strict=True)
        left += [piece for piece, kept in pieces if kept[0] and len(piece) > 1]
    return tuple(left)


def _fitted(strokes: Sequence[Stroke], pen: float) -> Array:
    """Places on the path (places, 2) in the bitmap's units, so that what a pen of this radius draws fills the box."""
    corners = np.concatenate(strokes)
    low, high = corners.min(axis=0), corners.max(axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2.0 * pen
    span = high - low
    span = np.maximum(span, span.max() / GRID**2) if span.any() else room  # a single point is as large as the pen
    scale = room / span
    scale = np.minimum(scale, MOST_UNEVEN * scale[::-1])
    middle = (low + high) / 2.0
    scaled = [(stroke - middle) * scale for stroke in strokes]
    length = sum(float(np.hypot(*np.diff(stroke, axis=0).T).sum()) for stroke in scaled)
    places = np.concatenate(_walked(scaled, max(STEP, length / MOST_PLACES)))
    places[:, 0] -= UPRIGHT * _shear(places) * places[:, 1]
    places[:, 0] -= (places[:, 0].min() + places[:, 0].max()) / 2.0
    places += GRID / 2.0
    return places


def _shear(places: Array) -> float:
    """How far to the right the left end of the lowermost ink stands from that of the uppermost, for each step down."""
    height = places[:, 1]
    upper, lower = places[height <= height.min() + EDGE], places[height >= height.max() - EDGE]
    down = lower[:, 1].mean() - upper[:, 1].mean()
    if down < HEIGHT / 4.0:
        return 0.0  # what is so low has no slant
    return float(np.clip((lower[:, 0].min() - upper[:, 0].min()) / down, -MOST_SHEAR, MOST_SHEAR))


def _distances(places: Array) -> Array:
    """How far each point of the bitmap lies from the nearest of these places, (32, 32)."""
    centres = np.arange(GRID) + 0.5
    across, down = ((places[:, axis, np.newaxis] - centres) ** 2 for axis in (0, 1))
    nearest: Array = np.sqrt((down[:, :, np.newaxis] + across[:, np.newaxis, :]).min(axis=0))
    return nearest


def _walked(strokes: Sequence[Stroke], step: float) -> list[Stroke]:
    """Places on the same paths, from end to end, at most this far apart."""
    walked = []
    for stroke in strokes:
        gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
        at = np.linspace(0.0, gone[-1], 1 + int(np.ceil(gone[-1] / step)))
        walked.append(np.column_stack([np.interp(at, gone, stroke[:, axis]) for axis in (0, 1)]))
    return walked
