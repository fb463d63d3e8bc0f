"""The right column as a whole: what stands side by side is of one moment."""

import dataclasses

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.curve import COLUMNS
from core.snapshot import Score, Snapshot
from gui.panels.pictures import Pictures
from gui.session.worker import Worker


@pytest.fixture
def pictures(qtbot: QtBot, worker: Worker) -> Pictures:
    """The pictures of circle."""
    pictures = Pictures(worker)
    qtbot.addWidget(pictures)
    pictures.show_project(open_bundled("circle"))
    pictures.show()
    return pictures


def test_accuracy_and_loss_are_of_one_moment_while_training_fast(pictures: Pictures) -> None:
    network = open_bundled("circle").network
    curve = np.zeros((0, COLUMNS))
    first = Snapshot(network, network.initial(0), 0, 0, 0, 25, True, 1e4, None, None, curve)
    shown = set()
    for number in range(1, 13):
        score = Score(number / 100.0, number, 12)
        snapshot = dataclasses.replace(first, step=number, train=score, test=score)
        pictures.show_snapshot(snapshot, number)
        if number >= 6:
            shown.add((pictures.figure.figure.large, pictures.curves.legend.text))
    assert shown == {("50.0 %", "train 0.060, test 0.060"), ("100 %", "train 0.120, test 0.120")}
