"""The history: every edit of the project, oldest first; a click or Enter goes to where it had just been made."""

import math

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.panels.close_button import CloseButton
from gui.panels.form import heading, note
from gui.panels.walked_list import walks
from gui.session.document import Document
from gui.session.session import Session
from gui.theme import BODY_PX, CORNER_PX, GRID_PX, LIGHT, Theme, body_font

WIDTH_PX, WIDEST_PX = 288, 440
"""As wide as the longest edit, so that the value at its end is read; wider than this it would hide too much."""
ROW_PX = 28
DOT_AT_PX, TEXT_AT_PX = 14, 30
LARGEST_SHARE = 0.7
"""Of the window's height, before the list scrolls."""
OPENED = "opened"

Index = QModelIndex | QPersistentModelIndex


class HistoryPanel(QFrame):
    """Hangs under the top bar at its right while it is open; the window goes on to be used beside it."""

    opened = Signal(bool)
    """Whether it is open now."""

    def __init__(self, session: Session, top_px: int, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("history")
        self.setAccessibleName("History")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._window, self._top_px = window, top_px
        self._document = session.document
        self._steps = _Steps(self._document, self)
        self._list = _List()
        self._list.setModel(self._steps)
        self._list.chosen.connect(session.go_to)
        self._delegate = _Row(self._list)
        self._list.setItemDelegate(self._delegate)
        self._empty = QLabel("Nothing edited since it was opened")
        self._empty.setObjectName("history-empty")
        self._empty.setProperty("role", "muted")
        self._note = note("history-note", "The next edit replaces the muted ones.")
        self._close = CloseButton("history-close", "Close the history", "Close the history (Esc).")
        self._close.clicked.connect(lambda: self.open(False))
        top = QHBoxLayout()
        top.setContentsMargins(2 * GRID_PX, 0, GRID_PX, 0)
        top.addWidget(heading("History"))
        top.addStretch(1)
        top.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID_PX, 0, GRID_PX)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(top)
        for label in (self._empty, self._note):
            label.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, GRID_PX // 2)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)
        self.hide()
        self._document.history_changed.connect(self._refresh)
        window.installEventFilter(self)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.setStyleSheet(
            f"#history {{ background: {theme.field}; border: 1px solid {theme.hairline};"
            f" border-radius: {CORNER_PX}px; }}"
            f"#history-list {{ background: transparent; border: none; outline: none; }}"
        )
        self._delegate.theme = theme
        self._close.show_theme(theme)
        self._list.viewport().update()

    def open(self, is_open: bool) -> None:
        """Open with the keyboard in the list, or close."""
        if is_open:
            self.show()
            self.raise_()
            (self if self._list.isHidden() else self._list).setFocus()
        else:
            self._give_up_keyboard()
            self.hide()

    def _give_up_keyboard(self) -> None:
        """Before something hides: Qt would hand the keyboard to the next control, and Space would not train."""
        holder = QApplication.focusWidget()
        if holder is not None and (holder is self or self.isAncestorOf(holder)):
            holder.clearFocus()

    # Showing -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Show the document's history, with the keyboard where the document is."""
        if self.isHidden():
            return
        position, count = self._document.position, len(self._document.history)
        self._steps.refresh()
        self._empty.setVisible(count == 0)
        if count == 0:
            self._give_up_keyboard()
        self._list.setVisible(count > 0)
        self._note.setVisible(position < count)
        self._list.setCurrentIndex(self._steps.index(position))
        self._place()

    def _place(self) -> None:
        """Under the top bar at the right, as high as the list but not as the window, with the chosen row in view."""
        rows = self._steps.rowCount()
        self._list.setFixedHeight(min(rows * ROW_PX, int(self._window.height() * LARGEST_SHARE)))
        metrics = QFontMetrics(body_font(BODY_PX, bold=True))
        longest = max(metrics.horizontalAdvance(self._steps.text(row)) for row in range(rows))
        self.setFixedWidth(min(max(WIDTH_PX, longest + TEXT_AT_PX + 3 * GRID_PX), WIDEST_PX))
        self.adjustSize()
        self.move(self._window.width() - self.width() - GRID_PX, self._top_px + GRID_PX)
        self._list.scrollTo(self._list.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.open(False)
        else:
            event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was edited while closed."""
        self._refresh()
        self.opened.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever shows whether it is open hears of it."""
        if not event.spontaneous():
            self.opened.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the window's edge."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)


class _Steps(QAbstractListModel):
    """One row for the beginning and one for each edit: row n is the project with n edits made."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._texts: tuple[str, ...] = (OPENED,)
        self.position = 0

    def refresh(self) -> None:
        """Take what the document says now."""
        self.beginResetModel()
        self._texts, self.position = (OPENED, *self._document.history), self._document.position
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return len(self._texts)

    def text(self, row: int) -> str:
        """What a row says."""
        text = self._texts[row]
        return text[0].upper() + text[1:]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says, on screen and to a screen reader."""
        text, row = self._texts[index.row()], index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return "As it was opened." if row == 0 else f"Go to where this had just been done: {text}."
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{text}{', now' if row == self.position else ', taken back' if row > self.position else ''}"
            case _:
                return None


class _List(QListView):
    """The rows. Keys that mean nothing here go to the window, so that Space trains."""

    chosen = Signal(int)
    """A row was clicked, or Enter was pressed on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history-list")
        self.setAccessibleName("Edits, oldest first")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter goes there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex().row())
        elif walks(event):
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Row(QStyledItemDelegate):
    """Draws a row: a dot on a line from top to bottom, and the edit's text."""

    theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Filled dots are made, rings were taken back, the large one is where the document is."""
        theme, steps, row = self.theme, index.model(), index.row()
        assert isinstance(steps, _Steps)
        frame = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_cursor = bool(state & QStyle.StateFlag.State_Selected) and bool(state & QStyle.StateFlag.State_Active)
        if is_cursor or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(frame.adjusted(GRID_PX / 2, 1, -GRID_PX / 2, -1), 6, 6)
        dot = QPointF(frame.left() + DOT_AT_PX + GRID_PX / 2, frame.center().y())
        painter.setPen(QPen(QColor(theme.hairline), 1.5))
        top = dot.y() if row == 0 else frame.top()
        bottom = dot.y() if row == steps.rowCount() - 1 else frame.bottom()
        painter.drawLine(QPointF(dot.x(), top), QPointF(dot.x(), bottom))
        is_here, is_undone = row == steps.position, row > steps.position
        painter.setPen(QPen(QColor(theme.muted if is_undone else theme.ink), 1.2))
        painter.setBrush(QColor(theme.field if is_undone else theme.ink))
        painter.drawEllipse(dot, *((4.5, 4.5) if is_here else (2.8, 2.8)))
        painter.setFont(body_font(BODY_PX, bold=is_here))
        painter.setPen(QColor(theme.muted if is_undone else theme.ink))
        place = frame.adjusted(TEXT_AT_PX + GRID_PX / 2, 0, -1.5 * GRID_PX, 0)
        text = QFontMetrics(painter.font()).elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, math.ceil(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
