"""The list of features above the inputs: each with its picture over the plane, to be switched on and off."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from core.data.features import FEATURES, labels_of
from gui.canvas.chips.chip_controls import ChipButton
from gui.canvas.drawn.planes import plane_pictures
from gui.menus import Menu
from gui.theme import GRID_PX, Theme, diverging_table, to_pixels

BOX_PX = 14
PICTURE_PX = 22
PICTURE_GRID = 44
EDGE_PX = 12
GAP_PX = 4
TEXT_AT_PX = EDGE_PX + BOX_PX + GRID_PX + PICTURE_PX + GRID_PX


class FeatureMenu(Menu):
    """All features, the ones that are switched on ticked; it stays open while they are switched with mouse or Space."""

    asked = Signal(str, bool)
    """(name of a feature, whether it shall be on)"""

    def __init__(self, theme: Theme, button: QWidget) -> None:
        super().__init__(button)
        self._button = button
        self.setObjectName("features-menu")
        self._choices: dict[str, QAction] = {}
        for feature in FEATURES.values():
            choice = self.addAction(feature.label)
            choice.setObjectName(f"feature-{feature.name}")
            choice.setCheckable(True)
            choice.triggered.connect(lambda is_on, name=feature.name: self.asked.emit(name, is_on))
            self._choices[feature.name] = choice
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        names, size = tuple(FEATURES), PICTURE_GRID
        pixels = np.ascontiguousarray(to_pixels(plane_pictures("float32", size, names), diverging_table(theme)))
        # copy(): an image made of an array's memory does not own it.
        self._pictures = {
            name: QImage(row.data, size, size, 4 * size, QImage.Format.Format_RGB32).copy()
            for name, row in zip(names, pixels, strict=True)
        }
        padding = (PICTURE_PX - self.fontMetrics().height()) // 2 + GRID_PX // 2
        self.setStyleSheet(
            f"QMenu::item {{ padding: {padding}px 20px {padding}px {TEXT_AT_PX}px; }}"
            "QMenu::indicator { width: 0; height: 0; image: none; }"
        )

    def show_features(self, features: tuple[str, ...]) -> None:
        """Tick these."""
        for name, choice in self._choices.items():
            choice.setChecked(name in features)

    def showEvent(self, event: QShowEvent) -> None:
        """Right of its button, where there is room: below it would hide the inputs that come and go."""
        super().showEvent(event)
        beside = self._button.mapToGlobal(QPoint(self._button.width() + GAP_PX, 0))
        if self.screen().availableGeometry().contains(QRect(beside, self.size())):
            self.move(beside)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click switches, and leaves the list open."""
        choice = self.actionAt(event.position().toPoint())
        if choice is None:
            super().mouseReleaseEvent(event)
        else:
            choice.trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches, and leaves the list open; Enter switches and closes it."""
        choice = self.activeAction()
        if event.key() == Qt.Key.Key_Space and choice is not None:
            choice.trigger()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The list as Qt draws it, with a box and a picture before each label."""
        super().paintEvent(event)
        painter = QPainter(self)
        try:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            for name, choice in self._choices.items():
                row = QRectF(self.actionGeometry(choice))
                box = QRectF(row.left() + EDGE_PX, row.center().y() - BOX_PX / 2, BOX_PX, BOX_PX)
                self._paint_box(painter, box, choice.isChecked())
                left = box.right() + GRID_PX
                self._paint_picture(
                    painter, QRectF(left, row.center().y() - PICTURE_PX / 2, PICTURE_PX, PICTURE_PX), name
                )
        finally:
            painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, is_on: bool) -> None:
        ink, ground = QColor(self._theme.ink), QColor(self._theme.field)
        painter.setPen(QPen(ink if is_on else QColor(self._theme.muted), 1.0))
        painter.setBrush(ink if is_on else ground)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if is_on:
            painter.setPen(QPen(ground, 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            tick = ((0.26, 0.53), (0.44, 0.71), (0.76, 0.31))
            painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(x, y) * BOX_PX for x, y in tick]))

    def _paint_picture(self, painter: QPainter, frame: QRectF, name: str) -> None:
        brush = QBrush(self._pictures[name])
        brush.setTransform(
            brush.transform().translate(frame.left(), frame.top()).scale(*(2 * [PICTURE_PX / PICTURE_GRID]))
        )
        painter.setBrush(brush)
        painter.setPen(QPen(QColor(self._theme.ink), 1.0))
        painter.drawRoundedRect(frame, 4, 4)


class FeatureButton(ChipButton):
    """Opens the list of features; it asks for changes, the canvas makes them."""

    asked = Signal(str, bool)
    """(name of a feature, whether it shall be on)"""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "arrow", parent)
        self.setObjectName("features")
        self.setText("Features")
        self.setToolTip("What the network is given of each point: switch inputs such as x₁² on and off.")
        self.setPopupMode(self.ToolButtonPopupMode.InstantPopup)
        self._list = FeatureMenu(theme, self)
        self._list.asked.connect(self.asked)
        self.give_menu(self._list)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._list.show_theme(theme)
        super().show_theme(theme)

    def show_features(self, features: tuple[str, ...]) -> None:
        """These are switched on."""
        self.setAccessibleName(f"Features: {', '.join(labels_of(features))}")
        self._list.show_features(features)
