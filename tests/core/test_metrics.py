"""Metrics against numbers worked by hand, and against their definitions written out sample by sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import Dataset
from core.errors import UserError
from core.metrics import (
    accuracy,
    class_report,
    confusion_matrix,
    mean_absolute_error,
    mean_squared_error,
    r2,
    r2_per_output,
    root_mean_squared_error,
)

TRUE = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2])
PREDICTED = np.array([0, 0, 1, 1, 0, 2, 2, 2, 0])


def test_accuracy_is_the_share_that_is_right() -> None:
    assert accuracy(TRUE, PREDICTED) == 6 / 9


def test_no_answer_is_wrong() -> None:
    assert accuracy([0, 1, 2, 1], [0, -1, -1, 1]) == 0.5


def test_rows_of_the_confusion_matrix_are_true_and_columns_are_predicted() -> None:
    assert confusion_matrix(TRUE, PREDICTED, 3).tolist() == [[2, 1, 0], [1, 1, 0], [1, 0, 3]]
    assert confusion_matrix([0], [3], 4)[0, 3] == 1


def test_samples_without_an_answer_have_a_last_column_only_where_there_are_some() -> None:
    matrix = confusion_matrix([0, 1, 1, 2], [0, -1, 1, -1], 3)
    assert matrix.tolist() == [[1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1]]


def test_the_report_holds_the_fractions_worked_by_hand() -> None:
    precision, recall, f1, support = class_report(confusion_matrix(TRUE, PREDICTED, 3))
    assert precision.tolist() == [2 / 4, 1 / 2, 3 / 3]
    assert recall.tolist() == [2 / 3, 1 / 2, 3 / 4]
    assert f1 == pytest.approx([4 / 7, 2 / 4, 6 / 7])
    assert support.tolist() == [3, 2, 4]


def test_no_answer_costs_recall_and_not_precision() -> None:
    precision, recall, f1, support = class_report(confusion_matrix([0, 0, 0, 0, 1], [0, -1, -1, 0, 1], 2))
    assert precision.tolist() == [1.0, 1.0]
    assert recall.tolist() == [0.5, 1.0]
    assert f1.tolist() == [4 / 6, 1.0]
    assert support.tolist() == [4, 1]


def test_nothing_to_measure_is_not_a_number() -> None:
    # Class 1 is never answered, class 2 has no sample, class 3 has neither.
    precision, recall, f1, support = class_report(confusion_matrix([0, 1], [0, 2], 4))
    assert np.array_equal(precision, [1.0, np.nan, 0.0, np.nan], equal_nan=True)
    assert np.array_equal(recall, [1.0, 0.0, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(f1, [1.0, 0.0, 0.0, np.nan], equal_nan=True)
    assert support.tolist() == [1, 1, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 4)), min_size=1, max_size=40))
def test_matrix_and_report_agree_with_counting_sample_by_sample(pairs: list[tuple[int, int]]) -> None:
    true, predicted = np.array(pairs).T
    matrix = confusion_matrix(true, predicted, 5)
    assert matrix.shape == (5, 6 if -1 in predicted else 5)
    assert matrix.sum() == len(pairs)
    assert np.trace(matrix) / len(pairs) == pytest.approx(accuracy(true, predicted))
    report = class_report(matrix)
    for k in range(5):
        both = sum(pair == (k, k) for pair in pairs)
        answered, there = sum(p == k for _, p in pairs), sum(t == k for t, _ in pairs)
        assert report.support[k] == there
        for found, part, whole in (
            (report.precision[k], both, answered),
            (report.recall[k], both, there),
            (report.f1[k], 2 * both, answered + there),
        ):
            assert np.isnan(found) if whole == 0 else found == pytest.approx(part / whole)


def test_what_a_dataset_decides_can_be_scored() -> None:
    digits = Dataset(np.zeros((3, 1)), np.eye(3), decides_at=0.5)
    outputs = np.array([[0.9, 0.1, 0.0], [0.2, 0.4, 0.3], [0.1, 0.8, 0.7]]).T
    assert confusion_matrix([0, 1, 1], digits.decide(outputs), 3).tolist() == [[1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]]


def test_a_single_sample_can_be_scored() -> None:
    assert accuracy([1], [1]) == 1.0
    assert confusion_matrix([0], [-1], 1).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("true", "predicted", "said"),
    [
        ([0, 1], [0], r"true has the shape \(2,\), predicted \(1,\)"),
        ([[0]], [[0]], r"true has the shape \(1, 1\), not \(samples,\)"),
        ([0], [[0]], r"predicted has the shape \(1, 1\), not \(samples,\)"),
        (np.zeros(0, int), np.zeros(0, int), "true and predicted hold no samples"),
        ([0, 3], [0, 1], "true holds the class 3.*0 to 2"),
        ([0, -1], [0, 1], "true holds the class -1.*0 to 2"),
        ([0, 1], [0, 3], "predicted holds the class 3.*0 to 2"),
        ([0, 1], [0, -2], "predicted holds the class -2.*-1 is no answer"),
        ([0.0, 1.0], [0, 1], "true holds float64"),
        ([0, 1], [0.2, np.nan], "predicted holds float64"),
    ],
)
def test_what_is_no_class_is_refused_by_name(true, predicted, said: str) -> None:
    with pytest.raises(UserError, match=said):
        confusion_matrix(true, predicted, 3)


def test_accuracy_refuses_what_is_no_class() -> None:
    with pytest.raises(UserError, match="predicted holds the class -2"):
        accuracy([0, 1], [0, -2])


@pytest.mark.parametrize("classes", [0, -1, 2_001])
def test_a_confusion_matrix_has_a_bounded_number_of_classes(classes: int) -> None:
    with pytest.raises(UserError, match="cannot have"):
        confusion_matrix([0], [0], classes)


@pytest.mark.parametrize("matrix", [np.zeros((2, 4), int), np.zeros((3, 2), int), np.zeros((0, 0), int), [1, 2]])
def test_a_report_needs_a_confusion_matrix(matrix) -> None:
    with pytest.raises(UserError, match="matrix has the shape"):
        class_report(matrix)


@pytest.mark.parametrize("matrix", [[[0.5]], [[-1]], [[np.nan]]])
def test_a_report_needs_counts(matrix) -> None:
    with pytest.raises(UserError, match="no count"):
        class_report(matrix)


Y = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 60.0]])
ANSWERS = np.array([[1.0, 20.0], [3.0, 20.0], [3.0, 50.0]])


def test_errors_are_those_worked_by_hand() -> None:
    assert mean_absolute_error(Y, ANSWERS) == pytest.approx(21 / 6)
    assert mean_squared_error(Y, ANSWERS) == pytest.approx(201 / 6)
    assert root_mean_squared_error(Y, ANSWERS) == pytest.approx((201 / 6) ** 0.5)


def test_r2_is_that_worked_by_hand() -> None:
    # Around the means 2 and 30: 1 + 0 + 1 and 400 + 100 + 900; unexplained 1 and 200.
    assert r2_per_output(Y, ANSWERS) == pytest.approx([1 - 1 / 2, 1 - 200 / 1400])
    assert r2(Y, ANSWERS) == pytest.approx((0.5 + 6 / 7) / 2)


def test_always_answering_the_mean_explains_nothing() -> None:
    y = np.random.default_rng(0).normal(1e6, 1.0, (50, 3))
    assert r2(y, np.tile(y.mean(axis=0), (50, 1))) == pytest.approx(0.0, abs=1e-9)
    assert r2(y, y) == 1.0


def test_there_is_no_r2_without_variance() -> None:
    y = np.column_stack([np.full(7, 0.1), np.arange(7.0)])
    found = r2_per_output(y, y + 0.5)
    assert np.isnan(found[0]) and found[1] == pytest.approx(1 - 7 * 0.25 / 28)
    assert r2(y, y + 0.5) == found[1], "the mean is over the outputs that vary"
    assert np.isnan(r2(y[:, :1], y[:, :1]))
    assert np.isnan(r2([[1.0, 2.0]], [[1.0, 2.0]])), "a single sample has no variance"


def test_r2_is_the_same_in_any_unit() -> None:
    expected = r2_per_output(Y, ANSWERS)
    for unit in (1e-300, 1e-160, 1e160, 1e300):
        assert r2_per_output(Y * unit, ANSWERS * unit) == pytest.approx(expected, rel=1e-12)


def test_errors_beyond_any_number_are_infinite() -> None:
    assert mean_squared_error([[0.0]], [[1e200]]) == np.inf
    assert r2([[0.0], [1.0]], [[0.0], [1e200]]) == -np.inf
    assert np.isnan(r2([[1.7e308], [1.6e308]], [[0.0], [0.0]]))


def test_float32_is_summed_in_float64() -> None:
    answers = np.full((100_000, 1), 0.1, np.float32)
    assert mean_absolute_error(np.zeros_like(answers), answers) == pytest.approx(float(np.float32(0.1)), rel=1e-12)


@pytest.mark.parametrize("metric", [mean_absolute_error, mean_squared_error, root_mean_squared_error, r2])
@pytest.mark.parametrize(
    ("y", "answers", "said"),
    [
        ([[1.0], [2.0]], [[1.0]], r"y has the shape \(2, 1\), answers \(1, 1\)"),
        ([1.0, 2.0], [1.0, 2.0], r"y has the shape \(2,\), not \(samples, outputs\)"),
        ([[1.0], [2.0]], [1.0, 2.0], r"answers has the shape \(2,\)"),
        (np.zeros((0, 1)), np.zeros((0, 1)), "y and answers hold no samples"),
        ([[np.nan]], [[1.0]], "y holds a number that is not finite"),
        ([[1.0]], [[np.inf]], "answers holds a number that is not finite"),
        ([["a"]], [[1.0]], "y holds <U1, not numbers"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(metric, y, answers, said: str) -> None:
    with pytest.raises(UserError, match=said):
        metric(y, answers)
