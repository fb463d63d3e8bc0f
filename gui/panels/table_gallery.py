"""The tables that come with the program, as tiles: each with two of its columns as a scatter of points."""

import csv
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from gui.panels.tab_stop import keep_tab_stop
from gui.panels.tile import PICTURE_PX, data_only, mark, picture, tile
from gui.theme import GRID_PX, Theme, class_colour

COLUMNS = 3
MOST_POINTS = 75
ROOM = QRectF(7, 5, PICTURE_PX.width() - 14, PICTURE_PX.height() - 10)
RADIUS_PX = 1.5


@dataclass(frozen=True)
class Look:
    """How a bundled table stands in the gallery.

    label, tip  its name, and what is in it
    across, up  the two columns of its picture
    colour      the column that colours it: a class, or a number by its sign; None: the picture is in ink
    """

    label: str
    tip: str
    across: str
    up: str
    colour: str | None = None


LOOKS = {
    "iris": Look(
        "Iris",
        "Three species of iris by the size of four of their leaves: 150 flowers.",
        "petal length (cm)",
        "petal width (cm)",
        "species",
    ),
    "wine": Look(
        "Wine",
        "Three kinds of Italian wine by 13 chemical measurements: 178 wines.",
        "flavanoids",
        "color intensity",
        "wine",
    ),
    "cancer": Look(
        "Cancer",
        "Benign or malignant, by 30 measurements of cell nuclei in a lump of the breast: 569 lumps.",
        "worst radius",
        "worst concave points",
        "diagnosis",
    ),
    "penguins": Look(
        "Penguins",
        "Three species of penguin by bill, flipper, mass, sex and island: 344 birds, some with gaps.",
        "bill length (mm)",
        "bill depth (mm)",
        "species",
    ),
    "diabetes": Look(
        "Diabetes",
        "A number: how far the disease has gone a year after ten measurements of 442 people.",
        "bmi (kg/m²)",
        "progression",
    ),
    "admission": Look(
        "Students",
        "Admitted or not, by two marks: 300 made-up students whom one straight line parts.",
        "test",
        "grades",
        "admitted",
    ),
    "sum": Look("Sum", "A number: the sum of two. Trained up to 5, tested beyond.", "a", "b", "sum"),
    "product": Look("Product", "A number: the product of two. Trained up to 5, tested beyond.", "a", "b", "product"),
}
"""By name, in the order of the tiles."""


class TableGallery(QWidget):
    """A grid of tiles; `chosen` says the name of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table-gallery")
        self._theme: Theme | None = None
        self._drawn_in: Theme | None = None
        self._tiles: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        for place, (name, look) in enumerate(LOOKS.items()):
            button = tile(name, look.label, f"{look.tip}\n{data_only(name)}")
            button.clicked.connect(partial(self.chosen.emit, name))
            self._group.addButton(button)
            self._tiles[name] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        keep_tab_stop(self._group)

    def mark(self, name: str | None) -> None:
        """The tile of this name is the chosen one; None: none is."""
        mark(self._group, None if name is None else self._tiles.get(name))

    def show_theme(self, theme: Theme) -> None:
        """Draw the pictures in the theme's colours, once they are seen."""
        self._theme = theme
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Eight files are read for the pictures: only for somebody who looks at them."""
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._theme is None or self._theme == self._drawn_in:
            return
        self._drawn_in = self._theme
        for name, button in self._tiles.items():
            button.setIcon(picture(partial(_draw_points, _points(name), self._theme), f"data {name} {self._theme}"))


@dataclass(frozen=True)
class _Points:
    """Where the points of a picture lie, 0 to 1 on both axes, and the class of each; `classes` 0: they have none."""

    places: tuple[tuple[float, float], ...]
    of_class: tuple[int, ...]
    classes: int


@lru_cache(maxsize=len(LOOKS))
def _points(name: str) -> _Points:
    look = LOOKS[name]
    text = files("resources").joinpath("data", f"{name}.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row[look.across] and row[look.up]]
    rows = rows[:: -(-len(rows) // MOST_POINTS)]
    across, up = ([float(row[column]) for row in rows] for column in (look.across, look.up))
    places = tuple(zip(_spread(across), _spread(up), strict=True))
    if look.colour is None:
        return _Points(places, (0,) * len(rows), 0)
    if look.label in ("Sum", "Product"):
        return _Points(places, tuple(int(float(row[look.colour]) >= 0.0) for row in rows), 2)
    names = sorted({row[look.colour] for row in rows})
    return _Points(places, tuple(names.index(row[look.colour]) for row in rows), len(names))


def _spread(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) for value in values]


def _draw_points(points: _Points, theme: Theme, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), index in zip(points.places, points.of_class, strict=True):
        painter.setBrush(class_colour(theme, index, points.classes) if points.classes else QColor(theme.muted))
        place = QPointF(ROOM.left() + x * ROOM.width(), ROOM.bottom() - y * ROOM.height())
        painter.drawEllipse(place, RADIUS_PX, RADIUS_PX)
