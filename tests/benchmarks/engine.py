"""How fast the engine trains beside PyTorch and scikit-learn, and beside the least that NumPy could take.

    uv run python tests/benchmarks/engine.py [--task T1 T5] [--seconds 0.3] [--rounds 7] [--peers torch,sklearn]
                                             [--python PATH] [--memory] [--json]

Everybody trains the same network on the same data with the same batches, in float32, on one thread of one CPU, each in
a process of its own. They take turns of `--seconds`, ours before each of the others: a machine's speed changes by the
minute, so only neighbours are compared. Figures are microseconds per optimizer step, medians over the rounds; ratios
are taken within each pair of neighbours, then their median.

`--python` is an interpreter that has the peers; those it has not are left out with a note. For the large tasks the
bound is a step's bare matrix products, in the faster of two orders, and the optimizer's memory traffic. `--memory`
trains T1 for a million steps instead, and tells what the process held before and after.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from contest.contestant import Task, command_line, environment
from contest.rounds import BOUND, Rival, contest
from contest.tasks import BOUNDED, TASKS

PEERS = {"torch": "pytorch.py", "sklearn": "scikit.py"}
FUSED = "torch's fused update"


def pin() -> str:
    """Keep this process and its children on one CPU; returns what to tell of it."""
    if not hasattr(os, "sched_setaffinity"):
        return "no CPU to pin to on this system: our large networks may use several"
    cpu = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpu})
    return f"1 thread, pinned to CPU {cpu}"


def machine() -> str:
    """The processor, the system and our interpreter."""
    name = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        models = [line.partition(":")[2].strip() for line in told.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    return f"{name}, {os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}"


def installed(peers: list[str], python: str) -> list[str]:
    """The peers that this interpreter has."""
    question = "import importlib.util, sys; print(*filter(importlib.util.find_spec, sys.argv[1:]))"
    answer = subprocess.run([python, "-c", question, *peers], capture_output=True, text=True, check=True)
    return answer.stdout.split()


def rivals_at(task: Task, peers: list[str], python: str) -> dict[str, Rival]:
    """The peers, and at a large task the parts of its bound."""
    rivals = {peer: Rival(PEERS[peer], python) for peer in peers}
    if task.name in BOUNDED:
        rivals |= BOUND
        if "torch" in peers:
            rivals[FUSED] = Rival("pytorch_update.py", python)
    return rivals


def saved_data(task: Task, folder: Path) -> Path:
    """The task's data as a file for its processes."""
    path = folder / f"{task.name}.npz"
    subprocess.run(command_line("data.py", sys.executable, task, path), env=environment(sys.executable), check=True)
    return path


def memory(folder: Path) -> dict[str, Any]:
    """What a process that trains T1 holds before and after a million steps."""
    task = TASKS["T1"]
    command = command_line("memory.py", sys.executable, task, saved_data(task, folder))
    run = subprocess.run(command, env=environment(sys.executable), stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(run.stdout))


def print_memory(readings: dict[str, Any]) -> None:
    """Before and after, as text."""
    for when in ("before", "after"):
        held, blocks = readings[when]["resident_bytes"], readings[when]["python_blocks"]
        held_text = "unknown" if held is None else f"{held / 2**20:,.2f} MiB"
        print(f"{when:6} {readings['steps']:,} steps of T1: resident {held_text}, {blocks:,} blocks of Python's")


def print_table(result: dict[str, Any]) -> None:
    """The figures as text: a line per task, then a line per bound."""
    tasks: dict[str, Any] = result["tasks"]
    versions = {name: version for one in tasks.values() for name, version in one["versions"].items()}
    print(result["machine"])
    print(f"{result['threads']}; " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    for peer, why in result["skipped"].items():
        print(f"{peer} is left out: {why}")
    turns = f"{result['rounds']} rounds of turns of {result['seconds']:g} s"
    print(f"us per step, median (fastest), {turns}; x ours: how many times as long as ours\n")
    peers = [name for name in PEERS if any(name in one["figures"] for one in tasks.values())]
    print(f"{'task':37}{'ours':>24}" + "".join(f"{name:>26}{'x ours':>8}" for name in peers))
    for name, one in tasks.items():
        sizes = "-".join(map(str, one["task"]["sizes"]))
        line = f"{name:4} {sizes:19} b{one['task']['batch']:<4} {one['task']['optimizer']:5}"
        line = f"{line:37}{figure_text(one['figures']['ours']):>24}"
        for peer in filter(one["figures"].get, peers):
            figures = one["figures"][peer]
            line += f"{figure_text(figures):>26}{figures['times_ours']:>8.2f}"
        print(line)
    if "sklearn" in peers:
        print("sklearn's output is linear where the loss is mse: a stand-in there")
    for name, one in tasks.items():
        if "bound" in one:
            print_bound(name, one["bound"], one["figures"].get(FUSED))


def print_bound(name: str, bound: dict[str, Any], fused: dict[str, float] | None) -> None:
    """A large task's bound as a line."""
    beside = "" if fused is None else f" (torch's fused update {fused['median_us']:,.0f})"
    times = f"ours / bound {bound['ours_over_bound']:.2f}"
    print(f"{name}: bound {bound['us']:,.0f} us ({bound['order']} first){beside}; {times}")


def figure_text(figures: dict[str, float]) -> str:
    """Median and fastest."""
    return f"{figures['median_us']:,.1f} ({figures['fastest_us']:,.1f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", nargs="+", choices=TASKS, default=list(TASKS), metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--seconds", type=float, default=0.3, help="of one turn")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", default=",".join(PEERS), help="with commas; an empty word for none")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--memory", action="store_true", help="a million steps instead")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    wanted = [peer for peer in options.peers.split(",") if peer]
    if unknown := sorted(set(wanted) - set(PEERS)):
        parser.error(f"no peer is called {', '.join(unknown)}; there are {', '.join(PEERS)}")

    threads = pin()
    with tempfile.TemporaryDirectory() as folder:
        if options.memory:
            readings = memory(Path(folder))
            print(json.dumps(readings)) if options.json else print_memory(readings)
            return
        peers = installed(wanted, options.python)
        result = {
            "machine": machine(),
            "threads": threads,
            "seconds": options.seconds,
            "rounds": options.rounds,
            "skipped": {peer: f"{options.python} does not have it" for peer in wanted if peer not in peers},
            "tasks": {},
        }
        for task in (TASKS[name] for name in options.task):
            rivals = rivals_at(task, peers, options.python)
            data = saved_data(task, Path(folder))
            result["tasks"][task.name] = contest(task, data, rivals, options.seconds, options.rounds)
    print(json.dumps(result)) if options.json else print_table(result)


if __name__ == "__main__":
    main()
