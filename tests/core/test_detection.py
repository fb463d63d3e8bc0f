"""Detection: six samples worked by hand, and the area against the comparison of every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detection import Counts, counts_at, precision_recall, roc
from core.errors import UserError

IS_YES = np.array([True, False, True, False, True, False])
VALUES = np.array([0.9, 0.8, 0.8, 0.3, 0.4, 0.1])
"""In descending order: yes; a yes and a no alike; yes; no; no."""


def test_at_a_threshold_a_value_that_equals_it_is_a_yes() -> None:
    assert counts_at(IS_YES, VALUES, 0.8) == Counts(true_yes=2, false_yes=1, false_no=1, true_no=2)
    counts = counts_at(IS_YES, VALUES, 0.35)
    assert counts == Counts(3, 1, 0, 2)
    assert (counts.accuracy, counts.precision, counts.recall) == (5 / 6, 3 / 4, 1.0)
    assert counts.f1 == 6 / 7


def test_where_there_is_nothing_to_measure_there_is_no_number() -> None:
    counts = counts_at([False, False], [0.1, 0.2], 0.5)
    assert (counts.precision, counts.recall, counts.f1) == (None, None, None)


def test_the_roc_of_six_samples() -> None:
    found = roc(IS_YES, VALUES)
    assert found is not None
    assert found.thresholds.tolist() == [np.inf, 0.9, 0.8, 0.4, 0.3, 0.1]
    assert (3 * found.across).round(9).tolist() == [0, 0, 1, 1, 2, 3]
    assert (3 * found.up).round(9).tolist() == [0, 1, 2, 3, 3, 3]
    assert found.area == pytest.approx(7.5 / 9)  # of nine pairs seven are in order and one is alike


def test_precision_and_recall_of_six_samples() -> None:
    found = precision_recall(IS_YES, VALUES)
    assert found is not None
    assert found.across == pytest.approx([0, 1 / 3, 2 / 3, 1, 1, 1])
    assert found.up == pytest.approx([1, 1, 2 / 3, 3 / 4, 3 / 5, 3 / 6])
    assert found.area == pytest.approx(1 / 3 * 1 + 1 / 3 * 2 / 3 + 1 / 3 * 3 / 4)


@pytest.mark.parametrize("only", [True, False])
def test_one_class_alone_has_no_curve(only: bool) -> None:
    assert roc([only] * 3, [0.1, 0.2, 0.3]) is None
    assert precision_recall([only], [0.1]) is None


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=30))
def test_the_area_is_the_share_of_pairs_in_order(samples: list[tuple[bool, int]]) -> None:
    yes = [value for is_yes, value in samples if is_yes]
    no = [value for is_yes, value in samples if not is_yes]
    found = roc([is_yes for is_yes, _ in samples], [value for _, value in samples])
    if not yes or not no:
        assert found is None
        return
    in_order = sum((one > other) + 0.5 * (one == other) for one in yes for other in no)
    assert found is not None and found.area == pytest.approx(in_order / (len(yes) * len(no)))


def test_values_all_alike_are_one_point_and_chance() -> None:
    found, against = roc([True, False, False], np.zeros(3)), precision_recall([True, False, False], np.zeros(3))
    assert found is not None and (found.across.tolist(), found.up.tolist(), found.area) == ([0, 1], [0, 1], 0.5)
    assert against is not None and against.area == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("is_yes", "values", "words"),
    [([True], [0.1, 0.2], "shape"), ([], [], "no samples"), ([True, False], [0.1, np.nan], "not a number")],
)
def test_what_cannot_be_judged_is_said(is_yes: list[bool], values: list[float], words: str) -> None:
    with pytest.raises(UserError, match=words):
        counts_at(is_yes, values, 0.5)
    with pytest.raises(UserError, match=words):
        roc(is_yes, values)
