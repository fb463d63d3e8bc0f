"""The face that all pages of the right column share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.snapshot import Snapshot
from core.specs import Project
from gui.session.sample import Sample
from gui.theme import Theme
from gui.views.view import View


class Page(QWidget):
    """A page of views. A page that is not in front is told everything, and draws nothing: its views are hidden."""

    views: tuple[View, ...] = ()
    """Its views, in order."""
    each = 6
    """While training, it is shown every so many frames."""

    def show_project(self, project: Project) -> None:
        """Tell each view about the project."""
        for view in self.views:
            view.show_project(project)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """Give each view its share of the frames.

        number  the frame's; None: everything is to be seen now
        """
        # All of one moment: what is read together must be able to be true together.
        if number is None or snapshot.is_calm or number % self.each == 0:
            for view in self.views:
                view.show_snapshot(snapshot)

    def show_sample(self, sample: Sample | None) -> None:
        """Show what there is to show of this sample."""

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        for view in self.views:
            view.show_theme(theme)

    def fill(self, whole: QWidget, name: str) -> QScrollArea:
        """Fill the page with all that is on it, to be scrolled down; returns what scrolls, which has this name."""
        area = QScrollArea()
        area.setObjectName(name)
        area.setWidget(whole)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # nothing moves when it is needed
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        return area
