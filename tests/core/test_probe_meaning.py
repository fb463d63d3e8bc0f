"""What outputs mean: the class, how sure, or a number."""

import numpy as np
import pytest

from core.data import Dataset
from core.layers import Dense
from core.network import Network
from core.probe.meaning import meaning_of

THREE = Dataset(np.zeros((4, 2)), np.eye(3)[[0, 1, 2, 1]], task="classes", classes=("red", "green"))


def network(outputs: int, activation: str) -> Network:
    return Network(inputs=2, layers=(Dense(outputs, activation),))


def test_the_kind_is_what_the_data_say_and_else_what_the_loss_says() -> None:
    numbers = Dataset(np.zeros((2, 2)), np.array([[0.5], [1.0]]))
    assert meaning_of(network(1, "linear"), numbers, "mse").kind == "numbers"
    assert meaning_of(network(1, "sigmoid"), numbers, "binary_crossentropy").kind == "two classes"
    assert meaning_of(network(3, "softmax"), THREE, "categorical_crossentropy").kind == "classes"
    assert meaning_of(network(1, "sigmoid"), None, "mse").kind == "two classes"


def test_sureness_is_how_far_the_largest_output_is_from_the_next_one() -> None:
    meaning = meaning_of(network(3, "softmax"), THREE, "categorical_crossentropy")
    outputs = np.array([[0.7, 0.4, 0.1, np.nan], [0.2, 0.4, 0.1, 0.5], [0.1, 0.2, 0.8, 0.5]])
    chosen, sure = meaning.decided_and_sureness(outputs)
    assert chosen.tolist() == [0, 0, 2, -1]
    assert sure == pytest.approx([0.5, 0.0, 0.7, 0.0])
    assert np.isnan(outputs[0, 3])  # what is asked about is not written to


def test_no_answer_is_no_class_and_not_sure() -> None:
    display = Dataset(np.zeros((1, 2)), np.eye(3)[[0]], task="classes", decides_at=0.5)
    meaning = meaning_of(network(3, "sigmoid"), display, "mse")
    chosen, sure = meaning.decided_and_sureness(np.array([[0.4, 0.9], [0.1, 0.2], [0.1, 0.3]]))
    assert chosen.tolist() == [-1, 0]
    assert sure == pytest.approx([0.0, 0.6])


@pytest.mark.parametrize("labels", [(0.0, 1.0), (-1.0, 1.0)])
def test_the_truth_is_the_class_however_it_is_written(labels: tuple[float, float]) -> None:
    y = np.array([[labels[0]], [labels[1]], [labels[1]]])
    two = Dataset(np.zeros((3, 2)), y, task="two classes")
    assert meaning_of(network(1, "tanh"), two, "mse").truth(y).tolist() == [0, 1, 1]
    assert meaning_of(network(3, "softmax"), THREE, "categorical_crossentropy").truth(THREE.y).tolist() == [0, 1, 2, 1]


def test_a_class_without_a_name_has_a_number() -> None:
    meaning = meaning_of(network(3, "softmax"), THREE, "categorical_crossentropy")
    assert [meaning.class_name(index) for index in range(3)] == ["red", "green", "class 2"]
