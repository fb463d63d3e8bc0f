"""The course of an epoch: for each of its steps the bound calls that gather the batch, compute, and update theta."""

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from core import layout
from core.activations import activation_named, constant
from core.arrays import Array, Call, Indices
from core.errors import UserError
from core.losses import loss_named
from core.network import Network, layer_name
from core.optimizers import Clock, bind_update, optimizer_named, work_rows
from core.plan import NARROW, Plan
from core.samples import Samples
from core.schedules import rate_at
from core.training import Training


class Step(NamedTuple):
    """One step: what gathers its rows (nothing, where they stand there already), and what computes."""

    gathers: tuple[Call, ...]
    calls: list[Call]


def _tables(samples: Samples, is_wide: bool) -> tuple[Array, Array]:
    """What batches are gathered from: by columns (targets, weights, narrow inputs) and by rows (wide inputs)."""
    ones = np.ones((len(samples.x), 1), samples.x.dtype)
    weights = [] if samples.weights is None else [samples.weights[:, np.newaxis]]
    inputs = np.concatenate([samples.x, ones], axis=1)
    columns = np.concatenate([samples.y, *weights, *([] if is_wide else [inputs])], axis=1)
    return np.ascontiguousarray(columns.T), inputs


def why_not(network: Network, training: Training) -> UserError | None:
    """Why this network cannot be trained with these settings; None: it can."""
    for index, layer in enumerate(network.dense[:-1]):
        if not activation_named(layer.activation).can_learn:
            return UserError(
                f"{layer_name(network, index)} uses {layer.activation}, whose slope is zero everywhere, so nothing "
                "left of it can learn.",
                "Choose sigmoid or tanh there to train; its weights can be typed by hand and the network asked.",
            )
    if network.output.activation == "softmax" and network.outputs == 1:
        return UserError(
            "A softmax over a single output says 1 whatever comes in.", "Use sigmoid, or one output for each class."
        )
    try:
        loss_named(training.loss).check_fits(network.output.activation)
    except UserError as error:
        return error
    return None


def _norm(gradient: Array) -> float:
    """|g|, also where its square is beyond the largest number."""
    squared = float(gradient.dot(gradient))
    if math.isfinite(squared):
        return math.sqrt(squared)
    largest = float(np.abs(gradient).max())
    return largest * float(np.linalg.norm(gradient / largest)) if math.isfinite(largest) else largest


class Course:
    """Binds everything once; afterwards a step is nothing but calls.

    network, training    what is trained, and how
    samples              what on
    theta, memory        written by the steps: (parameters,), and (rows, parameters) of the optimizer
    order                the epoch's order of the samples; shuffle it in place
    generator            draws what dropout leaves out

    `clock` counts: set `clock.updates` to the updates made, `steps_made` to the steps made, before going on.
    """

    def __init__(
        self,
        network: Network,
        training: Training,
        samples: Samples,
        theta: Array,
        memory: Array,
        order: Indices,
        generator: np.random.Generator,
        clock: Clock,
    ) -> None:
        self._network, self._training, self._clock = network, training, clock
        self.steps_made = 0
        trainable = network.trainable
        optimizer, loss = optimizer_named(training.optimizer), loss_named(training.loss)
        self._wants_step = optimizer.wants_step
        # The gradient of the running statistics does not exist: their part stays behind the trained one.
        work = np.zeros((work_rows(optimizer, trainable), network.size), network.dtype)
        self._theta, self._gradient = theta[:trainable], work[0, :trainable]
        self._unit = constant(training.learning_rate if self._wants_step else 1.0, theta)
        self._scales: list[tuple[Array, float]] = []
        is_free, _ = layout.masks(network)
        mask = None if is_free is None else is_free.astype(network.dtype)
        update: list[Call] = [
            *self._bind_penalties(mask),
            *self._bind_mask(mask),
            *self._bind_clipping(),
            *bind_update(optimizer, self._theta, work[:, :trainable], memory[:, :trainable], training, clock, mask),
        ]
        advance: list[Call] = [self._advance] if training.schedule != "constant" or training.warmup_steps else []

        rows = len(samples.x)
        batch = min(training.batch_size, rows)
        plans: dict[int, tuple[Plan, list[Call]]] = {}
        columns, table = _tables(samples, network.inputs > NARROW)
        self.steps: list[Step] = []
        for first in range(0, rows, batch):
            size = min(batch, rows - first)
            if size not in plans:
                share = loss.share(network.outputs) / size
                scale = constant(share * float(self._unit), theta)
                self._scales.append((scale, share))
                has_weights = samples.weights is not None
                plan = Plan(network, loss, theta, work[0], size, scale, "train", generator, has_weights)
                plans[size] = plan, advance + plan.calls + update
            plan, calls = plans[size]
            if size == rows:
                plan.by_columns[...] = columns
                if plan.by_rows is not None:
                    plan.by_rows[...] = table
                self.steps.append(Step((), calls))
                continue
            indices = order[first : first + size]
            gathers: list[Call] = [partial(columns.take, indices, 1, plan.by_columns, "clip")]
            if plan.by_rows is not None:
                gathers.append(partial(table.take, indices, 0, plan.by_rows, "clip"))
            self.steps.append(Step(tuple(gathers), calls))

    def _advance(self) -> None:
        """The learning rate of the step that follows."""
        rate = rate_at(self._training, self.steps_made)
        self.steps_made += 1
        self._clock.rate = rate
        if self._wants_step:
            self._unit[...] = rate
            for scale, share in self._scales:
                scale[...] = share * rate

    def _bind_penalties(self, mask: Array | None) -> list[Call]:
        """g <- g + l1 sign(w) + 2 l2 w, over the weights that training may move; times the rate where g is."""
        l1, l2 = self._training.l1, self._training.l2
        if not (l1 or l2):
            return []
        where = layout.weights_only(self._network).astype(self._theta.dtype)
        if mask is not None:
            where *= mask
        term = np.empty_like(self._theta)
        calls: list[Call] = []
        if l1:
            calls += [
                partial(np.sign, self._theta, term),
                partial(np.multiply, term, constant(l1, term) * where, term),
                partial(np.multiply, term, self._unit, term),
                partial(np.add, self._gradient, term, self._gradient),
            ]
        if l2:
            calls += [
                partial(np.multiply, self._theta, constant(2.0 * l2, term) * where, term),
                partial(np.multiply, term, self._unit, term),
                partial(np.add, self._gradient, term, self._gradient),
            ]
        return calls

    def _bind_mask(self, mask: Array | None) -> list[Call]:
        return [] if mask is None else [partial(np.multiply, self._gradient, mask, self._gradient)]

    def _bind_clipping(self) -> list[Call]:
        """g <- g min(1, clip / |g|), the norm of all parameters together; as Keras's global_clipnorm."""
        clip = self._training.clip_norm
        if clip is None:
            return []
        gradient, unit, factor = self._gradient, self._unit, np.empty_like(self._unit)

        def shorten() -> None:
            norm = _norm(gradient)
            longest = clip * float(unit)
            if norm > longest:
                factor[...] = longest / norm
                np.multiply(gradient, factor, gradient)

        return [shorten]
