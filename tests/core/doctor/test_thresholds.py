"""What is a trouble to the doctor and what is not yet, on both sides of each bound, by curves that are made up."""

import dataclasses

import numpy as np
import pytest

from core.arrays import Array
from core.bundled import open_bundled
from core.curve import EPOCH, NORMS, TEST_LOSS, TEST_SCORE, TRAIN_LOSS
from core.doctor.course import divergence, no_number, overfitting
from core.doctor.finding import Finding
from core.doctor.gradients import vanishing
from core.doctor.look import Look, Patient, look_at
from core.doctor.neurons import dead, saturated, symmetry
from core.doctor.progress import no_progress
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.training import Training
from tests.core.doctor.ward import Ward

LN2 = float(np.log(2.0))
"""What knowing nothing costs where half of the samples are of either class, as those of the circle are."""


def look(
    columns: dict[int, Array],
    layers: tuple[Dense, ...] = (Dense(4, "tanh"),),
    theta: Array | None = None,
    **settings: float,
) -> Look:
    """A look at a network for the circle whose curve has these columns, with an epoch between two points."""
    network = Network(2, (*layers, Dense(1, "sigmoid")))
    training = Training("binary_crossentropy", "sgd", 0.1, 10).replace(**settings)
    ward = Ward(Project("Made up", network, training, open_bundled("circle").data, 1), theta=theta)
    points = len(columns[TRAIN_LOSS])
    curve = np.full((points, max(ward.trainer.curve.shape[1], NORMS + len(network.dense))), np.nan)
    curve[:, EPOCH] = np.arange(points)
    for column, values in columns.items():
        curve[:, column] = values
    found = look_at(Patient(ward.project, ward.dataset), dataclasses.replace(ward.snapshot, curve=curve), 0)
    assert found is not None and found.baseline == pytest.approx(LN2, rel=1e-3)
    return found


def nine_then(first: float, then: float, points: int) -> Array:
    """Nine points of one value, the first level, and then another value to the end."""
    return np.array([first] * 9 + [then] * (points - 9))


def is_overfitting(
    low: float = 0.2,
    high: float = 0.6,
    train: tuple[float, float] = (0.3, 0.1),
    right: tuple[float, float] = (0.9, 0.8),
    points: int = 29,
) -> bool:
    """Losses are shares of what knowing nothing costs, each (at the least of the test loss, since then)."""
    columns = {
        TRAIN_LOSS: LN2 * nine_then(*train, points),
        TEST_LOSS: LN2 * nine_then(low, high, points),
        TEST_SCORE: nine_then(*right, points),
    }
    return overfitting(look(columns), None) is not None


def test_overfitting_has_lasted_for_twenty_points_since_the_least_level() -> None:
    assert is_overfitting(points=29), "the first level is that of nine points, twenty more have come"
    assert not is_overfitting(points=28)
    assert not is_overfitting(points=9)


def test_overfitting_is_a_rise_by_a_quarter_of_what_knowing_nothing_costs_and_by_half_of_the_least_level() -> None:
    assert is_overfitting(0.2, 0.46) and not is_overfitting(0.2, 0.44)
    assert is_overfitting(0.6, 0.92) and not is_overfitting(0.6, 0.88)


def test_overfitting_is_a_fall_of_the_share_that_is_right_by_two_hundredths() -> None:
    assert is_overfitting(right=(0.9, 0.875)) and not is_overfitting(right=(0.9, 0.885))


def test_overfitting_is_a_training_loss_that_falls_unless_the_test_loss_is_far_worse_than_knowing_nothing() -> None:
    assert not is_overfitting(train=(0.1, 0.1))
    assert is_overfitting(high=2.1, train=(0.45, 0.45), right=(0.9, 0.9))
    assert not is_overfitting(high=1.9, train=(0.45, 0.45), right=(0.9, 0.9))
    assert not is_overfitting(high=2.1, train=(0.55, 0.55), right=(0.9, 0.9))
    assert is_overfitting(high=2.1, train=(0.6, 0.55)), "it falls, if from far above"


def test_against_overfitting_a_penalty_becomes_ten_times_as_strong_where_early_stopping_did_not_help() -> None:
    losses = {TRAIN_LOSS: nine_then(0.3, 0.1, 29), TEST_LOSS: nine_then(0.2, 0.6, 29)}
    columns = {**losses, TEST_SCORE: np.linspace(1.0, 0.0, 29)}
    finding = overfitting(look(columns, patience=20, l2=0.02), None)
    assert finding is not None and finding.remedy.text == "L2 penalty 0.2, from the start"


def test_a_test_loss_that_is_no_number_is_not_judged() -> None:
    columns = {TRAIN_LOSS: nine_then(0.3, 0.1, 40), TEST_LOSS: nine_then(0.2, np.nan, 40), TEST_SCORE: np.ones(40)}
    assert overfitting(look(columns), None) is None


@pytest.mark.parametrize(
    ("best", "level", "is_told"), [(0.5, 2.1, True), (0.5, 1.9, False), (0.75, 2.3, True), (0.75, 2.2, False)]
)
def test_divergence_is_twice_what_knowing_nothing_costs_and_three_times_the_best(
    best: float, level: float, is_told: bool
) -> None:
    losses = LN2 * np.array([best] + [level] * 9)
    assert (divergence(look({TRAIN_LOSS: losses}), None) is not None) == is_told


def test_no_step_can_be_made_where_huge_weights_leave_no_gradient_though_the_loss_is_a_number() -> None:
    relu = Dense(1, "relu", use_bias=False)
    network = Network(2, (relu, relu, Dense(1, "sigmoid")))
    curve = {TRAIN_LOSS: np.full(9, LN2)}

    def found(first: float, second: float, third: float) -> Finding | None:
        """Forward, the product of all three weights is small; backward, that of the last two is met first."""
        theta = np.zeros(network.size, np.float32)
        for view, weight in zip(network.dense_views(theta), (first, second, third), strict=True):
            view["weights"][...] = weight
        return no_number(look(curve, (relu, relu), theta), None)

    finding = found(1e-30, 1e20, 1e20)  # 1e40 is beyond float32
    assert finding is not None and finding.sentence.startswith("The gradient is not a finite number")
    assert found(1e-30, 1e15, 1e15) is None, "huge weights alone are no trouble"


def test_a_loss_of_nine_points_has_not_climbed() -> None:
    assert divergence(look({TRAIN_LOSS: np.array([0.1] + [9.0] * 8)}), None) is None


def test_nothing_is_learned_where_nine_tenths_of_what_knowing_nothing_costs_are_left() -> None:
    assert no_progress(look({TRAIN_LOSS: np.full(39, 0.91 * LN2)}), None) is not None
    assert no_progress(look({TRAIN_LOSS: np.full(39, 0.89 * LN2)}), None) is None


TWO_HIDDEN = (Dense(4, "relu"), Dense(4, "tanh"))


@pytest.mark.parametrize(("first", "is_told"), [(0.009, True), (0.011, False)])
def test_a_gradient_has_vanished_where_a_hundredth_of_the_longest_one_is_left(first: float, is_told: bool) -> None:
    norms = {NORMS: np.full(39, first), NORMS + 1: np.ones(39), NORMS + 2: np.full(39, 0.5)}
    stuck = {TRAIN_LOSS: np.full(39, LN2), **norms}
    finding = vanishing(look(stuck, TWO_HIDDEN), None)
    assert (finding is not None) == is_told
    if finding is not None:
        assert finding.remedy.text == "ReLU and He weights in the hidden layers", "the second one is no rectifier"


@pytest.mark.parametrize(("off", "text"), [
    (2, None), (3, "Draw these 3 neurons anew"), (4, "Draw these 4 neurons anew"),
    (5, "Leaky ReLU in Hidden 1, 5 neurons drawn anew"),
])  # fmt: skip
def test_dead_neurons_are_told_of_from_three_of_ten_on_and_leak_from_half_on(off: int, text: str | None) -> None:
    network = Network(2, (Dense(10, "relu"), Dense(1, "sigmoid")))
    theta = np.zeros(network.size, np.float32)
    network.dense_views(theta)[0]["biases"][...] = [-1.0] * off + [1.0] * (10 - off)
    finding = dead(look({TRAIN_LOSS: np.full(39, LN2)}, (Dense(10, "relu"),), theta), None)
    assert (None if finding is None else finding.remedy.text) == text


@pytest.mark.parametrize(("flat", "is_told"), [(16, False), (17, True)])
def test_neurons_are_saturated_from_seventeen_of_twenty_answers_on(flat: int, is_told: bool) -> None:
    network = Network(2, (Dense(20, "tanh"), Dense(1, "sigmoid")))
    theta = np.zeros(network.size, np.float32)
    network.dense_views(theta)[0]["biases"][...] = [-9.0] * flat + [0.0] * (20 - flat)
    finding = saturated(look({TRAIN_LOSS: np.full(39, LN2)}, (Dense(20, "tanh"),), theta), None)
    assert (finding is not None) == is_told


def test_of_a_network_that_learns_neither_dead_nor_saturated_nor_equal_neurons_are_told() -> None:
    stuck, learning = np.full(39, LN2), np.full(39, 0.3 * LN2)
    for layer, bias, judge in (
        (Dense(4, "relu"), -1.0, dead),
        (Dense(4, "tanh"), 9.0, saturated),
        (Dense(4, "tanh"), 0.0, symmetry),
    ):
        network = Network(2, (layer, Dense(1, "sigmoid")))
        theta = np.zeros(network.size, np.float32)
        network.dense_views(theta)[0]["biases"][...] = bias
        assert judge(look({TRAIN_LOSS: stuck}, (layer,), theta), None) is not None
        assert judge(look({TRAIN_LOSS: learning}, (layer,), theta), None) is None


@pytest.mark.parametrize(("weight", "size"), [(0.0, "are all 0"), (0.5, "are the same")])
def test_equal_neurons_are_told_by_their_layer_and_their_number(weight: float, size: str) -> None:
    theta = np.full(Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid"))).size, weight, np.float32)
    finding = symmetry(look({TRAIN_LOSS: np.full(39, LN2)}, theta=theta), None)
    assert finding is not None and finding.sentence == f"The weights of all 4 neurons of Hidden 1 {size}."


def test_a_neuron_alone_is_equal_to_nobody_and_neurons_with_a_single_input_can_be_equal() -> None:
    layers = (Dense(1, "tanh"), Dense(4, "tanh"))
    theta = np.full(Network(2, (*layers, Dense(1, "sigmoid"))).size, 0.5, np.float32)
    finding = symmetry(look({TRAIN_LOSS: np.full(39, LN2)}, layers, theta), None)
    assert finding is not None and finding.sentence == "The weights of all 4 neurons of Hidden 2 are the same."
