"""How rows are split: a bar to drag, numbers to type, a column to go by."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from core.table import Column, Split
from gui.panels.share_bar import ShareBar
from gui.panels.split_form import SplitForm

COLUMNS = (
    Column("mass"),
    Column("day", "ignored"),
    Column("patient", "ignored", "category", categories=("a", "b")),
    Column("kind", "target", "category", categories=("x", "y")),
)
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def form(qtbot):
    form = SplitForm()
    qtbot.addWidget(form)
    form.resize(200, 320)
    form.show_split(Split(test=20.0, validation=10.0), COLUMNS)
    form.show()
    form.chosen = []
    form.changed.connect(form.chosen.append)
    return form


def drag(bar, start, end):
    """From one share in percent to another."""
    middle = bar.height() // 2
    places = [QPoint(round(share / 100.0 * bar.width()), middle) for share in (start, end)]
    QTest.mousePress(bar, Left, pos=places[0])
    for part in range(1, 6):
        QTest.mouseMove(bar, places[0] + (places[1] - places[0]) * part / 5)
    QTest.mouseRelease(bar, Left, pos=places[1])


def type_into(form, name, text):
    field = form.findChild(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose(form, name, text):
    box = form.findChild(QComboBox, name)
    texts = [box.itemText(place) for place in range(box.count())]
    for _ in range(len(texts)):
        if box.currentText() == text:
            return
        QTest.keyClick(box, Qt.Key.Key_Down if texts.index(text) > box.currentIndex() else Qt.Key.Key_Up)


def test_each_border_moves_the_parts_beside_it_and_one_split_comes_at_the_end(form):
    bar = form.findChild(ShareBar, "split-bar")
    drag(bar, 70, 60)
    assert form.chosen == [Split(test=20.0, validation=20.0)]
    form.show_split(form.chosen[-1], COLUMNS)
    drag(bar, 80, 90)
    assert form.chosen[1:] == [Split(test=10.0, validation=30.0)]


def test_without_validation_the_border_moves_training_and_test(form):
    form.show_split(Split(test=30.0), COLUMNS)
    bar = form.findChild(ShareBar, "split-bar")
    drag(bar, 70, 85)
    assert form.chosen == [Split(test=15.0)]
    drag(bar, 85, 0)  # at least 5 % are trained on
    assert form.chosen[-1] == Split(test=95.0)


def test_while_the_bar_is_dragged_the_numbers_follow_and_nothing_is_chosen_yet(form):
    bar = form.findChild(ShareBar, "split-bar")
    middle = bar.height() // 2
    QTest.mousePress(bar, Left, pos=QPoint(round(0.8 * bar.width()), middle))
    QTest.mouseMove(bar, QPoint(round(0.75 * bar.width()), middle))
    assert form.findChild(QLineEdit, "split-test").text() == "25 %"
    assert form.findChild(QLabel, "split-train").text() == "Training 70 %"
    assert form.chosen == []
    QTest.mouseRelease(bar, Left, pos=QPoint(round(0.75 * bar.width()), middle))
    assert form.chosen == [Split(test=25.0, validation=5.0)]


def test_shares_and_seed_can_be_typed_and_what_cannot_be_is_said(form):
    type_into(form, "split-validation", "12,5")
    type_into(form, "split-seed", "7")
    assert form.chosen == [Split(test=20.0, validation=12.5), Split(test=20.0, validation=10.0, seed=7)]
    type_into(form, "split-test", "90")
    assert len(form.chosen) == 2
    assert "At least 5 %" in form.findChild(QLabel, "split-error").text()
    assert form.findChild(QLineEdit, "split-test").text() == "20 %"


def test_a_split_by_a_column_takes_the_likeliest_one(form):
    choose(form, "split-kind", "By time")
    assert form.chosen[-1] == Split("time", test=20.0, validation=10.0, column="day")
    choose(form, "split-kind", "By group")
    assert form.chosen[-1] == Split("group", test=20.0, validation=10.0, column="patient")
    form.show_split(form.chosen[-1], COLUMNS)
    choose(form, "split-column", "mass")
    assert form.chosen[-1].column == "mass"


def test_only_classes_can_be_stratified(form):
    box = form.findChild(QCheckBox, "split-stratified")
    assert box.isVisible() and box.isChecked()
    QTest.mouseClick(box, Left, pos=QPoint(8, box.height() // 2))
    assert form.chosen == [Split(test=20.0, validation=10.0, stratified=False)]
    form.show_split(Split(), (Column("mass"), Column("price", "target")))
    assert not box.isVisible()
