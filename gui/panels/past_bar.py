"""The bar that says which moment of the past is shown, and leads on from there or back to now."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from core.snapshot import Snapshot
from gui.canvas.picture import NetworkPicture
from gui.panels.off_line import ABOVE_LEGEND_PX, CornerOffLine
from gui.session.looking_back import LookingBack
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme

HEIGHT_PX = 26
EDGE_PX = 10
MOVING = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
LEGEND_PX = 196
"""What the scale of the weights alone needs of the canvas' lower edge."""


class PastBar(QFrame):
    """Stands in the lower right corner of the canvas while somebody looks back: beside the legend where there is room,
    else above it."""

    def __init__(self, looking_back: LookingBack, canvas: NetworkPicture, off_line: CornerOffLine) -> None:
        super().__init__(canvas)
        self.setObjectName("past-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedHeight(HEIGHT_PX)
        self._canvas, self._off_line = canvas, off_line
        self._text = QLabel()
        self._text.setObjectName("past-text")
        go_on = _button(
            "past-go-on", "Go on from here", "Train on from this moment. What came later returns with undo."
        )
        go_on.clicked.connect(looking_back.go_on)
        back = _button("past-back", "Back to now", "Show the present again (Esc).")
        back.clicked.connect(looking_back.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE_PX, 0, EDGE_PX, 0)
        row.setSpacing(EDGE_PX)
        for part in (self._text, go_on, back):
            row.addWidget(part)
        self.hide()
        self.show_theme(LIGHT)
        canvas.installEventFilter(self)
        off_line.installEventFilter(self)

    def show_moment(self, past: Snapshot | None, now: Snapshot | None) -> None:
        """This moment of the past is shown; None: the present is."""
        is_shown = past is not None and now is not None
        if past is not None and now is not None:
            words = f"epoch {past.epoch:,} of {now.epoch:,}"
            self._text.setText(words)
            self.setAccessibleName(f"Looking back at {words}")
        if is_shown or not self.isHidden():
            self.setVisible(is_shown)
            self.place()

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface of its own."""
        self.setStyleSheet(
            f"#past-bar {{ background: {theme.notice_surface}; border-radius: {HEIGHT_PX // 2}px; }}"
            f"#past-bar QLabel {{ background: transparent; font-size: {SMALL_PX}px; }}"
            f"#past-bar QPushButton {{ font-weight: 600; font-size: {SMALL_PX}px; color: {theme.ink}; }}"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner, and above what stands or stood there."""
        if event.type() in MOVING and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Stand in the corner, or above what stands there already."""
        width, standing = self.sizeHint().width(), self._canvas.standing
        bottom = self._canvas.height() - GRID_PX
        if not self._off_line.isHidden():
            bottom = self._off_line.y() - GRID_PX // 2
        else:
            standing.leave_to_the_right_of_legend(0)
            is_beside = width <= standing.legend_room.width() - LEGEND_PX
            if not is_beside:
                bottom = self._canvas.height() - ABOVE_LEGEND_PX
            elif not self.isHidden():
                standing.leave_to_the_right_of_legend(width)
        frame = QRect(self._canvas.width() - width - GRID_PX, bottom - HEIGHT_PX, width, HEIGHT_PX)
        below = [other.top() for other in standing.lower_frames if other.intersects(frame)]
        if below:
            frame.moveBottom(min(below) - 1 - GRID_PX // 2)
        self.setGeometry(frame)
        self.raise_()


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setAccessibleName(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
