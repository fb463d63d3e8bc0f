"""How a neuron gets from its inputs to its answer, with the numbers of now: what its card says, as values."""

from dataclasses import dataclass

import numpy as np

from core.activations import activation_named
from core.arrays import Array
from core.layers import BatchNormalization
from core.moves import BIAS
from core.network import Network
from core.reckoning import TIMES, bracketed
from core.table.fitted import Scale
from core.weight_names import parameter_name
from core.wording import MINUS
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.written import fixed, scaled
from gui.canvas.look import Look

MOST_TERMS = 8
"""Of more inputs than these the strongest few are shown."""
FEW = 6
MOST_OWN_TERMS = 2
"""Of no more inputs than a map has, the sum is also told in the columns' own units: the equation under the map."""


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
    def kind(self) -> tuple[str, bool]:
        """Whose card it is, and whether it is a formula or a sample's numbers: what has the same columns."""
        return self.title, any(row.result for row in self.rows)

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
    entering: Array | None = None,
) -> Explanation:
    """What a neuron makes of a sample (inputs,); without one, its formula with the weights filled in.

    entering  what comes into its layer (inputs of the layer,), in a training step that is walked; None: when asked
    """
    views = network.dense_views(theta)[layer]
    weights = views["weights"][:, unit].astype(np.float64)
    bias = float(views["biases"][unit]) if "biases" in views else None
    names = _Names(network, labels, layer, unit, look)
    activation = activation_named(network.dense[layer].activation)
    title = labels.neuron(network, layer, unit)
    if sample is None:
        rows = [*_formula(weights, bias, names), Row(activation.formula, is_total=True)]
        return Explanation(title, tuple(rows))
    column = np.asarray(sample)[:, np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
        own = network.entering(theta, column, layer) if entering is None else entering[:, np.newaxis]
        entering = own[:, 0].astype(np.float64)
        products = entering * weights
        total = float(products.sum()) + (0.0 if bias is None else bias)
        sums = views["weights"].T @ own + (views["biases"][:, np.newaxis] if "biases" in views else 0.0)
        powers = np.exp(sums[:, 0].astype(np.float64))
        said = float(activation(sums)[unit, 0])
    rows = _sum(entering, weights, products, bias, names)
    rows.append(Row("z, their sum", "", fixed(total, look.digits), is_total=True))
    if not activation.is_elementwise and np.isfinite(powers).all():
        rows.append(Row("eᶻ", "", fixed(float(powers[unit]), look.digits)))
        rows.append(Row(f"Σ eᶻ of all {powers.size:,}", "", fixed(float(powers.sum()), look.digits)))
    rows.append(Row(activation.formula, "", fixed(said, look.digits)))
    if labels.target_scale is not None and layer == len(network.dense) - 1:
        rows.append(Row("in its own unit", "", labels.amount(said)))
    return Explanation(title, tuple(rows))


@dataclass(frozen=True)
class _Names:
    """What the things are called that a neuron adds up."""

    network: Network
    labels: Labels
    layer: int
    unit: int
    look: Look

    @property
    def is_normalized(self) -> bool:
        """Whether a batch normalization stands between the inputs and the neuron."""
        return any(isinstance(follower, BatchNormalization) for follower in self.network.followers[self.layer])

    def scale(self, index: int) -> Scale | None:
        """How an input was scaled before the neuron got it; None: it was not, or it is no input of the network."""
        return self.labels.scale_of(index) if self.layer - 1 == INPUTS else None

    def input(self, index: int) -> str:
        """What is multiplied by a weight: a scaled column with the numbers it is scaled by."""
        if self.layer - 1 == INPUTS:
            scale = self.labels.scale_of(index)
            name = self.labels.input(index)
            name = name if scale is None else scaled(scale, name)
        else:
            name = self.labels.neuron(self.network, self.layer - 1, index)
        return f"normalized {name}" if self.is_normalized else name

    def weight(self, index: int, value: float) -> str:
        """The weight of an input, where names are shown as "(w1 = 0.500)", so that no name meets a minus."""
        number = fixed(value, self.look.digits)
        if not self.look.names:
            return number
        return f"({parameter_name(self.network, self.layer, index, self.unit)} = {number})"

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
            f"{bracketed(names.weight(index, float(weights[index])))} {TIMES} "
            f"{bracketed(fixed(float(entering[index]), digits))}",
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
        number = fixed(bias, names.look.digits)
        rows.append(Row("", f"+ ({names.bias} = {number})" if names.look.names else f"+ {number} bias"))
    if own := _in_own_units(weights, bias, names):
        rows.append(Row("=", own))
    return [
        Row(row.name, row.reckoning.replace(f"+ {MINUS}", f"{MINUS} ", 1), row.result, row.is_total) for row in rows
    ]


def _in_own_units(weights: Array, bias: float | None, names: _Names) -> str:
    """The sum of a few scaled columns, told of the columns themselves; empty where there is nothing to convert."""
    scales = [names.scale(index) for index in range(weights.size)]
    if names.is_normalized or weights.size > MOST_OWN_TERMS or not any(scales):
        return ""
    constant, terms = 0.0 if bias is None else bias, []
    for index, (weight, scale) in enumerate(zip(weights.tolist(), scales, strict=True)):
        scale = Scale() if scale is None else scale
        constant -= weight * scale.factor * scale.offset
        number = fixed(weight * scale.factor, names.look.digits)
        terms.append(f"{number} {TIMES} {names.labels.input(index)}")
    return " + ".join([*terms, fixed(constant, names.look.digits)]).replace(f"+ {MINUS}", f"{MINUS} ")
