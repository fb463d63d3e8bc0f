"""What a model of another program comes down to, piece by piece from its inputs to its outputs, whatever its format."""

from typing import Any

import msgspec
from numpy.typing import NDArray

from core.errors import UserError
from core.training import Training
from core.wording import first_of

Numbers = NDArray[Any]
LONGEST_SHOWN = 40
"""So many letters of a name that a stranger has chosen."""


class Linear(msgspec.Struct, frozen=True, tag=True, eq=False):
    """y = x W + b.    weights (inputs, units), biases (units,), or None; name: what a person calls the layer"""

    weights: Numbers
    biases: Numbers | None = None
    name: str | None = None


class Scale(msgspec.Struct, frozen=True, tag=True, eq=False):
    """y = scale x + shift, each one number or (units,); None: 1 and 0.

    what  how a refusal begins that tells of it
    note  what is said where it became part of a layer
    """

    scale: Numbers | None
    shift: Numbers | None
    what: str
    note: str = "Factors and offsets between its layers are part of the dense layers beside them now."


class Normal(msgspec.Struct, frozen=True, tag=True, eq=False):
    """y = gamma (x - mean) / sqrt(variance + epsilon) + beta, each (units,); `core.layers.BatchNormalization`."""

    gamma: Numbers
    beta: Numbers
    mean: Numbers
    variance: Numbers
    epsilon: float
    momentum: float
    name: str | None = None


class Activate(msgspec.Struct, frozen=True, tag=True):
    """y = f(x), f by its name in `core.activations.ACTIVATIONS`; what: how a note begins that tells of it."""

    name: str
    what: str


class Drop(msgspec.Struct, frozen=True, tag=True):
    """Dropout, 0 to below 1."""

    rate: float


Piece = Linear | Scale | Normal | Activate | Drop


class Stack(msgspec.Struct):
    """A model as it was read.

    inputs       how many numbers it is given; None: the first piece says it
    pieces       from its inputs to its outputs
    notes        what was left out or changed, as sentences
    input_names  what the inputs are called; empty: nobody knows
    output_names what the outputs are called, where they are no classes; empty: nobody knows
    classes      what the outputs, or the two sides of one output, are called; empty: nobody knows
    features     the features of points that the inputs are, by name; empty: they are none
    loss         what it was trained with, by our name; None: nobody knows
    training     how it was trained; None: nobody knows
    """

    inputs: int | None = None
    pieces: list[Piece] = []  # msgspec copies it
    notes: list[str] = []
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    loss: str | None = None
    training: Training | None = None

    def note(self, sentence: str) -> None:
        """Tell this once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def shown(name: object) -> str:
    """A name that a stranger has chosen, so that it can stand in a sentence."""
    text = "".join(letter if letter.isprintable() else "?" for letter in str(name)[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def listed(names: tuple[str, ...], most: int = 12) -> str:
    """Names in a row, the first ones where there are many."""
    return first_of([shown(name) for name in names], most)


WITHOUT_SCALE = "The scale of its answer is left out: the network answers in the unit it was trained in."


def without_table(columns: tuple[str, ...]) -> str:
    """The note of a network that was taken out of a model for a table."""
    return (
        f"Only the network was taken: what makes its inputs of the columns {listed(columns)} is left out. Open the "
        "same table to have it again."
    )


def damaged(what: str) -> UserError:
    """The refusal of a file that does not hold what it claims."""
    return UserError(f"The file is damaged: {what}.", "Open another copy, if there is one.")
