"""Whether what leaves the program answers as the network does: random networks, through every form there is here.

    uv run python tests/benchmarks/agreement.py
    uv run python tests/benchmarks/agreement.py --networks 1000 --seed 7 --only onnx numpy
    uv run --with torch --with keras python tests/benchmarks/agreement.py --only pytorch keras
    KERAS_BACKEND=jax uv run --with jax --with keras python tests/benchmarks/agreement.py --only keras
    CC=clang uv run python tests/benchmarks/agreement.py --only c

Each network is exported in each form, run by what runs such files, and asked about rows that the export's own proof has
not seen. Asked for is a difference of at most 1e-5 in float32 and 1e-10 in float64, for outputs up to 1 and in
proportion for larger ones; where a step decides, rows with a sum within 1e-4 of its edge are left out. One more form is
one more row in `FORMS`.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from core.activations import ACTIVATIONS
from core.arrays import Array
from core.export.c.proof import compiled_answers, find_compiler
from core.export.c.text import identifier
from core.export.described.forward import answers
from core.export.formats import FORMATS
from core.export.model import model_of
from core.export.scripts import keras_script, pytorch_script
from core.export.scripts.proof import EXACT
from core.export.stack import Layer
from core.layers import BatchNormalization, Dense, Dropout
from core.layers import Layer as NetworkLayer
from core.network import Network

ALLOWED = {"float32": 1e-5, "float64": 1e-10}
NEAR_THE_STEP = 1e-4
ROWS = 200
MOST_HIDDEN, MOST_WIDE, VERY_WIDE = 4, 20, 300
HIDDEN = tuple(name for name, entry in ACTIVATIONS.items() if entry.is_elementwise)


# What runs the files --------------------------------------------------------------------------------------------


def by_onnx_runtime(path: Path, x: Array, _network: Network) -> Array:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (found,) = session.run(["y"], {"x": x})
    return np.asarray(found)


def by_script(path: Path, x: Array, _network: Network) -> Array:
    """A module with `predict`, loaded as any other one."""
    spec = importlib.util.spec_from_file_location("exported_model", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return np.asarray(module.predict(x))


def by_json(path: Path, x: Array, _network: Network) -> Array:
    found = json.loads(path.read_bytes())

    def array(numbers: list[float] | None) -> Array | None:
        return None if numbers is None else np.array(numbers, found["dtype"])

    layers = []
    for layer in found["layers"]:
        weights = array(layer["weights"])
        assert weights is not None
        layers.append(Layer(weights, array(layer["biases"]), layer["activation"], array(layer["shift"])))
    return answers(found, layers, x)


def by_safetensors(path: Path, x: Array, _network: Network) -> Array:
    from safetensors import safe_open

    with safe_open(path, "numpy") as file:
        names, metadata = set(file.keys()), file.metadata()
        layers = []
        for place, activation in enumerate(json.loads(metadata["activations"])):
            bias = f"{2 * place}.bias"
            weights = file.get_tensor(f"{2 * place}.weight").T
            layers.append(Layer(weights, file.get_tensor(bias) if bias in names else None, activation))
    return answers(json.loads(metadata["preprocessing"]), layers, x)


def by_compiler(path: Path, x: Array, network: Network) -> Array:
    """A header in a small program, which is compiled and run."""
    asked = replace(model_of(network, network.initial(0)), questions=x)
    return compiled_answers(path, asked, identifier(path.stem))


def is_module_here(name: str) -> bool:
    """Whether it is installed."""
    return importlib.util.find_spec(name) is not None


def keras_computes_in(dtype: str) -> str:
    """Some of its backends multiply in float32 whatever the numbers are."""
    import keras

    return dtype if keras.config.backend() in EXACT else "float32"


@dataclass(frozen=True)
class Form:
    """A form of `core.export.formats`, and what runs its files.

    answers(path, x, network)  what the file at this path, of such a network, says to x (rows, columns): (rows, outputs)
    is_here                    whether what runs it is installed
    source                     writes the text of a script whose own proof would start a process for each network
    computes_in                what it computes in, where the network is one of this dtype
    """

    name: str
    answers: Callable[[Path, Array, Network], Array]
    is_here: bool
    source: Callable[..., str] | None = None
    computes_in: Callable[[str], str] = str

    def export(self, network: Network, theta: Array, folder: Path) -> Path:
        """Writes the file."""
        form = FORMATS[self.name]
        path = folder / f"model_{self.name}{form.ending}"
        if self.source is None:
            form.write(network, theta, path)
        else:
            path.write_text(self.source(model_of(network, theta), path.name), "utf-8")
        return path


HAS_KERAS = is_module_here("keras") and any(map(is_module_here, ("tensorflow", "torch", "jax")))

FORMS = {
    form.name: form
    for form in (
        Form("onnx", by_onnx_runtime, is_module_here("onnxruntime")),
        Form("numpy", by_script, is_here=True),
        Form("pytorch", by_script, is_module_here("torch"), pytorch_script.source),
        Form("keras", by_script, HAS_KERAS, keras_script.source, keras_computes_in),
        Form("safetensors", by_safetensors, is_here=True),
        Form("json", by_json, is_here=True),
        Form("c", by_compiler, find_compiler() is not None),
    )
}


# What is exported -------------------------------------------------------------------------------------------------


def drawn_network(number: int, seed: int = 0) -> tuple[Network, Array]:
    """A network and its parameters: each number another one, and together all activations in every place."""
    generator = np.random.default_rng([seed, number])
    dtype = ("float32", "float64")[number % 2]
    below = inputs = int(generator.integers(1, MOST_WIDE + 1))
    layers: list[NetworkLayer] = []
    count = int(generator.integers(1, MOST_HIDDEN + 1))
    for place in range(count + 1):
        layers += _followers(generator)
        is_last = place == count
        # The numbers walk through all activations; what else a network has is drawn.
        names = tuple(ACTIVATIONS) if is_last else HIDDEN
        activation = names[number // 2 % len(names)] if place in (0, count) else str(generator.choice(names))
        units = int(generator.integers(1, (VERY_WIDE if generator.random() < 0.05 else MOST_WIDE) + 1))
        cut = [(input, unit) for input in range(below) for unit in range(units) if generator.random() < 0.1]
        layers.append(Dense(units, activation, use_bias=bool(generator.random() < 0.8), cut=tuple(cut)))
        below = units
    network = Network(inputs, tuple(layers), dtype)  # type: ignore[arg-type]
    return network, _drawn_theta(network, generator)


def _followers(generator: np.random.Generator) -> Iterator[NetworkLayer]:
    if generator.random() < 0.25:
        yield BatchNormalization(float(generator.uniform(0.5, 0.99)), float(generator.choice([1e-5, 1e-3, 0.1])))
    if generator.random() < 0.25:
        yield Dropout(float(generator.uniform(0.1, 0.6)))


def _drawn_theta(network: Network, generator: np.random.Generator) -> Array:
    theta = np.empty(network.size, network.dtype)
    for layer, views in zip(_with_parameters(network), network.views(theta), strict=True):
        for name, part in views.items():
            spread = 1.5 / np.sqrt(part.shape[0]) if name == "weights" else 0.5
            part[...] = generator.normal(0.0, spread, part.shape)
            if name in ("moving_variance", "gamma"):
                part[...] = generator.uniform(0.2, 3.0, part.shape)
            if name == "moving_mean" and generator.random() < 0.2:
                part += 50.0  # far from zero, where runtimes would lose digits
        if isinstance(layer, Dense):
            for input, unit in layer.cut:
                views["weights"][input, unit] = 0.0
    return theta


def _with_parameters(network: Network) -> list[NetworkLayer]:
    return [layer for layer in network.layers if not isinstance(layer, Dropout)]


# How they are compared --------------------------------------------------------------------------------------------


def difference(network: Network, theta: Array, found: Array, x: Array, computed_in: str = "") -> float:
    """The largest |answer - ours|, as a share of what is allowed; NaN counts as infinite.

    computed_in  the dtype that was computed with, where it is another one than the network's
    """
    wanted = network.predict(theta, x)
    if found.shape != wanted.shape or found.dtype != wanted.dtype:
        return np.inf
    rows = clear_rows(network, theta, x)
    allowed = ALLOWED[computed_in or network.dtype] * max(1.0, float(np.abs(wanted).max()))
    most = float(np.abs(np.subtract(found, wanted, dtype=np.float64))[rows].max(initial=0.0)) / allowed
    return np.inf if np.isnan(most) else most


def clear_rows(network: Network, theta: Array, x: Array) -> NDArray[np.bool_]:
    """The rows in which no sum before a step is near its edge."""
    sums, _ = network.sums_and_activations(theta, x.T)
    is_clear: NDArray[np.bool_] = np.ones(len(x), np.bool_)
    for layer, z in zip(network.dense, sums, strict=True):
        if layer.activation == "step":
            is_clear &= np.asarray((np.abs(z) > NEAR_THE_STEP).all(axis=0))
    return is_clear


def asked(network: Network, number: int) -> Array:
    """Rows (rows, inputs) that no proof has seen."""
    return np.random.default_rng([99, number]).normal(0.0, 2.0, (ROWS, network.inputs)).astype(network.dtype)


def main() -> int:
    """Prints what was found; 1 where something disagrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", choices=tuple(FORMS), default=tuple(FORMS))
    arguments = parser.parse_args()
    forms = [FORMS[name] for name in arguments.only]
    for form in forms:
        if not form.is_here:
            print(f"{form.name}: not run, since what runs it is not installed")
    forms = [form for form in forms if form.is_here]
    most = {(form.name, dtype): 0.0 for form in forms for dtype in ALLOWED}
    seconds = dict.fromkeys((form.name for form in forms), 0.0)
    rows = left_out = 0
    disagreeing = []
    with TemporaryDirectory() as folder:
        for number in range(arguments.networks):
            network, theta = drawn_network(number, arguments.seed)
            x = asked(network, number)
            rows += len(x)
            left_out += int(np.count_nonzero(~clear_rows(network, theta, x)))
            for form in forms:
                began = time.perf_counter()
                answered = form.answers(form.export(network, theta, Path(folder)), x, network)
                found = difference(network, theta, answered, x, form.computes_in(network.dtype))
                seconds[form.name] += time.perf_counter() - began
                most[form.name, network.dtype] = max(most[form.name, network.dtype], found)
                if found > 1.0:
                    disagreeing.append(f"network {number}, {form.name}: {found:.3g} times what is allowed")
    print(f"{arguments.networks} networks, {rows:,} rows, {left_out:,} of them near a step's edge and left out")
    for form in forms:
        found_most = {dtype: most[form.name, dtype] * ALLOWED[form.computes_in(dtype)] for dtype in ALLOWED}
        told = ", ".join(f"{dtype} {found:.1e}" for dtype, found in found_most.items())
        print(f"{form.name:12} largest difference {told}    {seconds[form.name]:.1f} s")
    print(*disagreeing or ["all agree"], sep="\n")
    return bool(disagreeing)


if __name__ == "__main__":
    sys.exit(main())
