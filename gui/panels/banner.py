"""The one banner: what went wrong in one sentence, and what to do about it; or how training came to its end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from gui.panels.close_button import CloseButton
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme


class Banner(QFrame):
    """Stands over the canvas until it is closed or the next message takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = LIGHT
        self._is_refusal = True
        self._text = QLabel()
        self._text.setObjectName("banner-text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = CloseButton("banner-close", "Close the message", "Close the message.")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.hide()

    def show_refusal(self, message: str, hint: str) -> None:
        """What happened, and a hint."""
        self._say(message, hint, is_refusal=True)

    def show_end(self, message: str, more: str) -> None:
        """How training came to its end, which is no failure."""
        self._say(message, more, is_refusal=False)

    def _say(self, message: str, more: str, is_refusal: bool) -> None:
        self._is_refusal = is_refusal
        self.show_theme(self._theme)
        self._text.setText(f"<b>{_escaped(message)}</b> {_escaped(more)}")
        self.setAccessibleName(f"{message} {more}")
        self.show()

    def show_theme(self, theme: Theme) -> None:
        """A surface that warns, or a quiet one."""
        self._theme = theme
        surface = theme.error_surface if self._is_refusal else theme.notice_surface
        self.setStyleSheet(
            f"#banner {{ background: {surface}; border-radius: {CORNER_PX}px; }}"
            f"#banner QLabel {{ background: transparent; }}"
        )
        self._close.show_theme(theme)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
