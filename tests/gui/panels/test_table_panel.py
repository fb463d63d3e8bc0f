"""What the data panel offers for a table, and another draw of drawn data, in the real window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit

from core.data import Points
from gui.session import preparing
from tests.flowers import flowers, project_of

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def person_at_table(open_window):
    person = open_window()
    person.window.session.document.load(project_of(flowers()), None, None)
    person.until_drawn()
    return person


def data_of(person):
    return person.window.session.document.project.data


def popup(person):
    person.click("table-columns")
    shown = QApplication.activePopupWidget()
    assert shown is not None and shown.objectName() == "columns-popup"
    return shown


def row_of(shown, name):
    """The controls of a column: box, kind, scaling, gaps."""
    box = next(box for box in shown.findChildren(QCheckBox) if box.accessibleName() == name)
    others = [shown.findChild(QComboBox, f"{box.objectName()}-{part}") for part in ("kind", "scaling", "gaps")]
    return box, *others


def test_it_says_which_table_it_is_and_what_came_of_its_rows(person_at_table):
    person = person_at_table
    assert person.text("table-name") == "flowers.csv"
    assert person.text("table-size") == "150 rows; 4 columns → kind"
    assert person.widget("table-size").toolTip().startswith("150 rows, 5 columns; 4 are given to the network")
    assert person.text("data-note") == "104 rows to train, 15 to validate, 30 to test; 1 left out for a gap."
    person.click("gallery-shapes")
    person.click("data-circle")
    assert not person.window.findChild(QLabel, "table-name").isVisible()
    assert isinstance(data_of(person), Points)


def test_a_column_is_switched_off_and_what_was_learned_of_the_others_stays(person_at_table):
    person, document = person_at_table, person_at_table.window.session.document
    session = person.window.session
    before = session.snapshot.network.views(session.snapshot.theta)[0]["weights"].copy()
    shown = popup(person)
    box, _, _, _ = row_of(shown, "weight")
    QTest.mouseClick(box, Left, pos=QPoint(8, box.height() // 2))
    assert [column.name for column in data_of(person).features] == ["length", "width", "soil"]
    assert document.undo_text == "switch off weight"
    assert shown.isVisible() and not box.isChecked()
    person.until(lambda: session.snapshot.network.inputs == 5)
    after = session.snapshot.network.views(session.snapshot.theta)[0]["weights"]
    assert after.tolist() == before[[0, 1, 3, 4, 5]].tolist()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    session.undo()
    person.until(lambda: session.snapshot.network.inputs == 6)
    assert session.snapshot.network.views(session.snapshot.theta)[0]["weights"].tolist() == before.tolist()


def test_scaling_gaps_and_kind_are_changed_after_the_import(person_at_table):
    person, document = person_at_table, person_at_table.window.session.document
    shown = popup(person)
    _, kind, scaling, gaps = row_of(shown, "width")
    QTest.keyClick(scaling, Qt.Key.Key_Down)
    assert (data_of(person).columns[1].scaling, document.undo_text) == ("min-max", "set scaling of width")
    QTest.keyClick(gaps, Qt.Key.Key_Up)
    assert (data_of(person).columns[1].missing, document.undo_text) == ("fill", "set gaps of width")
    assert person.text("data-note").startswith("105 rows to train")
    # There are more different lengths than there can be categories.
    _, kind, _, _ = row_of(shown, "weight")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    assert data_of(person).columns[2].kind == "number" and kind.currentText() == "Number"
    assert "different values" in shown.findChild(QLabel, "columns-error").text()
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_another_target_asks_for_another_end_of_the_network(person_at_table):
    person = person_at_table
    shown = popup(person)
    target = shown.findChild(QComboBox, "column-target")
    assert [target.itemText(place) for place in range(target.count())] == ["length", "width", "weight", "soil", "kind"]
    QTest.keyClick(target, Qt.Key.Key_Up)
    assert data_of(person).target.name == "soil"
    assert data_of(person).target.categories == ("clay", "peat", "sand")
    assert person.window.session.document.project.network.inputs == 3
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_the_last_column_cannot_be_switched_off(person_at_table):
    person = person_at_table
    shown = popup(person)
    for name in ("length", "width", "weight", "soil"):
        box = row_of(shown, name)[0]
        QTest.mouseClick(box, Left, pos=QPoint(8, box.height() // 2))
    assert [column.name for column in data_of(person).features] == ["soil"]
    assert box.isChecked()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert "given no column" in person.window.banner.findChild(QLabel).text()


def test_the_split_is_an_edit_that_leaves_the_network_and_of_many_rows_it_waits_for_them(person_at_table, monkeypatch):
    person, session = person_at_table, person_at_table.window.session
    monkeypatch.setattr(preparing, "QUICK_CELLS", 100)
    told = []
    session.noticed.connect(told.append)
    network = session.document.project.network
    field = person.widget("split-test")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "40")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == ["Preparing 150 rows…"]
    person.until(lambda: data_of(person).split.test == 40.0)
    assert session.document.project.network == network
    assert session.document.undo_text == "set split to 50, 10, 40 %"
    assert person.text("data-note").startswith("74 rows to train, 15 to validate, 60 to test")


def test_another_draw_has_the_next_seed_and_the_network_stays(open_window):
    person = open_window()
    document = person.window.session.document
    before = document.project
    person.click("draw-again")
    assert document.project == before.replace(data=before.data.replace(seed=before.data.seed + 1))
    assert document.undo_text == f"draw other points (seed {before.data.seed + 1})"
    field = person.widget("draw-seed")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert document.project.data.seed == 12
    person.click("data-segments")
    assert not person.window.findChild(QLineEdit, "draw-seed").isVisible()  # without noise nothing is drawn
    person.click("data-digits")
    person.click("draw-again")
    assert document.undo_text == "draw another split (seed 1)"
