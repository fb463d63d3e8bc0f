"""The pieces a panel is made of: heading, labelled row, drop-down, slider that says its value, field for a number."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.numerals import read_number
from gui import icons
from gui.panels.hover import forget_hover
from gui.text_field import TakenField
from gui.theme import GRID_PX

LABEL_PX = 122
"""Of a row with a slider in it."""


def heading(text: str) -> QLabel:
    """A panel's heading."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def note(name: str, text: str = "") -> QLabel:
    """Muted words that are wrapped."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names of columns and files are written out, whatever is in them
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


def error_note(name: str) -> QLabel:
    """Words that say what cannot be; none yet."""
    label = note(name)
    label.setProperty("role", "error")
    label.hide()
    return label


def say(label: QLabel, text: str) -> None:
    """Show these words; where there are none, the label takes no room."""
    label.setText(text)
    label.setVisible(bool(text))


def hairline() -> QFrame:
    """A line that separates."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def labelled(text: str, widget: QWidget, between: QWidget | None = None, fills: bool = False) -> QHBoxLayout:
    """A row: its label left, its control right.

    between  another control between them, which takes all the room there is
    fills    the control itself takes it

    In both cases the label has one width, so that such rows below each other line up.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(widget)
    label.setToolTip(widget.toolTip())
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    if fills or between is not None:
        label.setFixedWidth(LABEL_PX)
        name = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, LABEL_PX)
        label.setText(name.replace("&", "&&"))  # it would underline a letter
        row.setSpacing(GRID_PX)
    if between is not None:
        row.addWidget(between, 1)
    elif not fills:
        row.addStretch(1)
    row.addWidget(widget, int(fills))
    if not widget.accessibleName():
        widget.setAccessibleName(text)
    return row


class Slider(QSlider):
    """A slider that leaves the wheel to the panel around it."""

    left = Signal()
    """The keyboard has gone elsewhere."""
    is_keyed = False
    """Whether the value changes by a key now."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the panel wants to change nothing on the way."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and their like move it."""
        self.is_keyed = True
        super().keyPressEvent(event)
        self.is_keyed = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The next key begins anew."""
        super().focusOutEvent(event)
        self.left.emit()


class ValueSlider(QWidget):
    """A slider under its label and value; `moved` carries a number that is equal for what counts as one change.

    One change is a drag, or all keys until the keyboard goes elsewhere.
    """

    moved = Signal(int, int)
    """(value, number of the change)"""

    def __init__(
        self, name: str, label: str, tip: str, unit: str = " %", text: Callable[[int], str] | None = None
    ) -> None:
        super().__init__()
        self._text = text or (lambda value: f"{value}{unit}")
        self._drag = 0
        self._is_nudged = False
        """Whether the change under way was begun by a key."""
        self._label = QLabel(label)
        self._value = QLabel()
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(name)
        self.slider.setAccessibleName(label)
        self.slider.setToolTip(tip)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Space trains after a drag, too
        self._label.setToolTip(tip)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.left.connect(self._end_nudges)
        self.slider.valueChanged.connect(self._on_value)
        top = QHBoxLayout()
        top.addWidget(self._label)
        top.addStretch(1)
        top.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.slider)

    def show_value(self, value: float, low: int, high: int, step: int = 1) -> None:
        """Show this value without saying that somebody moved it."""
        self.slider.blockSignals(True)  # range and value are set from outside: nobody moved anything
        self.slider.setRange(low, high)
        self.slider.setSingleStep(step)
        self.slider.setPageStep(max(step, (high - low) // 8))
        self.slider.setValue(round(value))
        self.slider.blockSignals(False)
        self._value.setText(self._text(round(value)))

    def show_label(self, label: str) -> None:
        """What the value is."""
        self._label.setText(label)
        self.slider.setAccessibleName(label)

    def show_tip(self, tip: str) -> None:
        """What it does to the data that there are now."""
        self.slider.setToolTip(tip)
        self._label.setToolTip(tip)

    def _begin(self, is_nudged: bool = False) -> None:
        self._drag += 1
        self._is_nudged = is_nudged

    def _end_nudges(self) -> None:
        self._is_nudged = False

    def _on_value(self, value: int) -> None:
        if not self.slider.isSliderDown() and not (self.slider.is_keyed and self._is_nudged):
            self._begin(self.slider.is_keyed)
        self._value.setText(self._text(value))
        self.moved.emit(value, self._drag)


class Option(NamedTuple):
    """One thing that can be chosen."""

    value: object
    label: str
    tip: str


class _Box(QComboBox):
    """A drop-down whose arrow is drawn, as all icons are; a text that is too long for it ends in dots.

    It leaves the wheel to the panel around it.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the panel wants to change nothing on the way."""
        event.ignore()

    def hidePopup(self) -> None:
        """The list goes, and the look of something under the pointer with it."""
        super().hidePopup()
        forget_hover(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as Qt draws it, and the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        area = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, area.width()
        )
        ink = self.palette().color(QPalette.ColorRole.Text).name()
        painter = QStylePainter(self)
        try:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            place = QPoint(self.width() - 20, (self.height() - 12) // 2)
            painter.drawPixmap(place, icons.pixmap("down", ink, 12, self.devicePixelRatioF()))
        finally:
            painter.end()


class ChoiceField(QWidget):
    """A drop-down behind its label."""

    chosen = Signal(object)
    """The value that a person chose."""

    def __init__(self, name: str, label: str, tip: str, width_px: int | None) -> None:
        """width_px: of the drop-down; None: it takes all the room there is."""
        super().__init__()
        self._tip = tip
        self._options: list[Option] = []
        self.box = _Box()
        self.box.setObjectName(name)
        self.box.setToolTip(tip)
        if width_px is not None:
            self.box.setFixedWidth(width_px)
        else:
            self.box.setMinimumContentsLength(8)
            self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.setItemDelegate(QStyledItemDelegate(self.box))  # rows as the style sheet says, as in menus
        self.box.view().setMinimumWidth(180)
        self.box.activated.connect(lambda index: self.chosen.emit(self._options[index].value))
        self.setLayout(labelled(label, self.box, fills=width_px is None))

    def show_choice(self, options: Sequence[Option], value: object) -> None:
        """Show what can be chosen, and the value that is."""
        if self._options != list(options):
            self._options = list(options)
            self.box.clear()
            for index, option in enumerate(options):
                self.box.addItem(option.label)
                self.box.setItemData(index, option.tip, Qt.ItemDataRole.ToolTipRole)
        index = next(index for index, option in enumerate(options) if option.value == value)
        self.box.setCurrentIndex(index)
        option = options[index]
        self.box.setToolTip(f"{self._tip}\n{option.label}: {option.tip}" if option.tip else self._tip)


def without_label(field: ChoiceField) -> ChoiceField:
    """The same drop-down alone: what it is stands elsewhere."""
    label = field.findChild(QLabel)
    assert label is not None
    label.hide()
    return field


class _Field(TakenField):
    """A line that gives the keyboard back: after Enter, and after Esc, which gives up what was typed."""

    given_up = Signal()
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Esc does not; both leave the field, so that Space trains again."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of what stands there."""
        super().focusInEvent(event)
        self.entered.emit()
        QTimer.singleShot(0, self, self._select)  # after the click that brought the focus has set its caret

    def _select(self) -> None:
        if self.hasFocus():  # else it has been left already, and a selection would stay for good
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """First what was typed is finished with, then the field is left."""
        super().focusOutEvent(event)
        self.left.emit()


class NumberField(QWidget):
    """A field for a number, with a point or a comma; what cannot be is said under it, and the old value stays."""

    committed = Signal()
    """What was typed is in the document."""

    def __init__(
        self,
        name: str,
        label: str,
        tip: str,
        commit: Callable[[str], None],
        width_px: int = 84,
        between: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._shown = ""
        self._is_just_refused = False
        self._commit = commit
        self.field = _Field()
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)  # it does not close when left
        self.field.setObjectName(name)
        self.field.given_up.connect(lambda: self.field.setText(self._shown))
        self.field.setToolTip(tip)
        self.field.setAccessibleName(label)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(width_px)
        self.field.setMaxLength(40)  # no number needs more, and what is wrong is quoted
        self.field.editingFinished.connect(self._on_finished)
        self.field.entered.connect(self._on_entered)
        self.field.left.connect(self._on_left)
        self._error = error_note(f"{name}-error")
        self.field.textEdited.connect(self._error.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._note.setObjectName(f"{name}-note")
        self._note.hide()
        column.addLayout(labelled(label, self.field, between))
        column.addWidget(self._note)
        column.addWidget(self._error)

    def show_note(self, text: str) -> None:
        """Say something about the value, under it; nothing: take no room."""
        say(self._note, text)

    def show_value(self, text: str) -> None:
        """Show this value, unless somebody is typing another."""
        self._shown = text
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(text)
            self.field.setCursorPosition(0)  # of a number that is too long the first digits are seen
            self.field.setModified(False)

    @property
    def is_refused(self) -> bool:
        """Whether what was typed last could not be."""
        return not self._error.isHidden()

    def _on_entered(self) -> None:
        self._is_just_refused = False

    def _on_left(self) -> None:
        if not self._is_just_refused:  # left at the value that stands
            self._error.hide()

    def _on_finished(self) -> None:
        if not self.field.isModified():
            return  # left without a change, or told a second time: Enter also leaves the field
        text = self.field.text().strip()
        self.field.setModified(False)
        if text == self._shown:
            self._error.hide()
            return
        try:
            self._commit(text)
        except UserError as error:
            self._error.setText(str(error))
            self._error.show()
            self._is_just_refused = True
            self.field.setText(self._shown)
        else:
            self._error.hide()
            self.committed.emit()


def parse_number(text: str, label: str, example: str = "a decimal such as 0.03 or 0,03") -> float:
    """A decimal with a point or a comma, or a fraction; see `core.numerals`.

    Raises UserError for anything else, and for one that is larger than numbers can be.
    """
    if not text:
        raise UserError(f"Type a number: {example}.")
    try:
        return read_number(text, "float64")
    except UserError as error:
        raise UserError(f"{label}: {error.message}", f"Type {example}.") from None


def parse_count(text: str, label: str) -> int:
    """A whole number.

    Raises UserError for anything else.
    """
    if not text:
        raise UserError("Type a number: digits only, such as 10.")
    try:
        return int(text)
    except ValueError:
        raise UserError(f"{label}: “{text}” is not a whole number.", "Type digits only, such as 10.") from None
