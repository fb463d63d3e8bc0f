"""The network as a PyTorch script: it builds the model with its weights, answers, and goes on training."""

from pathlib import Path
from string import Template

from core.arrays import Array
from core.data import Recipe
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts.file import check_name, check_size
from core.export.scripts.framework import Pieces, assembled, write_and_prove
from core.export.scripts.layers import layers_of, why_no_training
from core.export.scripts.pytorch_model import network_source, weights_of
from core.export.scripts.pytorch_training import training_of
from core.export.scripts.task import task_of
from core.network import Network
from core.training import Training


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
    weights = weights_of(layers_of(model))
    return write_and_prove(task_of(model), path, source(model, path.name), weights, ("torch", "PyTorch"))


def source(model: Model, file: str) -> str:
    """The whole script.    file  its name"""
    task, layers = task_of(model), layers_of(model)
    pieces = Pieces(
        about=ABOUT,
        imports=IMPORTS + (IMPORTS_OF_TRAINING if why_no_training(model) is None else "from torch import nn\n"),
        network=network_source(model, layers),
        predict=PREDICT,
        outputs="outputs.cpu().numpy()",
        load=LOAD_MODEL,
        training=training_of(task, layers),
        save_help="where the weights go: .pt, or .safetensors",
        weights=weights_of(layers),
    )
    return assembled(task, pieces, file)


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
leaves out. Where the loss jumps about, even rounding grows, and shows after some hundred epochs; in float32, which GPUs
compute in, it does so sooner. The first process of the first machine reports and saves.

In Python:  $line
""")


IMPORTS = "import numpy as np\nimport torch\n"
IMPORTS_OF_TRAINING = """\
from torch import distributed, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
"""


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
