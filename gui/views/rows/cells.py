"""How a cell of the sheet is painted: class dots, ticks and crosses, pictures, and what is said quietly."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from core.sheet.sheet import NONE
from gui.theme import BODY_PX, LIGHT, SMALL_PX, Theme, body_font, class_colour
from gui.views.cut_names import mode_for
from gui.views.ink import ink_image
from gui.views.rows.model import Index, RowsModel

PAD_PX = 6.0
DOT_PX, MARK_PX = 8.0, 10.0
BAR_PX = 3.0
"""At the left edge of the chosen row."""
WIDEST_PX = 11
"""No figure and hardly a letter is wider: what is shorter so reckoned needs no measuring."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CHOSEN, WITH_KEYBOARD = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus


@dataclass(frozen=True, eq=False)
class _Tools:
    """Pens and colours of a theme, made once: a screen of rows has some hundred cells."""

    ink: QColor
    muted: QColor
    ground: QColor
    line: QPen
    frame: QPen
    wrong: QPen
    right: QPen


def _tools(theme: Theme) -> _Tools:
    ink, muted = QColor(theme.ink), QColor(theme.muted)
    return _Tools(
        ink,
        muted,
        QColor(theme.hover),
        QPen(QColor(theme.hairline), 1.0),
        QPen(muted, 1.0),
        _round(ink, 1.8),
        _round(muted, 1.4),
    )


def _round(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


class CellPainter(QStyledItemDelegate):
    """Paints from `RowsModel.cell`; a hairline parts the rows."""

    def __init__(self, model: RowsModel, table: QTableView) -> None:
        super().__init__(table)
        self._model, self._table = model, table
        self._theme, self._tools = LIGHT, _tools(LIGHT)
        self.font, self.small = body_font(BODY_PX), body_font(SMALL_PX)
        self._names: tuple[str, ...] = ()
        self._modes: dict[int, Qt.TextElideMode] = {}
        self._metrics, self._small_metrics = QFontMetricsF(self.font), QFontMetricsF(self.small)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme, self._tools = theme, _tools(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        tools, box, state = self._tools, QRectF(option.rect), option.state
        is_chosen = bool(state & CHOSEN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if is_chosen:
            painter.fillRect(box, tools.ground)
            if self._table.horizontalHeader().visualIndex(index.column()) == 0:
                painter.fillRect(QRectF(box.left(), box.top(), BAR_PX, box.height() - 1.0), tools.ink)
        painter.setPen(tools.line)
        painter.drawLine(QLineF(box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5))
        self._paint_inside(painter, box.adjusted(PAD_PX, 0.0, -PAD_PX, -1.0), index)
        if is_chosen and state & WITH_KEYBOARD:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(tools.frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -1.0, -1.5))

    def _paint_inside(self, painter: QPainter, box: QRectF, index: Index) -> None:
        tools, cell = self._tools, self._model.cell(index.row(), index.column())
        if cell.picture is not None:
            side = min(box.height() - 4.0, box.width())
            painter.drawImage(QRectF(box.left(), box.top() + 2.0, side, side), ink_image(cell.picture, self._theme))
            return
        if cell.dot != NONE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(class_colour(self._theme, cell.dot, self._model.classes)))
            painter.drawEllipse(QRectF(box.left(), box.center().y() - DOT_PX / 2.0, DOT_PX, DOT_PX))
            box.setLeft(box.left() + DOT_PX + 6.0)
        if cell.is_wrong is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(tools.wrong if cell.is_wrong else tools.right)
            _draw_mark(painter, QPointF(box.left(), box.center().y()), cell.is_wrong)
            box.setLeft(box.left() + MARK_PX + 4.0)
        if cell.aside:
            painter.setFont(self.small)
            painter.setPen(tools.muted)
            painter.drawText(box, RIGHT, cell.aside)
            box.setRight(box.right() - self._small_metrics.horizontalAdvance(cell.aside) - 6.0)
        text = cell.text
        if len(text) * WIDEST_PX > box.width():
            mode = Qt.TextElideMode.ElideRight if cell.dot == NONE else self._mode_for(round(box.width()))
            text = self._metrics.elidedText(text, mode, box.width())
        painter.setFont(self.font)
        painter.setPen(tools.muted if cell.is_muted or cell.is_wrong is False else tools.ink)
        painter.drawText(box, RIGHT if cell.is_right else LEFT, text)

    def _mode_for(self, width_px: int) -> Qt.TextElideMode:
        names = () if self._model.sheet is None else tuple(self._model.sheet.dataset.classes)
        if names != self._names:
            self._names, self._modes = names, {}
        if width_px not in self._modes:
            self._modes[width_px] = mode_for(names, self._metrics, width_px)
        return self._modes[width_px]


def _draw_mark(painter: QPainter, at: QPointF, is_wrong: bool) -> None:
    """A cross, or a tick, right of a place and in the middle of its height."""
    left, half = at.x() + 1.0, MARK_PX / 2.0 - 1.5
    if is_wrong:
        painter.drawLine(QPointF(left, at.y() - half), QPointF(left + 2 * half, at.y() + half))
        painter.drawLine(QPointF(left, at.y() + half), QPointF(left + 2 * half, at.y() - half))
    else:
        painter.drawPolyline(
            [QPointF(left, at.y()), QPointF(left + 2.5, at.y() + 3.0), QPointF(left + 8.0, at.y() - 3.5)]
        )


def text_width(font: QFont, text: str) -> int:
    """How wide a text is, in whole pixels."""
    return round(QFontMetricsF(font).horizontalAdvance(text) + 0.5)
