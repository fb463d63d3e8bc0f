"""Tests of the optimizers: against numbers worked by hand, and the published formulas written down once more."""

import math
import tracemalloc
from typing import Any

import msgspec
import numpy as np
import pytest

from core.arrays import Array, Call
from core.errors import UserError
from core.optimizers import OPTIMIZERS, Clock, bind_update, optimizer_named, work_rows
from core.optimizers.update import BLOCK, STACKED_MOST
from core.training import Training

NAMES = sorted(OPTIMIZERS)
STACKED = [name for name in NAMES if work_rows(OPTIMIZERS[name], 1) == 2]
CHANGED = Training(momentum=0.7, beta_1=0.8, beta_2=0.95, epsilon=1e-3, rho=0.6, weight_decay=0.03)
"""Every setting another than by default."""


class Bound:
    """An optimizer bound to vectors of its own; `rows` of work where not as many as it asks for."""

    def __init__(
        self,
        name: str,
        theta: Array,
        settings: Training | None = None,
        rate: float = 0.05,
        rows: int | None = None,
        mask: Array | None = None,
    ) -> None:
        self.optimizer = OPTIMIZERS[name]
        self.theta = theta.copy()
        self.work = np.zeros((rows or work_rows(self.optimizer, theta.size), theta.size), theta.dtype)
        self.memory = np.zeros((self.optimizer.memory_rows, theta.size), theta.dtype)
        self.clock = Clock(rate)
        self.calls: list[Call] = bind_update(
            self.optimizer, self.theta, self.work, self.memory, settings or Training(), self.clock, mask
        )

    def update(self, *gradients: Array) -> "Bound":
        """One update for each of the gradients."""
        for gradient in gradients:
            self.work[0] = gradient * self.clock.rate if self.optimizer.wants_step else gradient
            for call in self.calls:
                call()
        return self


def updated(
    name: str, theta: list[float], gradients: list[list[float]], rate: float, settings: Training | None = None
) -> list[float]:
    """theta after one update for each of the gradients."""
    bound = Bound(name, np.array(theta), settings, rate).update(*map(np.array, gradients))
    return [float(value) for value in bound.theta]


def some_gradients(updates: int, size: int) -> Array:
    """(updates, size), each parameter's gradients of a size of their own, from about 1e-6 to 1e2."""
    generator = np.random.default_rng(3)
    return generator.normal(size=(updates, size)) * 10.0 ** generator.uniform(-6.0, 2.0, size)


# Worked by hand ---------------------------------------------------------------------------------------------------


def test_sgd_is_rate_times_gradient() -> None:
    assert updated("sgd", [1.0, -2.0], [[0.5, 4.0]], 0.25) == [0.875, -3.0]


def test_momentum_keeps_a_share_of_the_last_change() -> None:
    # Changes of 0.5 x gradient 1: -0.5, then -0.5 x 0.5 - 0.5 = -0.75, then -0.875.
    half = Training(momentum=0.5)
    assert updated("momentum", [0.0], [[1.0]], 0.5, half) == [-0.5]
    assert updated("momentum", [0.0], [[1.0], [1.0]], 0.5, half) == [-1.25]
    assert updated("momentum", [0.0], [[1.0], [1.0], [1.0]], 0.5, half) == [-2.125]


def test_nesterov_goes_on_by_the_share_that_will_be_kept() -> None:
    # v = -0.5, -0.75; changes 0.5 v - 0.5 = -0.75, -0.875.
    half = Training(momentum=0.5)
    assert updated("nesterov", [0.0], [[1.0]], 0.5, half) == [-0.75]
    assert updated("nesterov", [0.0], [[1.0], [1.0]], 0.5, half) == [-1.625]


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_momentum_zero_is_sgd(name: str) -> None:
    gradients = [[0.3, -1.0], [2.0, 0.1]]
    assert updated(name, [1.0, 2.0], gradients, 0.1, Training(momentum=0.0)) == pytest.approx(
        updated("sgd", [1.0, 2.0], gradients, 0.1)
    )


def test_adagrads_sum_begins_at_a_tenth() -> None:
    # 0.1 + 0.3^2 + 1e-7 = 0.1900001
    assert updated("adagrad", [0.0], [[0.3]], 0.5) == pytest.approx([-0.15 / math.sqrt(0.1900001)], rel=1e-14)


def test_rmsprops_first_step_is_the_rate_over_the_root_of_a_tenth() -> None:
    assert updated("rmsprop", [0.0, 0.0], [[100.0, -7.0]], 0.1) == pytest.approx([-0.1 / 0.1**0.5, 0.1 / 0.1**0.5])


@pytest.mark.parametrize("name", ["adam", "adamax"])
def test_the_first_step_is_the_rate_whatever_the_gradient(name: str) -> None:
    changed = updated(name, [0.0, 0.0, 0.0], [[1e-2, -5.0, 1e3]], 0.1)
    assert changed == pytest.approx([-0.1, 0.1, -0.1], rel=1e-3)


def test_adamax_divides_by_the_largest_gradient_so_far_which_fades() -> None:
    # u = 4, then max(0.999 x 4, 1) = 3.996; m = 0.4, then 0.36 + 0.1 = 0.46; 1 - 0.9^2 = 0.19
    expected = -0.1 * (1.0 + 0.46 / 0.19 / 3.996)
    assert updated("adamax", [0.0], [[4.0], [1.0]], 0.1, Training(epsilon=1e-15)) == pytest.approx([expected])


def test_adamw_draws_towards_zero_what_has_no_gradient() -> None:
    settings = Training(weight_decay=0.5)
    assert updated("adamw", [8.0, -4.0], [[0.0, 0.0]] * 2, 0.5, settings) == [8.0 * 0.75**2, -4.0 * 0.75**2]


def test_adamw_without_decay_is_adam() -> None:
    gradients = some_gradients(20, 2).tolist()
    assert updated("adamw", [1.0, -2.0], gradients, 0.1, Training(weight_decay=0.0)) == updated(
        "adam", [1.0, -2.0], gradients, 0.1
    )


# The published formulas -------------------------------------------------------------------------------------------


class Textbook:
    """Each formula as it stands in its paper or in Keras's documentation, with the true m and v."""

    def __init__(self, name: str, theta: Array, settings: Training, rate: float) -> None:
        self.name, self.theta, self.settings, self.rate = name, theta, settings, rate
        self.velocity = self.mean = self.square = self.largest = np.zeros_like(theta)
        self.total = np.full_like(theta, 0.1)
        self.product = 1.0
        self.t = 0

    def update(self, *gradients: Array) -> "Textbook":
        for gradient in gradients:
            self.t += 1
            self.theta = self.theta + self._change(gradient)
        return self

    def _change(self, g: Any) -> Any:
        lr, t, mu, epsilon = self.rate, self.t, self.settings.momentum, self.settings.epsilon
        b1, b2, rho = self.settings.beta_1, self.settings.beta_2, self.settings.rho
        if self.name == "sgd":
            return -lr * g
        if self.name in ("momentum", "nesterov"):
            self.velocity = mu * self.velocity - lr * g
            return self.velocity if self.name == "momentum" else mu * self.velocity - lr * g
        if self.name == "adagrad":
            self.total = self.total + g**2
            return -lr * g / np.sqrt(self.total + epsilon)
        if self.name == "rmsprop":
            self.square = rho * self.square + (1.0 - rho) * g**2
            return -lr * g / np.sqrt(self.square + epsilon)
        self.mean = b1 * self.mean + (1.0 - b1) * g
        self.square = b2 * self.square + (1.0 - b2) * g**2
        if self.name == "adamax":
            self.largest = np.maximum(b2 * self.largest, np.abs(g))
            return -lr / (1.0 - b1**t) * self.mean / (self.largest + epsilon)
        if self.name == "nadam":
            u, coming = b1 * (1.0 - 0.5 * 0.96**t), b1 * (1.0 - 0.5 * 0.96 ** (t + 1))
            self.product *= u
            m = coming * self.mean / (1.0 - self.product * coming) + (1.0 - u) * g / (1.0 - self.product)
            return -lr * m / (np.sqrt(self.square / (1.0 - b2**t)) + epsilon)
        decay = lr * self.settings.weight_decay * self.theta if self.name == "adamw" else 0.0
        return -decay - lr * math.sqrt(1.0 - b2**t) / (1.0 - b1**t) * self.mean / (np.sqrt(self.square) + epsilon)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("settings", [Training(), CHANGED], ids=["as by default", "changed"])
def test_fifty_updates_are_those_of_the_published_formula(name: str, settings: Training) -> None:
    theta, gradients = np.random.default_rng(1).normal(size=60), some_gradients(50, 60)
    textbook = Textbook(name, theta, settings, 0.05).update(*gradients)
    bound = Bound(name, theta, settings).update(*gradients)
    assert np.abs(bound.theta - theta).max() > 0.01
    assert np.allclose(bound.theta, textbook.theta, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_of_several_blocks_is_updated_by_the_same_formula_to_its_last_number(name: str) -> None:
    size = 2 * BLOCK + 5
    theta, gradients = np.random.default_rng(1).normal(size=size), some_gradients(3, size)
    textbook = Textbook(name, theta, CHANGED, 0.05).update(*gradients)
    bound = Bound(name, theta, CHANGED).update(*gradients)
    assert np.allclose(bound.theta, textbook.theta, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", STACKED)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_both_rows_of_memory_in_one_call_are_the_same_bits_as_one_by_one(name: str, dtype: str) -> None:
    theta, gradients = np.linspace(-1.0, 1.0, 37).astype(dtype), some_gradients(30, 37).astype(dtype)
    together, singly = Bound(name, theta, rows=2).update(*gradients), Bound(name, theta, rows=1).update(*gradients)
    assert together.theta.dtype == theta.dtype and len(together.calls) < len(singly.calls)
    assert together.theta.tobytes() == singly.theta.tobytes()
    assert together.memory.tobytes() == singly.memory.tobytes()


def test_nadams_product_of_momenta_holds_beyond_the_table_of_its_factors() -> None:
    theta, gradients = np.array([0.5, -0.5]), some_gradients(1100, 2)
    slow = Training(beta_1=0.9999)  # with 0.9 the product would be nothing by then
    textbook = Textbook("nadam", theta, slow, 0.05).update(*gradients)
    assert Bound("nadam", theta, slow).update(*gradients).theta == pytest.approx(textbook.theta, rel=1e-9)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "adamw"])
def test_no_gradient_is_no_change(name: str) -> None:
    assert updated(name, [1.0, -2.0], [[0.0, 0.0]] * 3, 0.1) == [1.0, -2.0]


@pytest.mark.parametrize("name", NAMES)
def test_every_optimizer_walks_down_a_bowl(name: str) -> None:
    bound = Bound(name, np.array([3.0, -1.0], np.float32), rate=0.5 if name in ("adagrad", "adamax") else 0.1)
    for _ in range(500):
        bound.update(2.0 * bound.theta)
        bound.clock.rate *= 0.99
    assert bound.theta.dtype == np.float32 and np.abs(bound.theta).max() < 0.01


# What the trainer relies on ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [5, STACKED_MOST + 1])
def test_going_on_from_theta_memory_and_count_is_never_having_stopped_bit_for_bit(name: str, size: int) -> None:
    theta, gradients = np.linspace(-1.0, 1.0, size, dtype=np.float32), some_gradients(50, size).astype(np.float32)
    never_stopped = Bound(name, theta).update(*gradients)
    first = Bound(name, theta).update(*gradients[:31])
    second = Bound(name, first.theta)
    second.memory[...] = first.memory
    second.clock.updates = first.clock.updates
    second.update(*gradients[31:])
    assert second.theta.tobytes() == never_stopped.theta.tobytes()
    assert second.memory.tobytes() == never_stopped.memory.tobytes()
    assert second.clock == never_stopped.clock


@pytest.mark.parametrize("name", NAMES)
def test_updates_are_counted_where_the_count_matters(name: str) -> None:
    bound = Bound(name, np.ones(3)).update(*some_gradients(4, 3))
    assert bound.clock.updates == (0 if bound.optimizer.wants_step else 4)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [8, STACKED_MOST + 4, BLOCK + 4])
def test_what_is_masked_neither_moves_nor_leaves_anything_in_memory(name: str, size: int) -> None:
    mask = np.random.default_rng(0).integers(0, 2, size).astype(np.float64)
    theta, gradients = np.linspace(-2.0, 2.0, size), some_gradients(5, size) * mask
    bound = Bound(name, theta, mask=mask).update(*gradients)
    free = Bound(name, theta).update(*gradients)
    locked = mask == 0.0
    assert np.array_equal(bound.theta[locked], theta[locked]) and not bound.memory[:, locked].any()
    assert np.array_equal(bound.theta[~locked], free.theta[~locked])
    assert not np.array_equal(bound.theta[~locked], theta[~locked])


def test_a_mask_of_ones_is_no_mask() -> None:
    theta, gradients = np.linspace(-2.0, 2.0, 9, dtype=np.float32), some_gradients(20, 9).astype(np.float32)
    masked = Bound("adamw", theta, mask=np.ones_like(theta)).update(*gradients)
    assert masked.theta.tobytes() == Bound("adamw", theta).update(*gradients).theta.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_only_read(name: str) -> None:
    bound = Bound(name, np.ones(4), rate=1.0).update(*some_gradients(3, 4))
    assert np.array_equal(bound.work[0], some_gradients(3, 4)[-1])


@pytest.mark.parametrize("name", [name for name in NAMES if not OPTIMIZERS[name].wants_step])
def test_the_clocks_rate_counts_from_the_next_update_on(name: str) -> None:
    bound = Bound(name, np.array([1.0]), Training(weight_decay=0.0)).update(np.array([0.5]))
    before = bound.theta.copy()
    bound.clock.rate = 0.0
    assert np.array_equal(bound.update(np.array([0.5])).theta, before)
    bound.clock.rate = 0.1
    assert not np.array_equal(bound.update(np.array([0.5])).theta, before)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1000, 3 * BLOCK])
def test_an_update_allocates_nothing(name: str, size: int) -> None:
    bound = Bound(name, np.ones(size, np.float32)).update(np.ones(size, np.float32))
    tracemalloc.start()
    for call in bound.calls:
        call()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    for _ in range(3):
        for call in bound.calls:
            call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - before < 3000, "an array as long as theta is 4,000 bytes at least"


@pytest.mark.parametrize("name", NAMES)
def test_an_epsilon_below_what_float32_knows_makes_nothing_that_is_not_a_number(name: str) -> None:
    bound = Bound(name, np.array([1.0, 2.0], np.float32), Training(epsilon=1e-60, weight_decay=0.0))
    bound.update(np.array([0.0, 1.0], np.float32))
    assert bound.theta[0] == 1.0 and np.isfinite(bound.theta).all()


# What the table says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_optimizer_reads_the_settings_it_names_and_no_others(name: str) -> None:
    gradients = some_gradients(5, 4)
    usual = Bound(name, np.ones(4)).update(*gradients).theta
    for field in ("momentum", "beta_1", "beta_2", "epsilon", "rho", "weight_decay"):
        changed = Training().replace(**{field: getattr(CHANGED, field)})
        found = Bound(name, np.ones(4), changed).update(*gradients).theta
        assert np.array_equal(found, usual) == (field not in OPTIMIZERS[name].settings), field
    assert set(OPTIMIZERS[name].settings) <= {field.name for field in msgspec.structs.fields(Training)}


def test_memory_in_its_units_is_the_mean_and_the_mean_square_of_the_formula() -> None:
    theta, gradients = np.ones(6), some_gradients(12, 6)
    for name, rows in (("adam", ("mean", "square")), ("adamax", ("mean", "largest")), ("rmsprop", ("square",))):
        bound = Bound(name, theta, CHANGED).update(*gradients)
        textbook = Textbook(name, theta, CHANGED, 0.05).update(*gradients)
        assert bound.optimizer.rows == rows
        for row, vector, unit in zip(rows, bound.memory, bound.optimizer.units(CHANGED), strict=True):
            assert np.allclose(vector * unit, getattr(textbook, row), rtol=1e-12, atol=0.0), (name, row)


@pytest.mark.parametrize("after", ["adam", "adamw", "nadam"])
def test_memory_rescaled_by_its_units_goes_on_under_other_betas_and_another_optimizer(after: str) -> None:
    theta, gradients = np.linspace(-1.0, 1.0, 6), some_gradients(40, 6)
    textbook = Textbook("adam", theta, Training(), 0.05).update(*gradients[:20])
    textbook.name, textbook.settings = after, CHANGED
    first = Bound("adam", theta).update(*gradients[:20])
    second = Bound(after, first.theta, CHANGED)
    second.clock.updates = first.clock.updates
    old, new = first.optimizer.units(Training()), second.optimizer.units(CHANGED)
    second.memory[...] = first.memory * (np.array(old) / np.array(new))[:, None]
    # Nadam's product stands as if it had been there from the start.
    textbook.product = math.prod(0.8 * (1.0 - 0.5 * 0.96**t) for t in range(1, 21))
    assert np.allclose(
        second.update(*gradients[20:]).theta, textbook.update(*gradients[20:]).theta, rtol=1e-11, atol=1e-11
    )


def test_rows_of_one_name_and_their_units_are_given_for_every_row() -> None:
    for optimizer in OPTIMIZERS.values():
        assert optimizer.memory_rows == len(set(optimizer.rows)) == len(optimizer.units(Training()))
        assert all(unit > 0.0 for unit in optimizer.units(CHANGED))
        assert optimizer.label and optimizer.formula


def test_long_vectors_have_the_gradient_alone_as_work() -> None:
    assert {work_rows(optimizer, 1_000_000) for optimizer in OPTIMIZERS.values()} == {1}
    assert STACKED == ["adam", "adamw", "nadam"]


@pytest.mark.parametrize(
    ("field", "value"),
    [(field, value) for field in ("momentum", "beta_1", "beta_2", "rho") for value in (-0.1, 1.0, math.nan)]
    + [("epsilon", value) for value in (0.0, -1e-7, math.inf, math.nan)]
    + [("weight_decay", value) for value in (-0.1, math.inf, math.nan)],
)
def test_a_setting_out_of_its_range_is_refused_by_name_and_value(field: str, value: float) -> None:
    with pytest.raises(UserError, match=f"{field.replace('weight_', 'weight ')} cannot be {value:g}") as caught:
        Training(**{field: value})  # type: ignore[arg-type]
    assert caught.value.hint


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no optimizer called 'guess'") as caught:
        optimizer_named("guess")
    assert all(name in caught.value.hint for name in OPTIMIZERS)
