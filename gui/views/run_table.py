"""The shown runs side by side: what they came to, and the settings in which they differ."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.kept_runs import Kept
from core.runs import Kind, score_on
from core.snapshot import Score, Scores, Snapshot
from core.specs import Project
from gui.panels.run_differences import NOTHING, differences
from gui.panels.walked_list import WALKING
from gui.session.knockout import whole_of
from gui.theme import SMALL_PX, Theme, body_font
from gui.views.axes import number_text
from gui.views.comparison import NOW
from gui.views.figure import share_text
from gui.views.run_lines import look_of
from gui.views.view import View

ROW_PX, HEADER_PX = 22, 24
NARROWEST_PX, WIDEST_PX, SCROLL_PX = 46, 112, 10
SPARE_PX = 6
"""Numbers of the training that goes on become longer at times."""
KINDS: tuple[Kind, ...] = ("training", "validation", "test")


class RunTable(View):
    """A column for the training that goes on, and one per shown run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run-table-view")
        self._shown: Sequence[Kept] = ()
        self._is_still_behind = True
        self._came_to_rows = 0
        self._now = NOW
        self.table = _Table()
        self.table.setObjectName("run-table")
        self.table.setAccessibleName("The shown runs side by side")
        self.table.setToolTip("What the shown runs came to, and the settings that are not the same in all of them.")
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setFixedHeight(HEADER_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_runs(self, shown: Sequence[Kept]) -> None:
        """Compare these."""
        self._shown = shown
        self._redraw()

    def show_now_as(self, name: str) -> None:
        """What the column of the training that goes on is headed: now, or the moment that is looked back at."""
        if name != self._now:
            self._now = name
            self._is_still_behind = True

    def show_project(self, project: Project) -> None:
        """Any setting may be another."""
        is_other = project != self.project
        super().show_project(project)
        if is_other:
            self._redraw()

    def _redraw(self) -> None:
        self._is_still_behind = True
        self._catch_up()

    def _draw_theme(self, theme: Theme) -> None:
        self.table.setStyleSheet(
            f"#run-table, #run-table QHeaderView {{ background: {theme.surface}; font-size: {SMALL_PX}px; }}"
            f"#run-table QHeaderView::section {{ background: {theme.surface}; border: none; padding: 0 5px; }}"
            f"#run-table QHeaderView::section:vertical {{ border-top: 1px solid {theme.hairline};"
            f" color: {theme.muted}; }}"
            f"#run-table::item {{ padding: 0 2px 0 0; border-top: 1px solid {theme.hairline}; }}"
            f"#run-table QTableCornerButton::section {{ background: {theme.surface}; border: none; }}"
            f"#run-table:focus {{ border: 1px solid {theme.ink}; }}"
            f"#run-table QScrollBar:horizontal {{ height: {SCROLL_PX}px; background: transparent; }}"
            f"#run-table QScrollBar::handle:horizontal {{ background: {theme.hairline}; border-radius: 2px;"
            f" margin: 3px 0; min-width: 24px; }}"
            f"#run-table QScrollBar::add-line:horizontal, #run-table QScrollBar::sub-line:horizontal {{ width: 0; }}"
        )
        self._redraw()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        if self.project is None or not self._shown:
            return
        snapshot = whole_of(snapshot)
        columns = [
            (snapshot.scores, snapshot.epoch, snapshot.since),
            *((kept.run.scores, kept.run.epoch, kept.run.since) for kept in self._shown),
        ]
        came_to = _came_to(columns)
        rows = len(came_to)
        if self._is_still_behind or self._came_to_rows != rows:
            self._came_to_rows = rows
            self._draw_still(self.project, came_to)
        for row, (_, texts) in enumerate(came_to):
            item = self.table.item(row, 0)
            if item is not None and item.text() != texts[0]:
                item.setText(texts[0])

    def _draw_still(self, project: Project, came_to: list[tuple[str, list[str]]]) -> None:
        self._is_still_behind = False
        table = self.table
        rows = came_to + differences([project, *(kept.run.project for kept in self._shown)])
        table.setRowCount(len(rows))
        table.setColumnCount(1 + len(self._shown))
        font = body_font(SMALL_PX, bold=True)
        tip = "The training that goes on now" if self._now == NOW else "The moment that you look back at"
        table.setHorizontalHeaderItem(0, _header(self._now, self.theme.ink, font, tip))
        for column, kept in enumerate(self._shown, start=1):
            colour, _ = look_of(kept.mark, self.theme)
            table.setHorizontalHeaderItem(column, _header(kept.letter, colour, font, kept.run.name))
        for row, (name, texts) in enumerate(rows):
            table.setVerticalHeaderItem(row, QTableWidgetItem(name))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(f"{name}: {text}")
                table.setItem(row, column, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns fill the width, and are at least as wide as what stands in them; as high as all rows together."""
        table = self.table
        header = table.horizontalHeader()
        hints = [
            max(table.sizeHintForColumn(column), header.sectionSizeHint(column)) + SPARE_PX
            for column in range(table.columnCount())
        ]
        widths = [min(max(NARROWEST_PX, hint), WIDEST_PX) for hint in hints]
        spare = self.width() - table.verticalHeader().sizeHint().width() - sum(widths) - 2
        for column, width in enumerate(widths):
            table.setColumnWidth(column, width + max(0, spare // len(widths)))
        table.setFixedHeight(HEADER_PX + ROW_PX * table.rowCount() + (SCROLL_PX if spare < 0 else 0) + 2)


class _Table(QTableWidget):
    """Arrows walk; keys that mean nothing here go on: Tab to the next control, Space to the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and their like."""
        if event.key() in (*WALKING, Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
        else:
            event.ignore()


def _came_to(columns: Sequence[tuple[Scores, int, int | None]]) -> list[tuple[str, list[str]]]:
    """What each came to: losses and scores, of all samples that there are, epochs, and how long as it is set now."""
    rows = []
    for what, text in (("loss", _loss), ("", _rate)):
        for kind in KINDS:
            found = [score_on(scores, kind) for scores, _, _ in columns]
            if any(score is not None for score in found):
                is_counted = any(score is not None and score.correct is not None for score in found)
                name = what or ("accuracy" if is_counted else "error")
                rows.append((f"{kind.capitalize()} {name}", [text(score) for score in found]))
    rows.append(("Epochs", [f"{epochs:,}" for _, epochs, _ in columns]))
    if any(since is not None for _, _, since in columns):
        rows.append(
            ("Unchanged since", ["the start" if since is None else f"epoch {since:,}" for _, _, since in columns])
        )
    return rows


def _loss(score: Score | None) -> str:
    return NOTHING if score is None else number_text(score.loss)


def _rate(score: Score | None) -> str:
    if score is None:
        return NOTHING
    if score.correct is not None:
        return share_text(score.correct, score.count)
    return NOTHING if score.rmse is None else number_text(score.rmse)


def _header(text: str, colour: str, font: QFont, tip: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setForeground(QColor(colour))
    item.setFont(font)
    item.setToolTip(tip)
    return item
