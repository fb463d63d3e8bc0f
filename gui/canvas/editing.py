"""A picture of a network whose controls are heard: they turn into edits of the document."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.data.recipes import features_of
from core.edits import Edit, choose_activation, operate, switch_feature
from core.errors import UserError
from core.layers import Follower
from core.messages import Adopt, Load, Message, Swap
from core.moves import Moves
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.surgery import Surgery, said
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.edits import Operation, changed_follower, sized, typed_rate
from gui.canvas.following import Trail, followed
from gui.canvas.moving import MovablePicture
from gui.session.document import Document
from gui.session.things import Selection, Thing, remaining


class EditedNetwork(MovablePicture):
    """The network of a document, with the controls on it.

    A structure edit shows when the engine's next snapshot brings it, never with weights that are not its own; until
    then what is asked of a layer that may be another one by now is ignored.
    """

    refused = Signal(str, str)
    """(message, hint): an edit cannot be."""
    noticed = Signal(str)
    """Something worth a line at the bottom, such as what an edit could not keep."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document.project, parent)
        self._document = document
        self._trails: list[Trail] = []
        """The edits that moved neurons and are not drawn yet, in order."""
        self._moves: dict[int, Moves] = {}
        """What each edit moved, by its number: undo and redo move it again."""
        self._then: Selection | None = None
        self._awaited = document.project.network
        document.posted.connect(self._on_posted)
        document.loaded.connect(self.forget_view)
        asks = self._headers.asks
        asks.units.connect(self._on_units_asked)
        asks.more.connect(self._on_more_asked)
        asks.activation.connect(self._on_activation_asked)
        asks.follower.connect(self._on_follower_asked)
        asks.rate.connect(self._on_rate_typed)
        asks.feature.connect(self.switch_feature)
        asks.left.connect(self._rebuild)

    # Editing ---------------------------------------------------------------------------------------------------------

    def edit(self, operation: Operation, then: Callable[[Surgery], Selection] | None = None) -> None:
        """Make an edit of the network, or say why it cannot be.

        then  what shall be selected once it is drawn; None: what is selected now, wherever that will be
        """
        try:
            surgery = operation(self._document.project.network)
            edit = operate(self._document.project, surgery)
        except UserError as error:
            self.refuse(error)
            return
        self._then = None if then is None else then(surgery)
        self._make(edit)
        self._then = None

    def refuse(self, error: UserError) -> None:
        """Say why something cannot be."""
        self.refused.emit(error.message, error.hint)

    def apply(self, decide: Callable[[Project], Edit]) -> None:
        """Make an edit of the project, or say why it cannot be."""
        try:
            edit = decide(self._document.project)
        except UserError as error:
            self.refuse(error)
        else:
            self._make(edit)

    def _make(self, edit: Edit) -> None:
        is_drawn = self.moment is not None and self.moment.is_drawn
        self._document.make(edit)
        told = said(edit.note, None if is_drawn else edit.change)
        if told is not None:
            self.noticed.emit(told)

    # Following -------------------------------------------------------------------------------------------------------

    def _on_posted(self, message: Message) -> None:
        if isinstance(message, Load | Swap):  # steps ahead, maybe, but not by training
            self.content.jumps = True
        match message:
            case Load(project):
                self._moves.clear()
                self._trails = []
                self._await(project.network, None, then=frozenset())
            case Adopt(project, Moves() as moves, number):
                if number is not None:
                    self._moves[number] = moves
                self._await(project.network, moves, then=self._then)
            case Swap(project, number):
                is_back = self._document.way_back(number) != "undo"
                self._await(project.network, self._moves.get(number), is_back)
            case Adopt(project):
                self._await(project.network, None)

    def _await(
        self, network: Network, moves: Moves | None, is_back: bool = False, then: Selection | None = None
    ) -> None:
        """The drawing has to catch up, where neurons moved or the network is another one."""
        is_other = network != self._awaited
        self._awaited = network
        if is_other or moves is not None or then is not None:
            self._trails.append(Trail(network, self.moment, moves, is_back, then))

    def jump(self) -> None:
        """The next moment is of another time than the one shown, and nothing that training came to."""
        self.content.jumps = True

    def _selection_on(self, network: Network) -> tuple[Selection, Thing | None]:
        last = max((place for place, trail in enumerate(self._trails) if self._is_past(trail)), default=-1)
        past, self._trails = self._trails[: last + 1], self._trails[last + 1 :]
        return remaining(*followed(past, self._selection, self._chosen), network.widths)

    def _is_past(self, trail: Trail) -> bool:
        return self.moment is not None and trail.is_shown_by(self.moment)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of training, with what is selected where it is now."""
        super().show_snapshot(snapshot)
        if any(map(self._is_past, self._trails)):  # an order changed, the network is the same
            self.select(*self._selection_on(snapshot.network))

    # Asked by controls -----------------------------------------------------------------------------------------------

    @property
    def is_in_step(self) -> bool:
        """Whether what is drawn is what the document says."""
        shown = self.moment
        return shown is not None and not self._trails and shown.network == self._document.project.network

    @property
    def has_same_layers(self) -> bool:
        """Whether a layer drawn is the same layer in the document, whatever its width."""
        drawn = self.arrangement
        return drawn is not None and len(drawn.network.dense) == len(self._document.project.network.dense)

    def _on_units_asked(self, layer: int, units: int) -> None:
        if self.has_same_layers:
            self.edit(sized(layer, units))

    def _on_more_asked(self, layer: int, more: int) -> None:
        if self.has_same_layers:
            self.edit(sized(layer, more=more))

    def _on_activation_asked(self, layer: int, activation: str) -> None:
        if not self.has_same_layers:
            return
        self.apply(lambda project: choose_activation(project, layer, activation))

    def _has_same_followers(self, layer: int) -> bool:
        """Whether what is drawn after this column is what the document says."""
        drawn = self.arrangement
        return (
            self.has_same_layers
            and drawn is not None
            and drawn.network.followers[layer + 1] == self._document.project.network.followers[layer + 1]
        )

    def _on_follower_asked(self, layer: int, place: int, follower: Follower | None) -> None:
        if self._has_same_followers(layer):
            self.edit(changed_follower(layer, place, follower))

    def _on_rate_typed(self, layer: int, place: int, text: str) -> None:
        if self._has_same_followers(layer):
            self.edit(typed_rate(layer, place, text))

    # Features --------------------------------------------------------------------------------------------------------

    @property
    def chosen_feature(self) -> str | None:
        """The feature that the chosen neuron is; None: none, or no feature."""
        if self.chosen is None or self.chosen[0] != INPUTS or not self.content.labels.features:
            return None
        return self.content.labels.features[self.chosen[1]]

    def switch_feature(self, name: str, is_on: bool) -> None:
        """Give the network this feature of the points, or give it no longer."""
        self.apply(lambda project: switch_feature(project, name, is_on))
        self._headers.show_features(features_of(self._document.project.data) or ())

    def open_features(self) -> None:
        """Open the list of features."""
        self._headers.open_features()
