"""PyTorch eager as a contestant: no DataLoader, one shuffled copy an epoch whose slices are the batches."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import torch
from contestant import Run, Task, serve
from torch import Tensor, nn

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def network(task: Task) -> nn.Sequential:
    """The task's network; softmax is in the loss."""
    activations = [task.hidden] * (len(task.sizes) - 2) + [task.output]
    modules: list[nn.Module] = []
    for inputs, units, name in zip(task.sizes, task.sizes[1:], activations, strict=False):
        modules.append(nn.Linear(inputs, units))
        if name != "softmax":
            modules.append(ACTIVATIONS[name]())
    return nn.Sequential(*modules)


def batches(x: Tensor, y: Tensor, size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Epoch after epoch, for ever."""
    while True:
        if size >= len(x):
            yield x, y
            continue
        order = torch.randperm(len(x))
        yield from zip(x[order].split(size), y[order].split(size), strict=True)


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    has_classes = task.output == "softmax"
    model = network(task)
    criterion = nn.CrossEntropyLoss() if has_classes else nn.MSELoss()
    optimizer = OPTIMIZERS[task.optimizer](model.parameters(), lr=task.learning_rate)
    targets = torch.from_numpy(y.argmax(axis=1) if has_classes else y)
    stream = batches(torch.from_numpy(x), targets, task.batch)

    def run(steps: int) -> int:
        for inputs, wanted in islice(stream, steps):
            optimizer.zero_grad()
            criterion(model(inputs), wanted).backward()
            optimizer.step()
        return steps

    return run, {"torch": torch.__version__}


if __name__ == "__main__":
    serve(prepare)
