"""The network as a Keras script: it builds the model with its weights, answers, and goes on training."""

from pathlib import Path
from string import Template

from core.arrays import Array
from core.data import Recipe
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.export.scripts.file import check_name, check_size
from core.export.scripts.framework import Pieces, assembled, write_and_prove
from core.export.scripts.keras_model import network_source, weights_of
from core.export.scripts.keras_training import training_of
from core.export.scripts.layers import layers_of
from core.export.scripts.task import task_of
from core.network import Network
from core.training import Training


def export_keras(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
) -> Proof:
    """Writes the script. Where Keras is installed, the script is run and compared with `network.predict`.

    It is one Python file for Python 3.9, Keras 3 with any of its backends, and NumPy, or newer. `build_model()` gives a
    `keras.Sequential` with the weights, batch normalization and dropout still in it; `predict(x)` is asked in the units
    of the data. Run as a program it reads CSV files: `predict` writes answers, `train` goes on with the optimizer,
    rate, batch size, loss, penalties, clipping and schedule of `training`, and writes a .keras file.

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
    return write_and_prove(task_of(model), path, source(model, path.name), weights, ("keras", "Keras"))


def source(model: Model, file: str) -> str:
    """The whole script.    file  its name"""
    task, layers = task_of(model), layers_of(model)
    is_double = model.network.dtype == "float64"
    pieces = Pieces(
        about=Template(ABOUT.safe_substitute(exact=EXACT if is_double else "")),
        imports=IMPORTS.substitute(x64='os.environ.setdefault("JAX_ENABLE_X64", "1")\n' if is_double else ""),
        network=network_source(model, layers),
        predict=PREDICT,
        outputs="ops.convert_to_numpy(model(prepare(x), training=False)).astype(DTYPE)",
        load=LOAD_MODEL,
        training=training_of(task),
        save_help="where the model goes: a .keras file",
        weights=weights_of(layers),
    )
    return assembled(task, pieces, file)


EXACT = """;
on these Keras multiplies matrices in float32, although this network is one of float64"""

ABOUT = Template("""\
$title

This script builds the network in Keras with its weights, which stand in it, answers rows and goes on training.
It needs Python 3.9, Keras 3 and NumPy, or newer ones, and a backend of Keras:  pip install keras tensorflow
KERAS_BACKEND=torch or KERAS_BACKEND=jax in the environment chooses another one than TensorFlow$exact.

    python $file predict rows.csv -o answers.csv
    python $file train rows.csv --epochs 100 --save trained.keras
    python $file train rows.csv --epochs 100 --load trained.keras --save trained.keras
    python $file predict rows.csv --load trained.keras -o answers.csv

$rows

In Python:  $line
""")


IMPORTS = Template("""\
import numpy as np

if importlib.util.find_spec("tensorflow") is None:  # which Keras takes where nobody says otherwise
    os.environ.setdefault("KERAS_BACKEND", "torch" if importlib.util.find_spec("torch") else "jax")
${x64}import keras
from keras import layers, ops
""")

PREDICT = Template('''\
def predict(x, model=None):
    """What the network answers.

    $says
    model    one of build_model or load_model; None: the one of this file
    """
    model = build_model() if model is None else model
    $answers
''')

LOAD_MODEL = '''\
def load_model(path):
    """The network with weights that were saved by training, or with its own where no file is named."""
    model = build_model()
    if path is not None:
        model.load_weights(path)
    return model
'''
