"""Where the name of a region stands on a map of classes."""

import numpy as np

from gui.views.regions import middles_of_regions


def test_a_name_stands_in_the_widest_place_of_its_region():
    chosen = np.zeros((40, 40), np.intp)
    chosen[:, 20:] = 1
    chosen[2, 3] = 2  # a speck
    chosen[30:, 30:] = -1  # nothing is answered there
    found = middles_of_regions(chosen, 4)
    assert found.keys() == {0, 1}
    assert 0.2 < found[0][0] < 0.3 and 0.3 < found[0][1] < 0.7
    for index, (across, down) in found.items():
        row, column = int(down * 40), int(across * 40)
        assert (chosen[row - 2 : row + 3, column - 2 : column + 3] == index).all()


def test_a_region_in_two_parts_is_named_within_the_wider_one():
    chosen = np.zeros((40, 40), np.intp)
    chosen[:6, :6] = 1
    chosen[20:, 20:] = 1
    across, down = middles_of_regions(chosen, 2)[1]
    assert 0.6 < across < 0.9 and 0.6 < down < 0.9
