"""The task line's edits: its dialog, and whether it is shown."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from core.specs import Task
from gui.session.document import Document
from gui.theme import GRID_PX


class TaskDialog(QDialog):
    """Goal, when it is done, two things to try."""

    def __init__(self, task: Task | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Task")
        self.setObjectName("task-dialog")
        task = task or Task("")
        tries = (*task.tries, "", "")[:2]
        self._further_tries = task.tries[2:]
        self._asked = task
        self._goal = _line("task-goal", task.goal, "What is wanted, in one sentence.")
        self._done = _line("task-done", task.done, "When it is done.")
        self._tries = [
            _line(f"task-try-{number}", text, "Something to try.") for number, text in enumerate(tries, start=1)
        ]
        form = QFormLayout()
        form.addRow("Wanted", self._goal)
        form.addRow("Done when", self._done)
        form.addRow("Try", self._tries[0])
        form.addRow("Then try", self._tries[1])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(form)
        column.addWidget(buttons)
        self.resize(480, self.sizeHint().height())

    @property
    def task(self) -> Task | None:
        """The task as typed; None where all is empty."""
        goal, done = self._goal.text().strip(), self._done.text().strip()
        tries = tuple(text for line in self._tries if (text := line.text().strip())) + self._further_tries
        aim = self._asked.aim if done == self._asked.done else None  # other words may ask for another number
        return Task(goal, done, tries, aim=aim) if goal or done or tries else None


def edit_task(document: Document, parent: QWidget) -> None:
    """Ask for another task, and make it the project's."""
    dialog = TaskDialog(document.project.task, parent)
    if dialog.exec():
        document.edit("edit task", document.project.replace(task=dialog.task))


def show_task(document: Document, is_shown: bool) -> None:
    """Show the task line of a project that has one, or close it."""
    task = document.project.task
    if task is not None and task.shown != is_shown:
        text = "show task" if is_shown else "close task"
        document.edit(text, document.project.replace(task=task.replace(shown=is_shown)))


def _line(name: str, text: str, tip: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName(name)
    line.setToolTip(tip)
    line.setAccessibleName(tip)
    return line
