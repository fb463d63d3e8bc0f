"""The map of a table's rows: axes in the columns' own units, components of the scaled inputs, whole categories."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from core.column_edits import replace_column, with_columns
from core.data import Table, build
from core.table import Column, Split, StoredTable
from gui.theme import LIGHT, class_table
from tests.flowers import flower_frame, flowers, project_of


@pytest.fixture
def show(view, make_snapshot):
    def show(table, weights, biases, activation="softmax"):
        view.show_project(project_of(table))
        view.show_snapshot(make_snapshot(weights, biases, activation, epoch=1))

    return show


def wide():
    """Nine columns of numbers, the last of which is by far the largest and says nothing."""
    frame = flower_frame()
    lengths = [frame["length"].alias(f"length {place}") for place in range(8)]
    frame = frame.with_columns(*lengths)
    columns = (*(Column(f"length {place}") for place in range(8)), Column("weight"))
    return Table(StoredTable.of(frame), (*columns, flowers().target), Split(test=20.0))


def box(view, name):
    found = view.findChild(QComboBox, name)
    return [found.itemText(place) for place in range(found.count())]


def test_the_two_most_telling_columns_lie_on_the_axes_in_their_own_units(view, show, picture, is_close):
    # Virginica from a length of 45 mm on, whatever the rest: scaled it is (length - mean) / deviation.
    table = flowers()
    fitted = table.prepared.fitted
    weights = np.zeros((6, 3))
    weights[0, 2] = 40.0
    border = 40.0 * (45.0 - fitted.offset[0]) * fitted.factor[0]
    show(table, weights, [0.0, -400.0, -border])
    assert set(view.map._names()) == {"length", "width"}
    dots = view.map.shown_dots[0].points
    across = 0 if view.map._names()[0] == "length" else 1
    assert np.array_equal(dots[:, across], build(table).places[:, 0])
    seen = picture(view, 1)

    def colour(length):
        middle = (view.map.extent.bottom + view.map.extent.top) / 2.0 if across == 0 else view.map.extent.centre[0]
        x, y = (length, middle) if across == 0 else (middle, length)
        return seen.at(view.map.mapTo(view, view.map.place_of(x, y)))

    virginica, setosa = (class_table(LIGHT, 3)[place, -1] for place in (2, 0))
    assert is_close(colour(43.0), f"#{setosa & 0xFFFFFF:06x}") and is_close(
        colour(47.0), f"#{virginica & 0xFFFFFF:06x}"
    )


def test_components_are_those_of_the_scaled_columns_and_their_places_are_in_own_units(view, show):
    table = wide()
    show(table, np.zeros((9, 3)), np.zeros(3))
    name = view.map._names()[0]
    # Eight of nine columns of variance 1 are one and the same; unscaled the weight alone would be 100 %.
    assert name == "component 1 (89 % of the variance)"
    dots = view.map.shown_dots[0].points
    plane, data = view._seen.plane, build(table)
    back = plane.places(dots.T).T
    # The plane of the first two components holds all of the data, so that they come back from it.
    assert back == pytest.approx(data.places, rel=1e-6)


def test_categories_lie_on_no_axis_and_are_held_as_a_whole(view, show, qtbot):
    show(flowers(), np.zeros((6, 3)), np.zeros(3))
    assert box(view, "map-across") == ["component 1", "length", "width", "weight"]
    qtbot.mouseClick(view.chooser.button, Qt.MouseButton.LeftButton)
    panel = view.chooser.panel
    shown = [row for row in panel._rows if row.name.isVisible()]
    assert [row.name.text() for row in shown] == ["weight", "soil"]
    assert shown[0].slider.isVisible() and not shown[1].slider.isVisible()
    # At their means: of a category the commonest.
    commonest = np.eye(3)[int(build(flowers()).places[:, 3:].sum(axis=0).argmax())]
    assert np.array_equal(view._seen.plane.origin[3:], commonest)
    choice = shown[1].choice.box
    choice.setFocus()
    for _ in range(3):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert np.array_equal(view._seen.plane.origin[3:], [0.0, 0.0, 1.0])
    assert choice.currentText() == "sand"
    qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_other_columns_of_the_same_number_take_the_axes_anew(view, show):
    table = flowers()
    show(table, np.zeros((6, 3)), np.zeros(3))
    first = view.map._names()
    columns = replace_column(table.columns, "length", Column("length", "ignored"))
    columns = replace_column(columns, "soil", Column("soil", "ignored"))
    frame = flower_frame()
    other = Table(
        StoredTable.of(frame.with_columns(a=frame["length"], b=frame["length"] * 2.0)),
        (*with_columns(table, columns).columns, *(Column(name) for name in "ab")),
        table.split,
    )
    show(other, np.zeros((4, 3)), np.zeros(3))
    assert set(first) == {"length", "width"}
    assert "length" not in view.map._names()
