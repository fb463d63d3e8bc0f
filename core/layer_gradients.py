"""How strongly each dense layer is pulled, measured again and again with calls that are bound once."""

from functools import partial

import numpy as np

from core import layout
from core.arrays import Array, Call
from core.layers import Dense
from core.losses import Loss
from core.network import Network
from core.plan import Plan
from core.samples import Samples

MOST_LAYERS = 64
"""Of deeper networks the layers nearest to the inputs are measured."""
MOST_ROWS = 256
"""So many samples say how long a gradient is; a point of the curve has to cost little beside the training."""
PIECE = 65_536
"""Numbers that are squared in one go."""


class LayerGradients:
    """|g_l| of each dense layer with the theta it is bound to, whatever that holds by then.

    As `core.probe.gradients` defines it: the loss's gradient without penalties, nothing left out, with the batch's
    statistics, summed in float64. Theta is never written, and no random numbers are drawn.

    samples  what is trained on; of more than MOST_ROWS a fixed choice from the seed is looked at
    rows     how many are
    plan     what computes the gradient, forward pass first
    """

    def __init__(self, network: Network, loss: Loss, theta: Array, samples: Samples, seed: int) -> None:
        chosen = samples.chosen(MOST_ROWS, seed)
        self.rows = len(chosen.x)
        gradient = np.zeros_like(theta)
        scale = np.asarray(loss.share(network.outputs) / self.rows, theta.dtype)
        self.plan = Plan(network, loss, theta, gradient, self.rows, scale, keep_z=True)
        self.plan.targets[...] = chosen.y.T
        self.plan.inputs[...] = chosen.x.T
        wide = np.empty(min(PIECE, len(gradient)))
        slots = zip(network.layers, layout.slots(network), strict=True)
        dense = [slot for layer, slot in slots if isinstance(layer, Dense)][:MOST_LAYERS]
        self._pieces: list[tuple[int, Call, Array]] = []
        for index, slot in enumerate(dense):
            for first in range(slot.start, slot.stop, PIECE):
                piece = gradient[first : min(first + PIECE, slot.stop)]
                room = wide[: len(piece)]
                self._pieces.append((index, partial(np.copyto, room, piece), room))
        self._norms: Array = np.zeros(len(dense))

    def norms(self) -> Array:
        """(layers,) float64, from the inputs on; a buffer that the next call overwrites."""
        for call in self.plan.calls:
            call()
        self._norms.fill(0.0)
        for index, widen, wide in self._pieces:
            widen()
            self._norms[index] += wide.dot(wide)
        return np.sqrt(self._norms, self._norms)
