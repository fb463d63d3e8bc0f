"""The answer to one row, large: a class and how sure, or a number, and bars or a scale below."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import BODY_PX, GRID_PX, LARGE_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.ask.words import ClassBar, ScaleMark, Told
from gui.views.reading import NO_DIGIT

BIG_ROW_PX, LINE_PX = 34, 17
ROW_PX, BAR_PX = 20, 11
SCALE_PX = 36
MOST_NAME_PX, TEXT_PX = 120, 56
RADIUS_PX = 6.0


class AnswerPicture(QWidget):
    """As high as what it tells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask-answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._big_font, self._figure_font = body_font(LARGE_PX, bold=True), body_font(LARGE_PX)
        self._font, self._small_font = body_font(BODY_PX), body_font(SMALL_PX)
        self._theme = LIGHT
        self.told = Told(NO_DIGIT, "")

    def show_told(self, told: Told) -> None:
        """Show this answer."""
        if told == self.told:
            return
        is_other_height = self._height(told) != self._height(self.told)
        self.told = told
        self.setAccessibleName(f"The answer: {told.sentence}")
        self.setToolTip("; ".join(f"{bar.name} {bar.text}" for bar in told.bars))
        if is_other_height:
            self.updateGeometry()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    @staticmethod
    def _height(told: Told) -> int:
        below = ROW_PX * len(told.bars) if told.bars else SCALE_PX if told.scale else 0
        return BIG_ROW_PX + LINE_PX * len(told.lines) + (GRID_PX + below if below else 0)

    def sizeHint(self) -> QSize:
        return QSize(300, self._height(self.told))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height(self.told))

    # Where things are ------------------------------------------------------------------------------------------------

    @property
    def _below(self) -> float:
        """Where bars or scale begin."""
        return float(BIG_ROW_PX + LINE_PX * len(self.told.lines) + GRID_PX)

    def bar_rect(self, row: int) -> QRectF:
        """The room for a class's bar, full length."""
        metrics = QFontMetricsF(self._small_font)
        names = max((metrics.horizontalAdvance(bar.name) for bar in self.told.bars), default=0.0)
        left = min(names, MOST_NAME_PX) + GRID_PX
        top = self._below + row * ROW_PX + (ROW_PX - BAR_PX) / 2.0
        return QRectF(left, top, max(8.0, self.width() - left - TEXT_PX), BAR_PX)

    def scale_rect(self) -> QRectF:
        """The scale's line, within which its mark lies."""
        return QRectF(RADIUS_PX, self._below + 6.0, self.width() - 2.0 * RADIUS_PX, 4.0)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_big(painter)
            for row, bar in enumerate(self.told.bars):
                self._paint_bar(painter, row, bar)
            if self.told.scale is not None and not self.told.bars:
                self._paint_scale(painter, self.told.scale)
        finally:
            painter.end()

    def _paint_big(self, painter: QPainter) -> None:
        theme, told, align = self._theme, self.told, Qt.AlignmentFlag
        room = QRectF(0.0, 0.0, self.width(), BIG_ROW_PX - 4.0)
        painter.setFont(self._figure_font)
        figure_px = QFontMetricsF(self._figure_font).horizontalAdvance(told.figure)
        if told.scale is not None and told.scale.middle is None:  # a number's name is no figure
            painter.setFont(self._font)
            figure_px = min(QFontMetricsF(self._font).horizontalAdvance(told.figure), room.width() / 2.0)
        painter.setPen(QColor(theme.muted))
        figure = painter.fontMetrics().elidedText(told.figure, Qt.TextElideMode.ElideRight, round(room.width() / 2) + 1)
        painter.drawText(room, align.AlignRight | align.AlignVCenter, figure)
        painter.setFont(self._big_font)
        painter.setPen(QColor(theme.error if told.is_wrong else theme.ink))
        left = round(room.width() - figure_px - 2 * GRID_PX)
        big = painter.fontMetrics().elidedText(told.big, Qt.TextElideMode.ElideMiddle, left)
        painter.drawText(room, align.AlignLeft | align.AlignVCenter, big)
        painter.setFont(self._small_font)
        painter.setPen(QColor(theme.muted))
        for row, line in enumerate(told.lines):
            below = QRectF(0.0, BIG_ROW_PX + row * LINE_PX - 2.0, self.width(), LINE_PX)
            text = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(below, align.AlignLeft | align.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, row: int, bar: ClassBar) -> None:
        theme, align = self._theme, Qt.AlignmentFlag
        room = self.bar_rect(row)
        colour = QColor(theme.ink if bar.is_answer else theme.muted)
        painter.fillRect(room, QColor(theme.hairline))
        painter.fillRect(QRectF(room.left(), room.top(), room.width() * min(1.0, max(0.0, bar.share)), BAR_PX), colour)
        painter.setFont(self._small_font)
        painter.setPen(colour)
        line = QRectF(0.0, self._below + row * ROW_PX, room.left() - GRID_PX + 1.0, ROW_PX)
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideMiddle, round(line.width()) + 1)
        painter.drawText(line, align.AlignLeft | align.AlignVCenter, name)
        text = QRectF(self.width() - TEXT_PX, line.top(), TEXT_PX, ROW_PX)
        painter.drawText(text, align.AlignRight | align.AlignVCenter, bar.text)

    def _paint_scale(self, painter: QPainter, scale: ScaleMark) -> None:
        theme, align = self._theme, Qt.AlignmentFlag
        room = self.scale_rect()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hairline))
        painter.drawRoundedRect(room, 2.0, 2.0)
        if scale.middle is not None:
            x = room.left() + scale.middle * room.width()
            painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, room.top() - 6.0), QPointF(x, room.bottom() + 6.0))
        x = room.left() + min(1.0, max(0.0, scale.share)) * room.width()
        painter.setPen(QPen(QColor(theme.canvas), 1.5))
        painter.setBrush(QColor(theme.ink))
        painter.drawEllipse(QPointF(x, room.center().y()), RADIUS_PX, RADIUS_PX)
        painter.setFont(self._small_font)
        painter.setPen(QColor(theme.muted))
        line = QRectF(0.0, room.bottom() + 7.0, self.width(), 16.0)
        half = round(self.width() / 2.0) - GRID_PX
        for text, side in zip(scale.ends, (align.AlignLeft, align.AlignRight), strict=True):
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, half)
            painter.drawText(line, side | align.AlignVCenter, elided)
