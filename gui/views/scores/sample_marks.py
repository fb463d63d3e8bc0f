"""A sample drawn small, as its data look: a picture, a seven-segment shape, or its numbers."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import Array
from core.data import Digits, PointRecipe, Segments
from core.specs import Project
from core.wording import MINUS
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.theme import Theme, blend
from gui.views.ink import ink_image

PICTURE = QSizeF(40.0, 40.0)
SHAPE = QSizeF(24.0, 40.0)
LINE = QSizeF(152.0, 18.0)
THICK_PX = 3.5
MOST_NUMBERS = 3
"""Of wide samples, the first few say which one it is."""


def mark_size(project: Project) -> QSizeF:
    """How much room a sample of these data takes."""
    match project.data:
        case Digits():
            return PICTURE
        case Segments():
            return SHAPE
        case _:
            return LINE


def paint_mark(painter: QPainter, frame: QRectF, place: Array, project: Project, theme: Theme) -> None:
    """Paint a sample into its frame; `place` (numbers,) is what pictures show it by."""
    match project.data:
        case Digits():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawImage(frame, ink_image(place, theme))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        case Segments():
            _paint_shape(painter, frame, place, theme)
        case _:
            painter.setPen(QColor(theme.ink))
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words(place, project))


def words(place: Array, project: Project) -> str:
    """The numbers of a sample: "x₁ 0.12  x₂ 3.40"; of a wide one the first few."""
    data = project.data
    if isinstance(data, PointRecipe):
        names: tuple[str, ...] = ("x₁", "x₂") if data.is_planar else ("x",)
    else:
        names = ("",) * len(place)
    numbers = [f"{value:.2f}".replace("-", MINUS) for value in place[:MOST_NUMBERS].tolist()]
    said = "  ".join(f"{name} {number}".strip() for name, number in zip(names, numbers, strict=False))
    return said if len(place) <= MOST_NUMBERS else f"{said} …"


def _paint_shape(painter: QPainter, frame: QRectF, place: Array, theme: Theme) -> None:
    """Seven segments; a lit one has the colour that it has on the pad."""
    length = min(frame.width() - THICK_PX, (frame.height() - THICK_PX) / 2.0)
    corner = frame.center() - QPointF(length / 2.0, length)
    painter.setPen(Qt.PenStyle.NoPen)
    for name, value in zip(NAMES, place.tolist(), strict=True):
        left, top, right, bottom = SEGMENTS[name].box((THICK_PX / 2.0 + 0.5) / length, THICK_PX / 2.0 / length)
        box = QRectF(QPointF(left, top) * length + corner, QPointF(right, bottom) * length + corner)
        lit = QColor(theme.positive)
        painter.setBrush(lit if value >= 0.5 else blend(theme.ink, theme.surface, 0.08))
        painter.drawRoundedRect(box, 1.0, 1.0)
