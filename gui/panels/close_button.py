"""The cross that closes a line over the canvas."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from gui import icons
from gui.theme import Theme

CROSS_PX = 12


class CloseButton(QToolButton):
    """A quiet cross; clicking it leaves the focus where it is."""

    def __init__(self, name: str, label: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(tip)
        self.setProperty("role", "quiet")
        self.setIconSize(QSize(CROSS_PX, CROSS_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_theme(self, theme: Theme) -> None:
        """The cross in the theme's ink."""
        self.setIcon(icons.icon("close", theme.ink, CROSS_PX))
