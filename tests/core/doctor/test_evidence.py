"""The numbers in the doctor's sentences are those of somebody who counts for themselves."""

import re

import numpy as np
import pytest

from core.bundled import open_bundled
from core.curve import EPOCH, TEST_LOSS, TEST_SCORE, TRAIN_LOSS
from core.data.recipes import Points
from core.doctor.words import number
from tests.core.doctor import projects
from tests.core.doctor.ward import Ward


def numbers(text: str) -> list[float]:
    """All numbers in a sentence, layers' own numbers included."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "")
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?", plain)]


def test_dead_neurons_are_counted_over_all_training_points() -> None:
    ward = projects.three_dead()
    finding = ward.until_found("dead neurons")
    views = ward.project.network.dense_views(ward.trainer.theta)[0]
    off = [
        all(float(point @ views["weights"][:, unit]) + views["biases"][unit] <= 0.0 for point in ward.dataset.x)
        for unit in range(8)
    ]
    assert sum(off) == 3
    assert finding.sentence == "3 of 8 neurons of Hidden 1 are off for every training sample."


def test_the_share_of_saturated_answers_is_that_of_all_neurons_and_points() -> None:
    ward = projects.saturated()
    finding = ward.until_found("saturated neurons")
    views = ward.project.network.dense_views(ward.trainer.theta)[0]
    z = ward.dataset.x @ views["weights"].astype(float) + views["biases"]
    a = 1.0 / (1.0 + np.exp(-np.clip(z, -700, 700)))
    share = ((a < 0.02) | (a > 0.98)).mean()
    assert abs(numbers(finding.sentence)[0] - 100.0 * share) <= 0.5
    assert "Hidden 1 lie where sigmoid is flat (below 0.02 or above 0.98)" in finding.sentence


def test_a_gradients_length_is_what_differences_of_the_loss_come_to() -> None:
    ward = projects.exploding()
    ward.look(3)
    finding = ward.doctor.findings[0]
    network = ward.project.network.replace(dtype="float64")
    assert ward.project.data is not None
    data = ward.dataset
    theta = ward.trainer.theta.astype(np.float64)
    slopes = np.empty(network.size)
    for index in range(network.size):
        step = 1e-6 * max(1.0, abs(theta[index]))
        losses = []
        for sign in (1.0, -1.0):
            moved = theta.copy()
            moved[index] += sign * step
            losses.append(np.mean(np.square(network.predict(moved, data.x) - data.y)))
        slopes[index] = (losses[0] - losses[1]) / (2.0 * step)
    length = float(np.linalg.norm(slopes))
    said = numbers(finding.sentence)
    assert said[0] == pytest.approx(length, rel=0.05)  # the doctor looks at no more than 256 of the samples
    assert said[-3] == 0.01 and said[-2] == pytest.approx(0.01 * length, rel=0.05)
    assert said[-1] == pytest.approx(float(np.linalg.norm(theta)), rel=0.01)


def test_a_loss_that_jumps_is_told_with_numbers_of_the_curve_and_what_knowing_nothing_costs() -> None:
    ward = projects.diverging()
    finding = ward.until_found("divergence")
    losses = ward.trainer.curve[:, TRAIN_LOSS]
    low, high, nothing = numbers(finding.sentence)
    assert finding.sentence.startswith("The training loss jumps between ")
    # It is said in the third look: two of the nine points have come since it was first seen.
    spans = [losses[end - 9 : end] for end in range(9, len(losses) + 1)]
    assert any((round(span.min(), 3), round(span.max(), 3)) == (low, high) for span in spans)
    assert nothing == pytest.approx(np.log(2.0), abs=0.001)  # two classes of nearly equal size


def test_no_progress_is_told_with_the_epochs_that_it_lasts() -> None:
    ward = projects.too_slow("sgd", 1e-7)
    finding = ward.until_found("no progress")
    epochs, level, nothing = numbers(finding.sentence)
    assert epochs == 32 and nothing == pytest.approx(np.log(2.0), abs=0.001)
    assert level == pytest.approx(ward.loss, abs=0.001)
    ward.train(12)
    assert 40 <= numbers(ward.doctor.findings[0].sentence)[0] <= 44, "the time goes on"


def test_overfitting_is_told_with_both_losses() -> None:
    ward = projects.overfitting()
    finding = ward.until_found("overfitting")
    since, low, high, _, now = numbers(finding.sentence)
    curve = ward.trainer.curve
    medians = [float(np.median(curve[end - 9 : end, TEST_LOSS])) for end in range(9, len(curve) + 1)]
    least = int(np.argmin(medians))
    assert since == curve[least + 8, EPOCH] and low == pytest.approx(medians[least], abs=0.001)
    assert min(abs(high - median) for median in medians[-4:]) < 0.001
    assert now < 0.7 * np.log(2.0)


def test_when_overfitting_began_does_not_change_while_it_is_said_and_the_curve_is_thinned_out() -> None:
    ward = projects.overfitting()
    since, low, high, before, _ = numbers(ward.until_found("overfitting").sentence)
    ward.train(600, 30)
    assert ward.trainer.stride > 1
    later = numbers(ward.doctor.findings[0].sentence)
    assert (later[0], later[1], later[3]) == (since, low, before)
    assert later[2] > 2.0 * high, "the others keep up"


def test_answers_far_worse_than_knowing_nothing_are_overfitting_though_none_more_are_wrong() -> None:
    """The spiral learned by heart from 50 points: the test loss rises far, the share that is right does not fall."""
    spiral = open_bundled("spiral")
    ward = Ward(spiral.replace(data=Points("spiral", share=10.0), seed=3))
    finding = ward.until_found("overfitting")
    _, low, high, *_ = numbers(finding.sentence)
    curve = ward.trainer.curve
    assert curve[-1, TEST_SCORE] > curve[:, TEST_SCORE].max() - 0.02
    assert low < np.log(2.0) * 1.2 and high > 2.0 * np.log(2.0)


def test_unscaled_inputs_are_told_with_their_names_and_ranges() -> None:
    ward = projects.unscaled()
    finding = ward.until_found("unscaled inputs")
    low, high = ward.dataset.x.min(axis=0), ward.dataset.x.max(axis=0)
    words = [f"{name} goes from {number(low[i])} to {number(high[i])}" for i, name in enumerate(("year", "dose"))]
    assert finding.sentence == f"Input {words[0]}, input {words[1]}."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.6931, "0.693"),
        (14.23, "14.2"),
        (59049.3, "59,049"),
        (-2.5, "\N{MINUS SIGN}2.500"),
        (2.1e-7, "2.1e\N{MINUS SIGN}07"),
        (0.0, "0.000"),
        (3e12, "3.0e+12"),
    ],
)
def test_numbers_have_three_digits_that_matter(value: float, text: str) -> None:
    assert number(value) == text
