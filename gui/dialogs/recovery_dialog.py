"""The dialog after a crash: which work was saved aside, and what shall become of it."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.project.autosave import Note, Shelf
from gui.dialogs.question import ask
from gui.panels.form import heading, note
from gui.panels.walked_list import Index, WalkedList, paint_ground
from gui.theme import BODY_PX, CORNER_PX, GRID_PX, SMALL_PX, Theme, body_font

ROW_PX, MOST_ROWS, WIDTH_PX = 52, 5, 520
TEXT_AT_PX = 12
KEPT = "A copy is kept aside every few seconds: what came after it is lost. What you leave for later is offered again."


class RecoveryDialog(QDialog):
    """One row for each window that ended before its work was saved.

    chosen     the shelf to recover; None: none
    discarded  those whose work nobody wants
    """

    def __init__(self, shelves: Sequence[Shelf], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery-dialog")
        self.setWindowTitle("Recover unsaved work")
        self.chosen: Shelf | None = None
        self.discarded: list[Shelf] = []
        self._shelves = list(shelves)
        self._list = WalkedList("recovery-list", "Unsaved work that can be recovered")
        self._list.setStyleSheet(
            f"#recovery-list {{ background: {theme.canvas}; border: 1px solid {theme.hairline};"
            f" border-radius: {CORNER_PX}px; padding: 4px; outline: none; }}"
        )
        self._rows = _Rows(self)
        self._list.setModel(self._rows)
        self._list.setItemDelegate(_Row(theme, self))
        self._list.doubleClicked.connect(self._recover)
        recover = _button("recovery-recover", "Recover", "Open this work; it is not saved until you save it.")
        recover.setProperty("role", "primary")
        recover.setDefault(True)
        recover.clicked.connect(self._recover)
        discard = _button("recovery-discard", "Discard", "Remove this work for good.")
        discard.clicked.connect(self._discard)
        later = _button("recovery-later", "Later", "Keep it; it is offered again at the next start (Esc).")
        later.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(discard)
        buttons.addStretch(1)
        buttons.addWidget(later)
        buttons.addWidget(recover)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Neuroloom ended before this was saved"))
        column.addWidget(note("recovery-note", KEPT))
        column.addSpacing(GRID_PX // 2)
        column.addWidget(self._list)
        column.addSpacing(GRID_PX)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH_PX)
        self._show_rows()
        self._list.setFocus()

    def _show_rows(self) -> None:
        row = max(0, min(self._list.currentIndex().row(), len(self._shelves) - 1))
        self._rows.show_notes([shelf.autosaves[0].note for shelf in self._shelves])
        self._list.setFixedHeight(ROW_PX * min(len(self._shelves), MOST_ROWS) + 2 * 5)
        self._list.setCurrentIndex(self._rows.index(row))
        self.adjustSize()

    def _recover(self) -> None:
        self.chosen = self._shelves[self._list.currentIndex().row()]
        self.accept()

    def _discard(self) -> None:
        row = self._list.currentIndex().row()
        title, count = self._rows.title(row), len(self._shelves)
        answers = {"one": "Discard"} if count == 1 else {"one": "Discard", "all": f"Discard all {count}"}
        answer = ask(
            self, "discard-work", "Discard unsaved work?",
            f"The unsaved work on “{title}” is removed for good.",
            "To keep it, choose Cancel, then Later.", answers, is_final=True,
        )  # fmt: skip
        if answer is None:
            return
        gone = self._shelves[:] if answer == "all" else [self._shelves[row]]
        self.discarded += gone
        self._shelves = [shelf for shelf in self._shelves if shelf not in gone]
        if self._shelves:
            self._show_rows()
        else:
            self.reject()


def told_of(note: Note) -> str:
    """How far it had come, and when: "epoch 120, today at 14:02:45"."""
    when = when_text(note.when)
    return f"epoch {note.epoch:,}, {when}" if when else f"epoch {note.epoch:,}"


def when_text(seconds: float) -> str:
    """ "today at 14:02:45", "28 November 2026 at 09:30:00", of seconds since 1970; empty where no calendar has that."""
    try:
        then = datetime.fromtimestamp(seconds)
    except (OverflowError, OSError, ValueError):
        return ""
    if not seconds:
        return ""
    day = "today" if then.date() == date.today() else f"{then.day} {then:%B %Y}"
    return f"{day} at {then:%H:%M:%S}"


def _place_text(path: Path | None) -> str:
    return "never saved" if path is None else str(path)


class _Rows(QAbstractListModel):
    """The notes, one a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._notes: list[Note] = []

    def show_notes(self, notes: list[Note]) -> None:
        self.beginResetModel()
        self._notes = notes
        self.endResetModel()

    def note(self, index: Index) -> Note:
        return self._notes[index.row()]

    def title(self, row: int) -> str:
        return self._notes[row].title or "Untitled"

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self._notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        note = self.note(index)
        words = f"{self.title(index.row())}, {told_of(note)}, {_place_text(note.path)}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        return _place_text(note.path) if role == Qt.ItemDataRole.ToolTipRole else None


class _Row(QStyledItemDelegate):
    """Title and how far it had come; below, where its file is."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows = index.model()
        assert isinstance(rows, _Rows)
        note, theme = rows.note(index), self._theme
        paint_ground(painter, option, theme, 1.5, 6.0)
        frame = QRectF(option.rect).adjusted(TEXT_AT_PX, 7, -TEXT_AT_PX, -7)
        upper, lower = QRectF(frame), QRectF(frame)
        upper.setHeight(frame.height() / 2)
        lower.setTop(upper.bottom())
        middle = Qt.AlignmentFlag.AlignVCenter
        far = told_of(note)
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(QColor(theme.muted))
        far_px = QFontMetricsF(painter.font()).horizontalAdvance(far)
        painter.drawText(upper, middle | Qt.AlignmentFlag.AlignRight, far)
        place = QFontMetricsF(painter.font()).elidedText(
            _place_text(note.path), Qt.TextElideMode.ElideMiddle, lower.width()
        )
        painter.drawText(lower, middle, place)
        painter.setFont(body_font(BODY_PX, bold=True))
        painter.setPen(QColor(theme.ink))
        room = upper.width() - far_px - 2 * GRID_PX
        title = QFontMetricsF(painter.font()).elidedText(note.title or "Untitled", Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, middle, title)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
