"""The training doctor at work in the window: it looks now and then, and what it says and does goes through here."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from core.data import build
from core.doctor import Doctor, Examination, Finding, Remedy, no_slope
from core.errors import UserError
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.banner import Banner
from gui.panels.doctor_line import DoctorLine
from gui.session.session import Session
from gui.session.worker import IsWanted

LOOK_MS = 500
LOOK_EACH = 20.0
"""A look is not followed by the next one before this many times what it took itself."""


class Consulting(QObject):
    """Looks in the worker, never on the frame's way; the findings go to the line, the remedies to the document.

    Numbers that ran away are told of in the banner: the remedy is offered there, and the line keeps quiet meanwhile, as
    it does while somebody looks back: it speaks of now.
    """

    noticed = Signal(str)
    """What was done."""

    def __init__(self, session: Session, line: DoctorLine, banner: Banner, is_on: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.doctor = Doctor()
        self._session, self._line, self._banner = session, line, banner
        self._looked_at: Snapshot | None = None
        self._next_look = 0.0
        self._stop: Finding | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        session.document.changed.connect(self._on_changed)
        session.document.loaded.connect(self._on_loaded)
        session.ran_away.connect(self._on_ran_away)
        session.succeeded.connect(self._forget_stop)
        session.state_replaced.connect(self._forget_stop)
        session.looking_back.changed.connect(self._show)
        line.remedy_wanted.connect(self._cure)
        line.dismissed.connect(self._dismiss)
        banner.remedy_wanted.connect(self._cure_stop)
        self._show_project(session.document.project)
        self.switch(is_on)

    @property
    def is_on(self) -> bool:
        """Whether the doctor looks."""
        return self._timer.isActive()

    def switch(self, is_on: bool) -> None:
        """Have the doctor look from now on, or no more."""
        self.doctor.begin_anew()
        self._looked_at = None
        if is_on:
            self._timer.start()
        else:
            self._timer.stop()
            self._session.worker.give_up(self)
        self._show()

    # Looking -----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at the newest moment, unless nothing has changed, or the last look has taken long."""
        if not self._session.engine.isRunning():
            return
        snapshot, worker = self._session.snapshot, self._session.worker
        is_news = snapshot is not self._looked_at or self.doctor.is_undecided
        if snapshot is None or not is_news or worker.is_busy(self) or time.perf_counter() < self._next_look:
            return
        question = self.doctor.question(snapshot)
        if question is not None:
            self._looked_at = snapshot
            worker.ask(self, _timed(question), self._take)

    def _take(self, answer: tuple[Examination, float]) -> None:
        examination, seconds = answer
        self._next_look = time.perf_counter() + LOOK_EACH * seconds
        self.doctor.take(examination)
        self._show(at_once=False)

    def _show(self, at_once: bool = True) -> None:
        is_speaking = self.is_on and self._stop is None and not self._session.looking_back.is_on
        self._line.show_findings(self.doctor.findings if is_speaking else (), at_once)

    # What happens ------------------------------------------------------------------------------------------------

    def _show_project(self, project: Project) -> None:
        self.doctor.show_project(project, None if project.data is None else build(project.data))

    def _on_changed(self, old: Project, project: Project) -> None:
        self._session.worker.give_up(self)  # what is found of the project as it was is of no use any more
        self._looked_at = self._session.snapshot  # of the time before the edit
        if not old.trains_like(project):
            self._stop = None
        self._show_project(project)
        self._show()

    def _on_loaded(self) -> None:
        self.doctor.forget()
        self._stop = None
        self._show_project(self._session.document.project)
        self._show()

    def _on_ran_away(self) -> None:
        if self.is_on:
            self._stop = self.doctor.ran_away(self._session.document.project, self._session.snapshot)
            self._banner.offer(self._stop.remedy.text, self._stop.more)
            self._show()

    def advise(self, refusal: str) -> None:
        """The banner tells this: offer there what helps, where something is known to."""
        self._stop = no_slope(self._session.document.project, refusal) if self.is_on else None
        if self._stop is not None:
            self._banner.offer(self._stop.remedy.text, self._stop.more)
        self._show()

    def _forget_stop(self) -> None:
        self._stop = None
        self._show()

    # Doing -------------------------------------------------------------------------------------------------------

    def _cure_stop(self) -> None:
        if self._stop is not None:
            self._cure(self._stop.remedy)

    def _cure(self, remedy: Remedy) -> None:
        """Make the edit that helps."""
        session = self._session
        try:
            edit = remedy.decide(session.document.project, session.read_state())
        except UserError as error:
            session.refused.emit(error.message, error.hint)
            return
        session.succeeded.emit()
        session.document.make(edit)
        session.worker.give_up(self)
        self.doctor.begin_anew()
        self._show()
        self.noticed.emit(f"Done: {edit.text}; undo takes it back.")

    def _dismiss(self, finding: Finding) -> None:
        self.doctor.dismiss(finding.kind)
        self._show()


def _timed(question: Callable[[], Examination]) -> Callable[[IsWanted], tuple[Examination, float] | None]:
    def find(is_wanted: IsWanted) -> tuple[Examination, float] | None:
        if not is_wanted():
            return None
        began = time.perf_counter()
        return question(), time.perf_counter() - began

    return find
