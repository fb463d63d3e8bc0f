"""How much each input tells of the target, against numbers worked by hand."""

import numpy as np
import pytest

from core.probe.telling import correlation_ratios, squared_correlations


def test_the_correlation_ratio_is_what_a_hand_comes_to():
    # Means 1 and 4 around 2: between 2 * 1 + 1 * 4 = 6; in all 4 + 0 + 4 = 8.
    x = np.array([[0.0, 5.0, 1e200], [2.0, 5.0, 2e200], [4.0, 5.0, 3e200]])
    classes = np.array([0, 0, 1])
    assert correlation_ratios(x, classes) == pytest.approx([6.0 / 8.0, 0.0, 6.0 / 8.0])


def test_squared_correlations_are_those_of_numpy_and_a_constant_tells_nothing():
    generator = np.random.default_rng(2)
    x = generator.normal(size=(40, 3)) * [1.0, 1e6, 0.0] + [0.0, 3.0, 7.0]
    y = x[:, 0] - 2e-6 * x[:, 1] + generator.normal(size=40)
    wanted = [np.corrcoef(x[:, place], y)[0, 1] ** 2 for place in (0, 1)]
    assert squared_correlations(x, y) == pytest.approx([*wanted, 0.0])
