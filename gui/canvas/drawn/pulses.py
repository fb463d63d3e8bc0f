"""What travels along the connections while a sample flows through a network: one pulse per line, as w times a says.

Only lines that are drawn carry one, and of many only the strongest: what is left out could not be seen.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from core.arrays import Array, Indices
from gui.canvas.drawn.beside_outputs import VALUES_GAP_PX, value_width
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.geometry import Column
from gui.canvas.drawn.sample_tags import HEIGHT_PX
from gui.theme import Theme

MOST_PULSES = 200
FAINTEST = 0.02
"""Pulses below this share of the strongest are left out."""
MOST_TAILED = 100
TAIL = ((0.0, 1.0), (0.045, 0.72), (0.09, 0.46))
"""How far behind, and how large, the parts of a pulse are; of more than MOST_TAILED there is the first alone."""
SIZES = 5
"""Steps of size."""
RIM_PX = 2.4
VEIL = 0.72
"""How much of the canvas lies over neurons that have not said anything yet."""
VEIL_ROUND_PX = 4.0
GLOW_PX, GLOW_AWAY_PX = 3.0, 3.5


@dataclass(frozen=True, eq=False)
class Pulses:
    """What goes into one layer.

    lines  which of the drawing's lines carry one, the weakest first
    flows  w a of each, in float64
    """

    lines: Indices
    flows: Array


def pulses_into(drawing: Drawing, layer: int) -> Pulses:
    """The pulses into a dense layer for the sample that the drawing shows; none without one."""
    values, edges = drawing.nodes.values, drawing.edges
    none = Pulses(np.zeros(0, np.intp), np.zeros(0))
    if values is None or not drawing.views:
        return none
    start, stop = edges.starts[layer : layer + 2].tolist()
    drawn = edges.drawn[(edges.drawn >= start) & (edges.drawn < stop)]
    if not drawn.size:
        return none
    below, here = drawing.geometry.column(layer - 1), drawing.geometry.column(layer)
    inputs = np.repeat(below.shown, here.shown.size)[drawn - start]
    units = np.tile(here.shown, below.shown.size)[drawn - start]
    weights = drawing.views[layer]["weights"][inputs, units].astype(np.float64)
    flows = np.nan_to_num(weights * np.asarray(values[layer])[inputs], posinf=1e300, neginf=-1e300)
    order = np.argsort(np.abs(flows), kind="stable")[-MOST_PULSES:]
    order = order[np.abs(flows[order]) > FAINTEST * np.abs(flows).max()]
    return Pulses(drawn[order], flows[order])


def paint_pulses(painter: QPainter, theme: Theme, drawing: Drawing, pulses: Pulses, along: float) -> None:
    """Paint them this far along their lines, 0 to 1."""
    if not pulses.lines.size:
        return
    strength = np.sqrt(np.abs(pulses.flows) / np.abs(pulses.flows).max())
    size = np.ceil(strength * SIZES).astype(np.intp)
    largest = float(np.clip(drawing.edges.widest * 1.5, 5.0, 12.0))
    ratio = painter.device().devicePixelRatioF()
    colours = theme.negative, theme.positive
    for behind, share in TAIL if pulses.lines.size <= MOST_TAILED else TAIL[:1]:
        if along < behind:
            continue
        x, y = drawing.edges.along(along - behind, pulses.lines)
        is_positive = pulses.flows > 0.0
        for place in zip(x.tolist(), y.tolist(), size.tolist(), is_positive.tolist(), strict=True):
            width = share * (2.5 + (largest - 2.5) * place[2] / SIZES)
            dot = _dot(colours[place[3]], theme.canvas, width, ratio)
            half = dot.width() / ratio / 2
            painter.drawImage(QPointF(place[0] - half, place[1] - half), dot)


@lru_cache(maxsize=128)
def _dot(colour: str, ground: str, width: float, ratio: float) -> QImage:
    """A disc with a rim of the ground's colour: laid down as an image it costs a tenth of what a drawn one does."""
    side = ceil((width + RIM_PX + 1.0) * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    middle = QPointF(side / ratio / 2, side / ratio / 2)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, across in ((ground, width + RIM_PX), (colour, width)):
            painter.setBrush(QColor(name))
            painter.drawEllipse(middle, across / 2, across / 2)
    finally:
        painter.end()
    return image


def paint_veil(painter: QPainter, theme: Theme, drawing: Drawing, column: Column) -> None:
    """The neurons of this column have not said anything yet."""
    veil = QColor(theme.canvas)
    veil.setAlphaF(VEIL)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(veil)
    half = column.node / 2 + (VEIL_ROUND_PX if drawing.geometry.is_round else 1.5)  # bias marks stand out
    for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
        _draw_node(painter, QRectF(column.x - half, y - half, 2 * half, 2 * half), drawing.geometry.is_round)
        tag = drawing.sample_tags.frame(column.layer, unit)
        if not tag.isEmpty():
            painter.drawRect(tag.adjusted(-1.0, -1.0, 1.0, 0.5 * HEIGHT_PX - tag.height()))
        elif column is drawing.geometry.columns[-1]:  # what it says stands beside it
            left = column.x + column.node / 2 + VALUES_GAP_PX
            painter.drawRect(QRectF(left, y - 10.0, value_width(drawing.look.digits), 20.0))


def paint_glow(painter: QPainter, theme: Theme, drawing: Drawing, column: Column, strength: float) -> None:
    """The neurons of this column have just said what they say: a ring in its sign's colour, as strong as it is."""
    values = drawing.nodes.values
    if values is None or strength <= 0.0:
        return
    said = np.nan_to_num(np.asarray(values[column.layer + 1], np.float64)[column.shown])
    reach = max(float(np.abs(said).max(initial=0.0)), 1e-12)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = column.node / 2 + GLOW_AWAY_PX
    for value, y in zip(said.tolist(), column.y.tolist(), strict=True):
        colour = QColor(theme.positive if value > 0.0 else theme.negative)
        colour.setAlphaF(strength * min(abs(value) / reach, 1.0))
        pen = QPen(colour, GLOW_PX)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        _draw_node(painter, QRectF(column.x - half, y - half, 2 * half, 2 * half), drawing.geometry.is_round)


def _draw_node(painter: QPainter, frame: QRectF, is_round: bool) -> None:
    """Its rough outline: one with round corners takes twenty times as long, which counts at thirty frames a second."""
    if is_round:
        painter.drawEllipse(frame)
    else:
        painter.drawRect(frame)
