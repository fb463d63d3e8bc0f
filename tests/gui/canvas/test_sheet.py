"""The sheet: as large as suits the network, with nothing that reaches over its edges or over each other."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from core import Dense, Network
from core.errors import UserError
from core.layers import BatchNormalization, Dropout
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.canvas.drawn.titles import titles_of
from gui.canvas.look import Look
from gui.theme import LIGHT

PLANE = Labels(("x", "y"), picture="plane")


def network_of(inputs: int, *units: int) -> Network:
    return Network(inputs, tuple(Dense(count) for count in units))


def sheet_of(network: Network, labels: Labels = PLANE, size: QSize | None = None, scale: float = 0.0) -> Sheet:
    return Sheet(Subject("A", network, network.initial(0), labels, Look(), scale=scale), size)


NETWORKS = [
    (network_of(1, 1), Labels(("x",), picture="curve")),
    (network_of(2, 4, 3, 1), PLANE),
    (network_of(2, *[4] * 60, 1), PLANE),
    (network_of(64, 32, 10), Labels(tuple(f"row {place} column" for place in range(64)))),
    (network_of(784, 512, 10), Labels()),
    (Network(2, (Dropout(0.1), Dense(3, name="A layer with a long name"), BatchNormalization(), Dense(1))), PLANE),
]


@pytest.mark.parametrize(("network", "labels"), NETWORKS, ids=[str(network.widths[:4]) for network, _ in NETWORKS])
def test_everything_lies_on_the_sheet_and_leaves_its_edges_free(
    qapp: QGuiApplication, network: Network, labels: Labels
) -> None:
    sheet = sheet_of(network, labels)
    image = QImage(sheet.size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sheet.paint(painter, LIGHT)
    painter.end()
    width, height = image.width(), image.height()
    edge = [(x, y) for x in range(width) for y in (0, 3, height - 4, height - 1)]
    edge += [(x, y) for y in range(height) for x in (0, 3, width - 4, width - 1)]
    assert {image.pixelColor(*place).name() for place in edge} == {QColor(LIGHT.canvas).name()}
    columns = sheet.drawing.geometry.columns
    assert all(before.x + before.node / 2 < after.x - after.node / 2 for before, after in pairwise(columns))


def test_titles_have_room_where_there_are_not_very_many(qapp: QGuiApplication) -> None:
    network, labels = NETWORKS[-1]
    pitch = sheet_of(network, labels).drawing.geometry.pitch
    assert all(title.width < pitch for title in titles_of(network, labels))


def test_what_does_not_fit_is_refused_with_the_size_that_does(qapp: QGuiApplication) -> None:
    network = network_of(2, *[3] * 10, 1)
    with pytest.raises(UserError, match=r"does not fit into 400x300.*at least (\d+)x(\d+)") as refused:
        sheet_of(network, size=QSize(400, 300))
    least = QSize(*map(int, refused.value.hint.removesuffix(".").split()[-1].split("x")))
    sheet = sheet_of(network, size=least)
    assert sheet.size == least
    assert sheet.drawing.geometry.width <= least.width()
    with pytest.raises(UserError):
        sheet_of(network, size=least - QSize(1, 0))


def test_the_scale_on_screen_is_kept_while_the_weights_fit_into_it(qapp: QGuiApplication) -> None:
    network = network_of(2, 3, 1)
    scale = sheet_of(network).drawing.edges.scale
    assert sheet_of(network, scale=2 * scale).drawing.edges.scale == 2 * scale
    assert sheet_of(network, scale=scale / 10).drawing.edges.scale == scale
