"""The task line over the canvas: what is wanted, when it is done or that it is, two things to try."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from core.aim import Pursuit
from core.data import build
from core.snapshot import Snapshot
from core.specs import Project, Task
from gui import icons
from gui.panels.close_button import CloseButton
from gui.theme import CORNER_PX, GRID_PX, Theme

TICK_PX = 16
TIP = "Double-click to change the task."


class TaskLine(QFrame):
    """Shows `Project.task`; can be closed, and edited by a double click.

    A task that says as a number when it is done has a tick from the moment in which the figure is reached.
    """

    closed = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task-line")
        self._task: Task | None = None
        self._pursuit = Pursuit()
        self._goal = QLabel()
        self._goal.setObjectName("task-goal")
        self._goal.setProperty("role", "heading")
        self._more = QLabel()
        self._more.setObjectName("task-more")
        for label in (self._goal, self._more):  # a task comes out of a file: no mark-up
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._tick = QLabel()
        self._tick.setObjectName("task-tick")
        self._tick.hide()
        self._close = CloseButton(
            "task-close", "Close the task line", "Close the task line; the project's menu shows it again."
        )
        self._close.clicked.connect(self.closed)
        below = QHBoxLayout()
        below.setSpacing(GRID_PX // 2)
        below.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._more, 1)
        said = QVBoxLayout()
        said.setSpacing(GRID_PX // 2)
        said.addWidget(self._goal)
        said.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addLayout(said, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def show_project(self, project: Project) -> None:
        """The project's task; hidden where there is none or it was closed."""
        self._task = task = project.task
        aim = None if task is None else task.aim
        dataset = None if aim is None or project.data is None else build(project.data)
        self._pursuit.pursue(aim, project.network, project.training.loss, dataset)
        self.setVisible(task is not None and task.shown)
        self._write()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The present moment of training: the task may be done."""
        before = self._pursuit.epoch
        self._pursuit.look(snapshot)
        if self._pursuit.epoch != before:
            self._write()

    def begin_anew(self) -> None:
        """The weights are others: whether they do what is asked is seen at the next moment."""
        self._pursuit.begin_anew()

    def _write(self) -> None:
        if self._task is None:
            return
        goal, done, tries = self._task.goal, self._task.done, "; ".join(self._task.tries)
        epoch = self._pursuit.epoch
        self._tick.setVisible(epoch is not None)
        self.setToolTip(TIP if epoch is None else f"What was asked: {done} {TIP}")
        if epoch is not None:
            done = f"Done by epoch {epoch:,}."
        parts = [done] if done else []
        if tries:
            parts.append(f"Try: {tries}" if tries.endswith((".", "?", "!")) else f"Try: {tries}.")
        self._goal.setText(goal)
        self._more.setText(" ".join(parts))
        self._more.setVisible(bool(parts))
        self.setAccessibleName(f"Task: {goal} {' '.join(parts)}")

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface of its own."""
        self.setStyleSheet(
            f"#task-line {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
            f"#task-line QLabel {{ background: transparent; }}"
        )
        self._more.setStyleSheet(f"color: {theme.muted};")
        self._tick.setPixmap(icons.pixmap("tick", theme.ink, TICK_PX, self.devicePixelRatioF()))
        self._close.show_theme(theme)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the task."""
        self.edit_wanted.emit()
