"""The menus that break and mend segments of a display."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from core.broken import WORDS, Broken
from core.data.segments import SEGMENT_NAMES

Break = Callable[[Broken], object]
"""From now on these segments are broken."""


def fill_segment_menu(menu: QMenu, name: str, broken: Broken, act: Break) -> None:
    """Fill a menu anew with what can be wrong with one segment, and a way to mend them all."""
    menu.clear()
    title = menu.addAction(f"Segment {name}")
    title.setEnabled(False)
    _add_states(menu, name, broken, act)
    menu.addSeparator()
    _add_mend(menu, broken, act)


def fill_display_menu(menu: QMenu, broken: Broken, act: Break) -> None:
    """Fill a menu anew with all segments, each with a menu of its own."""
    menu.clear()
    for name in SEGMENT_NAMES:
        state = broken.state(name)
        said = f"Segment &{name}" + ("" if state == "works" else f": {WORDS[state]}")
        one = menu.addMenu(said)
        one.setObjectName(f"break-{name}-menu")
        _add_states(one, name, broken, act)
    menu.addSeparator()
    _add_mend(menu, broken, act)


def _add_states(menu: QMenu, name: str, broken: Broken, act: Break) -> None:
    group = QActionGroup(menu)
    for state, words in WORDS.items():
        action = menu.addAction(words.capitalize(), partial(act, broken.with_state(name, state)))
        action.setObjectName(f"break-{name}-{state}")
        action.setCheckable(True)
        action.setChecked(broken.state(name) == state)
        group.addAction(action)


def _add_mend(menu: QMenu, broken: Broken, act: Break) -> None:
    action = menu.addAction("&Mend all", partial(act, Broken()))
    action.setObjectName("mend-all")
    action.setEnabled(not broken.is_whole)
