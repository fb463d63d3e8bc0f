"""How a Keras script goes on training: with the settings of a project, as far as Keras has them."""

from string import Template

from core.export.scripts.command import CHECK_OPTIONS, defaults, no_training
from core.export.scripts.layers import acts_on_sums, loss_said, why_no_training
from core.export.scripts.python_source import call, constants
from core.export.scripts.samples import constants_of_samples, row_weights
from core.export.scripts.schedule import schedule_factor
from core.export.scripts.task import Task
from core.training import Training

LOSSES = {
    "mse": "ops.mean(ops.square(outputs - y), axis=-1)",
    "half_squared_error": "0.5 * ops.sum(ops.square(outputs - y), axis=-1)",
    "mae": "ops.mean(ops.abs(outputs - y), axis=-1)",
    "huber": "keras.losses.huber(y, outputs)",
    "binary_crossentropy": "ops.mean(ops.binary_crossentropy(y, outputs, from_logits=True), axis=-1)",
    "categorical_crossentropy": "ops.categorical_crossentropy(y, outputs, from_logits=True)",
    "hinge": "ops.mean(ops.relu(1 - ops.where(y > 0, 1.0, -1.0) * outputs), axis=-1)",
    "perceptron": "ops.mean(ops.where(outputs >= 0, outputs, 0.0) - outputs * ops.cast(y > 0, DTYPE), axis=-1)",
}
"""The loss of each row, (rows,); perceptron is max(0, -t z) with the slope at 0 that the textbook's rule has."""


def training_of(task: Task) -> tuple[str, ...]:
    """The constants and functions of `train`."""
    training = task.model.training
    if reason := why_no_training(task.model):
        return no_training(training, reason)
    factor, weights = schedule_factor(training, "ops.cos", "ops.minimum"), row_weights(task)
    optimizer, settings = _optimizer(training)
    if training.clip_norm is not None:
        settings = [*settings, f"global_clipnorm={training.clip_norm!r}"]
    rate = "Rate(options.learning_rate)" if factor else "options.learning_rate"
    return (
        constants(constants_of_samples(task) | defaults(training)),
        LOSS.substitute(loss_said(task.model), loss=LOSSES[training.loss]),
        RATE.substitute(factor=factor) if factor else "",
        weights,
        TELL,
        TRAIN.substitute(
            check=CHECK_OPTIONS.substitute(endings='(".keras",)', named=".keras").rstrip(),
            body=SUMS if acts_on_sums(task.model) else "    body = model\n",
            optimizer=call(f"keras.optimizers.{optimizer}", [rate, *settings], depth=1, beside=len("optimizer = ")),
            weights="row_weights(y)" if weights else "None",
        ),
    )


def _optimizer(training: Training) -> tuple[str, list[str]]:
    """The optimizer as Keras has it, and its settings; the formulas are the same ones."""
    betas = [f"beta_1={training.beta_1!r}", f"beta_2={training.beta_2!r}"]
    epsilon = f"epsilon={training.epsilon!r}"
    match training.optimizer:
        case "momentum":
            return "SGD", [f"momentum={training.momentum!r}"]
        case "nesterov":
            return "SGD", [f"momentum={training.momentum!r}", "nesterov=True"]
        case "adagrad":
            return "Adagrad", ["initial_accumulator_value=0.1", epsilon]
        case "rmsprop":
            return "RMSprop", [f"rho={training.rho!r}", epsilon]
        case "adam":
            return "Adam", [*betas, epsilon]
        case "adamw":
            return "AdamW", [f"weight_decay={training.weight_decay!r}", *betas, epsilon]
        case "adamax":
            return "Adamax", [*betas, epsilon]
        case "nadam":
            return "Nadam", [*betas, epsilon]
        case _:
            return "SGD", []


LOSS = Template('''\
def loss_of(y, outputs):
    """The loss of each row, (rows,): $name.    outputs: $what"""
    return $loss
''')

RATE = Template('''\
@keras.saving.register_keras_serializable("neuroloom")
class Rate(keras.optimizers.schedules.LearningRateSchedule):
    """The learning rate as it changes with the steps."""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def __call__(self, step):
        step = ops.cast(step, DTYPE)
        return self.learning_rate * ($factor)

    def get_config(self):
        return {"learning_rate": self.learning_rate}
''')

TELL = '''\
def tell(epoch, body, samples):
    """One line on how training goes: the loss over all rows, nothing left out."""
    told = []
    for name, (x, y) in samples.items():
        total = 0.0
        for first in range(0, len(x), CHUNK):
            outputs = body(x[first : first + CHUNK], training=False)
            losses = loss_of(ops.convert_to_tensor(y[first : first + CHUNK]), outputs)
            total += float(ops.convert_to_numpy(losses).sum(dtype=np.float64))
        if len(x):
            told.append(f"{name} {total / len(x):.6g}")
    print(f"epoch {epoch}: {', '.join(told)}", flush=True)
'''

SUMS = """\
    # Logarithms of probabilities stay finite where the loss is given what comes in at the last activation.
    body = keras.Sequential([keras.Input(model.input_shape[1:]), *model.layers[:-1]])
"""

TRAIN = Template('''\
def train(options):
    """Goes on training with the rows of a CSV."""
$check
    keras.utils.set_random_seed(options.seed)
    model = opened(options.load)
$body    samples = dict(zip(("loss", "test loss"), read_samples(options.rows)))
    x, y = samples["loss"]

    # The formulas of Neuroloom's optimizers are those of Keras.
    optimizer = $optimizer
    body.compile(optimizer, loss_of)
    tell(0, body, samples)
    every = max(1, options.epochs // 20)
    for epoch in range(0, options.epochs, every):
        until = min(epoch + every, options.epochs)
        body.fit(
            x,
            y,
            batch_size=options.batch_size,
            epochs=until,
            initial_epoch=epoch,
            sample_weight=$weights,
            verbose=0,
        )
        tell(until, body, samples)

    if not all(np.isfinite(array).all() for array in model.get_weights()):
        sys.exit("The weights have left the finite numbers and were not saved: try a smaller learning rate.")
    model.save(options.save)
    print(f"wrote {options.save}")
''')
