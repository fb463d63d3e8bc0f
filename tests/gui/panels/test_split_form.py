"""The split of a table's rows, shown and edited."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.table import Column, Split
from gui.panels.split_form import SplitForm
from tests.gui.drop_down import pick

COLUMNS = (
    Column("size"), Column("day of test", "ignored"), Column("patient", "ignored", "category"),
    Column("kind", "target", "category", categories=("a", "b")),
)  # fmt: skip


@pytest.fixture
def form(qtbot: QtBot) -> SplitForm:
    form = SplitForm()
    qtbot.addWidget(form)
    form.show_split(Split(validation=10.0, test=20.0, seed=5), COLUMNS)
    form.show()
    return form


def shown(form: SplitForm, name: str) -> bool:
    found = form.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found.isVisible()


def test_the_shares_stand_there(form: SplitForm) -> None:
    texts = [form.findChild(QLineEdit, f"split-{name}").text() for name in ("validation", "test", "seed")]
    assert texts == ["10 %", "20 %", "5"]
    assert form.findChild(QLabel, "split-train").text() == "Training 70 %"
    assert shown(form, "split-stratified")
    assert not shown(form, "split-column")


@pytest.mark.parametrize(
    ("text", "kind", "column"),
    [("By time", "time", "day of test"), ("By group", "group", "patient"), ("As a column says", "column", "size")],
)
def test_a_split_by_a_column_begins_with_the_likeliest_one(form: SplitForm, text: str, kind: str, column: str) -> None:
    chosen: list[Split] = []
    form.changed.connect(chosen.append)
    pick(form, "split-kind", text)
    split = chosen[-1]  # the arrow keys pass others
    assert (split.kind, split.column) == (kind, column)
    form.show_split(split, COLUMNS)
    assert shown(form, "split-column")
    assert shown(form, "split-train") == (kind != "column")
    assert shown(form, "split-seed") == (kind == "group")


def test_shares_that_cannot_be_are_told_and_the_old_ones_stay(form: SplitForm) -> None:
    field = form.findChild(QLineEdit, "split-test")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "90")
    QTest.keyClick(field, Qt.Key.Key_Return)
    error = form.findChild(QLabel, "split-error")
    assert error.isVisible()
    assert "At least 5 % must be left to train on." in error.text()
    assert field.text() == "20 %"


def test_a_target_that_is_a_number_has_no_strata(form: SplitForm) -> None:
    form.show_split(Split(), (Column("size"), Column("price", "target")))
    assert not shown(form, "split-stratified")
