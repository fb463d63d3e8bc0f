"""Each trouble is found where a small project provokes it, and the button's edit cures it."""

from collections.abc import Callable

import numpy as np
import pytest

from core.curve import STEP
from core.errors import UserError
from core.layers import BatchNormalization, Dense
from core.moves import Become, Redraw
from tests.core.doctor import projects
from tests.core.doctor.ward import Ward

CURED_EPOCHS = 90
"""Enough to be found again, were it not cured."""

CASES: dict[str, tuple[Callable[[], Ward], str, str]] = {
    "one dead": (projects.one_dead, "dead neurons", "Draw this neuron anew"),
    "three dead": (projects.three_dead, "dead neurons", "Draw these 3 neurons anew"),
    "all dead": (projects.all_dead, "dead neurons", "Leaky ReLU in Hidden 1, 6 neurons drawn anew"),
    "saturated": (projects.saturated, "saturated neurons", "Draw Hidden 1 anew"),
    "vanishing": (projects.vanishing, "vanishing gradient", "ReLU and He weights in the hidden layers"),
    "exploding": (projects.exploding, "exploding gradient", "Clip the gradient to length 1"),
    "zeros": (lambda: projects.symmetric("zeros"), "symmetry", "Draw all weights anew"),
    "zeros behind ReLU": (lambda: projects.symmetric("zeros", "relu"), "symmetry", "Draw all weights anew"),
    "constant": (lambda: projects.symmetric("constant"), "symmetry", "Draw all weights anew"),
    "unscaled": (projects.unscaled, "unscaled inputs", "Batch norm after the inputs, new weights"),
    "diverging": (projects.diverging, "divergence", "Learning rate 20 → 0.1, start anew"),
    "huge": (projects.huge, "no number", "Draw all weights anew"),
    "tiny rate": (lambda: projects.too_slow("sgd", 1e-7), "no progress", "Learning rate 1e\N{MINUS SIGN}7 → 0.1"),
    "tiny Adam": (lambda: projects.too_slow("adam", 1e-8), "no progress", "Learning rate 1e\N{MINUS SIGN}8 → 0.01"),
    "a line": (projects.straight, "no progress", "Add a hidden layer of 8 neurons, draw all weights anew"),
    "linear": (lambda: projects.straight(Dense(4, "linear")), "no progress", "tanh in the hidden layers"),
    "too small": (projects.too_small, "no progress", "Add a hidden layer of 8 neurons, draw all weights anew"),
    "plodding": (projects.plodding, "no progress", "Adam at learning rate 0.01"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_remedy_cures_what_was_found(case: str) -> None:
    make, kind, text = CASES[case]
    ward = make()
    ward.look(3)
    finding = ward.until_found(kind)
    assert finding.remedy.text == text
    before = ward.loss
    ward.press(finding)
    assert not ward.doctor.findings
    ward.train(CURED_EPOCHS, 3)
    assert kind not in [found.kind for found in ward.doctor.findings]
    assert ward.loss < before or not np.isfinite(before)


@pytest.mark.parametrize("case", ["too small", "plodding"])
def test_where_first_weights_may_be_to_blame_others_are_offered_as_well(case: str) -> None:
    make, kind, _text = CASES[case]
    ward = make()
    ward.look(3)
    finding = ward.until_found(kind)
    assert finding.other is not None and finding.other.text == "New weights"
    edit = finding.other.decide(ward.project, ward.trainer.state())
    assert edit.vectors == Redraw() and edit.project.seed == ward.project.seed + 1
    assert edit.project.network == ward.project.network


@pytest.mark.parametrize("case", ["tiny rate", "a line", "linear"])
def test_where_they_are_not_they_are_not(case: str) -> None:
    make, kind, _text = CASES[case]
    ward = make()
    ward.look(3)
    assert ward.until_found(kind).other is None


@pytest.mark.parametrize(("make", "text"), [
    (projects.overfitting, "Early stopping with 20 % validation, start anew"),
    (projects.overfitting_few, "L2 penalty 0.01, start anew"),
])  # fmt: skip
def test_overfitting_is_found_and_its_remedy_leaves_a_better_test_loss(make: Callable[[], Ward], text: str) -> None:
    ward = make()
    finding = ward.until_found("overfitting")
    assert finding.remedy.text == text
    before = ward.snapshot
    ward.press(finding)
    assert ward.trainer.epoch == 0
    ward.train(before.epoch, 3)
    after = ward.snapshot
    assert before.test is not None and after.test is not None
    assert after.test.loss < 0.95 * before.test.loss
    assert not ward.doctor.findings


def test_training_that_ran_away_goes_on_at_a_slower_rate() -> None:
    ward = projects.running_away()
    with pytest.raises(UserError, match="Training stopped"):
        ward.train(100)
    finding = ward.doctor.ran_away(ward.project, ward.snapshot)
    assert finding.remedy.text == "Learning rate 0.9 → 0.09, start anew"
    ward.press(finding)
    assert ward.trainer.step == 0
    ward.train(60, 3)
    assert ward.loss < 0.01 and not ward.doctor.findings


def test_training_that_had_learned_something_goes_back_to_its_best_moment() -> None:
    ward = projects.running_away(learning_rate=0.05)
    ward.train(20)
    best = ward.snapshot
    ward.set_rate(3.0)
    with pytest.raises(UserError):
        ward.train(100)
    finding = ward.doctor.ran_away(ward.project, ward.snapshot)
    assert finding.remedy.text == "Learning rate 3 → 0.1, back to epoch 20"
    edit = ward.press(finding)
    assert isinstance(edit.vectors, Become)
    assert np.array_equal(ward.trainer.theta, best.theta) and ward.trainer.step == best.step
    assert ward.trainer.curve[-1, STEP] == best.step
    ward.train(20)
    assert ward.loss < 0.01


def test_inputs_that_are_far_too_large_are_to_blame_for_running_away() -> None:
    ward = projects.unscaled()
    finding = ward.doctor.ran_away(ward.project, ward.snapshot)
    assert finding.remedy.text == "Batch norm after the inputs, new weights"
    ward.press(finding)
    assert isinstance(ward.project.network.layers[0], BatchNormalization)
    assert "rate" in ward.doctor.ran_away(ward.project, ward.snapshot).remedy.text, "they are normalized now"


def test_first_weights_that_are_far_too_large_are_to_blame_for_running_away() -> None:
    ward = projects.huge()
    assert ward.doctor.ran_away(ward.project, ward.snapshot).remedy.text == "Draw all weights anew"


def test_drawing_dead_neurons_anew_changes_nothing_that_is_said_yet_and_wakes_them() -> None:
    ward = projects.three_dead()
    finding = ward.until_found("dead neurons")
    before, network = ward.trainer.theta.copy(), ward.project.network
    ward.press(finding)
    x = ward.dataset.x
    assert np.allclose(network.predict(before, x), network.predict(ward.trainer.theta, x), atol=1e-6)
    on = (network.activations(ward.trainer.theta, x.T)[0] > 0.0).mean(axis=1)
    assert ((on[[1, 4, 6]] >= 0.3) & (on[[1, 4, 6]] <= 0.9)).all()
    alive = [0, 2, 3, 5, 7]
    was, now = network.dense_views(before)[0], network.dense_views(ward.trainer.theta)[0]
    assert np.array_equal(was["weights"][:, alive], now["weights"][:, alive])


def test_what_is_locked_stays_when_dead_neurons_are_drawn_anew() -> None:
    ward = projects.three_dead()
    layer = ward.project.network.dense[0].replace(locked=((1, 4),))
    ward.project = ward.project.replace(network=ward.project.network.with_dense(0, layer))
    ward = Ward(ward.project, theta=ward.trainer.theta)
    finding = ward.until_found("dead neurons")
    before = ward.trainer.theta.copy()
    ward.press(finding)
    views = [ward.project.network.dense_views(theta)[0]["weights"] for theta in (before, ward.trainer.theta)]
    assert views[0][1, 4] == views[1][1, 4] and views[0][0, 4] != views[1][0, 4]
