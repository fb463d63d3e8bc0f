"""PyTorch's fused optimizer alone, on one flat vector: what the update costs in compiled code."""

import numpy as np
import torch
from contestant import Run, Task, serve
from pytorch import OPTIMIZERS


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`; the data are not used."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    theta = torch.nn.Parameter(torch.randn(task.parameters))
    theta.grad = 1e-6 * torch.randn(task.parameters)
    optimizer = OPTIMIZERS[task.optimizer]([theta], lr=task.learning_rate, fused=True)

    def run(steps: int) -> int:
        for _ in range(steps):
            optimizer.step()
        return steps

    return run, {"torch": torch.__version__}


if __name__ == "__main__":
    serve(prepare)
