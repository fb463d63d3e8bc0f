"""The three parts of the window side by side, and how much room each of them has."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui.panels.left_column import WIDTH_PX as LEFT_PX
from gui.panels.right_column import LEAST_WIDTH_PX
from gui.settings import Settings

PARTS_PX = [LEFT_PX, 1440 - LEFT_PX - 400, 400]
"""Left column, middle and right column, at first."""
WIDE_PX, WIDE_SHARE = 660, 0.55
"""The right column, where rows ask for more room; of what it shares with the middle, no more than this."""


class SideBySide(QSplitter):
    """Left column, middle and right column; the columns may be hidden, which the settings remember."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget, settings: Settings) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns, self._settings = {"left": left, "pictures": right}, settings
        self.setObjectName("splitter")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for place, part in enumerate((left, middle, right)):
            self.addWidget(part)
            self.setStretchFactor(place, 1 if part is middle else 0)
        self.share_anew()

    def share_anew(self) -> None:
        """Each has the room that it has at first."""
        self.setSizes(PARTS_PX)

    def widen(self, is_wide: bool) -> None:
        """Give the right column more room, at the middle's cost, or take it back."""
        left, middle, right = self.sizes()
        wanted = min(WIDE_PX, round(WIDE_SHARE * (middle + right))) if is_wide else LEAST_WIDTH_PX + 20
        self.setSizes([left, middle + right - wanted, wanted])

    def show_panel(self, name: str, is_shown: bool) -> None:
        """Show or hide a column.    name: as the project's menu calls it"""
        self._columns[name].setVisible(is_shown)
        self._settings.hide_panel(name, not is_shown)

    def restore(self) -> None:
        """Be as it was left last time."""
        state = self._settings.bytes("splitter")
        if state is not None:
            self.restoreState(state)
        for name in self._settings.hidden_panels & self._columns.keys():
            self.show_panel(name, False)

    def remember(self) -> None:
        """Have the settings remember how it is."""
        self._settings.set_bytes("splitter", self.saveState())
