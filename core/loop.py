"""The engine's loop, free of Qt: it serves its post box between two steps, trains, and keeps one snapshot ready.

Whoever stands outside uses five methods: play, pause, post, take, close; `run` is the body of a thread. Messages are
frozen and answers come in order with `take`, so that a process could stand where the thread stands.

The *gate*: every call from Python into the screen's library gives the interpreter lock away, and a free-running loop
of tiny NumPy calls gives it back only after a switch interval. While somebody paints, the gate is closed and the loop
waits before its next step, for a bounded time, so that a lost opening cannot hang it.
"""

import threading
import time
from collections import OrderedDict, deque
from dataclasses import replace

import numpy as np

from core.data import build
from core.errors import UserError
from core.messages import (
    Adopt,
    Answer,
    Ask,
    Load,
    Message,
    Refused,
    RunEpochs,
    RunSteps,
    StateAnswer,
    Swap,
    Swapped,
)
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.surgery import Moves, Redraw, Reset, Vectors, transplant
from core.trainer import Trainer

KEPT_BYTES = 64 * 2**20
"""How much memory the states kept for undo may hold; the oldest go first."""
GATE_SECONDS = 0.05
_IDLE_SECONDS = 0.25
_RATE_SECONDS = 0.5


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
        self._kept: OrderedDict[int, tuple[State, Network]] = OrderedDict()
        self._is_stale = True
        self._next_due = self._measured_at = time.perf_counter()
        self._made = 0
        self._last_rate = 0.0
        self._shown_step = -1
        self._project = project
        self._trainer = self._make(project, state)

    # From outside ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Make step after step until paused."""
        self._left = None
        self._is_playing = True
        self._wake.set()

    def pause(self) -> None:
        """Make no further step."""
        self._is_playing = False
        self._wake.set()

    def post(self, message: Message) -> None:
        """Have this done between two steps, in the order of posting."""
        self._box.append(message)
        self._wake.set()

    def take(self) -> tuple[list[Answer], Snapshot | None]:
        """What was answered since the last take, in order, and the newest snapshot if there is a new one."""
        answers = []
        while self._answers:
            answers.append(self._answers.popleft())
        snapshot, self._slot = self._slot, None
        if snapshot is not None:
            self._wake.set()
        return answers, snapshot

    def close(self) -> None:
        """End `run` soon."""
        self._is_closed = True
        self.gate.open()
        self._wake.set()

    # The thread's body -------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve, train, show; until closed."""
        while not self._is_closed:
            self._wake.clear()
            self._serve()
            wait = self._train() if self._is_playing else _IDLE_SECONDS
            self._show()
            if wait > 0.0 and not self._box and not self._is_closed:
                self._wake.wait(wait)

    def _serve(self) -> None:
        while self._box:
            self._do(self._box.popleft())

    def _train(self) -> float:
        """Make the steps that are due; returns the seconds until more are."""
        due = self._due()
        if due == 0:
            pace = self._project.pace
            return _IDLE_SECONDS if pace is None else min(_IDLE_SECONDS, self._next_due - time.perf_counter())
        try:
            made = self._trainer.run(steps=due, between=self._is_wanted)
        except UserError as error:
            self._refuse(error)
            return 0.0
        self._made += made
        self._is_stale = self._is_stale or made > 0
        if self._left is not None:
            self._left -= made
            if self._left == 0:
                self._is_playing, self._left = False, None
        return 0.0

    def _is_wanted(self) -> bool:
        """Asked before each step: whether somebody waits for something other than a step."""
        if self.gate.is_closed:
            self.gate.pass_through()
        is_slot_due = self._slot is None and self._trainer.step != self._shown_step
        return is_slot_due or bool(self._box) or not self._is_playing or self._is_closed

    def _due(self) -> int:
        """How many steps may be made now: all that are left, or what the pace allows by the clock."""
        most = 1_000_000 if self._left is None else self._left
        pace = self._project.pace
        if pace is None or self._left is not None:
            return most
        now = time.perf_counter()
        if now - self._next_due > 0.25:  # a pause or a long wait is not made up for
            self._next_due = now
        if now < self._next_due:
            return 0
        due = int((now - self._next_due) * pace) + 1
        self._next_due += due / pace
        return min(most, due)

    def _show(self) -> None:
        """Put a fresh snapshot into the slot once the last one has been taken."""
        if self._slot is not None or not self._is_stale:
            return
        try:
            self._slot = self._trainer.snapshot(self._is_playing, self._rate())
            self._is_stale = False
            self._shown_step = self._trainer.step
        except UserError as error:
            self._refuse(error)

    def _refuse(self, error: UserError) -> None:
        self._is_playing, self._left = False, None
        self._is_stale = True
        self._answers.append(Refused(error.message, error.hint))

    # Messages ----------------------------------------------------------------------------------------------------

    def _do(self, message: Message) -> None:
        self._is_stale = True
        match message:
            case Adopt(project, vectors, edit):
                self._adopt(project, vectors, edit)
            case Swap(project, edit):
                self._swap(project, edit)
            case Load(project, state):
                self._kept.clear()
                self._is_playing, self._left = False, None
                self._project = project
                self._trainer = self._make(project, state)
            case RunSteps(count):
                self._start(count)
            case RunEpochs(count):
                self._start(count * self._trainer.steps_per_epoch - self._trainer.position)
            case Ask(token):
                self._answers.append(StateAnswer(token, self._trainer.state()))

    def _start(self, count: int) -> None:
        self._is_playing, self._left = True, count

    def _make(self, project: Project, state: State | None) -> Trainer:
        self._forget_time()
        dataset = None if project.data is None else build(project.data)
        return Trainer(project.network, dataset, project.training, seed=project.seed, state=state)

    def _adopt(self, project: Project, vectors: Vectors | None, edit: int | None) -> None:
        before, old = self._trainer.state(), self._project
        if vectors is not None and edit is not None:
            self._keep(edit, before, old.network)
        state = before
        match vectors:
            case Moves():
                state = self._moved(before, old.network, project, vectors)
            case Redraw():
                self._replace(project, None)
                return
            case Reset():
                start = before.start if before.step > 0 else before.theta
                self._replace(project, None)
                if start is not None:
                    self._trainer.theta[...] = start
                return
        if old.data != project.data or old.training.batch_size != project.training.batch_size:
            state = replace(state, position=0)
        self._replace(project, state)

    def _moved(self, state: State, old: Network, project: Project, moves: Moves) -> State:
        theta, memory = transplant(old, project.network, moves, state.theta, state.memory, project.seed, state.draws)
        return replace(state, theta=theta, memory=memory, start=None, draws=state.draws + 1)

    def _replace(self, project: Project, state: State | None) -> None:
        self._project = project
        self._trainer = self._make(project, state)

    def _swap(self, project: Project, edit: int) -> None:
        here = self._trainer.state(), self._project.network
        stored = self._kept.pop(edit, None)
        if stored is not None:
            state, _ = stored
            self._keep(edit, *here)
            self._replace(project, state)
            self._answers.append(Swapped(edit, here[0].epoch, state.epoch, found=True))
            return
        # The state has made room for newer ones: what fits of today's vectors is carried over.
        state = self._carried_over(here[0], here[1], project)
        self._replace(project, state)
        self._answers.append(Swapped(edit, here[0].epoch, state.epoch, found=False))

    def _carried_over(self, state: State, old: Network, project: Project) -> State:
        """The state on another network: first weights, overwritten where both networks have a number."""
        new = project.network
        theta = new.initial(project.seed)
        for before, after in zip(old.views(state.theta), new.views(theta), strict=False):
            for name in before.keys() & after.keys():
                common = tuple(slice(min(a, b)) for a, b in zip(before[name].shape, after[name].shape, strict=True))
                after[name][common] = before[name][common]
        return replace(state, theta=theta, memory=np.zeros((0, new.size), new.dtype), start=None)

    def _keep(self, edit: int, state: State, network: Network) -> None:
        self._kept[edit] = state, network
        while sum(kept.nbytes for kept, _ in self._kept.values()) > KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)

    # Time --------------------------------------------------------------------------------------------------------

    def _forget_time(self) -> None:
        self._next_due = time.perf_counter()
        self._made = 0
        self._measured_at = self._next_due
        self._last_rate = 0.0

    def _rate(self) -> float:
        """Steps per second over the last half second."""
        if not self._is_playing:
            self._made, self._measured_at, self._last_rate = 0, time.perf_counter(), 0.0
            return 0.0
        now = time.perf_counter()
        if now - self._measured_at >= _RATE_SECONDS or (self._last_rate == 0.0 and now - self._measured_at > 0.05):
            self._last_rate = self._made / (now - self._measured_at)
            self._made, self._measured_at = 0, now
        return self._last_rate
