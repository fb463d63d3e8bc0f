"""A list without a frame that is walked with the arrow keys, and the ground of its rows."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from gui.theme import Theme

WALKING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip

Index = QModelIndex | QPersistentModelIndex


def walks(event: QKeyEvent) -> bool:
    """Whether this key goes to another row."""
    return event.key() in WALKING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class WalkedList(QListView):
    """Rows of one height, that scroll by pixels."""

    walked = Signal(int)
    """The row that is chosen now; -1: none."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet(f"#{name} {{ background: transparent; outline: none; }}")

    def tell_walks(self) -> None:
        """Tell of each walk from now on; there must be a model."""
        self.selectionModel().currentChanged.connect(lambda index, _old: self.walked.emit(index.row()))


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme, inset: float, corner: float) -> None:
    """Paint what lies below a row that is chosen or pointed at; where the keyboard is, with an edge.

    inset  how far above and below it stays within the row
    """
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
        has_keyboard = is_chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(theme.ink), 1.0) if has_keyboard else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover))
        frame = QRectF(option.rect).adjusted(0.5, inset, -0.5, -inset)
        painter.drawRoundedRect(frame, corner, corner)
