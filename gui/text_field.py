"""A line to type into: the keys that mean its text while it has the keyboard reach nothing else."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

UNDO = (QKeySequence("Ctrl+Z"),)
REDO = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))
"""As the window has them, on every platform: Qt's own lists leave one or the other out."""
BY_HAND = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
"""How a person leaves a field, not one that goes with what it stands on."""
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class TextField(QLineEdit):
    """Undo and redo are those of what is typed, also where nothing was: never the project's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # None of its own: it would take the keyboard, which closes what is typed. And none of what lies below.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)  # a file that is dropped here is the window's: its name is no text to type

    def event(self, event: QEvent) -> bool:
        """Keys are offered as the window's shortcuts first: those that a field wants are kept."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            keys = QKeySequence(event.keyCombination())
            if keys in UNDO or keys in REDO:
                if event.type() == QEvent.Type.KeyPress:
                    (self.undo if keys in UNDO else self.redo)()
                event.accept()
                return True
        return super().event(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A number is one word: Qt would mark only what stands before or after its point."""
        super().mouseDoubleClickEvent(event)
        if " " not in self.text():
            self.selectAll()


class TakenField(TextField):
    """What was typed is taken before anything else is done, be it by a shortcut or a button that takes no keyboard."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Look out for what else is done."""
        super().focusInEvent(event)
        _application().installEventFilter(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left."""
        _application().removeEventFilter(self)
        super().focusOutEvent(event)

    def has_inside(self, widget: QWidget) -> bool:
        """Whether a press on this one stays with what is typed."""
        return widget is self

    def finish(self) -> None:
        """Take what was typed."""
        self.editingFinished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press elsewhere in the window leaves the field; a shortcut leaves it the keyboard."""
        if event.type() in PRESSES and isinstance(watched, QWidget) and watched.window() is self.window():
            if not self.has_inside(watched):
                self.finish()
                self.clearFocus()
        elif event.type() == QEvent.Type.Shortcut:
            self.finish()
        return super().eventFilter(watched, event)


class PassingField(TakenField):
    """One that ends once it is left: what was typed is taken, unless it is left by no hand."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left."""
        super().focusOutEvent(event)
        if event.reason() in BY_HAND:
            self.finish()
        self.go()

    def go(self) -> None:
        """Go, or show again what stands there."""
        self.hide()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
