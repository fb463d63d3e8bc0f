"""A box to tick, drawn in the theme's colours: Qt's own has no edge on a dark ground."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

BOX_PX, GAP_PX, CORNER_PX = 16, 8, 4
TICK = ((0.24, 0.52), (0.43, 0.7), (0.77, 0.32))


class CheckBox(QCheckBox):
    """A box and its words."""

    def __init__(self, name: str, text: str, tip: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The box, and room for the words."""
        metrics = self.fontMetrics()
        width = BOX_PX + GAP_PX + metrics.horizontalAdvance(self.text()) + 4
        return QSize(width, max(BOX_PX, metrics.height()) + 8)

    def minimumSizeHint(self) -> QSize:
        """All of it."""
        return self.sizeHint()

    def hitButton(self, place: object) -> bool:
        """The words belong to it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ticked it is filled with ink; with the keyboard its edge is ink."""
        palette, roles = self.palette(), QPalette.ColorRole
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink, field = palette.color(group, roles.WindowText), palette.color(roles.Base)
        edge = palette.color(roles.PlaceholderText)
        is_ticked, has_keyboard = self.isChecked(), self.hasFocus()
        box = QRectF(0.5 + 2, (self.height() - BOX_PX) / 2 + 0.5, BOX_PX - 1, BOX_PX - 1)
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink if is_ticked or has_keyboard or self.underMouse() else edge, 1.0))
            painter.setBrush(ink if is_ticked else field)
            painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
            if has_keyboard:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), CORNER_PX + 2, CORNER_PX + 2)
            if is_ticked:
                painter.setPen(
                    QPen(field, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
                )
                side = box.width()
                painter.drawPolyline(QPolygonF([QPointF(box.left() + x * side, box.top() + y * side) for x, y in TICK]))
            painter.setPen(ink)
            words = QRectF(self.rect()).adjusted(BOX_PX + GAP_PX, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        finally:
            painter.end()
