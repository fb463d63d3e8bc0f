"""The bar at the canvas' lower edge that says which sample is current, and leads to another."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from gui import icons
from gui.canvas.drawn.letters import font
from gui.menus import Menu
from gui.panels.menu_button import MenuButton
from gui.theme import CORNER_PX, SMALL_PX, Theme

HEIGHT_PX, ARROW_PX, ADD_PX, ICON_PX = 28, 22, 34, 12
WIDEST_PX, NARROWEST_PX = 112, 68
"""Of the words between the arrows."""


class SampleBar(QFrame):
    """Arrows to the sample before and after, and between them its name, which opens a menu. It asks; others choose."""

    walked = Signal(int)
    """The next sample (1), or the one before (-1)."""
    asked = Signal(str)
    """ "test" or "training": the first of them; "none"; "type": its numbers are to be typed; "add": it belongs to the
    data from now on; "remove": those that were added go."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("sample-bar")
        self.setFixedHeight(HEIGHT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.menu = Menu(self)
        self.menu.setObjectName("sample-menu")
        self._entries: dict[str, QAction] = {}
        for name, text in (
            ("test", "First test sample"),
            ("training", "First training sample"),
            ("type", "Type values…"),
            ("none", "No sample"),
            ("add", "Add to the training data"),
            ("remove", "Remove samples of your own"),
        ):
            if name == "add":
                self.menu.addSeparator()
            action = self.menu.addAction(text, partial(self.asked.emit, name))
            action.setObjectName(f"sample-{name}")
            self._entries[name] = action
        self._before = self._arrow("sample-before", "Sample before", "The sample before this one (Shift+S).", -1)
        self._after = self._arrow("sample-after", "Next sample", "The next sample (S).", 1)
        self.button = MenuButton("sample", "text", "", self.menu, has_arrow=False)
        self.button.setAccessibleName("Sample")
        self._add = QToolButton()
        self._add.setObjectName("sample-add-button")
        self._add.setText("Add")
        self._add.setAccessibleName("Add to the training data")
        self._add.setToolTip("Add this sample with its target to the training data (A).")
        self._add.setProperty("role", "text")
        self._add.setFixedSize(ADD_PX, HEIGHT_PX - 2)
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.clicked.connect(partial(self.asked.emit, "add"))
        self._add.hide()
        self._words, self._instead, self._room = "", "", WIDEST_PX
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for part in (self._before, self.button, self._after, self._add):
            row.addWidget(part)
        self.show_theme(theme)
        self.show_words("", "sample")
        self.show_own(False, 0)

    def _arrow(self, name: str, label: str, tip: str, way: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setToolTip(tip)
        button.setProperty("role", "quiet")
        button.setFixedSize(ARROW_PX, HEIGHT_PX - 2)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.walked.emit(way))
        return button

    @property
    def controls(self) -> list[QWidget]:
        """In the order of the tab key."""
        return [self._before, self.button, self._after, self._add]

    def show_words(self, words: str, noun: str) -> None:
        """Say where the current sample comes from; empty: there is none. `noun`: what samples are called here."""
        self._words = words
        self._entries["test"].setText(f"First test {noun}")
        self._entries["training"].setText(f"First training {noun}")
        self._entries["none"].setEnabled(bool(words))
        said = words or "none"
        self.button.setAccessibleDescription(said)
        self.button.setToolTip(
            f"Current sample: {said}. What every neuron says is shown for it. Type values (V), or choose another."
        )
        self._write()

    def show_instead(self, words: str) -> None:
        """Say that values are shown for something else than the current sample; empty: they are not."""
        self._instead = words
        self._write()

    def show_rows(self, has_training: bool, has_test: bool) -> None:
        """Whether there are samples of these kinds."""
        self._entries["training"].setEnabled(has_training)
        self._entries["test"].setEnabled(has_test)
        for arrow in (self._before, self._after):
            arrow.setEnabled(has_training or has_test)

    def show_own(self, can_add: bool, count: int) -> None:
        """Whether the current sample can be added to the data, and how many were."""
        self._entries["add"].setEnabled(can_add)
        self._add.setVisible(can_add)
        self._entries["remove"].setEnabled(count > 0)
        self._entries["remove"].setText(f"Remove {count:,} of your own" if count else "Remove samples of your own")
        self._write()

    @property
    def can_add(self) -> bool:
        """Whether the current sample can be added to the data."""
        return self._entries["add"].isEnabled()

    def fit(self, room: int) -> None:
        """Take at most so much room for the words."""
        self._room = max(NARROWEST_PX, min(WIDEST_PX, room))
        self._write()

    def _write(self) -> None:
        metrics = QFontMetrics(font(SMALL_PX))
        text = self._instead or self._words or "no sample"
        self.button.setFixedSize(self._room, HEIGHT_PX - 2)
        self.button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideLeft, self._room - 10))
        self.setFixedWidth(self._room + 2 * ARROW_PX + 2 + (0 if self._add.isHidden() else ADD_PX))

    def show_theme(self, theme: Theme) -> None:
        """A ground of its own, since a network that is zoomed in lies below."""
        self._before.setIcon(icons.icon("left", theme.muted, ICON_PX))
        self._after.setIcon(icons.icon("right", theme.muted, ICON_PX))
        self.setStyleSheet(
            f"#sample-bar {{ background: {theme.canvas}; border: 1px solid {theme.hairline};"
            f" border-radius: {CORNER_PX}px; }}"
            f"#sample {{ color: {theme.ink}; }}"
        )
