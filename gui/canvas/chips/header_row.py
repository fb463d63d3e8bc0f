"""The chips of all columns: as large as fits without one covering another."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QWidget

from core.network import Network
from gui.canvas.chips.header import Asks, Form, Header
from gui.canvas.drawn.beside_inputs import NAMES_GAP_PX
from gui.canvas.drawn.geometry import HEADER_GAP_PX, SMALLEST_COLUMN_PX, Geometry, Margins, arrange
from gui.canvas.drawn.held import held_at
from gui.canvas.drawn.labels import Labels
from gui.theme import Theme

WIDEST_STACKED = 96
NARROWEST_STACKED_PITCH = 66.0
NARROWEST_PITCH = 28.0
"""Of columns that are nearer to each other no chip could be read."""
CLEARANCE_PX = 10.0
MOST_NAMES_PX, LEAST_NAMES_PX = 90.0, 60.0
"""Room for the inputs' names, and so much where a canvas is narrow."""
CORNER_GAP_PX = 12.0
FORMS: tuple[Form, ...] = ("wide", "stacked", "tiny")


class HeaderRow(QWidget):
    """Holds one Header per column; it is never shown itself, its chips are children of the canvas."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.hide()
        self.asks = Asks(self)
        self._canvas = canvas
        self._theme = theme
        self._headers: list[Header] = []

    @property
    def controls(self) -> list[QWidget]:
        """All controls, in the order of the Tab key."""
        return [control for header in self._headers for control in header.controls]

    def layer_at(self, place: QPoint) -> int | None:
        """Whose chip is at this place of the canvas; None: no chip is there."""
        return next((header.layer for header in self._headers if header.geometry().contains(place)), None)

    def name_rect(self, layer: int) -> QRect:
        """Where a layer's name stands on the canvas."""
        return self._headers[layer + 1].name_rect

    @property
    def frames(self) -> list[QRectF]:
        """Where the chips stand on the canvas."""
        return [QRectF(header.geometry()) for header in self._headers]

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        for header in self._headers:
            header.show_theme(theme)

    def show_network(self, network: Network, labels: Labels) -> None:
        """One chip per column of this network."""
        while len(self._headers) > len(network.widths):
            header = self._headers.pop()
            header.hide()
            header.setParent(None)
            header.deleteLater()
        while len(self._headers) < len(network.widths):
            header = Header(len(self._headers) - 1, self.asks, self._theme, self._canvas)
            header.show()
            self._headers.append(header)
        for header in self._headers:
            header.show_network(network, labels)

    def show_features(self, features: tuple[str, ...]) -> None:
        """These features are switched on."""
        if self._headers:
            self._headers[0].show_features(features)

    def open_features(self) -> None:
        """Open the list of features."""
        self._headers[0].open_features()

    def arrange(
        self,
        network: Network,
        width: float,
        height: float,
        left: float | None,
        right: float,
        top: float,
        is_round: bool,
        zoom: float,
        corner: QRectF,
        names_width: float,
        windows: Mapping[int, int],
    ) -> Geometry:
        """Take the largest form that fits, and say where everything stands.

        left         room left of the first column; None: as much as its name and the corner need
        top          what is taken of the height at the upper edge
        corner       what stands in the upper left corner
        names_width  how wide the names of the inputs are
        windows      around which unit a folded column is open
        """
        for form in FORMS:
            highest = max(header.height_in(form) for header in self._headers)
            margins = Margins(100.0 if left is None else left, right, Margins.top + top, header=highest)
            if form != "wide" and right < 100.0:
                margins = replace(margins, right=50.0)
            names_from = 4.0
            if left is None:
                near = 100.0 if form == "wide" else 66.0
                # As large as its nodes can get: more room at the left makes them smaller.
                first = arrange(network, width, height, replace(margins, left=near), is_round).columns[0]
                names = NAMES_GAP_PX + min(names_width, MOST_NAMES_PX) + first.node / 2
                near = max(near, names_from + names)
                # The strip of parts is only in the way of a first column that reaches up to it.
                chip = self._headers[0]
                if first.top - HEADER_GAP_PX - chip.height_in(form) < corner.bottom() + CORNER_GAP_PX:
                    names_from = corner.right() + 4.0
                    near = max(near, corner.right() + CORNER_GAP_PX / 2 + max(chip.wide_width() / 2, names))
                if form == "tiny":  # names are cut before the drawing is wider than the canvas
                    beyond = near + margins.right + SMALLEST_COLUMN_PX * len(network.dense) - width
                    spare = min(names_width, MOST_NAMES_PX) - LEAST_NAMES_PX
                    near -= max(min(beyond, spare), 0.0)
                margins = replace(margins, left=near)
            whole = arrange(network, width, height, margins, is_round, zoom, windows)
            geometry = self._with_held(replace(whole, names_from=names_from), form)
            if form == "tiny" or self._fits(form, geometry):
                break
        for header in self._headers:
            header.show_form(form, min(WIDEST_STACKED, int(geometry.pitch) - 4))
            header.setVisible(geometry.pitch >= NARROWEST_PITCH)
        return geometry

    def _with_held(self, geometry: Geometry, form: Form) -> Geometry:
        """With the column whose chip is held still below that chip, as long as all of it is to be seen."""
        held = next((header for header in self._headers if header.stays), None)
        if held is None or geometry.zoom != 1.0:
            return geometry
        return held_at(geometry, held.layer, held.y() + held.height_in(form) + HEADER_GAP_PX)

    def _fits(self, form: Form, geometry: Geometry) -> bool:
        if form == "stacked":
            return geometry.pitch >= NARROWEST_STACKED_PITCH
        widths = [header.wide_width() for header in self._headers]
        clear = max((a + b) / 2 for a, b in pairwise(widths))
        beside = max(widths) / 2 + max(column.node for column in geometry.columns) / 2
        return geometry.pitch >= max(clear, beside) + CLEARANCE_PX

    def place(self, geometry: Geometry, offset: QPointF, top: float) -> None:
        """Put each chip above its column's top node; where that is out of sight, at the upper edge, over the nodes.

        top  what is taken of the height at the upper edge
        """
        for header, column in zip(self._headers, geometry.columns, strict=True):
            x = round(column.x + offset.x() - header.width() / 2)
            y = max(column.top + offset.y() - HEADER_GAP_PX - header.height(), top + Margins.top)
            header.move(x, round(min(y, column.bottom + offset.y())))
