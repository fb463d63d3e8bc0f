"""Open table: what is guessed is shown, and what a person changes there is what is opened."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from core.data import build
from core.loop import Gate
from core.table import Split
from gui.dialogs.table.grid import GridModel
from gui.dialogs.table_dialog import TableDialog
from gui.session.worker import Worker
from gui.theme import LIGHT
from tests.gui.tables import TableDialogHands

ROWS = 40
COLOURS = ("red", "blue", "green")


def write(path: Path, separator: str = ",", decimal: str = ".", encoding: str = "utf-8") -> Path:
    """Forty flowers: two numbers, one with gaps, three colours, two kinds; a name for each row."""
    lines = [separator.join(("name", "length", "width", "colour", "kind"))]
    for row in range(ROWS):
        length = "" if row % 10 == 3 else f"{1.5 + row / 8:.2f}".replace(".", decimal)
        width = f"{3.25 + row % 4:.2f}".replace(".", decimal)
        cells = (f"flower é{row}", length, width, COLOURS[row % 3], "rose" if row < 25 else "lily")
        lines.append(separator.join(cells))
    path.write_text("\n".join(lines) + "\n", encoding)
    return path


OpenTable = Callable[[Path], TableDialogHands]


@pytest.fixture
def open_table(qtbot: QtBot) -> Iterator[OpenTable]:
    """Opens the dialog on a file, with nothing around it."""
    quick, slow, nobody = Worker(Gate()), Worker(Gate()), QWidget()

    def open_it(path: Path) -> TableDialogHands:
        dialog = TableDialog(path, path.name, quick, slow, LIGHT, True, nobody)
        dialog.open()
        return TableDialogHands(qtbot, dialog)

    yield open_it
    quick.close()
    slow.close()
    # At once, and here: what is left for Python to collect may end in another thread, which Qt's objects cannot bear.
    for thing in (nobody, quick, slow):
        thing.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(open_table: OpenTable, tmp_path: Path) -> TableDialogHands:
    """A person's hands on the dialog, open on the flowers."""
    return open_table(write(tmp_path / "flowers.csv"))


def test_what_was_guessed_is_told_in_one_line(hands: TableDialogHands) -> None:
    assert hands.text("table-summary") == "5 columns (1 left out) → 5 inputs, 2 classes, 40 rows, 4 rows with gaps"
    assert hands.roles() == {
        "name": "ignored", "length": "feature", "width": "feature", "colour": "feature", "kind": "target"
    }  # fmt: skip
    assert hands.text("table-target") == "kind"
    assert hands.dialog._target.bars.balance == (("lily", 15), ("rose", 25))
    hands.dialog.reject()


def test_the_target_is_chosen_at_the_head_of_a_column(hands: TableDialogHands) -> None:
    hands.choose_at_head("length", "Find this out (target)")
    hands.until(lambda: hands.roles()["length"] == "target")
    hands.until_read()
    assert hands.roles()["kind"] == "ignored", "what was to be found out is not given to the network unasked"
    assert "1 number" in hands.text("table-summary")
    assert hands.text("table-span") == "from 1.5 to 6.38"
    recipe = hands.open()
    assert recipe.target.name == "length"
    assert recipe.ends.loss == "mse"
    # Rows without a target cannot teach.
    assert len(build(recipe).x) == 36 - round(36 * 0.15)


def test_several_columns_are_changed_at_once(hands: TableDialogHands) -> None:
    hands.select("length", "width")
    hands.pick("table-scaling", "0 to 1")
    hands.pick("table-missing", "Drop row")
    hands.until(lambda: hands.dialog._draft.columns[1].missing == "drop")
    assert hands.text("table-selected") == "2 columns"
    hands.until(lambda: hands.text("table-summary").endswith("4 rows with gaps (4 left out)"))
    recipe = hands.open()
    by_name = {column.name: column for column in recipe.columns}
    assert [by_name[name].scaling for name in ("length", "width")] == ["min-max", "min-max"]
    assert by_name["kind"].scaling == "standard"
    dataset = build(recipe)
    assert dataset.aside is not None
    trained = np.delete(dataset.x, dataset.aside, axis=0)
    assert (trained[:, :2].min(), trained[:, 0].max(), trained[:, 1].max()) == (0.0, 1.0, 1.0)


def test_space_leaves_the_selected_columns_out_and_takes_them_in_again(hands: TableDialogHands) -> None:
    hands.select("width", "colour")
    QTest.keyClick(hands.dialog._list.list, Qt.Key.Key_Space)
    hands.until(lambda: hands.roles()["width"] == hands.roles()["colour"] == "ignored")
    QTest.keyClick(hands.dialog._list.list, Qt.Key.Key_Space)
    hands.until(lambda: hands.roles()["width"] == hands.roles()["colour"] == "feature")
    hands.dialog.reject()


def test_leaving_all_columns_out_says_what_is_missing_and_cannot_be_opened(hands: TableDialogHands) -> None:
    hands.select("length", "width", "colour")
    hands.pick("table-use", "Left out")
    hands.until(lambda: "Choose at least one column besides the target" in hands.text("table-error"))
    assert not hands.widget("table-open").isEnabled()
    hands.pick("table-use", "Input")
    hands.until(lambda: hands.widget("table-open").isEnabled())
    assert hands.text("table-error") == ""
    hands.dialog.reject()


def test_what_is_odd_about_a_column_stands_there_with_what_was_done(hands: TableDialogHands) -> None:
    hands.select("name")
    assert hands.text("table-known").startswith("Each row has a text of its own")
    assert hands.text("table-known").endswith("It is left out.")
    hands.select("length")
    assert hands.text("table-known") == "4 gaps filled."
    hands.dialog.reject()


def test_text_that_is_no_number_is_told_with_its_row_under_the_column(hands: TableDialogHands) -> None:
    hands.select("colour")
    hands.pick("table-kind", "Number")
    hands.until(lambda: "Row 1" in hands.text("table-column-error"))
    assert hands.roles()["colour"] == "feature"
    hands.dialog.reject()


def test_the_preview_shows_rows_types_and_gaps(hands: TableDialogHands) -> None:
    grid = hands.dialog._grid
    assert (grid.rows.rowCount(), grid.rows.columnCount()) == (ROWS, 5)
    assert [grid.rows.text(0, place) for place in range(5)] == ["flower é0", "1.5", "3.25", "red", "rose"]
    assert grid.rows.text(3, 1) is None
    picture = grid.grab().toImage()
    ratio = picture.devicePixelRatio()
    head = grid.horizontalHeader()
    corner = grid.viewport().mapTo(grid, grid.visualRect(grid.rows.index(3, 1)).topLeft())
    gap = picture.pixelColor(int((corner.x() + 3) * ratio), int((corner.y() + 3) * ratio))
    full = picture.pixelColor(int((corner.x() + 3) * ratio), int((corner.y() + 3 + grid.rowHeight(3)) * ratio))
    assert gap != full
    assert head.count() == 5
    hands.dialog.reject()


def test_a_wrong_separator_shows_at_once_and_can_be_put_right(open_table: OpenTable, tmp_path: Path) -> None:
    hands = open_table(write(tmp_path / "german.csv", ";", ","))
    assert hands.dialog._options.form.separator == ";"
    assert hands.dialog._options.form.decimal == ","
    hands.pick("table-decimal", "Point")
    hands.until(lambda: hands.dialog._grid.rows.text(0, 2) == "3,25")
    hands.pick("table-decimal", "Comma")
    hands.until(lambda: hands.dialog._grid.rows.text(0, 2) == "3.25")
    hands.until_read()
    hands.until(lambda: hands.text("table-summary").startswith("5 columns (1 left out) → 5 inputs"))
    recipe = hands.open()
    assert build(recipe).x.shape == (34, 5)


def test_a_file_that_is_no_table_is_told_in_the_dialog(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    hands = open_table(path)
    assert "empty" in hands.text("table-reading-error")
    assert not hands.widget("table-open").isEnabled()
    hands.dialog.reject()


def test_a_header_that_is_none_can_be_told(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("".join(f"{row / 4},{row % 3},{'ab'[row % 2]}\n" for row in range(30)))
    hands = open_table(path)
    assert hands.dialog._grid.rows.rowCount() == 30
    hands.tick("table-header")
    hands.until(lambda: hands.dialog._grid.rows.rowCount() == 29)
    hands.dialog.reject()


def test_of_a_few_rows_all_train_unless_a_person_wants_it_otherwise(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("a,b,out\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    hands = open_table(path)
    assert hands.text("table-split-train") == "Training 100 %"
    assert hands.text("table-parts") == "So few rows train; none tests."
    recipe = hands.open()
    assert len(build(recipe).x) == 4
    assert [column.scaling for column in recipe.features] == ["none", "none"], "0 and 1 stay what they are"


def test_the_rows_of_each_part_are_counted(hands: TableDialogHands) -> None:
    assert hands.text("table-parts") == "about 28 train, 6 are watched, 6 test"
    hands.type("table-split-test", "25")
    assert hands.text("table-parts") == "about 24 train, 6 are watched, 10 test"
    hands.dialog.reject()


def test_where_nothing_can_be_read_there_is_only_how_to_read_it(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("a,b,c\n")
    hands = open_table(path)
    assert "untick “First row has the names”" in hands.text("table-reading-error")
    assert not hands.dialog._grid.isVisible() and not hands.dialog._split_form.isVisible()
    hands.tick("table-header")
    hands.until(hands.dialog._grid.isVisible)
    hands.until_read()
    hands.dialog.reject()


def test_the_split_is_set_in_one_line(hands: TableDialogHands) -> None:
    hands.type("table-split-test", "25")
    hands.type("table-split-validation", "0")
    hands.type("table-split-seed", "4")
    assert hands.is_open  # Enter in a field is the field's
    assert hands.text("table-split-train") == "Training 75 %"
    hands.type("table-split-test", "99")
    assert "At least 5 %" in hands.text("table-split-error")
    recipe = hands.open()
    assert recipe.split == Split(test=25.0, seed=4)
    assert len(build(recipe).x) == 30


def test_many_columns_can_be_searched(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    header = ",".join(f"{'hue' if place % 10 == 7 else 'x'}{place}" for place in range(60))
    path.write_text(header + ",kind\n" + "".join(
        ",".join(str((row * 31 + place * 17) % 97 / 4) for place in range(60)) + f",{'ab'[row % 2]}\n"
        for row in range(30)
    ))  # fmt: skip
    hands = open_table(path)
    hands.type("table-search", "hue")
    rows = hands.dialog._list.list
    assert [rows.model().index(row, 0).data() for row in range(rows.model().rowCount())] == [
        f"hue{place}" for place in range(7, 60, 10)
    ]
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    hands.until(lambda: list(hands.roles().values()).count("ignored") == 6)
    hands.until(lambda: "54 inputs" in hands.text("table-summary"))
    hands.dialog.reject()


def test_texts_among_numbers_can_be_read_as_gaps(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    cells = [f"{row / 4}" if row != 17 else "broken" for row in range(30)]
    path.write_text("a,b,kind\n" + "".join(f"{cell},{row % 5},{'uv'[row % 2]}\n" for row, cell in enumerate(cells)))
    hands = open_table(path)
    hands.select("a")
    hands.until(lambda: "broken" in hands.text("table-known"))
    hands.click("table-as-gaps")
    hands.until(lambda: hands.text("table-known") == "1 gap filled.")
    assert hands.roles()["a"] == "feature"
    hands.dialog.reject()


def test_slips_and_points_among_commas_are_told_when_the_table_is_opened(open_table: OpenTable, tmp_path: Path) -> None:
    path = tmp_path / "slips.csv"
    lines = [
        f"{9999 if row == 20 else 31 + row % 17},0;{row % 7},5;{row / 4 + 0.5};{'uv'[row % 2]}" for row in range(60)
    ]
    path.write_text("\n".join(["temp;speed;power;kind", *lines]))
    hands = open_table(path)
    hands.select("temp")
    hands.until(lambda: hands.text("table-known") == "Row 21 holds 9,999; the others lie between 31 and 47.")
    hands.select("power")
    assert hands.text("table-known").startswith("It has numbers with a point, where the file has a comma")
    hands.dialog.reject()


def test_every_control_of_the_dialog_has_a_name_and_a_tip(hands: TableDialogHands) -> None:
    boxes = hands.dialog.findChildren(QComboBox)
    assert boxes
    for box in boxes:
        assert box.objectName(), box
        assert box.toolTip(), box.objectName()
        assert box.accessibleName(), box.objectName()
    hands.dialog.reject()


def test_ten_thousand_columns_are_asked_for_in_no_time(qtbot: QtBot) -> None:
    nobody = QWidget()
    qtbot.addWidget(nobody)
    model = GridModel(nobody)
    model.show_frame(polars.DataFrame({f"c{place}": [place] for place in range(10_000)}))
    start = time.perf_counter()
    names = [model.name(place) for place in range(model.columnCount()) if model.is_number(place)]
    assert (len(names), names[-1], model.dtype(9_999)) == (10_000, "c9999", "Int64")
    # Once asked of the whole frame for each cell, they took half a minute.
    assert time.perf_counter() - start < 1.0


def test_what_turns_out_unreadable_behind_its_first_rows_cannot_be_opened(
    open_table: OpenTable, tmp_path: Path
) -> None:
    path = write(tmp_path / "flowers.csv")
    whole = path.read_text()
    with path.open("a") as file:
        file.write(whole.partition("\n")[2] * 1000 + "too,many,cells,in,this,row\n")
    hands = open_table(path)
    assert "has 6 cells, the others 5" in hands.text("table-reading-error")
    assert hands.roles()["kind"] == "target", "what the first rows have shown stays"
    assert not hands.widget("table-open").isEnabled()
    hands.dialog.accept()
    assert hands.widget("table-separator").isEnabled(), "it does not wait for rows that never come"
    hands.dialog.reject()


def test_times_are_shown_as_they_are_written(qtbot: QtBot) -> None:
    nobody = QWidget()
    qtbot.addWidget(nobody)
    model = GridModel(nobody)
    at = ["2024-03-01 00:15:00", "2024-03-01 00:15:30.5"]
    model.show_frame(polars.DataFrame({"at": at, "word": at}).with_columns(polars.col("at").str.to_datetime()))
    assert [model.text(row, 0) for row in range(2)] == ["2024-03-01 00:15:00", "2024-03-01 00:15:30.500000"]


def test_tab_leads_through_every_control_and_out_of_the_grid(hands: TableDialogHands) -> None:
    dialog = hands.dialog
    dialog.activateWindow()
    hands.until(dialog.isActiveWindow)
    names = []
    for _ in range(17):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    grid = names.index("table-grid")
    assert names[0] == "table-columns" and names[grid - 1] != "table-grid" and names[grid + 1] == "table-task"
    assert {"table-use", "table-split-kind", "table-fresh", "table-open", "table-separator"} <= set(names)
    dialog.reject()
