"""The worker: one question at a time, of each asker only the newest."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.loop import Gate
from gui.session.worker import IsWanted, Worker
from tests.gui.conftest import OpenWindow


def until_given_up(is_begun: threading.Event) -> Callable[[IsWanted], str]:
    """A question that goes on for as long as somebody wants its answer."""

    def find(is_wanted: IsWanted) -> str:
        is_begun.set()
        while is_wanted():
            pass
        return "too late"

    return find


def test_an_answer_arrives_in_the_window_s_thread(worker: Worker, qtbot: QtBot) -> None:
    heard: list[tuple[int, bool]] = []
    found_in: list[int] = []

    def find(_is_wanted: IsWanted) -> int:
        found_in.append(threading.get_ident())
        return 42

    worker.ask("one", find, lambda answer: heard.append((answer, threading.get_ident() in found_in)))
    assert worker.is_busy("one")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(42, False)]
    assert not worker.is_busy("one")


def test_of_one_asker_only_the_newest_question_is_answered(worker: Worker, qtbot: QtBot) -> None:
    heard: list[str] = []
    is_begun, may_end = threading.Event(), threading.Event()

    def slow(_is_wanted: IsWanted) -> str:
        is_begun.set()
        may_end.wait(10)
        return "first"

    worker.ask("one", slow, heard.append)
    assert is_begun.wait(10)
    worker.ask("one", lambda _is_wanted: "second", heard.append)
    worker.ask("one", lambda _is_wanted: "third", heard.append)
    worker.ask("other", lambda _is_wanted: "of another", heard.append)
    may_end.set()
    qtbot.waitUntil(lambda: len(heard) >= 2)
    assert sorted(heard) == ["of another", "third"]


def test_what_is_given_up_is_told_so_and_not_answered(worker: Worker, qtbot: QtBot) -> None:
    heard: list[str] = []
    is_begun = threading.Event()

    worker.ask("one", until_given_up(is_begun), heard.append)
    assert is_begun.wait(10)
    worker.give_up("one")
    assert not worker.is_busy("one")
    worker.ask("other", lambda _is_wanted: "next", heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["next"]


def test_a_bug_in_a_question_is_told_and_the_next_is_answered(worker: Worker, qtbot: QtBot) -> None:
    heard: list[str] = []

    def buggy(_is_wanted: IsWanted) -> str:
        raise ZeroDivisionError("a bug")

    with qtbot.waitSignal(worker.failed) as told:
        worker.ask("one", buggy, heard.append)
    assert "ZeroDivisionError: a bug" in told.args[0]
    worker.ask("one", lambda _is_wanted: "well", heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["well"]


def test_a_refusal_goes_to_who_waits_for_one_unless_it_is_given_up_and_else_it_is_a_bug(
    worker: Worker, qtbot: QtBot
) -> None:
    heard: list[str] = []
    is_begun = threading.Event()

    def refuse(_is_wanted: IsWanted) -> str:
        raise UserError("It cannot be.", "Leave it.")

    def refuse_late(is_wanted: IsWanted) -> str:
        until_given_up(is_begun)(is_wanted)
        return refuse(is_wanted)

    def refused(error: UserError) -> None:
        heard.append(error.message)

    worker.ask("late", refuse_late, heard.append, refused)
    assert is_begun.wait(10)
    worker.give_up("late")
    worker.ask("one", refuse, heard.append, refused)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["It cannot be."]
    with qtbot.waitSignal(worker.failed) as told:
        worker.ask("one", refuse, heard.append)
    assert "It cannot be." in told.args[0]


def test_a_worker_closed_in_the_middle_of_a_question_can_be_let_go_and_is_asked_nothing_more(qtbot: QtBot) -> None:
    heard: list[str] = []
    for _ in range(10):
        worker = Worker(Gate())
        is_begun = threading.Event()

        worker.ask("one", until_given_up(is_begun), heard.append)
        assert is_begun.wait(10)
        worker.close()
        QCoreApplication.processEvents()  # its end is told now
        worker.ask("one", lambda _is_wanted: "after the end", heard.append)
        assert not worker.is_busy("one")
        del worker
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    assert heard == []


def test_what_an_answer_changes_is_painted_while_the_engine_stands_still(open_window: OpenWindow, qtbot: QtBot) -> None:
    session = open_window().window.session
    qtbot.waitUntil(lambda: not session.engine.gate.is_closed)
    heard: list[bool] = []
    session.worker.ask("one", lambda _is_wanted: 42, lambda _answer: heard.append(session.engine.gate.is_closed))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [True]
    qtbot.waitUntil(lambda: not session.engine.gate.is_closed)
