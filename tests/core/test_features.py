"""Tests of the features of points: what they are worth, and what is refused."""

import numpy as np
import pytest

from core.data import Points, build
from core.data.features import FEATURES, PLAIN, expand, labels_of
from core.data.recipes import Digits, Segments, features_of
from core.errors import UserError

ALL = tuple(FEATURES)


def test_each_feature_is_the_formula_that_its_label_says() -> None:
    found = expand(ALL, np.array([[3.0, -6.0], [-0.5, 4.0]]))
    assert labels_of(ALL) == ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂")
    assert found[:5].tolist() == [[3.0, -6.0], [-0.5, 4.0], [9.0, 36.0], [0.25, 16.0], [-1.5, -24.0]]
    assert found[5:] == pytest.approx(
        np.array([[0.1411200080598672, 0.27941549819892586], [-0.479425538604203, -0.7568024953079282]]), abs=1e-15
    )


def test_features_are_rounded_once_whatever_the_network_computes_with() -> None:
    raw = build(Points("circle")).places.T
    assert np.array_equal(expand(ALL, raw, "float32"), expand(ALL, raw).astype(np.float32))


def test_the_network_is_given_the_features_and_the_points_stay_where_they_are() -> None:
    plain, recipe = build(Points("spiral")), Points("spiral", features=("x2", "x1*x2", "sin x1"))
    data = build(recipe)
    assert recipe.ends.inputs == 3 and data.input_names == ("x₂", "x₁x₂", "sin x₁")
    assert data.x_test is not None and data.places_test is not None and plain.x_test is not None
    for x, places, before in ((data.x, data.places, plain.x), (data.x_test, data.places_test, plain.x_test)):
        assert np.array_equal(places, before)
        x1, x2 = before.T
        assert np.array_equal(x, np.column_stack([x2, x1 * x2, np.sin(x1)]))
    assert np.array_equal(data.y, plain.y)


def test_a_number_over_one_input_has_no_features_and_keeps_them_for_the_shape_after_it() -> None:
    sine = Points("sine", features=ALL)
    data = build(sine)
    assert sine.ends.inputs == data.x.shape[1] == 1 and data.input_names == ("x",)
    assert np.array_equal(data.x, build(Points("sine")).x)
    assert sine.expand(np.array([[1.0, 2.0]]), "float32").tolist() == [[1.0, 2.0]]
    assert sine.replace(shape="xor").ends.inputs == len(ALL)


def test_only_points_in_the_plane_have_features() -> None:
    assert features_of(Points("plane")) == PLAIN
    assert [features_of(data) for data in (None, Points("sine"), Segments(), Digits())] == [None] * 4


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ((), "at least one input"),
        (("x1", "x3"), "There is no feature 'x3'"),
        (("x2", "x1"), "cannot stand as x2, x1"),
        (("x1", "x1"), "cannot stand as x1, x1"),
    ],
)
def test_features_that_cannot_be_are_refused_in_words(features: tuple[str, ...], message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        Points("circle", features=features)
    assert caught.value.hint
