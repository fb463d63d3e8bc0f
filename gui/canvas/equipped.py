"""A network with all that stands on it or opens on it: cards, fields, the bar of samples and the flow."""

from itertools import pairwise

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from core.snapshot import Snapshot
from gui.canvas.cards.flow_button import FlowButton
from gui.canvas.cards.name_field import NameField
from gui.canvas.cards.sample_bar import ARROW_PX, NARROWEST_PX, WIDEST_PX, SampleBar
from gui.canvas.cards.sample_typing import SampleTyping
from gui.canvas.cards.weight_editing import WeightEditing
from gui.canvas.drawn.notes import Card
from gui.canvas.flow import Flow
from gui.canvas.gesturing import HandledNetwork
from gui.session.document import Document
from gui.session.knockout import switchable
from gui.session.things import Neuron
from gui.theme import GRID_PX, Theme

ROOMY_PX = 430
"""A narrower canvas has no room for all words at its lower edge."""
LEGEND_PX = 250
"""What the legend needs of the lower edge."""


class EquippedNetwork(HandledNetwork):
    """What commands act on: the network in somebody's hands, and what is opened, typed, played or asked for there."""

    switch_asked = Signal(object)
    """These things are to be switched off for a look, or on again."""
    all_on_asked = Signal()
    walk_asked = Signal()
    """One training step is to be walked in phases."""
    table_pasted = Signal()
    """What is to be pasted is no part of a network but a table."""
    ranking_asked = Signal()
    """What each neuron is worth is to be shown."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.name_field = NameField(self._theme, self)
        self.weights = WeightEditing(self, document, self._theme)
        self.typing = SampleTyping(self, self._theme)
        self.sample_bar = SampleBar(self._theme, self)
        self.flow, self.flow_button = Flow(self), FlowButton(self._theme, self)
        self.flow_button.clicked.connect(self.flow.toggle)
        self.flow.changed.connect(lambda: self.flow_button.show_playing(self.flow.is_playing))
        for part in (self.flow_button, self.sample_bar):
            self.standing.add_lower(part)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.name_field.show_theme(theme)
        self.weights.show_theme(theme)
        self.typing.show_theme(theme)
        self.sample_bar.show_theme(theme)
        self.flow_button.show_theme(theme)
        super().show_theme(theme)

    def _rebuild(self) -> None:
        self.name_field.close_unchanged()
        self.typing.close()
        super()._rebuild()
        self.weights.follow()
        order = [self._look_button, self.flow_button, *self.sample_bar.controls]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of training."""
        super().show_snapshot(snapshot)
        self.weights.show_moment()

    def _move_to(self, offset: QPointF) -> None:
        super()._move_to(offset)
        self.weights.follow()
        self.typing.close()

    def _place_lower(self) -> None:
        button, bar = self._look_button.geometry(), self.sample_bar
        self.flow_button.place(button.right() + 1 + GRID_PX, button.y(), self.width() >= ROOMY_PX)
        left = self.flow_button.geometry().right() + 1 + GRID_PX
        room = self.width() - left - LEGEND_PX - 2 * ARROW_PX - 3 * GRID_PX
        is_beside = room >= NARROWEST_PX
        bar.fit(room if is_beside else WIDEST_PX)
        self.standing.lower_room = 0 if is_beside else bar.height() + GRID_PX // 2
        bar.move(left if is_beside else button.left(), button.y() - self.standing.lower_room)

    @property
    def card(self) -> Card | None:
        """What is said about the thing under the pointer, unless a weight is open: that card says more."""
        return super().card if self.weights.weight is None else None

    # Switching off for a look ----------------------------------------------------------------------------------------

    @property
    def can_switch(self) -> bool:
        """Whether something is selected that can be switched off, and is what the document says."""
        return self.is_in_step and bool(switchable(self._selection))

    def switch_selected(self) -> None:
        """Switch what is selected off for a look, or on again."""
        self.switch_asked.emit(self._selection)

    def switch_all_on(self) -> None:
        """Nothing is off any more."""
        self.all_on_asked.emit()

    # The sample -------------------------------------------------------------------------------------------------------

    def type_sample(self, neuron: Neuron | None = None) -> None:
        """Type the number of this input, or the target of this output; None: begin with the first input."""
        self.typing.open(neuron)

    def can_type(self, neuron: Neuron | None) -> bool:
        """Whether this is an input or an output."""
        return self.typing.can_type(neuron)

    def walk_samples(self, way: int) -> None:
        """Ask for the next sample (1), or the one before (-1)."""
        self.sample_bar.walked.emit(way)

    def play_flow(self) -> None:
        """Let the current sample flow through the network, or no longer."""
        self.flow.toggle()

    def step_flow(self) -> None:
        """Let it flow on to the next layer."""
        self.flow.step()

    def _paint_over(self, painter: QPainter) -> None:
        if self.flow.is_on:
            painter.save()
            painter.translate(self._offset)
            self.flow.paint(painter)
            painter.restore()

    @property
    def can_add_sample(self) -> bool:
        """Whether the current sample can be added to the training data."""
        return self.sample_bar.can_add

    def add_sample(self) -> None:
        """Add it."""
        self.sample_bar.asked.emit("add")

    def walk_step(self) -> None:
        """Have one training step walked."""
        self.walk_asked.emit()

    def rank_neurons(self) -> None:
        """Have it shown what each neuron is worth."""
        self.ranking_asked.emit()
