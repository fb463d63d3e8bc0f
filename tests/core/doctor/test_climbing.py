"""A loss that climbs: one cause is told of, and told of until it is dealt with; and a loss that stands still."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from core.aim import Aim
from core.bundled import open_bundled
from core.doctor import Finding
from core.doctor.words import number
from core.layers import Dense
from core.network import Network
from core.specs import Project, Task
from core.surgery import set_units
from core.training import Training
from tests.core.doctor import projects
from tests.core.doctor.ward import Ward

LOST = ["divergence"]


def kinds(ward: Ward) -> list[str]:
    return [finding.kind for finding in ward.doctor.findings]


def climbing(rate: float = 1000.0) -> tuple[Ward, Finding]:
    """Circle, trained, then at a rate that throws all of it away."""
    ward = Ward(open_bundled("circle"))
    ward.train(30, 5)
    ward.set_rate(rate)
    return ward, ward.until_found("divergence")


def test_what_comes_of_a_climbing_loss_is_not_told_of_beside_it() -> None:
    ward, _ = climbing()
    for _ in range(60):
        ward.train(1)
        assert kinds(ward) == LOST


@pytest.mark.parametrize("name", ["circle", "digits", "iris", "segments"])
def test_a_rate_of_10_is_told_of_within_seconds_and_until_it_is_dealt_with(name: str) -> None:
    project = open_bundled(name)
    ward = Ward(project.replace(training=project.training.replace(learning_rate=10.0)))
    ward.train(15)
    for _ in range(45):
        assert kinds(ward)[:1] == LOST
        ward.train(1)


def test_where_nothing_was_edited_nothing_was_left_behind() -> None:
    project = open_bundled("iris")
    ward = Ward(project.replace(training=project.training.replace(learning_rate=3.0), seed=3))
    said = set()
    for _ in range(70):
        ward.train(1)
        said.update(kinds(ward))
    assert "divergence" in said and "left behind" not in said


def test_the_moment_that_is_praised_is_the_one_that_the_button_goes_back_to() -> None:
    _, finding = climbing()
    assert "in epoch 30 " in finding.sentence
    assert finding.remedy.text == "Learning rate 1000 → 0.1, back to epoch 30"


def test_a_rate_that_is_put_back_leaves_the_way_out_and_is_not_blamed() -> None:
    ward, _ = climbing()
    ward.set_rate(0.1)
    ward.look(2)
    (finding,) = ward.doctor.findings
    assert finding.kind == "left behind" and finding.sentence.endswith("in epoch 30 it was 0.063.")
    assert finding.remedy.text == "Back to epoch 30"
    edit = ward.press(finding)
    assert edit.text == "go back to epoch 30" and edit.project.training.learning_rate == 0.1
    ward.look(3)
    assert ward.loss < 0.1 and not kinds(ward)


def test_the_way_out_is_told_of_again_when_its_remedy_is_undone() -> None:
    ward, finding = climbing()
    wreck, project = ward.trainer.state(), ward.project
    ward.press(finding)
    ward.look(3)
    ward.undo(project, wreck)
    ward.look(3)
    assert [one.sentence for one in ward.doctor.findings] == [finding.sentence]


def test_the_way_out_leads_to_no_moment_of_another_training() -> None:
    ward = Ward(open_bundled("circle"))
    ward.set_rate(1000.0)
    finding = ward.until_found("divergence")
    ward.train(20)
    wreck, project = ward.trainer.state(), ward.project
    assert finding.remedy.text == "Learning rate 1000 → 0.1, start anew"
    ward.press(finding)
    ward.train(12)
    assert ward.loss < 0.3, "that of the other training is a good moment there"
    ward.undo(project, wreck)
    finding = ward.until_found("divergence")
    assert "epoch 12" not in finding.sentence and finding.remedy.text == "Learning rate 1000 → 0.1, start anew"


def test_a_loss_that_has_come_below_the_best_that_is_quoted_is_out_of_it() -> None:
    ward, finding = climbing(10.0)
    ward.trainer.theta[...] = ward.doctor.good.theta  # type: ignore[union-attr]
    ward.look(4)
    assert "divergence" not in kinds(ward), finding.sentence


def test_what_was_closed_is_news_at_another_rate() -> None:
    ward, _ = climbing()
    ward.doctor.dismiss("divergence")
    ward.look(3)
    assert not kinds(ward)
    ward.set_rate(500.0)
    ward.train(15)
    assert ward.doctor.findings[0].remedy.text == "Learning rate 500 → 0.1, back to epoch 30"


def test_weights_typed_by_hand_are_nobodys_wreck() -> None:
    ward = Ward(open_bundled("circle"))
    ward.train(30, 5)
    ward.trainer.theta[...] *= -20.0
    ward.look(5)
    assert not kinds(ward)


def test_numbers_that_are_said_keep_up_and_are_those_of_the_moment_once_it_pauses() -> None:
    ward, first = climbing()
    ward.train(8)
    renewed = ward.doctor.findings[0]
    assert renewed.sentence != first.sentence
    ward.train(1)
    question = ward.doctor.question(dataclasses.replace(ward.snapshot, is_playing=False))
    assert question is not None
    ward.doctor.take(question())
    last = ward.trainer.curve[-9:, 2]
    span = f"between {number(float(last.min()))} and {number(float(last.max()))};"
    assert span in ward.doctor.findings[0].sentence


@pytest.mark.parametrize(
    "make", [projects.saturated, projects.all_dead, lambda: projects.symmetric("zeros"), projects.diverging]
)
def test_a_button_that_sets_the_rate_says_so(make: Callable[[], Ward]) -> None:
    ward = make()
    ward.set_rate(30.0)
    for _ in range(200):
        if ward.doctor.findings:
            break
        ward.train(1)
    (finding, *_) = ward.doctor.findings
    edit = finding.remedy.decide(ward.project, ward.trainer.state())
    assert edit.project.training.learning_rate != 30.0
    assert finding.remedy.text.startswith("Learning rate 30 → ")


def stuck(task: Task | None, units: int = 2) -> Ward:
    """Xor with too few neurons: it comes to three quarters of the points, and no farther."""
    project = open_bundled("xor")
    return Ward(project.replace(network=set_units(project.network, 0, units).network, seed=2, task=task))


def test_a_network_that_learns_no_more_before_its_task_is_done_is_told_of_and_grows() -> None:
    ward = stuck(open_bundled("xor").task)
    finding = ward.until_found("stalled", 400)
    assert "75 % of the training samples right" in finding.sentence or "76 % of" in finding.sentence
    assert "may not be enough" in finding.more and finding.remedy.text == "Add 2 neurons to Hidden 1"
    assert finding.other is not None and finding.other.text == "New weights"
    before = ward.loss
    ward.press(finding)
    assert ward.loss == pytest.approx(before), "the function stays"
    ward.train(250, 5)
    assert ward.loss < 0.05 and not kinds(ward)


def test_a_task_that_is_done_or_asks_for_no_more_leaves_the_doctor_silent() -> None:
    ward = stuck(Task("Part them.", "Done at 70 %.", aim=Aim("accuracy", 70.0)))
    ward.train(300, 10)
    assert not kinds(ward)


def test_without_a_number_to_reach_only_few_neurons_are_told_of() -> None:
    ward = stuck(None)
    ward.until_found("stalled", 400)
    data = open_bundled("diabetes").data
    network = Network(11, (Dense(4, "tanh"), Dense(1)))
    ward = Ward(Project("Noise", network, Training("mse", "adam", 0.01, 32), data, 1))
    ward.train(220, 4)
    assert not kinds(ward), "numbers may just be as uncertain as that"


def test_a_climb_is_not_blamed_on_a_rate_that_it_was_not_made_with() -> None:
    """While training runs fast, the doctor hears of an edit some epochs late."""
    ward, _ = climbing()
    ward.set_rate(0.1)
    ward.doctor.show_project(ward.project.replace(seed=9), ward.dataset)
    ward.doctor.show_project(ward.project, ward.dataset)
    ward.look(4)
    assert kinds(ward) == ["left behind"]


@pytest.mark.parametrize("value", [0.0, 0.5])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_equal_neurons_are_told_of_and_nothing_else_while_they_are(value: float, activation: str) -> None:
    """Also where rounding parts them a little, and where something was learned that one neuron would have learned."""
    network = Network(2, (Dense(4, activation), Dense(3, activation), Dense(1, "sigmoid")))
    ward = Ward(open_bundled("circle").replace(network=network), theta=np.full(network.size, value, np.float32))
    ward.train(21)
    for _ in range(40):
        ward.train(1)
        assert kinds(ward) == ["symmetry"]


def test_neurons_killed_by_a_rate_that_is_calm_by_now_are_not_revived_among_huge_weights() -> None:
    ward = projects.all_dead()
    ward.trainer.theta[...] *= 1000.0
    finding = ward.until_found("dead neurons")
    assert finding.remedy.text == "Draw all weights anew"
    ward.press(finding)
    ward.train(60, 3)
    assert ward.loss < 0.7 and not kinds(ward)
