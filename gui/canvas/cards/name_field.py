"""A field to type a name in, where the name stands."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from core.layers.dense import LONGEST_NAME
from gui.canvas.cards.surface import inside
from gui.canvas.drawn.letters import font
from gui.text_field import PassingField
from gui.theme import BODY_PX, Theme

NARROWEST_PX, HEIGHT_PX, PADDING_PX = 120, 26, 20


class NameField(PassingField):
    """A name, typed where it stands: Enter and going elsewhere keep it, Esc gives it up."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.hide()
        self.setObjectName("name-field")
        self.setMaxLength(LONGEST_NAME)
        self.setToolTip("Enter keeps the name, Esc the old one; without a name its place says what it is.")
        self.textEdited.connect(self._fit)
        self._place = QRect()
        self._is_beside = False
        self._keep: Callable[[str], None] | None = None
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.field}; border: 1px solid {theme.ink}; border-radius: 6px;"
            f" padding: 0 4px; min-height: 0; font-size: {BODY_PX}px; color: {theme.ink}; }}"
        )

    def open_at(
        self, place: QRect, name: str, without: str, keep: Callable[[str], None], is_beside: bool = False
    ) -> None:
        """Begin with this name.

        place      around whose middle it stands
        without    what it is called without a name
        is_beside  whether it goes on to the right from there instead
        """
        self._place, self._keep, self._is_beside = place, keep, is_beside
        self.setText(name)
        self.setPlaceholderText(without)
        self.setAccessibleName(f"Name of {without}")
        self._fit()
        self.raise_()
        self.show()
        self.setFocus()
        self.selectAll()

    def close_unchanged(self) -> None:
        """Give up what was typed."""
        if self._keep is not None:
            self._keep = None
            self.clearFocus()  # before it hides: Qt would hand the keyboard to the next control
            self.hide()

    def _fit(self) -> None:
        """As wide as the name, and inside the canvas."""
        canvas = self._canvas
        text = self.text() or self.placeholderText()
        width = max(NARROWEST_PX, QFontMetrics(font(BODY_PX)).horizontalAdvance(text) + PADDING_PX)
        frame = QRect(0, 0, width, HEIGHT_PX)
        frame.moveCenter(self._place.center())
        if self._is_beside:
            frame.moveLeft(self._place.left())
        self.setGeometry(inside(QRectF(frame), QRectF(canvas.rect().adjusted(4, 4, -4, -4))).toRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are not for the canvas below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_unchanged()
            self._canvas.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            self._canvas.setFocus()
        else:
            super().keyPressEvent(event)
            event.accept()

    def go(self) -> None:
        """Go, and leave the name as it is."""
        self.close_unchanged()

    def finish(self) -> None:
        """Keep what was typed."""
        text, keep, is_other = self.text().strip(), self._keep, self.isModified()
        self.close_unchanged()
        if keep is not None and is_other:
            keep(text)
