"""The knock-out: what is switched off for a look, and how the network does without it, unknown to the project."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Signal

from core.arrays import Array
from core.data import build
from core.errors import UserError
from core.messages import Adopt, Load, Message, Swap
from core.moves import Moves
from core.network import Network
from core.probe.knockout import INPUTS, Bench, check_can_be_off, without
from core.snapshot import Scores, Snapshot
from core.specs import Project
from core.weight_names import unit_in_words
from core.wording import counted
from gui.session.document import Document
from gui.session.things import Edge, Neuron, Selection, Thing, is_there

SCORE_EACH = 9.0
"""While training runs, scores are not taken anew before this many times what they took: at most a tenth goes there."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Reduced(Snapshot):
    """A moment of training as it would be without what is off: theta and scores are those of the rest.

    whole  the moment as it is
    off    what is off
    words  what is off, as in "without ...": "Hidden 1 · 2", "2 neurons"
    """

    whole: Snapshot
    off: Selection
    words: str


def whole_of(snapshot: Snapshot) -> Snapshot:
    """The moment as it is, whatever is off."""
    return snapshot.whole if isinstance(snapshot, Reduced) else snapshot


class KnockOut(QObject):
    """What is off, as long as this window shows this network.

    An edit that may move neurons to other places switches all on: the numbers that things go by would mean others.
    """

    changed = Signal()
    """Other things are off."""
    noticed = Signal(str)
    """All are on again, and why."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._off: Selection = frozenset()
        self._moving: set[int] = set()
        """The numbers of the edits after which neurons may stand elsewhere."""
        self._reduced: Reduced | None = None
        self._bench: Bench | None = None
        self._bench_for: tuple[object, ...] = ()
        self._next_score = 0.0
        self._has_given_up = False
        document.posted.connect(self._on_posted)
        document.history_changed.connect(self._tell)  # last: what was said before goes with `changed`

    @property
    def off(self) -> Selection:
        """What is off: neurons, inputs and connections."""
        return self._off

    @property
    def words(self) -> str:
        """What is off, as in "... off": "Hidden 1 · 2", "2 neurons"; empty: nothing."""
        return in_words(self._off, self._document.project)

    def toggle(self, things: Iterable[Thing]) -> None:
        """Switch these off; where all of them are, on again. Biases among them stay as they are.

        Raises UserError for an output.
        """
        chosen = switchable(things)
        network = self._document.project.network
        check_can_be_off(network, ((thing.layer, thing.unit) for thing in chosen if isinstance(thing, Neuron)))
        chosen = frozenset(thing for thing in chosen if is_there(thing, network.widths))
        self._set(self._off - chosen if chosen <= self._off else self._off | chosen)

    def clear(self) -> None:
        """Switch all on."""
        self._set(frozenset())

    def _set(self, off: Selection) -> None:
        if off != self._off:
            self._off = off
            self._reduced = None
            self._next_score = 0.0
            self.changed.emit()

    def applied(self, snapshot: Snapshot) -> Snapshot:
        """This moment without what is off; with nothing off the very same one."""
        if not self._off or not self._are_there(snapshot.network):
            return snapshot
        if self._reduced is None or self._reduced.whole is not snapshot:
            self._reduced = self._reduce(snapshot)
        return self._reduced

    def bench(self, network: Network) -> Bench | None:
        """What scores the project's network as the trainer does; None: no data, no loss that fits, or another network.

        An engine that has not caught up yet shows a network that the project's data may not be for.
        """
        project = self._document.project
        if project.data is None or network != project.network:
            return None
        key = (network, project.data, project.training, project.seed)
        if key != self._bench_for:
            self._bench_for = key
            try:
                self._bench = Bench(network, build(project.data), project.training, project.seed)
            except UserError:
                self._bench = None  # training says what does not fit
        return self._bench

    # How it is done --------------------------------------------------------------------------------------------------

    def _reduce(self, snapshot: Snapshot) -> Reduced:
        neurons = [(thing.layer, thing.unit) for thing in self._off if isinstance(thing, Neuron)]
        edges = [(thing.layer, thing.input, thing.unit) for thing in self._off if isinstance(thing, Edge)]
        theta = without(snapshot.network, snapshot.theta, neurons, edges)
        theta.flags.writeable = False
        scores = self._scores(snapshot, theta)
        moment = {field.name: getattr(snapshot, field.name) for field in fields(Snapshot)}
        moment |= {"theta": theta, **scores._asdict()}
        return Reduced(**moment, whole=snapshot, off=self._off, words=self.words)

    def _scores(self, snapshot: Snapshot, theta: Array) -> Scores:
        """Those of this theta; while training runs fast and scores are dear, those of a moment ago may do."""
        now, last = time.perf_counter(), self._reduced
        if last is not None and snapshot.is_playing and not snapshot.is_calm and now < self._next_score:
            return Scores(last.train, last.validation, last.test)
        bench = self.bench(snapshot.network)
        if bench is None:
            return Scores(None, None, None)
        scores = bench.scores(theta)
        ended = time.perf_counter()
        self._next_score = ended + SCORE_EACH * (ended - now)
        return scores

    def _on_posted(self, message: Message) -> None:
        match message:
            case Load():
                self._moving.clear()
                self.clear()
            case Adopt(project, Moves() as moves, edit) if not moves.keep_places(project.network):
                if edit is not None:
                    self._moving.add(edit)
                self._give_up()
            case Swap(_, edit) if edit in self._moving:
                self._give_up()
            case Adopt(project) | Swap(project) if not self._are_there(project.network):
                self._give_up()

    def _are_there(self, network: Network) -> bool:
        """Whether this network has all that is off."""
        return all(is_there(thing, network.widths) for thing in self._off)

    def _give_up(self) -> None:
        if self._off:
            self.clear()
            self._has_given_up = True

    def _tell(self) -> None:
        if self._has_given_up:
            self._has_given_up = False
            self.noticed.emit("The structure has changed: everything that was switched off is on again.")


def switchable(things: Iterable[Thing]) -> Selection:
    """Those of these that can be off: neurons, inputs and connections."""
    return frozenset(thing for thing in things if isinstance(thing, Neuron | Edge))


def in_words(off: Selection, project: Project) -> str:
    """What is off: a single thing by its name, else how many of each kind."""
    if len(off) == 1:
        (thing,) = off
        end = unit_in_words(project, thing.layer, thing.unit)
        return f"{unit_in_words(project, thing.layer - 1, thing.input)} → {end}" if isinstance(thing, Edge) else end
    found = Counter(_kind(thing) for thing in off)
    named = [counted(found[kind], kind) for kind in ("input", "neuron", "connection")]
    return " and ".join(words for words in named if not words.startswith("0"))


def _kind(thing: Thing) -> str:
    if isinstance(thing, Edge):
        return "connection"
    return "input" if thing.layer == INPUTS else "neuron"
