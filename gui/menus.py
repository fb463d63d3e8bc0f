"""What a menu does for somebody without a mouse."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton


class Menu(QMenu):
    """A menu in which Home and End lead to the first entry and to the last."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End; all others as Qt has them."""
        possible = _possible(self)
        if possible and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setActiveAction(possible[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)


OPENING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def open_by_key(button: QToolButton) -> None:
    """Open a button's menu for somebody without a mouse."""
    QTimer.singleShot(0, button, partial(take_keys, button.menu()))  # showing it comes back when it is closed
    button.showMenu()


def take_keys(menu: QMenu) -> None:
    """The menu was opened by a key: the next one starts from the choice that holds now, else from the first entry."""
    possible = _possible(menu)
    current = [action for action in possible if action.isChecked() and action.actionGroup() is not None]
    for action in (current or possible)[:1]:
        menu.setActiveAction(action)


def _possible(menu: QMenu) -> list[QAction]:
    return [
        action for action in menu.actions() if action.isEnabled() and action.isVisible() and not action.isSeparator()
    ]
