"""A line to type into: the keys that mean its text while it has the keyboard reach nothing else."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

UNDO = (QKeySequence("Ctrl+Z"),)
REDO = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))
"""As the window has them, on every platform: Qt's own lists leave one or the other out."""


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
