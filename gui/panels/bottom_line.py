"""The bottom line: steps per second, parameters, timeline, what just happened; seed and dtype, which can be changed."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from core.edits import choose_dtype, went_along
from core.network import DType, Network
from core.snapshot import Snapshot
from core.specs import Project
from core.wording import counted
from gui.panels.menu_button import MenuButton
from gui.panels.seed_field import SEED_TIP, SeedField
from gui.panels.timeline import TimelineSlider
from gui.session.session import Session
from gui.theme import GRID_PX, Theme

NOTICE_MS = 6000
DTYPES: dict[DType, str] = {
    "float32": "about 7 digits: what training usually needs",
    "float64": "twice the digits, for checking by hand; slower for large networks",
}
POPUP_WIDTH_PX = 200


class BottomLine(QFrame):
    """One slim line. Seed and dtype look like text until the pointer or the keyboard is there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("bottom-line")
        self.setProperty("surface", "canvas")
        self.setFixedHeight(4 * GRID_PX)
        self._session = session
        self._shown: Project | None = None
        self._rate = QLabel()
        self._rate.setObjectName("steps-per-second")
        self._rate.setMinimumWidth(112)
        self._rate.setToolTip("Training steps made per second.")
        self._parameters = QLabel()
        self._parameters.setObjectName("parameters")
        self._notice = _Notice()
        self.timeline = TimelineSlider()
        self._seed = QToolButton()
        self._seed.setObjectName("bottom-seed-button")
        self._seed.setProperty("role", "text")
        self._seed.setToolTip(f"{SEED_TIP} Click to change it.")
        self._seed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._seed.clicked.connect(self._open_seed)
        self._popup = _SeedPopup(session, self)
        self._dtype = MenuButton(
            "dtype",
            "text",
            "How the network's numbers are kept. Click to change it; training goes on.",
            has_arrow=False,
        )
        self._fill_dtypes()
        dot = QLabel("·")
        for label in (self._parameters, dot):
            label.setProperty("role", "muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear_notice)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, 0, GRID_PX + GRID_PX // 2, 0)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self._rate)
        row.addWidget(self._parameters)
        row.addWidget(self._notice, 1)
        row.addWidget(self.timeline, 1)
        pair = QHBoxLayout()
        pair.setSpacing(0)
        for widget in (self._seed, dot, self._dtype):
            pair.addWidget(widget)
        row.addLayout(pair)

    def show_project(self, project: Project) -> None:
        """Size, seed and dtype; what was said of the project before holds no more, what changed unasked is told."""
        self.clear_notice()
        told = None if self._shown is None else went_along(self._shown, project)
        self._shown = project
        if told is not None:
            self.show_notice(told)
        count = project.network.size
        self._parameters.setText(counted(count, "parameter"))
        self._parameters.setToolTip(_parameters_tip(project.network))
        self._seed.setText(f"seed {project.seed}")
        self._seed.setAccessibleName(f"Seed: {project.seed}")
        self._popup.seed.show_project(project)
        dtype = project.network.dtype
        self._dtype.setText(dtype)
        self._dtype.setAccessibleName(f"dtype: {dtype}")
        for action in self._dtype.menu().actions():
            action.setChecked(action.data() == dtype)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """How fast it trains, and how far it has come."""
        rate = _rounded(snapshot.steps_per_second)
        self._rate.setText(f"{rate} {'step' if rate == '1' else 'steps'}/s" if snapshot.is_playing else "paused")
        if self._session.snapshot is not None:
            self.timeline.show_training(self._session.snapshot)

    def show_notice(self, text: str) -> None:
        """Say what just happened, for a few seconds; empty: what was said holds no more."""
        if not text:
            self.clear_notice()
            return
        self._notice.setText(text)
        self._notice.setToolTip(text)
        self._notice.setAccessibleName(text)
        self._timer.start(NOTICE_MS)

    def clear_notice(self) -> None:
        """What was said holds no more."""
        self._notice.clear()
        self._notice.setAccessibleName("")
        self._notice.setToolTip("")

    def show_theme(self, theme: Theme) -> None:
        """Change the timeline's colours."""
        self.timeline.show_theme(theme)

    def _fill_dtypes(self) -> None:
        menu = self._dtype.menu()
        group = QActionGroup(menu)
        for dtype, meaning in DTYPES.items():
            action = menu.addAction(f"{dtype}: {meaning}")
            action.setData(dtype)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._choose_dtype, dtype))

    def _choose_dtype(self, dtype: DType) -> None:
        project = self._session.document.project
        if dtype != project.network.dtype:
            self._session.apply(lambda: choose_dtype(project, dtype))

    def _open_seed(self) -> None:
        right = self._seed.mapTo(self, QPoint(self._seed.width(), 0)).x()
        self._popup.open_above(self.mapToGlobal(QPoint(right, 0)))


class _Notice(QLabel):
    """One line, with dots at its end where there is no room for all of it; all is in its tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no text moves the rest

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much as there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class _SeedPopup(QFrame):
    """The seed's field and New weights, over the bottom line until Enter, Esc or a click elsewhere."""

    def __init__(self, session: Session, parent: BottomLine) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("seed-popup")
        self.setProperty("role", "popup")
        self.setFixedWidth(POPUP_WIDTH_PX)
        self.seed = SeedField(session, "bottom-")
        self.seed.number.committed.connect(self.close)
        self.seed.number.field.given_up.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.addWidget(self.seed)

    def open_above(self, corner: QPoint) -> None:
        """Open with the lower right corner at this place on the screen, and the keyboard in the field."""
        self.adjustSize()
        self.move(corner - QPoint(self.width(), self.height() + GRID_PX // 2))
        self.show()
        self.seed.number.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a seed that is left as it was closes, too."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not self.seed.number.is_refused:
            self.close()
        else:
            super().keyPressEvent(event)


def _rounded(rate: float) -> str:
    """Three digits are enough for a number that changes twice a second."""
    return f"{float(f'{rate:.3g}'):,.0f}" if rate >= 10.0 else f"{rate:.2g}"


def _parameters_tip(network: Network) -> str:
    """What is counted: batch normalization has more numbers than weights and biases."""
    widths = zip(network.dense, network.widths[:-1], strict=True)
    of_dense = sum(layer.units * (inputs + layer.use_bias) for layer, inputs in widths)
    if of_dense == network.size:
        return "Weights and biases of the network: what training changes."
    return (
        f"{of_dense:,} weights and biases; the others are batch normalization's: "
        f"{network.trainable - of_dense:,} scales and shifts, which training changes, too, and "
        f"{network.size - network.trainable:,} running means and variances."
    )
