"""Features as inputs on the canvas: the list above them, their neurons, and the keys."""

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.data.features import FEATURES
from core.data.recipes import Points, Segments
from gui import theme
from gui.canvas.chips.features import FeatureMenu
from gui.canvas.drawn.beside_inputs import NAMES_GAP_PX
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.letters import font
from gui.theme import BODY_PX
from tests.gui.canvas.conftest import colour_at, is_negative, is_positive, snapshot_of, stack

ALL = tuple(FEATURES)
CIRCLE = Points("circle")


@pytest.fixture
def studio(make_studio):
    studio = make_studio(stack(2, 4, 1), CIRCLE)
    studio.document.changed.connect(lambda _old, new: studio.canvas.show_project(new))  # as the window does
    return studio


def _in_popup(act):
    """Does this as soon as a popup is there, which keeps its opener waiting; then closes it."""

    def look():
        popup = QApplication.activePopupWidget()
        if popup is None:
            QTimer.singleShot(5, look)
            return
        try:
            act(popup)
        finally:
            popup.close()

    QTimer.singleShot(0, look)


def _click(menu, name):
    action = next(action for action in menu.actions() if action.objectName() == f"feature-{name}")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def _ticked(menu):
    return tuple(action.text() for action in menu.actions() if action.isChecked())


def test_clicks_in_the_list_switch_features_each_in_one_undo_step_and_leave_it_open(studio):
    seen = []

    def act(menu):
        seen.append(_ticked(menu))
        _click(menu, "sin x2")
        _click(menu, "x1^2")  # before the engine has answered
        studio.catch_up()
        _click(menu, "x1")
        seen.append(_ticked(menu))
        assert menu.isVisible()

    _in_popup(act)
    QTest.mouseClick(studio.control("features"), Qt.MouseButton.LeftButton)
    assert seen == [("x₁", "x₂"), ("x₂", "x₁²", "sin x₂")]
    assert studio.document.project.data == CIRCLE.replace(features=("x2", "x1^2", "sin x2"))
    assert studio.network.widths == (3, 4, 1)
    undone = []
    while studio.document.undo_text:
        undone.append(studio.document.undo_text)
        studio.document.undo()
    assert undone == ["switch off x₁", "switch on x₁²", "switch on sin x₂"]
    assert studio.document.project.data == CIRCLE and studio.network.widths == (2, 4, 1)


@pytest.mark.parametrize("opening", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_list_works_by_keyboard_alone(studio, opening):
    def act(menu):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
            QTest.keyClick(menu, key)
        QTest.keyClick(menu, Qt.Key.Key_Space)
        assert menu.isVisible()
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        assert not menu.isVisible()

    button = studio.control("features")
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.toolTip()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    _in_popup(act)
    QTest.keyClick(button, opening)
    assert studio.document.project.data.features == ("x1", "x2", "x1^2", "x2^2")
    studio.catch_up()
    assert button.accessibleName() == "Features: x₁, x₂, x₁², x₂²"
    assert studio.control("inputs-width").text() == "4"


def test_the_last_feature_stays_and_stays_ticked(make_studio):
    studio = make_studio(stack(1, 2, 1), Points("xor", features=("x1*x2",)))
    seen = []

    def act(menu):
        _click(menu, "x1*x2")
        seen.append(_ticked(menu))

    _in_popup(act)
    QTest.mouseClick(studio.control("features"), Qt.MouseButton.LeftButton)
    assert seen == [("x₁x₂",)]
    assert "last input" in studio.refusals[0][0] and studio.document.undo_text is None


def test_the_list_opens_beside_the_inputs_and_shows_each_feature_over_the_plane(studio):
    for look in (theme.LIGHT, theme.DARK):
        studio.canvas.show_theme(look)
        menu = studio.canvas.findChild(FeatureMenu)
        menu.popup(studio.canvas.mapToGlobal(studio.canvas.rect().center()))
        image = menu.grab().toImage()
        # Where each is blue: right, up, right, up, upper right, and the sines near 2.
        places = ((0.9, 0.5), (0.5, 0.1), (0.9, 0.5), (0.5, 0.1), (0.85, 0.15), (0.63, 0.5), (0.5, 0.37))
        for action, (across, down) in zip(menu.actions(), places, strict=True):
            row = menu.actionGeometry(action)
            corner = QPointF(row.left() + 34, row.center().y() - 11)
            assert is_positive(colour_at(image, corner + QPointF(22 * across, 22 * down))), action.text()
        menu.close()


def test_an_input_shows_its_feature_over_the_plane_on_its_own_scale(make_studio):
    studio = make_studio(stack(7, 2, 1), CIRCLE.replace(features=ALL))
    image = studio.picture()

    def at(unit, across, down):
        frame = studio.canvas.node_rect(INPUTS, unit)
        return colour_at(image, QPointF(frame.left() + across * frame.width(), frame.top() + down * frame.height()))

    for unit, blue, orange in (
        (0, [(0.9, 0.5)], [(0.1, 0.5)]),
        (1, [(0.5, 0.1)], [(0.5, 0.9)]),
        (2, [(0.9, 0.5), (0.1, 0.5)], []),
        (3, [(0.5, 0.1), (0.5, 0.9)], []),
        (4, [(0.85, 0.15), (0.15, 0.85)], [(0.15, 0.15), (0.85, 0.85)]),
        (5, [(0.63, 0.5), (0.1, 0.5)], [(0.37, 0.5), (0.9, 0.5)]),
        (6, [(0.5, 0.37), (0.5, 0.9)], [(0.5, 0.63), (0.5, 0.1)]),
    ):
        assert all(is_positive(at(unit, *place)) for place in blue), unit
        assert all(is_negative(at(unit, *place)) for place in orange), unit
        assert at(unit, 0.5, 0.5).lightness() > 200, "nothing in the middle"


@pytest.mark.parametrize("size", [(775, 760), (646, 630), (466, 550)])
@pytest.mark.parametrize("features", [ALL, ("sin x1", "sin x2")])
@pytest.mark.parametrize("after", [(1,), (8, 8, 1), (8, 8, 8, 8, 1), (*[4] * 9, 1)])
def test_the_names_of_the_inputs_have_room(make_studio, features, after, size):
    studio = make_studio(stack(len(features), *after), CIRCLE.replace(features=features), size=size)
    drawn = studio.canvas.arrangement
    column = drawn.column(INPUTS)
    room = column.x - column.node / 2 - NAMES_GAP_PX - drawn.names_from
    assert room >= max(QFontMetricsF(font(BODY_PX)).horizontalAdvance(entry.label) for entry in FEATURES.values())


def test_delete_on_an_input_switches_its_feature_off(make_studio):
    studio = make_studio(stack(3, 4, 1), CIRCLE.replace(features=("x1", "x2", "sin x2")))
    studio.press(studio.canvas.node_rect(INPUTS, 1).center())
    studio.release(studio.canvas.node_rect(INPUTS, 1).center())
    studio.key(Qt.Key.Key_Delete)
    assert studio.document.undo_text == "switch off x₂"
    assert studio.document.project.data.features == ("x1", "sin x2") and studio.network.widths == (2, 4, 1)


def test_the_context_menu_of_an_input_switches_its_feature_off_and_opens_the_list(make_studio):
    studio = make_studio(stack(3, 4, 1), CIRCLE.replace(features=("x1", "x2", "x1^2")))

    def choose(text):
        def act(menu):
            action = next(action for action in menu.actions() if action.text() == text)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

        place = studio.canvas.node_rect(INPUTS, 2).center().toPoint()
        _in_popup(act)
        there = studio.canvas.mapToGlobal(place)
        QApplication.sendEvent(studio.canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, there))

    choose("Features…")
    menu = studio.canvas.findChild(QMenu, "features-menu")
    assert menu.isVisible()
    menu.close()
    choose("Remove x₁² from the inputs")
    assert studio.document.undo_text == "switch off x₁²" and studio.network.widths == (2, 4, 1)


@pytest.mark.parametrize(("network", "data"), [((1, 4, 1), Points("sine")), ((7, 4, 10), Segments()), ((2, 1), None)])
def test_other_data_have_no_list_of_features(make_studio, network, data):
    studio = make_studio(stack(*network), data)
    assert not studio.control("features").isVisible()
    studio.press(studio.canvas.node_rect(INPUTS, 0).center())
    assert studio.canvas.chosen == (INPUTS, 0) and studio.canvas.chosen_feature is None


def test_a_snapshot_of_an_edit_that_others_came_after_is_not_drawn(studio):
    """The engine may show the network between two edits, whose inputs nobody has names for any more."""
    studio.canvas.switch_feature("x1^2", True)
    between = snapshot_of(studio.network)
    studio.canvas.switch_feature("x2^2", True)
    studio.canvas.show_snapshot(between)
    studio.canvas.repaint()
    assert studio.canvas.arrangement.network.inputs == 2
    studio.catch_up()
    assert studio.canvas.arrangement.network.inputs == 4


def test_one_feature_alone_is_still_drawn_over_the_plane(make_studio):
    studio = make_studio(stack(1, 2, 1), Points("circle", features=("x1^2",)))
    frame = studio.canvas.node_rect(INPUTS, 0)
    image = studio.picture()
    for across in (0.1, 0.9):
        assert is_positive(colour_at(image, QPointF(frame.left() + across * frame.width(), frame.center().y())))


def test_after_its_list_was_used_the_button_looks_as_before(studio):
    button = studio.control("features")
    before, middle = button.grab().toImage(), QPointF(button.rect().center())
    QApplication.sendEvent(button, QEnterEvent(middle, middle, QPointF(button.mapToGlobal(middle))))
    assert button.grab().toImage() != before
    # The pointer goes on to the list, and where the list is a window of its own the button is not told.
    button.menu().popup(studio.canvas.mapToGlobal(studio.canvas.rect().center()))
    button.menu().hide()
    assert button.grab().toImage() == before
