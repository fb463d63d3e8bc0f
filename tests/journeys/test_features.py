"""A person gives a network features of the points while it trains."""

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data import build
from core.data.features import FEATURES
from tests.journeys.person import Person

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def switch(person: Person, *names: str) -> None:
    """Open the list of features, click these and leave it."""

    def act() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for name in names:
            action = next(action for action in menu.actions() if action.text() == FEATURES[name].label)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        QTest.keyClick(menu, Qt.Key.Key_Escape)

    QTimer.singleShot(0, act)
    person.click("features")
    person._come_back()


def switch_by_keyboard(person: Person, number: int) -> None:
    """Go to the list of features, open it, switch this one of them, counted from 1, and leave it."""

    def act() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for _ in range(number):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Space)
        QTest.keyClick(menu, Qt.Key.Key_Escape)

    person.widget("features").setFocus(Qt.FocusReason.TabFocusReason)
    QTimer.singleShot(0, act)
    person.press(Qt.Key.Key_Return)
    person._come_back()
    person.canvas.setFocus()


def test_squares_part_the_circle_with_one_neuron_while_it_trains(person: Person) -> None:
    session = person.window.session
    while hidden := len(session.document.project.network.dense) - 1:
        person.click(f"layer-{hidden - 1}-minus")
        person.until_drawn()
    # No hidden layer is left: of x1 and x2 alone only a straight line can be made.
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing and session.snapshot.step > 0)
    switch(person, "x1^2")
    switch_by_keyboard(person, 4)
    person.until_drawn()
    assert session.document.undo_text == "switch on x₂²"
    assert session.is_playing and person.drawn_widths() == (4, 1)
    person.until(lambda: session.snapshot.test.correct / session.snapshot.test.count > 0.97)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)

    # The map says what the network says of the features of each place.
    recipe, snapshot = session.document.project.data, session.snapshot
    places = np.array([[0.0, 4.5, -4.5, 0.0], [0.0, 0.0, 0.0, -4.5]])
    said = snapshot.network.predict(snapshot.theta, recipe.expand(places).T)[:, 0]
    assert said[0] > 0.55 and (said[1:] < 0.45).all()
    image = person.window.pictures.boundary.map.grab().toImage()
    for at, value in zip(places.T.tolist(), said.tolist(), strict=True):
        there = person.window.pictures.boundary.map.place_of(*at).toPoint()
        colour = image.pixelColor(there)
        assert (colour.blue() > colour.red()) == (value > 0.5), at


def test_undo_and_redo_of_a_feature_bring_back_what_was_learned(person: Person) -> None:
    session = person.window.session
    switch(person, "x1^2")
    person.until_drawn()
    before = session.read_state()
    person.click("button-epoch")
    person.until(lambda: session.snapshot.epoch == 1)
    switch(person, "x1")
    person.until_drawn()
    assert session.document.project.data.features == ("x2", "x1^2")
    learned = session.read_state()
    person.press(Qt.Key.Key_Z, CTRL)
    person.until(lambda: person.drawn_widths()[0] == 3)
    assert session.document.project.data.features == ("x1", "x2", "x1^2")
    person.press(Qt.Key.Key_Z, CTRL)
    person.until(lambda: person.drawn_widths()[0] == 2)
    person.press(Qt.Key.Key_Z, CTRL | SHIFT)
    person.press(Qt.Key.Key_Z, CTRL | SHIFT)
    person.until(lambda: session.snapshot.network == session.document.project.network)
    again = session.read_state()
    assert session.document.project.data.features == ("x2", "x1^2")
    assert np.array_equal(again.theta, learned.theta) and np.array_equal(again.memory, learned.memory)
    assert not np.array_equal(before.theta[: learned.theta.size], learned.theta)


def test_another_shape_keeps_the_features(person: Person) -> None:
    session = person.window.session
    switch(person, "sin x1", "x2")
    person.until_drawn()
    person.click("data-spiral")
    person.until_drawn()
    assert session.document.project.data.shape == "spiral"
    assert session.document.project.data.features == ("x1", "sin x1")
    person.click("data-sine")
    person.until_drawn()
    person.click("data-xor")
    person.until_drawn()
    assert session.document.project.data.features == ("x1", "sin x1")
    assert build(session.document.project.data).input_names == ("x₁", "sin x₁")
