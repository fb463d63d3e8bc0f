"""What is left of a network outside training, step by step: the same for every form that it leaves the program in."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import Array
from core.layers import BatchNormalization, Dense
from core.layers.place import DenseParts, NormParts
from core.layout import parts
from core.network import Network

FAR = 30.0
"""A mean this many standard deviations from zero is subtracted ahead of everything else: multiplied first, as runtimes
do it, numbers of a thousand would leave little but rounding of what makes them differ."""


@dataclass(frozen=True, eq=False)
class DenseStep:
    """y = f(x W + b)

    place       among all layers of the network, counted from 0
    dense       among the dense ones
    weights     W, (inputs, units)
    biases      b, (units,); None: there are none
    activation  f, by its name
    """

    place: int
    dense: int
    weights: Array
    biases: Array | None
    activation: str


@dataclass(frozen=True, eq=False)
class NormStep:
    """y = gamma (x - mean) / sqrt(variance + epsilon) + beta, each (units,) in float64."""

    place: int
    gamma: Array
    beta: Array
    mean: Array
    variance: Array
    epsilon: float


@dataclass(frozen=True, eq=False)
class ShiftStep:
    """y = x - mean, (units,) in float64."""

    place: int
    mean: Array


Step = DenseStep | NormStep | ShiftStep


class _Affine(NamedTuple):
    """y = scale x + shift, by feature, in float64: what normalizations do outside training."""

    scale: Array
    shift: Array

    def then(self, scale: Array, shift: Array) -> "_Affine":
        """This, and on its answer another one."""
        return _Affine(scale * self.scale, scale * self.shift + shift)


def steps_of(network: Network, theta: Array, fold_normalization: bool = True) -> tuple[Step, ...]:
    """The steps from the network's inputs to its outputs, in order. Nothing is left of dropout.

    fold_normalization  a normalization y = diag(s) x + t becomes part of the dense layer that follows,
                        W' = diag(s) W,  b' = b + W^T t, computed in float64; else it is a step of its own

    Numbers of the network are in its own dtype, folded ones in float64 (beyond float32, they can be infinite there).
    """
    steps: list[Step] = []
    folded: _Affine | None = None
    dense = 0
    for place, (layer, own) in enumerate(zip(network.layers, parts(network, theta), strict=True)):
        if isinstance(layer, BatchNormalization) and isinstance(own, NormParts):
            mean = own.moving_mean.astype(np.float64)
            variance = own.moving_variance.astype(np.float64)
            if folded is None and (np.abs(mean) > FAR * np.sqrt(variance + layer.epsilon)).any():
                steps.append(ShiftStep(place, mean))
                mean = np.zeros_like(mean)
            if fold_normalization:
                scale = own.gamma / np.sqrt(variance + layer.epsilon)
                before = _Affine(np.ones_like(mean), np.zeros_like(mean)) if folded is None else folded
                folded = before.then(scale, own.beta - scale * mean)
            else:
                gamma, beta = own.gamma.astype(np.float64), own.beta.astype(np.float64)
                steps.append(NormStep(place, gamma, beta, mean, variance, layer.epsilon))
        elif isinstance(layer, Dense) and isinstance(own, DenseParts):
            weights, biases = _folded(own, folded)
            steps.append(DenseStep(place, dense, weights.T, biases, layer.activation))
            folded = None
            dense += 1
    return tuple(steps)


def _folded(own: DenseParts, folded: _Affine | None) -> tuple[Array, Array | None]:
    """Weights (units, inputs) and biases of a dense layer with what stands before it."""
    weights, biases = own.weights, own.biases
    if folded is None:
        return weights, biases
    carried = weights.astype(np.float64) @ folded.shift
    return weights * folded.scale, carried if biases is None else biases + carried
