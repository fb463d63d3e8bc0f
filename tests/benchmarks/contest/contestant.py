"""One contestant of the engine benchmark: a process of its own that trains when told to and says what a step took.

Both ends of the pipe are here: `Contestant` is the benchmark's, `serve` the process's. This file needs NumPy alone,
since a peer runs in an interpreter that may know nothing of ours.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")
WARM_UP_S = 0.2


@dataclass(frozen=True)
class Task:
    """What everybody trains.

    sizes   inputs first, then the units of each layer
    hidden  the activation of the hidden layers; `output` that of the last
    batch   rows per step; the last batch of an epoch may be smaller
    """

    name: str
    sizes: tuple[int, ...]
    hidden: str
    output: str
    loss: str
    optimizer: str
    batch: int
    learning_rate: float

    @property
    def parameters(self) -> int:
        """How many numbers the optimizer moves."""
        return sum((inputs + 1) * units for inputs, units in zip(self.sizes, self.sizes[1:], strict=False))


Run = Callable[[int], int]
"""Makes about so many optimizer steps; returns how many it made."""
Prepare = Callable[[Task, np.ndarray, np.ndarray], tuple[Run, dict[str, str]]]
"""From a task, x (rows, inputs) and y (rows, outputs) to what runs, and the versions of what it runs on."""


def command_line(script: str, python: str, task: Task, data: Path, *words: str) -> list[str]:
    """How a script of this folder is started for a task and its data."""
    return [python, str(HERE / script), json.dumps(asdict(task)), str(data), *words]


def environment(python: str) -> dict[str, str]:
    """One thread for whatever computes; for our own interpreter also the tree this file lies in, not the installed."""
    return os.environ | ONE_THREAD | ({"PYTHONPATH": str(REPOSITORY)} if python == sys.executable else {})


def told_task() -> Task:
    """The task that this process was started with."""
    values = json.loads(sys.argv[1])
    return Task(**values | {"sizes": tuple(values["sizes"])})


def told() -> tuple[Task, np.ndarray, np.ndarray]:
    """The task, x and y that this process was started with."""
    with np.load(sys.argv[2]) as data:
        return told_task(), data["x"], data["y"]


class Contestant:
    """A process that waits while others run.    python: its interpreter; words: what its script is told besides"""

    def __init__(self, script: str, python: str, task: Task, data: Path, *words: str) -> None:
        command = command_line(script, python, task, data, *words)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(python)
        )
        self._script = script
        self.versions: dict[str, str] = self._answer()

    def step_us(self, seconds: float) -> float:
        """Train for about so many seconds; returns microseconds per step."""
        assert self._process.stdin is not None
        print(seconds, file=self._process.stdin, flush=True)
        return float(self._answer())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._script} ended early; its last words are above.")
        return json.loads(line)


def serve(prepare: Prepare) -> None:
    """Be a contestant: warm up, name the versions, then answer each number of seconds with microseconds per step."""
    run, versions = prepare(*told())
    steps, took, made = 1, 0.0, 1
    while took < WARM_UP_S:
        began = time.perf_counter()
        made = run(steps)
        took = time.perf_counter() - began
        steps *= 2
    step_s = took / made
    print(json.dumps(versions), flush=True)
    for line in sys.stdin:
        steps = max(1, round(float(line) / step_s))
        began = time.perf_counter()
        made = run(steps)
        step_s = (time.perf_counter() - began) / made
        print(json.dumps(step_s * 1e6), flush=True)
