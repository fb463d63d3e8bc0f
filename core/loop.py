"""The engine's loop, free of Qt: it serves its post box between two steps, trains, and keeps one snapshot ready.

Whoever stands outside uses five methods: play, pause, post, take, close; `run` is the body of a thread. Messages are
frozen and answers come in order with `take`, so that a process could stand where the thread stands.

The *gate*: every call from Python into the screen's library gives the interpreter lock away, and a free-running loop
of tiny NumPy calls gives it back only after a switch interval. While somebody paints, the gate is closed and the loop
waits before its next step, for a bounded time, so that a lost opening cannot hang it.
"""

import threading
import time
from collections import deque
from dataclasses import replace

import numpy as np

from core import layout
from core.arrays import Array
from core.carrying import has_same_places, held, in_common, moved, overwritten, redrawn
from core.curve import COLUMNS
from core.data import build
from core.data.recipes import is_same_kind
from core.drawn_weights import DrawnWeights
from core.errors import RanAwayError, UserError
from core.kept_states import KeptStates
from core.messages import (
    Adopt,
    Answer,
    Ask,
    AskHistory,
    ListMoments,
    Load,
    Look,
    Message,
    Pause,
    Play,
    Question,
    Refused,
    RunEpochs,
    RunSteps,
    StateAnswer,
    Stopped,
    Swap,
    Swapped,
)
from core.moves import Become, Moves, Redraw, Reset, Stay, Vectors
from core.network import Network
from core.retrospect import Retrospect, history_of, moments_of
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.state_check import check_state
from core.timeline import Timeline
from core.trainer import Trainer

GATE_SECONDS = 0.2
"""So long the loop waits before a closed gate, longer than any painting: a loop that went on in the middle of one would
take turns with every call that paints, and make a stall of it."""
_IDLE_SECONDS = 0.25
_LATE_SECONDS = 0.25  # what is missed beyond this is not made up for
_RATE_SECONDS = 0.5
_MANY = 1_000_000
_SHOW_EACH = 9.0
"""A snapshot is not followed by the next one before this many times what it took itself: at most a tenth goes there."""


class Gate:
    """Closed while the screen paints; the loop waits before it."""

    def __init__(self) -> None:
        self.is_closed = False
        self._opened = threading.Event()
        self._opened.set()

    def close(self) -> None:
        """Ask the loop to wait before its next step."""
        self._opened.clear()
        self.is_closed = True

    def open(self) -> None:
        """Let the loop go on."""
        self.is_closed = False
        self._opened.set()

    def pass_through(self) -> None:
        """Wait until the gate is open, but not for ever: an opening that never comes costs one wait, not one a step."""
        if not self._opened.wait(GATE_SECONDS):
            self.open()


class Loop:
    """Owns the trainer of one project and the states kept for undo."""

    def __init__(self, project: Project, state: State | None = None) -> None:
        self.gate = Gate()
        self._box: deque[Message] = deque()
        self._answers: deque[Answer] = deque()
        self._slot: Snapshot | None = None
        self._wake = threading.Event()
        self._is_playing = False
        self._is_closed = False
        self._left: int | None = None
        self._kept = KeptStates()
        self._drawn = DrawnWeights()
        self._trained: tuple[Project, State] | None = None
        """What was trained, and the state that it had come to, where edits have come after the last step."""
        self._is_stale = True
        self._next_due = time.perf_counter()
        self._next_show = 0.0
        self._measured_at: float | None = None
        self._made = 0
        self._last_rate = 0.0
        self._project = project
        self._trainer = self._make(project, state)
        self._trainer.timeline = Timeline(project)
        if state is None:
            self._drawn.remember(self._trainer.theta)
        self._retrospect = Retrospect()

    # From outside ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Make step after step until paused, once what was posted before is done."""
        self.post(Play())

    def pause(self) -> None:
        """Make no further step, whatever was posted before."""
        self.post(Pause())

    def post(self, message: Message) -> None:
        """Have this done between two steps, in the order of posting."""
        self._box.append(message)
        self._wake.set()

    def take(self) -> tuple[list[Answer], Snapshot | None]:
        """What was answered since the last take, in order, and the newest snapshot if there is a new one."""
        # Only a full slot is emptied: the loop may be filling an empty one at this very moment.
        snapshot = self._slot
        if snapshot is not None:
            self._slot = None
            self._wake.set()
        # After the snapshot, so that an answer is never behind the picture of what it tells.
        answers = []
        while self._answers:
            answers.append(self._answers.popleft())
        return answers, snapshot

    def close(self) -> None:
        """End `run` soon."""
        self._is_closed = True
        self.gate.open()
        self._wake.set()

    # The thread's body -------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve, train, show; until closed."""
        try:
            while not self._is_closed:
                self._wake.clear()
                self._serve()
                wait = self._train() if self._is_playing else _IDLE_SECONDS
                self._show()
                if wait > 0.0 and not self._box and not self._is_closed:
                    self._wake.wait(wait)
        finally:
            # Where a bug ended it, whoever runs it again finds it paused and not at the same bug once more.
            self._is_playing, self._left = False, None

    def _serve(self) -> None:
        while self._box:
            message = self._box.popleft()
            self._is_stale |= not isinstance(message, Question)
            try:
                self._do(message)
            except UserError as error:
                self._refuse(error)

    def _train(self) -> float:
        """Make the steps that are due; returns the seconds until more are."""
        due, seconds = self._due()
        if due == 0:
            return seconds
        before = self._trainer.step
        try:
            made = self._trainer.run(steps=due, between=self._is_wanted)
        except UserError as error:
            self._refuse(error, as_it_stands=not self._trainer.can_train)
            return 0.0
        finally:
            if self._trainer.step != before:
                self._trained = None
        if self._trainer.stopped is not None:
            self._is_playing, self._left = False, None
            self._answers.append(Stopped(self._trainer.stopped, self._trainer.step))
            return 0.0
        if self._measured_at is not None:
            self._made += made
        elif made:  # the first step comes at once: it starts the measuring
            self._measured_at = time.perf_counter()
        if self._project.pace is not None:
            self._next_due += made / self._project.pace
        if self._left is not None:
            self._left -= made
            if self._left <= 0:
                self._is_playing, self._left = False, None
        return 0.0

    def _is_wanted(self) -> bool:
        """Asked before each step: whether somebody waits for something other than a step."""
        if self.gate.is_closed:
            self.gate.pass_through()
        if self._box or self._is_closed or self._is_show_due():
            return True
        self._is_stale = True  # since a step follows
        return False

    def _due(self) -> tuple[int, float]:
        """How many steps may be made now: all that are left, or what the pace allows; else the seconds until then."""
        pace = self._project.pace
        if self._left is not None or pace is None:
            return (_MANY if self._left is None else self._left), 0.0
        now = time.perf_counter()
        if now < self._next_due:
            return 0, min(_IDLE_SECONDS, self._next_due - now)
        self._next_due = max(self._next_due, now - _LATE_SECONDS)
        return int((now - self._next_due) * pace) + 1, 0.0

    def _show(self) -> None:
        """Put a fresh snapshot into the slot once the last one has been taken."""
        if not self._is_show_due():
            return
        self._is_stale = False
        began = time.perf_counter()
        try:
            snapshot = self._trainer.snapshot(self._is_playing, self._rate())
            self._slot = replace(snapshot, is_drawn=self._is_drawn(snapshot.step, snapshot.theta))
        except UserError as error:
            self._refuse(error)
        ended = time.perf_counter()
        self._next_show = ended + _SHOW_EACH * (ended - began)

    def _is_show_due(self) -> bool:
        """Whether a new snapshot is wanted. Those of a large network take long, so that not every frame has one."""
        if self._slot is not None or not self._is_stale:
            return False
        return not self._is_playing or time.perf_counter() >= self._next_show

    def _refuse(self, error: UserError, as_it_stands: bool = False) -> None:
        self._is_playing, self._left = False, None
        self._is_stale = True
        self._answers.append(Refused(error.message, error.hint, as_it_stands, isinstance(error, RanAwayError)))

    # Messages ----------------------------------------------------------------------------------------------------

    def _do(self, message: Message) -> None:
        """Raises UserError, with project and vectors as they were, where it cannot be done."""
        match message:
            case Adopt(project, vectors, edit):
                self._adopt(project, vectors, edit)
            case Swap(project, edit):
                self._swap(project, edit)
            case Load(project, state, timeline):
                self._replace(project, Timeline(project) if timeline is None else timeline, state)
                self._kept.clear()
                self._trained = None
                self._retrospect.forget()
                self._is_playing, self._left = False, None
            case Play():
                self._start(None)
            case Pause():
                self._is_playing, self._left = False, None
            case RunSteps(count):
                self._start(count)
            case RunEpochs(count):
                self._start(count * self._trainer.steps_per_epoch - self._trainer.position)
            case Ask(token):
                self._answers.append(StateAnswer(token, self._trainer.state(), self._timeline, self._trained))
            case ListMoments(token):
                self._answers.append(moments_of(self._trainer, token))
            case Look(token, step):
                self._answers.append(self._retrospect.look(self._trainer, token, step))
            case AskHistory(token, place):
                self._answers.append(history_of(self._trainer, token, place))

    def _start(self, count: int | None) -> None:
        """Play, for so many steps; None: until paused."""
        if not self._is_playing:
            self._made, self._measured_at, self._last_rate = 0, None, 0.0
        self._retrospect.forget()
        self._next_due = time.perf_counter()
        self._is_playing, self._left = count is None or count > 0, count

    def _make(self, project: Project, state: State | None, theta: Array | None = None) -> Trainer:
        network, training, seed = project.network, project.training, project.seed
        dataset = None if project.data is None else build(project.data)
        if dataset is not None and dataset.lacks is not None:
            # Said when somebody wants to train, not at each point on the way there; nor to whom it trained just before.
            self._is_playing, self._left = False, None
            return Trainer(network, None, training, theta, seed, state, refusal=UserError(*dataset.lacks))
        try:
            return Trainer(network, dataset, training, theta, seed, state)
        except UserError as error:
            # Is it the data that do not fit? The vectors still belong to this very network: whoever has come this far
            # makes the next edit of it.
            trainer = Trainer(network, None, training, theta, seed, state, refusal=error)
            self._refuse(error, as_it_stands=True)
            return trainer

    def _adopt(self, project: Project, vectors: Vectors | None, edit: int | None) -> None:
        old = self._project
        if vectors is None and old.trains_like(project):
            self._set_project(project)  # nothing that the trainer knows of
            return
        state, timeline = self._trainer.state(), self._timeline
        if vectors is not None and edit is not None:
            self._kept.keep(edit, state, timeline, self._trained)
        if isinstance(vectors, Become | Redraw | Reset):
            self._trained = None
        elif self._trained is None and state.step > 0:
            self._trained = old, state
        match vectors:
            case Become(then):
                check_state(project.network, then)
                self._replace(project, timeline.back_at(then, state.curve), then)
            case Redraw():
                self._replace(project, Timeline(project), theta=self._redrawn(project, old.network, state.theta))
            case Reset() if state.start is None and state.step > 0:
                self._replace(project, Timeline(project), theta=self._redrawn(project, old.network, state.theta))
            case Reset():
                self._replace(project, Timeline(project), theta=state.start if state.step > 0 else state.theta)
            case None if (trained := self._trained_with(project, state)) is not None:
                self._replace(project, timeline, trained)
                self._trained = None
            case _:
                now = state
                if isinstance(vectors, Moves):
                    now = self._moved(state, old.network, project, vectors)
                    if not has_same_places(old.network, project.network, vectors):
                        timeline = replace(timeline, era=object())
                elif vectors is not None and not isinstance(vectors, Stay):
                    now = overwritten(state, project, vectors)
                if state.step > 0 and (vectors is not None or not old.learns_like(project)):
                    now = replace(now, since=state.epoch)
                if old.data != project.data or old.training.batch_size != project.training.batch_size:
                    now = replace(now, position=0, met={})
                if old.training.loss != project.training.loss or not is_same_kind(old.data, project.data):
                    # Another loss, or that of another task, is another quantity: one curve cannot hold both.
                    now = replace(now, curve=np.empty((0, COLUMNS)), stride=1, met={})
                self._replace(project, timeline, now)
                if old.data != project.data or old.validation_share != project.validation_share:
                    self._trainer.break_curve()
                if not np.array_equal(self._trainer.curve, state.curve, equal_nan=True):
                    self._trainer.timeline = self._timeline.with_curve(state.curve, state.stride)

    def _trained_with(self, project: Project, state: State) -> State | None:
        """The state that training had come to, where edits have led back to what was trained; None: they have not.

        On the way there the optimizer's memory, the place in the epoch or the curve may have been given up.
        """
        if self._trained is None:
            return None
        last, trained = self._trained
        is_back = last.trains_like(project) and np.array_equal(trained.theta, state.theta)
        return trained if is_back else None

    def _moved(self, state: State, old: Network, project: Project, moves: Moves) -> State:
        is_drawn = self._is_drawn(state.step, state.theta)
        if is_drawn:
            # There is nothing yet that a layer put in would have to carry on, at the price of weights hard to train.
            moves = moves.with_layers_drawn()
        now = self._held(moved(state, old, project, moves))
        if is_drawn:
            self._drawn.remember(now.theta)
        return now

    def _is_drawn(self, step: int, theta: Array) -> bool:
        """Whether these are weights that nobody has trained, typed or brought along."""
        return step == 0 and self._drawn.are(theta)

    def _held(self, state: State) -> State:
        """With finite numbers, and word of it where some were not: the network has to be the one on the screen."""
        theta = state.theta
        if np.isfinite(theta).all():
            return state
        self._refuse(
            UserError(
                f"Some weights became larger than {theta.dtype} can hold: they stand at its limits now.",
                "Undo brings back what was there before.",
            )
        )
        return replace(state, theta=held(theta))

    def _redrawn(self, project: Project, old: Network, theta: Array) -> Array:
        """First weights; without locks they are nobody's work yet."""
        fresh = redrawn(project, old, theta)
        if layout.masks(project.network)[0] is None:
            self._drawn.remember(fresh)
        return fresh

    def _replace(
        self, project: Project, timeline: Timeline, state: State | None = None, theta: Array | None = None
    ) -> None:
        self._trainer = self._make(project, state, theta)
        if state is None and theta is None:
            self._drawn.remember(self._trainer.theta)
        self._trainer.timeline = replace(timeline, project=project)
        self._set_project(project)

    @property
    def _timeline(self) -> Timeline:
        assert self._trainer.timeline is not None
        return self._trainer.timeline

    def _set_project(self, project: Project) -> None:
        self._project = project
        if project.pace is not None:  # a faster pace does not wait for the next step of the slower one
            self._next_due = min(self._next_due, time.perf_counter() + 1.0 / project.pace)

    def _swap(self, project: Project, edit: int) -> None:
        here, timeline = self._trainer.state(), self._timeline
        stored = self._kept.get(edit)
        if stored is None:
            # A state may have made room for newer ones: what fits of today's vectors is carried over.
            state = self._held(in_common(here, self._project.network, project))
            state = replace(state, since=here.epoch if here.step > 0 else None)
            self._replace(project, replace(timeline, era=object()), state)
        else:
            state = stored.state
            self._replace(project, stored.timeline, state)
        self._kept.keep(edit, here, timeline, self._trained)
        self._trained = None if stored is None else stored.trained
        self._answers.append(Swapped(edit, here.epoch, state.epoch, stored is not None, here.step, state.step))

    # Time --------------------------------------------------------------------------------------------------------

    def _rate(self) -> float:
        """Steps per second over the last half second."""
        if not self._is_playing or self._measured_at is None:
            return 0.0
        passed = time.perf_counter() - self._measured_at
        if passed >= _RATE_SECONDS or (self._last_rate == 0.0 and passed > _RATE_SECONDS / 10):
            self._last_rate = self._made / passed
            self._made, self._measured_at = 0, self._measured_at + passed
        return self._last_rate
