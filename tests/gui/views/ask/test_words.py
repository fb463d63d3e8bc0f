"""What is said of an answer: classes with a share or an output, numbers in their own unit, and what is known."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Dataset
from core.layers import Dense
from core.network import Network
from core.probe.answering import Answering
from core.probe.meaning import meaning_of
from core.table.fitted import Scale
from gui.views.ask.words import ClassBar, range_of, sense_of, told

CLASSES = ("setosa", "versicolor", "virginica")


def asked(activation: str, loss: str, outputs: int, dataset: Dataset) -> Answering:
    network = Network(2, (Dense(outputs, activation),))
    return Answering(network, np.zeros(network.size), open_bundled("circle").data, meaning_of(network, dataset, loss))


def flowers(count: int = 3, names: tuple[str, ...] = CLASSES) -> Dataset:
    return Dataset(np.zeros((count, 2)), np.eye(count), task="classes", classes=names)


def yes_or_no() -> Dataset:
    return Dataset(np.zeros((2, 2)), np.array([[0.0], [1.0]]), task="two classes", classes=("benign", "malignant"))


def sizes() -> Dataset:
    scale = Scale(offset=150.0, factor=0.01)
    return Dataset(
        np.zeros((3, 2)),
        scale.scaled(np.array([[25.0], [346.0], [100.0]])),
        task="regression",
        target_scale=scale,
        target_name="progression",
    )


def test_shares_of_a_softmax_are_percent() -> None:
    answer = asked("softmax", "categorical_crossentropy", 3, flowers())
    found = told(answer, np.array([0.02, 0.951, 0.029]), None)
    assert (found.big, found.figure) == ("versicolor", "95.1 %")
    assert found.lines == ("Next: virginica with 2.9 %.",)
    assert found.bars[0] == ClassBar("setosa", 0.02, "2.0 %", False)
    assert [bar.is_answer for bar in found.bars] == [False, True, False]
    assert not found.is_wrong


def test_who_is_next_is_told_only_where_it_has_something() -> None:
    answer = asked("softmax", "categorical_crossentropy", 3, flowers())
    outputs = np.array([0.0, 0.9998, 0.0002])
    assert told(answer, outputs, None).lines == ()
    assert told(answer, outputs, np.eye(3)[1]).lines == ("Right.",)


def test_outputs_of_a_sigmoid_are_never_percent() -> None:
    found = told(asked("sigmoid", "mse", 3, flowers()), np.array([0.2, 0.31, 0.973]), None)
    assert (found.big, found.figure) == ("virginica", "0.97")
    assert "%" not in found.sentence + "".join(bar.text for bar in found.bars)


def test_what_is_known_is_said_and_a_wrong_class_is_wrong() -> None:
    answer = asked("softmax", "categorical_crossentropy", 3, flowers())
    outputs = np.array([0.1, 0.6, 0.3])
    right, wrong = (told(answer, outputs, np.eye(3)[truth]) for truth in (1, 2))
    assert right.lines[0].startswith("Right. Next: virginica")
    assert wrong.lines[0].startswith("Wrong: it is “virginica”. Next: virginica")
    assert (right.is_wrong, wrong.is_wrong) == (False, True)


@pytest.mark.parametrize(("output", "big", "share"), [(0.97, "malignant", 0.97), (0.49, "benign", 0.49)])
def test_one_output_tells_two_classes_apart(output: float, big: str, share: float) -> None:
    found = told(asked("sigmoid", "binary_crossentropy", 1, yes_or_no()), np.array([output]), None)
    assert (found.big, found.figure) == (big, f"{output:.2f}")
    assert found.lines == ("0.50 or more means “malignant”.",)
    assert found.scale.ends == ("benign", "malignant")
    assert (found.scale.share, found.scale.middle) == (pytest.approx(share), 0.5)


def test_signs_decide_at_zero_in_the_middle_of_the_scale() -> None:
    found = told(asked("tanh", "mse", 1, yes_or_no()), np.array([-0.5]), None)
    assert (found.big, found.figure) == ("benign", "\N{MINUS SIGN}0.50")
    assert found.scale.share == pytest.approx(0.25)
    assert found.lines[0].startswith("0.00 or more means “malignant”.")


def test_a_number_is_said_in_its_unit_with_how_far_off_it_is() -> None:
    answer = asked("linear", "mse", 1, sizes())
    found = told(answer, np.array([152.34]), sizes().y[2])
    assert (found.big, found.figure) == ("152.3", "progression")
    assert found.lines == ("It is 100.0: +52.3 off.",)
    assert found.scale.ends == ("trained on 25.0", "to 346.0")
    assert found.scale.share == pytest.approx((152.34 - 25.0) / 321.0)
    assert range_of(answer) == pytest.approx((25.0, 346.0))


def test_of_many_classes_the_likeliest_have_bars_in_their_order() -> None:
    names = tuple(f"letter {index}" for index in range(12))
    outputs = np.linspace(0.0, 0.15, 12)
    found = told(asked("softmax", "categorical_crossentropy", 12, flowers(12, names)), outputs, None)
    assert [bar.name for bar in found.bars] == list(names[4:])
    assert found.lines[-1] == "4 other classes have less."


def test_training_that_ran_away_gives_no_answer() -> None:
    found = told(asked("softmax", "categorical_crossentropy", 3, flowers()), np.array([np.nan, 0.5, 0.5]), None)
    assert found.big == "\N{EN DASH}"
    assert "ran away" in found.lines[0]


def test_right_and_left_have_a_sense() -> None:
    assert "right: for versicolor; to the left: against it" in sense_of(
        asked("softmax", "categorical_crossentropy", 3, flowers()), 1, "row"
    )
    assert "towards malignant; to the left: towards benign" in sense_of(
        asked("sigmoid", "binary_crossentropy", 1, yes_or_no()), 0, "row"
    )
    assert "an average point. To the right: progression rises" in sense_of(
        asked("linear", "mse", 1, sizes()), 0, "point"
    )
