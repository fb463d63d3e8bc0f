"""The right column: pages one behind the other, and the row of their names above."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.page import Page
from gui.panels.tab_stop import keep_tab_stop
from gui.sample import Sample
from gui.theme import GRID_PX, Theme

LEAST_WIDTH_PX = 380


class RightColumn(QFrame):
    """Shows one page at a time; each has a name to click, and Ctrl with its number."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("right-column")
        self.setProperty("surface", True)
        self.setMinimumWidth(LEAST_WIDTH_PX)
        self._names = QWidget()
        self._row = QHBoxLayout(self._names)
        self._row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, 0)
        self._row.setSpacing(GRID_PX // 2)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._names)
        column.addWidget(self._stack, 1)

    def add_page(self, name: str, text: str, tip: str, page: Page) -> None:
        """One more page behind the others.

        name  of its button: "page-<name>"
        text  what stands on the button
        """
        button = QToolButton()
        button.setObjectName(f"page-{name}")
        button.setProperty("role", "tab")
        button.setText(text)
        button.setCheckable(True)
        button.setShortcut(f"Ctrl+{self._stack.count() + 1}")
        button.setToolTip(f"{tip} ({button.shortcut().toString()})")
        button.setAccessibleName(text)
        button.clicked.connect(partial(self._turn_to, page, button))
        self._group.addButton(button)
        self._row.insertWidget(self._stack.count(), button)
        self._stack.addWidget(page)
        if self._stack.count() == 1:
            button.setChecked(True)
            keep_tab_stop(self._group)
        else:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until it is chosen
        self._names.setVisible(self._stack.count() > 1)

    def _turn_to(self, page: Page, button: QToolButton) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and (self._stack.isAncestorOf(focus) or focus in self._group.buttons()):
            # Else Qt hands it on to some control of the new page, where the next key does what nobody meant.
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentWidget(page)

    @property
    def pages(self) -> list[Page]:
        """All pages, in order."""
        found = [self._stack.widget(place) for place in range(self._stack.count())]
        return [page for page in found if isinstance(page, Page)]

    def bring_up(self, page: Page) -> None:
        """This page in front."""
        self._group.buttons()[self._stack.indexOf(page)].click()

    def show_project(self, project: Project) -> None:
        """Tell each page about the project."""
        for page in self.pages:
            page.show_project(project)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """Give each page the moment; what is hidden only remembers it."""
        for page in self.pages:
            page.show_snapshot(snapshot, number)

    def show_sample(self, sample: Sample | None) -> None:
        """Tell each page about the current sample."""
        for page in self.pages:
            page.show_sample(sample)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        for page in self.pages:
            page.show_theme(theme)
