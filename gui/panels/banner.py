"""The one banner: what went wrong in one sentence, and what to do about it; or how training came to its end."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from core.specs import Project
from gui.panels.close_button import CloseButton
from gui.panels.remedy_button import RemedyButton
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme
from gui.wording import escaped, with_short_words

Lasting = Literal["until an edit", "as its training", "as its weights", "as its project", "until it has data"]

NEWS: tuple[Lasting, ...] = ("as its project", "until it has data")


class Banner(QFrame):
    """Stands over the canvas until it is closed or the next message takes its place."""

    remedy_wanted = Signal()
    """The button was pressed that `offer` put there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = LIGHT
        self._message, self._is_refusal = "", True
        self._lasts: Lasting = "until an edit"
        self._project: Project | None = None
        self._text = QLabel()
        self._text.setObjectName("banner-text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = CloseButton("banner-close", "Close the message", "Close the message.")
        self._close.clicked.connect(self.hide)
        self._remedy = RemedyButton("banner-remedy")
        self._remedy.clicked.connect(self.remedy_wanted)
        self._remedy.hide()
        said = QVBoxLayout()
        said.setSpacing(GRID_PX)
        said.addWidget(self._text)
        said.addWidget(self._remedy, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.addLayout(said, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_refusal(self, message: str, hint: str) -> None:
        """What happened, and a hint: told until the next edit."""
        self._lasts = "until an edit"
        self._say(message, hint, is_refusal=True)

    def show_stop(self, message: str, hint: str) -> None:
        """Training broke off: told until it goes on, or what it was made with is another.

        Its weights, its data, its network or its settings.
        """
        self._lasts = "as its training"
        self._say(message, hint, is_refusal=True)

    def offer(self, remedy: str, why: str) -> None:
        """A button below what is told, in place of its hint: what helps, and why."""
        self._text.setText(f"<b>{escaped(with_short_words(self._message))}</b> {escaped(why)}")
        self.setAccessibleName(f"{self._message} {why}")
        self._remedy.show_remedy(remedy)
        self._remedy.show()

    def show_end(self, reason: str) -> None:
        """How training came to its end, which is no failure.

        Told until it is closed, training goes on or its weights are left, whatever is edited.
        """
        self._lasts = "as its weights"
        what, _, then = reason.partition(". ")
        self._say(f"{what}." if then else what, then, is_refusal=False)

    def show_news(self, message: str, more: str) -> None:
        """What became of something, and what is worth knowing of it, which is no failure.

        Told until it is closed, something else is to be told, or another project is open, whatever is done meanwhile.
        """
        self._lasts = "as its project"
        self._say(message, more, is_refusal=False)

    def show_import(self, message: str, more: str) -> None:
        """What was imported: told as news are, but no longer than until there are data for it."""
        self.show_news(message, more)
        self._lasts = "until it has data"

    def show_project(self, project: Project) -> None:
        """What was told of the project as it was goes."""
        is_other = self._project is None or not self._project.trains_like(project)
        self._project = project
        has_data = self._lasts == "until it has data" and project.data is not None
        if self._lasts == "until an edit" or has_data or (self._lasts == "as its training" and is_other):
            self._put_away()

    def forget_end(self) -> None:
        """The weights that training ended with, or broke off at, are not there any more."""
        if self._lasts in ("as its weights", "as its training"):
            self.put_away()

    def forget_news(self) -> None:
        """The project that news were told of is not there any more."""
        if self._lasts in NEWS:
            self._put_away()

    def put_away(self) -> None:
        """What was refused before is no longer the last word; news are."""
        if self._lasts not in NEWS:
            self._put_away()

    def _put_away(self) -> None:
        self._lasts = "until an edit"
        self.hide()

    def _say(self, message: str, more: str, is_refusal: bool) -> None:
        self._message, self._is_refusal = message, is_refusal
        self._remedy.hide()
        self.show_theme(self._theme)
        self._text.setText(f"<b>{escaped(with_short_words(message))}</b> {escaped(with_short_words(more))}")
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
