"""What is a trouble to the doctor and what is not yet, on both sides of each bound, by curves that are made up."""

import dataclasses
from typing import Any

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
from core.edits import Edit
from core.layers import Dense
from core.moves import Become
from core.network import Network
from core.specs import Project
from core.trainer import Trainer
from core.training import Training
from tests.core.doctor.ward import Ward

LN2 = float(np.log(2.0))
"""What knowing nothing costs where half of the samples are of either class, as those of the circle are."""


def look(
    columns: dict[int, Array],
    layers: tuple[Dense, ...] = (Dense(4, "tanh"),),
    theta: Array | None = None,
    **settings: float | str,
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
    found = look_at(Patient(ward.project, ward.dataset), dataclasses.replace(ward.snapshot, curve=curve), {})
    assert found is not None and found.baseline == pytest.approx(LN2, rel=1e-3)
    return found


def decided(finding: Finding, seen: Look) -> Edit:
    """What the finding's button does."""
    return finding.remedy.decide(seen.project, Trainer(seen.network, None, seen.project.training).state())


def nine_then(first: float, then: float, points: int) -> Array:
    """Nine points of one value, the first level, and then another value to the end."""
    return np.array([first] * 9 + [then] * (points - 9))


def overfitted(
    low: float = 0.2,
    high: float = 0.6,
    train: tuple[float, float] = (0.3, 0.1),
    right: tuple[float, float] = (0.9, 0.8),
    points: int = 29,
    **settings: float | str,
) -> Finding | None:
    """Losses are shares of what knowing nothing costs, each (at the least of the test loss, since then)."""
    columns = {
        TRAIN_LOSS: LN2 * nine_then(*train, points),
        TEST_LOSS: LN2 * nine_then(low, high, points),
        TEST_SCORE: nine_then(*right, points),
    }
    return overfitting(look(columns, **settings), None)


def is_overfitting(*args: Any, **changes: Any) -> bool:
    return overfitted(*args, **changes) is not None


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


def test_overfitting_is_told_with_the_end_of_the_least_level_and_both_losses() -> None:
    finding = overfitted()
    assert finding is not None and finding.sentence == (
        "Since about epoch 8 the test loss has risen from 0.139 to 0.416, while the training loss fell from 0.208 to "
        "0.069."
    )


def test_against_overfitting_a_penalty_becomes_ten_times_as_strong_where_early_stopping_did_not_help() -> None:
    finding = overfitted(patience=20, l2=0.02)
    assert finding is not None and finding.remedy.text == "L2 penalty 0.2, start anew"


@pytest.mark.parametrize("then", [np.nan, np.inf])
def test_a_test_loss_that_is_no_finite_number_is_not_judged(then: float) -> None:
    assert not is_overfitting(high=then)


@pytest.mark.parametrize(
    ("best", "level", "is_told"), [(0.5, 2.1, True), (0.5, 1.9, False), (0.75, 2.3, True), (0.75, 2.2, False)]
)
def test_divergence_is_twice_what_knowing_nothing_costs_and_three_times_the_best(
    best: float, level: float, is_told: bool
) -> None:
    losses = LN2 * np.array([best] + [level] * 9)
    assert (divergence(look({TRAIN_LOSS: losses}), None) is not None) == is_told


@pytest.mark.parametrize(
    ("rate", "first", "level", "is_told"),
    [
        (0.51, 1.0, 1.06, True),
        (0.51, 1.0, 1.04, False),
        (0.49, 1.0, 1.06, False),
        (0.51, 1.3, 1.06, True),
        (0.51, 1.4, 1.06, False),
    ],
)
def test_a_hasty_rate_is_told_of_where_the_loss_stays_above_what_knowing_nothing_costs(
    rate: float, first: float, level: float, is_told: bool
) -> None:
    losses = {TRAIN_LOSS: LN2 * np.array([first] + [level] * 10)}
    assert (divergence(look(losses, learning_rate=rate), None) is not None) == is_told
    young = {TRAIN_LOSS: losses[TRAIN_LOSS][:-1]}
    assert divergence(look(young, learning_rate=rate), None) is None


@pytest.mark.parametrize(
    ("losses", "is_told"),
    [
        ([1.4] + [1.01] * 19, True),
        ([1.4] + [1.01] * 18, False),
        ([1.4] + [0.99] * 19, False),
        ([1.4] * 9 + [1.01] * 11, False),
    ],
)
def test_a_hasty_rate_is_told_of_later_where_the_loss_stays_just_above_it(losses: list[float], is_told: bool) -> None:
    seen = look({TRAIN_LOSS: LN2 * np.array(losses)}, learning_rate=10.0)
    assert (divergence(seen, None) is not None) == is_told


@pytest.mark.parametrize(("level", "is_told"), [(0.91, True), (0.89, False)])
def test_a_hasty_rate_is_told_of_until_something_was_learned(level: float, is_told: bool) -> None:
    seen = look({TRAIN_LOSS: LN2 * np.array([1.0] + [level] * 10)}, learning_rate=10.0)
    assert divergence(seen, None) is None
    finding = divergence(dataclasses.replace(seen, said=frozenset({"divergence"})), None)
    assert (finding is not None) == is_told
    if finding is not None:
        assert finding.sentence == "After 10 epochs the training loss is about 0.631; knowing nothing costs 0.693."
        assert finding.remedy.text == "Learning rate 10 → 0.1, start anew"


def test_a_hasty_rate_is_not_to_blame_where_all_neurons_are_equal() -> None:
    losses, layers = {TRAIN_LOSS: LN2 * np.array([1.0] + [1.1] * 10)}, (Dense(4, "tanh"),)
    zeros = np.zeros(Network(2, (*layers, Dense(1, "sigmoid"))).size, np.float32)
    assert divergence(look(losses, layers, zeros, learning_rate=10.0), None) is None


@pytest.mark.parametrize(("level", "points", "is_told"), [(0.91, 6, True), (0.89, 6, False), (0.91, 4, False)])
def test_equal_neurons_are_told_of_once_some_epochs_have_learned_nothing(
    level: float, points: int, is_told: bool
) -> None:
    layers = (Dense(4, "tanh"),)
    zeros = np.zeros(Network(2, (*layers, Dense(1, "sigmoid"))).size, np.float32)
    finding = symmetry(look({TRAIN_LOSS: LN2 * np.array([1.0] + [level] * (points - 1))}, layers, zeros), None)
    assert (finding is not None) == is_told


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


def test_a_loss_that_climbs_steadily_is_told_by_its_best_and_its_level() -> None:
    finding = divergence(look({TRAIN_LOSS: LN2 * np.array([0.5, *range(2, 12)])}), None)
    assert finding is not None and finding.sentence == (
        "The training loss climbed from 0.347 in epoch 0 to about 4.852; knowing nothing costs 0.693."
    )


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
    assert (vanishing(look(stuck, TWO_HIDDEN), None) is not None) == is_told


@pytest.mark.parametrize(("second", "text"), [("tanh", "ReLU and He weights"), ("elu", "He weights")])
def test_only_hidden_layers_that_do_not_rectify_become_relu_where_a_gradient_vanishes(second: str, text: str) -> None:
    norms = {NORMS: np.full(39, 0.001), NORMS + 1: np.ones(39), NORMS + 2: np.full(39, 0.5)}
    seen = look({TRAIN_LOSS: np.full(39, LN2), **norms}, (Dense(4, "elu"), Dense(4, second)))
    finding = vanishing(seen, None)
    assert finding is not None and finding.remedy.text == f"{text} in the hidden layers"
    edit = decided(finding, seen)
    assert edit.text == f"use {text} in the hidden layers"
    now = [(layer.activation, layer.initializer) for layer in edit.project.network.dense]
    assert now == [
        ("elu", "he_uniform"),
        ("relu" if second == "tanh" else "elu", "he_uniform"),
        ("sigmoid", "glorot_uniform"),
    ]


@pytest.mark.parametrize(("off", "text"), [
    (2, None), (3, "Draw these 3 neurons anew"), (4, "Draw these 4 neurons anew"),
    (5, "Leaky ReLU in Hidden 1, 5 neurons drawn anew"),
])  # fmt: skip
def test_dead_neurons_are_told_of_from_three_of_ten_on_and_leak_from_half_on(off: int, text: str | None) -> None:
    network = Network(2, (Dense(10, "relu"), Dense(1, "sigmoid")))
    theta = np.zeros(network.size, np.float32)
    network.dense_views(theta)[0]["biases"][...] = [-1.0] * off + [1.0] * (10 - off)
    seen = look({TRAIN_LOSS: np.full(39, LN2)}, (Dense(10, "relu"),), theta)
    finding = dead(seen, None)
    assert (None if finding is None else finding.remedy.text) == text
    if finding is not None:
        assert decided(finding, seen).project.network.dense[0].activation == ("leaky_relu" if off == 5 else "relu")


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


@pytest.mark.parametrize(("rate", "text"), [
    (0.6, "draw Hidden 1 anew and set learning rate to 0.1"), (0.4, "draw Hidden 1 anew"),
])  # fmt: skip
def test_a_rate_beyond_five_times_a_calm_one_is_set_where_saturated_neurons_are_drawn_anew(
    rate: float, text: str
) -> None:
    theta = np.zeros(Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid"))).size, np.float32)
    theta[:] = 9.0
    seen = look({TRAIN_LOSS: np.full(39, LN2)}, theta=theta, learning_rate=rate)
    finding = saturated(seen, None)
    assert finding is not None
    edit = decided(finding, seen)
    assert edit.text == text and edit.project.training.learning_rate == min(rate, 0.1 if rate > 0.5 else rate)


@pytest.mark.parametrize(("rate", "is_tiny"), [(0.95e-4, True), (1.05e-4, False)])
def test_a_step_is_tiny_where_it_is_a_ten_thousandth_of_the_weights(rate: float, is_tiny: bool) -> None:
    """A step of Adam moves each weight by about the rate; here each weight is 1."""
    theta = np.ones(Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid"))).size, np.float32)
    seen = look({TRAIN_LOSS: np.full(39, LN2)}, theta=theta, optimizer="adam", learning_rate=rate)
    finding = no_progress(seen, None)
    assert finding is not None and ("too small" in finding.more) == is_tiny


def test_a_calm_rate_is_never_too_small() -> None:
    theta = np.full(Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid"))).size, 200.0, np.float32)
    for rate, is_tiny in ((0.009, True), (0.01, False)):
        seen = look({TRAIN_LOSS: np.full(39, LN2)}, theta=theta, optimizer="adam", learning_rate=rate)
        finding = no_progress(seen, None)
        assert finding is not None and ("too small" in finding.more) == is_tiny


CAUSES = {
    "too large": ("sgd", (Dense(4, "tanh"),), 1.0),
    "a straight line": ("adam", (), 0.01),
    "a hidden layer that bends": ("adam", (Dense(4, "linear"),), 0.01),
    "no way down": ("sgd", (Dense(4, "tanh"),), 0.1),
    "cannot tell enough apart": ("adam", (Dense(4, "tanh"),) * 2, 0.01),
    "lead nowhere": ("adam", (Dense(4, "tanh"),) * 3, 0.01),
}


@pytest.mark.parametrize("why", CAUSES)
def test_for_each_cause_of_no_progress_there_is_a_word(why: str) -> None:
    optimizer, layers, rate = CAUSES[why]
    seen = look({TRAIN_LOSS: np.full(39, LN2)}, layers, optimizer=optimizer, learning_rate=rate)
    finding = no_progress(seen, None)
    assert finding is not None and why in finding.more


def test_dead_neurons_of_a_layer_of_zeros_are_drawn_from_a_better_initializer_however_often() -> None:
    """With a bias of 3 most draws are on for nearly every sample, so they are drawn again, and again not as zeros."""
    layer = Dense(20, "relu", initializer="zeros", bias_initializer=3.0)
    network = Network(2, (layer, Dense(1, "sigmoid")))
    theta = np.zeros(network.size, np.float32)
    network.dense_views(theta)[0]["biases"][...] = -1.0
    seen = look({TRAIN_LOSS: np.full(39, LN2)}, (layer,), theta)
    finding = dead(seen, None)
    assert finding is not None
    edit = decided(finding, seen)
    assert isinstance(edit.vectors, Become)
    drawn = network.dense_views(edit.vectors.state.theta)[0]
    assert drawn["weights"].all() and (drawn["biases"] == 3.0).all()
