"""Neurons that leave their layer for another one."""

from functools import partial

from core.moves import NEW, Joined, Kept, Moves, Source
from core.network import Network, layer_name
from core.surgery.columns import remove_layer
from core.surgery.surgery import Surgery, added, in_turn, refuse_ends, relocked, set_free
from core.surgery.units import refuse_missing, reorder_units, with_units


def move_units(network: Network, layer: int, units: tuple[int, ...], onto: int, before: int) -> Surgery:
    """These neurons of a hidden layer, put before place `before` of the hidden layer `onto`.

    They keep their names and biases. A weight whose two ends still meet keeps its number: that is so where the whole
    layer merges with one of its neighbours. Others that they hear with are drawn, others that they are heard with are
    zero, and the rest of the network is as after removing them. Raises UserError for inputs, the output layer, and
    neurons that are not there.
    """
    if layer == onto:
        return reorder_units(network, layer, units, before)
    for end in (layer, onto):
        refuse_ends(network, end)
    refuse_missing(network, layer, units)
    moving = tuple(dict.fromkeys(units))
    count = "neuron" if len(moving) == 1 else f"{len(moving):,} neurons"
    text = f"move {count} to {layer_name(network, onto)}"
    arrive = partial(_arrived, layer=layer, units=moving, onto=onto, before=before)
    width = network.dense[layer].units
    if len(moving) < width:
        kept = tuple(unit for unit in range(width) if unit not in set(moving))
        return in_turn(network, text, (arrive, partial(with_units, layer=layer, kept=kept, text=text)))
    leave = partial(_merged, layer=layer, units=moving, onto=onto, before=before)
    return in_turn(network, text, (arrive, leave))


def _arrived(network: Network, layer: int, units: tuple[int, ...], onto: int, before: int) -> Surgery:
    """Neurons with the names and biases of these, in `onto`; they themselves are still where they were."""
    old, there = network.dense[layer], network.dense[onto]
    there.replace(units=there.units + len(units))  # refuses what is too wide
    kept = (*range(before), *(NEW,) * len(units), *range(before, there.units))
    surgery = with_units(network, onto, kept, "")
    assert surgery.vectors is not None
    place = {unit: before + number for number, unit in enumerate(units)}
    was = [NEW] * len(kept)
    was[before : before + len(units)] = units
    own = relocked(old, inputs=(), units=tuple(was))
    sources = list(surgery.vectors.sources)
    source = sources[onto]
    assert isinstance(source, Kept)
    lent = tuple((place[unit], layer, unit) for unit in units)
    sources[onto] = Kept(onto, source.inputs, source.units, lent)
    return Surgery("", surgery.network.with_dense(onto, added(surgery.network.dense[onto], own)), Moves(tuple(sources)))


def _merged(network: Network, layer: int, units: tuple[int, ...], onto: int, before: int) -> Surgery:
    """The network without `layer`, all of whose neurons stand in `onto` now."""
    surgery = remove_layer(network, layer)
    if abs(layer - onto) != 1:
        return surgery
    assert surgery.vectors is not None
    pairs = tuple((before + number, unit) for number, unit in enumerate(units))
    first, second = network.dense[layer], network.dense[layer + 1]
    was = [NEW] * (network.widths[layer] if onto < layer else second.units)
    for place, unit in pairs:
        was[place] = unit
    if onto > layer:
        own, source = relocked(first, units=tuple(was)), Joined(layer, units=pairs)
    else:
        own, source = relocked(second, inputs=tuple(was)), Joined(layer, inputs=pairs)
    sources: list[Source] = list(surgery.vectors.sources)
    sources[layer] = source
    joined = added(surgery.network.dense[layer], own)
    return Surgery(
        "",
        surgery.network.with_dense(layer, joined),
        Moves(tuple(sources)),
        set_free((first, second), (joined,)),
    )
