"""The benchmark of the engine runs and says something; how fast is nobody's business here."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "benchmarks" / "engine.py"


def run(*words: str) -> Any:
    """What the benchmark says as JSON."""
    command = [sys.executable, str(SCRIPT), "--json", "--seconds", "0.02", "--rounds", "3", *words]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def numbers(value: Any) -> list[float]:
    """Every number in values of JSON."""
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers(part)]
    if isinstance(value, list):
        return [number for part in value for number in numbers(part)]
    return [value] if isinstance(value, int | float) else []


def test_it_times_our_engine_without_any_peer() -> None:
    result = run("--task", "T1", "--seconds", "0.2", "--peers", "")
    (task,) = result["tasks"].values()
    assert task["figures"]["ours"]["median_us"] >= task["figures"]["ours"]["fastest_us"] > 0.0
    assert all(math.isfinite(number) for number in numbers(result))


def test_a_large_task_has_a_bound() -> None:
    task = run("--task", "T6", "--peers", "")["tasks"]["T6"]
    assert task["bound"]["us"] > 0.0 and task["bound"]["order"] in ("samples", "features")
    assert math.isfinite(task["bound"]["ours_over_bound"])
