"""Tests of the optimizers: single updates, against numbers worked by hand and the formulas on Python floats."""

import math

import numpy as np
import pytest

from core.errors import UserError
from core.optimizers import OPTIMIZERS, Clock, optimizer_named


def updated(
    name: str, theta: list[float], gradients: list[list[float]], rate: float, momentum: float = 0.9
) -> list[float]:
    """theta after one update for each of the gradients."""
    optimizer = OPTIMIZERS[name]
    vector, gradient = np.array(theta), np.zeros(len(theta))
    memory = np.zeros((optimizer.memory_rows, len(theta)))
    calls = optimizer.bind(vector, gradient, memory, Clock(rate, momentum))
    for one in gradients:
        gradient[...] = one
        if optimizer.wants_step:
            gradient *= rate
        for call in calls:
            call()
    return [float(value) for value in vector]


def test_sgd_is_rate_times_gradient() -> None:
    assert updated("sgd", [1.0, -2.0], [[0.5, 4.0]], 0.25) == [0.875, -3.0]


def test_momentum_keeps_a_share_of_the_last_change() -> None:
    # Changes of 0.5 x gradient 1: -0.5, then -0.5 x 0.5 - 0.5 = -0.75, then -0.875.
    assert updated("momentum", [0.0], [[1.0]], 0.5, 0.5) == [-0.5]
    assert updated("momentum", [0.0], [[1.0], [1.0]], 0.5, 0.5) == [-1.25]
    assert updated("momentum", [0.0], [[1.0], [1.0], [1.0]], 0.5, 0.5) == [-2.125]


def test_momentum_zero_is_sgd() -> None:
    gradients = [[0.3, -1.0], [2.0, 0.1]]
    assert updated("momentum", [1.0, 2.0], gradients, 0.1, 0.0) == pytest.approx(
        updated("sgd", [1.0, 2.0], gradients, 0.1)
    )


def test_adams_first_step_is_the_rate_whatever_the_gradient() -> None:
    changed = updated("adam", [0.0, 0.0, 0.0], [[1e-2, -5.0, 1e3]], 0.1)
    assert changed == pytest.approx([-0.1, 0.1, -0.1], rel=1e-3)


def test_adam_is_its_formula_with_epsilon_outside_the_bias_correction() -> None:
    theta, m, v = 0.5, 0.0, 0.0
    # Gradients near epsilon tell where epsilon stands.
    gradients = [1e-6, -3e-7, 2e-5, 1e-7, 4.0, -1.0]
    for t, g in enumerate(gradients, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        theta -= 0.01 * math.sqrt(1.0 - 0.999**t) / (1.0 - 0.9**t) * m / (math.sqrt(v) + 1e-7)
        assert updated("adam", [0.5], [[g] for g in gradients[:t]], 0.01) == pytest.approx([theta], rel=1e-12)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_no_gradient_is_no_change(name: str) -> None:
    assert updated(name, [1.0, -2.0], [[0.0, 0.0]] * 3, 0.1) == [1.0, -2.0]


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_each_parameter_is_updated_by_itself(name: str) -> None:
    gradients = [[0.4, -3.0], [0.1, 2.0], [-1.0, 1e-3]]
    both = updated(name, [1.0, 2.0], gradients, 0.05)
    singly = [updated(name, [[1.0, 2.0][at]], [[one[at]] for one in gradients], 0.05)[0] for at in range(2)]
    assert both == pytest.approx(singly, rel=1e-12)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_every_optimizer_walks_down_a_bowl(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    theta, gradient = np.array([3.0, -1.0], np.float32), np.zeros(2, np.float32)
    memory = np.zeros((optimizer.memory_rows, 2), np.float32)
    rate = 0.05
    calls = optimizer.bind(theta, gradient, memory, Clock(rate, 0.9))
    for _ in range(500):
        gradient[...] = 2.0 * theta * (rate if optimizer.wants_step else 1.0)
        for call in calls:
            call()
    assert theta.dtype == np.float32 and np.abs(theta).max() < 0.01


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no optimizer called 'guess'") as caught:
        optimizer_named("guess")
    assert all(name in caught.value.hint for name in OPTIMIZERS)
