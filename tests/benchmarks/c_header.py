"""Whether the C header answers as the network does: random networks, compiled by the C compiler of this machine.

    uv run python tests/benchmarks/c_header.py                      200 networks
    uv run python tests/benchmarks/c_header.py --networks 1000 --seed 3
    CC=clang uv run python tests/benchmarks/c_header.py             by another compiler

Among them they have every activation, both number types, dropout, batch normalization with means near and far from
zero, layers without biases, and up to 300 neurons in a layer. Asked for are differences of at most 1e-5 in float32 and
1e-10 in float64, for answers up to 1, in proportion for larger ones; sums within 1e-4 of a step's edge do not count.
"""

import argparse
import time
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array
from core.errors import UserError
from core.export import export_c
from core.export.c.proof import find_compiler
from core.export.model import model_of
from core.layers import BatchNormalization, Dense, Dropout, Layer
from core.network import Network

HIDDEN = sorted(name for name, entry in ACTIVATIONS.items() if entry.is_elementwise)


def random_network(generator: np.random.Generator, number: int) -> tuple[Network, Array]:
    """A network of one to five dense layers, and parameters such as training finds."""
    outputs = sorted(ACTIVATIONS)
    layers: list[Layer] = []
    depth = int(generator.integers(1, 6))
    for place in range(depth):
        if generator.random() < 0.3:
            layers.append(BatchNormalization(epsilon=float(generator.choice([1e-3, 1e-5]))))
        if generator.random() < 0.2:
            layers.append(Dropout(0.3))
        is_last = place == depth - 1
        activation = outputs[number % len(outputs)] if is_last else str(generator.choice(HIDDEN))
        most = 300 if generator.random() < 0.1 else 30
        layers.append(Dense(int(generator.integers(1, most)), activation, use_bias=bool(generator.random() < 0.9)))
    network = Network(int(generator.integers(1, 60)), tuple(layers), ("float32", "float64")[number % 2])
    theta = network.initial(number)
    for views in network.views(theta):
        if "biases" in views:
            views["biases"][...] = generator.normal(0.0, 0.3, views["biases"].shape)
        if "gamma" in views:
            views["gamma"][...] = generator.normal(1.0, 0.2, views["gamma"].shape)
            views["beta"][...] = generator.normal(0.0, 0.2, views["beta"].shape)
            views["moving_mean"][...] = generator.normal(generator.choice([0.0, 0.0, 50.0]), 1.0, views["beta"].shape)
            views["moving_variance"][...] = generator.uniform(0.2, 3.0, views["beta"].shape)
    return network, theta


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if find_compiler() is None:
        raise SystemExit("No C compiler was found.")
    generator = np.random.default_rng(asked.seed)
    largest: dict[str, list[float]] = defaultdict(list)
    used: Counter[str] = Counter()
    refused = []
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        for number in range(asked.networks):
            network, theta = random_network(generator, number)
            used.update({layer.activation for layer in network.dense})
            try:
                proof = export_c(network, theta, Path(folder) / "random.h")
            except UserError as error:
                refused.append(f"network {number}, {network.dtype}: {error}")
                continue
            if proof.largest_difference is None:
                raise SystemExit(proof.told)
            questions = model_of(network, theta).questions
            size = max(1.0, float(np.abs(network.predict(theta, questions)).max()))
            largest[network.dtype].append(proof.largest_difference / size)
    print(f"{asked.networks} networks by {find_compiler()} in {time.perf_counter() - start:.0f} s")
    print("with", ", ".join(f"{name} {count}" for name, count in sorted(used.items())))
    for dtype, found in sorted(largest.items()):
        print(f"{dtype}: the largest difference is {max(found):.1e}, in the middle {np.median(found):.1e}")
    print("\n".join(refused) or "none was refused")


if __name__ == "__main__":
    main()
