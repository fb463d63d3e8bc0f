"""Which samples are wrong: at once for small networks, by the worker for large ones, and not at each frame."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QObject

from core.data import Dataset
from core.layers import Dense
from core.network import Network
from core.probe.meaning import meaning_of
from core.snapshot import Snapshot
from gui.views.judging import EACH, Judging
from gui.views.points import Dots

X = np.random.default_rng(0).normal(size=(300, 2))
DATA = Dataset(X, np.eye(3)[np.arange(300) % 3], X[:50], np.eye(3)[np.arange(50) % 3], task="classes")
DOTS = tuple(
    Dots(kind, x, np.zeros(len(x), np.intp), np.arange(len(x)))
    for kind, x in (("training", DATA.x), ("test", DATA.x_test))
)


def moment(network, seed, step=1, is_playing=False):
    theta = network.initial(seed=seed)
    return Snapshot(network, theta, step, 1, 0, 10, is_playing, 1e4 * is_playing, None, None, np.zeros((0, 9)))


def wrong_by_hand(snapshot, x, y):
    return snapshot.network.predict(snapshot.theta, x).argmax(axis=1) != y.argmax(axis=1)


@pytest.fixture
def judged(qtbot, worker):
    """What was found, and who finds it."""
    found, owner = [], QObject()
    judging = Judging(worker, found.append, owner)
    judging.show_data(DATA)
    yield found, judging
    judging.give_up()
    owner.deleteLater()


@pytest.mark.parametrize("units", [4, 4000])
def test_the_wrong_ones_are_those_that_get_another_class_than_their_own(judged, qtbot, worker, units):
    found, judging = judged
    network = Network(inputs=2, layers=(Dense(units, "tanh"), Dense(3, "softmax")))
    meaning = meaning_of(network, DATA, "categorical_crossentropy")
    snapshot = moment(network, 1)
    judging.judge(snapshot, meaning, DOTS)
    assert bool(found) == (units == 4)  # a large network is asked elsewhere
    qtbot.waitUntil(lambda: bool(found))
    assert found[-1]["training"].tolist() == wrong_by_hand(snapshot, DATA.x, DATA.y).tolist()
    assert found[-1]["test"].tolist() == wrong_by_hand(snapshot, DATA.x_test, DATA.y_test).tolist()
    assert 0 < found[-1]["training"].sum() < 300


def test_while_the_worker_is_busy_the_newest_moment_waits_and_is_judged_after(judged, qtbot):
    found, judging = judged
    network = Network(inputs=2, layers=(Dense(4000, "tanh"), Dense(3, "softmax")))
    meaning = meaning_of(network, DATA, "categorical_crossentropy")
    moments = [moment(network, seed) for seed in (1, 2, 3)]
    for snapshot in moments:
        judging.judge(snapshot, meaning, DOTS)
    qtbot.waitUntil(lambda: len(found) == 2)
    for wrong, snapshot in zip(found, (moments[0], moments[2]), strict=True):
        assert wrong["training"].tolist() == wrong_by_hand(snapshot, DATA.x, DATA.y).tolist()


@pytest.mark.parametrize(("units", "each"), [(4, 1), (400, EACH)])
def test_in_motion_every_frame_is_judged_where_that_is_quick_else_one_in_three(judged, units, each):
    found, judging = judged
    network = Network(inputs=2, layers=(Dense(units, "tanh"), Dense(3, "softmax")))
    meaning = meaning_of(network, DATA, "categorical_crossentropy")
    snapshot = moment(network, 1, is_playing=True)
    for _ in range(4 * each):
        judging.judge(snapshot, meaning, DOTS)
    assert len(found) == 4
    judging.judge(dataclasses.replace(snapshot, is_playing=False), meaning, DOTS)
    assert len(found) == 5


def test_an_answer_that_is_no_number_is_wrong(judged):
    found, judging = judged
    network = Network(inputs=2, layers=(Dense(3, "softmax"),))
    snapshot = moment(network, 1)
    snapshot.theta[:] = np.nan
    judging.judge(snapshot, meaning_of(network, DATA, "categorical_crossentropy"), DOTS)
    assert found[-1]["training"].all()
