"""Which weights and biases are meant: places of single ones, and regions of many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.layers import Connection
from core.moves import BIAS, Region
from core.network import Network
from core.wording import counted

Place = tuple[int, int, int]
"""(layer, input, unit), counted among the dense layers; input BIAS: the unit's bias"""


def number_at(network: Network, theta: Array, place: Place) -> np.floating:
    """The weight or bias at this place of the vector, in its own number type."""
    layer, input, unit = place
    view = network.dense_views(theta)[layer]
    number: np.floating = view["biases"][unit] if input == BIAS else view["weights"][input, unit]
    return number


def gather(places: Iterable[Place]) -> list[Region]:
    """These places as few regions that do not overlap, layer by layer."""
    inputs: dict[tuple[int, int], set[int]] = defaultdict(set)
    for layer, input, unit in places:
        inputs[layer, unit].add(input)
    return join((layer, unit, tuple(sorted(some))) for (layer, unit), some in inputs.items())


def join(rows: Iterable[tuple[int, int, tuple[int, ...]]]) -> list[Region]:
    """(layer, unit, inputs), each unit once, as regions: units with the same inputs are one."""
    units: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for layer, unit, inputs in rows:
        units[layer, inputs].append(unit)
    return [Region(layer, inputs, tuple(sorted(some))) for (layer, inputs), some in sorted(units.items())]


def whole(network: Network) -> list[Region]:
    """All weights and biases."""
    return [Region(layer, _inputs(network, layer), tuple(range(own.units))) for layer, own in enumerate(network.dense)]


def into(network: Network, layer: int, unit: int) -> tuple[int, ...]:
    """The inputs of what a neuron adds up: all below it, and its bias if it has one."""
    check_place(network, layer, 0, unit)
    return _inputs(network, layer)


def _inputs(network: Network, layer: int) -> tuple[int, ...]:
    own = (BIAS,) if network.dense[layer].use_bias else ()
    return (*own, *range(network.widths[layer]))


def existing(network: Network, regions: Iterable[Region]) -> list[Region]:
    """The regions without empty ones, and without biases that their layers do not have.

    Raises UserError for a region that is not there.
    """
    found: list[Region] = []
    for region in regions:
        if not region.inputs or not region.units:
            continue
        for input in (min(region.inputs), max(region.inputs)):
            for unit in (min(region.units), max(region.units)):
                check_place(network, region.layer, max(input, 0), unit)
        has_biases = network.dense[region.layer].use_bias
        inputs = region.inputs if has_biases else tuple(input for input in region.inputs if input != BIAS)
        if inputs:
            found.append(Region(region.layer, inputs, region.units))
    return found


def connections(network: Network, regions: Iterable[Region]) -> list[Region]:
    """The regions without biases.

    Raises UserError for a region that is not there.
    """
    found = existing(network, regions)
    bare = [(region, tuple(input for input in region.inputs if input != BIAS)) for region in found]
    return [Region(region.layer, inputs, region.units) for region, inputs in bare if inputs]


def check_place(network: Network, layer: int, input: int, unit: int) -> None:
    """Raises UserError for a place that is not there."""
    if (
        not 0 <= layer < len(network.dense)
        or not 0 <= unit < network.dense[layer].units
        or not BIAS <= input < network.widths[layer]
        or (input == BIAS and not network.dense[layer].use_bias)
    ):
        raise UserError(f"There is no weight at {(layer, input, unit)}.", "Choose one that is drawn.")


def marked(regions: Iterable[Region], layer: int, pairs: Iterable[Connection]) -> set[Connection]:
    """Those of a layer's (input, unit) that lie in one of the regions."""
    sets = [(set(region.inputs), set(region.units)) for region in regions if region.layer == layer]
    return {pair for pair in pairs if any(pair[0] in inputs and pair[1] in units for inputs, units in sets)}


def count(regions: Iterable[Region]) -> tuple[int, int]:
    """How many weights and how many biases there are in regions that do not overlap."""
    weights = biases = 0
    for region in regions:
        own = region.inputs.count(BIAS)
        biases += own * len(region.units)
        weights += (len(region.inputs) - own) * len(region.units)
    return weights, biases


def numbers_in(regions: Sequence[Region]) -> str:
    """ "3 weights and 1 bias"."""
    weights, biases = count(regions)
    parts = []
    if weights or not biases:
        parts.append(counted(weights, "weight"))
    if biases:
        parts.append(counted(biases, "bias", "biases"))
    return " and ".join(parts)
