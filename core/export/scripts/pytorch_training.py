"""How a PyTorch script goes on training: with the settings of a project, as far as PyTorch has them."""

from string import Template

from core.export.scripts.command import CHECK_OPTIONS, defaults, no_training
from core.export.scripts.layers import HELD_SAYS, NormLayer, ScriptLayer, acts_on_sums, loss_said, why_no_training
from core.export.scripts.python_source import Value, call, constants
from core.export.scripts.pytorch_model import held_of
from core.export.scripts.pytorch_optimizers import optimizer_of
from core.export.scripts.samples import constants_of_samples, row_weights
from core.export.scripts.schedule import schedule_factor
from core.export.scripts.task import Task
from core.training import Training

LOSSES = {
    "mse": 'functional.mse_loss(outputs, y, reduction="none").mean(dim=1)',
    "half_squared_error": '0.5 * functional.mse_loss(outputs, y, reduction="none").sum(dim=1)',
    "mae": 'functional.l1_loss(outputs, y, reduction="none").mean(dim=1)',
    "huber": 'functional.huber_loss(outputs, y, reduction="none").mean(dim=1)',
    "binary_crossentropy": 'functional.binary_cross_entropy_with_logits(outputs, y, reduction="none").mean(dim=1)',
    "categorical_crossentropy": 'functional.cross_entropy(outputs, y, reduction="none")',
    "hinge": "functional.relu(1 - torch.where(y > 0, 1.0, -1.0) * outputs).mean(dim=1)",
    "perceptron": "(outputs.clamp(min=0) - outputs * (y > 0)).mean(dim=1)",
}
"""The loss of each row, (rows,); perceptron is max(0, -t z) with the slope at 0 that the textbook's rule has."""


def training_of(task: Task, layers: list[ScriptLayer]) -> tuple[str, ...]:
    """The constants and functions of `train`."""
    training, held = task.model.training, held_of(layers)
    if reason := why_no_training(task.model):
        return no_training(training, reason)
    found = constants_of_samples(task) | defaults(training)
    if training.clip_norm is not None:
        found["CLIP_NORM"] = training.clip_norm
    factor, weights, penalties = _factor(training), row_weights(task), _penalty(training)
    hold = HOLD_AND_RESTORE if _is_restored(training, held) else HOLD
    return (
        constants(found),
        HELD_SAYS + constants({"HELD": held}) if held else "",
        LOSS.substitute(loss_said(task.model), loss=LOSSES[training.loss]),
        penalties,
        RATE.substitute(factor=factor) if factor else "",
        weights,
        hold if held else "",
        BEGIN,
        SAVE_MODEL,
        _train(task, layers, held),
    )


def _train(task: Task, layers: list[ScriptLayer], held: dict[str, Value]) -> str:
    """def train(options)"""
    training = task.model.training
    has_norm = any(isinstance(layer, NormLayer) for layer in layers)
    is_restored = _is_restored(training, held)
    optimizer, settings, differs = optimizer_of(training)
    schedule, weights = bool(_factor(training)), bool(row_weights(task))
    return TRAIN.substitute(
        check=CHECK_OPTIONS.substitute(endings='(".pt", ".pth", ".safetensors")', named=".pt or .safetensors").rstrip(),
        precision=PRECISION if task.model.network.dtype == "float32" else "    precision = torch.float64\n",
        sync=SYNC if has_norm else "",
        hold=("    restore = hold(model)\n" if is_restored else "    hold(model)\n") if held else "",
        body=SUMS if acts_on_sums(task.model) else "    body = model\n",
        optimizer=call(
            f"torch.optim.{optimizer}",
            ["trained.parameters()", "lr=options.learning_rate", *settings],
            depth=1,
            beside=len("optimizer = "),
        ),
        comment=f"    # {differs}\n" if differs else "",
        scheduler="    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, rate_factor)\n" if schedule else "",
        weights=WEIGHTS if weights else "",
        few=FEW if has_norm else "",
        alone=ALONE if has_norm else "",
        weighed=" * weights[part]" if weights else "",
        penalty=" + penalty(body)" if training.l1 or training.l2 else "",
        clip=CLIP if training.clip_norm is not None else "",
        restore="            restore()\n" if is_restored else "",
        schedule="            scheduler.step()\n" if schedule else "",
    )


def _factor(training: Training) -> str:
    return schedule_factor(training, "math.cos", "min")


def _is_restored(training: Training, held: dict[str, Value]) -> bool:
    """Whether what is held must be put back after each step."""
    return bool(held) and training.optimizer == "adamw"


def _penalty(training: Training) -> str:
    terms = []
    if training.l1:
        terms.append(f"{training.l1!r} * w.abs().sum()")
    if training.l2:
        terms.append(f"{training.l2!r} * w.square().sum()")
    return PENALTY.substitute(terms=" + ".join(terms)) if terms else ""


LOSS = Template('''\
def loss_of(outputs, y):
    """The loss of each row, (rows,): $name.    outputs: $what"""
    return $loss
''')

PENALTY = Template('''\
def penalty(body):
    """What is made small along with the loss: the weights of connections, not biases."""
    weights = [layer.weight for layer in body if isinstance(layer, nn.Linear)]
    return sum($terms for w in weights)
''')

RATE = Template('''\
def rate_factor(step):
    """What the learning rate is multiplied by after so many steps."""
    return $factor
''')

HOLD = '''\
def hold(model):
    """Keeps the numbers named in HELD as they are, locked ones and those of cut connections: no gradient for them."""
    for name, places in HELD.items():
        parameter = model.get_parameter(name)
        is_free = torch.ones_like(parameter)
        is_free.view(-1)[places] = 0
        parameter.register_hook(lambda gradient, is_free=is_free: gradient * is_free)
'''

HOLD_AND_RESTORE = '''\
def hold(model):
    """Keeps the numbers named in HELD as they are, locked ones and those of cut connections: no gradient for them.

    Returns what is to be called after each step, since AdamW's decay moves what has no gradient, too.
    """
    held = []
    for name, places in HELD.items():
        parameter = model.get_parameter(name)
        is_free = torch.ones_like(parameter)
        is_free.view(-1)[places] = 0
        parameter.register_hook(lambda gradient, is_free=is_free: gradient * is_free)
        held.append((parameter, is_free == 1, parameter.detach().clone()))

    def restore():
        with torch.no_grad():
            for parameter, is_free, kept in held:
                parameter.copy_(torch.where(is_free, parameter, kept))

    return restore
'''

PRECISION = """\
    # In float64 so little is rounded that the number of processes does not show. GPUs are slow at it.
    precision = torch.float64 if device.type == "cpu" else torch.float32
"""

SUMS = """\
    body = model[:-1]  # the loss is given what comes in at the last activation: logarithms stay finite
"""

WEIGHTS = """\
    weights = torch.from_numpy(row_weights(y.cpu().numpy())).to(device, precision)
"""

SYNC = """\
    if world > 1 and device.type == "cuda":
        model = nn.SyncBatchNorm.convert_sync_batchnorm(model)  # on CPUs each process normalizes by its own rows
"""

FEW = """\
    if min(options.batch_size, len(x)) < 2 * world:
        sys.exit("Batch normalization needs two rows for each process: choose a larger batch, or fewer processes.")
"""

ALONE = """\
            if len(rows) < 2 * world:
                continue  # too few to be normalized
"""

CLIP = """\
            nn.utils.clip_grad_norm_(trained.parameters(), CLIP_NORM)  # PyTorch adds 1e-6 to the norm
"""

SAVE_MODEL = '''\
def save_model(model, path):
    """Writes the weights: as PyTorch does it (.pt), or as safetensors."""
    saved = build_model()  # on the CPU, in the type of number that this network has
    saved.load_state_dict(model.state_dict())
    state = saved.state_dict()
    if not all(torch.isfinite(tensor).all() for tensor in state.values()):
        sys.exit("The weights have left the finite numbers and were not saved: try a smaller learning rate.")
    if Path(path).suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(state, path)
    else:
        torch.save(state, path)
'''

BEGIN = '''\
def begin():
    """This process's rank, how many there are, and what it computes on; torchrun says it."""
    if "LOCAL_RANK" not in os.environ:
        return 0, 1, torch.device("cuda" if torch.cuda.is_available() else "cpu")
    place = int(os.environ["LOCAL_RANK"])
    has_gpus = torch.cuda.device_count() >= int(os.environ["LOCAL_WORLD_SIZE"])
    device = torch.device("cuda", place) if has_gpus else torch.device("cpu")
    if has_gpus:
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if has_gpus else "gloo")
    return distributed.get_rank(), distributed.get_world_size(), device


@torch.no_grad()
def mean_loss(body, x, y):
    """The loss over all rows, nothing left out."""
    body.eval()
    return float(sum(loss_of(body(a), b).double().sum() for a, b in zip(x.split(CHUNK), y.split(CHUNK))) / len(x))


def tell(epoch, body, samples):
    """One line on how training goes."""
    told = [f"{name} {mean_loss(body, x, y):.6g}" for name, (x, y) in samples.items() if len(x)]
    print(f"epoch {epoch}: {', '.join(told)}", flush=True)
'''

TRAIN = Template('''\
def train(options):
    """Goes on training with the rows of a CSV; under torchrun in all its processes together."""
$check
    rank, world, device = begin()
    torch.manual_seed(options.seed + rank)  # so that dropout leaves out other numbers in each process
$precision    model = opened(options.load).to(device, precision)
$sync$hold$body    trained = body
    if world > 1:  # whose gradient is the mean of those of all processes
        trained = DistributedDataParallel(body, [device] if device.type == "cuda" else None)
    samples = {
        name: [torch.from_numpy(array).to(device, precision) for array in part]
        for name, part in zip(("loss", "test loss"), read_samples(options.rows))
    }
    x, y = samples["loss"]
$weights$comment    optimizer = $optimizer
$scheduler$few
    if rank == 0:
        tell(0, body, samples)
    for epoch in range(1, options.epochs + 1):
        # The same order in all processes, which share out each batch: a step of theirs is one of a single process.
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(options.seed + epoch))
        body.train()
        for rows in order.to(device).split(options.batch_size):
$alone            part = rows[rank::world]
            losses = loss_of(trained(x[part]), y[part])$weighed
            loss = losses.sum() * world / len(rows)$penalty
            optimizer.zero_grad()
            loss.backward()
$clip            optimizer.step()
$restore$schedule        if rank == 0 and (epoch % max(1, options.epochs // 20) == 0 or epoch == options.epochs):
            tell(epoch, body, samples)

    if rank == 0:
        save_model(model, options.save)
        print(f"wrote {options.save}")
    if world > 1:
        distributed.barrier()  # a process that ends while its last gradient is still being sent would crash
        distributed.destroy_process_group()
''')
