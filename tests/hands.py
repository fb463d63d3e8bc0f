"""Hands that write digits: their strokes, with the tremor, slant, size and habits that hands have."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array
from core.data.handwriting import Stroke


def _line(*corners: tuple[float, float]) -> Array:
    share = np.linspace(0, 1, 8)[:, None]
    return np.concatenate([start + (end - start) * share for start, end in pairwise(np.array(corners))])


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> Array:
    """Part of an ellipse; angles in degrees, 0 to the right, 90 downwards."""
    angle = np.radians(np.linspace(start, end, 28))
    return np.column_stack([x + across * np.cos(angle), y + down * np.sin(angle)])


def _bend(*control: tuple[float, float]) -> Array:
    """A cubic Bezier curve."""
    t = np.linspace(0, 1, 18)[:, None]
    a, b, c, d = map(np.array, control)
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d


def _joined(*parts: Array) -> Array:
    return np.concatenate(parts)


_BOWL = _arc(0.42, 0.68, 0.38, 0.3, -125, 150)
SHAPES: dict[str, list[Stroke]] = {
    "0": [_arc(0.5, 0.5, 0.34, 0.5, -90, 270)],
    "0 open": [_arc(0.5, 0.5, 0.34, 0.5, -60, 285)],
    "1": [_line((0.25, 0.25), (0.5, 0.0), (0.5, 1.0))],
    "1 without flag": [_line((0.5, 0.0), (0.5, 1.0))],
    "2": [
        _joined(
            _arc(0.5, 0.28, 0.33, 0.28, -170, 30),
            _bend((0.79, 0.42), (0.7, 0.6), (0.4, 0.8), (0.15, 1.0)),
            _line((0.15, 1.0), (0.88, 1.0)),
        )
    ],
    "3": [_joined(_arc(0.45, 0.25, 0.33, 0.25, -150, 90), _arc(0.45, 0.74, 0.38, 0.25, -90, 150))],
    "3 flat": [_joined(_line((0.15, 0.0), (0.8, 0.0), (0.45, 0.4)), _arc(0.42, 0.7, 0.4, 0.3, -80, 150))],
    "4 open": [_line((0.3, 0.0), (0.12, 0.6), (0.9, 0.6)), _line((0.7, 0.1), (0.66, 1.0))],
    "4 closed": [_line((0.65, 1.0), (0.65, 0.0), (0.1, 0.68), (0.92, 0.68))],
    "5": [_joined(_line((0.25, 0.0), (0.2, 0.42)), _BOWL), _line((0.25, 0.0), (0.85, 0.0))],
    "6": [
        _joined(
            _bend((0.7, 0.0), (0.4, 0.1), (0.15, 0.4), (0.15, 0.7)),
            _arc(0.47, 0.72, 0.32, 0.28, 180, -180),
        )
    ],
    "7": [_line((0.1, 0.0), (0.88, 0.0), (0.4, 1.0))],
    "7 with bar": [_line((0.1, 0.0), (0.88, 0.0), (0.4, 1.0)), _line((0.32, 0.5), (0.85, 0.5))],
    "8": [
        _joined(
            _bend((0.75, 0.12), (0.5, -0.1), (0.2, 0.05), (0.22, 0.25)),
            _bend((0.22, 0.25), (0.3, 0.5), (0.85, 0.5), (0.82, 0.75)),
            _bend((0.82, 0.75), (0.8, 1.08), (0.15, 1.08), (0.18, 0.75)),
            _bend((0.18, 0.75), (0.2, 0.5), (0.7, 0.45), (0.78, 0.15)),
        )
    ],
    "9": [
        _joined(
            _arc(0.48, 0.27, 0.32, 0.27, -10, -370),
            _bend((0.8, 0.25), (0.85, 0.8), (0.7, 1.02), (0.2, 0.95)),
        )
    ],
}
"""Each begins with the digit that it is; in a box of width and height 1, y down."""
TEN = ("0", "1", "2", "3", "4 open", "5", "6", "7", "8", "9")


@dataclass(frozen=True)
class Hand:
    """How somebody writes.

    width   times the usual one
    slant   how far the upper end leans to the right, for each step up
    size    of the paper's side
    corner  of the digit on the paper
    tremor  how far each place on the way lies beside it
    """

    width: float = 1.0
    slant: float = 0.0
    size: float = 0.7
    corner: tuple[float, float] = (0.15, 0.15)
    tremor: float = 0.008


HANDS = {
    "plain": Hand(),
    "narrow": Hand(width=0.6),
    "broad": Hand(width=1.4),
    "leaning right": Hand(slant=0.3),
    "leaning left": Hand(slant=-0.2),
    "small": Hand(size=0.25, corner=(0.1, 0.6)),
    "in a corner": Hand(size=0.4, corner=(0.55, 0.02)),
    "shaky": Hand(tremor=0.025),
}


def written(shape: str, hand: Hand, random: np.random.Generator) -> list[Stroke]:
    """The strokes on paper of side 1."""
    bend, phase = 0.02 * random.normal(size=2), random.uniform(0, 6, 2)
    width = 0.75 * hand.width * np.exp(0.06 * random.normal())
    slant = hand.slant + 0.04 * random.normal()
    strokes = []
    for stroke in SHAPES[shape]:
        places = stroke + bend * np.sin(3.0 * stroke[:, ::-1] + phase) + hand.tremor * random.normal(size=stroke.shape)
        places = places - 0.5
        places[:, 0] = width * places[:, 0] - slant * places[:, 1]
        strokes.append(np.clip(np.array(hand.corner) + hand.size * (places + 0.5), 0.0, 1.0))
    return strokes
