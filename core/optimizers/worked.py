"""One update of one number, written out: each optimizer's formula with its constants, its memory and the gradient.

The engine keeps its memory in other units and joins factors (see the other files here); these are the formulas as they
are cited and as Keras has them, in float64.
"""

from collections.abc import Callable
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from core.optimizers.moments import momentum_product
from core.optimizers.squares import ADAGRAD_START
from core.reckoning import ALPHA, Line, times

if TYPE_CHECKING:
    from core.training import Training

CONSTANTS = {"momentum": "μ", "beta_1": "β₁", "beta_2": "β₂", "rho": "rho", "epsilon": "ε", "weight_decay": "λ"}
"""What the settings are called in formulas."""


class Number(NamedTuple):
    """What an update begins with, of one number of theta.

    theta     itself
    gradient  what the optimizer is given
    memory    the optimizer's, one for each of its rows, as quantities (the engine's times `Optimizer.units`)
    rate      the learning rate of this step
    updates   how many there are with this one
    is_free   whether training may move it
    """

    theta: float
    gradient: float
    memory: tuple[float, ...]
    rate: float
    updates: int
    is_free: bool = True


def _change(n: Number, formula: str, reckoning: str, numbers: tuple[float, ...], change: float) -> Line:
    """The last line: theta, and what is added to it."""
    return Line("θ", times(f"θ {formula}"), times("{} " + reckoning), (n.theta, *numbers), n.theta + change)


def _sgd(n: Number, settings: "Training") -> list[Line]:
    return [_change(n, "- η g", "- {} * {}", (n.rate, n.gradient), -n.rate * n.gradient)]


def _velocity(n: Number, settings: "Training") -> Line:
    mu, (v,) = settings.momentum, n.memory
    numbers = mu, v, n.rate, n.gradient
    return Line("v", times("μ v - η g"), times("{} * {} - {} * {}"), numbers, mu * v - n.rate * n.gradient)


def _momentum(n: Number, settings: "Training") -> list[Line]:
    velocity = _velocity(n, settings)
    return [velocity, _change(n, "+ v", "+ {}", (velocity.result,), velocity.result)]


def _nesterov(n: Number, settings: "Training") -> list[Line]:
    velocity, mu = _velocity(n, settings), settings.momentum
    numbers = mu, velocity.result, n.rate, n.gradient
    change = mu * velocity.result - n.rate * n.gradient
    return [velocity, _change(n, "+ μ v - η g", "+ {} * {} - {} * {}", numbers, change)]


def _adagrad(n: Number, settings: "Training") -> list[Line]:
    (s,), g, epsilon = n.memory, n.gradient, settings.epsilon
    total = s + g * g
    numbers = n.rate, g, ADAGRAD_START, total, epsilon
    change = -n.rate * g / sqrt(ADAGRAD_START + total + epsilon)
    return [
        Line("s", "s + g²", "{} + {}²", (s, g), total),
        _change(n, f"- η g / √({ADAGRAD_START:g} + s + ε)", "- {} * {} / √({} + {} + {})", numbers, change),
    ]


def _rmsprop(n: Number, settings: "Training") -> list[Line]:
    (v,), g, rho, epsilon = n.memory, n.gradient, settings.rho, settings.epsilon
    mean = rho * v + (1.0 - rho) * g * g
    formula, numbers = times("rho v + (1 - rho) g²"), (rho, v, rho, g)
    change = -n.rate * g / sqrt(mean + epsilon)
    return [
        Line("v", formula, times("{} * {} + (1 - {}) * {}²"), numbers, mean),
        _change(n, "- η g / √(v + ε)", "- {} * {} / √({} + {})", (n.rate, g, mean, epsilon), change),
    ]


def _mean(n: Number, settings: "Training") -> Line:
    beta, m = settings.beta_1, n.memory[0]
    result = beta * m + (1.0 - beta) * n.gradient
    formula, numbers = times("β₁ m + (1 - β₁) g"), (beta, m, beta, n.gradient)
    return Line("m", formula, times("{} * {} + (1 - {}) * {}"), numbers, result)


def _square(n: Number, settings: "Training") -> Line:
    beta, v = settings.beta_2, n.memory[1]
    result = beta * v + (1.0 - beta) * n.gradient**2
    formula, numbers = times("β₂ v + (1 - β₂) g²"), (beta, v, beta, n.gradient)
    return Line("v", formula, times("{} * {} + (1 - {}) * {}²"), numbers, result)


def _adam(n: Number, settings: "Training") -> list[Line]:
    m, v, t = _mean(n, settings), _square(n, settings), n.updates
    beta_1, beta_2, epsilon = settings.beta_1, settings.beta_2, settings.epsilon
    alpha = n.rate * sqrt(1.0 - beta_2**t) / (1.0 - beta_1**t)
    formula, numbers = times("η √(1 - β₂ᵗ) / (1 - β₁ᵗ)"), (n.rate, beta_2, t, beta_1, t)
    change = -alpha * m.result / (sqrt(v.result) + epsilon)
    return [
        m,
        v,
        Line(ALPHA, formula, times("{} * √(1 - {}^{}) / (1 - {}^{})"), numbers, alpha),
        _change(n, f"- {ALPHA} m / (√v + ε)", "- {} * {} / (√{} + {})", (alpha, m.result, v.result, epsilon), change),
    ]


def _adamw(n: Number, settings: "Training") -> list[Line]:
    if not n.is_free:
        return _adam(n, settings)
    numbers, change = (n.rate, settings.weight_decay, n.theta), -n.rate * settings.weight_decay * n.theta
    decayed = _change(n, "- η λ θ", "- {} * {} * {}", numbers, change)
    return [decayed, *_adam(n._replace(theta=decayed.result), settings)]


def _adamax(n: Number, settings: "Training") -> list[Line]:
    m, u, t = _mean(n, settings), n.memory[1], n.updates
    beta_1, beta_2, epsilon = settings.beta_1, settings.beta_2, settings.epsilon
    largest = max(beta_2 * u, abs(n.gradient))
    numbers = n.rate, beta_1, t, m.result, largest, epsilon
    change = -n.rate / (1.0 - beta_1**t) * m.result / (largest + epsilon)
    return [
        m,
        Line("u", "max(β₂ u, |g|)", times("max({} * {}, |{}|)"), (beta_2, u, n.gradient), largest),
        _change(n, "- η / (1 - β₁ᵗ) m / (u + ε)", "- {} / (1 - {}^{}) * {} / ({} + {})", numbers, change),
    ]


def _nadam(n: Number, settings: "Training") -> list[Line]:
    m, v, t, g = _mean(n, settings), _square(n, settings), n.updates, n.gradient
    beta_1, beta_2, epsilon = settings.beta_1, settings.beta_2, settings.epsilon
    now, coming = (beta_1 * (1.0 - 0.5 * 0.96**step) for step in (t, t + 1))
    product, before = momentum_product(beta_1, t), momentum_product(beta_1, t - 1)
    mean = coming * m.result / (1.0 - product * coming) + (1.0 - now) * g / (1.0 - product)
    square = v.result / (1.0 - beta_2**t)
    of_schedule = times("{} * (1 - 0.96^{} / 2)")
    ahead = times("u₊ m / (1 - U u₊) + (1 - u) g / (1 - U)")
    numbers = coming, m.result, product, coming, now, g, product
    return [
        m,
        v,
        Line("u", times("β₁ (1 - 0.96ᵗ / 2)"), of_schedule, (beta_1, t), now),
        Line("u₊", times("β₁ (1 - 0.96ᵗ⁺¹ / 2)"), of_schedule, (beta_1, t + 1), coming),
        Line("U", "U u", times("{} * {}"), (before, now), product),
        Line("M", ahead, times("{} * {} / (1 - {} * {}) + (1 - {}) * {} / (1 - {})"), numbers, mean),
        Line("V", times("v / (1 - β₂ᵗ)"), times("{} / (1 - {}^{})"), (v.result, beta_2, t), square),
        _change(
            n,
            "- η M / (√V + ε)",
            "- {} * {} / (√{} + {})",
            (n.rate, mean, square, epsilon),
            -n.rate * mean / (sqrt(square) + epsilon),
        ),
    ]


WORKED: dict[str, Callable[[Number, "Training"], list[Line]]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
    "adamax": _adamax,
    "nadam": _nadam,
}


def worked(number: Number, settings: "Training") -> list[Line]:
    """How the optimizer of these settings moves this number: its memory first, theta last."""
    return WORKED[settings.optimizer](number, settings)
