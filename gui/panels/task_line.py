"""The task line over the canvas: what is wanted, when it is done, two things to try."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from core.specs import Project
from gui.panels.close_button import CloseButton
from gui.theme import CORNER_PX, GRID_PX, Theme


class TaskLine(QFrame):
    """Shows `Project.task`; can be closed, and edited by a double click."""

    closed = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task-line")
        self.setToolTip("Double-click to change the task.")
        self._goal = QLabel()
        self._goal.setProperty("role", "heading")
        self._goal.setWordWrap(True)
        self._more = QLabel()
        self._more.setWordWrap(True)
        for label in (self._goal, self._more):  # a task comes out of a file: no mark-up
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._close = CloseButton(
            "task-close", "Close the task line", "Close the task line; the project's menu shows it again."
        )
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self._goal, 2)
        row.addWidget(self._more, 3)
        row.addWidget(self._close)

    def show_project(self, project: Project) -> None:
        """The project's task; hidden where there is none or it was closed."""
        task = project.task
        self.setVisible(task is not None and task.shown)
        if task is None:
            return
        self._goal.setText(task.goal)
        parts = [task.done] if task.done else []
        if task.tries:
            tries = "; ".join(task.tries)
            parts.append(f"Try: {tries}" if tries.endswith((".", "?", "!")) else f"Try: {tries}.")
        self._more.setText(" ".join(parts))
        self.setAccessibleName(f"Task: {task.goal} {' '.join(parts)}")

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface of its own."""
        self.setStyleSheet(
            f"#task-line {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
            f"#task-line QLabel {{ background: transparent; }}"
        )
        self._more.setStyleSheet(f"color: {theme.muted};")
        self._close.show_theme(theme)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the task."""
        self.edit_wanted.emit()
