"""The two halves of the gallery, one in front at a time: shapes and digits, or tables."""

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.panels.form import heading
from gui.panels.segment import segment
from gui.panels.tab_stop import keep_tab_stop
from gui.theme import GRID_PX

TIPS = {
    "shapes": "Data that are drawn anew for each noise and seed, and digits.",
    "tables": "Rows and columns: measurements of flowers, wines, birds and people, and sums.",
}


class GalleryPages(QWidget):
    """A heading with the names of the halves beside it, and the half that was chosen below.

    shapes, tables  the halves; shapes are in front first
    """

    def __init__(self, text: str, shapes: QWidget, tables: QWidget) -> None:
        super().__init__()
        self._pages = {"shapes": shapes, "tables": tables}
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(heading(text))
        row.addStretch(1)
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(row)
        for name, page in self._pages.items():
            button = segment(f"gallery-{name}", name.capitalize(), TIPS[name], f"Gallery of {name}")
            button.clicked.connect(partial(self.turn_to, name))
            group.addButton(button)
            self._buttons[name] = button
            row.addWidget(button)
            column.addWidget(page)
        self.turn_to("shapes")
        keep_tab_stop(group)

    def turn_to(self, name: str) -> None:
        """This half in front."""
        self._buttons[name].setChecked(True)
        # What goes before what comes: both at once would stretch the column for a moment.
        for key, page in sorted(self._pages.items(), key=lambda item: item[0] == name):
            page.setVisible(key == name)
