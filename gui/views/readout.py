"""What is read at one place of a picture of data: where it is, and what the network says there."""

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network import Network
from core.probe.extent import Extent
from core.probe.meaning import Meaning
from core.wording import MINUS
from gui.amounts import amount
from gui.views.reading import output_text

MOST_NAMED = 3
"""Of many classes so many are named, the likeliest first."""
PIXELS = 300.0
"""A coordinate gets as many digits as tell two of so many pixels apart."""


@dataclass(frozen=True, eq=False)
class Readout:
    """One place and the answer there.

    point    (x, y) in the picture's coordinates
    place    (numbers,) in the data's units
    outputs  (outputs,), what the network says there
    where    the coordinates, in words
    lines    (name, value) of each thing that is said, the most important first
    """

    point: tuple[float, float]
    place: Array
    outputs: Array
    where: str
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return "; ".join((self.where, *(f"{name} {value}".strip() for name, value in self.lines)))


def read(
    network: Network, theta: Array, inputs: Array, meaning: Meaning, output: int = 0
) -> tuple[Array, tuple[tuple[str, str], ...]]:
    """What the network says to these inputs (inputs,): the outputs (outputs,), and its lines.

    output  which one of a regression is shown first
    """
    with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
        outputs: Array = network.predict(theta, inputs[np.newaxis])[0]
    return outputs, _lines(outputs, meaning, output)


def coordinates(names: tuple[str, ...], values: tuple[float, ...], extent: Extent) -> str:
    """x1 2.31, x2 -0.50: with as many digits as tell two pixels apart."""
    reaches = (extent.width, extent.height)
    named = (f"{name} {_number(value, reach)}" for name, value, reach in zip(names, values, reaches, strict=False))
    return ", ".join(named)


def _lines(outputs: Array, meaning: Meaning, output: int) -> tuple[tuple[str, str], ...]:
    if not np.isfinite(outputs).all():
        return (("the answer is not a number", ""),)
    values = outputs.astype(np.float64)
    if meaning.kind == "numbers":
        name = (meaning.dataset.target_name or "output") if len(values) == 1 else f"output {output + 1}"
        return ((name, amount(float(meaning.own(values)[output]), meaning.dataset.target_reach)),)
    chosen = int(meaning.decided(outputs[:, np.newaxis])[0])
    if meaning.kind == "two classes":
        return ((meaning.class_name(chosen), output_text(float(values[0]), False)),)
    order = np.argsort(-values, kind="stable")[:MOST_NAMED].tolist()
    lines = tuple((meaning.class_name(index), output_text(float(values[index]), meaning.is_share)) for index in order)
    return lines if chosen >= 0 else (("no answer", ""), *lines)


def _number(value: float, reach: float) -> str:
    decimals = max(0, math.ceil(-math.log10(reach / PIXELS)))
    if decimals > 6 or abs(value) >= 1e6:
        return f"{value:.4g}".replace("-", MINUS)
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)
