"""The layers of a network as ONNX operators: one Gemm for each dense one, its activation, and normalizations."""

import numpy as np

from core.export.onnx.activations import add_activation
from core.export.onnx.nodes import Nodes
from core.export.steps import DenseStep, NormStep, Step


def add_layers(steps: tuple[Step, ...], nodes: Nodes, below: str) -> str:
    """Adds the nodes from the network's inputs, called `below`, to its outputs; returns their name."""
    for step in steps:
        nodes.scope = f"layer_{step.place}"
        if isinstance(step, DenseStep):
            below = add_activation(step.activation, nodes, _add_dense(nodes, below, step))
        elif isinstance(step, NormStep):
            below = _add_normalization(nodes, below, step)
        else:
            below = nodes.add("Sub", below, nodes.constant("mean", step.mean))
    return below


def _add_dense(nodes: Nodes, below: str, step: DenseStep) -> str:
    """x W + b; ONNX's B is W^T (units, inputs)."""
    operands = [below, nodes.constant("weights", step.weights.T)]
    if step.biases is not None:
        operands.append(nodes.constant("biases", step.biases))
    return nodes.add("Gemm", *operands, alpha=1.0, beta=1.0, transB=1)


def _add_normalization(nodes: Nodes, below: str, step: NormStep) -> str:
    # The operator's epsilon is a float32 number in float64 models, too: what it lacks goes to the variance.
    epsilon = float(np.float32(step.epsilon))
    operands = [
        nodes.constant("gamma", step.gamma),
        nodes.constant("beta", step.beta),
        nodes.constant("moving_mean", step.mean),
        nodes.constant("moving_variance", step.variance + (step.epsilon - epsilon)),
    ]
    return nodes.add("BatchNormalization", below, *operands, epsilon=epsilon)
