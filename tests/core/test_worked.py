"""The update written out for one number is what the engine makes of it, for each optimizer."""

from typing import Any

import numpy as np
import pytest

from core import layout
from core.data.dataset import Dataset
from core.layers import Dense
from core.network import Network
from core.optimizers import OPTIMIZERS, Number, worked
from core.optimizers.worked import WORKED
from core.probe.walk import Walk, walk_batch
from core.schedules import rate_line
from core.trainer import Trainer
from core.training import Training
from tests.core.pocket_calculator import exactly

SETTINGS: list[dict[str, Any]] = [
    {},
    {"l1": 0.003, "l2": 0.01, "clip_norm": 0.2},
    {"schedule": "cosine", "decay_steps": 40, "warmup_steps": 7, "final_share": 0.1},
    {"schedule": "step", "decay_steps": 3},
    {"schedule": "exponential", "decay_steps": 3, "warmup_steps": 20},
]


def number_of(walk: Walk, index: int) -> Number:
    optimizer = OPTIMIZERS[walk.training.optimizer]
    memory = tuple(
        float(row[index]) * unit for row, unit in zip(walk.memory, optimizer.units(walk.training), strict=True)
    )
    free, _ = layout.masks(walk.network)
    is_free = free is None or bool(free[index])
    return Number(float(walk.theta[index]), float(walk.pull[index]), memory, walk.rate, walk.new_updates, is_free)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("settings", SETTINGS)
def test_each_optimizers_formula_leads_to_the_engines_numbers(optimizer: str, settings: dict[str, Any]) -> None:
    generator = np.random.default_rng(5)
    data = Dataset(generator.normal(size=(23, 3)), generator.normal(size=(23, 2)))
    layers = Dense(4, "tanh", locked=((0, 1), (-1, 2)), cut=((2, 3),)), Dense(2, "linear")
    network, training = Network(3, layers, "float64"), Training("mse", optimizer, 0.05, batch_size=5, **settings)
    trainer = Trainer(network, data, training, seed=3)
    for steps in (0, 1, 9):  # the first update, the second, and one with a past
        trainer.run(steps=steps)
        walk = walk_batch(network, data, training, 3, trainer.state())
        rate = rate_line(training, walk.step)
        assert (training.learning_rate if rate is None else exactly(rate)) == pytest.approx(walk.rate, rel=1e-14)
        units = OPTIMIZERS[optimizer].units(training)
        for index in range(network.size):
            lines = worked(number_of(walk, index), training)
            assert lines[-1].symbol == "θ"
            assert lines[-1].result == pytest.approx(walk.new_theta[index], rel=1e-13, abs=1e-15)
            remembered = {line.symbol: line.result for line in lines}
            for symbol, row, unit in zip(memory_symbols(optimizer), walk.new_memory, units, strict=True):
                assert remembered[symbol] == pytest.approx(row[index] * unit, rel=1e-13, abs=1e-18)
            for line in lines:
                assert exactly(line) == pytest.approx(line.result, rel=1e-12, abs=1e-15)


def memory_symbols(optimizer: str) -> tuple[str, ...]:
    names = {"mean": "m", "square": "v", "velocity": "v", "sum": "s", "largest": "u"}
    return tuple(names[row] for row in OPTIMIZERS[optimizer].rows)


def test_there_is_one_for_each_optimizer() -> None:
    assert list(WORKED) == list(OPTIMIZERS)
