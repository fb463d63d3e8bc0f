"""From an empty project to 2-8-8-1, trained and saved: once with the mouse alone, once with the keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QWidget

from core.project import open_project
from tests.journeys.person import Left, Person

Control = Qt.KeyboardModifier.ControlModifier


def widths(person: Person) -> tuple[int, ...]:
    return person.window.session.document.project.network.widths


def press_save(dialog: QWidget) -> None:
    """Click Save; the name that the dialog proposes is fine."""
    assert isinstance(dialog, QFileDialog)
    box = dialog.findChild(QDialogButtonBox)
    QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Left)


def test_with_the_mouse_alone(person: Person, tmp_path: Path) -> None:
    session, canvas = person.window.session, person.canvas
    person.choose("project-menu", "New")
    person.until(lambda: person.drawn_widths() == (2, 1))

    # Two layers from the strip, and more neurons: some dropped on the column, some by its plus.
    person.drag_tile("tile-layer", canvas.gap_centre(0))
    person.until_drawn()
    assert widths(person) == (2, 4, 1)
    person.drag_tile("tile-layer", canvas.gap_centre(1))
    person.until_drawn()
    assert widths(person) == (2, 4, 4, 1)
    for layer in (0, 1):
        for _ in range(2):
            person.drag_neuron_tile(canvas.node_rect(layer, 1).center())
            person.until_drawn()
        for _ in range(2):
            person.click(f"layer-{layer}-plus")
            person.until_drawn()
    assert widths(person) == (2, 8, 8, 1)

    person.click("button-train")
    person.until(lambda: session.is_playing and session.step > 200)
    person.click("button-train")
    person.until(lambda: not session.is_playing)
    trained = session.read_state()

    session.document.path = None
    person.window.settings.add_recent(tmp_path / "elsewhere.neuroloom")
    (tmp_path / "elsewhere.neuroloom").touch()  # so that the dialog opens in this test's folder
    person.answer_dialog(press_save)
    person.choose("project-menu", "Save")
    saved = open_project(tmp_path / "Untitled.neuroloom")
    assert saved.project.network.widths == (2, 8, 8, 1)
    assert saved.theta.tobytes() == trained.theta.tobytes()


def test_with_the_keyboard_alone(person: Person, tmp_path: Path) -> None:
    session, canvas = person.window.session, person.canvas
    person.press(Qt.Key.Key_N, Control)
    person.until(lambda: person.drawn_widths() == (2, 1))
    canvas.setFocus()

    # Enter on the tile Layer puts one before the output, and one after the chosen layer.
    tab_to(person, "tile-layer")
    person.press(Qt.Key.Key_Return)
    person.until_drawn()
    assert widths(person) == (2, 4, 1)
    tab_to(person, "tile-layer")
    person.press(Qt.Key.Key_Return)
    person.until_drawn()
    assert widths(person) == (2, 4, 4, 1)
    tab_to(person, "canvas")
    person.press(Qt.Key.Key_Home)
    for layer in (0, 1):
        while canvas.chosen is None or canvas.chosen[0] != layer:
            person.press(Qt.Key.Key_Right if canvas.chosen is None or canvas.chosen[0] < layer else Qt.Key.Key_Left)
        for _ in range(4):
            person.press(Qt.Key.Key_Up, Control)
            person.until_drawn()
    assert widths(person) == (2, 8, 8, 1)

    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing and session.step > 200)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)
    trained = session.read_state()
    file = tmp_path / "by keys.neuroloom"
    person.save(file)
    saved = open_project(file)
    assert saved.project.network.widths == (2, 8, 8, 1)
    assert saved.theta.tobytes() == trained.theta.tobytes()


def tab_to(person: Person, name: str) -> None:
    """Press Tab until the control of this name has the keyboard."""
    for _ in range(80):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return
        person.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")
