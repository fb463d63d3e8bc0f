"""One training step in slow motion: what goes forward, what it costs, what is wanted of each weight, what it becomes.

The numbers are the engine's own: the gradient is that of its plan, the new parameters are those of its optimizer, made
on copies. Nothing of the training that is watched is touched.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core import layout
from core.activations import constant
from core.arrays import Array, Indices
from core.course import Course, why_not
from core.data.dataset import Dataset
from core.layers import Dense
from core.losses import loss_named
from core.network import Network
from core.optimizers import Clock, optimizer_named
from core.plan import Plan
from core.randomness import stream
from core.samples import Samples, prepare
from core.schedules import rate_at
from core.state import State
from core.training import Training

SUMMED = frozenset({"half_squared_error", "categorical_crossentropy"})
"""The losses that add up what each output costs; all others take the mean."""


@dataclass(frozen=True, eq=False)
class Walk:
    """One step, halted at each of its phases.    Arrays are features first, (units, rows), as the engine has them.

    samples      what it is made on, as the network computes with it
    step         how many steps were made before
    theta        the parameters before
    entering     what comes into each dense layer, with what dropout left out, and with this batch's own statistics
    sums         z of each dense layer
    activations  a = f(z) of each dense layer
    loss         the mean over the rows, as the gradient weighs them, without penalties
    deltas       dL/dz of each dense layer, a column per row: a row's share in the loss's slope; its sum is dL/db
    gradient     dL/dtheta (parameters,), of the loss alone
    penalty      what L1 and L2 add to it (parameters,)
    slope        both together, 0 where training may not go (parameters,)
    pull         what the optimizer is given (parameters,): the slope, shortened by clipping
    length       |slope|
    rate         the learning rate of this step
    memory       the optimizer's before (rows, parameters)
    kept         what each layer that is not dense did, by its place among all: a dropout's factors, or what a batch
                 normalization made of mean and variance (units, rows), and 1 over the deviation (units, 1)
    new_theta    the parameters after it
    """

    network: Network
    training: Training
    samples: Samples
    step: int
    theta: Array
    entering: tuple[Array, ...]
    sums: tuple[Array, ...]
    activations: tuple[Array, ...]
    loss: float
    deltas: tuple[Array, ...]
    gradient: Array
    penalty: Array
    slope: Array
    pull: Array
    length: float
    rate: float
    memory: Array
    kept: dict[int, tuple[Array, Array]]
    new_theta: Array
    new_memory: Array
    new_updates: int
    new_dropping: str

    @property
    def rows(self) -> Indices | None:
        """Which of the data's training samples those are, with what is kept aside among them (rows,); None: none."""
        return self.samples.rows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.samples.x)

    @property
    def is_clipped(self) -> bool:
        """Whether the gradient was too long."""
        return self.training.clip_norm is not None and self.length > self.training.clip_norm

    @cached_property
    def change(self) -> Array:
        """What is added to the parameters, in float64."""
        changed: Array = self.new_theta.astype(np.float64) - self.theta.astype(np.float64)
        return changed

    def losses(self, row: int | None = None) -> Array:
        """What each output costs (outputs,) for this row, or as the mean over all of them; see `adds_up`."""
        if row is None:
            return _losses(self.network, self.training, self.samples, self.sums[-1], self.activations[-1])
        some = self.samples.taken(np.array([row]))
        columns = slice(row, row + 1)
        unweighted = Samples(some.x, some.y)
        return _losses(
            self.network, self.training, unweighted, self.sums[-1][:, columns], self.activations[-1][:, columns]
        )

    @property
    def adds_up(self) -> bool:
        """Whether the loss is the sum of what its outputs cost; else it is their mean."""
        return self.training.loss in SUMMED

    def loss_of(self, row: int) -> float:
        """The loss of one row."""
        losses = self.losses(row)
        return float(losses.sum() if self.adds_up else losses.mean())

    def state_after(self, before: State) -> State:
        """The trainer's state once this step is made besides its course: the epoch's order and place stay.

        before  the state that it was walked from
        """
        start = self.theta if before.start is None and before.step == 0 else before.start
        return replace(
            before,
            theta=self.new_theta,
            memory=self.new_memory,
            updates=self.new_updates,
            dropping=self.new_dropping,
            step=before.step + 1,
            start=start,
        )


def walk_batch(network: Network, dataset: Dataset, training: Training, seed: int, state: State) -> Walk:
    """The next step of a training at this state: to the bit what its trainer would make of it on one thread.

    Raises UserError where it cannot be trained.
    """
    _check(network, training)
    train = prepare(network, dataset, training, seed).train
    total = len(train.x)
    size = min(training.batch_size, total)
    first = state.position * size
    # A step on all rows has no order.
    rows = np.arange(total) if size == total else state.order[first : first + size]
    return walked(network, training, train.taken(rows), state)


def walk_sample(
    network: Network, dataset: Dataset | None, training: Training, state: State, x: Array, target: Array
) -> Walk:
    """A step on one sample alone, whose class weighs what the settings give it; "balanced" weighs nothing here.

    x       (inputs,) as the network is given it
    target  (outputs,) as the data hold it

    Raises UserError where it cannot be trained, and for a sample that does not fit the network or the loss.
    """
    _check(network, training)
    task, classes = (None, ()) if dataset is None else (dataset.task, dataset.classes)
    alone = Dataset(np.asarray(x)[np.newaxis], np.asarray(target)[np.newaxis], task=task, classes=classes)
    weight = None if training.class_weight == "balanced" else training.class_weight
    train = prepare(network, alone, training.replace(validation_share=0.0, class_weight=weight), 0).train
    return walked(network, training, train, state)


def _check(network: Network, training: Training) -> None:
    refusal = why_not(network, training)
    if refusal is not None:
        raise refusal


@np.errstate(all="ignore")  # numbers that run away are shown as they are
def walked(
    network: Network,
    training: Training,
    samples: Samples,
    state: State,
    draws: Callable[[State], np.random.Generator] | None = None,
) -> Walk:
    """A step on these samples, from this state.

    draws  gives what draws what dropout leaves out, as it stands; None: `generator_of`
    """
    theta = np.array(network.check_theta(state.theta))
    draws = generator_of if draws is None else draws
    plan, gradient = _back_and_forth(network, training, samples, theta.copy(), draws(state))
    entering, sums, activations = _forward(network, theta, plan)
    penalty = _penalty(network, training, theta)
    slope = _slope(network, gradient, penalty)
    pull, length = _pull(training, slope)
    losses = _losses(network, training, samples, plan.z_output, plan.output)

    new_theta, clock, dropping = theta.copy(), Clock(training.learning_rate, state.updates), draws(state)
    optimizer = optimizer_named(training.optimizer)
    new_memory = np.zeros((optimizer.memory_rows, network.size), network.dtype)
    if state.optimizer == optimizer.name and state.memory.shape == new_memory.shape:
        new_memory[...] = state.memory
    else:
        clock.updates = 0
    memory = new_memory.copy()
    order = np.arange(len(samples.x))
    course = Course(network, training, samples, new_theta, new_memory, order, dropping, clock)
    course.steps_made = state.step
    for call in course.steps[0].calls:
        call()
    return Walk(
        network,
        training,
        samples,
        state.step,
        theta,
        entering,
        sums,
        activations,
        float(losses.sum() if training.loss in SUMMED else losses.mean()),
        tuple(
            delta.copy() for layer, delta in zip(network.layers, plan.deltas, strict=True) if isinstance(layer, Dense)
        ),
        gradient,
        penalty,
        slope,
        pull,
        length,
        rate_at(training, state.step),
        memory,
        {
            index: (place.kept[0].copy(), place.kept[1].copy())
            for index, place in enumerate(plan.places)
            if place.kept is not None
        },
        new_theta,
        new_memory,
        clock.updates,
        json.dumps(dropping.bit_generator.state),
    )


def generator_of(state: State) -> np.random.Generator:
    """What will draw what dropout leaves out, as it stands."""
    generator = stream(0, "dropout")
    generator.bit_generator.state = json.loads(state.dropping)
    return generator


def _back_and_forth(
    network: Network, training: Training, samples: Samples, theta: Array, generator: np.random.Generator
) -> tuple[Plan, Array]:
    """The plan of this step after it has run, and the gradient of the loss alone.    theta may be written."""
    loss, rows = loss_named(training.loss), len(samples.x)
    gradient = np.zeros(network.size, network.dtype)
    scale = constant(loss.share(network.outputs) / rows, theta)
    has_weights = samples.weights is not None
    plan = Plan(network, loss, theta, gradient, rows, scale, "train", generator, has_weights, keep_z=True)
    plan.inputs[...] = samples.x.T
    plan.targets[...] = samples.y.T
    if plan.sample_weights is not None and samples.weights is not None:
        plan.sample_weights[...] = samples.weights
    for call in plan.calls:
        call()
    return plan, gradient


def _forward(
    network: Network, theta: Array, plan: Plan
) -> tuple[tuple[Array, ...], tuple[Array, ...], tuple[Array, ...]]:
    """What came into the dense layers, their sums and activations, as they went through this plan."""
    entering: list[Array] = []
    sums: list[Array] = []
    activations: list[Array] = []
    for index, (layer, own) in enumerate(zip(network.layers, layout.parts(network, theta), strict=True)):
        if isinstance(layer, Dense):
            entering.append(plan.activations[index].copy())
            sums.append(layer.sums(own, plan.activations[index]))
            activations.append(plan.activations[index + 1].copy())
    return tuple(entering), tuple(sums), tuple(activations)


def _penalty(network: Network, training: Training, theta: Array) -> Array:
    """l1 sign(w) + 2 l2 w over the weights that training may move."""
    found = np.zeros_like(theta)
    trainable = network.trainable
    is_free, _ = layout.masks(network)
    where = layout.weights_only(network)
    where = where if is_free is None else where & is_free
    own = theta[:trainable]
    found[:trainable] = np.where(where, training.l1 * np.sign(own) + 2.0 * training.l2 * own, 0.0)
    return found


def _slope(network: Network, gradient: Array, penalty: Array) -> Array:
    """The gradient with the penalty's, 0 where training may not go."""
    slope: Array = gradient + penalty
    is_free, _ = layout.masks(network)
    if is_free is not None:
        slope[: network.trainable] *= is_free
    return slope


def _pull(training: Training, slope: Array) -> tuple[Array, float]:
    """What the optimizer is given, and how long that was before clipping."""
    length = float(np.linalg.norm(slope.astype(np.float64)))
    if training.clip_norm is None or length <= training.clip_norm:
        return slope, length
    return slope * (training.clip_norm / length), length


def _losses(network: Network, training: Training, samples: Samples, z: Array, a: Array) -> Array:
    """What each output costs, the mean over the rows (outputs,), in float64."""
    loss = loss_named(training.loss)
    z, a, y = z.astype(np.float64), a.astype(np.float64), samples.y.T.astype(np.float64)
    weights = np.ones(a.shape[1]) if samples.weights is None else samples.weights.astype(np.float64)
    if loss.name == "categorical_crossentropy":
        top = z.max(axis=0)
        logs = z - top - np.log(np.exp(z - top).sum(axis=0))
        costs: Array = (-y * logs * weights).mean(axis=1)
        return costs
    found = np.zeros(network.outputs)
    for weight in np.unique(weights).tolist():  # as many as there are classes
        some = weights == weight
        share = weight * float(some.mean())
        found += [
            share * loss.value(z[unit : unit + 1, some], a[unit : unit + 1, some], y[unit : unit + 1, some])
            for unit in range(network.outputs)
        ]
    return found
