"""A layer's weights as pixels: one colour per weight, or per block of weights where they are too many."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from core.arrays import Array, Indices, Pixels
from gui.theme import Theme, blend

STEPS = 127
"""Steps of colour per sign; step 0 is a weight of exactly zero."""


@lru_cache(maxsize=8)
def table(theme: Theme) -> Pixels:
    """2 STEPS + 1 colours 0xffRRGGBB: negative strong ... zero ... positive strong.

    As those of connections, but that weak ones fade into the canvas altogether.
    """
    amounts = np.linspace(0.0, 1.0, STEPS + 1) ** 0.7
    negative = [blend(theme.negative, theme.canvas, float(amount)).rgb() for amount in amounts[:0:-1]]
    positive = [blend(theme.positive, theme.canvas, float(amount)).rgb() for amount in amounts]
    return np.array(negative + positive, np.uint32)


def colours(weights: Array, scale: float, theme: Theme) -> Pixels:
    """A colour per weight; scale: the |w| that has the full colour. What is not a number has the canvas's."""
    with np.errstate(over="ignore"):
        step = np.nan_to_num(weights, posinf=scale, neginf=-scale) * (STEPS / scale)
    found: Pixels = table(theme)[np.rint(np.clip(step, -STEPS, STEPS)).astype(np.intp) + STEPS]
    return found


def pooled(weights: Array, rows: Indices, columns: Indices) -> Array:
    """Blocks of a matrix, each by its weight of largest |w|: one strong weight among many weak ones is seen.

    rows, columns  where the blocks begin; the last ones reach to the end
    """
    if (rows.size, columns.size) == weights.shape:
        return weights
    if abs(weights.strides[0]) < abs(weights.strides[1]):  # in memory a unit's weights stand side by side
        return pooled(weights.T, columns, rows).T
    largest, smallest = (np.empty((rows.size, weights.shape[1]), weights.dtype) for _ in range(2))
    # Six times faster than reduceat, which takes rows one weight at a time.
    for block, (start, stop) in enumerate(pairwise([*rows.tolist(), weights.shape[0]])):
        weights[start:stop].max(axis=0, out=largest[block])
        weights[start:stop].min(axis=0, out=smallest[block])
    largest, smallest = np.maximum.reduceat(largest, columns, axis=1), np.minimum.reduceat(smallest, columns, axis=1)
    strongest: Array = np.where(largest >= -smallest, largest, smallest)
    return strongest


def blocks(count: int, most: int) -> Indices:
    """Where at most this many equal blocks of `count` things begin."""
    return np.arange(min(count, most)) * count // min(count, most)


def paint_matrix(painter: QPainter, theme: Theme, weights: Array, scale: float, frame: QRectF, visible: QRectF) -> None:
    """Paint a matrix over the frame, rows from top to bottom, as far as it is visible.

    A weight that has less than a pixel shares it with its neighbours: what is seen is the strongest of them.
    """
    part = frame & visible
    if part.isEmpty() or scale <= 0.0:
        return
    ratio = painter.deviceTransform().m11()
    spans = []
    for count, start, size, low, high in (
        (weights.shape[0], frame.top(), frame.height(), part.top(), part.bottom()),
        (weights.shape[1], frame.left(), frame.width(), part.left(), part.right()),
    ):
        cell = size / count
        first, stop = int((low - start) / cell), min(count, int(np.ceil((high - start) / cell)))
        spans.append((first, stop, cell, start))
    (top, bottom, high, y), (left, right, wide, x) = spans
    shown = weights[top:bottom, left:right]
    shown = pooled(
        shown,
        blocks(bottom - top, max(1, round((bottom - top) * high * ratio))),
        blocks(right - left, max(1, round((right - left) * wide * ratio))),
    )
    pixels = np.ascontiguousarray(colours(shown, scale, theme))
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    corner = QPointF(x + left * wide, y + top * high)
    painter.drawImage(QRectF(corner.x(), corner.y(), (right - left) * wide, (bottom - top) * high), image)
