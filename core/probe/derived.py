"""What one neuron of a walked step says, and where its delta comes from: every number of it from others, line by line.

a = f(z);  what follows the column makes of it what the next layer gets;  delta = dL/dz. An output's delta comes from
the loss, a hidden neuron's from those of the next layer: delta = f'(z) times the derivative by a, which is the sum of
w delta passed back through dropout and batch normalization. All deltas here are those of one row by itself: the
gradient is their mean over the rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, pi, sqrt

import numpy as np

from core import layout
from core.activations import activation_named
from core.arrays import Array
from core.layers import BatchNormalization, Dense, Dropout, Follower
from core.layers.place import NormParts
from core.losses import loss_named
from core.probe.walk import Walk
from core.reckoning import GAMMA, SIGMA, Line, times

BY_A = "∂L/∂a"
MOST_TERMS = 3
"""A sum of more terms is not written out in its line."""


@dataclass(frozen=True)
class Derived:
    """Where a neuron's delta comes from.

    terms  the neurons of the next layer, w times delta of each: (unit, line); none of an output
    lines  from their sum, or the loss, to delta
    """

    terms: tuple[tuple[int, Line], ...]
    lines: tuple[Line, ...]


# Forward -------------------------------------------------------------------------------------------------------------


def said(walk: Walk, layer: int, unit: int, row: int) -> tuple[Line, ...]:
    """From z to a, and to what the next layer gets."""
    activation = activation_named(walk.network.dense[layer].activation)
    z, a = float(walk.sums[layer][unit, row]), float(walk.activations[layer][unit, row])
    reckoning = _ACTIVATIONS.get(activation.name, "")
    numbers: tuple[float, ...] = (z,) * reckoning.count("{}")
    lines: list[Line] = []
    if activation.name == "softmax":
        sums = walk.sums[layer][:, row].astype(np.float64)
        with np.errstate(over="ignore"):
            powers = np.exp(sums)
        total = float(powers.sum())
        lines.append(Line("eᶻ", "eᶻ", "e^{}", (z,), float(powers[unit])))
        lines.append(_sum("Σ eᶻ", "over the outputs", [("e^{}", (float(one),)) for one in sums], total))
        reckoning, numbers = "{} / {}", (float(powers[unit]), total)
    elif activation.name == "gelu":
        numbers = z, _phi_below(z, a)
    formula = activation.formula.partition(" = ")[2]
    lines.append(Line("a", formula, reckoning, numbers, a))
    for follower, _, step in _steps(walk, layer + 1, unit, row, a):
        lines.append(step._replace(symbol=_name(follower)))
    return tuple(lines)


_ACTIVATIONS = {
    "linear": "{}",
    "step": "1 if {} ≥ 0 else 0",
    "sigmoid": times("1 / (1 + e^-{})"),
    "tanh": "tanh {}",
    "relu": "max(0, {})",
    "leaky_relu": times("max(0.2 * {}, {})"),
    "elu": times("{} if {} > 0 else e^{} - 1"),
    "gelu": times("{} * {}"),
    "swish": times("{} / (1 + e^-{})"),
    "softplus": "ln(1 + e^{})",
}
"""f(z) with its numbers; of softmax the total over the layer is needed, too."""


def _name(follower: Follower) -> str:
    return "dropout" if isinstance(follower, Dropout) else "batch norm"


def _followers(walk: Walk, column: int) -> Iterator[tuple[int, Follower]]:
    """What stands after a column (0: the inputs), with its place among all layers."""
    dense = 0
    for index, layer in enumerate(walk.network.layers):
        if isinstance(layer, Dense):
            dense += 1
        elif dense == column:
            yield index, layer


def _steps(walk: Walk, column: int, unit: int, row: int, value: float) -> Iterator[tuple[Follower, int, Line]]:
    """What each follower of a column makes of what a neuron says."""
    parts = layout.parts(walk.network, walk.theta)
    every = walk.samples.x[:, unit] if column == 0 else walk.activations[column - 1][unit]
    every = every.astype(np.float64)
    for index, follower in _followers(walk, column):
        kept = walk.kept[index]
        if isinstance(follower, Dropout):
            line = _dropped(follower, bool(kept[0][unit, row]), value, "a")
            every = every * kept[0][unit]
        else:
            own = parts[index]
            assert isinstance(own, NormParts)
            gamma, beta = float(own.gamma[unit]), float(own.beta[unit])
            mean, deviation = float(every.mean()), sqrt(float(every.var()) + follower.epsilon)
            line = Line(
                "",
                times(f"{GAMMA} (a - mean) / {SIGMA} + β"),
                times("{} * ({} - {}) / {} + {}"),
                (gamma, value, mean, deviation, beta),
                gamma * (value - mean) / deviation + beta,
            )
            every = gamma * (every - mean) / deviation + beta
        value = line.result
        yield follower, index, line


def _dropped(follower: Dropout, is_let_through: bool, value: float, symbol: str) -> Line:
    if not is_let_through:
        return Line("", times(f"{symbol} * 0, left out"), times("{} * 0"), (value,), 0.0)
    formula, numbers = times(f"{symbol} / (1 - rate)"), (value, follower.rate)
    return Line("", formula, times("{} / (1 - {})"), numbers, value / (1.0 - follower.rate))


# Backward ------------------------------------------------------------------------------------------------------------


def derived(walk: Walk, layer: int, unit: int, row: int) -> Derived:
    """Where delta of this neuron comes from, for this row."""
    if layer == len(walk.network.dense) - 1:
        lines = _of_output(walk, unit, row)
        weights = walk.samples.weights
        if weights is not None and float(weights[row]) != 1.0:
            weight, delta = float(weights[row]), lines[-1].result
            numbers = weight, delta
            lines.append(Line("δ", times("δ * weight of its class"), times("{} * {}"), numbers, weight * delta))
        return Derived((), tuple(lines))
    views = walk.network.dense_views(walk.theta)[layer + 1]["weights"].astype(np.float64)
    above = deltas(walk, layer + 1)
    terms = [
        Line("", "w δ", times("{} * {}"), (float(weight), float(delta)), float(weight * delta))
        for weight, delta in zip(views[unit], above[:, row], strict=True)
    ]
    total = float(views[unit] @ above[:, row])
    lines = [_sum(BY_A, "Σ w δ", [("{}", (term.result,)) for term in terms], total)]
    lines += _passed_back(walk, layer, unit, row, views[unit] @ above)
    lines += _through(walk, layer, unit, row, lines[-1].result)
    return Derived(tuple(enumerate(terms)), tuple(lines))


def deltas(walk: Walk, layer: int) -> Array:
    """Delta of each neuron and row by itself (units, rows), in float64."""
    found: Array = walk.deltas[layer].astype(np.float64) * walk.count
    return found


def _sum(symbol: str, formula: str, terms: Iterable[tuple[str, tuple[float, ...]]], total: float) -> Line:
    listed = list(terms)
    if len(listed) > MOST_TERMS:
        return Line(symbol, formula, "", (), total)
    numbers = tuple(number for _, own in listed for number in own)
    return Line(symbol, formula, " + ".join(reckoning for reckoning, _ in listed), numbers, total)


def _passed_back(walk: Walk, layer: int, unit: int, row: int, every: Array) -> list[Line]:
    """Back through what follows the layer.    every (rows,): the derivative by what the next layer gets"""
    parts, lines = layout.parts(walk.network, walk.theta), []
    for index, follower in reversed(list(_followers(walk, layer + 1))):
        kept, value = walk.kept[index], float(every[row])
        if isinstance(follower, Dropout):
            line = _dropped(follower, bool(kept[0][unit, row]), value, BY_A)
            every = every * kept[0][unit]
        else:
            assert isinstance(follower, BatchNormalization)
            own = parts[index]
            assert isinstance(own, NormParts)
            gamma, inverse = float(own.gamma[unit]), float(kept[1][unit, 0])
            normal = kept[0][unit].astype(np.float64)
            mean, along = float(every.mean()), float((every * normal).mean())
            every = gamma * inverse * (every - mean - normal * along)
            line = Line(
                "",
                times(f"{GAMMA} / {SIGMA} (d - mean d - n mean(d n)), with d = {BY_A}, n normalized"),
                times("{} / {} * ({} - {} - {} * {})"),
                (gamma, 1.0 / inverse, value, mean, float(normal[row]), along),
                float(every[row]),
            )
        lines.append(line._replace(symbol=f"{BY_A}, before {_name(follower)}"))
    return lines


def _of_output(walk: Walk, unit: int, row: int) -> list[Line]:
    """From the loss to delta, before the row is weighed."""
    loss, last = loss_named(walk.training.loss), len(walk.network.dense) - 1
    activation, outputs = walk.network.output.activation, walk.network.outputs
    a, y = float(walk.activations[-1][unit, row]), float(walk.samples.y[row, unit])
    if loss.acts_on_z:
        return [_of_sum(loss.name, float(walk.sums[-1][unit, row]), y, outputs)]
    many = outputs if loss.share(2) != loss.share(1) else 1
    if activation == loss.fused_with:
        return [_shared("δ", "a - y", "{} - {}", (a, y), a - y, many)]
    by_a = _by_a(loss.name, a, y, many)
    if activation == "linear":
        return [by_a._replace(symbol="δ")]
    if activation != "softmax":
        return [by_a, *_through(walk, last, unit, row, by_a.result)]
    answers, wanted = walk.activations[-1][:, row].tolist(), walk.samples.y[row].tolist()
    each = [_by_a(loss.name, float(one), float(to), many).result for one, to in zip(answers, wanted, strict=True)]
    total = sum(slope * float(one) for slope, one in zip(each, answers, strict=True))
    products = [(times("{} * {}"), (slope, float(one))) for slope, one in zip(each, answers, strict=True)]
    formula, numbers = times(f"a ({BY_A} - Σ)"), (a, by_a.result, total)
    return [
        by_a,
        _sum("Σ", f"{BY_A} a, over the outputs", products, total),
        Line("δ", formula, times("{} * ({} - {})"), numbers, a * (by_a.result - total)),
    ]


def _shared(symbol: str, formula: str, reckoning: str, numbers: tuple[float, ...], result: float, outputs: int) -> Line:
    """The mean over the outputs, where the loss is one, takes a share of each."""
    if outputs == 1:
        return Line(symbol, times(formula), times(reckoning), numbers, result)
    formula, reckoning = f"({formula}) / outputs", f"({reckoning}) / {{}}"
    return Line(symbol, times(formula), times(reckoning), (*numbers, outputs), result / outputs)


def _by_a(loss: str, a: float, y: float, outputs: int) -> Line:
    """The derivative of the loss by one output."""
    error = a - y
    match loss:
        case "mse":
            return _shared(BY_A, "2 (a - y)", "2 * ({} - {})", (a, y), 2.0 * error, outputs)
        case "mae":
            return _shared(BY_A, "sign(a - y)", "sign({} - {})", (a, y), float(np.sign(error)), outputs)
        case "huber":
            held = max(-1.0, min(1.0, error))
            return _shared(BY_A, "a - y, held from -1 to 1", "max(-1, min(1, {} - {}))", (a, y), held, outputs)
        case _:
            return _shared(BY_A, "a - y", "{} - {}", (a, y), error, outputs)


def _of_sum(loss: str, z: float, y: float, outputs: int) -> Line:
    """Delta where the loss looks at z."""
    if loss == "hinge":
        t = 1.0 if y > 0.0 else -1.0
        delta = -t if t * z < 1.0 else 0.0
        return _shared("δ", "-t if t z < 1 else 0", "-{} if {} * {} < 1 else 0", (t, t, z), delta, outputs)
    said, wanted = float(z >= 0.0), float(y > 0.0)
    return _shared("δ", "step(z) - (1 if y > 0 else 0)", "{} - {}", (said, wanted), said - wanted, outputs)


def _through(walk: Walk, layer: int, unit: int, row: int, by_a: float) -> list[Line]:
    """f'(z), and delta."""
    z, a = float(walk.sums[layer][unit, row]), float(walk.activations[layer][unit, row])
    slopes = _slope(walk.network.dense[layer].activation, z, a)
    if not slopes:
        return [Line("δ", BY_A, "{}", (by_a,), by_a)]
    slope = slopes[-1].result
    return [*slopes, Line("δ", times(f"{BY_A} * f'(z)"), times("{} * {}"), (by_a, slope), by_a * slope)]


def _phi_below(z: float, a: float) -> float:
    """The normal distribution's share below z, of which GELU is z times."""
    return a / z if z else 0.5


def _slope(activation: str, z: float, a: float) -> list[Line]:
    """f'(z), with what it needs; none where it is 1 everywhere."""
    name = "f'(z)"
    match activation:
        case "linear":
            return []
        case "sigmoid":
            return [Line(name, times("a (1 - a)"), times("{} * (1 - {})"), (a, a), a * (1.0 - a))]
        case "tanh":
            return [Line(name, times("1 - a²"), times("1 - {}²"), (a,), 1.0 - a * a)]
        case "relu":
            return [Line(name, "1 if z > 0 else 0", "1 if {} > 0 else 0", (z,), float(z > 0.0))]
        case "leaky_relu":
            return [Line(name, "1 if z > 0 else 0.2", "1 if {} > 0 else 0.2", (z,), 1.0 if z > 0.0 else 0.2)]
        case "elu":
            slope = 1.0 if z > 0.0 else a + 1.0
            return [Line(name, "1 if z > 0 else a + 1", "1 if {} > 0 else {} + 1", (z, a), slope)]
        case "softplus":
            return [Line(name, times("1 - e⁻ᵃ"), times("1 - e^-{}"), (a,), 1.0 - exp(-a))]
        case "swish":
            share = a / z if z else 0.5
            return [
                Line("s", "a / z, which is 1 / (1 + e⁻ᶻ)", "{} / {}" if z else "", (a, z) if z else (), share),
                Line(
                    name, times("s + a (1 - s)"), times("{} + {} * (1 - {})"), (share, a, share), share + a - a * share
                ),
            ]
        case _:
            below, height = _phi_below(z, a), exp(-0.5 * min(abs(z), 40.0) ** 2) / sqrt(2.0 * pi)
            bell = times("e^(-{}² / 2) / √(2 * π)")
            return [
                Line("Φ(z)", "a / z", "{} / {}" if z else "", (a, z) if z else (), below),
                Line("φ(z)", times("e^(-z² / 2) / √(2π)"), bell, (z,), height),
                Line(name, "Φ(z) + z φ(z)", times("{} + {} * {}"), (below, z, height), below + z * height),
            ]
