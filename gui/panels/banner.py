"""The one banner: what went wrong in one sentence, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from gui.panels.close_button import CloseButton
from gui.theme import CORNER_PX, GRID_PX, Theme


class Banner(QFrame):
    """Stands over the canvas until it is closed or the next message takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
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
        self._text.setText(f"<b>{_escaped(message)}</b> {_escaped(hint)}")
        self.setAccessibleName(f"{message} {hint}")
        self.show()

    def show_theme(self, theme: Theme) -> None:
        """A surface that warns."""
        self.setStyleSheet(
            f"#banner {{ background: {theme.error_surface}; border-radius: {CORNER_PX}px; }}"
            f"#banner QLabel {{ background: transparent; }}"
        )
        self._close.show_theme(theme)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
