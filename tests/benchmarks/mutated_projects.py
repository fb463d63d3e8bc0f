"""20,000 project files made wrong, each opened: it opens and can be used, or it is refused with a UserError.

    nice -n 10 uv run python tests/benchmarks/mutated_projects.py                    all of it, in one process
    uv run python tests/benchmarks/mutated_projects.py --first 1234 --count 1        one of them again, with its error

A child process opens them one after the other, so that a crash is noticed, and which seed it was. Looked for are other
exceptions and warnings, more than 2 s of work (or a minute of waiting) to open one, and more than 1 GB of memory; each
is told by its seed.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from core.project import save_project
from core.table.stored import StoredTable
from tests.core.opened_projects import opens_or_refuses, use
from tests.core.project_mutations import mutate
from tests.core.saved_projects import of_all_kinds, rows

MOST_SECONDS, MOST_WAIT, MOST_MEMORY_MB = 2.0, 60.0, 1024
FILES = Path(__file__).parents[1] / "core" / "files"


def project_files(folder: Path) -> list[bytes]:
    """What is made wrong: what older versions have saved, and one of each kind of today's."""
    files = [path.read_bytes() for path in sorted(FILES.glob("*.neuroloom"))]
    for saved in of_all_kinds().values():
        save_project(saved, folder / "whole.neuroloom")
        files.append((folder / "whole.neuroloom").read_bytes())
    return files


def peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process has had, or one of its children."""
    return resource.getrusage(who).ru_maxrss / 1024


def seconds_worked() -> float:
    """By this process and its children: what others do on this machine at the same time does not count."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def child(first: int, count: int) -> None:
    """Opens them, and writes one line of JSON before each and one after it."""
    warnings.simplefilter("error")
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = project_files(folder)
        held: list[StoredTable] = [rows()]  # so that only tables that were changed take a process
        before, children = peak_mb(), peak_mb(resource.RUSAGE_CHILDREN)
        for seed in range(first, first + count):
            print(json.dumps({"begun": seed}), flush=True)
            kind, content = mutate(files, seed)
            path = folder / "mutated.neuroloom"
            path.write_bytes(content)
            found = {"seed": seed, "kind": kind}
            began, worked = time.perf_counter(), seconds_worked()
            try:
                saved = opens_or_refuses(path)
                found["wall"], found["seconds"] = time.perf_counter() - began, seconds_worked() - worked
                found["opened"] = saved is not None
                # Before it is used: training takes what it takes.
                if peak_mb() > before:
                    found["mb"] = before = peak_mb()
                if peak_mb(resource.RUSAGE_CHILDREN) > children:
                    found["reader_mb"] = children = peak_mb(resource.RUSAGE_CHILDREN)
                if saved is not None:
                    use(saved, folder / "again.neuroloom")
                    before = max(before, peak_mb())
            except BaseException:  # it is what is looked for
                found["error"] = traceback.format_exc()
            print(json.dumps(found), flush=True)
        del held


def run(first: int, count: int) -> int:
    """Goes through all of them, with another child after a crash; returns how many were wrong."""
    began, wrong, next_seed = time.perf_counter(), 0, first
    opened: Counter[str] = Counter()
    made: Counter[str] = Counter()
    slowest, largest, reader = (0.0, -1), (0.0, -1), (0.0, -1)
    while next_seed < first + count:
        arguments = [sys.executable, __file__, "--child", "--first", str(next_seed)]
        arguments += ["--count", str(first + count - next_seed)]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line)
            if "begun" in said:
                next_seed = said["begun"]
                continue
            seed, next_seed = said["seed"], said["seed"] + 1
            made[said["kind"]] += 1
            opened[said["kind"]] += said.get("opened", False)
            slowest = max(slowest, (said.get("seconds", 0.0), seed))
            largest = max(largest, (said.get("mb", 0.0), seed))
            reader = max(reader, (said.get("reader_mb", 0.0), seed))
            is_slow = said.get("seconds", 0.0) > MOST_SECONDS or said.get("wall", 0.0) > MOST_WAIT
            is_large = max(said.get("mb", 0.0), said.get("reader_mb", 0.0)) > MOST_MEMORY_MB
            if "error" in said or is_slow or is_large:
                wrong += 1
                told = [line[:200] for line in said.get("error", str(said)).splitlines()]
                print(f"seed {seed} ({said['kind']}):", *told, sep="\n", flush=True)
            if sum(made.values()) % 1000 == 0:
                print(f"{sum(made.values()):,} done after {time.perf_counter() - began:.0f} s", flush=True)
        if process.wait() != 0:
            wrong += 1
            print(f"seed {next_seed}: the process ended with {process.returncode}", flush=True)
            next_seed += 1
    print(f"{count:,} files, {wrong} wrong, {time.perf_counter() - began:.0f} s")
    print(f"slowest {slowest[0]:.2f} s (seed {slowest[1]}), most memory {largest[0]:.0f} MB (seed {largest[1]}), ")
    print(f"most memory of a table's reader {reader[0]:.0f} MB (seed {reader[1]})")
    for kind in sorted(made):
        print(f"  {kind:14} {made[kind]:6,} made, {opened[kind]:6,} opened")
    return wrong


def main() -> None:
    """Reads what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--child", action="store_true")
    chosen = parser.parse_args()
    if chosen.child:
        child(chosen.first, chosen.count)
    else:
        sys.exit(run(chosen.first, chosen.count) > 0)


if __name__ == "__main__":
    main()
