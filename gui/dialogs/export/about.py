"""What one gets in one form: its files, what is inside, how it is used, and the beginning of what can be read in it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.export.inside import Fact
from gui.panels.form import heading, note, say
from gui.theme import BODY_PX, CORNER_PX, GRID_PX, SMALL_PX, Theme

ABOUT_PX = 96
PREVIEW_PX = 120


class About(QWidget):
    """Says what it is told; `option` stands between what is inside and how it is used."""

    def __init__(self, theme: Theme, option: QWidget) -> None:
        super().__init__()
        self._title = heading("")
        self._title.setObjectName("export-title")
        self._what = note("export-what")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(GRID_PX)
        self._facts.setVerticalSpacing(3)
        self._facts.setColumnMinimumWidth(0, ABOUT_PX)
        self._facts.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._shown_facts: list[str] = []
        self._use = _Use(theme)
        self._text = QPlainTextEdit()
        self._text.setObjectName("export-preview")
        self._text.setAccessibleName("The beginning of the file")
        self._text.setToolTip("How the file begins; of one that is no text, what it holds.")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._text.setFont(_fixed())
        self._picture = QLabel()
        self._picture.setObjectName("export-picture")
        self._picture.setAccessibleName("The picture as it will be")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._text, self._picture):
            part.setMinimumHeight(PREVIEW_PX)
            name = part.objectName()
            part.setStyleSheet(
                f"#{name} {{ background: {theme.canvas}; border: 1px solid {theme.hairline};"
                f" border-radius: {CORNER_PX}px; padding: 6px; font-size: {SMALL_PX}px; }}"
                f"#{name}:focus {{ border-color: {theme.ink}; }}"
            )
        self._shown = QStackedWidget()
        self._shown.addWidget(self._text)
        self._shown.addWidget(self._picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addWidget(self._what)
        column.addLayout(titles)
        column.addLayout(self._facts)
        column.addWidget(option)
        column.addWidget(self._use)
        column.addWidget(self._shown, 1)

    def show_form(self, label: str, what: str) -> None:
        """Another form is chosen."""
        self._title.setText(label)
        self._what.setText(what)
        self._text.clear()
        self._shown.setCurrentWidget(self._text)

    def show_use(self, lines: str) -> None:
        """How it is used; empty: nobody has said it."""
        self._use.show_lines(lines)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """What is inside, one thing in each line."""
        for place, fact in enumerate(facts):
            if place == len(self._rows):
                self._add_row()
            about, text = self._rows[place]
            about.setText(fact.about)
            text.setObjectName(f"export-{fact.about.lower()}")
            text.setText(fact.text)
        for place, (about, text) in enumerate(self._rows):
            about.setVisible(place < len(facts))
            text.setVisible(place < len(facts))
            if place >= len(facts):
                text.setObjectName("")
        self._shown_facts = [fact.about for fact in facts]

    def show_fact(self, fact: Fact) -> None:
        """One of them says something else now."""
        if fact.about in self._shown_facts:
            self._rows[self._shown_facts.index(fact.about)][1].setText(fact.text)

    def _add_row(self) -> None:
        about, text = note(""), note("")
        about.setContentsMargins(0, BODY_PX - SMALL_PX, 0, 0)  # smaller letters on the line of larger ones
        text.setProperty("role", None)
        for column, label in enumerate((about, text)):
            self._facts.addWidget(label, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
        self._rows.append((about, text))

    @property
    def picture_room(self) -> QSize:
        """How large a picture may be."""
        return self._shown.size() - QSize(4 * GRID_PX, 4 * GRID_PX)

    def show_text(self, text: str, instead: str) -> None:
        """The beginning of the file; where there is none, these words."""
        self._text.setPlaceholderText(instead)
        self._text.setPlainText(text)

    def show_picture(self, picture: QPixmap) -> None:
        """A picture in place of a text."""
        self._picture.setPixmap(picture)
        self._shown.setCurrentWidget(self._picture)


class _Use(QFrame):
    """Lines to copy, with the button that does."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("export-use-frame")
        self.setStyleSheet(
            f"#export-use-frame {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
            f"#export-use {{ background: transparent; font-size: {SMALL_PX}px; }}"
        )
        self._lines = note("export-use")
        self._lines.setProperty("role", None)
        self._lines.setAccessibleName("How it is used")
        self._lines.setFont(_fixed())
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = QPushButton("Copy")
        self._copy.setObjectName("export-copy-use")
        self._copy.setAccessibleName("Copy how it is used")
        self._copy.setToolTip("Copy these lines.")
        self._copy.clicked.connect(self._on_copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX + 4, GRID_PX - 2, GRID_PX - 2, GRID_PX - 2)
        row.addWidget(self._lines, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)

    def show_lines(self, lines: str) -> None:
        """How it is used; empty: nobody has said it."""
        say(self._lines, lines)
        self._copy.setText("Copy")
        self.setVisible(bool(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._lines.text())
        self._copy.setText("Copied")


def _fixed() -> QFont:
    """Letters of equal width, as programs are written in."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(SMALL_PX)
    return font
