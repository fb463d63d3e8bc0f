"""Names of inputs and classes where there is little room."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from core.bundled import open_bundled
from gui.canvas.drawn.fitting import fit_inside, fitting_classes, fitting_names
from gui.theme import BODY_PX, body_font
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive, stack


def width(text: str) -> float:
    return QFontMetricsF(body_font(BODY_PX)).horizontalAdvance(text)


def test_a_name_that_is_too_wide_loses_its_unit_first(qapp: QGuiApplication) -> None:
    names = ("sepal length (cm)", "sepal width (cm)", "age")
    room = width("sepal length") + 2.0
    assert fitting_names(names, room, BODY_PX) == ("sepal length", "sepal width", "age")
    assert fitting_names(names, width(names[0]) + 1.0, BODY_PX) == names


def test_what_tells_two_names_apart_stays(qapp: QGuiApplication) -> None:
    names = ("concave points (mean)", "concave points (worst)")
    shown = fitting_names(names, width("concave points"), BODY_PX)
    assert len(set(shown)) == 2 and all("…" in name and name.endswith(")") for name in shown)


def test_a_category_goes_without_its_column_unless_another_column_has_it_too(qapp: QGuiApplication) -> None:
    names = ("island = Biscoe", "island = Torgersen", "smokes = yes", "drinks = yes")
    shown = fitting_names(names, width("Torgersen") + 2.0, BODY_PX)
    assert shown[:2] == ("Biscoe", "Torgersen")
    assert shown[2] != shown[3] and all(width(name) <= width("Torgersen") + 2.0 for name in shown)


def test_classes_without_room_are_cut_short(qapp: QGuiApplication) -> None:
    names = ("no", "versicolor")
    assert fit_inside(names, 200.0) and not fit_inside(names, 30.0)
    short = fitting_classes(names, 40.0, BODY_PX)
    assert short[0] == "no" and short[1].endswith("…") and width(short[1]) <= 40.0


@pytest.mark.parametrize(("name", "are_beside"), [("wine", True), ("digits", False)])
def test_classes_stand_beside_their_nodes_where_they_do_not_fit_inside(make_studio, name: str, are_beside: bool):
    project = open_bundled(name)
    studio = make_studio(project.network, project.data)
    image = studio.picture()
    ink = set()
    for unit in range(3):
        frame = studio.canvas.node_rect(len(project.network.dense) - 1, unit)
        beside = [
            image.pixelColor(round(frame.right()) + x, round(frame.center().y()) + y)
            for x in range(12, 40)
            for y in range(-8, 9)
        ]
        ink.add(min(colour.lightness() for colour in beside) < 100)
    assert ink == {are_beside}


def test_a_neuron_over_a_table_shows_the_part_of_the_plane_where_its_rows_lie(make_studio):
    data = open_bundled("admission").data
    network = stack(2, 1)
    theta = np.zeros(network.size, network.dtype)
    scale = data.prepared.fitted
    # On where the test's mark is above 7.5, whatever the grades.
    network.views(theta)[0]["weights"][:, 0] = [8.0, 0.0]
    network.views(theta)[0]["biases"][...] = -8.0 * (7.5 - scale.offset[0]) * scale.factor[0]
    studio = make_studio(network, data, theta=theta)
    image = studio.picture()
    frame = studio.canvas.node_rect(0, 0)
    for across, is_on in ((0.15, False), (0.65, False), (0.85, True)):
        point = frame.topLeft()
        point += type(point)(across * frame.width(), 0.4 * frame.height())
        assert (is_positive if is_on else is_negative)(colour_at(image, point)), across
