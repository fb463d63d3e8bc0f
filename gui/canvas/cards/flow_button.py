"""The button in the corner of the canvas that lets the current sample flow through the network."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from gui import icons
from gui.canvas.cards.look_button import BUTTON_PX, corner_style
from gui.theme import Theme

ICON_PX = 12


class FlowButton(QToolButton):
    """Pressed while the flow plays."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("flow")
        self.setAccessibleName("Flow")
        self.setToolTip("Watch the current sample flow through the network (P); layer by layer (N); Esc ends it.")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(BUTTON_PX)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._is_playing = False
        self.show_theme(theme)

    def show_playing(self, is_playing: bool) -> None:
        """Whether the flow plays."""
        self._is_playing = is_playing
        self.show_theme(self._theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.setIcon(icons.icon("pause" if self._is_playing else "play", theme.muted, ICON_PX))
        self.setStyleSheet(corner_style("flow", theme))

    def place(self, left: int, top: int, has_room: bool) -> None:
        """Stand here, with the word where there is room for it."""
        self.setText(" Flow" if has_room else "")  # a space from the icon
        word = self.fontMetrics().horizontalAdvance(self.text()) + 8 if has_room else 0
        self.setGeometry(left, top, word + BUTTON_PX + 2, BUTTON_PX)
