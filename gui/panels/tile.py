"""One tile of the data panel: a small picture over a name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QToolButton

from core.bundled import open_bundled
from gui.painted import Paint, painted_icon
from gui.tip_beside import keep_tip_beside, wrapped

PICTURE_PX = QSize(56, 44)
TILE_PX = QSize(62, 68)


def tile(name: str, label: str, tip: str) -> QToolButton:
    """A tile that can be the chosen one, still without its picture."""
    made = QToolButton()
    made.setObjectName(f"data-{name}")
    made.setText(label)
    made.setAccessibleName(f"Data: {label}")
    made.setToolTip(wrapped(tip))
    keep_tip_beside(made)
    made.setCheckable(True)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(PICTURE_PX)
    made.setFixedSize(TILE_PX)
    made.setProperty("role", "tile")
    return made


def data_only(example: str) -> str:
    """What a tile does, and where the whole example is."""
    title = open_bundled(example).title
    return f"Changes only the data; the whole example, with its network, is “{title}” in the menu Examples."


def mark(group: QButtonGroup, chosen: QToolButton | None) -> None:
    """Of these tiles this is the chosen one; None: none is."""
    group.setExclusive(False)  # an exclusive group cannot be without a checked tile
    for button in group.buttons():
        button.setChecked(button is chosen)
    group.setExclusive(True)


def picture(draw: Paint, key: str) -> QIcon:
    """What is drawn into `PICTURE_PX`; key: says all that it depends on."""
    return painted_icon(PICTURE_PX, draw, key)
