"""The button that does what helps: its words are elided where there is little room, and in its tip as a whole."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

LEAST_PX = 160
PADDING_PX = 28
"""What the style sheet puts at both sides of the words."""


class RemedyButton(QPushButton):
    """Clicking it leaves the focus where it is, so that Space still trains."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_remedy(self, words: str) -> None:
        """What it does."""
        self.setText(words.replace("&", "&&"))  # a layer's name may have one, and it would underline a letter
        self.setToolTip(f"{words}. Undo takes it back.")
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(LEAST_PX, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as Qt draws it, with as many of its words as there is room for."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - PADDING_PX + 2, int(Qt.TextFlag.TextShowMnemonic)
        )
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
