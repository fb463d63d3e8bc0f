"""Tests of the learning-rate schedules: numbers worked by hand, and the ends of every range."""

import math

import msgspec
import pytest

from core.errors import UserError
from core.schedules import SCHEDULES, rate_at, schedule_named
from core.training import Training


def rates(steps: list[int], **settings: object) -> list[float]:
    """The rates at these steps, of a learning rate of 0.8."""
    training = Training(learning_rate=0.8).replace(**settings)
    return [rate_at(training, step) for step in steps]


def test_constant_is_the_rate_itself() -> None:
    assert rates([0, 1, 10**9]) == [0.8, 0.8, 0.8]


def test_steps_go_down_a_stair() -> None:
    found = rates([0, 9, 10, 19, 20, 35], schedule="step", decay_steps=10, decay_rate=0.5)
    assert found == [0.8, 0.8, 0.4, 0.4, 0.2, 0.1]


def test_exponential_goes_through_the_corners_of_the_stair() -> None:
    found = rates([0, 5, 10, 20], schedule="exponential", decay_steps=10, decay_rate=0.5)
    assert found == pytest.approx([0.8, 0.8 * math.sqrt(0.5), 0.4, 0.2], rel=1e-15)


def test_cosine_falls_to_its_final_share_and_stays_there() -> None:
    # Halfway the cosine is 0; a third of the way it is 1/2.
    steps = [0, 20, 30, 60, 61, 10**9]
    assert rates(steps, schedule="cosine", decay_steps=60) == pytest.approx([0.8, 0.6, 0.4, 0.0, 0.0, 0.0], abs=1e-15)
    assert rates(steps, schedule="cosine", decay_steps=60, final_share=0.5) == pytest.approx(
        [0.8, 0.7, 0.6, 0.4, 0.4, 0.4], abs=1e-15
    )


def test_warm_up_rises_in_even_steps_to_the_full_rate() -> None:
    assert rates([0, 1, 2, 3, 4], warmup_steps=4) == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8], rel=1e-15)


@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
def test_warm_up_multiplies_a_schedule_and_does_not_delay_it(schedule: str) -> None:
    settings = {"schedule": schedule, "decay_steps": 3, "decay_rate": 0.7, "final_share": 0.1}
    steps = list(range(10))
    plain, warmed = rates(steps, **settings), rates(steps, warmup_steps=5, **settings)
    expected = [rate * min((step + 1) / 5, 1.0) for step, rate in zip(steps, plain, strict=True)]
    assert warmed == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
def test_the_rate_stays_between_nothing_and_the_learning_rate_however_long_it_runs(schedule: str) -> None:
    steps = [0, 1, 999, 1000, 10**6, 2**53]
    for share in (0.0, 1.0):
        found = rates(steps, schedule=schedule, decay_rate=1e-3, final_share=share, warmup_steps=2)
        assert all(0.0 <= rate <= 0.8 for rate in found)


@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
def test_a_schedule_reads_the_settings_it_names_and_no_others(schedule: str) -> None:
    steps = [0, 300, 700, 1500]
    usual = rates(steps, schedule=schedule)
    for field, value in (("decay_steps", 500), ("decay_rate", 0.9), ("final_share", 0.3)):
        is_read = rates(steps, schedule=schedule, **{field: value}) != usual
        assert is_read == (field in SCHEDULES[schedule].settings), field
    assert set(SCHEDULES[schedule].settings) <= {field.name for field in msgspec.structs.fields(Training)}
    assert SCHEDULES[schedule].label and SCHEDULES[schedule].formula


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decay_steps", 0),
        ("decay_steps", -5),
        ("decay_rate", 0.0),
        ("decay_rate", 1.5),
        ("decay_rate", math.nan),
        ("final_share", -0.1),
        ("final_share", 1.1),
        ("final_share", math.nan),
        ("warmup_steps", -1),
    ],
)
def test_a_setting_out_of_its_range_is_refused_by_name_and_value(field: str, value: float) -> None:
    with pytest.raises(UserError, match=f"{field} cannot be {value:g}") as caught:
        Training(**{field: value})  # type: ignore[arg-type]
    assert caught.value.hint


def test_the_ends_of_the_ranges_are_taken() -> None:
    training = Training(schedule="cosine", decay_steps=1, decay_rate=1.0, final_share=1.0, warmup_steps=0)
    assert rate_at(training, 5) == training.learning_rate


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no schedule called 'guess'") as caught:
        schedule_named("guess")
    assert all(name in caught.value.hint for name in SCHEDULES)
    with pytest.raises(UserError, match="guess"):
        Training(schedule="guess")
