"""What each seed came to, one row each; a click or Enter opens it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from core.repeat import Outcome
from core.wording import counted
from gui.panels.run_list import score_text
from gui.panels.walked_list import Index, WalkedList, paint_ground, walks
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, body_font

ROW_PX, MOST_ROWS = 24, 6
SEED_PX = 92


def came_to(outcome: Outcome) -> str:
    """In a few words: "goal after 17 epochs", "not in 100 epochs", "broke off after 3"."""
    if outcome.reached is not None:
        return f"goal after {counted(outcome.reached, 'epoch')}"
    return (
        f"not in {counted(outcome.run.epoch, 'epoch')}" if outcome.is_over else f"broke off after {outcome.run.epoch:,}"
    )


class SeedList(WalkedList):
    """Arrows walk from seed to seed; keys that mean nothing here go to the window."""

    opened = Signal(int)
    """The run of this row is to be opened."""

    def __init__(self) -> None:
        super().__init__("seed-list", "What each seed came to")
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self._delegate = _Row(self)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))
        self.tell_walks()

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Show these; they only ever become more, or are others altogether."""
        self._rows.show_outcomes(outcomes)
        self.setFixedHeight(ROW_PX * min(len(outcomes), MOST_ROWS))

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter opens."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(row)
        elif walks(event):
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Rows(QAbstractListModel):
    """One row per seed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.outcomes: list[Outcome] = []

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Take these; rows that are there stay, and what is chosen with them."""
        there = len(self.outcomes)
        if there > len(outcomes):
            self.beginResetModel()
            self.outcomes = list(outcomes)
            self.endResetModel()
            return
        self.outcomes[:] = outcomes[:there]
        if there < len(outcomes):
            self.beginInsertRows(QModelIndex(), there, len(outcomes) - 1)
            self.outcomes += outcomes[there:]
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return len(self.outcomes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says, on screen and to a screen reader."""
        outcome = self.outcomes[index.row()]
        name = outcome.run.name
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.ToolTipRole:
                return f"{outcome.run.ended}\nClick to open it: undo leads back."
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}, {came_to(outcome)}, {score_text(outcome.run)}"
            case _:
                return None


class _Row(QStyledItemDelegate):
    """Draws a row: the seed, what it came to, how it does."""

    theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A row; what has not reached the goal steps back."""
        theme, model, align = self.theme, index.model(), Qt.AlignmentFlag
        assert isinstance(model, _Rows)
        outcome = model.outcomes[index.row()]
        frame = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, theme, 0.5, 4.0)
        font = body_font(SMALL_PX + 1)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted if outcome.reached is None else theme.ink))
        line = frame.adjusted(GRID_PX, 0, -GRID_PX, 0)
        seed = metrics.elidedText(outcome.run.name, Qt.TextElideMode.ElideRight, SEED_PX - GRID_PX)
        painter.drawText(line, align.AlignLeft | align.AlignVCenter, seed)
        score = score_text(outcome.run)
        painter.drawText(line, align.AlignRight | align.AlignVCenter, score)
        words = line.adjusted(SEED_PX, 0, -metrics.horizontalAdvance(score) - GRID_PX, 0)
        text = metrics.elidedText(came_to(outcome), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, align.AlignLeft | align.AlignVCenter, text)
        painter.restore()
