"""Tests of painted points: the data set they come to, which side of the split they are on, and what is missing."""

import msgspec
import numpy as np
import pytest

from core.data import Dataset, Drawn, Points, Recipe, build
from core.data.drawn import MOST_DRAWN, trained
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.samples import prepare
from core.trainer import Trainer
from core.training import Training

THREE = Drawn(((1.0, -2.0, 2.0), (-3.5, 0.5, 0.0), (4.0, 5.0, 1.0)), ("A", "B", "C"))


def many(count: int, classes: int = 2, seed: int = 0) -> tuple[tuple[float, ...], ...]:
    """Points all over the board."""
    generator = np.random.default_rng(seed)
    places = np.round(generator.uniform(-6.0, 6.0, (count, 2)), 3)
    which = generator.integers(0, classes, count).astype(float)
    return tuple(map(tuple, np.column_stack([places, which]).tolist()))


def test_points_of_two_classes_are_one_column_in_the_order_of_painting() -> None:
    data = build(Drawn(((1.0, -2.0, 1.0), (-3.5, 0.5, 0.0))))
    assert data.x.tolist() == [[1.0, -2.0], [-3.5, 0.5]] and data.y.tolist() == [[1.0], [0.0]]
    assert (data.task, data.classes, data.input_names) == ("two classes", ("A", "B"), ("x₁", "x₂"))
    assert data.x_test is None and data.lacks is None


def test_points_of_three_classes_are_one_hot_and_ask_for_softmax() -> None:
    data = build(THREE)
    assert data.y.tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]] and data.task == "classes"
    assert THREE.ends == (2, 3, "softmax", "categorical_crossentropy", 0.0)
    assert THREE.replace(classes=("A", "B"), points=()).ends[:3] == (2, 1, "sigmoid")


def test_features_are_made_of_the_places_which_stay_known() -> None:
    data = build(THREE.replace(features=("x2", "x1^2")))
    assert data.x.tolist() == [[-2.0, 1.0], [0.5, 12.25], [5.0, 16.0]]
    assert data.places.tolist() == [[1.0, -2.0], [-3.5, 0.5], [4.0, 5.0]]


def test_numbers_over_x_are_a_regression() -> None:
    recipe = Drawn(((-2.0, 0.5), (3.0, -1.25)), ())
    data = build(recipe)
    assert data.x.tolist() == [[-2.0], [3.0]] and data.y.tolist() == [[0.5], [-1.25]]
    assert (data.task, data.input_names, recipe.ends[:4]) == ("regression", ("x",), (1, 1, "linear", "mse"))


def test_no_point_changes_sides_when_others_are_painted_or_erased() -> None:
    points = many(400)
    recipe = Drawn(points, share=60.0, seed=3)
    sides = {tuple(place): True for place in build(recipe).places.tolist()}
    tested = build(recipe).places_test
    assert tested is not None and 0.3 < len(tested) / 400 < 0.5
    for others in (points[::3], (*points, *many(50, seed=9)), points[::-1]):
        found = build(recipe.replace(points=others))
        assert found.places_test is not None
        mine = {row[:2] for row in others} & {row[:2] for row in points}
        assert {tuple(row) for row in found.places.tolist()} & mine == set(sides) & mine


def test_a_larger_share_keeps_what_was_trained_on_and_another_seed_splits_otherwise() -> None:
    places = np.array(many(2000))[:, :2]
    half, most = trained(places, 5, 50.0), trained(places, 5, 80.0)
    assert (half <= most).all() and abs(most.mean() - 0.8) < 0.03 and abs(half.mean() - 0.5) < 0.04
    other = trained(places, 6, 50.0)
    assert 0.45 < np.mean(half == other) < 0.55, "the sides of two seeds have nothing to do with each other"
    assert trained(places, 5, 100.0).all()
    for column in (0, 1):
        line = np.array(places)
        line[:, column] = 2.5
        assert 0.4 < trained(line, 5, 50.0).mean() < 0.6, "points on a line are on both sides, too"
    assert trained(np.array([[0.0, -0.0]]), 5, 50.0) == trained(np.array([[0.0, 0.0]]), 5, 50.0)


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        (Drawn(), "no points"),
        (Drawn(classes=()), "no points"),
        (Drawn(many(30)[:1] * 1), "of the class"),
        (Drawn(((1.0, 2.0, 1.0), (2.0, 2.0, 1.0))), "of the class B"),
        (Drawn(((1.0, 2.0, 2.0),), ("A", "B", "green")), "of the class green"),
    ],
)
def test_what_is_missing_is_said_and_keeps_training_from_starting(recipe: Drawn, said: str) -> None:
    data = build(recipe)
    assert data.lacks is not None and said in data.lacks[0] and "Paint" in data.lacks[1]
    ends = recipe.ends
    network = Network(ends.inputs, (Dense(ends.outputs, ends.activation),))
    with pytest.raises(UserError, match=said):
        Trainer(network, data, Training(loss=ends.loss))
    with pytest.raises(UserError, match=said):
        prepare(network, data, Training(loss=ends.loss), 0)


def test_points_that_all_test_are_told_apart_from_none() -> None:
    recipe = Drawn(many(1), share=10.0)
    data = build(recipe)
    assert len(data.x) == 0 and data.lacks is not None and "test points" in data.lacks[0]


def test_samples_added_by_hand_count_for_what_is_missing() -> None:
    recipe = Drawn(((1.0, 2.0, 1.0),), added=((0.0, 0.0, 0.0),))
    data = build(recipe)
    assert data.lacks is None and data.y.tolist() == [[1.0], [0.0]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": many(MOST_DRAWN + 1)}, "3,001 painted points are too many"),
        ({"points": ((6.5, 0.0, 1.0),)}, "outside the board"),
        ({"points": ((float("nan"), 0.0, 1.0),)}, "outside the board"),
        ({"points": ((0.0, 0.0, 2.0),)}, "of no class"),
        ({"points": ((0.0, 0.0, 0.5),)}, "of no class"),
        ({"points": ((0.0, 0.0),)}, "3 numbers"),
        ({"points": ((0.0, 1.6),), "classes": ()}, "outside the board"),
        ({"classes": ("A",)}, "cannot have 1 class"),
        ({"classes": tuple("ABCDEFGHIJK")}, "cannot have 11 classes"),
        ({"classes": ("A", "a")}, "“a” already"),
        ({"classes": ("A", " ")}, "cannot be called"),
        ({"classes": ("A", "B" * 25)}, "cannot be called"),
        ({"share": 9.0}, "share cannot be 9 %"),
        ({"share": 101.0}, "share cannot be 101 %"),
        ({"seed": -1}, "seed cannot be -1"),
        ({"features": ()}, "at least one input"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(changes: dict[str, object], message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        Drawn(**changes)  # type: ignore[arg-type]
    assert caught.value.hint


def test_a_full_board_survives_json_equal_and_alike_to_look_up() -> None:
    recipe = Drawn(many(MOST_DRAWN, 3), ("red", "green", "blue"), 70.0, 4, ("x1", "sin x2"))
    copy = msgspec.json.decode(msgspec.json.encode(recipe), type=Recipe)
    assert copy == recipe and hash(copy) == hash(recipe) and build(copy) is build(recipe)
    assert len(build(recipe).x) + len(build(recipe).x_test) == MOST_DRAWN


def test_a_drawing_is_no_other_points() -> None:
    assert isinstance(build(Drawn()), Dataset) and build(Drawn()).places.shape == (0, 2)
    assert Drawn() != Points("circle")
