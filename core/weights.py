"""Edits of single weights and of whole regions of them, decided as values before anything changes.

Locked means that training does not move it: hands may. Cut means that the connection is not there: its weight is zero
and stays zero until it is restored, at zero, from where training moves it again; a number typed for it restores it at
that number, and only undo brings the old one back. Biases can be locked, but not cut.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import numpy as np

from core.edits import Edit
from core.errors import UserError
from core.layers import Connection, Dense
from core.moves import BIAS, Fill, Randomize, Region, Write
from core.network import Network
from core.regions import Place, check_place, connections, count, existing, gather, marked, numbers_in
from core.specs import Project
from core.weight_names import in_words
from core.wording import MINUS, short_power

MOST_MARKED = 20_000
"""So many connections and biases of a network can be locked or cut: each is written down by itself."""

MOST_TYPED, TOLD = 9, 6
"""A number of more digits was reckoned, not typed: so many of it are told."""

# Numbers -------------------------------------------------------------------------------------------------------------


def write(project: Project, places: Sequence[Place], values: Sequence[float]) -> Edit:
    """These numbers at these places; what was cut there is restored.

    Raises UserError for a place that is not there, and for a number that the network's type cannot hold.
    """
    network, gone = project.network, set(places)
    for place in places:
        check_place(network, *place)
    written = [_number(network, value) for value in values]

    def change(index: int, layer: Dense) -> Dense:
        return layer.replace(cut=tuple(pair for pair in layer.cut if (index, *pair) not in gone))

    is_one = len(places) == 1
    text = f"set {f'{in_words(project, places[0])} to {written[0]}' if is_one else numbers_in(gather(gone))}"
    network = _changed(network, {layer for layer, _, _ in places}, change)
    return Edit(text, project.replace(network=network), Write(tuple(places), tuple(float(value) for value in values)))


def fill(project: Project, regions: Sequence[Region], value: float) -> Edit:
    """The same number everywhere in these regions; what is cut stays zero.

    Raises UserError for a region that is not there, and for a number that the network's type cannot hold.
    """
    found = existing(project.network, regions)
    text = f"set {_named(project, found)} to {_number(project.network, value)}"
    return Edit(text, project, Fill(tuple(found), float(value)))


def randomize(project: Project, regions: Sequence[Region]) -> Edit:
    """Drawn anew as the initializers of their layers say; what is locked or cut keeps its number.

    Raises UserError for a region that is not there.
    """
    found = existing(project.network, regions)
    return Edit(f"randomize {_named(project, found)}", project, Randomize(tuple(found)))


# Locks and cuts ------------------------------------------------------------------------------------------------------


def lock(project: Project, regions: Sequence[Region]) -> Edit:
    """Training moves these no longer; what is cut stays cut, which holds it as well.

    Raises UserError for a region that is not there, and for more than can be locked one by one.
    """
    network, found = project.network, existing(project.network, regions)
    _check_number(network, found)

    def change(index: int, layer: Dense) -> Dense:
        return layer.replace(locked=_with(layer.locked, _pairs(found, index) - set(layer.cut)))

    changed = _changed(network, _layers(found), change)
    _check_total(changed)
    return Edit(f"lock {_named(project, found)}", project.replace(network=changed))


def unlock(project: Project, regions: Sequence[Region]) -> Edit:
    """Training moves these again. Where all biases of a layer were locked at once, the others of them stay locked.

    Raises UserError for a region that is not there.
    """
    found = existing(project.network, regions)

    def change(index: int, layer: Dense) -> Dense:
        biases = {(BIAS, unit) for unit in range(layer.units)} if layer.lock_biases else set()
        if marked(found, index, biases):
            layer = layer.replace(lock_biases=False, locked=_with(layer.locked, biases))
        return layer.replace(locked=_without(layer.locked, marked(found, index, layer.locked)))

    changed = _changed(project.network, _layers(found), change)
    return Edit(f"unlock {_named(project, found)}", project.replace(network=changed))


def cut(project: Project, regions: Sequence[Region]) -> Edit:
    """Connections that are there no longer; biases among them stay as they are.

    Raises UserError where there are only biases, for a region that is not there, and for more than can be cut one by
    one.
    """
    network, found = project.network, connections(project.network, regions)
    if not found:
        raise UserError("A bias cannot be cut.", "Set it to 0 and lock it: that is the same.")
    _check_number(network, found)

    def change(index: int, layer: Dense) -> Dense:
        gone = _pairs(found, index)
        return layer.replace(locked=_without(layer.locked, gone), cut=_with(layer.cut, gone))

    changed = _changed(network, _layers(found), change)
    _check_total(changed)
    return Edit(f"cut {_named(project, found)}", project.replace(network=changed), Fill(tuple(found), 0.0))


def restore(project: Project, regions: Sequence[Region]) -> Edit:
    """Connections that were cut are there again, at zero, from where training moves them.

    Raises UserError for a region that is not there.
    """
    network = project.network
    wanted = connections(network, regions)
    found = gather(
        (index, *pair) for index, layer in enumerate(network.dense) for pair in marked(wanted, index, layer.cut)
    )

    def change(index: int, layer: Dense) -> Dense:
        return layer.replace(cut=_without(layer.cut, marked(wanted, index, layer.cut)))

    changed = _changed(network, _layers(found), change)
    # Zero they are already: undo and redo keep what training has made of them meanwhile.
    vectors = Fill(tuple(found), 0.0) if found else None
    return Edit(f"restore {_named(project, found)}", project.replace(network=changed), vectors)


def is_locked(network: Network, layer: int, input: int, unit: int) -> bool:
    """Whether training leaves this weight, or with input BIAS this bias, where it is, without its being cut."""
    own = network.dense[layer]
    return (input, unit) in own.locked or (input == BIAS and own.lock_biases)


def is_cut(network: Network, layer: int, input: int, unit: int) -> bool:
    """Whether this connection is not there."""
    return (input, unit) in network.dense[layer].cut


def all_locked(network: Network, regions: Iterable[Region]) -> bool:
    """Whether all of these that are not cut are locked, and there is at least one."""
    found = existing(network, regions)
    locked = out = 0
    for region in found:
        layer = network.dense[region.layer]
        biases = {(BIAS, unit) for unit in region.units} if layer.lock_biases else set()
        locked += len(marked([region], region.layer, {*layer.locked, *biases}))
        out += len(marked([region], region.layer, layer.cut))
    return 0 < locked == sum(count(found)) - out


def all_cut(network: Network, regions: Iterable[Region]) -> bool:
    """Whether all of the connections among these are cut, and there is at least one."""
    found = connections(network, regions)
    out = sum(len(marked([region], region.layer, network.dense[region.layer].cut)) for region in found)
    return 0 < out == sum(count(found))


# How they are decided ------------------------------------------------------------------------------------------------


def _number(network: Network, value: float) -> str:
    """How a number is written that the network's type holds; raises UserError for one that it does not."""
    with np.errstate(over="ignore"):
        held = np.dtype(network.dtype).type(value)
    if not np.isfinite(held):
        raise UserError(f"A weight cannot be {value:g}.", f"It has to be a number that {network.dtype} can hold.")
    text = repr(float(value)).removesuffix(".0")
    if len(_digits(text)) > MOST_TYPED:
        text = f"{value:.{TOLD}g}"  # 1/3 has no end
    return short_power(text).replace("-", MINUS)


def _digits(text: str) -> str:
    """Those of a number that matter."""
    return text.partition("e")[0].replace(".", "").lstrip("-0")


def _named(project: Project, regions: Sequence[Region]) -> str:
    if sum(count(regions)) != 1:
        return numbers_in(regions)
    (region,) = regions
    return in_words(project, (region.layer, region.inputs[0], region.units[0]))


def _check_number(network: Network, regions: Sequence[Region]) -> None:
    """Before they are written down one by one."""
    if sum(count(regions)) > MOST_MARKED:
        raise _too_many(sum(count(regions)))


def _check_total(network: Network) -> None:
    total = sum(len(layer.locked) + len(layer.cut) for layer in network.dense)
    if total > MOST_MARKED:
        raise _too_many(total)


def _too_many(number: int) -> UserError:
    return UserError(
        f"{number:,} weights are too many to lock or cut one by one.",
        f"A network can have {MOST_MARKED:,} of them: choose fewer.",
    )


def _layers(regions: Iterable[Region]) -> set[int]:
    return {region.layer for region in regions}


def _pairs(regions: Iterable[Region], layer: int) -> set[Connection]:
    return {pair for region in regions if region.layer == layer for pair in product(region.inputs, region.units)}


def _changed(network: Network, layers: set[int], change: Callable[[int, Dense], Dense]) -> Network:
    dense = [change(index, layer) if index in layers else layer for index, layer in enumerate(network.dense)]
    return network.with_columns(dense, network.followers)


def _with(pairs: Iterable[Connection], more: set[Connection]) -> tuple[Connection, ...]:
    return tuple(sorted({*pairs, *more}))


def _without(pairs: Iterable[Connection], gone: set[Connection]) -> tuple[Connection, ...]:
    return tuple(pair for pair in pairs if pair not in gone)
