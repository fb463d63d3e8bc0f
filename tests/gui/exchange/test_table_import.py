"""Tables come in: chosen, dropped, pasted, or named on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox

from core.data import Points, Table, build
from core.table import Split
from gui.dialogs.table_dialog import TableDialog
from tests.gui.tables import dialog_of, drop
from tests.journeys.person import Person

Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SHEET = "size\tkind\n" + "".join(f"{row / 2:.1f}\t{'ab'[row % 2]}\n" for row in range(20))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "sizes.tsv"
    path.write_text(SHEET)
    return path


def open_it(person: Person) -> None:
    """Open what the dialog has read, as it was guessed."""
    document = person.window.session.document
    recipe = dialog_of(person).open()
    person.until(lambda: document.project.data == recipe)
    person._come_back()


def data_of(person: Person) -> Table:
    data = person.window.session.document.project.data
    assert isinstance(data, Table)
    return data


@pytest.mark.parametrize(
    "ask",
    [
        lambda person: person.click("open-table"),
        lambda person: person.press(Qt.Key.Key_O, Control | Shift),
    ],
    ids=["button", "keys"],
)
def test_a_table_is_chosen_in_a_dialog(person: Person, table: Path, ask: Callable[[Person], None]) -> None:
    person.type_file(table)
    ask(person)
    open_it(person)
    assert data_of(person).source == "sizes.tsv"
    assert person.window.session.document.title == "sizes"


def test_a_table_can_be_dropped_anywhere(person: Person, table: Path) -> None:
    assert drop(person, table)
    open_it(person)
    assert data_of(person).target.name == "kind"


def test_one_table_is_opened_at_a_time(person: Person, table: Path) -> None:
    drop(person, table)
    hands = dialog_of(person)
    drop(person, table)  # by whoever holds no pointer: for a person the dialog is in front of the window
    loading = person.window.table_import
    person.until(lambda: not person.window.session.worker.is_busy(loading))
    QApplication.processEvents()
    assert [dialog for dialog in person.window.findChildren(TableDialog) if dialog.isVisible()] == [hands.dialog]
    hands.dialog.reject()


def test_a_table_dropped_on_a_field_is_the_windows(person: Person, table: Path) -> None:
    field = person.widget("learning-rate")
    assert isinstance(field, QLineEdit)
    before = field.text()
    assert drop(person, table, field)
    dialog_of(person).dialog.reject()
    assert field.text() == before


def test_a_copied_table_is_pasted_where_the_canvas_has_no_use_for_it(person: Person) -> None:
    QGuiApplication.clipboard().setText(SHEET)
    person.canvas.setFocus()
    person.press(Qt.Key.Key_V, Control)
    open_it(person)
    assert data_of(person).source == "Pasted table"
    assert len(data_of(person).rows.frame) == 20


def test_with_the_keyboard_elsewhere_it_is_pasted_too(person: Person) -> None:
    QGuiApplication.clipboard().setText(SHEET)
    person.widget("open-table").setFocus()
    person.press(Qt.Key.Key_V, Control)
    dialog_of(person).dialog.reject()


def test_copied_neurons_are_still_the_canvas_own(person: Person) -> None:
    QGuiApplication.clipboard().setText("nothing of ours")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_V, Control)
    assert "no layer and no neurons" in person.text("banner-text")
    assert not person.window.findChildren(TableDialog)


def test_what_is_no_table_is_refused_in_the_window(person: Person) -> None:
    QGuiApplication.clipboard().setText("Dear Ada")
    person.press(Qt.Key.Key_V, Control | Shift)
    assert "What was copied is not a table." in person.text("banner-text")
    assert isinstance(person.window.session.document.project.data, Points)


def test_a_project_with_a_file_keeps_its_name(person: Person, table: Path, tmp_path: Path) -> None:
    person.save(tmp_path / "mine.neuroloom")
    drop(person, table)
    open_it(person)
    document = person.window.session.document
    assert document.title == "mine"
    assert data_of(person).source == "sizes.tsv"


def test_a_file_of_a_project_about_other_data_is_replaced_only_when_a_person_says_so(
    person: Person, table: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.neuroloom"
    person.save(path)
    before = path.read_bytes()
    drop(person, table)
    open_it(person)
    asked: list[str] = []

    def cancel(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        QTest.keyClick(box, Qt.Key.Key_Escape)

    person.answer_dialog(cancel)
    person.press(Qt.Key.Key_S, Control)
    assert asked == ["“mine.neuroloom” holds a project that learns from other data."]
    assert path.read_bytes() == before


def test_opening_is_one_undo_step_with_a_network_for_the_table(person: Person, table: Path) -> None:
    document = person.window.session.document
    before = document.project
    drop(person, table)
    open_it(person)
    project = document.project
    assert (project.title, project.network.widths) == ("sizes", (1, 8, 1))
    assert (project.training.loss, project.training.optimizer) == ("binary_crossentropy", "adam")
    data = data_of(person)
    assert (data.source, data.split) == ("sizes.tsv", Split(validation=15.0, test=15.0))
    dataset = build(data)
    assert dataset.x_test is not None
    assert (len(dataset.x), len(dataset.x_test)) == (16, 4)
    assert document.history == ("open sizes.tsv",)
    person.until(lambda: person.drawn_widths() == (1, 8, 1))
    person.press(Qt.Key.Key_Z, Control)
    assert document.project == before
    person.until(lambda: person.drawn_widths() == before.network.widths)


def test_the_same_table_once_more_changes_nothing_and_says_so(person: Person, table: Path) -> None:
    drop(person, table)
    open_it(person)
    document = person.window.session.document
    project, told = document.project, []
    person.window.session.noticed.connect(told.append)
    drop(person, table)
    open_it(person)
    person.until(lambda: bool(told))
    assert told == ["These are the data that were there already: nothing is changed."]
    assert document.project == project and document.history == ("open sizes.tsv",)


def test_without_a_fresh_start_the_hidden_layers_stay(person: Person, table: Path) -> None:
    before = person.window.session.document.project
    told: list[str] = []
    person.window.session.noticed.connect(told.append)
    drop(person, table)
    hands = dialog_of(person)
    assert hands.dialog.starts_afresh
    hands.tick("table-fresh")
    recipe = hands.open()
    person.until(lambda: person.window.session.document.project.data == recipe)
    project = person.window.session.document.project
    assert told == ["New data: 1 input now, with new weights."]
    assert project.network.widths == (1, *before.network.widths[1:-1], 1)
    assert project.training == before.training


def test_a_network_somebody_has_built_stays_unless_it_is_wanted_otherwise(person: Person, table: Path) -> None:
    person.press(Qt.Key.Key_Period, Control)
    person.until(lambda: person.window.session.step == 1)
    drop(person, table)
    hands = dialog_of(person)
    assert hands.dialog.starts_afresh, "an example that was only trained is nobody's work"
    hands.dialog.reject()
    hands.until(lambda: not hands.is_open)

    person.window.session.new_weights()
    drop(person, table)
    hands = dialog_of(person)
    assert not hands.dialog.starts_afresh
    hands.dialog.reject()


def test_a_table_of_other_columns_starts_with_a_network_of_its_own(person: Person, table: Path, tmp_path: Path) -> None:
    document = person.window.session.document
    drop(person, table)
    recipe = dialog_of(person).open()
    person.until(lambda: document.project.data == recipe)
    person.window.session.new_weights()
    same, other = tmp_path / "again.tsv", tmp_path / "other.csv"
    same.write_bytes(table.read_bytes())
    other.write_text("wind,rain\n" + "".join(f"{row},{row % 2}\n" for row in range(40)))
    assert not proposes_afresh(person, same)
    assert proposes_afresh(person, other)


def proposes_afresh(person: Person, path: Path) -> bool:
    """Whether a network made for this table is proposed; the dialog is cancelled."""
    drop(person, path)
    hands = dialog_of(person)
    hands.until_read()
    found: bool = hands.dialog.starts_afresh
    hands.dialog.reject()
    hands.until(lambda: not hands.is_open)
    return found


def test_cancel_leaves_everything_as_it_was(person: Person, table: Path) -> None:
    document = person.window.session.document
    before = document.project
    person.window.resize(1280, 720)
    drop(person, table)
    hands = dialog_of(person)
    assert hands.dialog.width() <= 1280
    assert hands.dialog.height() <= 720 - 40  # the frame that a desktop draws above
    hands.choose_at_head("size", "Find this out (target)")
    hands.until(lambda: hands.roles()["size"] == "target")
    QTest.keyClick(hands.dialog, Qt.Key.Key_Escape)
    hands.until(lambda: not hands.is_open)
    assert document.project == before
    assert document.history == ()


def test_what_goes_on_when_the_window_closes_ends_with_it(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b,kind\n" + "".join(f"{row},{row % 7},{'uv'[row % 2]}\n" for row in range(300_000)))
    drop(person, path)
    person.until(lambda: bool(person.window.findChildren(TableDialog)))
    person.window.session.close()  # a thread that is left fails the test


def test_a_window_that_is_closed_while_the_dialog_loads_opens_none(person: Person, table: Path) -> None:
    window = person.window
    window.table_import._prepare(table, table.name)
    assert window.close()
    QApplication.processEvents()
    assert not window.findChildren(TableDialog)
