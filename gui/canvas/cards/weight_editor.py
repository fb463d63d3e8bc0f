"""The card in which a weight or a bias is edited: its number, its lock, its cut and its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.arrays import Array
from core.errors import UserError
from core.layers.dense import LONGEST_NAME
from core.numerals import LONGEST_TEXT
from gui.canvas.cards.surface import covered, inside
from gui.canvas.cards.weight_history import WeightHistory
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.notes import paint_card_frame
from gui.text_field import TakenField
from gui.theme import BODY_PX, GRID_PX, SMALL_PX, Theme

WIDTH_PX = 264
SHADOW_PX = 8
STATE_PX = 46
"""Room for the word behind the title."""
AWAY_PX = 12.0
"""From the place that was clicked to the card."""


@dataclass(frozen=True)
class Shown:
    """What a card says.

    title             which weight it is
    name, book_name   what a person called it (empty: nothing), and what textbooks do
    steps             how far an arrow key goes, alone, with Shift, and with Ctrl
    is_locked, is_cut whether training leaves it alone, whether its connection is not there
    can_be_cut        False for a bias
    about             what it is multiplied by, where that is not plain; empty: it is
    """

    title: str
    name: str
    book_name: str
    steps: tuple[str, str, str]
    is_locked: bool
    is_cut: bool
    can_be_cut: bool
    about: str = ""


class WeightEditor(QFrame):
    """A card on the canvas. It asks for changes; whoever opened it makes them."""

    typed = Signal(str)
    """A number, not looked at yet; Enter: it is the last."""
    typed_and_left = Signal(str)
    """A number, and something else is done."""
    nudged = Signal(float)
    """So many steps up, or down where it is below 0."""
    lock_asked = Signal()
    cut_asked = Signal()
    named = Signal(str)
    """Another name; empty: none of its own. Enter: it is the last."""
    named_and_left = Signal(str)
    given_up = Signal()
    """Nothing more is wanted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName("weight-editor")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._theme = theme
        self._beside, self._room = QRectF(), QRectF()
        self._is_left = self._is_above = False
        """On which side of the place the card stands, which was decided when it opened."""
        self._title, self._state, self._error, self._name_label, self._keys = (QLabel() for _ in range(5))
        self._about = QLabel()
        self._about.setObjectName("weight-about")
        self._about.setWordWrap(True)
        self._error.setObjectName("weight-error")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._state.setObjectName("weight-state")
        for label in (self._state, self._name_label, self._keys, self._about):
            label.setProperty("role", "muted")
        self._name_label.setText("Name")
        self._keys.setToolTip("A step is a tenth of the number's first digit: large numbers go in larger steps.")
        self._value = _ValueField()
        self._value.setObjectName("weight-value")
        self.history = WeightHistory()
        self._value.nudged.connect(self.nudged)
        self._value.entered.connect(self._on_value_entered)
        self._value.textEdited.connect(lambda: self.show_error(None))
        self._name = _Field()
        self._name.setObjectName("weight-name")
        self._name.setToolTip("What this weight is called; empty: as in textbooks (Enter).")
        self._name.setAccessibleName("Name of the weight")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.entered.connect(self._on_name_entered)
        for field, left in ((self._value, self.typed_and_left), (self._name, self.named_and_left)):
            field.given_up.connect(self.given_up)
            field.left.connect(left)
        self._lock, self._cut = QPushButton(), QPushButton()
        self._lock.setObjectName("weight-lock")
        self._lock.clicked.connect(lambda: self.lock_asked.emit())
        self._cut.setObjectName("weight-cut")
        self._cut.clicked.connect(lambda: self.cut_asked.emit())
        for button in (self._lock, self._cut):
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside the fields is not for the canvas' focus, either
        self.setFocusProxy(self._value)
        self._arrange()
        self.show_theme(theme)

    def _arrange(self) -> None:
        head, name, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        name.addWidget(self._name_label)
        name.addWidget(self._name, 1)
        for button in (self._lock, self._cut):
            buttons.addWidget(button, 1)
        self._column = column = QVBoxLayout(self)
        edge = SHADOW_PX + 12
        column.setContentsMargins(edge, edge - 2, edge, edge)
        column.setSpacing(GRID_PX)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self._value)
        column.addWidget(self._error)
        column.addWidget(self._keys)
        column.addWidget(self.history)
        column.addLayout(name)
        column.addLayout(buttons)
        self._error.hide()
        self.setFixedWidth(WIDTH_PX + 2 * SHADOW_PX)
        order = [self._value, self._name, self._lock, self._cut]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.history.show_theme(theme)
        self._title.setStyleSheet(f"color: {theme.ink}; font-weight: 600; font-size: {BODY_PX}px;")
        self._value.setStyleSheet("font-size: 15px; font-weight: 600;")
        self._error.setStyleSheet(f"color: {theme.error}; font-size: {SMALL_PX}px;")
        self.update()

    def show_weight(self, shown: Shown) -> None:
        """Say what this weight is."""
        room = WIDTH_PX - 24 - (STATE_PX if shown.is_locked or shown.is_cut else 0)
        elided = QFontMetrics(font(BODY_PX, True)).elidedText(shown.title, Qt.TextElideMode.ElideMiddle, room)
        self._title.setText(elided)
        self._title.setToolTip(shown.title)
        self.setAccessibleName(shown.title)
        self._state.setText("locked" if shown.is_locked else "cut" if shown.is_cut else "")
        self._about.setText(shown.about)
        self._about.setVisible(bool(shown.about))
        self._value.setAccessibleName(f"Value of {shown.title}")
        self._value.setToolTip("A decimal with a point or a comma, or a fraction such as 1/3 (Enter).")
        self._name.setPlaceholderText(shown.book_name)
        if not self._name.isModified():
            self._name.setText(shown.name)
        self._keys.setText("↑ ↓ change it by {}, Shift {}, Ctrl {}".format(*shown.steps))
        self._lock.setText("Unlock" if shown.is_locked else "Lock")
        self._lock.setToolTip(
            "Training may move it again." if shown.is_locked else "Training does not move it; hands still can."
        )
        self._lock.setVisible(not shown.is_cut)
        self._cut.setText("Restore" if shown.is_cut else "Cut")
        self._cut.setToolTip(
            "The connection is there again, at 0." if shown.is_cut else "The connection goes: its weight stays 0."
        )
        self._cut.setVisible(shown.can_be_cut)
        for button in (self._lock, self._cut):
            button.setAccessibleName(f"{button.text()} {shown.title}")

    def show_value(self, text: str) -> None:
        """Show this number, unless somebody is typing another."""
        if not self._value.isModified() and text != self._value.text():
            is_all = self._value.selectedText() == self._value.text()
            self._value.setText(text)
            self._value.setModified(False)
            if is_all and self._value.hasFocus():
                self._value.selectAll()

    def take_value(self, text: str) -> None:
        """This number takes the place of whatever was typed."""
        self._value.setModified(False)
        self.show_error(None)
        self.show_value(text)

    def show_history(self, epochs: Array, values: Array) -> None:
        """Show what the weight has been."""
        if self.history.show_history(epochs, values):
            self.place()

    def show_error(self, error: UserError | None) -> None:
        """Say under the field what cannot be; None: nothing."""
        if error is None and self._error.isHidden():
            return
        self._error.setText("" if error is None else f"{error.message} {error.hint}")
        self._error.setVisible(error is not None)
        self.place()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._value.text()

    @property
    def typed_text(self) -> str | None:
        """What was typed and not entered; None: nothing."""
        return self._value.text() if self._value.isModified() else None

    def open_at(self, beside: QRectF, room: QRectF, taken: Sequence[QRectF], names: bool) -> None:
        """Open beside a place of the parent, inside this room, ready to type; `names`: a name.

        taken  what the card leaves free, if it can: the neurons that the weight is between
        """
        for field in (self._value, self._name):
            field.setModified(False)
        self.show_error(None)
        self._beside, self._room = beside, room
        self._fit()
        sides = [(is_left, is_above) for is_above in (False, True) for is_left in (False, True)]
        self._is_left, self._is_above = min(sides, key=lambda side: covered(self._frame_at(*side), taken))
        self.place()
        self.show()
        self.raise_()
        field = self._name if names else self._value
        field.setFocus()
        field.selectAll()

    def move_to(self, beside: QRectF, room: QRectF) -> None:
        """Stand beside another place."""
        self._beside, self._room = beside, room
        self.place()

    def place(self) -> None:
        """Stand on its side of the place that it belongs to, inside the room."""
        self._fit()
        frame = self._frame_at(self._is_left, self._is_above)
        self.move((frame.topLeft() - QPointF(SHADOW_PX, SHADOW_PX)).toPoint())

    def _fit(self) -> None:
        self._column.activate()
        self.resize(self.sizeHint())

    def _frame_at(self, is_left: bool, is_above: bool) -> QRectF:
        """Where the card would stand on this side; on the other one where there is no room for it."""
        frame = self._frame()
        room = self._room.adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)
        if is_left or self._beside.right() + frame.width() > room.right():
            frame.moveRight(self._beside.left())
        else:
            frame.moveLeft(self._beside.right())
        if is_above:
            frame.moveBottom(self._beside.top())
        else:
            frame.moveTop(self._beside.bottom())
        if frame.bottom() > room.bottom():
            frame.moveBottom(max(self._beside.top(), room.top() + frame.height()))
        return inside(frame, room)

    def _frame(self) -> QRectF:
        """The card without its shadow."""
        return QRectF(self.rect()).adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)

    def sizeHint(self) -> QSize:
        """As wide as it always is."""
        grows = self._column.hasHeightForWidth()
        height = self._column.totalHeightForWidth(self.width()) if grows else self._column.totalSizeHint().height()
        return QSize(self.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card like the one that says what is under the pointer."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_card_frame(painter, self._theme, self._frame().adjusted(0.5, 0.5, -0.5, -0.5))
        finally:
            painter.end()

    # Hands and keys --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is pressed on the card is not for the canvas below."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no other key is for the canvas below."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()

    def _on_value_entered(self) -> None:
        if self._value.isModified():
            self.typed.emit(self._value.text())
        else:
            self.given_up.emit()

    def _on_name_entered(self) -> None:
        if self._name.isModified():
            self.named.emit(self._name.text())
        else:
            self.given_up.emit()


class _Field(TakenField):
    """A line whose Enter and Esc are told, and with what it is left; on the card it stays."""

    entered = Signal()
    given_up = Signal()
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self._on_finished)

    def has_inside(self, widget: QWidget) -> bool:
        """The whole card."""
        card = self.parentWidget()
        return card is not None and (widget is card or card.isAncestorOf(widget))

    def _on_finished(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.left.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _ValueField(_Field):
    """A number: up and down go by a step, by ten with Shift, by a tenth with Ctrl or Alt."""

    nudged = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down."""
        way = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            way *= 10.0
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            way /= 10.0
        self.nudged.emit(way)
