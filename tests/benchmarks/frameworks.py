"""Whether the PyTorch and the Keras script learn and share out their work as they should.

    uv run --with torch --with keras --with safetensors python tests/benchmarks/frameworks.py
    KERAS_BACKEND=jax uv run --with jax --with keras python tests/benchmarks/frameworks.py --only keras

Neither framework belongs to this program; what is missing is said and left out. Asked for are: the same weights after a
step of plain SGD, to 1e-10; a loss that goes down; and, of two processes of torchrun, the loss of one within 5 %. What
the scripts answer is asked by agreement.py.
"""

import argparse
import importlib.util
import os
import re
import runpy
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars

from core.arrays import Array
from core.bundled import open_bundled
from core.data import Points, Table, build
from core.data.recipes import Recipe
from core.export import export_data, export_keras, export_pytorch
from core.export.scripts.proof import EXACT
from core.layers import BatchNormalization, Dense, Layer
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.table import Column, Split, StoredTable
from core.trainer import Trainer
from core.training import Training

EXPORTS = {"torch": export_pytorch, "keras": export_keras}
ENDINGS = {"torch": ".pt", "keras": ".keras"}


# Files of rows ----------------------------------------------------------------------------------------------------


def run(script: Path, *words: str, processes: int = 1) -> str:
    """What the script prints; under torchrun where there are several processes."""
    before = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    command = [sys.executable, *(before if processes > 1 else []), str(script), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=script.parent, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def losses(printed: str) -> tuple[float, float]:
    """The training losses of the first and of the last line that tells one."""
    found = [float(number) for number in re.findall(r"^epoch \d+: loss ([^\s,]+)", printed, re.MULTILINE)]
    return found[0], found[-1]


# Training ---------------------------------------------------------------------------------------------------------


def trained_state(framework: str, script: Path, weights: Path, network: Network, theta: Array) -> Array:
    """theta (parameters,) as the script has saved it."""
    space = runpy.run_path(str(script))
    model = space["load_model"](str(weights))
    found = np.array(theta)
    if framework == "torch":
        arrays = [array.numpy() for name, array in model.state_dict().items() if not name.endswith("batches_tracked")]
        arrays = [array.T if array.ndim == 2 else array for array in arrays]
    else:
        arrays = model.get_weights()
    views = [array for view in network.views(found) for array in view.values()]
    for view, array in zip(views, arrays, strict=True):
        view[...] = array
    return found


STEPS: dict[str, tuple[Training, tuple[Layer, ...]]] = {
    "sgd": (Training("binary_crossentropy"), (Dense(6, "tanh"), Dense(1, "sigmoid"))),
    "l1, l2, clipping": (
        Training("mse", l1=0.01, l2=0.02, clip_norm=0.05),
        (Dense(6, "gelu"), Dense(1, "tanh")),
    ),
    "normalized": (
        Training("huber"),
        (BatchNormalization(0.9), Dense(6, "elu"), BatchNormalization(0.8), Dense(1, "sigmoid")),
    ),
    "hinge": (Training("hinge"), (Dense(5, "swish"), Dense(1, "linear"))),
    "perceptron": (Training("perceptron"), (Dense(1, "step"),)),
    "mae": (Training("mae"), (Dense(5, "softplus"), Dense(1, "leaky_relu"))),
    "half squared, warm-up": (Training("half_squared_error", warmup_steps=7), (Dense(5, "relu"), Dense(1, "linear"))),
    "locked and cut": (
        Training("mse", l2=0.1),
        (Dense(5, "tanh", locked=((0, 1), (-1, 2)), cut=((1, 3), (1, 0))), Dense(1, "tanh", lock_biases=True)),
    ),
    "class weights": (
        Training("binary_crossentropy", class_weight=(0.3, 2.0)),
        (Dense(4, "tanh"), Dense(1, "sigmoid")),
    ),
}


def check_steps(framework: str, folder: Path) -> bool:
    """A step of SGD, all rows in it, against the engine's."""
    recipe = Points("moons", 10.0, samples=100)
    rows = folder / "moons.csv"
    export_data(recipe, rows)
    is_good, is_exact = True, framework == "torch" or os.environ.get("KERAS_BACKEND", "") in EXACT
    for number, (name, (training, layers)) in enumerate(STEPS.items()):
        training = training.replace(optimizer="sgd", learning_rate=0.1, batch_size=1000)
        difference = moved_apart(framework, folder / f"step_{number}.py", recipe, rows, training, layers, 1)
        print(f"  {name}: {difference:.1e}")
        # PyTorch adds 1e-6 to the norm that is clipped; Keras rounds the factors of penalties to float32.
        allowed = 1e-8 if training.clip_norm or training.l2 else 1e-10
        is_good &= difference <= (allowed if is_exact else 1e-6)
    return is_good


def moved_apart(
    framework: str,
    script: Path,
    recipe: Recipe,
    rows: Path,
    training: Training,
    layers: tuple[Layer, ...],
    epochs: int,
) -> float:
    """How far the script's parameters are from the engine's after so many epochs of one step each."""
    network = Network(build(recipe).x.shape[1], layers, "float64")
    trainer = Trainer(network, build(recipe), training, seed=3)
    first = trainer.theta.copy()
    EXPORTS[framework](network, first, script, recipe, training=training)
    trainer.run(epochs=epochs)
    saved = script.with_suffix(ENDINGS[framework])
    run(script, "train", str(rows), "--epochs", str(epochs), "--save", str(saved))
    found = trained_state(framework, script, saved, network, first)
    # PyTorch's running variance divides by rows - 1.
    trainable = slice(0, network.trainable)
    assert np.abs(trainer.theta[trainable] - first[trainable]).max() > 1e-3, "a step should move something"
    return float(np.abs(found[trainable] - trainer.theta[trainable]).max())


def check_optimizers(framework: str, folder: Path) -> bool:
    """Twenty steps of every optimizer, under a schedule, against the engine's; told, for formulas differ a little."""
    recipe = Points("moons", 10.0, samples=100)
    rows = folder / "moons.csv"
    export_data(recipe, rows)
    for name in OPTIMIZERS:
        for schedule in ("constant", "cosine"):
            training = Training("mse", name, 0.01, 1000, schedule=schedule, decay_steps=30, epsilon=1e-7)
            layers = (Dense(6, "tanh", cut=((0, 0),)), Dense(1, "tanh"))
            script = folder / f"{name}_{schedule}.py"
            difference = moved_apart(framework, script, recipe, rows, training, layers, 20)
            print(f"  {name}, {schedule}: after 20 steps apart by {difference:.1e}")
    return True


def check_going_on(framework: str, folder: Path) -> bool:
    """Bundled projects: the loss goes down, as far by two processes as by one, and further from what was saved."""
    is_good = True
    for name, epochs in (("perceptron", 2), ("circle", 150), ("iris", 40), ("digits", 10)):
        project = open_bundled(name)
        assert project.data is not None
        theta = project.network.initial(1, build(project.data).x)
        script, rows = folder / f"{name}.py", folder / f"{name}.csv"
        saved = script.with_suffix(ENDINGS[framework])
        export_data(project.data, rows)
        proof = EXPORTS[framework](project.network, theta, script, project.data, training=project.training)
        print(f"  {name}: {proof.told}")
        words = ("train", str(rows), "--epochs", str(epochs), "--save", str(saved))
        began = time.perf_counter()
        first, last = losses(run(script, *words))
        print(f"    one process: loss {first:.4g} -> {last:.4g} in {time.perf_counter() - began:.0f} s")
        is_good &= last < first
        again, _ = losses(run(script, "train", str(rows), "--epochs", "1", "--load", str(saved), "--save", str(saved)))
        is_good &= abs(again - last) <= 1e-5 * max(1.0, last)
        if framework == "torch":
            began = time.perf_counter()
            _, both = losses(run(script, *words, processes=2))
            apart = abs(both - last) / max(last, 1e-9)
            print(f"    two processes: {both:.4g} in {time.perf_counter() - began:.0f} s, {apart:.2%} apart")
            is_good &= apart <= 0.05
        run(script, "predict", str(rows), "-o", str(folder / "answers.csv"), "--load", str(saved))
        print(f"    right: {share_right(folder / 'answers.csv'):.1%}")
    return is_good


def share_right(path: Path) -> float:
    """The share of rows whose prediction is what stands there."""
    frame = polars.read_csv(path, infer_schema=False)
    target = "class" if "class" in frame.columns else frame.columns[frame.columns.index("prediction") - 2]
    target = "species" if "species" in frame.columns else target
    return float((frame["prediction"] == frame[target]).mean())  # type: ignore[arg-type]


def towns(target: str) -> Table:
    """A table with categories, gaps, days, and a number to find out in a unit of its own."""
    generator = np.random.default_rng(2)
    count = 200
    size, town = generator.normal(80.0, 20.0, count), generator.integers(0, 3, count)
    price = 1000.0 * size + 50_000.0 * town + generator.normal(0.0, 5_000.0, count)
    frame = polars.DataFrame(
        {
            "size": size,
            "town": np.array(["Köln", 'the "old" one, really', "Ulm"])[town],
            "rooms": generator.integers(1, 6, count).astype(str),
            "sold": np.datetime64("2020-01-01") + generator.integers(0, 1000, count),
            "price": np.round(price),
            "dear": np.where(price > 130_000.0, "yes", "no"),
        }
    ).with_columns(
        size=polars.when(polars.int_range(polars.len()) % 9 == 0).then(None).otherwise(polars.col("size")),
        town=polars.when(polars.int_range(polars.len()) % 11 == 0).then(None).otherwise(polars.col("town")),
    )
    columns = (
        Column("size"),
        Column("town", kind="category", categories=("Köln", 'the "old" one, really', "Ulm")),
        Column("rooms", kind="category", categories=("1", "2", "3", "4", "5")),
        Column("sold", scaling="min-max", missing="drop"),
        Column("price", role="target" if target == "price" else "ignored"),
        Column("dear", role="target" if target == "dear" else "ignored", kind="category", categories=("no", "yes")),
    )
    return Table(StoredTable.of(frame), columns, Split(test=25.0))


def check_tables(framework: str, folder: Path) -> bool:
    """Categories, gaps, days, and a number in its own unit: answers, and training from a file of rows."""
    is_good = True
    for target, training in (("price", Training("mse", "adam", 0.01)), ("dear", Training("hinge", "adam", 0.01))):
        recipe = towns(target)
        output = Dense(1, "linear" if target == "price" else "tanh")
        network = Network(build(recipe).x.shape[1], (Dense(6, "tanh"), output))
        theta = network.initial(1, build(recipe).x)
        script, rows = folder / f"{target}.py", folder / f"{target}.csv"
        export_data(recipe, rows)
        proof = EXPORTS[framework](network, theta, script, recipe, training=training)
        saved = script.with_suffix(ENDINGS[framework])
        first, last = losses(run(script, "train", str(rows), "--epochs", "100", "--save", str(saved)))
        trainer = Trainer(network, build(recipe), training, theta)
        ours = trainer.scores().train
        assert ours is not None
        print(f"  {target}: {proof.told}; loss {first:.6g} (here {ours.loss:.6g}) -> {last:.4g}")
        is_good &= last < first and abs(first - ours.loss) <= 1e-5 * ours.loss
        run(script, "predict", str(rows), "-o", str(folder / "answers.csv"), "--load", str(saved))
    return is_good


CHECKS: dict[str, Callable[[str, Path], bool]] = {
    "a step equals the engine's": check_steps,
    "optimizers": check_optimizers,
    "going on with training": check_going_on,
    "tables": check_tables,
}


def main() -> None:
    """Runs what can be run here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(EXPORTS))
    parser.add_argument("--check", help="only checks whose name contains this")
    options = parser.parse_args()
    failed: list[str] = []
    for framework in EXPORTS:
        if options.only not in (None, framework):
            continue
        if importlib.util.find_spec(framework) is None:
            print(f"{framework} is not installed here: uv run --with {framework} python {sys.argv[0]}")
            continue
        for name, check in CHECKS.items():
            if options.check and options.check not in name:
                continue
            print(f"{framework}: {name}")
            with TemporaryDirectory() as folder:
                if not check(framework, Path(folder)):
                    failed.append(f"{framework}: {name}")
    print(f"FAILED: {'; '.join(failed)}" if failed else "all as it should be")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
