"""What a menu does for somebody without a mouse."""

from PySide6.QtWidgets import QMenu


def take_keys(menu: QMenu) -> None:
    """The menu was opened by a key: the next one starts from the choice that holds now, else from the first entry."""
    possible = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    current = [action for action in possible if action.isChecked() and action.actionGroup() is not None]
    for action in (current or possible)[:1]:
        menu.setActiveAction(action)
