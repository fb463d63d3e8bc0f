"""The line that says what is switched off, and switches it on again."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui.canvas.picture import NetworkPicture
from gui.theme import GRID_PX, LIGHT, Theme

HEIGHT_PX = 26
LEGEND_PX = 220
"""What the legend of the weights needs of the canvas' lower edge, right of the button in the corner."""
ABOVE_LEGEND_PX = 36


class OffLine(QFrame):
    """Hidden while everything takes part."""

    all_on_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        self.text = QLabel()
        self.text.setObjectName(f"{name}-text")
        self.button = QPushButton()
        self.button.setObjectName(f"{name}-all-on")
        self.button.setProperty("role", "link")
        self.button.setToolTip("Everything takes part again (Shift+O).")
        self.button.setAccessibleName("Switch all on")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.all_on_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX + GRID_PX // 2, 0, GRID_PX + GRID_PX // 2, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self._words, self._count = "", 0
        self.hide()
        self.show_theme(LIGHT)

    def show_off(self, words: str, count: int) -> None:
        """What is off, and how many things that are; none: nothing."""
        self._words, self._count = words, count
        self.setAccessibleName(f"{words} switched off")
        self.setToolTip(f"Switched off for a look: {words}. The project and its training know nothing of it.")
        self._write(self._words if count == 1 else f"{count:,}", "Switch all on")
        self.setVisible(count > 0)

    def _write(self, what: str, button: str) -> None:
        self.text.setText(f"{what} off")
        self.button.setText(button)

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface of its own."""
        name = self.objectName()
        self.setStyleSheet(
            f"#{name} {{ background: {theme.notice_surface}; border-radius: {HEIGHT_PX // 2}px; }}"
            f"#{name} QLabel {{ background: transparent; }}"
            f"#{name} QPushButton {{ font-weight: 600; color: {theme.ink}; }}"
        )


class CornerOffLine(OffLine):
    """In the lower right corner of the canvas, beside the legend: in few words where there is little room."""

    def __init__(self, canvas: NetworkPicture) -> None:
        super().__init__("off-line", canvas)
        self._canvas = canvas
        canvas.installEventFilter(self)

    def show_off(self, words: str, count: int) -> None:
        """What is off, and how many things that are."""
        super().show_off(words, count)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self._canvas.standing.leave_to_the_right_of_legend(0)
        room = self._canvas.standing.legend_room.width() - LEGEND_PX
        for what, button in ((self._words, "Switch all on"), (f"{self._count:,}", "All on")):
            self._write(what, button)
            width = self.sizeHint().width()
            if width <= room:
                break
        is_beside = width <= room
        below = GRID_PX if is_beside else ABOVE_LEGEND_PX
        left = self._canvas.width() - width - GRID_PX
        self.setGeometry(left, self._canvas.height() - HEIGHT_PX - below, width, HEIGHT_PX)
        self.raise_()
        if is_beside and not self.isHidden():
            self._canvas.standing.leave_to_the_right_of_legend(width)
