"""The seven-segment pad: a face to draw on, what is said of it, and what can be done with what is drawn."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.arrays import Array
from core.broken import Broken
from core.data.segments import SHAPES
from core.wording import counted
from gui.menus import Menu
from gui.pad.breaking import fill_display_menu, fill_segment_menu
from gui.pad.face import CARD, PadFace
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.panels.menu_button import MenuButton
from gui.theme import GRID_PX, SMALL_PX, Theme

LINE_PX = 15
BUTTON_PX = QSize(74, 28)
HINT = "draw, click, or press 0\N{EN DASH}9"
OWN_TIP = "See the shapes that you have taught, and remove single ones."
PAST = "as it is, past what is broken"


class SegmentPad(QWidget):
    """Seven segments to light; they can be broken, taught to the network, and shown in a row as a number."""

    changed = Signal(object)
    """Something else is lit, or arrives; carries what arrives: 0.0 or 1.0 for a to g, as a read-only array."""
    broken_changed = Signal(object)
    """Other segments are broken: a `Broken`."""
    teach_wanted = Signal(int)
    """What is drawn is this digit."""
    own_wanted = Signal()
    """Somebody wants to see the shapes of their own."""
    number_wanted = Signal()
    """Somebody wants to type a number onto several displays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment-pad")
        self.face = PadFace()
        self.setFocusProxy(self.face)
        self.hint = QLabel(HINT)
        self.hint.setObjectName("segment-pad-hint")
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        # Two lines always, and room for the link: the network beside the pad must not move for what is said here.
        self.hint.setFixedSize(CARD.width(), 2 * LINE_PX)
        self.clear_button = _button(
            "segment-pad-clear", "Clear", "Clear the pad", "Switch off all segments (Backspace on the pad)."
        )
        self.clear_button.clicked.connect(self.clear)
        self.break_button = MenuButton(
            "segment-pad-break", "button",
            "Break segments: stuck on, stuck off, or flickering (a right click on one, or B on the pad).",
        )  # fmt: skip
        self.break_button.setText("Break")
        self.break_button.setAccessibleName("Break segments of the display")
        self.break_button.menu().aboutToShow.connect(self._fill_break_menu)
        self.teach_button = MenuButton(
            "segment-pad-teach", "button", "Add what is drawn to the training data, as the digit that you say it is."
        )
        self.teach_button.setText("Teach")
        self.teach_button.setAccessibleName("Teach what is drawn")
        self._fill_teach_menu()
        self.number_button = _button(
            "segment-pad-number", "Number\N{HORIZONTAL ELLIPSIS}", "Show a number on several displays",
            "Type a number: each of its digits on a display of its own, read by the network.",
        )  # fmt: skip
        self.number_button.clicked.connect(self.number_wanted)
        self.own_link = QPushButton()
        self.own_link.setObjectName("segment-pad-own")
        self.own_link.setProperty("role", "link")
        self.own_link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.own_link.clicked.connect(self.own_wanted)
        self.own_link.setFixedHeight(LINE_PX + 3)
        keeps_room = self.own_link.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.own_link.setSizePolicy(keeps_room)
        self.own_link.hide()
        self._menu = Menu(self)
        self._menu.setObjectName("segment-menu")
        self._arrange()
        self.face.changed.connect(self._on_changed)
        self.face.menu_wanted.connect(self._open_menu)
        self._on_changed(self.values)

    def _arrange(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        # Beside each other they are just as wide as the face.
        self.setStyleSheet(
            f'#segment-pad QToolButton[role="button"] {{ padding: 2px 4px; font-size: {SMALL_PX + 1}px; }}'
            '#segment-pad QToolButton[opens="true"] { padding-right: 22px; }'
            f'#segment-pad QPushButton[role="link"] {{ font-size: {SMALL_PX}px; min-height: {LINE_PX}px; }}'
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID_PX // 2)
        grid.setVerticalSpacing(GRID_PX // 2)
        for place, button in enumerate((self.clear_button, self.break_button, self.number_button, self.teach_button)):
            button.setFixedSize(BUTTON_PX)
            grid.addWidget(button, place // 2, place % 2)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.face, 1, middle)
        column.addWidget(self.hint, 0, middle)
        column.addLayout(grid)
        column.addWidget(self.own_link, 0, middle)

    def fit_height(self, room: int) -> None:
        """Take at most so much: the face shrinks."""
        least = self.face.minimumSizeHint().height()
        rest = self._column.minimumSize().height() - least
        self.face.setMaximumHeight(min(CARD.height(), max(least, room - rest)))

    @property
    def values(self) -> Array:
        """What arrives: 0.0 or 1.0 for each of a to g, read-only."""
        return self.face.values

    @property
    def drawn(self) -> Array:
        """What was lit by hand, (7,), read-only."""
        return self.face.drawn

    @property
    def is_given(self) -> bool:
        """Whether a sample is shown that was chosen elsewhere."""
        return self.face.is_given

    @property
    def broken(self) -> Broken:
        """Which segments are broken."""
        return self.face.broken

    @property
    def digit(self) -> int | None:
        """The digit whose standard shape is drawn; None where it is none of them."""
        matches = np.flatnonzero((self.drawn == SHAPES).all(axis=1))
        return int(matches[0]) if matches.size else None

    def set_values(self, values: Array) -> None:
        """Light the segments whose value is at least 0.5.    values (7,), a to g"""
        self.face.set_values(values)

    def show_given(self, values: Array) -> None:
        """Show a sample that was chosen elsewhere as it is, whatever is broken.    values (7,), a to g"""
        self.face.show_given(values)
        self._show_hint()

    def show_digit(self, digit: int) -> None:
        """Light a digit's standard shape."""
        self.face.set_values(SHAPES[digit])

    def clear(self) -> None:
        """Switch off all segments."""
        self.face.set_values(np.zeros(len(NAMES)))

    def break_segments(self, broken: Broken) -> None:
        """From now on these segments are broken."""
        if broken != self.broken:
            self.face.break_segments(broken)
            self._show_hint()
            self.broken_changed.emit(broken)

    def mend_all(self) -> None:
        """All segments work."""
        self.break_segments(Broken())

    def show_own(self, count: int, wrong: int = 0, doubt: str = "") -> None:
        """So many shapes were taught by hand.

        wrong  so many of them do not come right; `doubt` says so
        """
        self.own_link.setVisible(count > 0)
        still_wrong = f", {wrong:,} wrong" if wrong else ""
        self.own_link.setText(f"{counted(count, 'shape')} taught{still_wrong}\N{HORIZONTAL ELLIPSIS}")
        self.own_link.setToolTip("\n".join(filter(None, (doubt, OWN_TIP))))
        self.own_link.setAccessibleName(f"Show the shapes that you taught: {count:,}")

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self.face.show_theme(theme)

    def segment_centre(self, letter: str) -> QPointF:
        """Where the middle of a segment lies in this widget."""
        return self.face.mapTo(self, self.face.place_px(SEGMENTS[letter].middle))

    def _on_changed(self, values: Array) -> None:
        is_drawn = bool(self.drawn.any())
        self.clear_button.setEnabled(is_drawn)
        self.teach_button.setEnabled(is_drawn)
        self._show_hint()
        self.changed.emit(values)

    def _show_hint(self) -> None:
        hint = HINT if self.broken.is_whole else PAST if self.is_given else self.broken.words
        if hint != self.hint.text():
            self.hint.setText(hint)

    def _fill_teach_menu(self) -> None:
        menu = self.teach_button.menu()
        menu.setObjectName("segment-pad-teach-menu")
        for digit in range(len(SHAPES)):
            action = menu.addAction(
                f"This is {'an' if digit == 8 else 'a'} &{digit}", partial(self.teach_wanted.emit, digit)
            )
            action.setObjectName(f"teach-{digit}")

    def _fill_break_menu(self) -> None:
        fill_display_menu(self.break_button.menu(), self.broken, self.break_segments)

    def _open_menu(self, name: str, place: QPoint) -> None:
        fill_segment_menu(self._menu, name, self.broken, self.break_segments)
        self._menu.popup(place)


def _button(name: str, text: str, accessible: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setProperty("role", "button")
    button.setText(text)
    button.setAccessibleName(accessible)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
