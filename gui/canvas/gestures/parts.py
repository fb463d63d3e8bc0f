"""The strip of parts that are dragged onto the canvas."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from gui.canvas.drawn.letters import font
from gui.canvas.edits import NEW_UNITS
from gui.theme import CORNER_PX, SMALL_PX, Theme
from gui.tip_beside import keep_tip_beside, wrapped

TILE_WIDTH_PX = 52
ICON_PX, LINE_PX = 26, 14
STRIP_AT_PX = 14
"""From the canvas' upper left corner to the strip, across and down."""

DrawIcon = Callable[[QPainter, QColor, QPointF], None]
"""Draws an icon 16 pixels wide around a centre."""


def draw_neuron(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """A neuron."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, 8, 8)


def draw_layer(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """A column."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(centre.x() - 4.5, centre.y() - 10, 9, 20), 4, 4)


def draw_dropout(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """Four neurons, one of them left out."""
    painter.setPen(QPen(colour, 1.2))
    for x, y in ((-4.5, -4.5), (4.5, -4.5), (-4.5, 4.5), (4.5, 4.5)):
        is_out = x > 0 > y
        painter.setBrush(Qt.BrushStyle.NoBrush if is_out else colour)
        painter.drawEllipse(centre + QPointF(x, y), 2.9, 2.9)


def draw_batch_norm(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """A bell over its mean."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.0))
    painter.drawLine(centre + QPointF(0, -3.5), centre + QPointF(0, 6.5))
    painter.drawLine(centre + QPointF(-9, 6.5), centre + QPointF(9, 6.5))
    painter.setPen(QPen(colour, 1.8))
    across = np.linspace(-8.5, 8.5, 35)
    down = 5.0 - 12.0 * np.exp(-((across / 4.0) ** 2))
    painter.drawPolyline(QPolygonF([centre + QPointF(x, y) for x, y in zip(across, down, strict=True)]))


class Tile(QAbstractButton):
    """One part: dragged with the mouse, or Enter on the focused tile.

    The drag is told in places on this tile; whoever listens maps them.
    """

    grabbed = Signal(QPointF)
    moved = Signal(QPointF)
    dropped = Signal(QPointF)
    spoiled = Signal()
    """Another button was pressed on the way."""
    activated = Signal()

    def __init__(self, name: str, tip: str, draw: DrawIcon, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draw = draw
        self._lines = name.split()
        self._press: QPointF | None = None
        self.setText(name)
        self.setObjectName(f"tile-{'-'.join(self._lines).lower()}")
        self.setToolTip(wrapped(tip))
        keep_tip_beside(self)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(QSize(TILE_WIDTH_PX, ICON_PX + LINE_PX * len(self._lines) + 2))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the part."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.grabbed.emit(event.position())
        elif self._press is not None:
            self.spoiled.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it."""
        if self._press is not None:
            self.moved.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if self._press is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, or the space bar, adds the part without a mouse."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.activated.emit()
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part, and its name."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(self._theme.ink), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.hover if self.underMouse() else self._theme.canvas))
            painter.drawRoundedRect(frame, 6, 6)
            self._draw(painter, QColor(self._theme.muted), QPointF(frame.center().x(), frame.top() + 14))
            painter.setPen(QColor(self._theme.ink))
            painter.setFont(font(SMALL_PX))
            for number, line in enumerate(self._lines):
                place = QRectF(frame.left(), ICON_PX - 1 + number * LINE_PX, frame.width(), LINE_PX)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line)
        finally:
            painter.end()


class PartsStrip(QWidget):
    """The tiles, one below the other."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("parts")
        self.setAccessibleName("Parts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(0)
        self.neuron = Tile(
            "Neuron",
            "Drag onto a layer for one more neuron, or between two for a new layer. Enter adds one to the chosen "
            "layer.",
            draw_neuron,
            theme,
            self,
        )
        self.layer = Tile(
            "Layer",
            f"Drag between two layers for a new one of {NEW_UNITS} neurons. Enter puts it after the chosen layer, or "
            "before the output.",
            draw_layer,
            theme,
            self,
        )
        self.dropout = Tile(
            "Dropout",
            "Drag onto a layer or the inputs: training then leaves out some of their numbers by chance, so that no "
            "neuron relies on a single other one. Enter puts it after the chosen layer.",
            draw_dropout,
            theme,
            self,
        )
        self.batch_norm = Tile(
            "Batch norm",
            "Drag onto a layer or the inputs: brings what each of their neurons says to one mean and spread, which "
            "often makes deep networks learn faster. Enter puts it after the chosen layer.",
            draw_batch_norm,
            theme,
            self,
        )
        self.tiles = (self.neuron, self.layer, self.dropout, self.batch_norm)
        for tile in self.tiles:
            layout.addWidget(tile)
        self.adjustSize()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        for tile in self.tiles:
            tile.show_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline around the tiles."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            painter.setBrush(QColor(self._theme.canvas))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, CORNER_PX, CORNER_PX)
        finally:
            painter.end()
