"""The table of classes: what its mean is of."""

import numpy as np

from core.metrics import class_report
from gui.views.scores.class_table import mean_name


def test_the_mean_says_how_many_classes_it_leaves_out():
    assert mean_name(class_report(np.diag([3, 2, 1]))) == "mean of the classes"
    assert mean_name(class_report(np.array([[3, 0, 0], [0, 2, 0], [1, 0, 0]]))) == "mean of 2 of 3"
