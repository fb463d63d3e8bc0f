"""What is cheap is found out at once, what is dear by the worker: one question at a time, none in vain."""

from dataclasses import replace
from threading import Event

import numpy as np
from pytestqt.qtbot import QtBot

from core.curve import COLUMNS
from core.layers import Dense
from core.network import Network
from core.snapshot import Snapshot
from gui.session.worker import IsWanted, Worker
from gui.views.asking import Asking

NETWORK = Network(1, (Dense(1),))
PAUSED = Snapshot(NETWORK, NETWORK.initial(), 0, 0, 0, 1, False, 0.0, None, None, np.zeros((0, COLUMNS)))
PLAYING = replace(PAUSED, is_playing=True, steps_per_second=1e4)
DEAR = float("inf")


def test_what_is_cheap_is_there_at_once_and_not_found_out_twice(worker: Worker) -> None:
    shown: list[str] = []
    asking = Asking(worker, lambda: None)
    for answer, moment, about in (
        ("first", PAUSED, "a"),
        ("the same", PAUSED, "a"),
        ("another moment", replace(PAUSED, step=1), "a"),
        ("another thing", replace(PAUSED, step=1), "b"),
    ):
        asking.ask(moment, (about,), 10.0, lambda _, answer=answer: answer, shown.append)  # type: ignore[misc]
    assert shown == ["first", "another moment", "another thing"]


def test_a_later_moment_waits_for_the_answer_and_is_asked_after_it(worker: Worker, qtbot: QtBot) -> None:
    shown: list[int] = []
    may_end, began = Event(), Event()
    now = PAUSED

    def ask() -> None:
        step = now.step

        def find(_: IsWanted) -> int:
            began.set()
            may_end.wait(5.0)
            return step

        asking.ask(now, ("a",), DEAR, find, shown.append)

    asking = Asking(worker, ask)
    ask()
    qtbot.waitUntil(began.is_set)
    for number in (1, 2, 3):
        now = replace(PAUSED, step=number)
        ask()
    may_end.set()
    qtbot.waitUntil(lambda: shown == [0, 3])


def test_another_thing_takes_the_place_of_the_question_under_way(worker: Worker, qtbot: QtBot) -> None:
    shown: list[str] = []
    began = Event()

    def until_given_up(is_wanted: IsWanted) -> str | None:
        began.set()
        while is_wanted():
            pass
        return None

    asking = Asking(worker, lambda: None)
    assert not asking.ask(PAUSED, ("a",), DEAR, until_given_up, shown.append)
    qtbot.waitUntil(began.is_set)
    assert not asking.ask(PAUSED, ("b",), DEAR, lambda _: "b", shown.append)
    qtbot.waitUntil(lambda: shown == ["b"])


def test_while_training_runs_fast_it_is_asked_no_sooner_than_wanted(worker: Worker) -> None:
    shown: list[int] = []
    asking = Asking(worker, lambda: None, each_seconds=1000.0)
    for step in range(5):
        asking.ask(replace(PLAYING, step=step), ("a",), 10.0, lambda _, step=step: step, shown.append)  # type: ignore[misc]
    assert shown == [0]
    asking.ask(replace(PAUSED, step=5), ("a",), 10.0, lambda _: 5, shown.append)
    assert shown == [0, 5]


def test_who_has_gone_is_not_answered_and_asks_anew_when_back(worker: Worker, qtbot: QtBot) -> None:
    shown: list[str] = []
    asking = Asking(worker, lambda: None)
    asking.ask(PAUSED, ("a",), DEAR, lambda _: "early", shown.append)
    asking.forget()
    asking.ask(PAUSED, ("a",), 10.0, lambda _: "late", shown.append)
    worker.ask("another", lambda _is_wanted: "next", shown.append)
    qtbot.waitUntil(lambda: "next" in shown)
    assert shown == ["late", "next"]


def test_who_rests_no_more_is_answered_about_the_next_moment_at_once(worker: Worker) -> None:
    shown: list[str] = []
    asking = Asking(worker, lambda: None, each_seconds=3600.0)
    for step, answer in ((1, "first"), (2, "while it rests"), (3, "after the rest")):
        if step == 3:
            asking.rest_no_more()
        asking.ask(replace(PLAYING, step=step), ("a",), 10.0, lambda _, answer=answer: answer, shown.append)  # type: ignore[misc]
    assert shown == ["first", "after the rest"]
