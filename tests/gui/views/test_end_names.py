"""Names at the ends of curves: near their curves, never on each other."""

from itertools import pairwise

import pytest

from gui.views.end_names import spread


def test_names_that_have_room_stand_at_their_curves():
    assert spread([70.0, 20.0, 45.0], 5.0, 95.0, 13.0) == [70.0, 20.0, 45.0]


@pytest.mark.parametrize("places", [[50.0, 50.0, 50.0], [3.0, 4.0, 99.0], [97.0, 2.0, 96.0, 98.0], [-50.0, 200.0]])
def test_names_keep_their_distance_their_order_and_the_limits(places):
    found = spread(places, 5.0, 95.0, 13.0)
    assert None not in found
    ordered = [found[index] for index in sorted(range(len(places)), key=lambda index: places[index])]
    assert all(b - a >= 13.0 - 1e-9 for a, b in pairwise(ordered))
    assert min(found) >= 5.0 and max(found) <= 95.0


def test_where_there_is_no_room_for_all_the_outermost_layers_have_names():
    found = spread([float(index) for index in range(30)], 5.0, 95.0, 13.0)
    kept = [index for index, place in enumerate(found) if place is not None]
    assert len(kept) == 7 and kept[0] == 0 and kept[-1] == 29
    assert all(5.0 <= found[index] <= 95.0 for index in kept)
