"""The project's menu: new, open, examples, save, what is shown and how it looks."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from core.bundled import NAMES, open_bundled
from core.data import Table
from gui.menus import Menu
from gui.saving.files import Files
from gui.settings import Settings

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
PANELS = (("left", "Data and training"), ("pictures", "Pictures"))


class ProjectMenu(Menu):
    """Behind the project's title."""

    theme_chosen = Signal(str)
    """ "system", "light" or "dark"."""
    panel_toggled = Signal(str, bool)
    """(name of a panel, whether it is shown)"""

    def __init__(self, actions: Mapping[str, QAction], files: Files, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._files, self._settings = files, settings
        self.addActions([actions["new"], actions["open"]])
        self.addActions([actions["open-table"], actions["paste-table"], actions["import-model"]])
        self._recent = self.addMenu("Open recent")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._examples = self.addMenu("Examples")
        self._examples.aboutToShow.connect(self._fill_examples)
        self.addSeparator()
        self.addActions([actions["save"], actions["save-as"]])
        self.addActions([actions["previous"], actions["recover"]])
        self.addSeparator()
        self.addActions([actions["new-weights"], actions["edit-task"], actions["show-task"]])
        self.addSeparator()
        look = self.addMenu("Theme")
        group = QActionGroup(look)
        self._themes: dict[str, QAction] = {}
        for name, text in THEMES:
            action = look.addAction(text, partial(self.theme_chosen.emit, name))
            action.setObjectName(f"theme-{name}")
            action.setCheckable(True)
            group.addAction(action)
            self._themes[name] = action
        panels = self.addMenu("Panels")
        self._panels: dict[str, QAction] = {}
        for name, text in PANELS:
            self._panels[name] = action = panels.addAction(text)
            action.setObjectName(f"panel-{name}")
            action.setCheckable(True)
            action.setChecked(name not in settings.hidden_panels)
            action.toggled.connect(partial(self.panel_toggled.emit, name))
        panels.addActions([actions["history"], actions["ranking"], actions["doctor"], actions["walk"]])
        self.addSeparator()
        self.addActions([actions["settings"], actions["keys"], actions["about"], actions["quit"]])

    def bring_back(self, panel: str) -> None:
        """This panel is shown, if it was hidden."""
        self._panels[panel].setChecked(True)

    def bring_back_all(self) -> None:
        """Every panel is shown."""
        for action in self._panels.values():
            action.setChecked(True)

    def show_theme_name(self, name: str) -> None:
        """Mark the theme that was chosen."""
        self._themes[name].setChecked(True)

    def _fill_examples(self) -> None:
        if not self._examples.isEmpty():
            return
        were_tables = False
        for name in NAMES:
            example = open_bundled(name)
            if isinstance(example.data, Table) != were_tables:
                self._examples.addSeparator()
                were_tables = not were_tables
            action = self._examples.addAction(example.title, partial(self._files.open_bundled, name))
            action.setObjectName(f"example-{name}")

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._settings.recent:
            self._recent.addAction(str(path).replace("&", "&&"), partial(self._files.open_recent, path))
        if self._recent.isEmpty():
            self._recent.addAction("No recent projects").setEnabled(False)
