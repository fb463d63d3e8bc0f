"""The activation's picture: the curve where it is, samples where they land, calm axes."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.views.inside.activation_plot import ActivationPlot, Landed, Point
from tests.gui.views.conftest import Picture

IsClose = Callable[..., bool]


@pytest.fixture
def plot(qtbot: QtBot) -> ActivationPlot:
    """A plot as wide as the column."""
    plot = ActivationPlot()
    qtbot.addWidget(plot)
    plot.resize(360, plot.sizeHint().height())
    plot.show_theme(LIGHT)
    return plot


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    ("activation", "z", "a"), [("relu", 2.0, 2.0), ("tanh", -1.5, -0.9051), ("sigmoid", 2.0, 0.8808)]
)
def test_the_curve_runs_through_its_values(
    plot: ActivationPlot, is_close: IsClose, theme: Theme, activation: str, z: float, a: float
) -> None:
    plot.show_theme(theme)
    plot.show_landing(activation, "z", (), "", None)
    shown = Picture(plot, 1.0)
    assert is_close(shown.at(plot.place_of(z, a)), theme.ink, 60)
    assert not is_close(shown.at(plot.place_of(-z, a)), theme.ink, 60)


def test_slope_one_is_as_high_as_its_axis_says(plot: ActivationPlot, is_close: IsClose) -> None:
    plot.show_landing("relu", "z", (Landed(np.array([-6.0, 6.0]), LIGHT.muted),), "2 points", None)
    across, up, slope = plot.scales()
    assert plot.unit_slope_at == 6.0 and slope(1.0) == up(6.0) and slope(0.0) == up(0.0)
    shown = Picture(plot, 1.0)
    on = [is_close(shown.at(QPointF(across(z), slope(1.0))), LIGHT.muted, 60) for z in np.arange(0.5, 5.0, 0.1)]
    assert 0.3 < np.mean(on) < 1.0  # dashed
    assert not any(is_close(shown.at(QPointF(across(z), slope(1.0))), LIGHT.muted, 60) for z in (-1.0, -2.5, -4.5))


def test_a_slope_above_one_is_not_cut_off(plot: ActivationPlot) -> None:
    plot.show_landing("gelu", "z", (), "", None)
    _, _, slope = plot.scales()
    assert slope.high > 1.12 and slope.low < -0.12


def test_one_class_lands_above_the_line_and_the_other_below(plot: ActivationPlot, is_close: IsClose) -> None:
    landed = (Landed(np.full(9, -2.02), LIGHT.positive), Landed(np.full(3, 1.48), LIGHT.negative, is_above=False))
    plot.show_landing("tanh", "z", landed, "12 points", None)
    shown, area, across = Picture(plot, 1.0), plot.landed_area(), plot.scales()[0]
    middle = area.center().y()

    def at(z: float, down: float) -> object:
        return shown.at(QPointF(across(z), middle + down))

    assert is_close(at(-2.02, -15.0), LIGHT.positive) and not is_close(at(-2.02, 5.0), LIGHT.positive)
    assert is_close(at(1.48, 4.0), LIGHT.negative) and not is_close(at(1.48, -5.0), LIGHT.negative)
    assert not is_close(at(1.48, 12.0), LIGHT.negative)  # three are less high than nine
    assert not is_close(at(2.02, -15.0), LIGHT.positive)


def test_the_current_sample_lies_on_the_curve(plot: ActivationPlot, is_close: IsClose) -> None:
    plot.show_landing("relu", "z", (), "", Point(1.5, 1.5))
    shown = Picture(plot, 1.0)
    place = plot.place_of(1.5, 1.5)
    assert is_close(shown.at(place), LIGHT.canvas)
    assert is_close(shown.at(place + QPointF(5.0, 0.0)), LIGHT.ink, 60)


def test_the_axis_holds_all_sums_and_stays_while_they_fill_it(plot: ActivationPlot) -> None:
    def show(low: float, high: float) -> tuple[float, float]:
        plot.show_landing("tanh", "z", (Landed(np.array([low, high]), LIGHT.muted),), "", None)
        return plot.z_range

    wide = show(-7.0, 9.0)
    assert wide[0] <= -7.0 and wide[1] >= 9.0
    assert show(-6.5, 8.0) == wide
    narrow = show(-1.0, 1.0)
    assert narrow[1] - narrow[0] < 8.0 and narrow[0] <= -2.5 and narrow[1] >= 2.5


@pytest.mark.parametrize("z", [1e12, -1e12, 1e-12])
def test_huge_and_tiny_sums_are_drawn(plot: ActivationPlot, z: float) -> None:
    for activation in ("relu", "sigmoid", "linear", "softmax", "step", "gelu"):
        plot.show_landing(activation, "z", (Landed(np.array([z, z / 3.0]), LIGHT.muted),), "2 points", Point(z, z))
        assert plot.z_range[0] <= min(z, z / 3.0) and plot.z_range[1] >= max(z, z / 3.0)
        Picture(plot, 1.0)
