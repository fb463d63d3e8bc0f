"""One training step as a flat list of bound NumPy calls, made ahead of time.

Small networks live on the number of NumPy calls, not on arithmetic: a tiny product costs under a microsecond, deciding
what to multiply costs more. So everything is decided here, once per (network, loss, number of rows): each call has its
operands and its output bound, and a step is `for call in calls: call()`.

The formulas, for a dense layer l with block B_l = [W_l^T | b_l] (units, inputs + 1) and activations A_l (units, rows):

    forward      A_l = f_l(B_l [A_{l-1}; 1])                   one product adds the bias
    backward     delta_L = dL/dz                                from the loss
                 G_l = delta_l [A_{l-1}; 1]^T                   one product gives both gradients
                 delta_{l-1} = (W_l delta_l) * f'_{l-1}(z_{l-1})

Everything is features first, (units, rows), for networks of any width: products are as fast as the other way round.
All activations stand in one buffer, each layer followed by a row of ones, so neighbouring layers that share an
activation get their slopes in one go. Only wide inputs stand apart: a batch of them is gathered by rows, which are
long, and read as the transposed view.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from core import layout
from core.activations import activation_named
from core.arrays import Array, Call, Indices, as_numbers
from core.errors import UserError
from core.layers import Dense, Dropout
from core.layers.place import Parts, Place
from core.losses import Loss, loss_named

if TYPE_CHECKING:
    from core.network import Network

NARROW = 12
"""Up to this many inputs a batch is gathered by columns, into the activations' own buffer."""
SMALL = 4096
"""Up to this many numbers in a layer's activations, the cost of a call counts for more than its arithmetic."""

Mode = Literal["ask", "differentiate", "train"]
"""ask: running statistics, nothing left out. differentiate: the batch's statistics. train: they are kept, too, and
dropout draws."""


class Forward:
    """The forward pass over a fixed number of rows: fill `targets` and `inputs`, run `calls`, read `output`.

    by_columns  what a batch is gathered into column by column: targets, sample weights if any, and inputs with their
                ones where they are narrow, (outputs + 1 or 0 + inputs + 1 or 0, rows)
    by_rows     what it is gathered into row by row: wide inputs with their ones, (rows, inputs + 1); None where narrow
    """

    def __init__(
        self,
        network: "Network",
        theta: Array,
        rows: int,
        mode: Mode = "ask",
        generator: np.random.Generator | None = None,
        has_weights: bool = False,
        keep_z: bool = False,
    ) -> None:
        self._network, self._dtype = network, np.dtype(network.dtype)
        layers, outputs = network.layers, network.outputs
        width, heights = network.inputs, []
        for layer in layers:
            width = layer.units if isinstance(layer, Dense) else width
            heights.append(width + 1)
        top = outputs + has_weights
        is_wide = mode == "train" and network.inputs > NARROW  # nothing else gathers
        first = top if is_wide else top + network.inputs + 1
        # targets | weights | inputs, ones | layer 1, ones | layer 2, ones | ..., from top to bottom
        self.buffer = np.ones((first + sum(heights), rows), self._dtype)
        self.by_columns = self.buffer[:first]
        self.by_rows = np.ones((rows, network.inputs + 1), self._dtype) if is_wide else None
        self.targets = self.buffer[:outputs]
        self.sample_weights = self.buffer[outputs] if has_weights else None
        # Where each layer begins in the buffer.
        self._tops = np.cumsum([first, *heights[:-1]]).tolist()
        ones = [self.buffer[top:first] if self.by_rows is None else self.by_rows.T]
        ones += [self.buffer[a : a + h] for a, h in zip(self._tops, heights, strict=True)]
        self.inputs = ones[0][:-1]
        if mode == "ask":  # dropout passes on what it gets
            for index, layer in enumerate(layers):
                if isinstance(layer, Dropout):
                    ones[index + 1] = ones[index]
        self.activations = [part[:-1] for part in ones]
        self.output = self.activations[-1]
        self.places = [
            self._place(index, layer, ones, own, mode, generator, keep_z)
            for index, (layer, own) in enumerate(zip(layers, layout.parts(network, theta), strict=True))
        ]
        self.z_output = self.output if self.places[-1].z is None else self.places[-1].z
        self.calls: list[Call] = []
        for layer, place in zip(layers, self.places, strict=True):
            if not (mode == "ask" and isinstance(layer, Dropout)):
                self.calls += layer.bind_forward(place)

    def _place(
        self,
        index: int,
        layer: object,
        ones: list[Array],
        own: Parts,
        mode: Mode,
        generator: np.random.Generator | None,
        keep_z: bool,
    ) -> Place:
        below, above = self.activations[index], self.activations[index + 1]
        z: Array | None = None
        kept: tuple[Array, Array] | None = None
        if isinstance(layer, Dense):
            activation = activation_named(layer.activation)
            is_output = above is self.output
            if (mode != "ask" and activation.needs_z) or (is_output and keep_z and activation.name != "linear"):
                z = np.empty_like(above)
        elif mode != "ask":
            kept = np.empty_like(above), np.empty((above.shape[0], 1), self._dtype)
        return Place(
            own,
            below,
            ones[index],
            above,
            z,
            kept,
            generator=generator if mode == "train" else None,
            learns=mode == "train",
        )


class Plan(Forward):
    """Forward and backward over `rows` rows: after `calls`, `gradient` holds scale * rows * dL/dtheta's sum.

    scale          0-d array that multiplies the output's delta: share / rows for the true gradient, times the learning
                   rate where the optimizer wants its step ready-made
    forward_calls  the first of the calls: those that make the output
    deltas         for each layer the derivative by its sums z (units, rows); only those of dense layers stay
    """

    def __init__(
        self,
        network: "Network",
        loss: Loss,
        theta: Array,
        gradient: Array,
        rows: int,
        scale: Array,
        mode: Mode = "differentiate",
        generator: np.random.Generator | None = None,
        has_weights: bool = False,
        keep_z: bool = False,
    ) -> None:
        keep_z = keep_z or loss.needs_z(network.output.activation)
        super().__init__(network, theta, rows, mode, generator, has_weights, keep_z)
        self.forward_calls = tuple(self.calls)
        self.scale = scale
        layers = network.layers
        # One buffer each, laid out like the activations.
        deltas, self._slopes = np.empty_like(self.buffer), np.empty_like(self.buffer)
        rows_of = [slice(a, a + len(part)) for a, part in zip(self._tops, self.activations[1:], strict=True)]
        delta, slope = [deltas[part] for part in rows_of], [self._slopes[part] for part in rows_of]
        self.deltas = delta
        self._bind_slopes(slope, loss.needs_slope(network.output.activation))
        self.calls += loss.bind_delta(
            network.output.activation, self.places[-1].z, self.output, self.targets, delta[-1], slope[-1], scale
        )
        if self.sample_weights is not None:
            self.calls.append(partial(np.multiply, delta[-1], self.sample_weights, delta[-1]))

        gradients = layout.parts(network, gradient)
        lowest = next(index for index, own in enumerate(gradients) if own is not None)
        for index in reversed(range(lowest, len(layers))):
            layer, place = layers[index], self.places[index]
            if isinstance(layer, Dense) and index < len(layers) - 1:
                activation = activation_named(layer.activation)
                if not activation.can_learn:
                    self.calls.append(partial(delta[index].fill, 0.0))
                elif activation.bind_slope is not None:
                    self.calls.append(partial(np.multiply, delta[index], slope[index], delta[index]))
            reach = None if index == lowest else rows_of[index - 1]
            backward = replace(
                place,
                gradient=gradients[index],
                delta=delta[index],
                delta_below=None if reach is None else deltas[reach.start : reach.stop + 1],
            )
            self.calls += layer.bind_backward(backward)

    def _bind_slopes(self, slope: list[Array], with_output: bool) -> None:
        """Calls for the slopes of the dense layers: one go for each run of small ones that share an activation.

        A wide ReLU's slope is an array of truths: comparing is several times faster than taking signs.
        """
        layers = self._network.layers[: None if with_output else -1]
        activations = [activation_named(layer.activation) if isinstance(layer, Dense) else None for layer in layers]
        index = 0
        while index < len(layers):
            activation, last = activations[index], index
            if activation is not None and activation.bind_slope is not None:
                if slope[index].size > SMALL or activation.needs_z:
                    if activation.has_binary_slope and slope[index].size > SMALL:
                        slope[index] = np.empty(slope[index].shape, np.bool_)
                    self.calls += activation.bind_slope(self.places[index].z, self.activations[index + 1], slope[index])
                else:
                    while activations[last + 1 : last + 2] == [activation] and slope[last + 1].size <= SMALL:
                        last += 1
                    start, stop = self._tops[index], self._tops[last] + len(slope[last])
                    self.calls += activation.bind_slope(None, self.buffer[start:stop], self._slopes[start:stop])
            index = last + 1


def check_data(network: "Network", x: object, y: object, names: tuple[str, str] = ("x", "y")) -> tuple[Array, Array]:
    """x (samples, inputs) and y (samples, outputs) as arrays of the network's dtype.

    names  what the two are called where they were passed

    Raises UserError when a shape does not fit the network or something is no number or not finite.
    """
    given = [as_numbers(name, values, network.dtype) for name, values in zip(names, (x, y), strict=True)]
    rows = given[0].shape[0] if given[0].ndim else 0
    for name, array, width in zip(names, given, (network.inputs, network.outputs), strict=True):
        if array.ndim != 2 or array.shape[1] != width or array.shape[0] != rows:
            raise UserError(
                f"{name} has the shape {array.shape}; this network needs ({rows}, {width}).",
                "Rows are samples, columns are inputs (x) or outputs (y).",
            )
        if not np.isfinite(array).all():
            raise UserError(
                f"{name} holds a number that is not finite in {network.dtype}.",
                "Remove or replace NaN, infinity and numbers that are too large first.",
            )
    if rows == 0:
        raise UserError(f"{names[0]} holds no samples.", "At least one row is needed.")
    return given[0], given[1]


class Evaluation:
    """Loss and outputs over fixed data with the theta it was bound to.

    x, y     (samples, inputs), (samples, outputs), as `check_data` leaves them
    plan     one for these very data that answers as it is asked, whose forward pass is then this one's, too
    classes  room for whoever counts what is right to keep the targets' classes
    """

    def __init__(
        self, network: "Network", loss: Loss, theta: Array, x: Array, y: Array, plan: Plan | None = None
    ) -> None:
        self._forward = Forward(network, theta, x.shape[0], keep_z=True) if plan is None else plan
        self._forward.inputs[...] = x.T
        self._calls = tuple(self._forward.calls) if plan is None else plan.forward_calls
        self.targets = y.T.astype(np.float64)
        self.classes: Indices | None = None
        self._loss = loss

    def run(self) -> tuple[float, Array]:
        """(loss, outputs (outputs, samples)); the outputs are a buffer that the next run overwrites."""
        for call in self._calls:
            call()
        return self.read()

    def read(self) -> tuple[float, Array]:
        """What `run` found last, or what the plan did since."""
        return _value(self._loss, self._forward, self.targets), self._forward.output


def _value(loss: Loss, forward: Forward, targets: Array) -> float:
    z = forward.z_output.astype(np.float64)
    a = forward.output.astype(np.float64)
    return loss.value(z, a, targets)


def loss_and_gradient(network: "Network", theta: Array, x: Array, y: Array, loss: str) -> tuple[float, Array]:
    """See `Network.loss_and_gradient`."""
    chosen = loss_named(loss)
    chosen.check_fits(network.output.activation)
    x, y = check_data(network, x, y)
    theta = np.ascontiguousarray(network.check_theta(theta))
    gradient = np.zeros_like(theta)
    rows = x.shape[0]
    scale = np.asarray(chosen.share(network.outputs) / rows, network.dtype)
    plan = Plan(network, chosen, theta, gradient, rows, scale, keep_z=True)
    plan.targets[...] = y.T
    plan.inputs[...] = x.T
    with np.errstate(all="ignore"):  # parameters may be so large that sums overflow: the loss tells
        for call in plan.calls:
            call()
    return _value(chosen, plan, y.T.astype(np.float64)), gradient
