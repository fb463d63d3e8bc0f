"""A widget with keys of its own, which mean nothing else while it has the keyboard."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class Keyed(QWidget):
    """Takes the keys that it wants; all others are the window's."""

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether this key means something here, as things are."""
        raise NotImplementedError

    def _on_key(self, event: QKeyEvent) -> None:
        """Do what a wanted key says."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        # A key that means something here must not reach the window's shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._wants(event):
            self._on_key(event)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            super().keyReleaseEvent(event)
