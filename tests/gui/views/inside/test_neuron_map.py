"""What a neuron says everywhere: its numbers can be read."""

import numpy as np
from pytestqt.qtbot import QtBot

from gui.views.inside.neuron_map import NeuronMap
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
