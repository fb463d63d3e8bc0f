"""Our engine as a contestant: the public API, with all a user gets (shuffling, curve points, tests for finite)."""

import numpy as np
from contestant import Run, Task, serve

import core
from core import Dataset, Dense, Network, Trainer, Training


def trainer_for(task: Task, x: np.ndarray, y: np.ndarray) -> Trainer:
    """The task as a user would write it."""
    activations = [task.hidden] * (len(task.sizes) - 2) + [task.output]
    layers = tuple(Dense(units, name) for units, name in zip(task.sizes[1:], activations, strict=True))
    training = Training(task.loss, task.optimizer, task.learning_rate, task.batch)
    return Trainer(Network(task.sizes[0], layers), Dataset(x, y), training)


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`."""
    trainer = trainer_for(task, x, y)
    return lambda steps: trainer.run(steps=steps), {"neuroloom": core.__version__, "numpy": np.__version__}


if __name__ == "__main__":
    serve(prepare)
