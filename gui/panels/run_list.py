"""The kept runs, one below the other: what each is, how far it came, whether its curve is compared."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.kept_runs import LONGEST_NAME, Kept
from core.runs import Run, change_told, watched_kind, what_it_was
from core.wording import counted
from gui.panels.walked_list import Index, WalkedList, paint_ground, walks
from gui.text_field import TextField
from gui.theme import BODY_PX, GRID_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import number_text
from gui.views.figure import share_text
from gui.views.run_lines import STRONG_PX, line_pen, look_of
from gui.views.title import MARK_PX, tick_box

ROW_PX = 42
MOST_ROWS = 8
"""So many are seen at once, and scrolled with the page; of more the list has a scroll bar of its own."""
BOX_ROOM_PX, LINE_PX = 26, 22
TEXT_AT_PX = 74


def score_text(run: Run) -> str:
    """How it does on the samples that are watched: "97.6 %", "error 0.041", "loss 0.312"."""
    score = run.score(watched_kind(run.scores))
    if score is None:
        return ""
    if score.correct is not None:
        return share_text(score.correct, score.count)
    return f"loss {number_text(score.loss)}" if score.rmse is None else f"error {number_text(score.rmse)}"


class RunList(WalkedList):
    """Arrows walk, Space shows or hides, Enter opens, F2 or a double click renames, Delete removes."""

    opened = Signal(int)
    """The run in this row is to be opened."""
    removed = Signal(int)
    toggled = Signal(int, bool)
    """(row, whether its curve is to be compared)"""
    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__("run-list", "Kept runs, oldest first")
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self._delegate = _Row(self)
        self.setItemDelegate(self._delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self._rows.renamed.connect(self.renamed)
        self.tell_walks()

    def show_runs(self, kept: Sequence[Kept]) -> None:
        """Show these; what was chosen stays chosen where it is still there."""
        row = self.currentIndex().row()
        self._rows.show_runs(kept)
        self.setFixedHeight(ROW_PX * min(max(1, len(kept)), MOST_ROWS))
        if kept:
            self.setCurrentIndex(self._rows.index(min(max(row, 0), len(kept) - 1)))
        self.walked.emit(self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Go to this row."""
        self.setCurrentIndex(self._rows.index(row))
        self.scrollTo(self.currentIndex())

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._delegate.show_theme(theme)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that mean nothing here go to the window."""
        row = self.currentIndex().row()
        if walks(event):
            super().keyPressEvent(event)
        elif row < 0 or self.state() == QAbstractItemView.State.EditingState:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(row)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(row)
        elif event.key() == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The box shows or hides, all else chooses."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and event.position().x() < BOX_ROOM_PX:
            self.setCurrentIndex(index)
            self._toggle(index.row())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Quick clicks on the box are one click each."""
        if event.position().x() < BOX_ROOM_PX:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _toggle(self, row: int) -> None:
        self.toggled.emit(row, not self._rows.kept[row].is_shown)


class _Rows(QAbstractListModel):
    """One row per run."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.kept: Sequence[Kept] = ()

    def show_runs(self, kept: Sequence[Kept]) -> None:
        """Take these; where there are as many as before, rows stay, with the field in which one is being named."""
        if len(kept) == len(self.kept):
            self.kept = kept
            self.dataChanged.emit(self.index(0), self.index(len(kept) - 1))
        else:
            self.beginResetModel()
            self.kept = kept
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return len(self.kept)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All can be chosen and renamed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says, on screen and to a screen reader."""
        kept = self.kept[index.row()]
        run = kept.run
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return run.name
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (*_described(kept), run.ended, _HANDLING)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(
                    (f"{kept.letter} {run.name}", *_described(kept), "shown" if kept.is_shown else "hidden")
                )
            case _:
                return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A name was typed."""
        self.renamed.emit(index.row(), str(value))
        return True


_HANDLING = "Enter opens it, Space shows or hides its curve, F2 renames, Delete removes."


def _described(kept: Kept) -> tuple[str, ...]:
    run = kept.run
    kind = watched_kind(run.scores)
    score = score_text(run)
    lines = (what_it_was(run), f"seed {run.project.seed}", counted(run.epoch, "epoch"))
    other = () if run.since is None else (change_told(run.since),)
    before = ("kept before a reset",) if kept.is_automatic else ()
    gone = ("its weights are no longer kept",) if run.state is None else ()
    return (*lines, *((f"{score} on {kind} samples",) if score else ()), *other, *before, *gone)


class _Row(QStyledItemDelegate):
    """Draws a row: a box, the run's line and letter, its name and what it is, and how it does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._box = QIcon()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme, self._box = theme, tick_box(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_PX)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field for the name."""
        field = TextField(parent)
        field.setObjectName("run-name")
        field.setAccessibleName("Name of the run")
        field.setMaxLength(LONGEST_NAME)
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Where the name stands."""
        frame = option.rect
        editor.setGeometry(QRect(TEXT_AT_PX - 9, frame.top() + 6, frame.width() - TEXT_AT_PX, 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A row; of one that is hidden everything steps back."""
        theme, model = self._theme, index.model()
        assert isinstance(model, _Rows)
        kept = model.kept[index.row()]
        frame = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, theme, 1.5, 6.0)
        middle = frame.center().y()
        box = QRect(GRID_PX, round(middle - MARK_PX / 2), MARK_PX, MARK_PX)
        self._box.paint(painter, box, state=QIcon.State.On if kept.is_shown else QIcon.State.Off)
        colour, dash = look_of(kept.mark, theme)
        painter.setPen(line_pen(colour if kept.is_shown else theme.muted, dash, STRONG_PX))
        left = BOX_ROOM_PX + 4.0
        painter.drawLine(QPointF(left, middle), QPointF(left + LINE_PX, middle))
        painter.setFont(body_font(SMALL_PX, bold=True))
        letter = QRectF(left + LINE_PX + 4, frame.top(), TEXT_AT_PX - left - LINE_PX - 4, ROW_PX)
        align = Qt.AlignmentFlag
        painter.drawText(letter, align.AlignLeft | align.AlignVCenter, kept.letter)
        self._paint_texts(painter, kept, frame)
        painter.restore()

    def _paint_texts(self, painter: QPainter, kept: Kept, frame: QRectF) -> None:
        theme, run, align = self._theme, kept.run, Qt.AlignmentFlag
        ink = QColor(theme.ink if kept.is_shown else theme.muted)
        name = f"{run.name} · before reset" if kept.is_automatic else run.name
        words = f"{what_it_was(run)} · seed {run.project.seed}"
        for top, texts, size_px, colour in (
            (frame.top() + 4, (name, score_text(run)), BODY_PX, ink),
            (frame.top() + 22, (words, counted(run.epoch, "epoch")), SMALL_PX, QColor(theme.muted)),
        ):
            font = body_font(size_px)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(colour)
            line = QRectF(TEXT_AT_PX, top, frame.width() - TEXT_AT_PX - GRID_PX, 16)
            painter.drawText(line, align.AlignRight | align.AlignVCenter, texts[1])
            room = line.width() - metrics.horizontalAdvance(texts[1]) - GRID_PX
            text = metrics.elidedText(texts[0], Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, align.AlignLeft | align.AlignVCenter, text)
