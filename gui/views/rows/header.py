"""The names over the columns: a click sorts, an arrow says by which and which way."""

from PySide6.QtCore import QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from gui import icons
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.rows.cells import PAD_PX
from gui.views.rows.model import RowsModel
from gui.views.rows.texts import PART, TARGET

HEIGHT_PX = 28
ARROW_PX = 10


class RowsHeader(QHeaderView):
    """Painted from `RowsModel.names`; all but the target's, and that of the column that is sorted by, are quiet."""

    def __init__(self, model: RowsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("rows-header")
        self._model = model
        self._theme = LIGHT
        self._font, self._strong = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self.sorted_by = -1
        self.is_descending = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.viewport().update()

    def show_sorting(self, column: int, is_descending: bool) -> None:
        """By which column the rows are sorted; -1: by none."""
        self.sorted_by, self.is_descending = column, is_descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT_PX)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One name."""
        theme, box = self._theme, QRectF(rect)
        painter.save()
        painter.fillRect(box, QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.hairline), 1.0))
        painter.drawLine(QLineF(box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5))
        if section == PART:  # here the network's part of the row ends
            painter.drawLine(QLineF(box.right() - 0.5, box.top() + 6.0, box.right() - 0.5, box.bottom() - 6.0))
        inside = box.adjusted(PAD_PX, 0.0, -PAD_PX, 0.0)
        is_sorted = section == self.sorted_by
        font = self._strong if is_sorted else self._font
        ink = theme.ink if is_sorted or section == TARGET else theme.muted
        if is_sorted:
            inside.setRight(inside.right() - ARROW_PX - 2.0)
        text = self._model.names[section] if section < len(self._model.names) else ""
        is_right = len(self._model.order) > 0 and self._model.cell(0, section).is_right
        fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, fitting)
        if is_sorted:
            after = inside.right() if is_right else inside.left() + QFontMetricsF(font).horizontalAdvance(fitting)
            self._paint_arrow(painter, QRectF(after + 2.0, box.center().y() - ARROW_PX / 2.0, ARROW_PX, ARROW_PX))
        painter.restore()

    def _paint_arrow(self, painter: QPainter, box: QRectF) -> None:
        pixmap = icons.pixmap("down", self._theme.ink, ARROW_PX, self.devicePixelRatioF())
        painter.translate(box.center())
        if not self.is_descending:
            painter.scale(1.0, -1.0)
        painter.translate(-box.center())
        painter.drawPixmap(box.topLeft(), pixmap)
