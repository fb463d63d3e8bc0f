"""What an edit of a network does to its vectors, as values: where the numbers of each layer come from."""

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:  # what a network is made of names a bias as it is named here
    from core.network import Network
    from core.state import State


NEW = -1
"""Stands in an index where a new input or unit has no old one."""
DRAWN = -2
"""Stands in an index of inputs where the weights are drawn, not zero as those of a new input."""
BIAS = -1
"""Stands where a connection's input is asked for: a bias is the weight of an input that is always 1."""


class Given(msgspec.Struct, frozen=True, tag="given"):
    """Numbers that come along with the edit.

    weights  (inputs, units) as rows, one per input; empty: drawn
    biases   (units,); empty: they start as the layer says
    """

    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...] = ()


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """From old layer `layer`: its inputs and units in this order.

    NEW stands for a new input or unit, DRAWN for an input whose weights are drawn.

    lent   (unit, old layer, old unit): the bias of this new unit is that one's, which comes from another layer
    given  the numbers of the new units; None: drawn
    """

    layer: int
    inputs: tuple[int, ...]
    units: tuple[int, ...]
    lent: tuple[tuple[int, int, int], ...] = ()
    given: Given | None = None


class Below(msgspec.Struct, frozen=True, tag="below"):
    """The layer put before old layer `layer`: with the one above it, it stands in for that one (`core.stand_in`)."""

    layer: int


class Above(msgspec.Struct, frozen=True, tag="above"):
    """What is left of old layer `layer` above the one put before it; it keeps its biases."""

    layer: int


class Joined(msgspec.Struct, frozen=True, tag="joined"):
    """Old layers `layer` and `layer` + 1 as one: W = W1 W2, b = b1 W2 + b2, exact where the first was linear.

    Of neurons of `layer` that have become units or inputs of the joined one, the weights of their own are kept:

    units   (unit of layer + 1, unit of `layer` that it was): it hears what that one heard
    inputs  (input of `layer`, unit of `layer` that it was): it is heard as that one was
    """

    layer: int
    units: tuple[tuple[int, int], ...] = ()
    inputs: tuple[tuple[int, int], ...] = ()


class Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    """Drawn anew from the seed, but for the locked biases of as many neurons as stood there before."""


Source = Kept | Below | Above | Joined | Drawn | Given


class Step(msgspec.Struct, frozen=True, tag="step"):
    """A network that an edit passes through, and how the vectors get there."""

    network: "Network"
    moves: "Moves"


class Moves(msgspec.Struct, frozen=True, tag="moves"):
    """Where the numbers of each layer of the new network come from.

    sources    one per dense layer; a batch normalization goes along with the column that it stands after
    gone_norm  (column, place): which of a column's batch normalizations is taken out, counted among themselves; the
               inputs are column 0
    before     the networks on the way, in order: the sources speak of the last of them; empty: of the old network
    """

    sources: tuple[Source, ...]
    gone_norm: tuple[int, int] | None = None
    before: tuple[Step, ...] = ()

    def keep_places(self, network: "Network") -> bool:
        """Whether each neuron and input of the network after the edit is where it was, and no other than it was.

        What happened in several turns is not looked through: the sources speak of the last one only.
        """
        return (
            not self.before
            and len(self.sources) == len(network.dense)
            and all(
                source == Kept(index, tuple(range(inputs)), tuple(range(own.units)))
                for index, (source, inputs, own) in enumerate(
                    zip(self.sources, network.widths, network.dense, strict=False)
                )
            )
        )

    def with_layers_drawn(self) -> "Moves":
        """The same moves, but a layer that is put in, and the one above it, are drawn like any other first weights."""
        sources = tuple(Given(()) if isinstance(source, Below | Above) else source for source in self.sources)
        before = tuple(Step(step.network, step.moves.with_layers_drawn()) for step in self.before)
        return self.replace(sources=sources, before=before)

    def replace(self, **changes: Any) -> "Moves":
        """The same moves with some fields changed."""
        return msgspec.structs.replace(self, **changes)


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
    """Epoch 0 with first weights drawn from the project's seed; the network may be another one."""


class Become(msgspec.Struct, frozen=True, tag="become"):
    """The state of another time, or of another run of this project: everything that training had changed by then."""

    state: "State"


class Stay(msgspec.Struct, frozen=True, tag="stay"):
    """Every number stays as it is, but means something else now: undo goes back to the training as it was before."""


Vectors = Moves | Write | Fill | Randomize | Reset | Redraw | Become | Stay
"""What an edit does to the vectors."""
