"""How a neuron gets from its inputs to its answer, with the numbers of now: what its card says, as values."""

from dataclasses import dataclass

import numpy as np

from core.activations import activation_named
from core.arrays import Array
from core.moves import BIAS
from core.network import Network
from core.weight_names import parameter_name
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.labels import MINUS, Labels
from gui.canvas.drawn.written import amount, fixed
from gui.canvas.look import Look

MOST_TERMS = 8
"""Of more inputs than these the strongest few are shown."""
FEW = 6
TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class Row:
    """One line: what it is about, how it is reckoned, and what comes out; a total stands below a rule."""

    name: str
    reckoning: str = ""
    result: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Explanation:
    """A neuron's card."""

    title: str
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """All of it, line by line, for those who listen instead of looking."""
        return "\n".join(" ".join(part for part in (row.name, row.reckoning, row.result) if part) for row in self.rows)


def explain(
    network: Network,
    labels: Labels,
    theta: Array,
    sample: Array | None,
    layer: int,
    unit: int,
    look: Look,
) -> Explanation:
    """What a neuron makes of a sample (inputs,); without one, its formula with the weights filled in."""
    views = network.dense_views(theta)[layer]
    weights = views["weights"][:, unit].astype(np.float64)
    bias = float(views["biases"][unit]) if "biases" in views else None
    names = _Names(network, labels, layer, unit, look)
    after = activation_named(network.dense[layer].activation).formula.replace("f(z)", "a")
    title = labels.neuron(network, layer, unit)
    if sample is None:
        rows = [*_formula(weights, bias, names), Row(after, is_total=True)]
        return Explanation(title, tuple(rows))
    column = np.asarray(sample)[:, np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
        entering = network.entering(theta, column, layer)[:, 0].astype(np.float64)
        products = entering * weights
        total = float(products.sum()) + (0.0 if bias is None else bias)
        said = float(network.activations(theta, column)[layer][unit, 0])
    rows = _sum(entering, weights, products, bias, names)
    rows.append(Row("z, their sum", "", fixed(total, look.digits), is_total=True))
    rows.append(Row(after, "", fixed(said, look.digits)))
    if any(labels.scale_of(index) for index in range(network.inputs)) and layer == 0:
        rows.insert(0, Row("inputs as scaled for the network"))
    if labels.target_scale is not None and layer == len(network.dense) - 1:
        rows.append(Row("in its own unit", "", amount(labels.target_scale, said)))
    return Explanation(title, tuple(rows))


@dataclass(frozen=True)
class _Names:
    """What the things are called that a neuron adds up."""

    network: Network
    labels: Labels
    layer: int
    unit: int
    look: Look

    def input(self, index: int) -> str:
        if self.layer - 1 == INPUTS:
            return self.labels.input(index)
        return self.labels.neuron(self.network, self.layer - 1, index)

    def weight(self, index: int, value: float) -> str:
        """The weight of an input, with its name where names are shown."""
        number = fixed(value, self.look.digits)
        has_name = self.look.names
        return f"{parameter_name(self.network, self.layer, index, self.unit)} {number}" if has_name else number

    @property
    def bias(self) -> str:
        return parameter_name(self.network, self.layer, BIAS, self.unit) if self.look.names else "bias"


def _chosen(strength: Array) -> tuple[list[int], list[int]]:
    """Which of the terms are shown, in their order, and which are not."""
    if strength.size <= MOST_TERMS:
        return list(range(strength.size)), []
    order = np.argsort(-np.nan_to_num(np.abs(strength)), kind="stable")
    return sorted(order[:FEW].tolist()), sorted(order[FEW:].tolist())


def _sum(entering: Array, weights: Array, products: Array, bias: float | None, names: _Names) -> list[Row]:
    digits = names.look.digits
    shown, others = _chosen(products)
    rows = [
        Row(
            names.input(index),
            f"{fixed(float(entering[index]), digits)} {TIMES} {names.weight(index, float(weights[index]))}",
            fixed(float(products[index]), digits),
        )
        for index in shown
    ]
    if others:
        rows.append(Row(f"… {len(others):,} more", "", fixed(float(products[others].sum()), digits)))
    if bias is not None:
        rows.append(Row(names.bias, "", fixed(bias, digits)))
    return rows


def _formula(weights: Array, bias: float | None, names: _Names) -> list[Row]:
    shown, others = _chosen(weights)
    rows: list[Row] = []
    for index in shown:
        weight = names.weight(index, float(weights[index]))
        rows.append(Row("" if rows else "z =", f"{'+ ' if rows else ''}{weight} {TIMES} {names.input(index)}"))
    if others:
        rows.append(Row("", f"+ … {len(others):,} more"))
    if bias is not None:
        rows.append(Row("", f"+ {fixed(bias, names.look.digits)} {names.bias}"))
    return [
        Row(row.name, row.reckoning.replace(f"+ {MINUS}", f"{MINUS} ", 1), row.result, row.is_total) for row in rows
    ]
