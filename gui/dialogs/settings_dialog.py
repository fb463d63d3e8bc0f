"""The settings: what the program remembers of a person; each change counts at once."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.network import DType
from gui import desktop
from gui.canvas.canvas import Canvas
from gui.canvas.look import LEAST_DIGITS, MOST_DIGITS, Look
from gui.colours import Colours
from gui.panels.check_box import CheckBox
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import error_note, heading, note, say
from gui.settings import Settings
from gui.theme import GRID_PX, PALETTES

WIDTH_PX, FIELD_PX = 440, 200
THEMES = (
    Option("system", "As the system", "Light or dark, as the system is."),
    Option("light", "Light", "Dark on light, whatever the system is."),
    Option("dark", "Dark", "Light on dark, whatever the system is."),
)
NUMBERS = (
    Option("float32", "float32", "About 7 digits: what training usually needs."),
    Option("float64", "float64", "About 16 digits, for checking by hand; slower for large networks."),
)


class SettingsDialog(QDialog):
    """Shows the settings and changes them; the window takes on what can be seen."""

    theme_chosen = Signal(str)
    """ "system", "light" or "dark"."""
    look_chosen = Signal(object)
    """Another `Look`."""
    reset_wanted = Signal()
    """Everything as it was at the first start."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setObjectName("settings-dialog")
        self._settings = settings
        self._look = Look()
        self._theme = ChoiceField("settings-theme", "Theme", "Light or dark.", FIELD_PX)
        self._theme.chosen.connect(self._choose_theme)
        self._palette = ChoiceField(
            "settings-palette", "Colours", "The two colours of positive and negative weights.", FIELD_PX
        )
        self._palette.chosen.connect(lambda name: self._choose_look(self._look.replace(palette=name)))
        self._digits = ChoiceField("settings-digits", "Digits", "Digits after the point, on the canvas.", FIELD_PX)
        self._digits.chosen.connect(lambda count: self._choose_look(self._look.replace(digits=count)))
        self._dashed = CheckBox(
            "settings-dashed", "Negative weights dashed", "A second sign for negative, besides the colour."
        )
        self._dashed.clicked.connect(lambda is_on: self._choose_look(self._look.replace(is_dashed=is_on)))
        self._numbers = ChoiceField(
            "settings-numbers",
            "New projects",
            "What new projects compute with; of this one the bottom line says it.",
            FIELD_PX,
        )
        self._numbers.chosen.connect(self._choose_numbers)
        self._autosaves = CheckBox(
            "settings-autosave",
            "Autosave for recovery",
            "Save work aside every few seconds: after a crash it is offered. The file stays as it is until you save.",
        )
        self._autosaves.clicked.connect(self._choose_autosaves)
        self._keeps_backup = CheckBox(
            "settings-previous",
            "Keep the previous version of a file",
            "Beside it, as name.neuroloom~; Previous version… in the project's menu opens it.",
        )
        self._keeps_backup.clicked.connect(self._choose_backup)
        self._desktop = QPushButton()
        self._desktop.setObjectName("settings-desktop")
        self._desktop.clicked.connect(self._change_desktop)
        self._refusal = error_note("settings-error")
        self._arrange()

    def _arrange(self) -> None:
        reset = QPushButton("Factory settings")
        reset.setObjectName("settings-reset")
        reset.setToolTip("All of this, and the window's arrangement, as at the first start; recent files stay.")
        reset.clicked.connect(self.reset_wanted)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        typing = note("settings-typing", "Type numbers with a point or a comma, or as a fraction: 0.5, 0,5, 1/2.")
        sections: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("Look", (self._theme, self._palette, self._digits, self._dashed)),
            (
                "Numbers",
                (self._numbers, typing),
            ),
            ("Saving", (self._autosaves, self._keeps_backup)),
        )
        if desktop.has_menu():
            about = note(
                "settings-desktop-about", "An entry in the applications menu, and a double click opens project files."
            )
            sections += (("Desktop", (about, self._desktop, self._refusal)),)
        for title, widgets in sections:
            column.addWidget(heading(title))
            for widget in widgets:
                column.addWidget(widget)
            column.addSpacing(GRID_PX)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(reset)
        row.addStretch(1)
        row.addWidget(buttons)
        column.addLayout(row)
        self.setFixedWidth(WIDTH_PX)

    def show_settings(self, look: Look) -> None:
        """Show everything as it is now.    look: how networks are drawn"""
        self._look = look
        self._theme.show_choice(THEMES, self._settings.theme)
        self._palette.show_choice(
            [Option(name, palette.label, "Positive and negative.") for name, palette in PALETTES.items()], look.palette
        )
        self._digits.show_choice(
            [
                Option(count, str(count), f"{count} digits after the point.")
                for count in range(LEAST_DIGITS, MOST_DIGITS + 1)
            ],
            look.digits,
        )
        self._dashed.setChecked(look.is_dashed)
        self._numbers.show_choice(NUMBERS, self._settings.dtype)
        self._autosaves.setChecked(self._settings.autosaves)
        self._keeps_backup.setChecked(self._settings.keeps_backup)
        self._show_desktop()

    def _choose_theme(self, name: object) -> None:
        self.theme_chosen.emit(cast(str, name))

    def _choose_look(self, look: Look) -> None:
        self._look = look
        self.look_chosen.emit(look)

    def _choose_numbers(self, dtype: object) -> None:
        self._settings.dtype = cast(DType, dtype)

    def _choose_autosaves(self, is_on: bool) -> None:
        self._settings.autosaves = is_on

    def _choose_backup(self, is_on: bool) -> None:
        self._settings.keeps_backup = is_on

    def _show_desktop(self) -> None:
        is_there = desktop.is_on_desktop()
        self._desktop.setText("Remove from the applications menu" if is_there else "Add to the applications menu")
        self._desktop.setToolTip(
            "Take the entry, the icon and the file type away again." if is_there else "Write entry, icon and file type."
        )

    def _change_desktop(self) -> None:
        try:
            if desktop.is_on_desktop():
                desktop.remove_from_desktop()
            else:
                desktop.add_to_desktop()
        except UserError as error:
            say(self._refusal, str(error))
        else:
            say(self._refusal, "")
        self._show_desktop()


def open_settings(
    parent: QWidget, settings: Settings, colours: Colours, canvas: Canvas, take_settings: Callable[[], None]
) -> None:
    """Show the settings over the window; what is chosen counts at once.

    take_settings  has the window show everything as the settings have it
    """
    dialog = SettingsDialog(settings, parent)

    def reset() -> None:
        settings.reset()
        take_settings()
        dialog.show_settings(canvas.look)

    dialog.theme_chosen.connect(colours.choose)
    dialog.look_chosen.connect(canvas.choose_look)
    dialog.reset_wanted.connect(reset)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show_settings(canvas.look)
    dialog.open()
