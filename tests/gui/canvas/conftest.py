"""A canvas on its own: a document, and snapshots made here instead of by an engine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.arrays import Array
from core.curve import COLUMNS
from core.data.recipes import Points, Recipe
from core.layers import Dense, Follower
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.training import Training
from gui import theme
from gui.canvas.canvas import Canvas
from gui.session.document import Document

Followers = dict[int, tuple[Follower, ...]]


def stack(*widths: int, activation: str = "tanh", output: str = "sigmoid", after: Followers | None = None) -> Network:
    """A network of these widths, inputs first; `after` says what follows a column, by its layer (-1: the inputs)."""
    hidden = tuple(Dense(units, activation) for units in widths[1:-1])
    network = Network(widths[0], (*hidden, Dense(widths[-1], output)))
    after = {} if after is None else after
    return network.with_columns(network.dense, [after.get(layer - 1, ()) for layer in range(len(widths))])


def entries(menu: QMenu) -> Iterator[QAction]:
    """What can be chosen in a menu and in those inside it."""
    for action in menu.actions():
        if action.menu() is not None:
            yield from entries(action.menu())
        elif not action.isSeparator():
            yield action


def snapshot_of(network: Network, theta: Array | None = None) -> Snapshot:
    """A moment of training."""
    theta = network.initial(seed=1) if theta is None else theta
    return Snapshot(network, theta, 0, 0, 0, 1, False, 0.0, None, None, np.zeros((0, COLUMNS)))


@dataclass
class Studio:
    """A shown canvas with its document, what it refused and what it told."""

    canvas: Canvas
    document: Document
    refusals: list[tuple[str, str]]
    told: list[str] = field(default_factory=list)

    @property
    def network(self) -> Network:
        """What the document says."""
        return self.document.project.network

    def catch_up(self, theta: Array | None = None) -> None:
        """The engine's next snapshot comes."""
        self.canvas.show_snapshot(snapshot_of(self.network, theta))

    def press(self, at: QPointF, widget: QWidget | None = None) -> None:
        """Press the left button at a place of the canvas."""
        target = self.canvas if widget is None else widget
        QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=self._on(target, at))

    def move(self, at: QPointF, widget: QWidget | None = None) -> None:
        """Move the pointer to a place of the canvas."""
        target = self.canvas if widget is None else widget
        QTest.mouseMove(target, self._on(target, at))

    def release(self, at: QPointF, widget: QWidget | None = None) -> None:
        """Let the left button go at a place of the canvas."""
        target = self.canvas if widget is None else widget
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=self._on(target, at))

    def drag(self, start: QPointF, end: QPointF, widget: QWidget | None = None) -> None:
        """From here to there, in a few moves."""
        self.press(start, widget)
        for share in (0.1, 0.5, 1.0):
            self.move(start + (end - start) * share, widget)
        self.release(end, widget)

    def drag_tile(self, end: QPointF, name: str = "neuron") -> None:
        """Carry a part from the strip to here."""
        tile = self.control(f"tile-{name}")
        self.drag(QPointF(tile.mapTo(self.canvas, tile.rect().center())), end, tile)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and let go a key on the canvas, which has the keyboard."""
        self.canvas.setFocus()
        QTest.keyClick(self.canvas, key, modifier)

    def control(self, name: str) -> QWidget:
        """The control of this objectName."""
        found = self.canvas.findChild(QWidget, name)
        assert found is not None, name
        return found

    def picture(self, ratio: int = 1) -> QImage:
        """The canvas as it is painted for a screen of this device pixel ratio."""
        image = QImage(self.canvas.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self.canvas.render(image)
        return image

    def _on(self, widget: QWidget, at: QPointF) -> QPoint:
        return widget.mapFrom(self.canvas, at.toPoint())


MakeStudio = Callable[..., Studio]


@pytest.fixture
def make_studio(qtbot: QtBot) -> MakeStudio:
    """Makes canvases: (network, data, theta=..., size=..., dark=...)."""

    def make(
        network: Network,
        data: Recipe | None = None,
        theta: Array | None = None,
        size: tuple[int, int] = (775, 760),
        look: theme.Theme = theme.LIGHT,
        loss: str = "mse",
    ) -> Studio:
        document = Document(Project("test", network, Training(loss=loss), data))
        canvas = Canvas(document)
        qtbot.addWidget(canvas)
        studio = Studio(canvas, document, [])
        canvas.refused.connect(lambda message, hint: studio.refusals.append((message, hint)))
        canvas.noticed.connect(studio.told.append)
        canvas.resize(*size)
        canvas.show_theme(look)
        canvas.show()
        canvas.show_snapshot(snapshot_of(network, theta))
        return studio

    return make


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """The canvas of a small network for points; modules about another one make their own."""
    return make_studio(stack(2, 4, 3, 1), Points("circle"))


def colour_at(image: QImage, place: QPointF) -> QColor:
    """The colour at a place in logical pixels."""
    return image.pixelColor((place * image.devicePixelRatio()).toPoint())


def is_positive(colour: QColor) -> bool:
    """Bluer than red, by far."""
    return colour.blue() > colour.red() + 60


def is_negative(colour: QColor) -> bool:
    """Redder than blue, by far."""
    return colour.red() > colour.blue() + 60
