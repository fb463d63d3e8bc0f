"""Where what is selected goes when an edit moves neurons: things followed through `core.moves`, both ways."""

from dataclasses import dataclass

from core.moves import NEW, Above, Joined, Kept, Moves
from core.network import Network
from core.snapshot import Snapshot
from gui.canvas.drawn.geometry import INPUTS
from gui.session.things import Bias, Edge, Neuron, Selection, Thing, in_order

Place = tuple[int, int]
"""(layer, unit)"""


def origin(moves: Moves, layer: int, unit: int) -> Place | None:
    """Where a neuron after the edit was before it; None: it is new. Inputs stay."""
    place = _origin(moves, layer, unit)
    for step in reversed(moves.before):
        place = None if place is None else origin(step.moves, *place)
    return place


def _origin(moves: Moves, layer: int, unit: int) -> Place | None:
    if layer == INPUTS:
        return layer, unit
    match moves.sources[layer]:
        case Kept(old, _, units, lent):
            if units[unit] != NEW:
                return old, units[unit]
            return next(((there, place) for here, there, place in lent if here == unit), None)
        case Above(old):
            return old, unit
        case Joined(old):
            return old + 1, unit
        case _:
            return None


def destination(moves: Moves, layer: int, unit: int) -> Place | None:
    """Where a neuron before the edit is after it; None: it is gone."""
    place: Place | None = (layer, unit)
    for step in moves.before:
        place = None if place is None else destination(step.moves, *place)
    return None if place is None else _destination(moves, *place)


def _destination(moves: Moves, layer: int, unit: int) -> Place | None:
    if layer == INPUTS:
        return layer, unit
    # A neuron that went to another layer stands in its old one, too, until that is a neuron narrower.
    for new, source in enumerate(moves.sources):
        if isinstance(source, Kept):
            for place, *was in source.lent:
                if was == [layer, unit]:
                    return new, place
    for new, source in enumerate(moves.sources):
        match source:
            case Kept(old, _, units) if old == layer and unit in units:
                return new, units.index(unit)
            case Above(old) if old == layer:
                return new, unit
            case Joined(old) if old + 1 == layer:
                return new, unit
    return None


def born(moves: Moves, network: Network) -> Selection:
    """The neurons of the network after the edit that were nowhere before it."""
    return frozenset(
        Neuron(layer, unit)
        for layer, dense in enumerate(network.dense)
        for unit in range(dense.units)
        if origin(moves, layer, unit) is None
    )


@dataclass(frozen=True, eq=False)
class Trail:
    """One edit that the drawing has yet to catch up with.

    network  the network after it
    seen     what was drawn when it was made
    moves    where its neurons come from; None: everything stays where it is
    is_back  whether the edit is taken back, so that the moves go the other way
    then     what shall be selected afterwards; None: what was, wherever that is now
    """

    network: Network
    seen: Snapshot | None
    moves: Moves | None = None
    is_back: bool = False
    then: Selection | None = None

    def is_shown_by(self, snapshot: Snapshot) -> bool:
        """Whether this moment of training comes after the edit."""
        if self.seen is not None and self.seen.theta is snapshot.theta and self.seen.network == self.network:
            return False
        return snapshot.network == self.network

    def follow(self, thing: Thing) -> Thing | None:
        """Where a thing is after the edit; None: gone."""
        if self.moves is None:
            return thing
        end = self._neuron(thing.layer, thing.unit)
        if end is None:
            return None
        match thing:
            case Neuron():
                return Neuron(*end)
            case Bias():
                return Bias(*end)
            case Edge(layer, input):
                start = self._neuron(layer - 1, input)
                return Edge(end[0], start[1], end[1]) if start is not None and start[0] == end[0] - 1 else None

    def _neuron(self, layer: int, unit: int) -> Place | None:
        assert self.moves is not None
        return (origin if self.is_back else destination)(self.moves, layer, unit)


def followed(trails: list[Trail], selection: Selection, chosen: Thing | None) -> tuple[Selection, Thing | None]:
    """What is selected, and which of it is chosen, after these edits, one after the other."""
    for trail in trails:
        if trail.then is not None:
            selection = trail.then
            chosen = next(iter(in_order(selection)), None)
            continue
        chosen = None if chosen is None else trail.follow(chosen)
        selection = frozenset(there for there in map(trail.follow, selection) if there is not None)
        if chosen is None:
            chosen = next(iter(in_order(selection)), None)
    return selection, chosen
