"""The field in which one number of the current sample is typed, where it stands on the canvas."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from core.errors import UserError
from core.numerals import LONGEST_TEXT
from gui.canvas.cards.surface import inside, paint_surface
from gui.text_field import TextField
from gui.theme import SMALL_PX, Theme

WIDTH_PX, ERROR_PX, EDGE_PX = 96, 200, 4
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Line(TextField):
    """Enter, Tab and Esc are told; no other key is for the canvas below."""

    entered = Signal()
    moved = Signal(int)
    """To the next number (1), or the one before (-1)."""
    given_up = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Tab goes to the sample's next number."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            way = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if way is not None:
                event.accept()
                self.moved.emit(way)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed but not entered is given up."""
        super().focusOutEvent(event)
        self.left.emit()


class SampleField(QFrame):
    """A small field with room for one sentence below it. It asks; whoever opened it changes the sample."""

    entered = Signal()
    """This is the number."""
    moved = Signal(int)
    """This is the number, and the next one (1) or the one before (-1) is to be typed."""
    given_up = Signal()
    """Nothing more is wanted."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.hide()
        self.setObjectName("sample-field")
        self._canvas, self._theme, self._at = canvas, theme, QPointF()
        self._line = _Line()
        self._line.setObjectName("sample-value")
        self._line.setMaxLength(LONGEST_TEXT + 1)
        self._line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._line.entered.connect(self.entered)
        self._line.moved.connect(self.moved)
        self._line.given_up.connect(self.given_up)
        self._line.left.connect(self.given_up)
        self._line.textEdited.connect(lambda: self.show_error(None))
        self._name, self._error = QLabel(), QLabel()
        self._name.setProperty("role", "muted")
        self._name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._error.setObjectName("sample-error")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE_PX, EDGE_PX, EDGE_PX, EDGE_PX)
        self._column.setSpacing(2)
        for part in (self._name, self._line, self._error):
            self._column.addWidget(part)
        self._error.hide()
        self.setFocusProxy(self._line)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._line.setStyleSheet("border: none; background: transparent; padding: 1px 4px; min-height: 18px;")
        self._error.setStyleSheet(f"color: {theme.error}; font-size: {SMALL_PX}px;")
        self.update()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._line.text()

    @property
    def is_typed(self) -> bool:
        """Whether something else was typed than what stood there."""
        return self._line.isModified()

    def open_at(self, at: QPointF, name: str, text: str, hint: str) -> None:
        """Begin with this text, in the middle of this place of the canvas; the hint says what can be typed."""
        self._at = at
        self._name.setText(name)
        self._line.setText(text)
        self._line.setModified(False)
        self._line.setAccessibleName(f"{name} of the sample")
        self._line.setToolTip(f"{hint} Enter keeps it, Tab goes on to the next, Esc gives up.")
        self._error.hide()
        self._place()
        self.show()
        self.raise_()
        self._line.setFocus()
        self._line.selectAll()

    def show_error(self, error: UserError | None) -> None:
        """Say below the field what cannot be; None: nothing."""
        if error is None and self._error.isHidden():
            return
        self._error.setText("" if error is None else f"{error.message} {error.hint}")
        self._error.setVisible(error is not None)
        self._place()

    @property
    def error(self) -> str:
        """What is said below the field."""
        return "" if self._error.isHidden() else self._error.text()

    def _place(self) -> None:
        wide = max(WIDTH_PX, min(self._name.sizeHint().width() + 2 * EDGE_PX, ERROR_PX))
        self.setFixedWidth(wide if self._error.isHidden() else ERROR_PX)
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()) if not self._error.isHidden() else 48)
        top = self._at.y() - 30.0
        frame = QRectF(self._at.x() - self.width() / 2, top, self.width(), self.height())
        self.move(inside(frame, QRectF(self._canvas.rect()).adjusted(4, 4, -4, -4)).topLeft().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is pressed on the field is not for the canvas below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground with an ink border, as what is being typed."""
        painter = QPainter(self)
        try:
            paint_surface(painter, self._theme, self, self._theme.ink)
        finally:
            painter.end()
