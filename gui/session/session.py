"""The session: one document, the engine that trains it, and what a person can do with both."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.bundled import new_project, open_bundled
from core.edits import Edit, new_weights, reseed
from core.errors import UserError
from core.messages import (
    Adopt,
    Answer,
    HistoryAnswer,
    Load,
    Looked,
    Message,
    MomentsListed,
    Refused,
    RunEpochs,
    RunSteps,
    StateAnswer,
    Stopped,
    Swap,
    Swapped,
)
from core.moves import Become, Redraw, Reset
from core.network import DType
from core.project import Saved, open_project, save_project
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from gui.session.document import Document
from gui.session.engine_state import STATE_SECONDS, EngineState
from gui.session.engine_thread import EngineThread
from gui.session.exporting import Exported, Exporting, MayReplace
from gui.session.frame_clock import FrameClock
from gui.session.kept_runs import KeptRuns
from gui.session.looking_back import LookingBack
from gui.session.undoing import Undoing
from gui.session.worker import Worker

if TYPE_CHECKING:
    from core.export.formats import Format
    from core.export.taking import Moment, Wishes


class Session(QObject):
    """What a person can do with the project: train, undo, save. Knows no widget."""

    frame = Signal(object, int)
    """(Snapshot, frame number): the newest moment of training, or the one that is looked back at."""
    noticed = Signal(str)
    """Something worth a line at the bottom, such as where an undo led to."""
    succeeded = Signal()
    """What was asked for is done, or begun: what was refused before is no longer the last word."""
    stopped = Signal(str, str)
    """Training broke off: (what happened, what to do about it)."""
    ran_away = Signal()
    """It broke off, as `stopped` has told, because its numbers grew beyond all bounds."""
    state_replaced = Signal()
    """Weights and epoch are others than those that training had come to: reset, drawn anew, or taken back."""
    leaving = Signal()
    """The next thing that is done begins anew: what training has come to stands for the last time."""
    ended = Signal(str)
    """Training came to its end by itself, early; says why and what stands now."""
    refused = Signal(str, str)
    """(what happened, what to do about it), of the project as it is: another edit may mend it."""
    failed = Signal(str)
    """A bug ended the engine; carries the details."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = Document(project, self)
        self.engine = EngineThread(project, parent=self)
        self.clock = FrameClock(self.engine, self)
        self.worker = Worker(self.engine.gate, self)
        self.reader = Worker(self.engine.gate, self)
        """A worker of its own for what takes seconds, such as reading a table."""
        self.writer = Worker(self.engine.gate, self)
        """And one for what must not wait for that: the autosave."""
        self.exporting = Exporting(self.reader, self)
        self.looking_back = LookingBack(self.document, self.engine, self)
        self.snapshot: Snapshot | None = None
        """The present, whatever is on screen."""
        self._loaded_step = 0
        self._ended: tuple[str, int] = ("", 0)
        """Why training came to its end by itself, and at which step."""
        self._engine_state = EngineState(self.engine, self._serve)
        self._undoing = Undoing(self.document, self)
        self.document.posted.connect(self._on_posted)
        self.clock.frame.connect(self._on_frame)
        self.clock.answered.connect(self._on_answered)
        self.looking_back.shown.connect(lambda snapshot: self.frame.emit(snapshot, 0))
        self.looking_back.noticed.connect(self.noticed)
        self._undoing.noticed.connect(self.noticed)
        self.exporting.refused.connect(self.refused)
        self.exporting.exported.connect(self._on_exported)
        self.engine.failed.connect(self.failed)
        for worker in (self.worker, self.reader, self.writer):
            worker.failed.connect(self.failed)
        for worker in (self.worker, self.reader):
            worker.found.connect(self.engine.hold)
        self.runs = KeptRuns(self, self)

    def start(self) -> None:
        """Begin to serve: the engine runs, frames come."""
        self.engine.start()
        self.clock.start()

    def close(self) -> None:
        """End the engine, and whatever is still to be found out."""
        self.clock.stop()
        self.worker.close()
        self.reader.close()
        self.writer.close()
        self.engine.close()

    # Training ----------------------------------------------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether steps go on by themselves, as of the last frame."""
        return self.snapshot is not None and self.snapshot.is_playing

    @property
    def shown(self) -> Snapshot | None:
        """The moment on screen: the present, or the one that is looked back at."""
        past = self.looking_back.snapshot
        return self.snapshot if past is None else past

    @property
    def step(self) -> int:
        """Steps made, as of the last frame."""
        return self._loaded_step if self.snapshot is None else self.snapshot.step

    def why_ended(self, step: int) -> str:
        """Why training came to its end by itself at this step; empty: it did not."""
        reason, ended_at = self._ended
        return reason if step == ended_at else ""

    def toggle_training(self) -> None:
        """Train, or pause."""
        if self.is_playing and not self.looking_back.is_on:
            self.engine.pause()
        else:
            self.succeeded.emit()
            self._begin("training goes on from there")
            self.engine.play()
            goal = self.document.project.training.stop_epochs
            if goal is not None and self.document.epoch >= goal:
                self.noticed.emit(f"The epoch goal of {goal:,} was reached before: training goes on past it.")

    def run_step(self) -> None:
        """One step, then pause."""
        self.succeeded.emit()
        self._begin("the step is made there")
        self.engine.post(RunSteps(1))

    def run_epoch(self) -> None:
        """To the end of this epoch, then pause."""
        self.succeeded.emit()
        self._begin("the epoch is made there")
        self.engine.post(RunEpochs(1))

    def _begin(self, what: str) -> None:
        self._ended = "", 0
        self.looking_back.leave_to(what)

    def reset(self) -> None:
        """Epoch 0 with the weights that stood when training began."""
        self.engine.pause()
        self.succeeded.emit()
        self.leaving.emit()
        self.document.edit("reset", self.document.project, Reset())

    def new_weights(self) -> None:
        """Epoch 0 with other first weights, from the next seed."""
        self.succeeded.emit()
        self._draw_anew(new_weights(self.document.project))

    def reseed(self, seed: int) -> None:
        """Epoch 0 with first weights from this seed.

        Raises UserError for a seed that cannot be.
        """
        self._draw_anew(reseed(self.document.project, seed))

    def _draw_anew(self, edit: Edit) -> None:
        self.leaving.emit()
        left = self.snapshot
        self.document.make(edit)
        if left is not None and left.step:
            where = f"epoch {left.epoch:,}" if left.epoch else f"step {left.step:,}"
            drawn = f"Seed {edit.project.seed}: first weights drawn anew, at epoch 0"
            self.noticed.emit(f"{drawn}; undo returns to {where}.")

    def undo(self) -> None:
        """Take back the last edit, and say which."""
        self._undoing.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back last, and say which."""
        self._undoing.redo()

    def go_to(self, position: int) -> None:
        """Take back or make again as many edits as lead to this place in the history, and say how many."""
        self._undoing.go_to(position)

    def apply(self, decide: Callable[[], Edit]) -> None:
        """Make the edit that `decide` comes to, or say why it cannot be."""
        try:
            edit = decide()
        except UserError as error:
            self.refused.emit(error.message, error.hint)
            return
        self.document.make(edit)

    # Files -------------------------------------------------------------------------------------------------------

    def new(self, dtype: DType = "float32") -> None:
        """The smallest project there is.    dtype: what it computes with"""
        project = new_project()
        self.document.load(project.replace(network=project.network.replace(dtype=dtype)), None, None)

    def open(self, path: Path, is_copy: bool = False) -> bool:
        """Open a project file; False, with everything as it was, where it cannot be opened.

        is_copy  what is opened has no file yet
        """
        try:
            saved = open_project(path)
        except UserError as error:
            self.refused.emit(error.message, error.hint)
            return False
        if is_copy:
            self.load_copy(saved, path)
        else:
            self.load(saved, path)
        return True

    def load_copy(self, saved: Saved, path: Path) -> None:
        """Go on with what was opened from this file as a project that has no file yet."""
        self.load(replace(saved, project=saved.project.replace(title=f"{path.stem} copy")), None)

    def load(self, saved: Saved, path: Path | None, is_bundled: bool = False) -> None:
        """Go on with what was opened.    path: the project's file; None: it has none yet"""
        self.document.load(saved.project, saved.state, path, is_bundled, saved.timeline)
        self.runs.take(saved.runs)
        self._ended = saved.ended, saved.step

    def open_bundled(self, name: str) -> None:
        """Open one of the projects that come with the program."""
        self.document.load(open_bundled(name), None, None, is_bundled=True)

    def save(self, path: Path, before: Callable[[Path], object] | None = None) -> bool:
        """Save project and training; False, with the old file as it was, where that fails.

        before  called with the old file just before another one takes its place
        """
        try:
            saved = self.read_saved()
            save_project(saved, path, before=before)
        except UserError as error:
            self.refused.emit(error.message, error.hint)
            return False
        self.document.mark_saved(saved.project, saved.step, path)
        self.succeeded.emit()
        self.noticed.emit(f"Saved {path.name}.")
        return True

    def export(
        self,
        form: "Format",
        path: Path,
        moment: "Moment | None" = None,
        wishes: "Wishes | None" = None,
        may_replace: MayReplace = lambda _others: True,
    ) -> None:
        """Write the model in this form, proved, by the worker; `exporting` tells how it goes, and ends.

        moment       what is written; None: what is on screen now
        may_replace  asked about files that would be replaced besides the one at `path`
        """
        try:
            moment = self.moment() if moment is None else moment
        except UserError as error:
            self.refused.emit(error.message, error.hint)
            return
        self.succeeded.emit()
        self.exporting.export(form, moment, path, wishes, may_replace)

    def _on_exported(self, done: Exported) -> None:
        self.succeeded.emit()
        when = f", {done.when}" if done.when else ""
        self.noticed.emit(f"Exported {done.path.name}{when}: {done.brief}.")

    def moment(self) -> "Moment":
        """What is on screen now: the present, or the moment that is looked back at.

        Waits and raises as `read_state` does.
        """
        # What exports is loaded when it is needed: a plain start is faster without.
        from core.export.taking import Moment

        past, title = self.looking_back.snapshot, self.document.title
        if past is not None:
            return Moment(self.looking_back.project, past.theta, past.step, past.epoch, title, past.since)
        state = self.read_state()
        return Moment(self.document.project, state.theta, state.step, state.epoch, title, state.since)

    def read_state(self) -> State:
        """The trainer's state now; waits until the engine has finished its current step.

        Raises UserError where it does not answer.
        """
        return self._engine_state.wait().state

    def read_trained(self) -> tuple[Project, State]:
        """What the last step was made with, and the state it led to; edits since have no part in it.

        Waits and raises as `read_state` does.
        """
        answer = self._engine_state.wait()
        return answer.trained or (self.document.project, answer.state)

    def read_saved(self, seconds: float = STATE_SECONDS) -> Saved:
        """The project with all that training has come to, as it is saved; waits and raises as `read_state` does."""
        return self._saved_of(self.document.project, self._engine_state.wait(seconds))

    def _saved_of(self, project: Project, answer: StateAnswer) -> Saved:
        """Raises UserError where the engine stands at another project, since it refused an edit."""
        ended = self.why_ended(answer.state.step)
        return Saved(project, answer.state, answer.timeline, tuple(self.runs.all), ended)

    def ask_saved(self, then: Callable[[Saved | None], None]) -> None:
        """Have `then` called with what `read_saved` reads, when it comes; nobody waits.    None: it would raise"""
        project = self.document.project

        def answered(answer: StateAnswer) -> None:
            try:
                saved = self._saved_of(project, answer)
            except UserError:
                then(None)
            else:
                then(saved)

        self._engine_state.ask(answered)

    # From the engine ---------------------------------------------------------------------------------------------

    def _on_posted(self, message: Message) -> None:
        if isinstance(message, Load):  # the last frame shows another project's training
            self.snapshot = None
            self._ended = "", 0
            self._loaded_step = 0 if message.state is None else message.state.step
        self.engine.post(message)
        self.looking_back.on_posted(message)
        self._undoing.on_posted(message)
        if isinstance(message, Swap) or (
            isinstance(message, Adopt) and isinstance(message.vectors, Reset | Redraw | Become)
        ):
            self._ended = "", 0
            self.state_replaced.emit()

    def _serve(self) -> None:
        """Take what the engine has by now, between two frames."""
        answers, snapshot = self.engine.take()
        for answer in answers:
            self._on_answered(answer)
        if snapshot is not None:
            self._on_frame(snapshot, 0)

    def _on_frame(self, snapshot: Snapshot, number: int) -> None:
        self.snapshot = snapshot
        self.document.epoch = snapshot.epoch
        self.looking_back.take_live(snapshot)
        if not self.looking_back.is_on:
            self.frame.emit(snapshot, number)

    def _on_answered(self, answer: Answer) -> None:
        match answer:
            case StateAnswer():
                self._engine_state.take(answer)
            case Refused(message, hint, as_it_stands=True):
                self.refused.emit(message, hint)
            case Refused(message, hint, ran_away=ran_away):
                self.stopped.emit(message, hint)
                if ran_away:
                    self.ran_away.emit()
            case Stopped(reason, step):
                self._ended = reason, step
                self.ended.emit(reason)
            case Swapped():
                self._undoing.take(answer)
            case MomentsListed() | Looked() | HistoryAnswer():
                self.looking_back.take(answer)
