"""Looking around in the picture of a network: zoom, pan, minimap, windows in folded columns, the weight matrix."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.specs import Project
from gui.canvas.cards.go_to import GoTo
from gui.canvas.cards.surface import inside
from gui.canvas.drawn.geometry import Column, Gap
from gui.canvas.picture import NetworkPicture
from gui.canvas.wide.matrix_panel import MatrixPanel
from gui.canvas.wide.matrix_tile import MatrixTile, side_for
from gui.canvas.wide.minimap import LARGEST, Minimap
from gui.canvas.wide.unfolding import revealing, scrolled
from gui.session.things import Edge, Neuron
from gui.theme import GRID_PX, Theme

LARGEST_ZOOM = 6.0
LAYER_ZOOM = 1.6
LAYER_NODE_PX = 64.0
"""Going to a layer magnifies at least so much, and its nodes not beyond this size but for that."""
GAP_REACH_PX = 46.0
LEGEND_ROOM_PX = 40
"""What the legend takes of the height at the lower edge."""


class MovablePicture(NetworkPicture):
    """The picture with everything that changes what is seen of a network, and nothing of the network itself."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(project, parent)
        self._minimap = Minimap(self._theme, self)
        self._minimap.asked.connect(self._on_place_asked)
        self._matrix_tiles: list[MatrixTile] = []
        self._are_tiles_away = False
        self._menu_layer: int | None = None
        """The layer that the context menu is about, where nothing is chosen."""
        self._matrix = MatrixPanel(self._theme, self)
        self._matrix.closed.connect(self.setFocus)
        self._go_to = GoTo(self._theme, self)
        self._go_to.entered.connect(self._on_neuron_asked)
        self._go_to.closed.connect(self.setFocus)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._minimap.show_theme(theme)
        self._matrix.show_theme(theme)
        self._go_to.show_theme(theme)
        for tile in self._matrix_tiles:
            tile.show_theme(theme)
        super().show_theme(theme)

    # Zoom ------------------------------------------------------------------------------------------------------------

    def _zoom_to(self, zoom: float, at: QPointF) -> None:
        """Magnify so much, keeping what is at a place of this widget there."""
        if self._drawing is None:
            return
        zoom = min(max(zoom, self._least_zoom()), LARGEST_ZOOM)
        if abs(zoom - 1.0) < 0.02:  # the way back from turns of a wheel ends where it began
            zoom = 1.0
        if zoom == self._zoom:
            return
        share = self._share_at(at)
        self._zoom = zoom
        self._lay_out()
        self._move_to(at - QPointF(*self._drawing.geometry.at_share(*share)))

    def _least_zoom(self) -> float:
        """How small everything must be to be seen: 1.0, or less where the network is deeper than the canvas is wide."""
        return 1.0 if self._drawing is None else self._drawing.geometry.fitting_zoom(self.width())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Magnify, keeping what is at a place there; None: the chosen neuron, or else the middle."""
        if at is None:
            at = QRectF(self.rect()).center()
            if isinstance(self._chosen, Neuron):
                there = self.node_rect(self._chosen.layer, self._chosen.unit).center()
                at = there if QRectF(self.rect()).contains(there) else at
        self._zoom_to(self._zoom * factor, at)

    def fit(self) -> None:
        """Show the whole network."""
        self._zoom_to(self._least_zoom(), QRectF(self.rect()).center())

    def show_plain(self) -> None:
        """As large as a network is drawn at first."""
        self._zoom_to(1.0, QRectF(self.rect()).center())

    def forget_view(self) -> None:
        """Show another project as if nobody had looked around yet."""
        self._zoom = 1.0
        self._windows.clear()
        self._matrix.close_it()
        self._rebuild()

    def zoom_to_layer(self, layer: int | None = None) -> None:
        """Fill the view with a column and the connections on both its sides; None: of the chosen neuron, or the first
        hidden one. Where it does so already, show the whole network again."""
        if self._drawing is None:
            return
        layer = self.layer_in_mind if layer is None else layer
        column = self._drawing.geometry.column(layer)
        zoom = self._layer_zoom(column)
        middle = QRectF(self.rect()).center()
        if abs(self._zoom - zoom) < 0.01 and abs(column.x + self._offset.x() - middle.x()) < column.node:
            self.fit()
            return
        chosen = self.chosen
        self._zoom_to(zoom, middle)
        geometry = self._drawing.geometry
        column = geometry.column(layer)
        y = geometry.middle(column)
        if chosen is not None and chosen[0] == layer:
            y = self.node_rect(*chosen).center().y() - self._offset.y()
        self._move_to(middle - QPointF(column.x, y))
        self._refresh()

    def _layer_zoom(self, column: Column) -> float:
        """How much larger a column and those on both its sides fill the width, as far as that makes sense."""
        assert self._drawing is not None
        geometry = self._drawing.geometry
        filling = 0.8 * self.width() / (2.0 * geometry.pitch / geometry.zoom)
        sensible = LAYER_NODE_PX / (column.node / geometry.zoom)
        return min(max(min(filling, sensible), LAYER_ZOOM), LARGEST_ZOOM)

    @property
    def layer_in_mind(self) -> int:
        """The layer of what is chosen, or that of the open context menu; else the first hidden one."""
        if self._chosen is not None:
            return self._chosen.layer
        return 0 if self._menu_layer is None else self._menu_layer

    # Moving ----------------------------------------------------------------------------------------------------------

    def pan_by(self, way: QPointF) -> None:
        """Move the whole drawing, as far as there is more of it."""
        self._move_to(self._offset + way)
        self._refresh()

    def _on_place_asked(self, place: QPointF) -> None:
        self._move_to(QRectF(self.rect()).center() - place)
        self._refresh()

    def _move_to(self, offset: QPointF) -> None:
        super()._move_to(offset)
        geometry = self.arrangement
        if geometry is None:
            return
        self._minimap.show_view(geometry, QRectF(self.rect()).translated(-self._offset))
        corner = self.rect().bottomRight() - self._minimap.rect().bottomRight()
        self._minimap.move(corner.x() - GRID_PX, corner.y() - LEGEND_ROOM_PX)
        self._place_tiles()

    @property
    def _room_beyond(self) -> float:
        return LARGEST.width() + GRID_PX

    def reveal_chosen(self) -> None:
        """Bring the chosen neuron into view, where folding, zoom or depth hide it."""
        chosen = self.chosen
        if chosen is None or self._drawing is None:
            return
        unit = revealing(self._drawing.geometry.column(chosen[0]), chosen[1])
        if unit is not None:
            self.open_window(chosen[0], unit)
        frame = self.node_rect(*chosen)
        is_covered = self._minimap.isVisible() and QRectF(self._minimap.geometry()).intersects(frame)
        if is_covered or not QRectF(self.rect()).contains(frame):
            self._move_to(self._offset + QRectF(self.rect()).center() - frame.center())
            self._refresh()

    # Folded columns --------------------------------------------------------------------------------------------------

    def open_window(self, layer: int, unit: int) -> None:
        """Open a folded column around this unit."""
        if self._windows.get(layer) != unit:
            self._windows[layer] = unit
            self._lay_out()

    def fold(self) -> None:
        """Close the window in the column of the layer in mind."""
        if self._windows.pop(self.layer_in_mind, None) is not None:
            self._lay_out()

    @property
    def can_fold(self) -> bool:
        """Whether the layer in mind has a window that is open."""
        return self._drawing is not None and self._drawing.geometry.column(self.layer_in_mind).window is not None

    def scroll_window(self, layer: int, by: int) -> None:
        """Move the window of a column down by so many units; what has none stays as it is."""
        if self._drawing is not None and by:
            column = self._drawing.geometry.column(layer)
            if column.window is not None:
                self.open_window(layer, scrolled(column, by))

    def gap_at(self, place: QPointF) -> tuple[int, Gap] | None:
        """The layer and the gap of its column at a place of this widget."""
        if self._drawing is None:
            return None
        at = place - self._offset
        reach = min(GAP_REACH_PX, 0.45 * self._drawing.geometry.pitch)
        for column in self._drawing.geometry.columns:
            gap = column.gap_at(at.y())
            if gap is not None and abs(at.x() - column.x) <= reach:
                return column.layer, gap
        return None

    def gap_text(self, layer: int, gap: Gap) -> str:
        """What a gap stands for, and what can be done with it."""
        assert self._drawing is not None
        name = self._drawing.labels.layer(self._drawing.geometry.network, layer)
        return (
            f"{name}: {gap.first + 1:,} to {gap.stop:,} are folded away.\nClick to look inside, drag to scroll; arrow "
            "keys and Go to neuron… (G) reach each of them."
        )

    def ask_for_neuron(self) -> None:
        """Open the field that goes to a neuron of the layer in mind."""
        if self._drawing is None:
            return
        layer, geometry = self.layer_in_mind, self._drawing.geometry
        name = self._drawing.labels.layer(geometry.network, layer)
        unit = self.chosen[1] if self.chosen is not None else None
        column = geometry.column(layer)
        self._go_to.open_for(layer, name, column.units, unit)
        frame = QRectF(self._go_to.rect()).translated(column.x - self._go_to.width() / 2, column.top)
        room = QRectF(self.rect()).adjusted(GRID_PX, GRID_PX, -GRID_PX, -GRID_PX)
        self._go_to.move(inside(frame.translated(self._offset), room).topLeft().toPoint())

    def _on_neuron_asked(self, layer: int, unit: int) -> None:
        self.choose(Neuron(layer, unit))
        self.reveal_chosen()

    # Weight matrices -------------------------------------------------------------------------------------------------

    def open_matrix(self, layer: int | None = None) -> None:
        """Show all weights into a layer; None: into that of what is chosen, out of the inputs if it is one of them."""
        if self._drawing is None or not self._drawing.views:
            return
        if layer is None:
            layer = max(self.layer_in_mind, 0)
        self._place_matrix()
        self._matrix.open_on(self._drawing, layer)
        if isinstance(self._chosen, Edge) and self._chosen.layer == layer:
            self._matrix.view.show_cell(self._chosen.input, self._chosen.unit)

    def _place_matrix(self) -> None:
        self._matrix.setGeometry(self.rect())

    def _place_tiles(self) -> None:
        """Between the columns where not all connections are drawn, as high as the middle of what there is to see."""
        if self._drawing is None:
            return
        geometry = self._drawing.geometry
        side = side_for(geometry.pitch)
        for tile, layer in zip(self._matrix_tiles, range(len(geometry.network.dense)), strict=True):
            is_needed = side > 0 and self._drawing.hides_some(layer) and not self._are_tiles_away
            if is_needed:
                x, _ = geometry.gap_centre(layer)
                y = sum(geometry.room) / 2
                tile.setGeometry(
                    round(x + self._offset.x() - side / 2), round(y + self._offset.y() - side / 2), side, side
                )
            tile.setVisible(is_needed)

    @property
    def _on_drawing(self) -> list[QRectF]:
        tiles = [QRectF(tile.geometry()) for tile in self._matrix_tiles if tile.isVisibleTo(self)]
        return [*super()._on_drawing, *tiles]

    @property
    def taken(self) -> list[QRectF]:
        """With the minimap, while it is there."""
        minimap = [QRectF(self._minimap.geometry())] if self._minimap.isVisibleTo(self) else []
        return [*super().taken, *minimap]

    def _put_tiles_away(self, is_so: bool) -> None:
        """While something is carried over them."""
        if is_so != self._are_tiles_away:
            self._are_tiles_away = is_so
            self._place_tiles()

    def _lay_out(self) -> None:
        if self.moment is not None:
            self._make_tiles(len(self.moment.network.dense))
        super()._lay_out()
        if self._drawing is None:
            return
        for layer, tile in enumerate(self._matrix_tiles):
            network = self._drawing.geometry.network
            tile.show_name(self._drawing.pair_name(layer), (network.widths[layer], network.widths[layer + 1]))
        self._place_matrix()
        if self._matrix.isVisible():
            self._matrix.show_drawing(self._drawing)
        self.standing.raise_top()
        self._minimap.raise_()
        self._go_to.raise_()
        self._matrix.raise_()

    def _make_tiles(self, count: int) -> None:
        while len(self._matrix_tiles) > count:
            tile = self._matrix_tiles.pop()
            tile.clearFocus()
            tile.hide()
            tile.setParent(None)
            tile.deleteLater()
        while len(self._matrix_tiles) < count:
            tile = MatrixTile(len(self._matrix_tiles), self._theme, self)
            tile.asked.connect(self.open_matrix)
            self._matrix_tiles.append(tile)

    def _show_parameters(self) -> None:
        super()._show_parameters()
        if self._drawing is None or not self._drawing.views:
            return
        for layer, tile in enumerate(self._matrix_tiles):
            if self._drawing.hides_some(layer):
                tile.show_weights(self._drawing.views[layer]["weights"], self._drawing.scale_of_weights)
        if self._matrix.isVisible():
            self._matrix.show_weights()
