"""The network's layers as Keras builds them, their numbers as it names them, and the source that does it."""

from string import Template

from core.activations import LEAK
from core.arrays import Array
from core.export.model import Model
from core.export.scripts.layers import (
    HELD_SAYS,
    ActivationLayer,
    DenseLayer,
    DropoutLayer,
    NormLayer,
    ScriptLayer,
    ShiftLayer,
)
from core.export.scripts.python_source import Value, call, constants, said, text_literal
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


def network_source(model: Model, layers: list[ScriptLayer]) -> tuple[str, ...]:
    """What builds the network; it needs WEIGHTS and `array_of`."""
    held = held_of(layers)
    return (
        PRECISION,
        HELD_SAYS + constants({"HELD": held}) if held else "",
        SHIFT if any(isinstance(layer, ShiftLayer) for layer in layers) else "",
        STEP if ActivationLayer("step") in layers else "",
        *(text for name, text in _doubles(model).items() if ActivationLayer(name) in layers),
        HOLD if held else "",
        _build_model(model, layers, held),
    )


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


PRECISION = """\
keras.config.set_floatx(DTYPE)
keras.config.set_dtype_policy(DTYPE)
"""


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
