"""The face all views share: they are shown values, and do nothing while nobody sees them."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.snapshot import Snapshot
from core.specs import Project
from gui.theme import LIGHT, Theme


class View(QWidget):
    """A picture of a snapshot.

    A subclass writes `_draw_snapshot`, which is only called while the view is visible, with the newest snapshot only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.project: Project | None = None
        self.snapshot: Snapshot | None = None
        self._is_behind = False

    def show_project(self, project: Project) -> None:
        """Show what a project's data and network ask for; cheap when they have not changed."""
        old, self.project = self.project, project
        if old is None or _asked(old) != _asked(project):
            self._draw_project(project)
            self._catch_up()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of training; a hidden view only remembers it."""
        self.snapshot = snapshot
        self._catch_up()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self.theme = theme
        self._draw_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._catch_up()

    def _catch_up(self) -> None:
        self._is_behind = not self.isVisible()
        if self.snapshot is not None and not self._is_behind:
            self._draw_snapshot(self.snapshot)

    def _draw_project(self, project: Project) -> None:
        """Take over what a project says; called when its data, loss or output activation are others."""

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        """Take over what a snapshot says, touching only what differs."""

    def _draw_theme(self, theme: Theme) -> None:
        """Take over colours."""


def _asked(project: Project) -> tuple[object, ...]:
    """What decides the meaning of what a network says."""
    return project.data, project.training.loss, project.network.output.activation
