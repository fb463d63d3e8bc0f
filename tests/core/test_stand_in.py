"""Tests of how a layer put before another one starts."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.carrying import moved
from core.data import build
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.stand_in import stand_in, why_not
from core.surgery import insert_layer
from core.surgery.columns import put_in
from core.trainer import Trainer
from tests.core.surgery.learned import difference, learned, operated, points, small

EXACT = ["linear", "relu", "leaky_relu", "elu"]
NEARLY = ["gelu", "swish", "softplus"]
BENT = ["tanh", "sigmoid"]


def stood(network: Network, before: int, layer: Dense) -> float:
    """What the sums of layer `before` are after the layer was put in, minus what they were, by the largest."""
    theta = learned(network)[0]
    stand = stand_in(network, theta, before, layer, np.random.default_rng(0))
    surgery = put_in(network, before, layer, (), "")
    after = surgery.network.sums_and_activations(operated(network, surgery), points(network).T)[0][before + 1]
    sums = network.sums_and_activations(theta, points(network).T)[0][before]
    assert stand.used <= layer.units
    return float(np.abs(after - sums).max() / np.abs(sums).max())


@pytest.mark.parametrize("below", ["linear", "tanh", "relu", "sigmoid", "gelu"])
@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_layer_that_is_wide_enough_repeats_what_the_matrix_says(below: str, before: int, dtype: str) -> None:
    network = small(below, dtype, below)
    rank = min(network.widths[before], network.dense[before].units)
    for units in (rank, rank + 1, 2 * rank, 2 * network.widths[before] + 1):
        are_in_two = units > 2 * network.widths[before]
        for activations, most in ((EXACT, 2e-6), (NEARLY, 3e-4), (BENT, 4e-3 if are_in_two else 4e-2)):
            for activation in activations:
                layer = Dense(units, activation)
                assert why_not(network, before, layer) is None
                assert stood(network, before, layer) < most, (activation, units)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "gelu", "swish", "softplus"])
def test_in_pairs_it_is_exact_whatever_comes_in_and_without_biases(activation: str) -> None:
    network = Network(4, (Dense(3, use_bias=False),), "float64")
    layer = Dense(6, activation, use_bias=False)
    surgery = put_in(network, 0, layer, (), "")
    assert surgery.change is None
    x = 1000.0 * points(network)
    wanted = network.predict(learned(network)[0], x)
    assert np.allclose(surgery.network.predict(operated(network, surgery), x), wanted, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("activation", BENT)
def test_two_neurons_a_direction_are_much_straighter_than_one(activation: str) -> None:
    network = small()
    assert stood(network, 1, Dense(8, activation)) < stood(network, 1, Dense(4, activation)) / 10


@pytest.mark.parametrize("name", ["circle", "iris"])
@pytest.mark.parametrize("units", [1, 3])
def test_training_goes_on_without_being_thrown_over(name: str, units: int) -> None:
    """Momentum makes the most of large weights above, which a layer that is straighter than need be would have."""
    project = open_bundled(name)
    training = project.training.replace(optimizer="momentum", learning_rate=0.03)
    trainer = Trainer(project.network, build(project.data), training, seed=project.seed)
    trainer.run(steps=100 * _steps_per_epoch(trainer))
    surgery = insert_layer(project.network, len(project.network.dense) - 1, units, "tanh")
    state = moved(trainer.state(), project.network, project.replace(network=surgery.network), surgery.vectors)
    after = Trainer(surgery.network, build(project.data), training, seed=project.seed, state=state)
    if units == 3 or name == "circle":
        assert _loss(after) < _loss(trainer) + 0.005
    worst = 0.0
    for _ in range(20):
        after.run(steps=_steps_per_epoch(after))
        worst = max(worst, _loss(after))
    assert worst < 1.6


def _loss(trainer: Trainer) -> float:
    score = trainer.snapshot(False, 0.0).train
    assert score is not None
    return score.loss


def _steps_per_epoch(trainer: Trainer) -> int:
    return trainer.snapshot(False, 0.0).steps_per_epoch


@pytest.mark.parametrize("activation", BENT)
@pytest.mark.parametrize("above", ["sigmoid", "tanh"])
@pytest.mark.parametrize("units", [1, 2])
def test_before_a_single_output_that_saturates_the_weights_stay_small(above: str, activation: str, units: int) -> None:
    network = Network(2, (Dense(4, "tanh"), Dense(1, above)), "float64")
    theta, _ = learned(network)
    network.dense_views(theta)[1]["weights"][...] = [[9.0], [-8.0], [12.0], [7.0]]
    network.dense_views(theta)[1]["biases"][...] = 3.0
    surgery = insert_layer(network, 1, units, activation)
    after = operated(network, surgery, theta)
    said, says = network.predict(theta, points(network)), surgery.network.predict(after, points(network))
    assert surgery.change is None and np.abs(said - says).max() < (0.0085 if units == 1 else 0.0011)
    assert np.abs(surgery.network.dense_views(after)[2]["weights"]).max() <= 16.01


@pytest.mark.parametrize("activation", [*EXACT, *NEARLY, *BENT])
def test_a_layer_too_narrow_is_the_nearest_of_its_rank(activation: str) -> None:
    """All activations pass on the same two directions, so that all are as far off as the linear layer is."""
    network = small()
    theta, x = learned(network)[0], points(network)
    below = network.activations(theta, x.T)[0]
    weights = network.views(theta)[1]["weights"]
    u, s, v = np.linalg.svd(weights)
    nearest = (u[:, :2] * s[:2] @ v[:2]).T @ below + network.views(theta)[1]["biases"][:, np.newaxis]
    surgery = insert_layer(network, 1, 2, activation)
    sums = surgery.network.sums_and_activations(operated(network, surgery), x.T)[0][2]
    assert np.abs(sums - nearest).max() < 2e-2 * np.abs(nearest).max()
    assert surgery.change is not None


def test_steps_tell_on_which_side_of_its_mean_a_direction_is() -> None:
    network = small("linear", below="linear")
    stepped = insert_layer(network, 2, 4, "step")
    theta, x = learned(network)[0], points(network, 2000)
    wanted = network.predict(theta, x)
    nothing = np.abs(wanted - wanted.mean(axis=0)).mean()
    answers = stepped.network.predict(operated(network, stepped), x)
    assert np.abs(answers - wanted).mean() < 0.7 * nothing


@pytest.mark.parametrize("between", [(BatchNormalization(),), (Dropout(0.5),), (Dropout(0.5), BatchNormalization())])
@pytest.mark.parametrize("activation", ["relu", "tanh", "softplus"])
def test_what_stands_in_between_is_heard_through(
    between: tuple[Dropout | BatchNormalization, ...], activation: str
) -> None:
    network = Network(3, (Dense(4, "relu"), *between, Dense(2)), "float64")
    theta = learned(network)[0]
    surgery = insert_layer(network, 1, 4, activation)
    assert difference(network, surgery, theta) < 4e-3
    first = surgery.network.dense_views(operated(network, surgery))[1]["weights"]
    is_passed = activation == "relu" and between == (Dropout(0.5),)
    assert np.array_equal(first, np.eye(4)) == is_passed, "after a normalization there are numbers below zero"


@pytest.mark.parametrize("activation", ["elu", "sigmoid"])
def test_without_biases_some_cannot_repeat_anything_and_it_is_said(activation: str) -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(2, use_bias=False)))
    change = insert_layer(network, 1, 4, activation).change
    assert change is not None and change.startswith("The function changed: 4 neurons with ")


@pytest.mark.parametrize("activation", ["elu", "sigmoid", "step", "tanh"])
def test_biases_that_are_locked_keep_their_numbers(activation: str) -> None:
    network = Network(3, (Dense(4, "tanh"), Dense(2, lock_biases=True)), "float64")
    surgery = insert_layer(network, 1, 4, activation)
    assert (surgery.change is None) == (activation == "tanh")
    before, after = network.views(learned(network)[0]), surgery.network.views(operated(network, surgery))
    assert np.array_equal(after[-1]["biases"], before[-1]["biases"])


def test_directions_that_nothing_is_said_in_do_no_harm() -> None:
    for activation in (*EXACT, *NEARLY, *BENT, "step"):
        network = small()
        theta = np.zeros(network.size)
        network.views(theta)[1]["weights"][...] = 1.0
        surgery = insert_layer(network, 1, 4, activation)
        assert np.allclose(surgery.network.predict(operated(network, surgery, theta), points(network)), 0.0)


@pytest.mark.parametrize("shape", [(450, 500), (500, 450)])
@pytest.mark.parametrize(("room", "most"), [(1, 1.05), (5, 1.05), (50, 1.1), (150, 1.1), (450, 1.0)])
def test_of_a_large_matrix_the_strongest_directions_are_nearly_found(
    shape: tuple[int, int], room: int, most: float
) -> None:
    network = Network(shape[0], (Dense(shape[1]),), "float64")
    generator = np.random.default_rng(4)
    theta = generator.normal(size=network.size)
    weights = network.views(theta)[0]["weights"]
    weights[:, :4] *= 40.0
    stand = stand_in(network, theta, 0, Dense(room), generator)
    assert stand.used == room
    s = np.linalg.svd(weights, compute_uv=False)
    left = np.linalg.norm(weights - stand.below @ stand.above)
    assert left <= most * np.sqrt((s[room:] ** 2).sum()) + 1e-9 * s[0]
