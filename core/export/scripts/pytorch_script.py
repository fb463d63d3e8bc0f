"""The network as a PyTorch script: it builds the model with its weights, answers, and goes on training."""

from pathlib import Path
from string import Template

from core.arrays import Array
from core.atomic import replacing
from core.data import Recipe
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts import parts as script_parts
from core.export.scripts.layers import (
    ActivationLayer,
    DenseLayer,
    DropoutLayer,
    NormLayer,
    ScriptLayer,
    ShiftLayer,
    layers_of,
    why_no_training,
)
from core.export.scripts.proof import check_name, prove
from core.export.scripts.python_source import Value, are_readable, docstring, said
from core.export.scripts.pytorch_training import training_of
from core.export.scripts.schedule import schedule_factor
from core.export.scripts.task import Task, task_of
from core.network import Network
from core.training import Training

ACTIVATIONS = {
    "step": "Step()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.2)",
    "elu": "nn.ELU()",
    "gelu": "nn.GELU()",
    "swish": "nn.SiLU()",
    "softplus": "nn.Softplus(threshold=40.0)",
    "softmax": "nn.Softmax(dim=-1)",
}


def export_pytorch(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes the script. Where PyTorch is installed, the script is run and compared with `network.predict`.

    It is one Python file for Python 3.9, PyTorch 2.0 and NumPy, or newer. `build_model()` gives a `torch.nn.Sequential`
    with the weights, batch normalization and dropout still in it; `predict(x)` is asked in the units of the data. Run
    as a program it reads CSV files: `predict` writes answers, `train` goes on with the optimizer, rate, batch size,
    loss, penalties, clipping and schedule of `training`, in one process or under torchrun in many.

    theta  (parameters,)

    Raises UserError when the file cannot be written or is called like a module that the script needs, when the network
    has more numbers than fit into a script, and when the script answers otherwise than the network; an old file then
    stays.
    """
    path = Path(path)
    check_name(path)
    model = model_of(network, theta, recipe, training, title)
    layers = layers_of(model)
    weights = weights_of(layers)
    with replacing(path) as beside:
        beside.write_text(source(model, layers, path.name), "utf-8", newline="\n")
        return prove(
            model, beside, path, ("torch", "PyTorch"), {"WEIGHTS": weights, **script_parts.data(task_of(model))}
        )


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


# Source -----------------------------------------------------------------------------------------------------------


def source(model: Model, layers: list[ScriptLayer], file: str) -> str:
    """The whole script.    file: its name"""
    task = task_of(model)
    parts = [
        docstring(_about(task, file)),
        _imports(task, layers),
        script_parts.constants(script_parts.data(task) | {"CHUNK": script_parts.CHUNK}),
        *_modules(layers),
        _build_model(model, layers),
        script_parts.array_of(weights_of(layers)),
        script_parts.prepare(task),
        PREDICT.substitute(says=script_parts.predict_says(task), answers=script_parts.answers(model)),
        *script_parts.reading(task),
        script_parts.writing(task),
        *training_of(task, layers, held_of(layers)),
        script_parts.MAIN.substitute(save_help="where the weights go: .pt, or .safetensors"),
        script_parts.weights(weights_of(layers)),
    ]
    return script_parts.joined(parts)


def _about(task: Task, file: str) -> str:
    file = script_parts.file_name(file)
    return ABOUT.substitute(
        title=task.model.title or "A neural network",
        file=file,
        module=file.removesuffix(".py"),
        rows=script_parts.about(task),
    )


ABOUT = Template("""\
$title, as a PyTorch script that Neuroloom wrote.

It builds the network, loads its weights, which stand in this file, answers questions and goes on training.
It needs Python 3.9, PyTorch 2.0 and NumPy, or newer:  pip install torch numpy

    python $file predict rows.csv -o answers.csv
    python $file train rows.csv --epochs 100 --save trained.pt
    python $file train rows.csv --epochs 100 --load trained.pt --save trained.pt
    python $file predict rows.csv --load trained.pt -o answers.csv

$rows
Many processes train together, each on a GPU of its own where there are enough (NCCL), else on CPUs (Gloo):

    torchrun --nproc-per-node 2 $file train rows.csv --epochs 100 --save trained.pt

So do many machines; this is started on each of them, and first-machine is one that all of them reach:

    torchrun --nnodes 2 --nproc-per-node 2 --rdzv-backend c10d --rdzv-endpoint first-machine:29500 \\
        $file train rows.csv --epochs 100 --save trained.pt

The processes share out each batch, so that the result is that of a single one, up to rounding and to what dropout
leaves out. The first process of the first machine reports and saves.

In Python:  from $module import build_model, predict
""")


def _imports(task: Task, layers: list[ScriptLayer]) -> str:
    has_training = why_no_training(task.model) is None
    names = {"argparse", "csv", "os", "sys", "unicodedata"}
    if not are_readable(weights_of(layers)):
        names.add("base64")
    if has_training and schedule_factor(task.model.training, "", "").count("math."):
        names.add("math")
    froms = ["from contextlib import nullcontext"]
    if task.has_days:
        froms.append("from datetime import datetime, timedelta")
    froms.append("from pathlib import Path")
    lines = [*(f"import {name}" for name in sorted(names)), *froms, "", "import numpy as np", "import torch"]
    if has_training:
        lines += ["from torch import distributed, nn", "from torch.nn import functional"]
        lines += ["from torch.nn.parallel import DistributedDataParallel"]
    else:
        lines.append("from torch import nn")
    return "\n".join(lines) + "\n"


# The model --------------------------------------------------------------------------------------------------------


def _modules(layers: list[ScriptLayer]) -> list[str]:
    """The classes that PyTorch does not have."""
    parts = []
    if any(isinstance(layer, ShiftLayer) for layer in layers):
        parts.append(SHIFT)
    if ActivationLayer("step") in layers:
        parts.append(STEP)
    return parts


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


def load_model(path):
    """The network with weights that were saved by training, or with its own where no file is named."""
    model = build_model()
    if path is not None:
        if Path(path).suffix == ".safetensors":
            from safetensors.torch import load_file

            state = load_file(path)
        else:
            state = torch.load(path, "cpu", weights_only=True)
        model.load_state_dict(state)
    return model


def save_model(model, path):
    """Writes the weights: as PyTorch does it (.pt), or as safetensors."""
    state = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    if not all(torch.isfinite(tensor).all() for tensor in state.values()):
        sys.exit("The weights have left the finite numbers and were not saved: try a smaller learning rate.")
    if Path(path).suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(state, path)
    else:
        torch.save(state, path)
''')
PREDICT = Template('''\
def predict(x, model=None):
    """What the network answers.

    $says
    model    one of build_model or load_model; None: the one of this file
    """
    model = (build_model() if model is None else model).eval()
    device = next(model.parameters()).device
    inputs = torch.tensor(prepare(x), device=device)
    with torch.no_grad():
        outputs = torch.cat([model(part) for part in inputs.split(CHUNK)]).cpu().numpy()
    return $answers
''')
