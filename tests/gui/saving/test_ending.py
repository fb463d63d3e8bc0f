"""Tests of what becomes of work when others end the program."""

import signal
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.project.autosave import left_behind
from gui.saving.autosaving import autosave_root
from gui.saving.ending import Ending
from gui.window.signals import end_on_signals
from tests.gui.desks import Desk, answer
from tests.journeys.person import Person

SIGNALS = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Desktop:
    """What a desktop's session says and hears at a log-out; Qt makes none without one."""

    def __init__(self, lets_ask: bool) -> None:
        self.lets_ask, self.heard = lets_ask, list[str]()

    def allowsInteraction(self) -> bool:  # noqa: N802, as Qt's is called
        return self.lets_ask

    def release(self) -> None:
        self.heard.append("asked")

    def cancel(self) -> None:
        self.heard.append("stay")


@pytest.fixture
def signals() -> Iterator[None]:
    before = {name: signal.getsignal(getattr(signal, name)) for name in ("SIGINT", *SIGNALS)}
    for name in SIGNALS:
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


def left(desk: Desk) -> list[tuple[str, int]]:
    """What the next start would offer: titles, and how far they had trained; it is gone then."""
    root = autosave_root(desk.settings)
    assert root is not None
    shelves = left_behind(root)
    found = [(shelf.autosaves[0].open().project.title, shelf.autosaves[0].open().step) for shelf in shelves]
    for shelf in shelves:
        shelf.end()
    return found


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_ends_the_program_and_its_work_is_offered_at_the_next_start(
    person: Person, signals: None, name: str, qapp: QApplication
) -> None:
    window = person.window
    end_on_signals(window)
    document = window.session.document
    document.edit("rename", document.project.replace(title="Mine"))
    # A question that is open hinders nobody.
    person.answer_dialog(lambda dialog: signal.raise_signal(getattr(signal, name)))
    QTimer.singleShot(0, window.close)
    assert qapp.exec() == 128 + getattr(signal, name)
    root = autosave_root(window.settings)
    assert root is not None
    (shelf,) = left_behind(root)
    assert shelf.autosaves[0].open().project.title == "Mine"
    shelf.end()


def test_a_log_out_saves_aside_and_closes_unasked(desk: Desk) -> None:
    ending, desktop = Ending(desk.files, desk.autosaving, desk.window), Desktop(lets_ask=True)
    desk.edit("Mine")
    ending.log_out(desktop)  # type: ignore[arg-type]  # Qt gives it with a desktop only
    desk.session.run_epoch()  # before the desktop comes to end it, something has happened still
    desk.until(lambda: desk.session.step == 25)
    assert ending.may_close() and desktop.heard == []
    desk.close()
    assert left(desk) == [("Mine", 25)]


def test_after_a_log_out_that_was_called_off_closing_asks_as_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.saving.ending.CALLED_OFF_SECONDS", 0.01)
    ending = Ending(desk.files, desk.autosaving, desk.window)
    desk.edit("Mine")
    ending.log_out(Desktop(lets_ask=True))  # type: ignore[arg-type]
    desk.until(lambda: not desk.autosaving.stays)
    answer("Don't save", [])
    assert ending.may_close()
    desk.close()
    assert left(desk) == []


def test_where_nothing_can_be_saved_aside_a_log_out_asks_once_or_not_at_all(
    make_desk: Callable[[], Desk],
) -> None:
    desk = make_desk()
    desk.settings.autosaves = False
    ending = Ending(desk.files, desk.autosaving, desk.window)
    desk.edit("Mine")
    desktop = Desktop(lets_ask=True)
    answer("Cancel", [])
    ending.log_out(desktop)  # type: ignore[arg-type]
    assert desktop.heard == ["stay"]
    answer("Don't save", [])
    ending.log_out(desktop)  # type: ignore[arg-type]
    assert desktop.heard == ["stay", "asked"] and ending.may_close()

    desk = make_desk()
    ending = Ending(desk.files, desk.autosaving, desk.window)
    desk.edit("Mine")
    ending.log_out(Desktop(lets_ask=False))  # type: ignore[arg-type]
    assert ending.may_close(), "a question would keep everybody from logging out"
