"""How strongly each layer is pulled: the length of its part of the gradient."""

import numpy as np

from core.arrays import Array
from core.network import Network


@np.errstate(over="ignore", invalid="ignore")  # a gradient that is not finite shows as such in its norm
def gradient_norms(network: Network, theta: Array, x: Array, y: Array, loss: str = "mse") -> Array:
    """|g_l| = sqrt(sum of (dL/dp)^2 over the parameters p of layer l), weights and biases together.    float64

    x (samples, inputs), y (samples, outputs) -> one number per layer with parameters, in the order of `network.views`.
    The square root of the sum of their squares is the whole gradient's norm, which clipping looks at. Summed in
    float64, so that a float32 gradient cannot overflow on the way. Layers near the input with norms many times smaller
    than those near the output are what a vanishing gradient looks like.

    Memory and time grow with the samples: pass a batch. Raises UserError as `Network.loss_and_gradient` does.
    """
    _, gradient = network.loss_and_gradient(theta, x, y, loss)
    norms: Array = np.zeros(len(network.views(gradient)))
    for index, layer in enumerate(network.views(gradient)):
        norms[index] = np.sqrt(sum(np.square(part, dtype=np.float64).sum() for part in layer.values()))
    return norms
