"""Ten keys that say which digit a drawing is."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from gui.theme import GRID_PX
from gui.views.reading import with_article

KEY_PX = QSize(30, 24)
KEYS_A_ROW = 5


class LabelKeys(QWidget):
    """The keys 0 to 9 in two rows; what is checked is what the drawing is kept as."""

    said = Signal(int)
    """It is this digit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pad-labels")
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID_PX // 2)
        for digit in range(10):
            key = QToolButton()
            key.setObjectName(f"pad-label-{digit}")
            key.setText(str(digit))
            key.setAccessibleName(f"This is {with_article(digit)}")
            key.setProperty("role", "key")
            key.setCheckable(True)
            key.setFixedSize(KEY_PX)
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(key, digit)
            grid.addWidget(key, digit // KEYS_A_ROW, digit % KEYS_A_ROW)
        self._has_drawing = False
        self._kept_as: int | None = None
        self._group.idClicked.connect(self._on_clicked)
        self.show_state(False, None)

    def show_state(self, has_drawing: bool, kept_as: int | None) -> None:
        """Whether there is a drawing to say something of, and as which digit it is kept; None: it is not yet."""
        self._has_drawing, self._kept_as = has_drawing, kept_as
        for key in self._group.buttons():
            digit = self._group.id(key)
            key.setChecked(digit == kept_as)
            key.setEnabled(has_drawing)
            key.setToolTip(_tip(digit, has_drawing, kept_as))

    def _on_clicked(self, digit: int) -> None:
        self.show_state(self._has_drawing, self._kept_as)  # the click has checked it; it is kept only once it is
        self.said.emit(digit)


def _tip(digit: int, has_drawing: bool, kept_as: int | None) -> str:
    what = with_article(digit)
    if not has_drawing:
        return f"Draw a digit first; then this teaches it as {what} (key {digit})."
    if kept_as is None:
        return f"Teach the drawing as {what}: one more to train on (key {digit})."
    if kept_as == digit:
        return f"The drawing is taught as {what}. Another key says that it is something else."
    return f"Teach it as {what} instead (key {digit})."
