"""What has become of an export: the proof, or why nothing was written."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui import icons
from gui.dialogs.export.words import size_text
from gui.panels.form import note, say
from gui.session.exporting import Exported
from gui.theme import CORNER_PX, GRID_PX, Theme

TICK_PX = 28


class Outcome(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("export-outcome")
        self._theme = theme
        self._path = Path()
        self._tick = QLabel()
        self._tick.setPixmap(icons.pixmap("tick", theme.ink, TICK_PX, self.devicePixelRatioF()))
        self._title = note("export-outcome-title")
        self._title.setProperty("role", "heading")
        self._text = note("export-outcome-text")
        self._text.setProperty("role", None)
        self._more = note("export-outcome-more")
        self._show = _button("export-show-folder", "Show in folder", "Open the folder that it was written into.")
        self._copy = _button("export-copy-path", "Copy path", "Copy where the file is, to paste it elsewhere.")
        self._show.clicked.connect(self._show_folder)
        self._copy.clicked.connect(self._copy_path)
        said = QVBoxLayout()
        said.setSpacing(2)
        for label in (self._title, self._text, self._more):
            said.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX + 2, 2 * GRID_PX, GRID_PX + 2)
        row.setSpacing(GRID_PX)
        row.addWidget(self._tick)
        row.addSpacing(GRID_PX // 2)
        row.addLayout(said, 1)
        row.addWidget(self._show)
        row.addWidget(self._copy)
        self.hide()

    def show_exported(self, done: Exported) -> None:
        """It is written: the proof, in full."""
        self._path = done.path
        others = f" and {', '.join(done.names[1:])}" if len(done.names) > 1 else ""
        are = "are" if others else "is"
        more = (f"{done.when[:1].upper()}{done.when[1:]}", size_text(done.size), str(done.path.parent))
        surface = self._theme.notice_surface
        self._say(f"{done.path.name}{others} {are} written.", done.proof, " · ".join(filter(None, more)), surface)
        self._copy.setText("Copy path")
        self._tick.setVisible(done.is_proved)
        self._show.show()
        self._copy.show()

    def show_refusal(self, message: str, hint: str) -> None:
        """Nothing is written: why, and what to do about it."""
        self._say(message, hint, "", self._theme.error_surface)
        for part in (self._tick, self._show, self._copy):
            part.hide()

    def _say(self, title: str, text: str, more: str, surface: str) -> None:
        for label, words in ((self._title, title), (self._text, text), (self._more, more)):
            say(label, words)
        self.setAccessibleName(" ".join((title, text, more)).strip())
        self.setStyleSheet(
            f"#export-outcome {{ background: {surface}; border-radius: {CORNER_PX}px; }}"
            "#export-outcome QLabel { background: transparent; }"
        )
        self.show()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent.absolute())))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._path.absolute()))
        self._copy.setText("Copied")


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button
