"""All 128 patterns: the table is what the network says, and 43 of the 70 faults can be right."""

from itertools import combinations

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import build
from core.data.segments import PATTERNS, SEGMENT_NAMES, SHAPES
from core.errors import UserError
from core.layers import BatchNormalization, Dense
from core.network import Network
from core.probe.known_shapes import KnownShapes, known_shapes, pattern_index
from core.probe.truth_map import NONE, truth_map
from core.trainer import Trainer

LIT = {
    frozenset(name for name, lit in zip(SEGMENT_NAMES, shape, strict=True) if lit): d for d, shape in enumerate(SHAPES)
}


def every_fault() -> list[tuple[int, frozenset[str]]]:
    """(digit, what is lit) of each shape with one segment switched, found by sets and not by arrays."""
    return [(digit, lit ^ {segment}) for lit, digit in LIT.items() for segment in SEGMENT_NAMES]


def kinds_of(known: KnownShapes) -> list[tuple[int, frozenset[str]]]:
    """(digit, what is lit) of each of these shapes."""
    return [
        (digit, frozenset(name for name, lit in zip(SEGMENT_NAMES, values, strict=True) if lit))
        for digit, values in zip(known.shapes.digits.tolist(), known.shapes.values, strict=True)
    ]


def test_of_seventy_faults_fourteen_are_another_digits_shape_and_at_most_43_can_be_right() -> None:
    faults = every_fault()
    known = known_shapes()
    assert len(faults) == known.faults == 70
    assert sum(lit in LIT for _, lit in faults) == known.misleading == 14
    # A reader of all ten shapes has its answer there given; elsewhere it says one digit per pattern.
    assert len({lit for _, lit in faults if lit not in LIT}) == known.best_faults == 43


@pytest.mark.parametrize("variants", [(), (6,), (7,), (9,), (6, 9), (6, 7, 9)])
def test_what_faults_of_variants_come_to_is_counted_as_by_hand(variants: tuple[int, ...]) -> None:
    known = known_shapes(variants)
    shapes = kinds_of(known)
    faults = [(digit, lit ^ {segment}) for digit, lit in shapes for segment in SEGMENT_NAMES]
    digit_of = {lit: digit for digit, lit in shapes}
    assert known.faults == len(faults)
    assert known.misleading == sum(digit_of.get(lit, digit) != digit for digit, lit in faults)
    # The best reader says of a shape what it is, and of any other pattern the digit that most faults there began as.
    right = 0
    for pattern in {lit for _, lit in faults}:
        began = [digit for digit, lit in faults if lit == pattern]
        right += began.count(digit_of.get(pattern, max(began, key=began.count)))
    assert known.best_faults == right


def test_patterns_are_all_different_and_count_in_binary_from_segment_a() -> None:
    assert PATTERNS.shape == (128, 7) and len(np.unique(PATTERNS, axis=0)) == 128
    assert pattern_index(np.array([1.0, 0, 0, 0, 0, 0, 0])) == 64
    assert pattern_index(np.array([0.0, 0, 0, 0, 0, 0.6, 0.4])) == 2
    assert all(pattern_index(pattern) == index for index, pattern in enumerate(PATTERNS))
    assert np.array_equal(PATTERNS[known_shapes().patterns], SHAPES)


@pytest.mark.parametrize("output", ["sigmoid", "softmax", "tanh", "linear"])
def test_the_table_equals_predict_for_all_patterns(output: str) -> None:
    network = Network(7, (Dense(5, "tanh"), BatchNormalization(), Dense(10, output)))
    theta = network.initial(3) + np.float32(0.1)
    found = truth_map(network, theta)
    assert np.array_equal(found.outputs, network.predict(theta, PATTERNS))
    for index, pattern in enumerate(PATTERNS):
        outputs = network.predict(theta, pattern[np.newaxis])[0]
        is_read = outputs.max() >= 0.5 and pattern.any()
        assert found.digits[index] == (np.argmax(outputs) if is_read else NONE)
        is_clear = np.count_nonzero(outputs >= 0.5) <= 1
        assert found.confidence[index] == pytest.approx(outputs.max() if is_clear else 0.5, abs=1e-6)


def test_outputs_that_are_trained_towards_minus_one_and_one_are_read_from_zero_on() -> None:
    network = Network(7, (Dense(10, "linear"),))
    theta = np.zeros(network.size, np.float32)
    view = network.views(theta)[0]
    view["biases"][...] = -0.5
    view["weights"][2, 4] = 0.7  # segment c says 4
    found = truth_map(network, theta, (-1.0, 1.0))
    with_c = PATTERNS[:, 2] == 1.0
    assert np.array_equal(found.digits, np.where(with_c, 4, NONE))
    assert found.confidence[pattern_index(np.eye(7)[2])] == pytest.approx(0.6)
    assert not (truth_map(network, theta).digits != NONE).any(), "0.2 is far from the middle of 0 and 1"


def test_a_blank_pad_is_no_digit_and_what_is_not_a_number_is_not_read() -> None:
    network = Network(7, (Dense(10, "linear"),))
    theta = np.zeros(network.size, np.float32)
    view = network.views(theta)[0]
    view["biases"][3], view["biases"][8] = 0.9, np.nan
    found = truth_map(network, theta)
    assert found.digits[0] == NONE and set(found.digits[1:]) == {3}
    theta[...] = np.nan
    found = truth_map(network, theta)
    assert set(found.digits) == {NONE} and np.isnan(found.confidence).all()
    assert known_shapes().faults_read(found.digits) == 0


def test_faults_are_counted_as_one_by_one() -> None:
    project = open_bundled("segments")
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=600)
    found = truth_map(project.network, trainer.theta)
    right = 0
    for digit, lit in every_fault():
        values = np.array([float(name in lit) for name in SEGMENT_NAMES])
        outputs = project.network.predict(trainer.theta, values[np.newaxis])[0]
        right += int(np.argmax(outputs)) == digit and outputs.max() >= 0.5
    assert known_shapes().faults_read(found.digits) == right
    assert 10 < right <= 43


def test_no_two_shapes_are_the_same() -> None:
    assert all(one != other for one, other in combinations(LIT, 2))


def test_another_number_of_inputs_is_refused() -> None:
    network = Network(3, (Dense(10, "sigmoid"),))
    with pytest.raises(UserError, match="takes 3 numbers"):
        truth_map(network, network.initial(0))
