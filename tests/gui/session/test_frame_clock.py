"""Tests of the frame clock: sixty ticks a second at most, the newest moments only, answers in order."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.messages import Answer, Ask, RunSteps, StateAnswer
from core.snapshot import Snapshot
from gui.session.engine_thread import EngineThread
from gui.session.frame_clock import FRAME_SECONDS, FrameClock


class Watcher:
    """What the clock says, in the order in which it says it."""

    def __init__(self, clock: FrameClock) -> None:
        self.frames: list[tuple[Snapshot, int]] = []
        self.answers: list[Answer] = []
        self.ticks: list[float] = []
        clock.frame.connect(lambda snapshot, number: self.frames.append((snapshot, number)))
        clock.answered.connect(self.answers.append)
        clock.ticked.connect(self.ticks.append)


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[EngineThread]:
    engine = EngineThread(open_bundled("circle").replace(pace=None))
    engine.start()
    yield engine
    engine.close()


@pytest.fixture
def clock(engine: EngineThread) -> Iterator[FrameClock]:
    clock = FrameClock(engine)
    yield clock
    clock.stop()


def test_it_ticks_sixty_times_a_second_whether_there_is_something_new_or_not(clock: FrameClock, qtbot: QtBot) -> None:
    watcher = Watcher(clock)
    began = time.perf_counter()
    clock.start()
    qtbot.waitUntil(lambda: len(watcher.ticks) >= 31)
    seconds = time.perf_counter() - began
    assert seconds >= 30 * FRAME_SECONDS - 0.002, "not more often"
    frames = np.diff(watcher.ticks) / FRAME_SECONDS
    assert np.allclose(frames, np.round(frames)) and frames.min() > 0.5, "frames are left out, never moved"
    assert len(watcher.frames) <= 2, "a paused engine has nothing new"


def test_frames_are_numbered_and_each_is_newer(engine: EngineThread, clock: FrameClock, qtbot: QtBot) -> None:
    watcher = Watcher(clock)
    clock.start()
    engine.play()
    qtbot.waitUntil(lambda: len(watcher.frames) >= 10)
    numbers = [number for _, number in watcher.frames]
    steps = [snapshot.step for snapshot, _ in watcher.frames]
    assert numbers == list(range(1, len(numbers) + 1)) and steps == sorted(steps) and steps[-1] > steps[2]


def test_answers_come_in_order(engine: EngineThread, clock: FrameClock, qtbot: QtBot) -> None:
    watcher = Watcher(clock)
    for token in range(20):
        engine.post(RunSteps(1))
        engine.post(Ask(token))
    clock.start()
    qtbot.waitUntil(lambda: len(watcher.answers) == 20)
    assert [answer.token for answer in watcher.answers if isinstance(answer, StateAnswer)] == list(range(20))


def test_stopped_it_says_nothing_more(clock: FrameClock, qtbot: QtBot) -> None:
    watcher = Watcher(clock)
    clock.start()
    qtbot.waitUntil(lambda: len(watcher.ticks) >= 2)
    clock.stop()
    count = len(watcher.ticks)
    end = time.perf_counter() + 5 * FRAME_SECONDS
    qtbot.waitUntil(lambda: time.perf_counter() > end)
    assert len(watcher.ticks) == count
