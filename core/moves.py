"""What an edit of a network does to its vectors, as values: where the numbers of each layer come from."""

import msgspec

NEW = -1
"""Stands in an index where a new input or unit has no old one."""
BIAS = -1
"""Stands where a connection's input is asked for: a bias is the weight of an input that is always 1."""


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """From old layer `layer`: its inputs and units in this order, NEW for new ones."""

    layer: int
    inputs: tuple[int, ...]
    units: tuple[int, ...]


class Below(msgspec.Struct, frozen=True, tag="below"):
    """The lower half of old layer `layer`, split by a layer put before it: W ~ (U sqrt(S)) (sqrt(S) V)."""

    layer: int


class Above(msgspec.Struct, frozen=True, tag="above"):
    """The upper half of old layer `layer`, which keeps its biases."""

    layer: int


class Joined(msgspec.Struct, frozen=True, tag="joined"):
    """Old layers `layer` and `layer` + 1 as one: W = W1 W2, b = b1 W2 + b2, exact where the first was linear."""

    layer: int


class Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    """Drawn anew from the seed."""


Source = Kept | Below | Above | Joined | Drawn


class Moves(msgspec.Struct, frozen=True, tag="moves"):
    """Where the numbers of each layer of the new network come from.

    sources    one per dense layer; a batch normalization goes along with the column that it stands after
    gone_norm  (column, place): which of a column's batch normalizations is taken out, counted among themselves; the
               inputs are column 0
    """

    sources: tuple[Source, ...]
    gone_norm: tuple[int, int] | None = None


class Region(msgspec.Struct, frozen=True, tag="region"):
    """Every connection from one of `inputs` to one of `units` of dense layer `layer`; BIAS among the inputs: biases."""

    layer: int
    inputs: tuple[int, ...]
    units: tuple[int, ...]


class Write(msgspec.Struct, frozen=True, tag="write"):
    """These numbers in place of those that are there.

    places  (layer, input, unit) of each; input BIAS: the unit's bias
    values  one finite number per place
    """

    places: tuple[tuple[int, int, int], ...]
    values: tuple[float, ...]


class Fill(msgspec.Struct, frozen=True, tag="fill"):
    """The same number in these regions."""

    regions: tuple[Region, ...]
    value: float


class Randomize(msgspec.Struct, frozen=True, tag="randomize"):
    """Drawn anew in these regions, as the layer's initializers say."""

    regions: tuple[Region, ...]


class Reset(msgspec.Struct, frozen=True, tag="reset"):
    """Epoch 0 with the weights that stood when training began."""


class Redraw(msgspec.Struct, frozen=True, tag="redraw"):
    """Epoch 0 with first weights drawn from the project's seed."""


Vectors = Moves | Write | Fill | Randomize | Reset | Redraw
"""What an edit does to the vectors."""
