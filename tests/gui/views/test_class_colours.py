"""The class colours: ten that people who see colours differently can tell apart, in both themes."""

from itertools import combinations

import numpy as np
import pytest

from gui.theme import LIGHT, THEMES, class_colour, class_table, rgb

# How colours look without one kind of cone, on linear light: Machado, Oliveira and Fernandes (2009), severity 1.
SIGHTS = {
    "normal": np.eye(3),
    "red-blind": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "green-blind": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "blue-blind": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
JUST_SEEN = 2.3
"""The difference in CIE Lab that one just sees."""


def linear(colour):
    """Linear light of a colour."""
    share = np.array(rgb(colour)) / 255.0
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(light):
    """CIE Lab of linear light, D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = (to_xyz @ np.clip(light, 0.0, 1.0)) / (0.9505, 1.0, 1.089)
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16.0 / 116.0 for v in (x, y, z))
    return np.array([116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)])


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_of_the_ten_are_far_from_alike(theme, sight):
    seen = [lab(SIGHTS[sight] @ linear(colour)) for colour in THEMES[theme].classes]
    assert len(seen) == 10
    nearest = min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))
    assert nearest > 5.0 * JUST_SEEN


def test_two_classes_have_the_colours_of_the_signs_and_more_have_the_ten():
    assert class_colour(LIGHT, 0, 2).name() == LIGHT.negative
    assert class_colour(LIGHT, 1, 2).name() == LIGHT.positive
    assert [class_colour(LIGHT, index, 3).name() for index in range(3)] == list(LIGHT.classes[:3])


def test_from_the_eleventh_class_on_they_come_again_in_another_shade():
    first, again = (class_colour(LIGHT, index, 20) for index in (4, 14))
    assert abs(first.hue() - again.hue()) < 40 and first != again
    assert again.lightness() < first.lightness() or again.saturation() < first.saturation()


def test_a_table_runs_from_neutral_to_nearly_the_class():
    table = class_table(LIGHT, 3)
    assert table.shape == (3, 64)
    assert {int(pixel) & 0xFFFFFF for pixel in table[:, 0]} == {int(LIGHT.neutral[1:], 16)}
