"""What the views' tests share: moments of training made by hand, and pictures of widgets."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.curve import COLUMNS
from core.data import Recipe
from core.layers import Dense
from core.network import Network
from core.snapshot import Score, Snapshot
from core.specs import Project
from core.training import Training
from gui.session.worker import Worker
from gui.views.boundary import BoundaryView

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def make_snapshot() -> MakeSnapshot:
    """A snapshot of a single layer whose weights (inputs, units) and biases are given."""

    def make(
        weights: Sequence[Sequence[float]],
        biases: Sequence[float],
        activation: str = "sigmoid",
        train: Score | None = None,
        test: Score | None = None,
        curve: Sequence[Sequence[float]] = (),
        epoch: int = 0,
        validation: Score | None = None,
        penalty: float = 0.0,
    ) -> Snapshot:
        network = Network(inputs=len(weights), layers=(Dense(len(biases), activation),))
        theta = np.zeros(network.size, np.float32)
        view = network.views(theta)[0]
        view["weights"][...] = weights
        view["biases"][...] = biases
        columns = max(COLUMNS, max(map(len, curve), default=0))
        rows = np.array([[*row, *[np.nan] * (columns - len(row))] for row in curve], np.float64).reshape(-1, columns)
        return Snapshot(network, theta, epoch * 10, epoch, 0, 10, False, 0.0, train, test, rows, validation, penalty)

    return make


@pytest.fixture
def make_project() -> Callable[..., Project]:
    """A project with these data, and the network and loss they ask for."""

    def make(recipe: Recipe | None, loss: str | None = None) -> Project:
        if recipe is None:
            return Project("test", Network(inputs=2, layers=(Dense(1, "sigmoid"),)), Training(loss=loss or "mse"))
        ends = recipe.ends
        network = Network(inputs=ends.inputs, layers=(Dense(ends.outputs, ends.activation),))
        return Project("test", network, Training(loss=loss or ends.loss), recipe)

    return make


@pytest.fixture
def view(qtbot: QtBot, worker: Worker) -> BoundaryView:
    """The decision map on a screen, as large as it is in the window; modules about another view have their own."""
    view = BoundaryView(worker)
    qtbot.addWidget(view)
    view.resize(352, 460)
    view.show()
    return view


class Picture:
    """A widget as it looks at a device ratio, asked for colours at places in logical pixels."""

    def __init__(self, widget: QWidget, ratio: float) -> None:
        self.image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        self.image.fill(QColor("magenta"))
        widget.render(self.image)
        self.ratio = ratio

    def at(self, place: QPointF) -> QColor:
        """The colour of the pixel that holds a place."""
        return self.image.pixelColor(int(place.x() * self.ratio), int(place.y() * self.ratio))

    def differs_from(self, other: "Picture") -> bool:
        """Whether any pixel is another."""
        return self.image != other.image


@pytest.fixture
def picture() -> type[Picture]:
    """`picture(widget, ratio)`: how a widget looks."""
    return Picture


def _is_close(one: QColor, other: QColor | str, within: int = 12) -> bool:
    pairs = zip(one.getRgb()[:3], QColor(other).getRgb()[:3], strict=True)
    return all(abs(x - y) <= within for x, y in pairs)


@pytest.fixture
def is_close() -> Callable[..., bool]:
    """`is_close(colour, other)`: whether two colours look the same."""
    return _is_close
