"""The columns of a table as a list: what each holds, what it is for, and what one should know about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from core.table.columns import Column
from core.table.flags import Flag
from core.table.wishes import Settled
from gui.dialogs.table.words import ROLES, done_text, gaps_text, kind_text
from gui.panels.walked_list import Index, WalkedList, paint_ground
from gui.text_field import TextField
from gui.theme import BODY_PX, GRID_PX, SMALL_PX, Theme, body_font

ROW_PX = 40
SEARCHED = 13
"""From so many columns on there is a line to search them."""
MARK_PX = 6


class _Columns(QAbstractListModel):
    """One row per column."""

    def __init__(self, parent: QWidget) -> None:
        # With a parent it goes when the dialog goes; else Python might end it in another thread, which Qt cannot bear.
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.dtypes: Mapping[str, str] = {}
        self.known: dict[str, list[Flag]] = {}
        self.gaps: Mapping[str, int] = {}
        self.problems: Mapping[str, Exception] = {}

    def show(self, settled: Settled, dtypes: Mapping[str, str]) -> None:
        """What the columns are for now."""
        is_same = [column.name for column in self.columns] == [column.name for column in settled.columns]
        if not is_same:
            self.beginResetModel()
        self.columns, self.dtypes = settled.columns, dtypes
        self.gaps, self.problems = settled.gaps, settled.problems
        self.known = {}
        for flag in settled.flags:
            self.known.setdefault(flag.column, []).append(flag)
        if not is_same:
            self.endResetModel()
        elif self.columns:
            self.dataChanged.emit(self.index(0), self.index(len(self.columns) - 1))

    def words(self, row: int) -> str:
        """What there is to say about a column, in one line."""
        column = self.columns[row]
        flagged = [flag.message for flag in self.known.get(column.name, ())]
        if flagged:
            return flagged[0].partition(", so ")[0].rstrip(".")  # what follows of it stands in the tip
        kind = kind_text(column, self.dtypes.get(column.name, ""))
        gaps = gaps_text(column, self.gaps.get(column.name, 0))
        return f"{kind} · {gaps}" if gaps else kind

    def is_marked(self, row: int) -> bool:
        """Whether there is something that one should know."""
        name = self.columns[row].name
        return name in self.known or name in self.problems

    def rowCount(self, parent: Index | None = None) -> int:
        """All columns."""
        return len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name; what there is to say about it."""
        column = self.columns[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.name}, {ROLES[column.role]}, {self.words(index.row())}"
            case Qt.ItemDataRole.ToolTipRole:
                known = [done_text(flag, column) for flag in self.known.get(column.name, ())]
                return "\n".join((f"{column.name}: {ROLES[column.role]}", *known))
            case _:
                return None


class _Row(QStyledItemDelegate):
    """Draws a row: name and use, below them what the column holds."""

    def __init__(self, theme: Theme, columns: _Columns, filtered: QSortFilterProxyModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._columns, self._filtered = theme, columns, filtered

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What is left out is paler; what one should know has a mark before it."""
        theme, columns = self._theme, self._columns
        row = self._filtered.mapToSource(self._filtered.index(index.row(), 0)).row()
        column = columns.columns[row]
        is_out, is_target = column.role == "ignored", column.role == "target"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, theme, 1.0, 6.0)
        place = QRectF(option.rect).adjusted(GRID_PX, 4, -GRID_PX, -4)
        use = ROLES[column.role]
        font = body_font(SMALL_PX, bold=is_target)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink if is_target else theme.muted))
        width = QFontMetrics(font).horizontalAdvance(use)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, use)
        font = body_font(BODY_PX, bold=not is_out)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted if is_out else theme.ink))
        room = place.adjusted(0, -1, -width - GRID_PX, 0)
        name = QFontMetrics(font).elidedText(column.name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        font = body_font(SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        below = place
        if columns.is_marked(row):
            below = place.adjusted(MARK_PX + 5, 0, 0, 0)
            painter.setBrush(QColor(theme.ink))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(place.left() + 1, place.bottom() - 9.5, MARK_PX, MARK_PX))
            painter.setPen(QColor(theme.muted))
        words = QFontMetrics(font).elidedText(columns.words(row), Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.restore()


class _List(WalkedList):
    """The rows; Space takes what is selected in or leaves it out."""

    toggled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is ours, all else the list's."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


class ColumnList(QWidget):
    """The columns; one or several are selected, and then changed together."""

    selected = Signal(object)
    """The names of the columns that are selected, the current one first."""
    toggled = Signal()
    """Space: take what is selected in, or leave it out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._columns = _Columns(self)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self._columns)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = TextField()
        self.search.setObjectName("table-search")
        self.search.setPlaceholderText("Search the columns")
        self.search.setAccessibleName("Search the columns")
        self.search.setToolTip("Only columns with these letters in their name are listed; Ctrl+A selects all of them.")
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filtered.setFilterFixedString)
        self.search.hide()
        self.list = _List("table-columns", "The table's columns")
        self.list.setModel(self._filtered)
        self.list.setItemDelegate(_Row(theme, self._columns, self._filtered, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setToolTip(
            "Select one column or several (Shift, Ctrl, Ctrl+A), and choose below what they are for. "
            "Space takes them in or leaves them out."
        )
        self.list.selectionModel().selectionChanged.connect(self._on_selection)
        self.list.toggled.connect(self.toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)

    def show_columns(self, settled: Settled, dtypes: Mapping[str, str]) -> None:
        """Show what the columns are for; those that are selected stay so."""
        chosen = self.names
        self._columns.show(settled, dtypes)
        self.search.setVisible(len(settled.columns) >= SEARCHED)
        if chosen and self.names != chosen:
            self.select(chosen)
        if not self.names and self._columns.columns:
            target = settled.target
            self.select((target.name if target else self._columns.columns[0].name,))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are selected, the current one first, the others as they are listed."""
        current = self.list.currentIndex()
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        rows.sort(key=lambda row: row != current.row())
        return tuple(str(self._filtered.index(row, 0).data()) for row in rows)

    def select(self, names: Sequence[str]) -> None:
        """Select these, as far as they are listed."""
        wanted = {column.name: row for row, column in enumerate(self._columns.columns)}
        rows = [self._columns.index(wanted[name]) for name in names if name in wanted]
        indices = [index for row in rows if (index := self._filtered.mapFromSource(row)).isValid()]
        if not indices:
            return
        flags = QItemSelectionModel.SelectionFlag
        model = self.list.selectionModel()
        model.setCurrentIndex(indices[0], flags.NoUpdate)
        selection = QItemSelection()
        for index in indices:
            selection.select(index, index)
        model.select(selection, flags.ClearAndSelect)
        self.list.scrollTo(indices[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down lead from the search to what it has found."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in keys:
            self.list.setFocus()
            if self._filtered.rowCount():
                self.list.setCurrentIndex(self._filtered.index(0, 0))
            return True
        return super().eventFilter(watched, event)

    def _on_selection(self) -> None:
        self.selected.emit(self.names)
