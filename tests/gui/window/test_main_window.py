"""The window as a whole: which keys belong to whom, what is dropped on it, what it remembers."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QSplitter,
    QToolButton,
    QWidget,
)

from core.bundled import open_bundled
from core.data import build
from core.data.segments import SHAPES
from core.project import Saved, open_project, save_project
from core.specs import Task
from core.trainer import Trainer
from gui.canvas.edits import removed
from gui.canvas.look import Look
from gui.session.things import Edge, Neuron
from gui.settings import Settings
from gui.theme import DARK, LIGHT, Theme, with_palette
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

NoButton = Qt.MouseButton.NoButton
NoModifier = Qt.KeyboardModifier.NoModifier


# Frames --------------------------------------------------------------------------------------------------------------


def test_while_training_runs_fast_what_is_seen_together_is_of_one_moment(person: Person) -> None:
    window, session = person.window, person.window.session
    pictures, seen, project = window.pictures, [], session.document.project
    assert project.data is not None
    data = build(project.data)
    trainer = Trainer(project.network, data, project.training, seed=project.seed)
    for number in range(1, 37):
        trainer.run(steps=7)
        session.frame.emit(trainer.snapshot(True, 420.0), number)
        of_canvas = window.canvas.content.moment.theta
        if number % 2 == 0:
            boundary = pictures.boundary.snapshot
            assert boundary is not None and np.array_equal(boundary.theta, of_canvas)
            says_yes = project.network.predict(boundary.theta, data.x)[:, 0] >= 0.5
            wrong = np.flatnonzero(says_yes != (data.y[:, 0] >= 0.5))
            assert [row for _, row in pictures.boundary.map.ringed()] == wrong.tolist()
        if number % 6 == 0:
            shown = (pictures.figure.snapshot, pictures.curves.snapshot, pictures.boundary.snapshot)
            assert all(one is shown[0] for one in shown)
            assert shown[0] is not None and person.text("epoch") == f"epoch {shown[0].epoch:,}"
            seen.append(shown[0].epoch)
    assert seen == sorted(set(seen)), "and it goes on"


# Keys ----------------------------------------------------------------------------------------------------------------


def test_digits_go_to_the_pad_unless_a_field_has_the_focus(open_window: OpenWindow) -> None:
    person = open_window("segments")
    pad = person.window.pad
    person.canvas.setFocus()
    for digit in (3, 8):
        person.press(Qt.Key(Qt.Key.Key_0 + digit))
        assert pad.digit == digit
        assert (pad.values == SHAPES[digit]).all()
    field = person.widget("learning-rate")
    assert isinstance(field, QLineEdit)
    person.click("learning-rate")
    person.press(Qt.Key.Key_End)
    person.press(Qt.Key.Key_5)
    assert field.text().endswith("5")
    assert pad.digit == 8


def test_where_there_is_no_pad_digits_do_nothing(person: Person) -> None:
    project = person.window.session.document.project
    person.canvas.setFocus()
    person.press(Qt.Key.Key_3)
    assert person.window.session.document.project == project
    assert not person.window.pad.isVisible()


def test_space_trains_on_release_and_pauses_on_the_next(person: Person) -> None:
    session = person.window.session
    person.canvas.setFocus()
    QTest.keyPress(person.canvas, Qt.Key.Key_Space)
    let_frames_come(person)
    assert not session.is_playing
    QTest.keyRelease(person.canvas, Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    person.press(Qt.Key.Key_Space)
    person.until(lambda: not session.is_playing)


def test_space_held_down_trains_once(person: Person) -> None:
    session = person.window.session
    toggled = []
    person.action("train").triggered.connect(lambda: toggled.append(1))
    person.canvas.setFocus()
    QTest.keyPress(person.canvas, Qt.Key.Key_Space)
    for _ in range(5):  # as X11 repeats a key: released and pressed again
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            repeat = QKeyEvent(kind, Qt.Key.Key_Space, NoModifier, " ", autorep=True)
            QApplication.sendEvent(person.canvas, repeat)
    assert toggled == []
    QTest.keyRelease(person.canvas, Qt.Key.Key_Space)
    assert toggled == [1]
    person.until(lambda: session.is_playing)


@pytest.mark.parametrize("name", ["learning-rate", "optimizer", "data-circle", "button-undo"])
def test_space_belongs_to_the_control_that_has_the_focus(person: Person, name: str) -> None:
    toggled = []
    person.action("train").triggered.connect(lambda: toggled.append(1))
    control = person.widget(name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    if not control.isEnabled():  # a button that is off cannot take the focus
        person.click("layer-0-plus")
        control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus()
    person.press(Qt.Key.Key_Space)
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    assert toggled == []


def test_the_train_button_with_the_focus_trains_once(person: Person) -> None:
    toggled = []
    person.action("train").triggered.connect(lambda: toggled.append(1))
    person.widget("button-train").setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Space)
    assert toggled == [1]


def test_space_pressed_here_and_let_go_in_a_field_does_not_train(person: Person) -> None:
    toggled = []
    person.action("train").triggered.connect(lambda: toggled.append(1))
    person.canvas.setFocus()
    QTest.keyPress(person.canvas, Qt.Key.Key_Space)
    person.click("learning-rate")
    QTest.keyRelease(person.widget("learning-rate"), Qt.Key.Key_Space)
    assert toggled == []


def test_space_let_go_in_another_window_is_forgotten(person: Person) -> None:
    toggled = []
    person.action("train").triggered.connect(lambda: toggled.append(1))
    person.canvas.setFocus()
    QTest.keyPress(person.canvas, Qt.Key.Key_Space)
    other = QWidget()
    other.show()
    other.activateWindow()
    person.until(other.isActiveWindow)
    other.close()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    person.click("learning-rate")
    person.press(Qt.Key.Key_Space)
    assert toggled == []


def let_frames_come(person: Person) -> None:
    """Until the window's clock has ticked a few times."""
    ticks: list[float] = []
    person.window.session.clock.ticked.connect(ticks.append)
    person.until(lambda: len(ticks) > 3)
    person.window.session.clock.ticked.disconnect(ticks.append)


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project file: xor."""
    path = tmp_path / "my xor.neuroloom"
    save_project(Saved(open_bundled("xor")), path)
    return path


def drop(person: Person, *paths: Path) -> bool:
    """Drop files on the middle of the window as the system does; whether it wanted them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = person.window.rect().center()
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, mime, Qt.MouseButton.LeftButton, NoModifier)
    QApplication.sendEvent(person.window, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(person.window, QDropEvent(QPointF(place), copy, mime, NoButton, NoModifier))
    return True


def test_a_project_file_that_is_dropped_is_opened(person: Person, file: Path) -> None:
    assert drop(person, file)
    person.until(lambda: person.window.session.document.path == file)
    assert person.window.session.document.project == open_bundled("xor")
    assert person.text("saved-word") == "· saved"
    assert person.window.settings.recent == [file]


def test_of_other_things_that_are_dropped_it_is_said_why_they_are_not_opened(
    person: Person, file: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "cat.png"
    picture.touch()
    project = person.window.session.document.project
    assert drop(person, picture)
    assert "cat.png is neither a project, a table nor a model." in person.text("banner-text")
    assert drop(person, file, file)
    assert "2 files were dropped at once." in person.text("banner-text")
    assert not drop(person)
    assert person.window.session.document.project is project


def test_a_dropped_file_does_not_take_the_place_of_unsaved_work_unasked(person: Person, file: Path) -> None:
    person.click("layer-0-plus")
    person.until_drawn()
    project = person.window.session.document.project
    asked: list[str] = []

    def act(dialog: QWidget) -> None:
        asked.append(dialog.objectName())
        assert isinstance(dialog, QMessageBox)
        QTest.mouseClick(dialog.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)

    person.answer_dialog(act)
    assert drop(person, file)
    person.until(lambda: asked == ["save-changes"])
    assert person.window.session.document.project == project


def submenu(person: Person, text: str) -> QMenu:
    """A submenu of the project's menu, filled as when it is shown."""
    control = person.widget("project-menu")
    assert isinstance(control, QToolButton)
    menu = next(action.menu() for action in control.menu().actions() if action.text() == text)
    assert isinstance(menu, QMenu)
    menu.popup(QPoint(0, 0))
    menu.close()
    return menu


def test_recent_files_stand_in_the_menu_and_open(person: Person, file: Path) -> None:
    (empty,) = submenu(person, "Open recent").actions()
    assert not empty.isEnabled()
    drop(person, file)
    person.until(lambda: person.window.session.document.path == file)
    person.choose("project-menu", "Examples", "Circle")
    person.until(lambda: person.window.session.document.path is None)
    (recent,) = submenu(person, "Open recent").actions()
    assert recent.text() == str(file)
    recent.trigger()
    assert person.window.session.document.path == file


def test_an_ending_that_is_added_does_not_replace_a_file_unasked(person: Person, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    answers = ["Cancel", "Replace"]
    asked: list[str] = []

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, QMessageBox)
        asked.append(dialog.text())
        wanted = answers.pop(0)
        button = next(button for button in dialog.buttons() if button.text().replace("&", "") == wanted)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def save_as_my_xor() -> None:
        person.window.activateWindow()
        person.until(person.window.isActiveWindow)
        person.type_file(tmp_path / "my xor", then=lambda: person.answer_dialog(act))
        person.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    save_as_my_xor()
    assert asked == ["There is a file “my xor.neuroloom” already."]
    assert file.read_bytes() == before
    assert person.window.session.document.path is None
    save_as_my_xor()
    assert len(asked) == 2
    assert open_project(file).project == open_bundled("circle")
    assert person.window.session.document.path == file


# The look, and what is remembered ------------------------------------------------------------------------------------


def wears(person: Person, theme: Theme) -> bool:
    """Whether top bar, left panel, canvas and pictures have this theme's colours."""
    window = person.window
    image = window.grab().toImage()
    places = {
        QPoint(3, 3): theme.canvas,
        QPoint(3, window.height() // 2): theme.surface,
        person.canvas.mapTo(window, QPoint(3, person.canvas.height() - 4)): theme.canvas,
        window.pictures.mapTo(window, QPoint(window.pictures.width() - 3, 3)): theme.surface,
    }
    return all(image.pixelColor(place) == QColor(colour) for place, colour in places.items())


def test_a_look_is_worn_by_the_whole_window_and_remembered(open_window: OpenWindow, settings: Settings) -> None:
    person = open_window()
    person.choose("project-menu", "Theme", "Light")
    person.click("look")
    person.click("look-palette-violet-gold")
    person.click("look-digits-4")
    person.click("look-dashed")
    person.click("look")  # its swatches show all palettes
    wanted = with_palette(LIGHT, "violet-gold")

    def wears_palette(of: Person) -> bool:
        picture = of.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(picture.constBits(), np.uint32) & 0xFFFFFF
        found = {f"#{pixel:06x}" for pixel in np.unique(pixels).tolist()}
        return wanted.positive in found and not found & {LIGHT.positive, LIGHT.negative}

    assert wears_palette(person)
    person.choose("project-menu", "Theme", "Dark")
    person.choose("project-menu", "Theme", "Light")
    assert wears_palette(person)
    again = open_window()
    assert again.canvas.look == Look(digits=4, palette="violet-gold", is_dashed=True)
    assert wears_palette(again)
    factory = open_window(with_settings=Settings(None))
    assert factory.canvas.look == Look()


def test_the_theme_changes_every_surface_and_is_remembered(open_window: OpenWindow, settings: Settings) -> None:
    person = open_window()
    person.choose("project-menu", "Theme", "Light")
    assert wears(person, LIGHT)
    person.choose("project-menu", "Theme", "Dark")
    assert wears(person, DARK)
    assert not wears(person, LIGHT)
    assert settings.theme == "dark"
    assert wears(open_window(), DARK)
    person.choose("project-menu", "Theme", "As the system")
    assert settings.theme == "system"


def test_the_window_comes_back_as_it_was_left(open_window: OpenWindow, settings: Settings) -> None:
    person = open_window()
    person.window.resize(1100, 711)  # not larger than the screen, which has 800 by 800 pixels here, where it can be
    person.choose("project-menu", "Panels", "Data and training")
    assert not person.window.data_panel.isVisible()
    assert person.window.pictures.isVisible()
    assert person.window.close()
    again = open_window()
    assert again.window.size() == QSize(1100, 711)
    assert not again.window.data_panel.isVisible()
    assert again.window.pictures.isVisible()
    again.choose("project-menu", "Panels", "Data and training")
    assert again.window.data_panel.isVisible()
    again.choose("project-menu", "Panels", "Pictures")
    assert not again.window.pictures.isVisible()
    assert settings.hidden_panels == {"pictures"}


def test_the_width_of_a_panel_comes_back(open_window: OpenWindow) -> None:
    person = open_window()
    person.window.resize(1100, 711)
    before = person.window.right_column.width()
    splitter = person.window.right_column.parentWidget()
    assert isinstance(splitter, QSplitter)
    handle = splitter.handle(2)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton)
    QTest.mouseMove(handle, handle.rect().center() - QPoint(30, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton)
    wider = person.window.right_column.width()
    assert wider > before
    person.window.close()
    assert open_window().window.right_column.width() == wider


def test_closing_ends_the_engine(person: Person) -> None:
    assert person.window.session.engine.isRunning()
    person.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not person.window.isVisible()
    assert not person.window.session.engine.isRunning()


# The task line -------------------------------------------------------------------------------------------------------


def test_the_task_is_closed_shown_again_and_changed_each_as_one_edit(person: Person) -> None:
    document = person.window.session.document
    before = document.project
    person.click("task-close")
    assert not person.window.task_line.isVisible()
    assert document.undo_text == "close task"
    person.choose("project-menu", "Show task")
    person.until(person.window.task_line.isVisible)
    assert document.project == before

    def write(dialog: QWidget) -> None:
        goal = dialog.findChild(QLineEdit, "task-goal")
        goal.selectAll()
        QTest.keyClicks(goal, "Part them.")
        buttons = dialog.findChild(QDialogButtonBox)
        QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    person.answer_dialog(write)
    QTest.mouseDClick(person.window.task_line, Qt.MouseButton.LeftButton)
    assert document.project.task.goal == "Part them."
    assert document.project.task.tries == before.task.tries
    assert document.undo_text == "edit task"
    document.undo()
    assert document.project.task == before.task


def test_a_task_with_nothing_in_it_is_no_task_and_can_be_written_again(person: Person) -> None:
    document = person.window.session.document

    def clear(dialog: QWidget) -> None:
        for line in dialog.findChildren(QLineEdit):
            line.clear()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    person.answer_dialog(clear)
    person.action("edit-task").trigger()
    assert document.project.task is None
    assert not person.window.task_line.isVisible()
    assert not person.action("show-task").isEnabled()

    def cancel(dialog: QWidget) -> None:
        QTest.keyClicks(dialog.findChild(QLineEdit, "task-goal"), "never mind")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    person.answer_dialog(cancel)
    person.action("edit-task").trigger()
    assert document.project.task is None


def test_things_to_try_that_the_dialog_has_no_line_for_are_kept(person: Person) -> None:
    document = person.window.session.document
    task = Task("Part them.", tries=("one", "two", "three", "four"))
    document.edit("many things to try", document.project.replace(task=task))
    person.answer_dialog(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    person.action("edit-task").trigger()
    assert document.project.task == task


# Edges of the whole --------------------------------------------------------------------------------------------------


def test_the_smallest_window_shows_every_button_of_the_top_bar(person: Person) -> None:
    person.window.resize(1, 1)
    bar = person.window.top_bar
    for name in ("project-menu", "button-reset", "button-train", "button-pace", "button-undo", "button-export"):
        widget = person.widget(name)
        left, right = (widget.mapTo(bar, QPoint(x, 0)).x() for x in (0, widget.width()))
        assert 0 <= left < right <= bar.width(), name
        assert widget.width() >= widget.sizeHint().width() - 1, name


def test_other_data_under_a_trained_network_are_told(person: Person) -> None:
    session = person.window.session
    person.click("button-epoch")
    person.until(lambda: session.snapshot is not None and session.snapshot.epoch == 1 and not session.is_playing)
    person.click("data-moons")
    assert person.text("notice") == "New data, same network."


@pytest.mark.parametrize("name", ["off-line-all-on", "banner-close", "layer-2-activation"])
def test_who_has_the_keyboard_and_goes_leaves_it_to_the_canvas(person, name):
    canvas = person.canvas
    canvas.choose(Neuron(0, 0))
    person.press(Qt.Key.Key_O)
    canvas.choose(Neuron(-1, 0))
    person.press(Qt.Key.Key_F2)  # refused: the data name the inputs
    control = person.widget(name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    if name == "layer-2-activation":
        canvas.edit(removed([Neuron(0, unit) for unit in range(canvas.arrangement.column(0).units)]))
        person.until_drawn()
    else:
        person.press(Qt.Key.Key_Space)
    person.until(lambda: not control.isVisible())
    assert canvas.hasFocus()


def test_opening_a_project_closes_the_matrix_and_while_it_is_open_the_keys_are_its_own(person):
    person.press(Qt.Key.Key_M)
    matrix = person.widget("matrix-view")
    person.canvas.setFocus()
    assert matrix.hasFocus()
    person.window.session.open_bundled("xor")
    person.until_drawn()
    assert not matrix.isVisible()
    assert person.canvas.hasFocus()


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_a_digit_with_a_command_key_is_not_for_the_pad(open_window, modifier):
    person = open_window("segments")
    person.press(Qt.Key.Key_3)
    QApplication.sendEvent(person.canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_8, modifier, "8"))
    assert person.window.pad.digit == 3


def test_a_field_that_closed_while_another_window_was_in_front_leaves_the_keyboard_to_the_canvas(person, qtbot):
    person.canvas.choose(Neuron(0, 0))
    person.press(Qt.Key.Key_F2)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    person.until(other.isActiveWindow)
    person.canvas.name_field.close_unchanged()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    assert person.canvas.hasFocus()


def test_typed_weights_near_the_end_of_the_number_type_raise_nothing_while_they_are_shown(person):
    network = person.window.session.document.project.network
    for layer in range(2):
        for unit in range(network.dense[layer].units):
            person.canvas.weights.open(Edge(layer, 0, unit))
            field = person.widget("weight-value")
            field.selectAll()
            QTest.keyClicks(field, "3e38")
            QTest.keyClick(field, Qt.Key.Key_Return)
    theta = person.window.session.read_state().theta
    person.until(lambda: np.array_equal(person.canvas.moment.theta, theta))
    person.canvas.grab()
    person.window.pictures.grab()
    assert not person.window.banner.isVisible()


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "has_history"),
    [
        (Qt.Key.Key_Z, CTRL, True),
        (Qt.Key.Key_Z, CTRL, False),
        (Qt.Key.Key_Y, CTRL, True),
        (Qt.Key.Key_Z, CTRL | SHIFT, True),
    ],
)
def test_undo_and_redo_in_the_middle_of_a_drag_give_it_up_and_do_no_more(
    person: Person, key: Qt.Key, modifiers: Qt.KeyboardModifier, has_history: bool
) -> None:
    canvas, document = person.canvas, person.window.session.document
    if has_history:
        for title in ("one", "two"):
            document.edit("rename", document.project.replace(title=title))
        document.undo()
        person.until_drawn()
    before = document.position, document.history
    start = canvas.node_rect(0, 1).center().toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + QPoint(20, 0))
    QTest.mouseMove(canvas, start + QPoint(60, 0))
    assert canvas.is_dragging
    for _ in range(2):  # held down, it goes on
        person.press(key, modifiers)
        assert not canvas.is_dragging
        assert (document.position, document.history) == before
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert (document.position, document.history) == before
    person.press(Qt.Key.Key_Z, CTRL)
    assert document.position == max(0, before[0] - 1)


def test_what_is_refused_does_not_stand_beside_what_was_said_before(person: Person) -> None:
    person.window.session.noticed.emit("Saved mine.neuroloom.")
    assert person.text("notice") == "Saved mine.neuroloom."
    person.window.session.refused.emit("mine.neuroloom cannot be saved: the disk is full.", "Free some space.")
    assert person.text("notice") == ""


def test_that_nothing_is_saved_aside_is_told_until_it_is_again(person: Person) -> None:
    window = person.window
    window.autosaving.failing.emit("The autosave could not be written: the disk is full.", "Save the project yourself.")
    window.session.toggle_training()
    assert person.text("banner-text").startswith("<b>The autosave could not be written") and window.banner.isVisible()
    window.autosaving.works_again.emit()
    assert not window.banner.isVisible()
