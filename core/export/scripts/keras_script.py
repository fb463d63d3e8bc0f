"""The network as a Keras script: it builds the model with its weights, answers, and goes on training."""

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
from core.export.scripts.keras_training import training_of
from core.export.scripts.layers import (
    HELD_SAYS,
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
    call,
    constants,
    docstring,
    heading,
    joined,
    numbers,
    said,
    standard_imports,
    text_literal,
)
from core.export.scripts.rows import reading, writing
from core.export.scripts.samples import reading_samples
from core.export.scripts.task import Task, task_of
from core.network import Network
from core.training import Training

ACTIVATIONS = {
    "step": "layers.Activation(step)",
    "sigmoid": 'layers.Activation("sigmoid")',
    "tanh": 'layers.Activation("tanh")',
    "relu": "layers.ReLU()",
    "leaky_relu": f"layers.LeakyReLU({LEAK!r})",
    "elu": "layers.ELU()",
    "gelu": 'layers.Activation("gelu")',
    "swish": 'layers.Activation("silu")',
    "softplus": 'layers.Activation("softplus")',
    "softmax": "layers.Softmax()",
}


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
    read_back = {**constants_of_data(task_of(model)), "WEIGHTS": weights_of(layers_of(model))}
    with replacing(path) as beside:
        beside.write_text(source(model, path.name), "utf-8", newline="\n")
        return prove(model, beside, path, ("keras", "Keras"), read_back)


def names_of(layers: list[ScriptLayer]) -> list[str]:
    """What each layer is called in Keras: dense_1, normalization_1..."""
    words = {ShiftLayer: "shift", NormLayer: "normalization", DropoutLayer: "dropout", DenseLayer: "dense"}
    counts: dict[str, int] = {}
    found = []
    for layer in layers:
        word = words.get(type(layer), "activation")
        counts[word] = counts.get(word, 0) + 1
        found.append(f"{word}_{counts[word]}")
    return found


def weights_of(layers: list[ScriptLayer]) -> dict[str, Array]:
    """The numbers of each layer, in the order in which Keras has them: "dense_1.kernel" is (inputs, units)."""
    found: dict[str, Array] = {}
    for name, layer in zip(names_of(layers), layers, strict=True):
        match layer:
            case ShiftLayer(mean):
                found[f"{name}.mean"] = mean
            case NormLayer(gamma, beta, mean, variance):
                found |= {f"{name}.gamma": gamma, f"{name}.beta": beta}
                found |= {f"{name}.moving_mean": mean, f"{name}.moving_variance": variance}
            case DenseLayer(weights, biases):
                found[f"{name}.kernel"] = weights
                if biases is not None:
                    found[f"{name}.bias"] = biases
    return found


def held_of(layers: list[ScriptLayer]) -> dict[str, Value]:
    """Which numbers training does not move, by name: their places, counted row by row from 0."""
    found: dict[str, Value] = {}
    for name, layer in zip(names_of(layers), layers, strict=True):
        if isinstance(layer, DenseLayer):
            units = layer.weights.shape[1]
            if layer.held:
                found[f"{name}.kernel"] = sorted(input * units + unit for input, unit in layer.held)
            if layer.held_biases:
                found[f"{name}.bias"] = list(layer.held_biases)
    return found


# Source -----------------------------------------------------------------------------------------------------------


def source(model: Model, file: str) -> str:
    """The whole script.    file  its name"""
    task, layers = task_of(model), layers_of(model)
    held, weights = held_of(layers), weights_of(layers)
    can_train = why_no_training(model) is None
    parts = [
        constants_source(task),
        heading("The network"),
        PRECISION,
        HELD_SAYS + constants({"HELD": held}) if held else "",
        SHIFT if any(isinstance(layer, ShiftLayer) for layer in layers) else "",
        STEP if ActivationLayer("step") in layers else "",
        *(text for name, text in _doubles(model).items() if ActivationLayer(name) in layers),
        HOLD if held else "",
        _build_model(model, layers, held),
        prepare(task),
        PREDICT.substitute(says=predict_says(task), answers=answers(model, OUTPUTS)),
        LOAD_MODEL,
        heading("Training"),
        *training_of(task),
        heading("Files of rows"),
        *reading(task, trains=can_train),
        *(reading_samples(task) if can_train else []),
        *writing(task, has_model=True),
        heading("The command line"),
        MAIN.substitute(save_help="where the model goes: a .keras file"),
        heading("The weights"),
        array_function(weights.values()),
    ]
    is_double = model.network.dtype == "float64"
    frameworks = IMPORTS.substitute(x64='os.environ.setdefault("JAX_ENABLE_X64", "1")\n' if is_double else "")
    imports = f"{standard_imports([frameworks, *parts])}\n\n{frameworks}"
    return joined([docstring(_about(task, file)), imports, *parts, f"WEIGHTS = {numbers(weights)}", RUN])


def _about(task: Task, file: str) -> str:
    return ABOUT.substitute(
        title=title_of(task),
        file=command_name(file),
        rows=rows_said(task, trains=True),
        line=import_line(file, "build_model, predict"),
        exact=EXACT if task.model.network.dtype == "float64" else "",
    )


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

PRECISION = """\
keras.config.set_floatx(DTYPE)
keras.config.set_dtype_policy(DTYPE)
"""


# The model --------------------------------------------------------------------------------------------------------

SHIFT = '''\
@keras.saving.register_keras_serializable("neuroloom")
class Shift(layers.Layer):
    """x - mean, so that numbers far from zero are normalized without loss; the mean is not trained."""

    def build(self, input_shape):
        self.mean = self.add_weight(shape=input_shape[1:], initializer="zeros", trainable=False, name="mean")

    def call(self, x):
        return x - self.mean
'''

STEP = '''\
@keras.saving.register_keras_serializable("neuroloom")
def step(z):
    """1 where z >= 0, else 0; the slope is 0 everywhere."""
    return (ops.sign(ops.sign(z) + 0.5) + 1) / 2
'''

DOUBLE = {
    "leaky_relu": '''\
@keras.saving.register_keras_serializable("neuroloom")
def leaky_relu(z):
    """z where z > 0, else 0.2 z; TensorFlow's own knows 0.2 in float32 only."""
    return ops.maximum(z, 0.2 * z)
''',
    "gelu": '''\
@keras.saving.register_keras_serializable("neuroloom")
def gelu(z):
    """z times the share of a normal distribution below z; TensorFlow's own knows the root of 2 in float32 only."""
    return 0.5 * z * (1.0 + ops.erf(z / 2.0**0.5))
''',
}
"""What takes the place of an activation in float64."""

HOLD = '''\
@keras.saving.register_keras_serializable("neuroloom")
class Hold(keras.constraints.Constraint):
    """Keeps the numbers named in HELD as they are after each step: locked ones, and those of cut connections."""

    def __init__(self, name):
        self.name, self.values = name, array_of(WEIGHTS[name])
        is_held = np.zeros(self.values.size, bool)
        is_held[HELD[name]] = True
        self.is_held = is_held.reshape(self.values.shape)

    def __call__(self, w):
        return ops.where(self.is_held, ops.cast(self.values, w.dtype), w)

    def get_config(self):
        return {"name": self.name}
'''


def _build_model(model: Model, layers: list[ScriptLayer], held: dict[str, Value]) -> str:
    lines = []
    for name, layer in zip(names_of(layers), layers, strict=True):
        comment = f"  # {said(layer.name)}" if isinstance(layer, DenseLayer) else ""
        lines.append(f"            {_layer(model, layer, name, held, len(comment) + 1)},{comment}")
    return BUILD_MODEL.substitute(inputs=model.network.inputs, layers="\n".join(lines))


def _layer(model: Model, layer: ScriptLayer, name: str, held: dict[str, Value], beside: int) -> str:
    """The call that makes a layer.    beside  as `call` has it"""
    own = f"name={text_literal(name)}"
    match layer:
        case ShiftLayer():
            return f"Shift({own})"
        case NormLayer(momentum=momentum, epsilon=epsilon):
            settings = [f"momentum={momentum!r}", f"epsilon={epsilon!r}", own]
            return call("layers.BatchNormalization", settings, 3, beside)
        case DropoutLayer(rate):
            return f"layers.Dropout({rate!r}, {own})"
        case DenseLayer():
            return call("layers.Dense", [*_settings(layer, name, model.training, held), own], 3, beside)
        case ActivationLayer(activation):
            return f"layers.Activation({activation})" if activation in _doubles(model) else ACTIVATIONS[activation]


def _doubles(model: Model) -> dict[str, str]:
    return DOUBLE if model.network.dtype == "float64" else {}


def _settings(layer: DenseLayer, name: str, training: Training, held: dict[str, Value]) -> list[str]:
    found = [str(layer.weights.shape[1])]
    if layer.biases is None:
        found.append("use_bias=False")
    if penalties := [f"{kind}={value!r}" for kind, value in (("l1", training.l1), ("l2", training.l2)) if value]:
        found.append(f"kernel_regularizer=keras.regularizers.L1L2({', '.join(penalties)})")
    parts = [part for part in ("kernel", "bias") if f"{name}.{part}" in held]
    return found + [f"{part}_constraint=Hold({text_literal(f'{name}.{part}')})" for part in parts]


BUILD_MODEL = Template('''\
def build_model():
    """The network with its weights."""
    model = keras.Sequential(
        [
            keras.Input(($inputs,)),
$layers
        ]
    )
    for layer in model.layers:
        names = [name for name in WEIGHTS if name.partition(".")[0] == layer.name]
        layer.set_weights([array_of(WEIGHTS[name]) for name in names])
    return model

''')

LOAD_MODEL = '''\
def load_model(path):
    """The network with weights that were saved by training, or with its own where no file is named."""
    model = build_model()
    if path is not None:
        model.load_weights(path)
    return model
'''

OUTPUTS = "ops.convert_to_numpy(model(prepare(x), training=False)).astype(DTYPE)"

PREDICT = Template('''\
def predict(x, model=None):
    """What the network answers.

    $says
    model    one of build_model or load_model; None: the one of this file
    """
    model = build_model() if model is None else model
    $answers
''')
