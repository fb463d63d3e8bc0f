"""The doctor says only what lasts, takes back what is cured, and can be told to keep quiet."""

import dataclasses

import numpy as np
import pytest

from core.bundled import open_bundled
from core.curve import EPOCH, TEST_LOSS, TRAIN_LOSS
from core.data import Points, Segments, build
from core.data.dataset import Dataset
from core.doctor import Doctor
from core.doctor.look import Patient, levels, look_at
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.trainer import Trainer
from core.training import Training
from tests.core.doctor import projects
from tests.core.doctor.ward import Ward


def test_what_is_found_is_said_at_the_third_look_and_not_before() -> None:
    ward = projects.exploding()
    for _ in range(2):
        ward.look()
        assert not ward.doctor.findings and ward.doctor.is_undecided
    ward.look()
    assert [finding.kind for finding in ward.doctor.findings] == ["exploding gradient"]
    assert not ward.doctor.is_undecided


def test_what_has_gone_is_taken_back_at_the_fourth_look_without_it() -> None:
    ward = projects.exploding()
    ward.look(3)
    ward.trainer.theta[...] *= 0.3
    ward.look(3)
    assert ward.doctor.findings and ward.doctor.is_undecided
    ward.look()
    assert not ward.doctor.findings and not ward.doctor.is_undecided


def test_what_leaps_once_is_not_said() -> None:
    ward = projects.exploding()
    good = 0.1 * ward.trainer.theta
    bad = ward.trainer.theta.copy()
    for _ in range(5):
        ward.trainer.theta[...] = bad
        ward.look(2)
        ward.trainer.theta[...] = good
        ward.look(1)
        assert not ward.doctor.findings


def test_the_most_severe_comes_first_and_no_progress_only_alone() -> None:
    ward = projects.unscaled()
    ward.train(60)
    kinds = [finding.kind for finding in ward.doctor.findings]
    assert kinds == ["unscaled inputs", "saturated neurons"]


def test_what_was_dismissed_is_not_said_again_until_an_edit_has_cured_it() -> None:
    ward = projects.exploding()
    bad, good = ward.trainer.theta.copy(), 0.1 * ward.trainer.theta
    ward.look(3)
    ward.doctor.dismiss("exploding gradient")
    ward.look(3)
    assert not ward.doctor.findings
    ward.trainer.theta[...] = good
    ward.look(5)
    ward.trainer.theta[...] = bad
    ward.look(3)
    assert not ward.doctor.findings, "it came and went by itself"
    edited = ward.project.replace(training=ward.project.training.replace(batch_size=20))
    ward.doctor.show_project(edited, ward.dataset)
    ward.look(3)
    assert not ward.doctor.findings, "the edit has not cured it"
    ward.trainer.theta[...] = good
    ward.look(4)
    ward.trainer.theta[...] = bad
    ward.look(3)
    assert ward.doctor.findings


def test_in_another_project_nothing_is_dismissed() -> None:
    ward = projects.exploding()
    ward.look(3)
    ward.doctor.dismiss("exploding gradient")
    ward.doctor.forget()
    ward.doctor.show_project(ward.project, ward.dataset)
    ward.look(3)
    assert ward.doctor.findings


def test_pace_title_and_task_are_none_of_the_doctors_business() -> None:
    ward = projects.exploding()
    ward.look(3)
    ward.doctor.show_project(ward.project.replace(pace=5.0, title="Other"), ward.dataset)
    assert ward.doctor.findings
    ward.doctor.show_project(ward.project.replace(seed=9), ward.dataset)
    assert not ward.doctor.findings


def test_after_an_edit_the_curve_from_before_counts_no_more() -> None:
    ward = projects.too_slow("sgd", 1e-7)
    ward.until_found("no progress")
    ward.set_rate(2e-7)
    ward.train(30)
    assert not ward.doctor.findings
    ward.train(15)
    assert ward.doctor.findings


def test_a_network_that_lags_behind_the_project_is_not_judged() -> None:
    ward = projects.exploding()
    ward.doctor.show_project(open_bundled("circle"), build(open_bundled("circle").data))  # type: ignore[arg-type]
    ward.look(3)
    assert not ward.doctor.findings


def test_without_data_there_is_nobody_to_look_at() -> None:
    doctor = Doctor()
    project = open_bundled("circle").replace(data=None)
    doctor.show_project(project, None)
    trainer = Trainer(project.network, None, project.training)
    assert doctor.question(trainer.snapshot(False, 0.0)) is None
    assert "Learning rate" in doctor.ran_away(project, None).remedy.text


@pytest.mark.parametrize(
    ("x", "y", "task", "loss", "output"),
    [
        (np.ones((1, 2)), np.zeros((1, 1)), "two classes", "binary_crossentropy", Dense(1, "sigmoid")),
        (np.ones((30, 2)), np.ones((30, 1)), "two classes", "binary_crossentropy", Dense(1, "sigmoid")),
        (np.full((30, 2), 1e12), np.zeros((30, 1)), "regression", "mse", Dense(1, "linear")),
        (np.full((30, 2), 1e-12), np.full((30, 1), 1e-12), "regression", "mse", Dense(1, "linear")),
        (np.eye(30)[:, :2], np.eye(30), "classes", "categorical_crossentropy", Dense(30, "softmax")),
    ],
)
def test_odd_data_are_looked_at_without_a_fall(
    x: np.ndarray, y: np.ndarray, task: str, loss: str, output: Dense
) -> None:
    """One sample, one class, constant features, huge and tiny numbers, a class for each sample."""
    network = Network(2, (Dense(3, "tanh"), output))
    project = Project("Odd", network, Training(loss, "adam", 0.001, 10))
    ward = Ward(project, Dataset(x, y, task=task))  # type: ignore[arg-type]
    ward.train(45)
    assert all(finding.sentence and finding.remedy.text for finding in ward.doctor.findings)


def test_a_ceiling_of_noise_is_never_called_overfitting() -> None:
    """Noisy segments that a large network learns by heart: the test loss rises far, and still it is the noise."""
    data = Segments(noise=10.0, copies=10)
    network = Network(7, (Dense(60, "relu", initializer="he_uniform"), Dense(10, "softmax")))
    project = Project("Noise", network, Training("categorical_crossentropy", "adam", 0.03, 10), data, 1)
    ward = Ward(project)
    ward.train(104)
    losses = ward.trainer.curve[:, TEST_LOSS]
    assert losses[-1] > 2.0 * losses.min(), "it looks like it"
    assert not ward.doctor.findings


def test_everything_locked_makes_no_progress_and_nobody_is_to_blame() -> None:
    network = Network(2, (Dense(3, "tanh"), Dense(1, "sigmoid")))
    locked = [
        layer.replace(locked=tuple((i, u) for i in range(width) for u in range(layer.units)), lock_biases=True)
        for layer, width in zip(network.dense, network.widths, strict=False)
    ]
    network = network.with_columns(locked, network.followers)
    ward = Ward(Project("Locked", network, Training("binary_crossentropy", "sgd", 0.1, 10), Points("circle"), 1))
    ward.train(60)
    assert not ward.doctor.findings


def stuck_points(losses: list[float]) -> int:
    """For how many points training is stuck, where these are its losses, as shares of what knowing nothing costs."""
    ward = Ward(open_bundled("circle"))
    patient = Patient(ward.project, ward.dataset)
    assert patient.baseline is not None
    curve = np.full((len(losses), ward.trainer.curve.shape[1]), np.nan)
    curve[:, EPOCH], curve[:, TRAIN_LOSS] = np.arange(len(losses)), np.array(losses) * patient.baseline
    look = look_at(patient, dataclasses.replace(ward.snapshot, curve=curve), 0)
    assert look is not None
    return look.stuck_points


def test_training_is_stuck_where_its_loss_has_long_been_far_from_good_and_has_not_fallen() -> None:
    assert stuck_points([0.7] * 39) == 30
    assert stuck_points([0.7] * 38) == 0, "that is not long yet"
    assert stuck_points([0.7] * 400) == 100, "the longer it lasts, the more of it counts"
    assert stuck_points([0.3] * 50) == 0, "that is not far from good"
    assert stuck_points([0.8] * 15 + [0.75] * 30) == 0, "it has fallen"
    assert stuck_points([0.8] * 15 + [0.79] * 30) == 30


def test_a_leap_that_lasts_is_not_being_stuck() -> None:
    assert stuck_points([0.05] * 40 + [0.9] * 15) == 0
    assert stuck_points([0.9, 0.3] * 30) == 0


def test_levels_are_running_medians() -> None:
    values = np.array([5.0, 1.0, 4.0, 9.0, 2.0, 8.0, 3.0, 7.0, 6.0, 100.0])
    assert levels(values).tolist() == [5.0, 6.0]
    assert len(levels(values[:8])) == 0
