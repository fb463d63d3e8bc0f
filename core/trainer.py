"""The trainer: the only one who changes theta.

It is made from values (network, data, settings) and a state, and gives the state back: stopping, going on, undoing and
saving are all `Trainer(..., state=trainer.state())`. Whatever happens now and then (shuffling, points of the curve,
tests for numbers that are not finite) happens at fixed steps, never by the clock, so equal seeds give equal bits.
"""

import json
from collections.abc import Callable
from functools import partial

import numpy as np

from core import threads
from core.activations import activation_named
from core.arrays import Array, Call, Curve
from core.data.dataset import Dataset
from core.errors import UserError
from core.losses import loss_named
from core.network import Network
from core.optimizers import Clock, bind_update, optimizer_named, work_rows
from core.plan import Evaluation, Plan, check_data
from core.randomness import stream
from core.snapshot import Score, Snapshot
from core.state import State
from core.training import Training

CHECK_STEPS = 256
"""Steps between two tests of theta, each with a backup to go back to."""
CURVE_POINTS = 2048
"""The curve's bound: when it is full every second point goes and the stride doubles."""


class Trainer:
    """Trains `network` on `dataset` with the settings `training`.

    dataset  a `Dataset`; None: nothing can be trained, but state and snapshots work
    theta    first parameters (copied); None: drawn from the seed, data-aware
    seed     gives the first weights and the order of the samples
    state    go on from here, bit for bit; what no longer fits (another optimizer's memory, the order of other data) is
             begun anew

    theta is live: it changes while steps are made. Raises UserError when the data do not fit the network.
    """

    def __init__(
        self,
        network: Network,
        dataset: Dataset | None,
        training: Training,
        theta: Array | None = None,
        seed: int = 0,
        state: State | None = None,
    ) -> None:
        self.network, self.dataset, self.training, self.seed = network, dataset, training, seed
        data = None if dataset is None else check_data(network, dataset.x, dataset.y)
        if state is not None:
            theta = state.theta
        elif theta is None:
            theta = network.initial(seed, None if dataset is None else dataset.x)
        with np.errstate(over="ignore"):  # float64 numbers may be beyond float32: refused below, in words
            self.theta: Array = np.array(network.check_theta(theta))
        if not np.isfinite(self.theta).all():
            raise UserError(
                f"theta holds a number that is not finite in {network.dtype}.", "Pass a vector of finite numbers."
            )
        self.step = self.epoch = self.position = 0
        self.start: Array | None = None
        self.draws = 0
        self.stride = 1
        self._curve = np.empty((CURVE_POINTS, 6))
        self._points = 0
        self._shuffling = stream(seed, "shuffling")
        self._zeros = np.zeros_like(self.theta)
        self._optimizer = optimizer_named(training.optimizer)
        self._work = np.zeros((work_rows(self._optimizer, network.size), network.size), network.dtype)
        self._gradient = self._work[0]
        self._memory = np.zeros((self._optimizer.memory_rows, network.size), network.dtype)
        self._clock = Clock(training.learning_rate)
        self._backup: State | None = None
        self._older: State | None = None
        with np.errstate(over="ignore"):  # a learning rate beyond float32 is told of at the first step
            self._bind(data)
        if state is not None:
            self._take_over(state)
        elif dataset is not None and self.steps_per_epoch > 1:
            self._shuffling.shuffle(self._order)

    # Preparing ---------------------------------------------------------------------------------------------------

    def _bind(self, samples: tuple[Array, Array] | None) -> None:
        """Bind every call of an epoch: per step, what gathers its rows and what computes."""
        self._refusal: UserError | None = None
        self._threads = 1
        self._sequence: list[tuple[Call | None, list[Call]]] = []
        self._train_evaluation: Evaluation | None = None
        self._test_evaluation: Evaluation | None = None
        self._order = np.zeros(0, np.intp)
        self.steps_per_epoch = 1
        data, loss = self.dataset, loss_named(self.training.loss)
        if data is None or samples is None:
            return
        x, y = samples
        rows = x.shape[0]
        batch = min(self.training.batch_size, rows)
        self.steps_per_epoch = -(-rows // batch)
        self._order = np.arange(rows)
        self._threads = threads.wanted(self.network, batch)
        self._refusal = self._why_not()
        if self._refusal is not None:
            return
        self._train_evaluation = Evaluation(self.network, loss, self.theta, x, y)
        if data.x_test is not None and data.y_test is not None and len(data.x_test):
            x_test, y_test = check_data(self.network, data.x_test, data.y_test)
            self._test_evaluation = Evaluation(self.network, loss, self.theta, x_test, y_test)

        # Targets, inputs and ones in one matrix, a column per sample: a batch is one `take`.
        columns = np.concatenate([y.T, x.T, np.ones((1, rows), x.dtype)])
        update = bind_update(self._optimizer, self.theta, self._work, self._memory, self.training, self._clock)
        whole: dict[int, tuple[Plan, list[Call]]] = {}
        for first in range(0, rows, batch):
            size = min(batch, rows - first)
            if size not in whole:
                scale = loss.share(self.network.outputs) / size
                if self._optimizer.wants_step:
                    scale *= self.training.learning_rate
                plan = Plan(self.network, loss, self.theta, self._gradient, size, np.asarray(scale, self.network.dtype))
                whole[size] = plan, plan.calls + update
            plan, calls = whole[size]
            if size == rows:
                plan.rows_in[...] = columns
                self._sequence.append((None, calls))
            else:
                indices = self._order[first : first + size]
                self._sequence.append((partial(columns.take, indices, 1, plan.rows_in, "clip"), calls))

    def _why_not(self) -> UserError | None:
        """Why this network cannot be trained with these settings; None: it can."""
        for index, layer in enumerate(self.network.layers[:-1]):
            if not activation_named(layer.activation).can_learn:
                return UserError(
                    f"Hidden layer {index + 1} uses {layer.activation}, whose slope is zero everywhere, so nothing "
                    "below it can learn.",
                    "Choose sigmoid or tanh there to train.",
                )
        try:
            loss_named(self.training.loss).check_fits(self.network.layers[-1].activation)
        except UserError as error:
            return error
        return None

    # State -------------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """Everything needed to go on bit for bit."""
        return State(
            theta=self.theta.copy(),
            memory=self._memory.copy(),
            optimizer=self._optimizer.name,
            updates=self._clock.updates,
            step=self.step,
            epoch=self.epoch,
            position=self.position,
            order=self._order.copy(),
            random=json.dumps(self._shuffling.bit_generator.state),
            start=self.start,
            draws=self.draws,
            curve=self.curve.copy(),
            stride=self.stride,
        )

    def _take_over(self, state: State) -> None:
        """Go on from this state, in place: the bound calls stay valid."""
        self.theta[...] = state.theta
        self.step, self.epoch = state.step, state.epoch
        self.start = None if state.start is None else np.asarray(state.start, self.theta.dtype)
        self.draws = state.draws
        self.stride = state.stride
        self._points = min(len(state.curve), CURVE_POINTS)
        self._curve = np.empty((CURVE_POINTS, 6))
        self._curve[: self._points] = state.curve[: self._points]
        self._shuffling.bit_generator.state = json.loads(state.random)
        if state.optimizer == self._optimizer.name and state.memory.shape == self._memory.shape:
            self._memory[...] = state.memory
            self._clock.updates = state.updates
        if state.order.shape == self._order.shape:
            self._order[...] = state.order
            self.position = state.position if state.position < self.steps_per_epoch else 0
        elif self.steps_per_epoch > 1:
            self._shuffling.shuffle(self._order)
            self.position = 0
        self._backup = self._older = None

    @property
    def curve(self) -> Curve:
        """(points, 6): step, epoch, train loss, test loss, train score, test score; points are only ever added."""
        view = self._curve[: self._points]
        view.flags.writeable = False
        return view

    # Training ----------------------------------------------------------------------------------------------------

    def run(self, steps: int = 0, epochs: int = 0, between: Callable[[], bool] | None = None) -> int:
        """Make `steps` steps, or go on to the end of the epoch that is `epochs` ahead; returns how many were made.

        between  asked before each step; True: stop here

        Raises UserError where training is not possible, and where a loss or parameter leaves the finite numbers: the
        message names the step, and the last finite state stands.
        """
        self.check_can_train()
        left = steps if steps else epochs * self.steps_per_epoch - self.position
        wanted = left
        threads.use(self._threads)
        with np.errstate(all="ignore"):  # what overflows is found by the tests below and told once
            if self.step == 0 and self.start is None:
                self.start = self.theta.copy()
            if self._points == 0:
                self._record()
            if self._backup is None:
                self._backup = self.state()
            while left > 0:
                stretch = min(left, self.steps_per_epoch - self.position, CHECK_STEPS - self.step % CHECK_STEPS)
                made = self._make(stretch, between)
                left -= made
                self._pass_marks()
                if made < stretch:
                    break
            if not self._is_finite():
                self._replay()
        return wanted - left

    def check_can_train(self) -> None:
        """Raises UserError that says what is missing, or what does not fit."""
        if self.dataset is None:
            raise UserError("There are no data to train on.", "Choose a data set on the left.")
        if self._refusal is not None:
            raise self._refusal

    def _make(self, count: int, between: Callable[[], bool] | None) -> int:
        """The hot loop: up to `count` steps of the current epoch; returns how many were made."""
        made = 0
        for gather, calls in self._sequence[self.position : self.position + count]:
            if between is not None and between():
                break
            if gather is not None:
                gather()
            for call in calls:
                call()
            made += 1
        self.position += made
        self.step += made
        return made

    def _pass_marks(self) -> None:
        """What is due at this step: the end of an epoch, the test of theta."""
        if self.position == self.steps_per_epoch and not np.isfinite(self._end_epoch()):
            self._replay()
        if self.step % CHECK_STEPS == 0:
            if not self._is_finite():
                self._replay()
            # Values this small add nothing, but arithmetic on denormal numbers is many times slower.
            self._memory[np.abs(self._memory) < 1e-30] = 0.0
            if self._backup is None or self._backup.step != self.step:
                self._older, self._backup = self._backup, self.state()

    def _end_epoch(self) -> float:
        """Begin the next epoch; returns the train loss where this epoch is a point of the curve, else 0."""
        self.position = 0
        self.epoch += 1
        if self.steps_per_epoch > 1:
            self._shuffling.shuffle(self._order)
        return self._record() if self.epoch % self.stride == 0 else 0.0

    def _is_finite(self) -> bool:
        """A product each: 0 times a finite number is 0, 0 times anything else is not a number.

        The optimizer's memory counts: Adam divides by it, so an infinity in there stops a weight in silence.
        """
        return bool(self._zeros.dot(self.theta) == 0.0) and not self._memory.dot(self._zeros).any()

    def _has_finite_loss(self) -> bool:
        train = self._score(self._train_evaluation)
        return train is None or bool(np.isfinite(train.loss))

    def _replay(self) -> None:
        """Back to the backup, then step by step to the last finite state; raises UserError that names the step."""
        limit, backup, older = self.step, self._backup, self._older
        assert backup is not None
        self._take_over(backup)
        if older is not None and not self._has_finite_loss():
            self._take_over(older)  # the loss may leave the finite numbers some steps before theta does
        last = self.state()
        while self.step < limit:
            self._make(1, None)
            if not self._is_finite() or not self._has_finite_loss():
                break
            if self.position == self.steps_per_epoch:
                self._end_epoch()
            last = self.state()
        failed_at = self.step
        self._take_over(last)
        self._backup = last
        raise UserError(
            f"Training stopped at step {failed_at:,}: the numbers grew beyond what {self.network.dtype} can hold.",
            f"The weights of step {self.step:,} are kept. Reset and try a smaller learning rate than "
            f"{self.training.learning_rate:g}, for example {_smaller(self.training.learning_rate):g}.",
        )

    def _record(self) -> float:
        """Add a point to the curve; returns the train loss."""
        if self._points == CURVE_POINTS:
            # A new array: snapshots and states hold views of the old one.
            thinned = np.empty_like(self._curve)
            self._points = CURVE_POINTS // 2
            thinned[: self._points] = self._curve[::2]
            self._curve = thinned
            self.stride *= 2
        train, test = self.scores()
        assert train is not None
        self._curve[self._points] = (
            self.step,
            self.epoch,
            train.loss,
            np.nan if test is None else test.loss,
            _rate(train),
            np.nan if test is None else _rate(test),
        )
        self._points += 1
        return train.loss

    # Looking -----------------------------------------------------------------------------------------------------

    def scores(self) -> tuple[Score | None, Score | None]:
        """How this theta does on training and test samples; None where there are none."""
        with np.errstate(all="ignore"):
            return self._score(self._train_evaluation), self._score(self._test_evaluation)

    def _score(self, evaluation: Evaluation | None) -> Score | None:
        if evaluation is None or self.dataset is None:
            return None
        loss, outputs = evaluation.run()
        targets = evaluation.targets
        count = targets.shape[1]
        if self.is_regression:
            rmse = float(np.sqrt(np.mean(np.square(outputs - targets, dtype=np.float64))))
            return Score(loss, None, count, rmse)
        wanted = (targets[0] >= 0.5).astype(np.intp) if len(targets) == 1 else np.argmax(targets, axis=0)
        return Score(loss, int(np.count_nonzero(self.dataset.decide(outputs) == wanted)), count)

    @property
    def is_regression(self) -> bool:
        """Whether the outputs are numbers; where the data do not say, the loss does."""
        if self.dataset is not None and self.dataset.task is not None:
            return self.dataset.task == "regression"
        return not loss_named(self.training.loss).is_for_classes

    def snapshot(self, is_playing: bool, steps_per_second: float) -> Snapshot:
        """This moment, for the screen.

        Raises UserError where training has left the finite numbers: the screen never sees such a moment.
        """
        train, test = self.scores()
        has_moved = self._backup is not None and self.step > self._backup.step
        if not self._is_finite() or (has_moved and train is not None and not np.isfinite(train.loss)):
            with np.errstate(all="ignore"):
                self._replay()
        theta = self.theta.copy()
        theta.flags.writeable = False
        return Snapshot(
            self.network,
            theta,
            self.step,
            self.epoch,
            self.position,
            self.steps_per_epoch,
            is_playing,
            steps_per_second,
            train,
            test,
            self.curve,
        )


def _rate(score: Score) -> float:
    """The share that is correct; for regression the root mean squared error."""
    if score.correct is None:
        return np.nan if score.rmse is None else score.rmse
    return score.correct / score.count


def _smaller(rate: float) -> float:
    """A tenth of the rate, rounded to one digit, and no more than 0.1."""
    return min(0.1, float(f"{rate / 10:.0e}"))
