"""The trainer: the only one who changes theta.

It is made from values (network, data, settings) and a state, and gives the state back: stopping, going on, undoing and
saving are all `Trainer(..., state=trainer.state())`. Whatever happens now and then (shuffling, points of the curve,
tests for numbers that are not finite) happens at fixed steps, never by the clock, so equal seeds give equal bits.
"""

import json
import math
from collections.abc import Callable

import numpy as np

from core import layout, threads
from core.arrays import Array, Curve
from core.course import Course, why_not
from core.curve import Recorder
from core.data.dataset import Dataset
from core.early_stopping import Best
from core.errors import RanAwayError, UserError
from core.losses import loss_named
from core.network import Network
from core.optimizers import Clock, optimizer_named
from core.randomness import stream
from core.samples import prepare
from core.schedules import rate_at
from core.scoring import Scoring
from core.snapshot import Scores, Snapshot
from core.state import State
from core.stop_rules import StopRules
from core.timeline import Timeline
from core.training import Training
from core.wording import counted

CHECK_STEPS = 256
"""Steps between two tests of theta, each with a backup to go back to."""
FEW = 16
"""So few samples may stand in order after a shuffle; more do so only where they have never been shuffled."""


class Trainer:
    """Trains `network` on `dataset` with the settings `training`.

    dataset  a `Dataset`; None: nothing can be trained, but state and snapshots work
    theta    first parameters (copied); None: drawn from the seed, data-aware. Cut connections become 0
    seed     gives the first weights, the order of the samples, what is kept aside and what dropout leaves out
    state    go on from here, bit for bit; what no longer fits (another optimizer's memory, the order of other data) is
             begun anew
    refusal  what speaks against the data that there would be: `dataset` is then None, and asked to train it says this

    theta is live: it changes while steps are made. `timeline` is where moments are kept to look back at; None: nowhere,
    and training is the same bit for bit. Raises UserError when the data do not fit the network.
    """

    def __init__(
        self,
        network: Network,
        dataset: Dataset | None,
        training: Training,
        theta: Array | None = None,
        seed: int = 0,
        state: State | None = None,
        refusal: UserError | None = None,
    ) -> None:
        self.network, self.dataset, self.training, self.seed = network, dataset, training, seed
        self._refusal = why_not(network, training)
        self._no_data = refusal or UserError("There are no data to train on.", "Choose a data set on the left.")
        split = None if dataset is None else prepare(network, dataset, training, seed)
        if state is not None:
            theta = state.theta
        elif theta is None:
            theta = network.initial(seed, None if dataset is None else dataset.x)
        self.theta: Array = _own_copy(network, theta)
        self.step = self.epoch = self.position = 0
        self.start: Array | None = None
        self.draws = 0
        self.since: int | None = None
        self.stopped: str | None = None
        self.timeline: Timeline | None = None
        self._recorder = Recorder(len(network.dense))
        self._shuffling = stream(seed, "shuffling")
        self._dropping = stream(seed, "dropout")
        self._best: Best | None = None
        self._zeros = np.zeros_like(self.theta)
        self._optimizer = optimizer_named(training.optimizer)
        self._memory = np.zeros((self._optimizer.memory_rows, network.size), network.dtype)
        self._clock = Clock(training.learning_rate)
        self._backup: State | None = None
        self._older: State | None = None
        self._order = np.arange(0 if split is None else len(split.train.x))
        self._course: Course | None = None
        self._scoring: Scoring | None = None
        self._rules: StopRules | None = None
        self.steps_per_epoch = 1
        self._threads = 1
        if split is not None:
            batch = min(training.batch_size, len(self._order))
            self.steps_per_epoch = -(-len(self._order) // batch)
            self._threads = threads.wanted(network, batch)
            # A hidden step cannot be trained, but typed by hand and asked.
            if dataset is not None and loss_named(training.loss).fits(network.output.activation):
                self._scoring = Scoring(network, dataset, training, self.theta, split, seed)
                self._recorder = Recorder(len(network.dense), stride=self._scoring.stride)
                self._rules = StopRules(training, self._scoring.stride, self._scoring.watched_score)
            if self._refusal is None:
                with np.errstate(all="ignore"):  # a learning rate beyond float32 is told of at the first step
                    self._course = Course(
                        network,
                        training,
                        split.train,
                        self.theta,
                        self._memory,
                        self._order,
                        self._dropping,
                        self._clock,
                    )
        if state is not None:
            self._take_over(state)
        elif self.steps_per_epoch > 1:
            self._shuffling.shuffle(self._order)

    # State -------------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """Everything needed to go on bit for bit."""
        return self._state(self.curve.copy())

    def _state(self, curve: Curve) -> State:
        return State(
            theta=self.theta.copy(),
            memory=self._memory.copy(),
            optimizer=self._optimizer.name,
            units=self._optimizer.units(self.training),
            updates=self._clock.updates,
            step=self.step,
            epoch=self.epoch,
            position=self.position,
            order=self._order.copy(),
            random=json.dumps(self._shuffling.bit_generator.state),
            dropping=json.dumps(self._dropping.bit_generator.state),
            start=self.start,
            draws=self.draws,
            curve=curve,
            stride=self._recorder.stride,
            best=self._best,
            met={} if self._rules is None else self._rules.met,
            since=self.since,
        )

    def _take_over(self, state: State) -> None:
        """Go on from this state, whose theta is here already, in place: the bound calls stay valid."""
        self.step, self.epoch = state.step, state.epoch
        self.start = None if state.start is None else np.asarray(state.start, self.theta.dtype)
        self.draws, self.since = state.draws, state.since
        least = 1 if self._scoring is None else self._scoring.stride
        self._recorder = Recorder(len(self.network.dense), state.curve, max(state.stride, least))
        self._shuffling.bit_generator.state = json.loads(state.random)
        self._dropping.bit_generator.state = json.loads(state.dropping)
        self._best = state.best if self._still_means_something(state.best) else None
        if self._rules is not None:
            self._rules.take_over(state.met)
        self._take_over_memory(state)
        was_whole = len(state.order) > FEW and np.array_equal(state.order, np.arange(len(state.order)))
        if state.order.shape == self._order.shape and not (was_whole and self.steps_per_epoch > 1):
            self._order[...] = state.order
            self.position = state.position if state.position < self.steps_per_epoch else 0
        elif self.steps_per_epoch > 1:
            self._shuffling.shuffle(self._order)
            self.position = 0
        self._backup = self._older = None

    def _still_means_something(self, best: Best | None) -> bool:
        """Whether early stopping may go back there: its loss is what that theta has here and now, too."""
        if best is None or self.training.patience is None or self._scoring is None:
            return False
        if best.theta.shape != self.theta.shape:
            return False
        now = self.theta.copy()
        with np.errstate(all="ignore"):
            self.theta[...] = best.theta
            _, loss = self._scoring.watched_loss()
        self.theta[...] = now
        # Another number type rounds a little; other data, another loss or another network do more.
        return math.isclose(loss, best.loss, rel_tol=1e-4)

    def _take_over_memory(self, state: State) -> None:
        """What the old optimizer kept, in today's units, where that is all that is needed; else begin at zero.

        One moment without the other would make steps of any size.
        """
        self._memory[...] = 0.0
        self._clock.updates = 0
        old_rows = optimizer_named(state.optimizer).rows
        fits = state.memory.shape == (len(old_rows), self.network.size)
        if not fits or not set(self._optimizer.rows) <= set(old_rows):
            return
        units = self._optimizer.units(self.training)
        for index, (row, unit) in enumerate(zip(self._optimizer.rows, units, strict=True)):
            old = old_rows.index(row)
            factor = _true_unit(state.units[old], state.updates) / _true_unit(unit, state.updates)
            with np.errstate(over="ignore", invalid="ignore"):  # float64's may be beyond float32: found below
                self._memory[index] = state.memory[old] if factor == 1.0 else state.memory[old] * factor
        if not np.isfinite(self._memory).all():  # there is no moment yet that a test could go back to
            self._memory[...] = 0.0
            return
        self._clock.updates = state.updates
        is_free, _ = layout.masks(self.network)
        if is_free is not None:  # what is locked since then forgets
            self._memory[:, : self.network.trainable] *= is_free

    @property
    def curve(self) -> Curve:
        """(points, columns), as in `core.state.State`; points are only ever added."""
        return self._recorder.points

    @property
    def stride(self) -> int:
        """Epochs between two points of the curve."""
        return self._recorder.stride

    def break_curve(self) -> None:
        """What is measured from now on is measured on other samples."""
        self._recorder.break_off(self.step, self.epoch)

    # Training ----------------------------------------------------------------------------------------------------

    def run(self, steps: int = 0, epochs: int = 0, between: Callable[[], bool] | None = None) -> int:
        """Make `steps` steps, or go on to the end of the epoch that is `epochs` ahead; returns how many were made.

        between  asked before each step; True: stop here

        Where a stop rule ends it before, `stopped` says why; where early stopping does, the best weights stand, too.
        Raises UserError where training is not possible, and where a loss or parameter leaves the finite numbers: the
        message names the step, and the last finite state stands.
        """
        steps, epochs = _whole("steps", steps), _whole("epochs", epochs)
        self.check_can_train()
        self.stopped = None
        left = steps if steps else epochs * self.steps_per_epoch - self.position
        wanted = left
        threads.use(self._threads)
        with np.errstate(all="ignore"):  # what overflows is found by the tests below and told once
            if self.step == 0 and self.start is None:
                self.start = self.theta.copy()
            if self._recorder.is_beginning:
                self._record()
            if self._rules is not None:
                self._rules.begin(self.epoch)
            if self._backup is None:
                self._backup = self.state()
            if self.timeline is not None and (self.step == 0 or not self.timeline.moments):
                self._keep_moment(self.timeline)
            while left > 0 and self.stopped is None:
                stretch = min(left, self._steps_to_mark())
                made = self._make(stretch, between)
                left -= made
                if made < stretch:
                    break
                self._pass_marks()
            if not self._is_finite():
                self._replay()
        return wanted - left

    @property
    def can_train(self) -> bool:
        """Whether there are data, and nothing speaks against training."""
        return self.dataset is not None and self._refusal is None

    def check_can_train(self) -> None:
        """Raises UserError that says what is missing, or what does not fit."""
        if self.dataset is None:
            raise self._no_data
        if self._refusal is not None:
            raise self._refusal

    def _steps_to_mark(self) -> int:
        """Steps until something else is due: a test of theta, a point of the curve, early stopping, a stop rule, or a
        moment for the timeline.
        """
        stride = 1 if self.training.patience is not None else self.stride
        epochs = stride - self.epoch % stride
        to_look = None if self._rules is None else self._rules.epochs_to_look(self.epoch)
        epochs = epochs if to_look is None else min(epochs, to_look)
        if self.timeline is not None:
            epochs = min(epochs, self.timeline.stride - self.epoch % self.timeline.stride)
        return min(epochs * self.steps_per_epoch - self.position, CHECK_STEPS - self.step % CHECK_STEPS)

    def _make(self, count: int, between: Callable[[], bool] | None) -> int:
        """The hot loop: up to `count` steps; returns how many were made."""
        assert self._course is not None
        self._course.steps_made = self.step
        steps, per_epoch = self._course.steps, self.steps_per_epoch
        made = 0
        while made < count:
            left = count - made
            # Epochs of a single step have no order to shuffle, and are many: all of them in one go.
            stretch = steps * left if per_epoch == 1 else steps[self.position : self.position + left]
            here = 0
            for gathers, calls in stretch:
                if between is not None and between():
                    break
                for gather in gathers:
                    gather()
                for call in calls:
                    call()
                here += 1
            made += here
            self.step += here
            epochs, self.position = divmod(self.position + here, per_epoch)
            self.epoch += epochs
            if epochs and per_epoch > 1:
                self._shuffling.shuffle(self._order)
            if here < len(stretch):
                break
        return made

    def _pass_marks(self) -> None:
        """What is due at this step: a point of the curve, stop rules, early stopping, a moment, the test of theta."""
        if self.position == 0:
            if not math.isfinite(self._mark_epoch()):
                self._replay()
            if self.timeline is not None and self.timeline.is_due(self.epoch):
                self._keep_moment(self.timeline)
        if self.step % CHECK_STEPS == 0:
            if not self._is_finite():
                self._replay()
            # Values this small add nothing, but arithmetic on denormal numbers is many times slower.
            self._memory[np.abs(self._memory) < 1e-30] = 0.0
            if self._backup is None or self._backup.step != self.step:
                self._older, self._backup = self._backup, self.state()

    def _mark_epoch(self) -> float:
        """What is due at the end of an epoch; returns the train loss where it is a point of the curve, else 0."""
        if self._recorder.last_step == self.step:
            return 0.0
        loss = self._record() if self.epoch % self.stride == 0 else 0.0
        if math.isfinite(loss):
            if self._rules is not None:
                self.stopped = self._rules.look(self.epoch)
            if self.training.patience is not None:
                self._watch(self.training.patience)
        return loss

    def _watch(self, patience: int) -> None:
        """Early stopping: take this epoch into account. Where it has reached a goal, its weights stay."""
        assert self._scoring is not None
        kind, loss = self._scoring.watched_loss()
        best = Best(np.inf, self.epoch, self.theta) if self._best is None else self._best
        self._best = best.after(loss, self.epoch, self.theta)
        if self._best.waited >= patience and self.stopped is None:
            self._go_back_to(self._best.theta)
            self.stopped = (
                f"Stopped after epoch {self.epoch:,}: the {kind} loss has not become better for "
                f"{counted(patience, 'epoch')}. The weights of epoch {self._best.epoch:,} are back; "
                f"the count of epochs made stays at {self.epoch:,}."
            )
            self._best = None

    def _go_back_to(self, theta: Array) -> None:
        """Take these parameters, but leave alone what has been locked or cut since."""
        is_free, _ = layout.masks(self.network)
        if is_free is None:
            self.theta[...] = theta
        else:
            trainable = self.network.trainable
            np.copyto(self.theta[:trainable], theta[:trainable], where=is_free)
            self.theta[trainable:] = theta[trainable:]

    def _keep_moment(self, timeline: Timeline) -> None:
        epochs = self.epoch + self.position / self.steps_per_epoch
        self.timeline = timeline.with_moment(self._state(self.curve[:0].copy()), epochs)

    def _is_finite(self) -> bool:
        """A product each: 0 times a finite number is 0, 0 times anything else is not a number.

        The optimizer's memory counts: Adam divides by it, so an infinity in there stops a weight in silence.
        """
        return bool(self._zeros.dot(self.theta) == 0.0) and not self._memory.dot(self._zeros).any()

    def _has_finite_loss(self) -> bool:
        return self._scoring is None or math.isfinite(self._scoring.train_loss())

    def return_to(self, state: State) -> None:
        """Everything as this state of our own says, or of a trainer of the same network, data and settings."""
        self.theta[...] = state.theta
        self._take_over(state)

    def _replay(self) -> None:
        """Back to the backup, then step by step to the last finite state; raises UserError that names the step."""
        limit, backup, older = self.step, self._backup, self._older
        assert backup is not None
        self.return_to(backup)
        if older is not None and not self._has_finite_loss():
            self.return_to(older)  # the loss may leave the finite numbers some steps before theta does
        last = self.state()
        while self.step < limit:
            self._make(1, None)
            if not self._is_finite() or not self._has_finite_loss():
                break
            if self.position == 0:
                self._mark_epoch()
            last = self.state()
        self.return_to(last)
        self._backup = last
        if self.timeline is not None:
            self.timeline = self.timeline.until(self.step)
        raise RanAwayError(
            f"Training stopped in epoch {self.epoch:,}, step {self.position + 1:,} of {self.steps_per_epoch:,}: "
            "the numbers became too large to calculate with.",
            "The weights before that step are kept. Reset and try a smaller learning rate than "
            f"{self.training.learning_rate:g}, for example {_smaller(self.training.learning_rate):g}.",
        )

    def _record(self) -> float:
        """Add a point to the curve; returns the train loss."""
        assert self._scoring is not None
        scores, norms = self._scoring.all_with_norms()
        assert scores.train is not None
        self._recorder.add(self.step, self.epoch, scores, rate_at(self.training, self.step), norms)
        return scores.train.loss

    # Looking -----------------------------------------------------------------------------------------------------

    def scores(self) -> Scores:
        """How this theta does on training, validation and test samples; None where there are none."""
        return Scores(None, None, None) if self._scoring is None else self._scoring.all()

    @property
    @np.errstate(over="ignore")  # what is beyond all bounds is infinite
    def penalty(self) -> float:
        """l1 sum |w| + l2 sum w^2 over the weights that training may move: what is made small besides the loss."""
        if not (self.training.l1 or self.training.l2):
            return 0.0
        where = layout.weights_only(self.network)
        is_free, _ = layout.masks(self.network)
        weights = self.theta[: self.network.trainable][where if is_free is None else where & is_free]
        weights = weights.astype(np.float64)
        return float(self.training.l1 * np.abs(weights).sum() + self.training.l2 * np.square(weights).sum())

    def snapshot(self, is_playing: bool, steps_per_second: float) -> Snapshot:
        """This moment, for the screen.

        Raises UserError where training has left the finite numbers: the screen never sees such a moment.
        """
        train, validation, test = self.scores()
        has_moved = self._backup is not None and self.step > self._backup.step
        if not self._is_finite() or (has_moved and train is not None and not np.isfinite(train.loss)):
            with np.errstate(all="ignore"):
                self._replay()
        theta = self.theta.copy()
        theta.flags.writeable = False
        return Snapshot(
            network=self.network,
            theta=theta,
            step=self.step,
            epoch=self.epoch,
            position=self.position,
            steps_per_epoch=self.steps_per_epoch,
            is_playing=is_playing,
            steps_per_second=steps_per_second,
            train=train,
            test=test,
            curve=self.curve,
            validation=validation,
            penalty=self.penalty,
            since=self.since,
        )


def _own_copy(network: Network, theta: Array) -> Array:
    """A copy in the network's dtype, with zeros where connections are cut.

    Raises UserError for another length, and for numbers that are not finite or are none any more in this dtype.
    """
    with np.errstate(over="ignore"):  # float64 numbers may be beyond float32: refused below, in words
        own = np.array(network.check_theta(theta))
    if not np.isfinite(own).all():
        raise UserError(
            f"theta holds a number that is not finite in {network.dtype}.", "Pass a vector of finite numbers."
        )
    _, cut = layout.masks(network)
    if cut is not None:
        own[cut] = 0.0
    return own


def _true_unit(unit: float, updates: int) -> float:
    """What one unit of memory is of the moment it estimates.

    M = sum of b^k g is (1 - b) M as a mean that leans to zero, and (1 - b) / (1 - b^t) M without; 1 - b is the unit.
    """
    return unit / (1.0 - (1.0 - unit) ** updates) if updates else unit


def _whole(name: str, value: object) -> int:
    """Raises UserError for what is no whole number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise UserError(f"{name} cannot be {value!r}.", "It is a whole number from 0 on.")
    return int(value)


def _smaller(rate: float) -> float:
    """A tenth of the rate, rounded to one digit, and no more than 0.1."""
    return min(0.1, float(f"{rate / 10:.0e}"))
