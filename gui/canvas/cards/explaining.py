"""Which neuron of the canvas is explained, and the card that does it: beside the neuron, live, out of the way."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from gui.canvas.cards.explanation import explain
from gui.canvas.cards.explanation_card import ExplanationCard, free_place
from gui.canvas.drawn.geometry import INPUTS
from gui.session.things import Neuron, is_there
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.canvas.picture import NetworkPicture


class Explaining:
    """The explanation on one canvas, or none."""

    def __init__(self, canvas: "NetworkPicture", theme: Theme) -> None:
        self._canvas = canvas
        self.neuron: Neuron | None = None
        """The neuron that is explained."""
        self._card = ExplanationCard(theme, canvas)
        self._card.closed.connect(self._on_crossed)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._card.show_theme(theme)

    def toggle(self) -> None:
        """Say beside the chosen neuron how it gets from its inputs to its answer; asked again, no longer."""
        chosen = self._canvas.chosen
        if self.neuron is not None:
            self.close()
        elif chosen is not None and chosen[0] != INPUTS:
            self.neuron = Neuron(*chosen)
            self.show_moment()
            self.place()
            self._card.show()
            self._card.raise_()
            self._canvas.update()  # what the pointer said of the neuron goes

    def close(self) -> None:
        """Say it no longer."""
        self.neuron = None
        self._card.hide()
        self._canvas.update()

    def _on_crossed(self) -> None:
        """Closed by a pointer that is on the card, and on nothing that the canvas could speak of."""
        self._canvas.point_at_nothing()
        self.close()

    def show_moment(self) -> None:
        """Say it with the numbers of now."""
        moment, drawing = self._canvas.moment, self._canvas.drawing
        if self.neuron is None or moment is None or drawing is None:
            return
        network = drawing.geometry.network
        if not is_there(self.neuron, network.widths):  # the selection, which follows in a moment, ends it
            return
        layer, unit = self.neuron.layer, self.neuron.unit
        lens, sample = drawing.lens, drawing.nodes.sample
        entering = None if lens is None or lens.entering is None else lens.entering[layer]
        said = explain(network, drawing.labels, moment.theta, sample, layer, unit, drawing.look, entering)
        before = self._card.size()
        self._card.show_explanation(said)
        if self._card.size() != before and self._card.isVisible():
            self.place()  # it has grown, as where a sample was chosen: beside the neuron there may be too little room

    def place(self) -> None:
        """Stand beside the neuron, where it covers least."""
        drawing = self._canvas.arrangement
        if self.neuron is None or drawing is None:
            return
        nodes = [
            self._canvas.node_rect(column.layer, unit) for column in drawing.columns for unit in column.shown.tolist()
        ]
        neuron = self._canvas.node_rect(self.neuron.layer, self.neuron.unit)
        taken: list[QRectF] = [*nodes, *self._canvas.taken]
        self._card.move(free_place(self._card.size().toSizeF(), neuron, self._canvas.standing.card_room, taken))
