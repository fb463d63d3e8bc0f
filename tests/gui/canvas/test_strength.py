"""The scale that the strength of weights is drawn on."""

from gui.canvas.drawn.strength import next_scale


def test_the_scale_is_round_grows_at_once_and_hardly_shrinks():
    assert next_scale(0.7, 0.0) == 1.0
    assert next_scale(0.9, 1.0) == 1.0
    assert next_scale(0.15, 1.0) == 1.0
    assert next_scale(1.1, 1.0) == 2.0
    assert next_scale(0.1, 1.0) == 0.1
    assert next_scale(0.15, 0.0) == 0.2
