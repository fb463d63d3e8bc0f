"""How the prediction of a file went: each sentence begins a line, and many of them are scrolled."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui.panels.form import note
from gui.theme import GRID_PX

MOST_PX = 150
"""So that on a small screen answer and form keep their room."""


class FileWords(QScrollArea):
    """A few sentences, or nothing, which takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ask-file-area")
        self.setAccessibleName("How the prediction of the file went")
        self._whole = QWidget()
        self._whole.setProperty("surface", True)
        self._column = QVBoxLayout(self._whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._labels = [note("ask-file")]
        self._column.addWidget(self._labels[0])
        self.setWidget(self._whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_words(self, text: str) -> None:
        """Each line of this for itself; empty: nothing."""
        lines = text.split("\n")
        for place in range(len(self._labels), len(lines)):
            self._labels.append(note(f"ask-file-{place}"))
            self._column.addWidget(self._labels[-1])
        for place, label in enumerate(self._labels):
            label.setText(lines[place] if place < len(lines) else "")
            label.setVisible(place < len(lines))
        self.verticalScrollBar().setValue(0)
        self.setVisible(bool(text))
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """All of it, up to a bound from which on it is scrolled."""
        height = self._column.totalHeightForWidth(width)
        is_long = height > MOST_PX
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_long else Qt.FocusPolicy.NoFocus)  # arrow keys scroll it
        return MOST_PX if is_long else height

    def sizeHint(self) -> QSize:
        """As high as it would be in its own width."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return QSize(0, self.sizeHint().height())
