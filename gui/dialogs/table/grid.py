"""The first rows of a table as a grid: gaps marked, what each column is for at its head."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.table.cells import written
from core.table.columns import Column, Role
from gui import icons
from gui.dialogs.table.words import ROLES, kind_text
from gui.menus import Menu
from gui.panels.walked_list import Index
from gui.theme import BODY_PX, GRID_PX, SMALL_PX, Theme, body_font

if TYPE_CHECKING:
    import polars

ROW_PX, HEADER_PX = 24, 56
NARROWEST_PX, WIDEST_PX = 100, 220
MEASURED = 200
"""The widths of so many columns are measured; the others are as wide as usual."""
MEASURED_ROWS = 30
GAP = "gap"
USES: tuple[tuple[Role, str], ...] = (
    ("target", "Find this out (target)"),
    ("feature", "Give it to the network (input)"),
    ("ignored", "Leave it out"),
)


class GridModel(QAbstractTableModel):
    """The cells as texts; None for a gap."""

    def __init__(self, parent: QWidget) -> None:
        # With a parent it goes when the dialog goes; else Python might end it in another thread, which Qt cannot bear.
        super().__init__(parent)
        self._frame: polars.DataFrame | None = None
        # Asked of the frame, names and types are made anew for all columns, as often as a cell is painted.
        self._names: list[str] = []
        self._types: list[polars.DataType] = []
        self._texts: dict[int, list[str | None]] = {}
        self.columns: tuple[Column, ...] = ()

    def show_frame(self, frame: "polars.DataFrame | None") -> None:
        """Other rows."""
        self.beginResetModel()
        self._frame, self._texts, self.columns = frame, {}, ()
        self._names, self._types = ([], []) if frame is None else (frame.columns, frame.dtypes)
        self.endResetModel()

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """What the columns are for."""
        self.columns = columns
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as are shown."""
        return 0 if self._frame is None else self._frame.height

    def columnCount(self, parent: Index | None = None) -> int:
        """All columns of the table."""
        return len(self._names)

    def dtype(self, place: int) -> str:
        """What the table itself says that a column holds."""
        return str(self._types[place])

    def name(self, place: int) -> str:
        """What stands over a column."""
        return self._names[place]

    def text(self, row: int, place: int) -> str | None:
        """A cell; None: a gap."""
        if place not in self._texts:
            self._texts[place] = self._column(place)
        return self._texts[place][row]

    def _column(self, place: int) -> list[str | None]:
        assert self._frame is not None
        series = self._frame.to_series(place)
        if series.dtype.is_float():
            return [None if value is None or value != value else f"{value:.10g}" for value in series.to_list()]
        return [text and text[:60].replace("\n", " ") for text in written(series).to_list()]

    def is_number(self, place: int) -> bool:
        """Whether a column's cells are numbers, which stand at its right."""
        return self._types[place].is_numeric()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's text."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self.text(index.row(), index.column())
            return GAP if text is None and role == Qt.ItemDataRole.AccessibleTextRole else text
        if role == Qt.ItemDataRole.ToolTipRole and self.text(index.row(), index.column()) is None:
            return "This cell is empty."
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name, and in its tip what it is for."""
        if way == Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(section)
        if role == Qt.ItemDataRole.ToolTipRole and section < len(self.columns):
            return f"{self.name(section)}: {ROLES[self.columns[section].role]}. Click to choose what it is for."
        return None


class _Cells(QStyledItemDelegate):
    """Draws a cell: numbers right, gaps on a ground of their own, what is left out paler."""

    def __init__(self, theme: Theme, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell's text, or the mark of a gap."""
        theme, model = self._theme, self._model
        text = model.text(index.row(), index.column())
        role = model.columns[index.column()].role if index.column() < len(model.columns) else "feature"
        rect = option.rect
        painter.save()
        if text is None:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(theme.notice_surface))
            painter.setFont(body_font(SMALL_PX))
            painter.setPen(QColor(theme.muted))
            text = GAP
        else:
            painter.setFont(body_font(BODY_PX, bold=role == "target"))
            painter.setPen(QColor(theme.muted if role == "ignored" else theme.ink))
        side = Qt.AlignmentFlag.AlignRight if model.is_number(index.column()) else Qt.AlignmentFlag.AlignLeft
        place = rect.adjusted(GRID_PX, 0, -GRID_PX, 0)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(theme.hairline))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class _Head(QHeaderView):
    """Over each column its name, what it holds and what it is for."""

    def __init__(self, theme: Theme, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("table-heads")
        self._theme, self._grid = theme, model
        self.chosen = -1
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(super().sizeHint().width(), HEADER_PX)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The name, what the column holds, and what it is for."""
        theme, model = self._theme, self._grid
        if not rect.isValid():
            return
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(theme.hover if section == self.chosen else theme.canvas))
        column = model.columns[section] if section < len(model.columns) else None
        is_target = column is not None and column.role == "target"
        is_out = column is None or column.role == "ignored"
        place = rect.adjusted(GRID_PX, 6, -GRID_PX, -6)
        side = Qt.AlignmentFlag.AlignRight if model.is_number(section) else Qt.AlignmentFlag.AlignLeft
        self._line(painter, place, 0, side, model.name(section), body_font(BODY_PX, not is_out),
                   theme.muted if is_out else theme.ink)  # fmt: skip
        if column is not None:
            # What a person can choose ends in an arrow, as all drop-downs do.
            size = 10
            arrow = QPoint(place.right() - size if side == Qt.AlignmentFlag.AlignRight else 0, place.top() + 29 + 4)
            font = body_font(SMALL_PX, is_target)
            self._line(painter, place, 15, side, kind_text(column, model.dtype(section)), body_font(SMALL_PX),
                       theme.muted)  # fmt: skip
            words = ROLES[column.role]
            room = place.adjusted(0, 0, -size - 2, 0) if side == Qt.AlignmentFlag.AlignRight else place
            self._line(painter, room, 29, side, words, font, theme.ink if is_target else theme.muted)
            if side == Qt.AlignmentFlag.AlignLeft:
                arrow.setX(place.left() + QFontMetrics(font).horizontalAdvance(words) + 3)
            painter.drawPixmap(arrow, icons.pixmap("down", theme.muted, size, self.devicePixelRatioF()))
        painter.setPen(QPen(QColor(theme.ink if is_target else theme.hairline), 2.0 if is_target else 1.0))
        bottom = rect.bottom() - (1 if is_target else 0)
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        painter.restore()

    @staticmethod
    def _line(
        painter: QPainter, place: QRect, down: int, side: Qt.AlignmentFlag, text: str, font: QFont, colour: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place.adjusted(0, down, 0, down), side | Qt.AlignmentFlag.AlignTop, shown)


class PreviewGrid(QTableView):
    """The first rows; a click on a column's head asks what it is for."""

    role_chosen = Signal(str, str)
    """(name of a column, what it shall be for)"""
    column_clicked = Signal(str)
    """Somebody clicked a column's head."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("table-grid")
        self.setAccessibleName("The first rows")
        self.rows = GridModel(self)
        self.setModel(self.rows)
        self._head = _Head(theme, self.rows, self)
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(_Cells(theme, self.rows, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # By whole columns: half of a number beside the row's own would be read as another number.
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # the arrows go from cell to cell, Tab goes on
        self.setToolTip("The first rows, as they are read. Click the head of a column to choose what it is for.")
        side = self.verticalHeader()
        side.setObjectName("table-row-numbers")
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_PX)
        side.setSectionsClickable(False)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._head.setFixedHeight(HEADER_PX)
        self._head.sectionClicked.connect(self._ask)
        self.setStyleSheet(
            f"#table-grid, #table-grid QTableCornerButton::section {{ background: {theme.canvas}; border: none; }}"
            f"#table-grid::corner {{ background: {theme.canvas}; border: none; }}"
            f"#table-heads {{ background: {theme.canvas}; border: none; }}"
            f"#table-row-numbers {{ background: {theme.canvas}; }}"
            f"#table-row-numbers::section {{ background: {theme.canvas}; border: none;"
            f" border-right: 1px solid {theme.hairline}; color: {theme.muted};"
            f" font-size: {SMALL_PX}px; padding: 0 6px 0 8px; }}"
        )
        self._menu = Menu(self)
        self._menu.setObjectName("table-use-menu")

    def show_frame(self, frame: "polars.DataFrame | None") -> None:
        """Show other rows; None: none."""
        widths = {} if frame is None else self._kept_widths()
        self.rows.show_frame(frame)
        self._head.chosen = -1
        self._head.setDefaultSectionSize(NARROWEST_PX)
        for place in range(min(self.rows.columnCount(), MEASURED)):
            self.setColumnWidth(place, widths.get(self.rows.name(place)) or self._fitting(place))

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show what the columns are for."""
        self.rows.show_columns(columns)
        self._head.viewport().update()
        self.viewport().update()

    def show_chosen(self, name: str | None) -> None:
        """Bring the column of this name into view, and mark its head."""
        places = [place for place, column in enumerate(self.rows.columns) if column.name == name]
        self._head.chosen = places[0] if places else -1
        if places:
            self.scrollTo(self.rows.index(max(0, self.rowAt(0)), places[0]))
        self._head.viewport().update()

    def _kept_widths(self) -> dict[str, int]:
        """Columns that stay keep the width somebody may have given them."""
        count = min(self.rows.columnCount(), MEASURED)
        return {self.rows.name(place): self.columnWidth(place) for place in range(count)}

    def _fitting(self, place: int) -> int:
        """As wide as its name and its first cells."""
        bold = QFontMetrics(body_font(BODY_PX, bold=True))  # as the target has it
        cells = (self.rows.text(row, place) or GAP for row in range(min(self.rows.rowCount(), MEASURED_ROWS)))
        wanted = max(bold.horizontalAdvance(self.rows.name(place)), max(map(bold.horizontalAdvance, cells), default=0))
        return max(NARROWEST_PX, min(WIDEST_PX, wanted + 2 * GRID_PX + 4))

    def _ask(self, section: int) -> None:
        """What the column is for: a menu at its head."""
        name = self.rows.name(section)
        self.column_clicked.emit(name)
        if section >= len(self.rows.columns):
            return
        self._menu.clear()
        for role, text in USES:
            action = self._menu.addAction(text, partial(self.role_chosen.emit, name, role))
            action.setCheckable(True)
            action.setChecked(self.rows.columns[section].role == role)
        at = QPoint(self._head.sectionViewportPosition(section), HEADER_PX)
        self._menu.popup(self._head.viewport().mapToGlobal(at))
