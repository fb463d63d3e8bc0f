"""The button in the corner of the canvas that opens the panel with the look."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from gui import icons
from gui.canvas.cards.look_panel import LookPanel
from gui.canvas.look import Look
from gui.panels.tab_order import let_tab_follow
from gui.theme import CORNER_PX, GRID_PX, SMALL_PX, Theme

BUTTON_PX = 28
ICON_PX = 16


class LookButton(QToolButton):
    """Opens and closes the panel above it, and keeps both in the lower left corner."""

    asked = Signal(object)
    """Another look."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._panel: LookPanel | None = None
        self._theme, self._look, self._scale, self._top = theme, Look(), 0.0, 0
        self.setObjectName("look")
        self.setText(" View")  # a space from the icon
        self.setAccessibleName("View")
        self.setToolTip(
            "How the network is drawn: numbers, names, digits, colours, weak connections. It is remembered on this "
            "computer, not in the project."
        )
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
        self._theme = theme
        if self._panel is not None:
            self._panel.show_theme(theme)
        self.setIcon(icons.icon("look", theme.muted, ICON_PX))
        self.setStyleSheet(corner_style("look", theme))

    def show_look(self, look: Look) -> None:
        """How the network is drawn now."""
        self._look = look
        if self._panel is not None:
            self._panel.show_look(look)

    def show_scale(self, scale: float) -> None:
        """The |w| that is drawn at full width."""
        self._scale = scale
        if self._panel is not None:
            self._panel.show_scale(scale)

    def place(self, room: QRect, margin: int) -> None:
        """Stand in the lower left corner of the room."""
        self.resize(self.fontMetrics().horizontalAdvance(self.text()) + 42, BUTTON_PX)
        self.move(room.left() + margin, room.bottom() + 1 - margin // 2 - self.height())
        self._top = room.top()
        self._place_panel()

    def _place_panel(self) -> None:
        if self._panel is not None:
            self._panel.adjustSize()
            self._panel.move(self.x(), max(self.y() - GRID_PX // 2 - self._panel.height(), self._top))

    def close_panel(self) -> bool:
        """Close the panel; whether it was open."""
        was_open = self.isChecked()
        self.setChecked(False)
        return was_open

    def _on_toggled(self, is_on: bool) -> None:
        if self._panel is None:
            self._panel = self._make_panel()
        self._panel.setVisible(is_on)
        if is_on:
            self._place_panel()
            self._panel.raise_()
            self._panel.take_keyboard()

    def _make_panel(self) -> LookPanel:
        """It is made when it is first opened."""
        panel = LookPanel(self._theme, self._canvas)
        panel.setStyleSheet(f"#look-panel {{ border-radius: {CORNER_PX}px; }}")
        panel.asked.connect(self.asked)
        panel.closed.connect(self._on_closed)
        panel.show_look(self._look)
        panel.show_scale(self._scale)
        let_tab_follow(self, panel)
        return panel

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
