"""One training step as a flat list of bound NumPy calls, made ahead of time.

Small networks live on the number of NumPy calls, not on arithmetic: a tiny product costs under a microsecond, deciding
what to multiply costs more. So everything is decided here, once per (network, loss, number of rows): each call has its
operands and its output bound, and a step is `for call in calls: call()`.

The formulas, for layer l with block B_l = [W_l^T | b_l] (units, inputs + 1) and activations A_l (units, rows):

    forward      A_l = f_l(B_l [A_{l-1}; 1])                   one product adds the bias
    backward     delta_L = dL/dz                                from the loss
                 G_l = delta_l [A_{l-1}; 1]^T                   one product gives both gradients
                 delta_{l-1} = (W_l delta_l) * f'_{l-1}(z_{l-1})

All activations stand in one buffer, each layer followed by a row of ones, so neighbouring layers that share an
activation get their slopes in one go.
"""

from collections.abc import Collection
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from core import layout
from core.activations import activation_named
from core.arrays import Array, Call
from core.errors import UserError
from core.losses import Loss, loss_named

if TYPE_CHECKING:
    from core.network import Network


class Forward:
    """The forward pass over a fixed number of rows: fill `rows_in`, run `calls`, read `output`.

    rows_in  (outputs + inputs + 1, rows) targets first, then inputs, then the ones: what one `take` of a batch fills
    kept     the layers whose pre-activations are kept, in `z` at the places they have in the buffer
    """

    def __init__(self, network: "Network", theta: Array, rows: int, kept: Collection[int] = ()) -> None:
        dtype = network.dtype
        heights = [width + 1 for width in network.widths]
        # targets | inputs 1 | layer 1 1 | ... | output 1, from top to bottom
        self.buffer = np.ones((network.outputs + sum(heights), rows), dtype)
        self.rows_in = self.buffer[: network.outputs + heights[0]]
        self.targets = self.buffer[: network.outputs]
        tops = network.outputs + np.cumsum([0, *heights[:-1]])
        self.with_ones = [self.buffer[top : top + height] for top, height in zip(tops.tolist(), heights, strict=True)]
        self.activations = [part[:-1] for part in self.with_ones]
        self.output = self.activations[-1]
        self.z = np.zeros_like(self.buffer) if kept else None
        self.calls: list[Call] = []
        for index, (slot, block) in enumerate(zip(layout.slots(network), layout.blocks(network, theta), strict=True)):
            below = self.with_ones[index] if slot.has_bias else self.activations[index]
            above = self.activations[index + 1]
            self.calls.append(partial(block.dot, below, above))
            if self.z is not None and index in kept:
                self.calls.append(partial(np.copyto, self.same_place(self.z, above), above))
            self.calls += activation_named(network.layers[index].activation).bind(above)

    def same_place(self, array: Array, like: Array) -> Array:
        """The rows of `array` that lie where `like` lies in the buffer."""
        first = (like.ctypes.data - self.buffer.ctypes.data) // self.buffer.strides[0]
        return array[first : first + like.shape[0]]


class Plan(Forward):
    """Forward and backward over `rows` rows: after `calls`, `gradient` holds scale * rows * dL/dtheta's sum.

    scale  0-d array that multiplies the output's delta: share / rows for the true gradient, times the learning rate
           where the optimizer wants its step ready-made
    """

    def __init__(self, network: "Network", loss: Loss, theta: Array, gradient: Array, rows: int, scale: Array) -> None:
        last = len(network.layers)
        activation = network.layers[-1].activation
        kept = [index for index, layer in enumerate(network.layers[:-1]) if activation_named(layer.activation).needs_z]
        if loss.needs_z(activation):
            kept.append(last - 1)
        super().__init__(network, theta, rows, kept)
        deltas = np.empty_like(self.buffer)
        slopes = np.empty_like(self.buffer)

        delta = [self.same_place(deltas, part) for part in self.activations]
        slope = [self.same_place(slopes, part) for part in self.activations]
        z_output = None if self.z is None else self.same_place(self.z, self.output)
        self.calls += loss.bind_delta(activation, z_output, self.output, self.targets, delta[last], slope[last], scale)

        # Slopes of all hidden layers: one pair of calls for each run of layers with the same activation.
        for name, run in groupby(range(1, last), key=lambda index: network.layers[index - 1].activation):
            indices = list(run)
            bind_slope = activation_named(name).bind_slope
            if bind_slope is not None:
                first, final = self.with_ones[indices[0]], self.with_ones[indices[-1]]
                start = (first.ctypes.data - self.buffer.ctypes.data) // self.buffer.strides[0]
                stop = (final.ctypes.data - self.buffer.ctypes.data) // self.buffer.strides[0] + final.shape[0] - 1
                z = None if self.z is None else self.z[start:stop]
                self.calls += bind_slope(z, self.buffer[start:stop], slopes[start:stop])

        parts = layout.blocks(network, gradient)
        places = zip(layout.slots(network), layout.blocks(network, theta), strict=True)
        for index, (slot, block) in reversed(list(enumerate(places))):
            below = self.with_ones[index] if slot.has_bias else self.activations[index]
            self.calls.append(partial(delta[index + 1].dot, below.T, parts[index]))
            if index > 0:
                weights = block[:, :-1] if slot.has_bias else block
                self.calls.append(partial(weights.T.dot, delta[index + 1], delta[index]))
                hidden = activation_named(network.layers[index - 1].activation)
                if hidden.bind_slope is not None:
                    self.calls.append(partial(np.multiply, delta[index], slope[index], delta[index]))
                elif not hidden.can_learn:
                    self.calls.append(partial(delta[index].fill, 0.0))


def check_data(network: "Network", x: Array, y: Array) -> tuple[Array, Array]:
    """x (samples, inputs) and y (samples, outputs) as arrays of the network's dtype.

    Raises UserError when a shape does not fit the network or a number is not finite.
    """
    with np.errstate(over="ignore"):  # what is beyond float32 is refused below
        x, y = np.asarray(x, network.dtype), np.asarray(y, network.dtype)
    for name, array, width in (("x", x, network.inputs), ("y", y, network.outputs)):
        if array.ndim != 2 or array.shape[1] != width or array.shape[0] != x.shape[0]:
            raise UserError(
                f"{name} has the shape {array.shape}; this network needs ({x.shape[0] if x.ndim else 0}, {width}).",
                "Rows are samples, columns are inputs (x) or outputs (y).",
            )
        if not np.isfinite(array).all():
            raise UserError(f"{name} holds a number that is not finite.", "Remove or replace NaN and infinity first.")
    if x.shape[0] == 0:
        raise UserError("x holds no samples.", "At least one row is needed.")
    return x, y


class Evaluation:
    """Loss and outputs over fixed data with the theta it was bound to.    x (samples, inputs), y (samples, outputs)"""

    def __init__(self, network: "Network", loss: Loss, theta: Array, x: Array, y: Array) -> None:
        x, y = check_data(network, x, y)
        self._forward = Forward(network, theta, x.shape[0], kept=[len(network.layers) - 1])
        self._forward.targets[...] = y.T
        self._forward.activations[0][...] = x.T
        self.targets = y.T.astype(np.float64)
        self._loss = loss

    def run(self) -> tuple[float, Array]:
        """(loss, outputs (outputs, samples)); the outputs are a buffer that the next run overwrites."""
        for call in self._forward.calls:
            call()
        assert self._forward.z is not None
        z = self._forward.same_place(self._forward.z, self._forward.output).astype(np.float64)
        a = self._forward.output.astype(np.float64)
        return self._loss.value(z, a, self.targets), self._forward.output


def loss_and_gradient(network: "Network", theta: Array, x: Array, y: Array, loss: str) -> tuple[float, Array]:
    """See `Network.loss_and_gradient`."""
    chosen = loss_named(loss)
    chosen.check_fits(network.layers[-1].activation)
    x, y = check_data(network, x, y)
    theta = np.ascontiguousarray(network.check_theta(theta))
    gradient = np.zeros_like(theta)
    rows = x.shape[0]
    scale = np.asarray(chosen.share(network.outputs) / rows, network.dtype)
    plan = Plan(network, chosen, theta, gradient, rows, scale)
    plan.targets[...] = y.T
    plan.activations[0][...] = x.T
    for call in plan.calls:
        call()
    value, _ = Evaluation(network, chosen, theta, x, y).run()
    return value, gradient
