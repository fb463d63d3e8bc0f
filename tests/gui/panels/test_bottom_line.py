"""The bottom line: size, seed, speed, and what just happened for a while."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from core.layers import Dense
from core.network import Network
from core.snapshot import Snapshot
from gui.panels import bottom_line
from gui.panels.bottom_line import BottomLine
from gui.session import Session
from tests.gui.panels.conftest import said

Show = Callable[[BottomLine], BottomLine]


@pytest.fixture
def line(session: Session, show: Show) -> BottomLine:
    return show(BottomLine())


def test_size_seed_and_dtype_follow_the_project(session: Session, line: BottomLine) -> None:
    assert said(line, "parameters") == "31 parameters"
    assert said(line, "seed-and-dtype") == "seed 7 · float32"
    project = session.document.project
    one = Network(1, (Dense(1, use_bias=False),), dtype="float64")
    session.document.load(project.replace(network=one, data=None, seed=8), None, None)
    assert said(line, "parameters") == "1 parameter"
    assert said(line, "seed-and-dtype") == "seed 8 · float64"


@pytest.mark.parametrize(("rate", "told"), [(50.0, "50 steps/s"), (123456.0, "123,000 steps/s"), (0.2, "0.2 steps/s")])
def test_the_speed_is_told_in_three_digits_while_it_trains(
    session: Session, line: BottomLine, rate: float, told: str
) -> None:
    network = session.document.project.network
    curve = np.zeros((0, 6))
    line.show_snapshot(Snapshot(network, network.initial(0), 1, 0, 1, 25, True, rate, None, None, curve))
    assert said(line, "steps-per-second") == told
    line.show_snapshot(Snapshot(network, network.initial(0), 1, 0, 1, 25, False, 0.0, None, None, curve))
    assert said(line, "steps-per-second") == "paused"


def test_a_notice_goes_away_by_itself(line: BottomLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bottom_line, "NOTICE_MS", 20)
    line.show_notice("Saved.")
    assert said(line, "notice") == "Saved."
    (timer,) = line.findChildren(QTimer)
    qtbot.waitSignal(timer.timeout).wait()
    assert said(line, "notice") == ""
