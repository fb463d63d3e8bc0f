"""The right column: pages one behind the other, and the row of their names above."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
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
from gui.panels.tab_order import let_tab_follow
from gui.panels.tab_stop import keep_tab_stop
from gui.session.sample import Sample
from gui.theme import GRID_PX, Theme

LEAST_WIDTH_PX = 380

AnyPage = TypeVar("AnyPage", bound=Page)


class RightColumn(QFrame):
    """Shows one page at a time; each has a name to click, and Ctrl with its number.

    All but the first are made when they are first wanted: what nobody looks at costs the start of the program nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("right-column")
        self.setProperty("surface", True)
        self.setMinimumWidth(LEAST_WIDTH_PX)
        self.theme: Theme | None = None
        self._project: Project | None = None
        self._snapshot: Snapshot | None = None
        self._sample: Sample | None = None
        self._names = QWidget()
        self._row = QHBoxLayout(self._names)
        self._row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, 0)
        self._row.setSpacing(GRID_PX // 2)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._names)
        column.addWidget(self._stack, 1)

    @property
    def buttons(self) -> list[QAbstractButton]:
        """Of the pages, in order."""
        return list(self._buttons.values())

    def add_page(self, name: str, text: str, tip: str, page: Callable[[], Page]) -> None:
        """One more page behind the others.

        name  of its button: "page-<name>"
        text  what stands on the button
        page  gives the page, made by then and handed to `take_in`
        """
        place = len(self._buttons)
        button = QToolButton()
        button.setObjectName(f"page-{name}")
        button.setProperty("role", "tab")
        button.setText(text)
        button.setCheckable(True)
        button.setShortcut(f"Ctrl+{place + 1}")
        button.setToolTip(f"{tip} ({button.shortcut().toString()})")
        button.setAccessibleName(text)
        button.clicked.connect(partial(self._turn_to, page, button))
        self._buttons[name] = button
        self._group.addButton(button)
        self._row.insertWidget(place, button)
        if place == 0:
            self._stack.setCurrentWidget(page())
            button.setChecked(True)
            keep_tab_stop(self._group)
        else:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until it is chosen
        self._names.setVisible(place > 0)

    def take_in(self, name: str, page: AnyPage) -> AnyPage:
        """Have a new page behind the button of this name, told all that the others have been told."""
        self._stack.addWidget(page)
        let_tab_follow(self._buttons[name], page)
        if self.theme is not None:
            page.show_theme(self.theme)
        if self._project is not None:
            page.show_project(self._project)
        page.show_sample(self._sample)
        if self._snapshot is not None:
            page.show_snapshot(self._snapshot)
        return page

    def _turn_to(self, page: Callable[[], Page], button: QToolButton) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and (self._stack.isAncestorOf(focus) or focus in self._group.buttons()):
            # Else Qt hands it on to some control of the new page, where the next key does what nobody meant.
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentWidget(page())

    @property
    def pages(self) -> list[Page]:
        """The pages that have been made."""
        found = [self._stack.widget(place) for place in range(self._stack.count())]
        return [page for page in found if isinstance(page, Page)]

    def bring_up(self, name: str) -> None:
        """The page of this name in front."""
        self._buttons[name].click()

    def show_project(self, project: Project) -> None:
        """Tell each page about the project."""
        self._project = project
        for page in self.pages:
            page.show_project(project)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """Give each page the moment; what is hidden only remembers it."""
        self._snapshot = snapshot
        for page in self.pages:
            page.show_snapshot(snapshot, number)

    def show_sample(self, sample: Sample | None) -> None:
        """Tell each page about the current sample."""
        self._sample = sample
        for page in self.pages:
            page.show_sample(sample)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.theme = theme
        for page in self.pages:
            page.show_theme(theme)
