"""The tab key stops once at a group of buttons: at the chosen one; the arrow keys lead from there to the others."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def keep_tab_stop(group: QButtonGroup) -> None:
    """Let the tab key stop at the chosen button of a filled group, from now on; at the first while none is chosen.

    Qt moves the stop along with the focus alone: after a click or a shortcut it would stay at the button before.
    """

    def settle() -> None:
        stop = group.checkedButton() or group.buttons()[0]
        for button in group.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is stop else Qt.FocusPolicy.NoFocus)

    group.buttonToggled.connect(settle)
    settle()
