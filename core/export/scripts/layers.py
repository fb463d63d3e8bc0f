"""The layers of a network as a framework's layers: those of the network, and the few that a script needs besides."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.course import why_not
from core.export.model import Model
from core.export.steps import FAR
from core.layers import BatchNormalization, Dense, Dropout
from core.layers.place import DenseParts, NormParts
from core.layout import parts
from core.losses import loss_named
from core.moves import BIAS
from core.network import layer_name

HELD_SAYS = "# What training does not move: places in the weights of this name, counted row by row from 0.\n"


@dataclass(frozen=True, eq=False)
class ShiftLayer:
    """y = x - mean, with mean (units,): ahead of a normalization of numbers far from zero, which loses nothing then."""

    mean: Array


@dataclass(frozen=True, eq=False)
class NormLayer:
    """A batch normalization. Each (units,); the mean is 0 where a `ShiftLayer` stands before it."""

    gamma: Array
    beta: Array
    mean: Array
    variance: Array
    momentum: float
    epsilon: float


@dataclass(frozen=True)
class DropoutLayer:
    """A dropout."""

    rate: float


@dataclass(frozen=True, eq=False)
class DenseLayer:
    """y = x W + b

    weights      W, (inputs, units)
    biases       b, (units,); None: there are none
    name         what the layer is called
    held         (input, unit) of the weights that training does not move: locked or cut
    held_biases  the units whose biases it does not move
    """

    weights: Array
    biases: Array | None
    name: str
    held: tuple[tuple[int, int], ...]
    held_biases: tuple[int, ...]


@dataclass(frozen=True)
class ActivationLayer:
    """An activation, by its name; none stands for a linear one."""

    name: str


ScriptLayer = ShiftLayer | NormLayer | DropoutLayer | DenseLayer | ActivationLayer


def layers_of(model: Model) -> list[ScriptLayer]:
    """The layers from the inputs to the outputs, numbers in the network's dtype."""
    network = model.network
    found: list[ScriptLayer] = []
    dense = 0
    for layer, own in zip(network.layers, parts(network, model.theta), strict=True):
        if isinstance(layer, Dropout):
            found.append(DropoutLayer(layer.rate))
        elif isinstance(layer, BatchNormalization) and isinstance(own, NormParts):
            mean = own.moving_mean
            if (np.abs(mean) > FAR * np.sqrt(own.moving_variance + layer.epsilon)).any():
                found.append(ShiftLayer(mean))
                mean = np.zeros_like(mean)
            found.append(NormLayer(own.gamma, own.beta, mean, own.moving_variance, layer.momentum, layer.epsilon))
        elif isinstance(layer, Dense) and isinstance(own, DenseParts):
            found.append(_dense(layer, own, layer_name(network, dense)))
            if layer.activation != "linear":
                found.append(ActivationLayer(layer.activation))
            dense += 1
    return found


def _dense(layer: Dense, own: DenseParts, name: str) -> DenseLayer:
    held = sorted({pair for pair in (*layer.locked, *layer.cut) if pair[0] != BIAS})
    biases: tuple[int, ...] = ()
    if own.biases is not None:
        locked = {unit for input, unit in layer.locked if input == BIAS}
        biases = tuple(range(layer.units)) if layer.lock_biases else tuple(sorted(locked))
    return DenseLayer(own.weights.T, own.biases, name, tuple(held), biases)


def acts_on_sums(model: Model) -> bool:
    """Whether training looks at what comes in at the last activation instead of what comes out of it.

    That is how logarithms of probabilities stay finite, and what hinge and perceptron are about.
    """
    loss = loss_named(model.training.loss)
    activation = model.network.output.activation
    return activation != "linear" and (loss.acts_on_z or loss.fused_with == activation)


def loss_said(model: Model) -> dict[str, str]:
    """What the loss is called, and of what it is one, for a docstring."""
    what = "what comes in at the last activation" if acts_on_sums(model) else "what the model says"
    return {"name": loss_named(model.training.loss).label.lower(), "what": what}


def why_no_training(model: Model) -> str | None:
    """Why the network cannot be trained as it is, in a sentence; None: it can."""
    refusal = why_not(model.network, model.training)
    return None if refusal is None else refusal.message
