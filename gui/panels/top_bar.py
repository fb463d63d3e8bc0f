"""The top bar: the project's name, what trains it, and undo, redo, export."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.snapshot import Snapshot
from core.specs import Project
from gui import icons
from gui.menus import open_by_key
from gui.panels.menu_button import MenuButton
from gui.theme import GRID_PX, Theme, body_font

WIDE_PX = 1420
"""In a bar of this width the middle leaves both sides room for a name of 18 letters."""
ROOMY_PX = 1360
"""In a narrower bar the word "Pace" has no room, nor have the first words of Train."""
NARROW_PX = 1240
"""In a narrower bar the pace takes no more room than it needs."""
ARROW_WIDTH_PX = 24
FROM_NOW = "Train from now"
FROM_NOW_TIP = (
    "Go on from here, below the network, trains on from the moment on screen; this goes back to now first (Space)."
)
TITLE_TIP = "The project: new, open, examples, save, look."
LEAST_TITLE_PX = 90
BESIDE_WORDS_PX = 50
"""What Train takes beside its words: the icon and its edges."""
PACES: tuple[float | None, ...] = (1.0, 10.0, 50.0, 100.0, 500.0, 1000.0, 5000.0, None)


def pace_text(pace: float | None) -> str:
    """ "100 steps/s", or "as fast as possible"."""
    if pace is None:
        return "as fast as possible"
    return f"{pace:,.0f} steps/s" if pace >= 2 else "1 step/s" if pace == 1.0 else f"{pace:g} steps/s"


def button(action: QAction, role: str = "button") -> QToolButton:
    """A tool button for an action; clicking it leaves the focus where it is, so that Space still trains."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setProperty("role", role)
    made.setObjectName(action.objectName().replace("action-", "button-"))
    made.setAccessibleName(action.text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _side(*widgets: QWidget, spacing: int = GRID_PX, is_right: bool = False) -> QWidget:
    """These beside each other, at the left edge or at the right one."""
    side = QWidget()
    row = QHBoxLayout(side)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    if is_right:
        row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    if not is_right:
        row.addStretch(1)
    return side


class TitleButton(MenuButton):
    """A project's name, which gives way: where there is no room for all of it, its middle is left out."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__("project-menu", "quiet", TITLE_TIP, menu)
        self._title = ""
        self.setAccessibleName("Project menu")
        self.setFont(body_font(15, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_title(self, title: str) -> None:
        """What the project is called."""
        self._title = title
        self.setText(title.replace("&", "&&"))  # a single one would underline the letter after it
        self._tell_whole()

    def minimumSizeHint(self) -> QSize:
        """A few letters are left of any name."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), LEAST_TITLE_PX), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip tells the name where it is cut."""
        super().resizeEvent(event)
        self._tell_whole()

    @property
    def painted_text(self) -> str:
        """As much of the name as there is room for."""
        return self._shown().replace("&", "&&")

    def _shown(self) -> str:
        metrics = self.fontMetrics()
        missing = max(self.sizeHint().width() - self.width(), 0)
        room = metrics.horizontalAdvance(self._title) + 1 - missing
        return metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room)

    def _tell_whole(self) -> None:
        self.setToolTip(TITLE_TIP if self._shown() == self._title else f"{self._title}\n{TITLE_TIP}")


class TopBar(QFrame):
    """Left the project's menu, in the middle training, right undo, redo and export."""

    pace_chosen = Signal(object)
    """Steps per second, or None for as fast as possible."""

    def __init__(self, actions: Mapping[str, QAction], project_menu: QMenu, export_menu: QMenu) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setObjectName("top-bar")
        self.setFixedHeight(7 * GRID_PX)
        self._theme: Theme | None = None
        self._is_playing = self._is_past = False
        self._chosen_pace: float | None = None

        self._logo = QLabel()
        self._title = TitleButton(project_menu)
        self._saved = QLabel()
        self._saved.setProperty("role", "muted")
        self._saved.setObjectName("saved-word")

        self._train = QPushButton()
        self._train.setObjectName("button-train")
        self._train.setProperty("role", "primary")
        self._train.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._train.setToolTip(actions["train"].toolTip())
        self._train.clicked.connect(actions["train"].trigger)
        actions["train"].changed.connect(self._on_train_changed)
        self._train_action = actions["train"]

        self._pace = MenuButton(
            "button-pace", "button", "How many training steps are made in a second. It belongs to the project."
        )

        self._epoch = QLabel("epoch 0")
        self._epoch.setFont(body_font(15, bold=True))
        self._epoch.setObjectName("epoch")
        self._step = QLabel("step 0")
        self._step.setProperty("role", "muted")
        self._step.setObjectName("step")
        counts = QVBoxLayout()
        counts.setSpacing(0)
        counts.addStretch()
        counts.addWidget(self._epoch)
        counts.addWidget(self._step)
        counts.addStretch()
        counts_box = QWidget()
        counts_box.setLayout(counts)
        counts_box.setFixedWidth(110)
        counts.setContentsMargins(4, 0, 0, 0)

        self._export = MenuButton("button-export", "button", "Take the trained model away.", export_menu)
        self._export.setText("Export")
        self._export.setAccessibleName("Export")
        self._export.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # not to be cut for a title

        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, 0)
        row.setSpacing(GRID_PX)
        left = _side(self._logo, self._title, self._saved, spacing=GRID_PX // 2)
        row.addWidget(left, 1)
        row.addWidget(button(actions["reset"]))
        row.addWidget(self._train)
        row.addWidget(button(actions["step"]))
        row.addWidget(button(actions["epoch"]))
        row.addWidget(self._pace)
        row.addWidget(counts_box)
        undo, redo, history = button(actions["undo"]), button(actions["redo"]), button(actions["history"], "quiet")
        for one in (undo, redo, history):
            one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        history.setFixedWidth(ARROW_WIDTH_PX)
        pair = QWidget()
        history_pair = QHBoxLayout(pair)  # the arrow belongs to the two before it
        history_pair.setContentsMargins(0, 0, 0, 0)
        history_pair.setSpacing(2)
        for one in (redo, history):
            history_pair.addWidget(one)
        right = _side(undo, pair, self._export, is_right=True)
        row.addWidget(right)
        self._row, self._sides = row, (left, right)
        for one in self.findChildren(QToolButton):
            one.setFixedHeight(4 * GRID_PX)
        self._train.setFixedHeight(4 * GRID_PX)

    def open_project_menu(self) -> None:
        """Open the project's menu, for somebody without a mouse."""
        self._title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        open_by_key(self._title)

    def show_project(self, project: Project) -> None:
        """The project's pace."""
        self._chosen_pace = project.pace
        self._show_pace()
        self._fill_paces(project.pace)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Each side has its width, so that what trains stays where it is for any name of a project: in a wide bar both
        are equal, in others the left one has all that is free.

        A narrow bar says the pace without the word before it, and in fewer words what Train does.
        """
        super().resizeEvent(event)
        self._row.setStretchFactor(self._sides[1], 1 if self.width() >= WIDE_PX else 0)
        self._show_pace()
        self._show_train()
        self._row.activate()  # by what has just become narrower

    def _show_pace(self) -> None:
        text, before = pace_text(self._chosen_pace), "Pace: " if self.width() >= ROOMY_PX else ""
        self._pace.setMinimumWidth(0)
        if self.width() >= NARROW_PX:
            self._pace.setText(f"{before}{pace_text(None)}")  # the longest: nothing beside it moves for another pace
            self._pace.setMinimumWidth(self._pace.sizeHint().width())
        self._pace.setText(f"{before}{text}")
        self._pace.setAccessibleName(f"Pace: {text}")

    def _fill_paces(self, chosen: float | None) -> None:
        """The usual paces, and the project's own where it is another one."""
        menu = self._pace.menu()
        menu.clear()
        group = QActionGroup(menu)
        for pace in sorted({*PACES, chosen}, key=lambda pace: math.inf if pace is None else pace):
            action = menu.addAction(pace_text(pace))
            action.setCheckable(True)
            action.setChecked(pace == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, pace=pace: self.pace_chosen.emit(pace))

    def show_title(self, title: str, saved: str) -> None:
        """What the project is called, and the one word that says whether all is saved."""
        self._title.show_title(title)
        self._saved.setText(f"· {saved}")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Epoch and step, and whether it trains."""
        self._epoch.setText(f"epoch {snapshot.epoch:,}")
        step = f"step {snapshot.position:,} of {snapshot.steps_per_epoch:,}"
        self._step.setText("looking back" if self._is_past else step)
        if snapshot.is_playing != self._is_playing:
            self._is_playing = snapshot.is_playing
            self._show_train()

    def show_past(self, is_past: bool) -> None:
        """Whether what is shown is a moment of the past."""
        self._is_past = is_past
        self._show_train()
        self._epoch.setEnabled(not is_past)  # paler: it is not how far training has come

    def show_theme(self, theme: Theme) -> None:
        """Icons in the theme's ink."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self._logo.setPixmap(icons.pixmap("logo", theme.ink, 24, ratio))
        self._show_train()

    def _on_train_changed(self) -> None:
        self._train.setEnabled(self._train_action.isEnabled())

    def _show_train(self) -> None:
        from_now = FROM_NOW if self.width() >= ROOMY_PX else FROM_NOW.removeprefix("Train ").capitalize()
        text = from_now if self._is_past else "Pause" if self._is_playing else "Train"
        self._train.setText(f" {text}")  # Qt leaves too little room between icon and text
        self._train.setAccessibleName(FROM_NOW if self._is_past else text)
        self._train.setToolTip(FROM_NOW_TIP if self._is_past else self._train_action.toolTip())
        # The bar does not move when the words change.
        self._train.setMinimumWidth(self._train.fontMetrics().horizontalAdvance(from_now) + BESIDE_WORDS_PX)
        if self._theme is not None:
            self._train.setIcon(icons.icon("pause" if text == "Pause" else "play", self._theme.field, 12))
            self._train.setIconSize(QSize(12, 12))
