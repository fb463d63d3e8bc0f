"""What is on the canvas, as values: connections, biases and neurons, which can be pointed at, selected and edited."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edge:
    """The connection from unit `input` of the column below to unit `unit` of layer `layer`."""

    layer: int
    input: int
    unit: int


@dataclass(frozen=True)
class Bias:
    """The bias mark of a neuron."""

    layer: int
    unit: int


@dataclass(frozen=True)
class Neuron:
    """A neuron, or an input (layer INPUTS)."""

    layer: int
    unit: int


Thing = Edge | Bias | Neuron
"""What the pointer can be on, and what can be selected."""

Selection = frozenset[Thing]


def neurons_of(selection: Selection) -> list[Neuron]:
    """The neurons among these things, in order."""
    return sorted((thing for thing in selection if isinstance(thing, Neuron)), key=_place)


def in_order(selection: Selection) -> list[Thing]:
    """These things from the inputs to the output, and from top to bottom."""
    return sorted(selection, key=_place)


def _place(thing: Thing) -> tuple[int, int, int]:
    return thing.layer, thing.unit, thing.input if isinstance(thing, Edge) else 0


def remaining(selection: Selection, chosen: Thing | None, widths: tuple[int, ...]) -> tuple[Selection, Thing | None]:
    """What of a selection, and of the chosen thing in it, a network of these widths has."""
    still = frozenset(thing for thing in selection if is_there(thing, widths))
    return still, chosen if chosen in still else None


def is_there(thing: Thing, widths: tuple[int, ...]) -> bool:
    """Whether a network of these widths (inputs first) has this connection, bias or neuron."""
    column = thing.layer + 1
    if not 0 <= column < len(widths) or not 0 <= thing.unit < widths[column]:
        return False
    match thing:
        case Edge(input=input):
            return column >= 1 and 0 <= input < widths[column - 1]
        case Bias():
            return column >= 1
        case Neuron():
            return True
