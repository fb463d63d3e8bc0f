"""Other numbers on a drawing than weights and a sample's values: what a phase of a training step is about."""

from dataclasses import dataclass

from core.arrays import Array
from core.network import Network


@dataclass(frozen=True, eq=False)
class Lens:
    """What is shown of one network instead.

    network  whose numbers these are
    word     what thickness and colour of the lines say: "weight", "gradient"
    prefix   what stands before the name of a weight or bias where its number is told: "∂L/∂" of w1
    lines    like theta: what stands on lines and at biases; None: the parameters
    after    like theta: what those become; None: nothing
    said     what the inputs and each dense layer say, (units,) each; None: as for the current sample
    entering what comes into each dense layer, (inputs,) each; counts where `said` is given
    target   (outputs,) as they are trained towards it; counts where `said` is given
    place    (numbers,) of the data where that sample is; counts where `said` is given; None: not known
    tags     a number at each neuron of each dense layer, (units,) each, in the place of what it says; None: none
    tag      what those are called
    losses   what each output costs (outputs,); None: not shown
    """

    network: Network
    word: str = "weight"
    prefix: str = ""
    lines: Array | None = None
    after: Array | None = None
    said: tuple[Array, ...] | None = None
    entering: tuple[Array, ...] | None = None
    target: Array | None = None
    place: Array | None = None
    tags: tuple[Array, ...] | None = None
    tag: str = ""
    losses: Array | None = None
