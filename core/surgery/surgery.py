"""What an edit of a network is, and what all of them are made of: layers that stay, connections that move along."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from core.errors import UserError
from core.layers import Connection, Dense
from core.moves import BIAS, Kept, Moves, Step
from core.network import Network
from core.wording import counted


class Surgery(msgspec.Struct, frozen=True):
    """A possible edit.

    text     what it is called
    network  the network after it
    vectors  how the vectors get there; None: they stay as they are
    note     what a person should read in any case, such as that locks are gone; None: nothing to say
    change   one sentence that the function changed, and why, for those to whom it was dear; None: it did not
    """

    text: str
    network: Network
    vectors: Moves | None
    note: str | None = None
    change: str | None = None

    def replace(self, **changes: Any) -> "Surgery":
        """The same edit with some fields changed."""
        return msgspec.structs.replace(self, **changes)


def unchanged(network: Network) -> Surgery:
    """Nothing is done: it has no name, and leaves the vectors alone."""
    return Surgery("", network, None)


def in_turn(network: Network, text: str, edits: Iterable[Callable[[Network], Surgery]]) -> Surgery:
    """Several edits as one: each is decided for the network that the one before it leaves."""
    steps: list[Step] = []
    notes: list[str | None] = []
    changes: list[str | None] = []
    for edit in edits:
        surgery = edit(network)
        network = surgery.network
        notes.append(surgery.note)
        changes.append(surgery.change)
        if surgery.vectors is not None:
            steps += [*surgery.vectors.before, Step(network, surgery.vectors.replace(before=()))]
    note, change = said(*dict.fromkeys(notes)), said(*dict.fromkeys(changes))
    if not steps:
        return Surgery(text, network, None, note, change)
    return Surgery(text, network, steps[-1].moves.replace(before=tuple(steps[:-1])), note, change)


def said(*sentences: str | None) -> str | None:
    """What there is of these sentences; None: nothing."""
    return " ".join(filter(None, sentences)) or None


def same(network: Network, start: int, stop: int | None = None) -> tuple[Kept, ...]:
    """Layers start to stop as they are."""
    indices = range(len(network.dense))[start:stop]
    return tuple(
        Kept(index, tuple(range(network.widths[index])), tuple(range(network.dense[index].units))) for index in indices
    )


def unlocked(layer: Dense) -> Dense:
    """The layer with connections that nothing is known of; its neurons and their biases are the same ones."""
    return layer.replace(
        locked=tuple(pair for pair in layer.locked if pair[0] == BIAS),
        cut=(),
        parameter_names=tuple(name for name in layer.parameter_names if name[0] == BIAS),
    )


def relocked(layer: Dense, inputs: tuple[int, ...] | None = None, units: tuple[int, ...] | None = None) -> Dense:
    """The layer with locks, cuts and names where its old inputs or units are now; what is gone takes its own along.

    inputs, units  the old index at each place, below 0 for what is new; None: as they were
    """
    new_input, unit_at = _places(inputs), _places(units)

    def input_at(input: int) -> int | None:
        return BIAS if input == BIAS else new_input(input)

    def moved(pairs: tuple[Connection, ...]) -> tuple[Connection, ...]:
        places = ((input_at(input), unit_at(unit)) for input, unit in pairs)
        return tuple((i, u) for i, u in places if i is not None and u is not None)

    names = ((unit_at(unit), name) for unit, name in layer.unit_names)
    parameters = ((input_at(input), unit_at(unit), name) for input, unit, name in layer.parameter_names)
    return layer.replace(
        units=layer.units if units is None else len(units),
        locked=moved(layer.locked),
        cut=moved(layer.cut),
        unit_names=tuple(sorted((u, name) for u, name in names if u is not None)),
        parameter_names=tuple(sorted((i, u, name) for i, u, name in parameters if i is not None and u is not None)),
    )


def set_free(before: Iterable[Dense], after: Iterable[Dense]) -> str | None:
    """One sentence where these layers have fewer locked or cut weights than before; None: they have as many."""

    def count(layers: Iterable[Dense]) -> tuple[int, int]:
        both = [(sum(input != BIAS for input, _ in layer.locked), len(layer.cut)) for layer in layers]
        return sum(locks for locks, _ in both), sum(cuts for _, cuts in both)

    had, has = count(before), count(after)
    gone = [counted(old - new, name) for old, new, name in zip(had, has, ("lock", "cut"), strict=True) if old > new]
    if not gone:
        return None
    verb = "is" if gone == ["1 lock"] or gone == ["1 cut"] else "are"
    return f"{' and '.join(gone)} of weights {verb} gone: other neurons are heard there now."


def added(layer: Dense, own: Dense) -> Dense:
    """The layer with the locks, cuts and names of another one, too, whose connections are counted as its own."""
    return layer.replace(
        locked=tuple(dict.fromkeys((*layer.locked, *own.locked))),
        cut=tuple(dict.fromkeys((*layer.cut, *own.cut))),
        unit_names=tuple(sorted({*layer.unit_names, *own.unit_names})),
        parameter_names=tuple(sorted({*layer.parameter_names, *own.parameter_names})),
    )


def _places(kept: tuple[int, ...] | None) -> Callable[[int], int | None]:
    """Where an old index is now; None: nowhere."""
    if kept is None:
        return lambda old: old
    return {old: new for new, old in enumerate(kept)}.get


def refuse_output(network: Network, layer: int) -> None:
    if layer == len(network.dense) - 1:
        raise UserError(
            "The output layer keeps its width: the data decide it.", "Choose other data, or change a hidden layer."
        )


def refuse_ends(network: Network, layer: int) -> None:
    """Raises UserError for the inputs (-1) and the output layer, whose widths the data decide."""
    if layer < 0:
        raise UserError(
            "The inputs keep their number: the data decide it.", "Choose other data, or change a hidden layer."
        )
    refuse_output(network, layer)
