"""What a neuron says everywhere: its numbers can be read."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.inside.neuron_map import RING_PX, NeuronMap
from tests.gui.views.conftest import Picture


def test_the_ticks_of_a_curve_are_all_there(qtbot: QtBot) -> None:
    plot = NeuronMap()
    qtbot.addWidget(plot)
    plot.show_answers(np.linspace(-0.9, 0.4, 50), "tanh", ("x", "a"))
    plot.show()
    image = Picture(plot, 1.0)
    area = plot.area()
    ground = image.at(area.topLeft() * 0.0).name()

    def ink_rows(top: float, bottom: float) -> int:
        rows = range(round(top), round(bottom))
        columns = range(round(area.left()) - 4)
        return sum(any(image.image.pixelColor(x, y).name() != ground for x in columns) for y in rows)

    middle = area.center().y()
    assert ink_rows(middle - 8, middle + 8) > 5  # 0.0
    assert ink_rows(area.bottom() - 10, area.bottom() + 6) > 5  # the lowest number, not three dots


def test_the_current_sample_is_ringed_where_it_lies(qtbot: QtBot, is_close: Callable[..., bool]) -> None:
    plot = NeuronMap()
    qtbot.addWidget(plot)
    plot.show_answers(np.zeros((20, 20)), "tanh", ("x₁", "x₂"))
    plot.show()
    ring = plot.place_of(np.array([4.0, -2.0])) + QPointF(RING_PX, 0.0)
    assert ring.x() > plot.area().center().x() and ring.y() > plot.area().center().y()
    assert not is_close(Picture(plot, 1.0).at(ring), LIGHT.ink)
    plot.show_current(np.array([4.0, -2.0]))
    assert is_close(Picture(plot, 1.0).at(ring), LIGHT.ink)
    plot.show_current(np.zeros(64))  # of other data
    assert not is_close(Picture(plot, 1.0).at(ring), LIGHT.ink)
