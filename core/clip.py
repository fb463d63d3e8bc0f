"""Layers and neurons taken along: copied with their weights, written as text, put into another network.

The text is JSON that a person can read; its first key, "neuroloom", says what it is, "layer" or "neurons". Numbers are
written so that they come back bit for bit.
"""

import json
import math
from collections.abc import Iterable

import msgspec
import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.layers import Dense, Follower
from core.moves import DRAWN, NEW, Given, Kept, Moves, Source
from core.network import Network, layer_name
from core.surgery.columns import put_in
from core.surgery.names import settled_name
from core.surgery.surgery import Surgery, added, refuse_ends, relocked, same
from core.surgery.units import refuse_missing, with_units
from core.wording import counted

MOST_NUMBERS = 1_000_000
"""How many weights a copy may have: as text they take some 20 MB."""
MOST_LETTERS = 40 * MOST_NUMBERS

Numbers = tuple[float, ...]


class LayerClip(msgspec.Struct, frozen=True, tag_field="neuroloom", tag="layer"):
    """A copied layer.

    layer      all that is said of it: units, activation, names, locks, cuts
    weights    (inputs, units) as rows, one per input
    biases     (units,); empty where it has none
    followers  what stood after it
    """

    layer: Dense
    weights: tuple[Numbers, ...]
    biases: Numbers
    followers: tuple[Follower, ...] = ()


class UnitsClip(msgspec.Struct, frozen=True, tag_field="neuroloom", tag="neurons"):
    """Some copied neurons of a layer; the fields are those of a layer of these neurons alone."""

    layer: Dense
    weights: tuple[Numbers, ...]
    biases: Numbers


Clip = LayerClip | UnitsClip


def copy_layer(network: Network, theta: Array, layer: int) -> LayerClip:
    """The layer with its weights as they are in theta (parameters,).

    Raises UserError for one that is too large.
    """
    weights, biases = _numbers(network, theta, layer, range(network.dense[layer].units))
    return LayerClip(network.dense[layer], weights, biases, network.followers[layer + 1])


def copy_units(network: Network, theta: Array, layer: int, units: Iterable[int]) -> UnitsClip:
    """These neurons of the layer with their incoming weights as they are in theta (parameters,).

    Raises UserError for inputs (layer -1), for neurons that are not there, and for too many weights.
    """
    units = tuple(dict.fromkeys(units))
    if layer < 0 or not units:
        raise UserError("There is no neuron to copy.", "Choose neurons of a hidden layer or of the output.")
    refuse_missing(network, layer, units)
    weights, biases = _numbers(network, theta, layer, units)
    return UnitsClip(relocked(network.dense[layer], units=units), weights, biases)


def _numbers(network: Network, theta: Array, layer: int, units: Iterable[int]) -> tuple[tuple[Numbers, ...], Numbers]:
    chosen = list(units)
    count = network.widths[layer] * len(chosen)
    if count > MOST_NUMBERS:
        raise UserError(f"{count:,} weights are too many to copy.", f"A copy holds at most {MOST_NUMBERS:,}.")
    view = network.dense_views(theta)[layer]
    biases = view["biases"][chosen].tolist() if "biases" in view else ()
    return tuple(map(tuple, view["weights"][:, chosen].tolist())), tuple(biases)


class _Head(msgspec.Struct):
    """What is read first: whether the text is one of ours."""

    neuroloom: str = ""


# msgspec lets Python's own errors through for halves of characters and for deep nesting.
_BAD_JSON = (msgspec.MsgspecError, ValueError, RecursionError)

# Text -------------------------------------------------------------------------------------------------------------


def to_text(clip: Clip) -> str:
    """The clip as JSON, one line for what is said of it and one for the weights of each input."""
    said = msgspec.to_builtins(clip)
    rows = ",\n    ".join(json.dumps(row) for row in said.pop("weights"))
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    lines.append(f'  "weights": [\n    {rows}\n  ]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_text(text: str) -> Clip:
    """What `to_text` wrote.

    Raises UserError, and nothing else, for text that is none of ours, is damaged, or too large.
    """
    if len(text) > MOST_LETTERS:
        raise UserError("The text is too long to be a copied layer.", "Copy the layer or the neurons once more.")
    try:
        kind = msgspec.json.decode(text, type=_Head).neuroloom
    except _BAD_JSON:
        kind = ""
    if kind not in ("layer", "neurons"):
        raise UserError("What was copied is no layer and no neurons.", "Copy a layer or neurons of a network first.")
    try:
        clip: Clip = msgspec.json.decode(text, type=LayerClip | UnitsClip)
        _check(clip)
    except UserError as error:
        raise UserError("The copied layer is damaged.", str(error)) from error
    except _BAD_JSON as error:
        raise UserError("The copied layer is damaged.", f"Copy it once more ({error}).") from error
    return clip


def _check(clip: Clip) -> None:
    """Raises UserError naming the first thing that cannot be."""
    layer, units = clip.layer, clip.layer.units
    if not clip.weights or any(len(row) != units for row in clip.weights):
        raise UserError(f"Each of its inputs needs {units:,} weights.")
    if len(clip.biases) != (units if layer.use_bias else 0):
        raise UserError(f"It has {units:,} neurons and {len(clip.biases):,} biases.")
    if not all(map(math.isfinite, (number for row in (*clip.weights, clip.biases) for number in row))):
        raise UserError("One of its numbers is not finite.")
    for name in (layer.name, *(name for _, name in layer.unit_names), *(name for *_, name in layer.parameter_names)):
        settled_name(name)
    Network(len(clip.weights), (layer,))  # refuses connections that are not there
    if any(clip.weights[input][unit] != 0.0 for input, unit in layer.cut):
        raise UserError("A connection that is cut has a weight.")


# Pasting ----------------------------------------------------------------------------------------------------------


def paste_layer(network: Network, clip: LayerClip, after: int) -> Surgery:
    """The copied layer put after layer `after` (-1: after the inputs), with its weights where they fit the width there.

    Where they do not, it starts as an inserted layer does, and the note says so. The layer above keeps the weights
    that overlap. Raises UserError after the output layer, and for a layer that cannot be there.
    """
    at = after + 1
    if not 0 <= at < len(network.dense):
        raise UserError("Nothing stands after the output layer.", "Paste between two columns of neurons.")
    text = f"paste {clip.layer.name or 'layer'}"
    inputs, width = len(clip.weights), network.widths[at]
    if inputs != width:
        fresh = clip.layer.replace(locked=(), cut=(), parameter_names=(), lock_biases=False)
        return put_in(network, at, fresh, clip.followers, text, _misfit(inputs, width))
    _refuse_beyond(network, clip)
    old, units = network.dense[at], clip.layer.units
    overlap = min(units, width)
    kept = tuple(range(overlap)) + (DRAWN,) * (units - overlap)
    dense = (*network.dense[:at], clip.layer, relocked(old, inputs=kept), *network.dense[at + 1 :])
    followers = (*network.followers[: at + 1], clip.followers, *network.followers[at + 1 :])
    sources: tuple[Source, ...] = (
        *same(network, 0, at),
        Given(clip.weights, clip.biases),
        Kept(at, kept, tuple(range(old.units))),
        *same(network, at + 1),
    )
    change = f"The function changed: {layer_name(network, at)} hears the pasted layer now."
    return Surgery(text, network.with_columns(dense, followers), Moves(sources), change=change)


def paste_units(network: Network, clip: UnitsClip, layer: int) -> Surgery:
    """The copied neurons at the end of a hidden layer, with their weights where they fit; nobody hears them yet.

    Where they do not fit they are drawn, and the note says so. Raises UserError for inputs and the output layer.
    """
    refuse_ends(network, layer)
    _refuse_beyond(network, clip)
    old, count = network.dense[layer], clip.layer.units
    old.replace(units=old.units + count)  # refuses what is too wide
    inputs, width = len(clip.weights), network.widths[layer]
    fits = inputs == width
    name = "neuron" if count == 1 else f"{count:,} neurons"
    text = f"paste {name} to {layer_name(network, layer)}"
    surgery = with_units(network, layer, (*range(old.units), *(NEW,) * count), text)
    assert surgery.vectors is not None
    sources = list(surgery.vectors.sources)
    source = sources[layer]
    assert isinstance(source, Kept)
    given = Given(clip.weights if fits else (), clip.biases)
    sources[layer] = Kept(layer, source.inputs, source.units, given=given)
    arrived = relocked(clip.layer, None if fits else (), (NEW,) * old.units + tuple(range(count)))
    network = surgery.network.with_dense(layer, added(surgery.network.dense[layer], arrived))
    return Surgery(text, network, Moves(tuple(sources)), None if fits else _misfit(inputs, width))


def _misfit(inputs: int, width: int) -> str:
    return f"The weights are new: what was copied had {counted(inputs, 'input')}, and here there are {width:,}."


def _refuse_beyond(network: Network, clip: Clip) -> None:
    """Raises UserError where a number is beyond the network's number type."""
    most = float(np.finfo(network.dtype).max)
    if any(abs(number) > most for row in (*clip.weights, clip.biases) for number in row):
        raise UserError(f"A copied number is too large for {network.dtype}.", "Choose float64 for this network first.")
