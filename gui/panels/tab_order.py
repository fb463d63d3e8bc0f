"""Where the tab key comes to what was made late: Qt puts it behind all else in the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def let_tab_follow(first: QWidget, later: QWidget) -> None:
    """Have the tab key come to `later` and what is in it right after `first` and what is in that.

    Of a group of buttons only one takes the keyboard now, but any may in a while: all have their place.
    """
    anchor = _in_order(first)[-1]
    for widget in _in_order(later):
        policies = anchor.focusPolicy(), widget.focusPolicy()
        for one in (anchor, widget):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt gives nothing else a place
        QWidget.setTabOrder(anchor, widget)
        for one, policy in zip((anchor, widget), policies, strict=True):
            one.setFocusPolicy(policy)
        anchor = widget


def _in_order(whole: QWidget) -> list[QWidget]:
    """The widget and all within that take the keyboard themselves, in the order in which they were put there."""
    # Not by nextInFocusChain: for Python each widget would own the next one from then on, and take it along at its end.
    window = whole.window()
    # To set the policy of one that hands the keyboard on is to set the other's; popups have an order of their own.
    return [
        widget
        for widget in (whole, *whole.findChildren(QWidget))
        if widget.focusProxy() is None and widget.window() is window
    ]
