"""The line over the canvas that says what somebody else has done to the project's file, and reads it again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from gui.panels.close_button import CloseButton
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme
from gui.wording import escaped, with_short_words


class FileLine(QFrame):
    """Hidden until there is something to say."""

    reload_wanted = Signal()
    """The file's own content shall take the place of what is on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("file-line")
        self._text = QLabel()
        self._text.setObjectName("file-text")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._reload = QPushButton("Reload")
        self._reload.setObjectName("file-reload")
        self._reload.setAccessibleName("Reload the file")
        self._reload.setToolTip("Open the file again, as it is now.")
        self._reload.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reload.clicked.connect(self.reload_wanted)
        self._close = CloseButton("file-close", "Close the message", "Close the message.")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self._text, 1)
        row.addWidget(self._reload)
        row.addWidget(self._close)
        self.hide()
        self.show_theme(LIGHT)

    def say(self, what: str, more: str, can_reload: bool) -> None:
        """What has happened, and what follows from it."""
        self._text.setText(f"<b>{escaped(with_short_words(what))}</b> {escaped(more)}")
        self.setAccessibleName(f"{what} {more}")
        self._reload.setVisible(can_reload)
        self.show()

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface: nothing has gone wrong."""
        self.setStyleSheet(
            f"#file-line {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
            f"#file-line QLabel {{ background: transparent; }}"
        )
        self._close.show_theme(theme)
