"""Tests of what always giving the same answer comes to on a data set."""

import gc
from weakref import ref

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.probe.same_answer import loss_of_same, score_of_same
from core.table.fitted import Scale

X = np.zeros((4, 1))


def test_of_classes_the_commonest_is_right_and_its_share_costs_something() -> None:
    y = np.array([[1.0], [1.0], [1.0], [0.0]])
    dataset = Dataset(X, y, X[:2], y[2:], task="two classes")
    assert (score_of_same(dataset, "training"), score_of_same(dataset, "test")) == (0.75, 0.5)
    entropy = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    assert loss_of_same(dataset, "sigmoid", "binary_crossentropy") == pytest.approx(entropy)
    # Trained towards -1 and +1 the mean is 0.5: (3 * 0.5^2 + 1.5^2) / 4.
    assert loss_of_same(dataset, "tanh", "mse") == pytest.approx(0.75)
    assert loss_of_same(dataset, "sigmoid", "mse") == pytest.approx(0.1875)


def test_of_numbers_the_mean_is_wrong_by_so_much_in_their_own_unit() -> None:
    dataset = Dataset(X, np.array([[-1.0], [1.0], [-1.0], [1.0]]), task="regression", target_scale=Scale(50.0, 0.1))
    assert score_of_same(dataset, "training") == pytest.approx(10.0)
    assert score_of_same(dataset, "test") is None
    assert loss_of_same(dataset, "linear", "mse") == pytest.approx(1.0)


def test_what_was_found_goes_with_the_data() -> None:
    dataset = Dataset(X, np.array([[1.0], [0.0], [0.0], [0.0]]), task="two classes")
    score_of_same(dataset, "training")
    left = ref(dataset)
    del dataset
    gc.collect()
    assert left() is None
