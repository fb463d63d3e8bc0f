"""The layers of a network as ONNX operators: one Gemm for each dense one, its activation, and normalizations."""

from typing import NamedTuple

import numpy as np

from core.arrays import Array
from core.export.onnx_activations import add_activation
from core.export.onnx_nodes import Nodes
from core.layers import BatchNormalization, Dense
from core.layers.place import DenseParts, NormParts
from core.layout import parts
from core.network import Network

FAR = 30.0
"""A mean this many standard deviations from zero is subtracted ahead of everything else: multiplied first, as runtimes
do it, numbers of a thousand would leave little but rounding of what makes them differ."""


class _Affine(NamedTuple):
    """y = scale x + shift, by feature, in float64: what normalizations do outside training."""

    scale: Array
    shift: Array

    def then(self, scale: Array, shift: Array) -> "_Affine":
        """This, and on its answer another one."""
        return _Affine(scale * self.scale, scale * self.shift + shift)


def add_layers(network: Network, theta: Array, nodes: Nodes, below: str, fold_normalization: bool) -> str:
    """Adds the nodes from the network's inputs, called `below`, to its outputs; returns their name.

    Nothing is left of dropout.

    fold_normalization  a normalization y = diag(s) x + t becomes part of the dense layer that follows,
                        W' = diag(s) W,  b' = b + W^T t, computed in float64; else it is an operator of its own
    """
    folded: _Affine | None = None
    for index, (layer, own) in enumerate(zip(network.layers, parts(network, theta), strict=True)):
        nodes.scope = f"layer_{index}"
        if isinstance(layer, BatchNormalization) and isinstance(own, NormParts):
            mean = own.moving_mean.astype(np.float64)
            variance = own.moving_variance.astype(np.float64)
            if folded is None and (np.abs(mean) > FAR * np.sqrt(variance + layer.epsilon)).any():
                below, mean = nodes.add("Sub", below, nodes.constant("mean", mean)), np.zeros_like(mean)
            if fold_normalization:
                scale = own.gamma / np.sqrt(variance + layer.epsilon)
                before = _Affine(np.ones_like(mean), np.zeros_like(mean)) if folded is None else folded
                folded = before.then(scale, own.beta - scale * mean)
            else:
                below = _add_normalization(nodes, below, layer, own, mean, variance)
        elif isinstance(layer, Dense) and isinstance(own, DenseParts):
            below = add_activation(layer.activation, nodes, _add_dense(nodes, below, own, folded))
            folded = None
    return below


def _add_dense(nodes: Nodes, below: str, own: DenseParts, folded: _Affine | None) -> str:
    """x W + b; ONNX's B is W^T (units, inputs), as it is stored here, too."""
    weights, biases = own.weights, own.biases
    if folded is not None:
        carried = weights.astype(np.float64) @ folded.shift
        biases = carried if biases is None else biases + carried
        weights = weights * folded.scale
    operands = [below, nodes.constant("weights", weights)]
    if biases is not None:
        operands.append(nodes.constant("biases", biases))
    return nodes.add("Gemm", *operands, alpha=1.0, beta=1.0, transB=1)


def _add_normalization(
    nodes: Nodes, below: str, layer: BatchNormalization, own: NormParts, mean: Array, variance: Array
) -> str:
    # The operator's epsilon is a float32 number in float64 models, too: what it lacks goes to the variance.
    epsilon = float(np.float32(layer.epsilon))
    operands = [
        nodes.constant("gamma", own.gamma),
        nodes.constant("beta", own.beta),
        nodes.constant("moving_mean", mean),
        nodes.constant("moving_variance", variance + (layer.epsilon - epsilon)),
    ]
    return nodes.add("BatchNormalization", below, *operands, epsilon=epsilon)
