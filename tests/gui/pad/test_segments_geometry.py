"""Which segments a click or a stroke meets."""

import pytest

from gui.pad.segments_geometry import NAMES, NEIGHBOURS, SEGMENTS, segment_at, segments_on


@pytest.mark.parametrize("name", NAMES)
def test_the_middle_of_a_segment_is_the_segment(name):
    x, y = SEGMENTS[name].middle
    assert segment_at((x, y)) == name
    assert segment_at((x + 0.1, y - 0.1)) == name


def test_the_middle_of_a_hole_and_the_outside_are_no_segment():
    assert segment_at((0.5, 0.5)) is None
    assert segment_at((0.5, 1.5)) is None
    assert segment_at((2.0, 1.0)) is None


def test_the_display_is_not_mirrored():
    assert segment_at((1.0, 0.4)) == "b"
    assert segment_at((0.0, 0.4)) == "f"
    assert segment_at((1.0, 1.6)) == "c"
    assert segment_at((0.0, 1.6)) == "e"
    assert segment_at((0.5, 0.0)) == "a"
    assert segment_at((0.5, 2.0)) == "d"


def test_a_line_meets_what_it_crosses():
    assert segments_on((0.5, -0.5), (0.5, 2.5)) == ["a", "d", "g"]
    assert segments_on((-0.5, 0.5), (1.5, 0.5)) == ["b", "f"]
    assert segments_on((0.3, 0.5), (0.7, 0.5)) == []


def test_a_line_along_a_side_does_not_meet_the_bars_at_its_corners():
    assert segments_on((1.0, -0.1), (1.0, 2.1)) == ["b", "c"]
    assert segments_on((0.0, 0.0), (1.0, 0.0)) == ["a"]


def test_a_point_is_a_line_without_length():
    assert segments_on((0.5, 1.0), (0.5, 1.0)) == ["g"]
    assert segments_on((0.5, 0.5), (0.5, 0.5)) == []


def test_every_segment_can_be_reached_by_arrows():
    for start in NAMES:
        found, edge = {start}, [start]
        while edge:
            edge = [to for name in edge for to in NEIGHBOURS[name].values() if to not in found]
            found.update(edge)
        assert found == set(NAMES)
