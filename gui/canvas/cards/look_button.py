"""The button in the corner of the canvas that opens the panel with the look."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from gui import icons
from gui.canvas.cards.look_panel import LookPanel
from gui.theme import CORNER_PX, GRID_PX, SMALL_PX, Theme

BUTTON_PX = 28
ICON_PX = 16


class LookButton(QToolButton):
    """Opens and closes the panel above it, and keeps both in the lower left corner."""

    asked = Signal(object)
    """Another look."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = LookPanel(theme, parent)
        self.panel.asked.connect(self.asked)
        self.panel.closed.connect(self._on_closed)
        self.setObjectName("look")
        self.setText(" View")  # a space from the icon
        self.setAccessibleName("View")
        self.setToolTip("How the network is drawn: numbers, names, digits, colours, weak connections")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self.setFixedHeight(BUTTON_PX)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.toggled.connect(self._on_toggled)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """A ground of its own, since a network that is zoomed in lies below."""
        self.panel.show_theme(theme)
        self.panel.setStyleSheet(f"#look-panel {{ border-radius: {CORNER_PX}px; }}")
        self.setIcon(icons.icon("look", theme.muted, ICON_PX))
        self.setStyleSheet(corner_style("look", theme))

    def place(self, room: QRect, margin: int) -> None:
        """Stand in the lower left corner of the room."""
        self.resize(self.fontMetrics().horizontalAdvance(self.text()) + 42, BUTTON_PX)
        self.move(room.left() + margin, room.bottom() + 1 - margin // 2 - self.height())
        self.panel.adjustSize()
        self.panel.move(self.x(), max(self.y() - GRID_PX // 2 - self.panel.height(), room.top()))

    def close_panel(self) -> bool:
        """Close the panel; whether it was open."""
        was_open = self.isChecked()
        self.setChecked(False)
        return was_open

    def _on_toggled(self, is_on: bool) -> None:
        self.panel.setVisible(is_on)
        if is_on:
            self.panel.raise_()
            self.panel.take_keyboard()

    def _on_closed(self) -> None:
        self.close_panel()
        self.setFocus()


def corner_style(name: str, theme: Theme) -> str:
    """How a button of this name looks that lies on the canvas."""
    return (
        f"#{name} {{ background: {theme.canvas}; color: {theme.muted}; border: 1px solid {theme.hairline};"
        f" border-radius: {CORNER_PX}px; padding: 2px 8px; font-size: {SMALL_PX}px; }}"
        f"#{name}:hover, #{name}:checked {{ background: {theme.hover}; color: {theme.ink}; }}"
        f"#{name}:focus {{ border: 1px solid {theme.ink}; }}"
    )
