"""The doctor is silent where all is well: on every bundled project, at every moment, whatever the first weights."""

import pytest

from core.bundled import NAMES, open_bundled
from tests.core.doctor.ward import Ward

EPOCHS = {
    "circle": 120, "xor": 60, "spiral": 180, "sine": 120, "segments": 300, "digits": 15, "perceptron": 15,
    "admission": 60, "iris": 90, "penguins": 60, "wine": 40, "cancer": 30, "diabetes": 60, "sum": 60, "product": 150,
}  # fmt: skip
"""Well beyond the goal."""
ONE_BY_ONE = 15
"""The first epochs are looked at one by one, the others now and then."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [1, 7])
def test_the_doctor_has_nothing_to_say_about_a_bundled_project(name: str, seed: int) -> None:
    ward = Ward(open_bundled(name).replace(seed=seed))
    ward.look(3)
    while ward.trainer.epoch < EPOCHS[name]:
        every = 1 if ward.trainer.epoch < ONE_BY_ONE else 5
        ward.train(every, every)
        # Not even a suspicion: nothing has to be kept back.
        assert not ward.doctor.findings and not ward.doctor.is_undecided, ward.trainer.epoch


def test_a_leap_of_the_loss_long_after_the_goal_is_no_trouble() -> None:
    """The circle's loss leaps now and then, for an epoch or two, to half of what knowing nothing costs."""
    ward = Ward(open_bundled("circle"))
    ward.train(60, 10)
    ward.trainer.theta[...] *= -1.0
    ward.train(6)
    assert not ward.doctor.findings
