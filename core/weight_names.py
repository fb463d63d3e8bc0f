"""What weights and biases are called, and all of them as a table.

A place is (layer, input, unit), counted among the dense layers; input BIAS is the unit's bias.
"""

from collections.abc import Sequence

from core.arrays import Array
from core.data.build import build
from core.edits import Edit
from core.layer_names import layer_in_words
from core.moves import BIAS, Region
from core.network import Network
from core.numerals import exact
from core.regions import Place, check_place, existing, whole
from core.specs import Project
from core.surgery.names import settled_name

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def parameter_name(network: Network, layer: int, input: int, unit: int) -> str:
    """What a weight, or with input BIAS a bias, is called: its own name, else the textbook's."""
    own = next((name for i, u, name in network.dense[layer].parameter_names if (i, u) == (input, unit)), None)
    return textbook_name(network, layer, input, unit) if own is None else own


def textbook_name(network: Network, layer: int, input: int, unit: int) -> str:
    """w1, w2, ... layer by layer, unit by unit, input by input; b1, b2, ... unit by unit."""
    below = list(zip(network.widths, network.dense, strict=False))[:layer]
    if input == BIAS:
        return f"b{sum(own.units for _, own in below if own.use_bias) + unit + 1}"
    before = sum(inputs * own.units for inputs, own in below)
    return f"w{before + unit * network.widths[layer] + input + 1}"


def rename_parameter(project: Project, place: Place, name: str | None) -> Edit:
    """Another name for a weight or bias; None, or the textbook's: it has none of its own.

    Raises UserError for a place that is not there, and for a name that is too long or holds what cannot be seen.
    """
    layer, input, unit = place
    network = project.network
    check_place(network, layer, input, unit)
    name = settled_name(" ".join((name or "").split()))
    if name == textbook_name(network, layer, input, unit):
        name = None
    own = network.dense[layer]
    others = [entry for entry in own.parameter_names if entry[:2] != (input, unit)]
    names = sorted([*others, (input, unit, name)] if name else others)
    what = in_words(project, place)
    text = f"call {what} {name}" if name else f"take the name from {what}"
    network = network.with_dense(layer, own.replace(parameter_names=tuple(names)))
    return Edit(text, project.replace(network=network))


def in_words(project: Project, place: Place) -> str:
    """A weight or bias by where it is: "weight x₁ → Hidden 1 · 2", "bias of Output"."""
    layer, input, unit = place
    end = unit_in_words(project, layer, unit)
    return f"bias of {end}" if input == BIAS else f"weight {unit_in_words(project, layer - 1, input)} → {end}"


def unit_in_words(project: Project, layer: int, unit: int) -> str:
    """A neuron, or with layer -1 an input, by where it is: "Hidden 1 · 2", "x₁"."""
    network = project.network
    data = None if project.data is None else build(project.data)
    if layer < 0:
        names = network.input_names if data is None else data.input_names
        return names[unit] if unit < len(names) else "x" + str(unit + 1).translate(_SUBSCRIPTS)
    own = dict(network.dense[layer].unit_names).get(unit)
    if own is not None:
        return own
    name, units = layer_in_words(project, layer), network.dense[layer].units
    if layer == len(network.dense) - 1 and data is not None and len(data.classes) == units > 1:
        return f"{name} {data.classes[unit]}"
    return name if units == 1 else f"{name} · {unit + 1}"


def as_table(project: Project, theta: Array, regions: Sequence[Region] | None = None) -> str:
    """Weights and biases as lines of tab-separated text under a header line: name, from, to, value, state.

    A value is the shortest text that reads back as the same number.    theta (parameters,), regions None: all
    """
    network = project.network
    views = network.dense_views(theta)
    lines = ["name\tfrom\tto\tvalue\tstate"]
    for region in whole(network) if regions is None else existing(network, regions):
        layer, own, view = region.layer, network.dense[region.layer], views[region.layer]
        locked, cut = set(own.locked), set(own.cut)
        names = {(input, unit): name for input, unit, name in own.parameter_names}
        starts = {
            input: "bias" if input == BIAS else unit_in_words(project, layer - 1, input) for input in region.inputs
        }
        for unit in region.units:
            end = unit_in_words(project, layer, unit)
            for input in sorted(region.inputs, key=lambda input: (input == BIAS, input)):
                name = names.get((input, unit)) or textbook_name(network, layer, input, unit)
                value = view["biases"][unit] if input == BIAS else view["weights"][input, unit]
                is_locked = (input, unit) in locked or (input == BIAS and own.lock_biases)
                state = "locked" if is_locked else "cut" if (input, unit) in cut else ""
                lines.append("\t".join((name, starts[input], end, exact(value), state)))
    return "\n".join(lines) + "\n"
