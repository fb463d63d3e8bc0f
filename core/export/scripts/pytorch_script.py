"""The network as a PyTorch script: it builds the model with its weights, answers, and goes on training."""

from pathlib import Path
from string import Template

from core.activations import LEAK
from core.arrays import Array
from core.atomic import replacing
from core.data import Recipe
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts.about import command_name, import_line, rows_said, title_of
from core.export.scripts.columns import answers, constants_of_data, constants_source, predict_says, prepare
from core.export.scripts.command import MAIN, RUN
from core.export.scripts.file import check_name, check_size
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
from core.export.scripts.proof import prove
from core.export.scripts.python_source import (
    Value,
    array_function,
    docstring,
    heading,
    joined,
    numbers,
    said,
    standard_imports,
)
from core.export.scripts.pytorch_training import training_of
from core.export.scripts.rows import reading, writing
from core.export.scripts.samples import reading_samples
from core.export.scripts.task import Task, task_of
from core.network import Network
from core.training import Training

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
    check_size(network)
    model = model_of(network, theta, recipe, training, title)
    constants = {**constants_of_data(task_of(model)), "WEIGHTS": weights_of(layers_of(model))}
    with replacing(path) as beside:
        beside.write_text(source(model, path.name), "utf-8", newline="\n")
        return prove(model, beside, path, ("torch", "PyTorch"), constants)


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


def source(model: Model, file: str) -> str:
    """The whole script.    file  its name"""
    task, layers = task_of(model), layers_of(model)
    weights = weights_of(layers)
    can_train = why_no_training(model) is None
    parts = [
        constants_source(task),
        heading("The network"),
        *_modules(layers),
        _build_model(model, layers),
        prepare(task),
        PREDICT.substitute(says=predict_says(task), answers=answers(model, "outputs.cpu().numpy()")),
        LOAD_MODEL,
        heading("Training"),
        *training_of(task, layers, held_of(layers)),
        heading("Files of rows"),
        *reading(task, trains=can_train),
        *(reading_samples(task) if can_train else []),
        *writing(task, has_model=True),
        heading("The command line"),
        MAIN.substitute(save_help="where the weights go: .pt, or .safetensors"),
        heading("The weights"),
        array_function(weights.values()),
    ]
    frameworks = IMPORTS + (IMPORTS_OF_TRAINING if can_train else "from torch import nn\n")
    imports = f"{standard_imports(parts)}\n\n{frameworks}"
    return joined([docstring(_about(task, file)), imports, *parts, f"WEIGHTS = {numbers(weights)}", RUN])


def _about(task: Task, file: str) -> str:
    return ABOUT.substitute(
        title=title_of(task),
        file=command_name(file),
        rows=rows_said(task, trains=True),
        line=import_line(file, "build_model, predict"),
    )


ABOUT = Template("""\
$title

This script builds the network in PyTorch with its weights, which stand in it, answers rows and goes on training.
It needs Python 3.9, PyTorch 2.0 and NumPy, or newer ones:  pip install torch numpy

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

In Python:  $line
""")


IMPORTS = "import numpy as np\nimport torch\n"
IMPORTS_OF_TRAINING = """\
from torch import distributed, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
"""


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

''')

LOAD_MODEL = '''\
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
'''

PREDICT = Template('''\
def predict(x, model=None):
    """What the network answers.

    $says
    model    one of build_model or load_model; None: the one of this file
    """
    model = (build_model() if model is None else model).eval()
    device = next(model.parameters()).device
    with torch.no_grad():
        outputs = model(torch.tensor(prepare(x), device=device))
    $answers
''')
