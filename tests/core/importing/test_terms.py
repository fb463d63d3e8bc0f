"""Tests of recognising activations: however they are written, and nothing that only looks like one."""

import numpy as np
import onnx
import pytest

from core.errors import UserError
from core.importing.imported import imported
from core.importing.onnx_model import read_onnx
from tests.core.importing.onnx_files import B, W, answers, model, node

NUMBERS = {
    "w": W, "b": B, "zero": 0.0, "one": 1.0, "two": 2.0, "half": 0.5, "fifth": 0.2, "root": 2.0**0.5, "three": 3.0,
    "twenty": 20.0, "six": 6.0, "large": 1e6,
}  # fmt: skip
WAYS = {
    "relu by Max": ("relu", [("Max", "z zero", "y")]),
    "relu by Clip": ("relu", [("Clip", "z zero", "y")]),
    "relu by Where": ("relu", [("Greater", "z zero", "g"), ("Where", "g z zero", "y")]),
    "leaky ReLU by Max": ("leaky_relu", [("Mul", "z fifth", "s"), ("Max", "z s", "y")]),
    "leaky ReLU by PRelu": ("leaky_relu", [("PRelu", "z fifth", "y")]),
    "leaky ReLU by two ReLU": (
        "leaky_relu",
        [("Relu", "z", "p"), ("Neg", "z", "n"), ("Relu", "n", "r"), ("Mul", "r fifth", "s"), ("Sub", "p s", "y")],
    ),
    "sigmoid by Exp": (
        "sigmoid", [("Neg", "z", "n"), ("Exp", "n", "e"), ("Add", "one e", "a"), ("Reciprocal", "a", "y")]
    ),
    "tanh by Sigmoid": (
        "tanh", [("Mul", "z two", "d"), ("Sigmoid", "d", "s"), ("Mul", "s two", "t"), ("Sub", "t one", "y")]
    ),
    "swish": ("swish", [("Sigmoid", "z", "s"), ("Mul", "s z", "y")]),
    "gelu by Erf": (
        "gelu",
        [("Div", "z root", "d"), ("Erf", "d", "e"), ("Add", "e one", "a"), ("Mul", "z a", "m"), ("Mul", "m half", "y")],
    ),
    "softplus by Log": ("softplus", [("Exp", "z", "e"), ("Add", "e one", "a"), ("Log", "a", "y")]),
    "softplus with a threshold": (
        "softplus", [("Softplus", "z", "s"), ("Greater", "z twenty", "g"), ("Where", "g z s", "y")]
    ),
    "elu by Where": (
        "elu", [("Exp", "z", "e"), ("Sub", "e one", "m"), ("Greater", "z zero", "g"), ("Where", "g z m", "y")]
    ),
    "step by a comparison": ("step", [("GreaterOrEqual", "z zero", "g"), ("Cast", "g", "y")]),
    "step by Where": ("step", [("Less", "z zero", "g"), ("Where", "g zero one", "y")]),
    "nothing at all": ("linear", [("Mul", "z two", "d"), ("Mul", "d half", "y")]),
}  # fmt: skip
NEAR_MISSES = {
    "ReLU6": [("Clip", "z zero six", "y")],
    "ReLU with a far bound": [("Clip", "z zero large", "y")],
    "a step that is 0 at 0": [("Greater", "z zero", "g"), ("Cast", "g", "y")],
    "hard swish": [("Add", "z three", "a"), ("Clip", "a zero six", "c"), ("Mul", "z c", "m"), ("Div", "m six", "y")],
    "a square": [("Mul", "z z", "y")],
    "swish by another factor": [("Mul", "z two", "d"), ("Sigmoid", "d", "s"), ("Mul", "s z", "y")],
    "absolute": [("Abs", "z", "y")],
}


def made(steps: list[tuple[str, str, str]]) -> onnx.ModelProto:
    nodes = [node(kind, inputs, output, **({"to": 1} if kind == "Cast" else {})) for kind, inputs, output in steps]
    constants = {name: np.asarray(value, np.float32) for name, value in NUMBERS.items()}
    return model([node("Gemm", "x w b", "z"), *nodes], constants, opset=18)


@pytest.mark.parametrize("way", WAYS)
def test_an_activation_is_known_however_it_is_written(way: str) -> None:
    name, steps = WAYS[way]
    found = imported(read_onnx(made(steps).SerializeToString()), "")
    assert [layer.activation for layer in found.project.network.dense] == [name]
    assert found.notes == ()
    x = np.linspace(-3.0, 3.0, 30, dtype=np.float32).reshape(-1, 3)
    np.testing.assert_allclose(found.project.network.predict(found.theta, x), answers(made(steps), x), atol=1e-5)


@pytest.mark.parametrize("miss", NEAR_MISSES)
def test_what_only_looks_like_one_is_refused(miss: str) -> None:
    with pytest.raises(UserError, match=r"^Node \d, \w+, cannot be read: "):
        read_onnx(made(NEAR_MISSES[miss]).SerializeToString())
