"""The task line: what it tells, and how it asks to be closed and changed."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.specs import Task
from gui.panels.task_line import TaskLine
from gui.session.session import Session
from tests.gui.panels.conftest import click

Show = Callable[[TaskLine], TaskLine]


@pytest.fixture
def line(session: Session, show: Show) -> TaskLine:
    return show(TaskLine())


def show_task(session: Session, task: Task | None) -> None:
    session.document.edit("task", session.document.project.replace(task=task))


def words(line: TaskLine) -> str:
    return " ".join(label(line, name).text() for name in ("task-goal", "task-more"))


def label(line: TaskLine, name: str) -> QLabel:
    found = line.findChild(QLabel, name)
    assert found is not None
    return found


def test_goal_end_and_things_to_try_are_told(session: Session, line: TaskLine) -> None:
    show_task(session, Task("Part them.", "Done at 90 %.", ("two neurons", "no noise")))
    assert words(line) == "Part them. Done at 90 %. Try: two neurons; no noise."
    show_task(session, Task("Part them."))
    assert words(line).strip() == "Part them."


def test_a_task_that_is_closed_or_none_is_not_shown(session: Session, line: TaskLine) -> None:
    task = session.document.project.task
    assert line.isVisible()
    show_task(session, msgspec.structs.replace(task, shown=False))
    assert not line.isVisible()
    show_task(session, task)
    assert line.isVisible()
    show_task(session, None)
    assert not line.isVisible()


def test_it_asks_to_be_closed_and_to_be_changed(line: TaskLine) -> None:
    asked = []
    line.closed.connect(lambda: asked.append("close"))
    line.edit_wanted.connect(lambda: asked.append("edit"))
    click(line, "task-close")
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton)
    assert asked == ["close", "edit"]


def test_what_a_person_wrote_is_shown_as_written(session: Session, line: TaskLine) -> None:
    show_task(session, Task("<b>less</b> than 5 % & done", "<i>soon</i>"))
    for name, text in (("task-goal", "<b>less</b> than 5 % & done"), ("task-more", "<i>soon</i>")):
        assert label(line, name).text() == text
        assert label(line, name).textFormat() == Qt.TextFormat.PlainText
