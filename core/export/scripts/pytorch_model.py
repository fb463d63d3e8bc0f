"""The network's layers as PyTorch builds them, their numbers as it names them, and the source that does it."""

from string import Template

from core.activations import LEAK
from core.arrays import Array
from core.export.model import Model
from core.export.scripts.layers import (
    ActivationLayer,
    DenseLayer,
    DropoutLayer,
    NormLayer,
    ScriptLayer,
    ShiftLayer,
)
from core.export.scripts.python_source import Value, said

ACTIVATIONS = {
    "step": "Step()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky_relu": f"nn.LeakyReLU({LEAK!r})",
    "elu": "nn.ELU()",
    "gelu": "nn.GELU()",
    "swish": "nn.SiLU()",
    "softplus": "nn.Softplus(threshold=40.0)",
    "softmax": "nn.Softmax(dim=-1)",
}


def weights_of(layers: list[ScriptLayer]) -> dict[str, Array]:
    """The state dictionary of the sequence: "0.weight" is (units, inputs)."""
    found: dict[str, Array] = {}
    for place, layer in enumerate(layers):
        match layer:
            case ShiftLayer(mean):
                found[f"{place}.mean"] = mean
            case NormLayer(gamma, beta, mean, variance):
                found |= {f"{place}.weight": gamma, f"{place}.bias": beta}
                found |= {f"{place}.running_mean": mean, f"{place}.running_var": variance}
            case DenseLayer(weights, biases):
                found[f"{place}.weight"] = weights.T
                if biases is not None:
                    found[f"{place}.bias"] = biases
    return found


def held_of(layers: list[ScriptLayer]) -> dict[str, Value]:
    """Which numbers training does not move, by name: their places, counted row by row from 0."""
    found: dict[str, Value] = {}
    for place, layer in enumerate(layers):
        if isinstance(layer, DenseLayer):
            inputs = len(layer.weights)
            if layer.held:
                found[f"{place}.weight"] = sorted(unit * inputs + input for input, unit in layer.held)
            if layer.held_biases:
                found[f"{place}.bias"] = list(layer.held_biases)
    return found


def network_source(model: Model, layers: list[ScriptLayer]) -> tuple[str, ...]:
    """What builds the network; it needs WEIGHTS and `array_of`."""
    return (
        SHIFT if any(isinstance(layer, ShiftLayer) for layer in layers) else "",
        STEP if ActivationLayer("step") in layers else "",
        _build_model(model, layers),
    )


def _build_model(model: Model, layers: list[ScriptLayer]) -> str:
    lines, width, has_norm = [], model.network.inputs, False
    for layer in layers:
        match layer:
            case ShiftLayer():
                lines.append(f"Shift({width}),")
            case NormLayer():
                has_norm = True
                lines.append(f"nn.BatchNorm1d({width}, eps={layer.epsilon!r}, momentum=1 - {layer.momentum!r}),")
            case DropoutLayer(rate):
                lines.append(f"nn.Dropout({rate!r}),")
            case DenseLayer(weights, biases, name):
                bias = "" if biases is not None else ", bias=False"
                lines.append(f"nn.Linear({width}, {weights.shape[1]}{bias}),  # {said(name)}")
                width = weights.shape[1]
            case ActivationLayer(name):
                lines.append(f"{ACTIVATIONS[name]},")
    return BUILD_MODEL.substitute(
        norm=NORM_NOTE if has_norm else "",
        layers="\n".join(f"        {line}" for line in lines),
        dtype=f"torch.{model.network.dtype}",
    )


SHIFT = '''\
class Shift(nn.Module):
    """x - mean, so that numbers far from zero are normalized without loss; the mean is not trained."""

    def __init__(self, width):
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))

    def forward(self, x):
        return x - self.mean
'''

STEP = '''\
class Step(nn.Module):
    """1 where z >= 0, else 0; the slope is 0 everywhere."""

    def forward(self, z):
        return (torch.sign(torch.sign(z) + 0.5) + 1) / 2
'''

NORM_NOTE = """\
    # PyTorch's momentum is the share of the new statistics, and its running variance divides by rows - 1 where the
    # one that is loaded divided by rows.
"""

BUILD_MODEL = Template('''\
def build_model():
    """The network with its weights."""
$norm    model = nn.Sequential(
$layers
    ).to($dtype)
    model.load_state_dict({name: torch.tensor(array_of(numbers)) for name, numbers in WEIGHTS.items()})
    return model

''')
