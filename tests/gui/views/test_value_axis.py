"""The upright axis: where values lie, linear and by their logarithm."""

import numpy as np
import pytest

from gui.views.value_axis import ValueAxis, axis_for


def test_a_linear_axis_holds_all_and_ends_on_ticks() -> None:
    axis = axis_for(0.0, 0.73, is_log=False)
    assert axis == ValueAxis(0.0, 0.8)
    assert axis.texts == ["0.0", "0.2", "0.4", "0.6", "0.8"]
    assert axis.share(np.array([0.0, 0.2, 0.8])).tolist() == [0.0, 0.25, 1.0]


def test_by_its_logarithm_each_power_of_ten_has_the_same_room() -> None:
    axis = axis_for(0.0013, 0.8, is_log=True)
    assert (axis.low, axis.high) == (0.001, 1.0)
    assert axis.share(np.array([0.001, 0.01, 0.1, 1.0])) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert axis.texts == ["0.001", "0.01", "0.1", "1"]


def test_over_few_powers_of_ten_there_are_ticks_between_them() -> None:
    assert axis_for(0.13, 0.8, is_log=True).texts == ["0.1", "0.2", "0.5", "1"]


def test_what_has_no_logarithm_has_no_place() -> None:
    axis = axis_for(0.0, 3.0, is_log=True)
    assert np.isnan(axis.share(np.array([0.0, -1.0, np.nan]))).all()
    assert axis.low > 0.0
    assert axis_for(0.0, 0.0, is_log=True).texts


@pytest.mark.parametrize(("low", "high"), [(1e-12, 1e12), (1e-300, 1.0), (3e-7, 4e-7), (5.0, 5.0), (1e12, 3e12)])
@pytest.mark.parametrize("is_log", [False, True])
def test_at_any_size_there_are_a_few_ticks_within(low: float, high: float, is_log: bool) -> None:
    axis = axis_for(low if is_log else 0.0, high, is_log)
    shares = axis.share(np.array(axis.ticks))
    assert 2 <= len(axis.ticks) <= 9
    assert (shares >= -1e-6).all() and (shares <= 1 + 1e-6).all()
    assert axis.share(np.array([high]))[0] <= 1 + 1e-6
    assert len(set(axis.texts)) == len(axis.texts)
