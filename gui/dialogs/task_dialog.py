"""The dialog that edits the task line."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from core.specs import Task


class TaskDialog(QDialog):
    """Goal, when it is done, two things to try."""

    def __init__(self, task: Task | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Task")
        self.setObjectName("task-dialog")
        task = task or Task("")
        tries = (*task.tries, "", "")[:2]
        self._further_tries = task.tries[2:]
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
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)
        self.resize(480, self.sizeHint().height())

    @property
    def task(self) -> Task | None:
        """The task as typed; None where all is empty."""
        goal, done = self._goal.text().strip(), self._done.text().strip()
        tries = tuple(text for line in self._tries if (text := line.text().strip())) + self._further_tries
        return Task(goal, done, tries) if goal or done or tries else None


def _line(name: str, text: str, tip: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName(name)
    line.setToolTip(tip)
    line.setAccessibleName(tip)
    return line
