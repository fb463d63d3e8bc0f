"""A field for a number behind its label, and how what is typed there is read."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.errors import UserError
from core.numerals import read_number
from gui.panels.form import error_note, labelled, say
from gui.text_field import TakenField


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
        self._note.setObjectName(f"{name}-note")
        self._note.hide()
        column.addLayout(labelled(label, self.field, between, below=self._note))
        column.addWidget(self._error)

    def show_note(self, text: str, tip: str = "") -> None:
        """Say something about the value, in a few words under the label, beside the field: it moves no other."""
        say(self._note, text)
        self._note.setToolTip(tip)

    def show_value(self, text: str) -> None:
        """Show this value, unless somebody is typing another; that something was refused here is past then."""
        self._shown = text
        self._error.hide()
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
