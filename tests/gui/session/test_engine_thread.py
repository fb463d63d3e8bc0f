"""Tests of the engine's thread: five methods, the gate in Qt's event loop, and bugs that reach the window."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.loop import GATE_SECONDS
from core.messages import Adopt, Answer, Ask, Load, RunSteps, StateAnswer
from core.snapshot import Snapshot
from gui.session.engine_thread import EngineThread

PROJECT = open_bundled("circle").replace(pace=None)


class Taker:
    """Takes what the engine has, as the window does."""

    def __init__(self, engine: EngineThread, qtbot: QtBot) -> None:
        self.engine, self._qtbot = engine, qtbot
        self.answers: list[Answer] = []
        self.snapshot: Snapshot | None = None

    def until_step(self, least: int) -> Snapshot:
        def is_there() -> bool:
            self._take()
            return self.snapshot is not None and self.snapshot.step >= least

        self._qtbot.waitUntil(is_there)
        assert self.snapshot is not None
        return self.snapshot

    def until_answered(self, count: int = 1) -> list[Answer]:
        def is_there() -> bool:
            self._take()
            return len(self.answers) >= count

        self._qtbot.waitUntil(is_there)
        return self.answers

    def _take(self) -> None:
        answers, snapshot = self.engine.take()
        self.answers += answers
        self.snapshot = snapshot or self.snapshot


@pytest.fixture
def taker(qtbot: QtBot) -> Iterator[Taker]:
    engine = EngineThread(PROJECT)
    engine.start()
    yield Taker(engine, qtbot)
    engine.close()


def test_it_plays_pauses_and_answers(taker: Taker) -> None:
    taker.until_step(0)
    taker.engine.play()
    assert taker.until_step(200).is_playing
    taker.engine.pause()
    taker.engine.post(Ask(7))
    (answer,) = taker.until_answered()
    assert isinstance(answer, StateAnswer) and answer.token == 7 and answer.state.step >= 200


def test_it_goes_on_from_a_state(qtbot: QtBot, taker: Taker) -> None:
    taker.engine.post(RunSteps(30))
    taker.until_step(30)
    taker.engine.post(Ask(1))
    (answer,) = taker.until_answered()
    assert isinstance(answer, StateAnswer)
    other = EngineThread(PROJECT, answer.state)
    other.start()
    snapshot = Taker(other, qtbot).until_step(30)
    other.close()
    assert snapshot.step == 30 and np.array_equal(snapshot.theta, answer.state.theta)


def test_held_it_stands_still_until_the_event_loop_comes_to_rest(taker: Taker) -> None:
    taker.engine.play()
    taker.until_step(100)
    taker.engine.hold()
    held = time.perf_counter()
    for share in (0.1, 0.2):  # what was under way when it was held
        while time.perf_counter() < held + share * GATE_SECONDS:
            pass
        taker.engine.take()
    while time.perf_counter() < held + 0.5 * GATE_SECONDS:
        pass
    _, snapshot = taker.engine.take()
    assert snapshot is None or time.perf_counter() - held > 0.9 * GATE_SECONDS
    assert taker.snapshot is not None
    taker.until_step(taker.snapshot.step + 100)  # waitUntil lets the event loop block, which opens the gate


def test_held_it_stands_still_until_what_was_to_be_painted_is_painted(taker: Taker, qtbot: QtBot) -> None:
    """The order is what counts: GLib's event dispatcher says that it is about to block before each round of events."""
    order: list[str] = []

    class Slow(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            order.append("painted")

    widget = Slow()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: "painted" in order)
    taker.engine.went_on.connect(lambda: order.append("went on"))
    for _ in range(5):
        order.clear()
        # As a frame does: from within an event, so that both are queued together.
        QTimer.singleShot(0, lambda: (taker.engine.hold(), widget.update()))
        qtbot.waitUntil(lambda: len(order) >= 2)
        assert order == ["painted", "went on"]


def test_it_ends_when_closed_whatever_it_does_and_once_is_enough(qtbot: QtBot) -> None:
    engine = EngineThread(PROJECT)
    engine.start()
    engine.play()
    Taker(engine, qtbot).until_step(10)
    engine.hold()
    engine.close()
    assert engine.isFinished()
    engine.close()


def test_closed_before_it_was_started_it_does_nothing(qtbot: QtBot) -> None:
    engine = EngineThread(PROJECT)
    engine.close()
    engine.start()
    assert engine.wait(5000)


def test_a_bug_reaches_the_window_and_what_was_learned_can_still_be_saved(taker: Taker, qtbot: QtBot) -> None:
    taker.engine.post(RunSteps(50))
    theta = taker.until_step(50).theta
    with qtbot.waitSignal(taker.engine.failed) as failed:
        taker.engine.post(Adopt(None))  # type: ignore[arg-type]
    assert "AttributeError" in failed.args[0] and "core/loop.py" in failed.args[0].replace("\\", "/")
    assert taker.engine.isRunning()
    taker.engine.post(Ask(1))
    (answer,) = taker.until_answered()
    assert isinstance(answer, StateAnswer) and np.array_equal(answer.state.theta, theta)
    taker.engine.post(RunSteps(50))
    assert taker.until_step(100).step == 100


def test_a_bug_while_playing_is_told_once_and_stops_training(taker: Taker, qtbot: QtBot) -> None:
    told: list[str] = []
    taker.engine.failed.connect(told.append)
    taker.engine._loop._trainer._course = None
    taker.engine.play()
    qtbot.waitUntil(lambda: bool(told))
    taker.engine.post(Load(PROJECT))
    taker.engine.post(Ask(1))
    (answer,) = taker.until_answered()
    assert isinstance(answer, StateAnswer) and answer.state.step == 0
    taker.engine.post(RunSteps(5))
    assert taker.until_step(5).step == 5
    assert len(told) == 1
