"""Which colours the window has: of the theme that was chosen, or the system's, with the palette of the canvas' look."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from gui import theme
from gui.canvas.look import Look
from gui.settings import Settings


class Colours(QObject):
    """The theme of now; it follows the settings, the look and the system."""

    changed = Signal(object)
    """A `Theme`, for everything to take on."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._look = settings.look
        self.name = settings.theme
        """ "system", "light" or "dark"."""
        self.theme = self._named(self.name)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    def choose(self, name: str) -> None:
        """Take on the theme of this name, from now on."""
        self._settings.theme = name
        self.take(name)

    def take(self, name: str) -> None:
        """Take on the theme of this name, for now."""
        self.name = name
        self.theme = self._named(name)
        self.changed.emit(self.theme)

    def take_look(self, look: Look) -> None:
        """Networks are drawn in this way from now on."""
        self._settings.look = self._look = look
        if theme.with_palette(self.theme, look.palette) != self.theme:
            self.take(self.name)

    def _named(self, name: str) -> theme.Theme:
        return theme.with_palette(theme.THEMES.get(name) or theme.system_theme(), self._look.palette)

    def _on_system_scheme(self) -> None:
        if self._settings.theme == "system":
            self.take("system")
