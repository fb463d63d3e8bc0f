"""What is said about layers without neurons."""

import numpy as np
import pytest

from core.errors import UserError
from core.layers import BatchNormalization, Dropout
from gui.canvas.drawn.followers import names, norms, passed_on, percent, rate_of, tip
from tests.gui.canvas.conftest import stack


@pytest.mark.parametrize(("rate", "text"), [(0.2, "20 %"), (0.125, "12.5 %"), (0.07, "7 %"), (0.0, "0 %")])
def test_rates_are_written_in_percent(rate, text):
    assert percent(rate) == text
    assert names(Dropout(rate))[0] == f"Dropout {text}"
    assert rate_of(text) == pytest.approx(rate)


@pytest.mark.parametrize(("text", "rate"), [("12,5", 0.125), (" 12.5% ", 0.125), ("35 %", 0.35), ("0", 0.0)])
def test_a_typed_rate_has_a_point_or_a_comma_and_may_have_the_sign(text, rate):
    assert rate_of(text) == rate


@pytest.mark.parametrize("text", ["100", "-1", "many", "", "%", "nan", "inf", "1e400", "12.5.1"])
def test_a_rate_that_cannot_be_is_refused_in_one_sentence(text):
    with pytest.raises(UserError, match=r"^The dropout rate cannot be “[^”]*” percent\.") as caught:
        rate_of(text)
    assert caught.value.hint == "It is a number from 0 to below 100, often 20."


def test_shorter_names_are_shorter():
    for follower in (Dropout(0.2), BatchNormalization()):
        lengths = [len(name) for name in names(follower)]
        assert lengths == sorted(lengths, reverse=True)


def test_tips_say_the_formula_with_its_numbers():
    assert "leaves out 20 % of the numbers and divides the others by 0.8" in tip(Dropout(0.2), "Hidden 1")
    said = tip(BatchNormalization(momentum=0.9, epsilon=0.01), "Hidden 1")
    assert "gamma (number \u2212 mean) / √(variance + 0.01) + beta" in said
    assert "momentum 0.9" in said


def test_every_normalization_is_found_after_its_column():
    norm = BatchNormalization()
    network = stack(2, 4, 3, 1, after={-1: (norm,), 1: (norm, Dropout(0.2), norm)})
    theta = np.arange(network.size, dtype=network.dtype)
    found = norms(network, theta)
    assert [len(column) for column in found] == [1, 0, 2, 0]
    views = network.views(theta)
    for mine, theirs in zip([*found[0], *found[2]], [views[0], views[3], views[4]], strict=True):
        assert all(np.shares_memory(mine[name], theirs[name]) for name in theirs)


def test_what_is_passed_on_is_told_in_order_with_the_numbers_of_this_unit():
    view = {
        "gamma": np.array([9.0, 1.02]),
        "beta": np.array([9.0, -0.03]),
        "moving_mean": np.array([9.0, 0.13]),
        "moving_variance": np.array([9.0, 0.1764 - 1e-3]),
    }
    assert passed_on((BatchNormalization(), Dropout(0.2)), [view], 1) == (
        "then normalized: mean 0.13, deviation 0.42 → gamma 1.02, beta \u22120.03",
        "20 % of these are left out in each training step",
    )
    assert passed_on((), [], 0) == ()
