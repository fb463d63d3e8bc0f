"""How long 1,000,000 rows of 20 columns take from a file to the samples, in what memory, and how steadily.

    uv run python tests/benchmarks/importing.py                    makes the file, then reads it once
    uv run python tests/benchmarks/importing.py --rows 100000 --keep /tmp/rows.csv

A thread looks at the table, reads all of it, guesses its columns, finds what is odd about them and builds the data
set; meanwhile another one, in the window's place, wants to wake every 10 ms and notes how long it was kept waiting.
Asked for are 10 s altogether, a peak of 1.5 GB for the process, and no wait beyond 100 ms.
"""

import argparse
import resource
import sys
import threading
import time
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import numpy as np
import polars

from core.data import build
from core.data.table import Table
from core.table.flags import flags_of
from core.table.formats import guess_format
from core.table.guessing import guess_columns
from core.table.reading import preview, read_table

TICK_S = 0.01
TOWNS = ("Berlin", "Hamburg", "München", "Köln", "Frankfurt am Main")


def make_file(path: Path, rows: int) -> None:
    """12 columns of numbers, 3 of whole ones, categories, free texts and days; some gaps; two classes."""
    generator = np.random.default_rng(1)
    columns: dict[str, object] = {f"x{i}": generator.normal(size=rows) * 10.0 ** (i % 4) for i in range(12)}
    columns |= {f"n{i}": generator.integers(0, 1000, rows) for i in range(3)}
    columns["town"] = np.array(TOWNS)[generator.integers(0, 5, rows)]
    columns["kind"] = np.array(["a", "b", "c"])[generator.integers(0, 3, rows)]
    columns["note"] = np.char.add("customer number ", generator.integers(0, 10**7, rows).astype(str))
    columns["day"] = np.datetime64("2020-01-01") + generator.integers(0, 1000, rows)
    columns["class"] = np.array(["yes", "no"])[generator.integers(0, 2, rows)]
    has_gap = polars.Series(generator.random(rows) < 0.02)
    gaps = polars.when(~has_gap).then(polars.col("x3")).alias("x3")
    polars.DataFrame(columns).with_columns(gaps).write_csv(path)


class Ticks:
    """Wants to wake every 10 ms, and notes the longest time between two wakings in each stage of the work."""

    def __init__(self) -> None:
        self.stage = ""
        self.longest_s: dict[str, float] = {}
        self._is_done = threading.Event()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._is_done.set()
        self._thread.join()

    def _tick(self) -> None:
        last = time.perf_counter()
        while not self._is_done.wait(TICK_S):
            now = time.perf_counter()
            self.longest_s[self.stage] = max(self.longest_s.get(self.stage, 0.0), now - last)
            last = now


def work(path: Path, ticks: Ticks) -> None:
    """All of it, with a line for each stage."""
    begun = time.perf_counter()

    def stage(name: str, before: float) -> float:
        now = time.perf_counter()
        print(f"{name:10} {now - before:6.2f} s   longest wait {ticks.longest_s.get(ticks.stage, 0.0) * 1e3:4.0f} ms")
        return now

    ticks.stage = "preview"
    form = guess_format(path)
    look = preview(path, form)
    at = stage(f"preview, about {look.about_rows:,} rows", begun)
    ticks.stage = "read"
    table = read_table(path, form, lambda share: None, lambda: True)
    assert table is not None
    at = stage("read", at)
    ticks.stage = "guess"
    columns = guess_columns(table.frame)
    at = stage("guess", at)
    ticks.stage = "flags"
    flags = flags_of(table.frame, columns)
    at = stage(f"flags ({len(flags)})", at)
    ticks.stage = "build"
    dataset = build(Table(table, columns))
    at = stage("build", at)
    print(f"altogether {at - begun:.2f} s: {len(dataset.x):,} samples of {dataset.x.shape[1]} inputs to train on")


def peak_mb() -> float:
    """The most memory that the process has had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def main() -> None:
    """Makes the file where there is none, and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="the file: made where there is none, and kept")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "rows.csv"
        if not path.exists():
            # In a process of its own, so that its memory is not counted.
            maker = (
                f"from tests.benchmarks.importing import make_file, Path; make_file(Path({str(path)!r}), {given.rows})"
            )
            run([sys.executable, "-c", maker], check=True, cwd=Path(__file__).parents[2])
        print(f"{path.stat().st_size / 1e6:,.0f} MB; {peak_mb():,.0f} MB of memory before")
        ticks = Ticks()
        worker = threading.Thread(target=work, args=(path, ticks))
        worker.start()
        worker.join()
        ticks.stop()
        print(f"longest wait {max(ticks.longest_s.values()) * 1e3:.0f} ms; peak {peak_mb():,.0f} MB")


if __name__ == "__main__":
    main()
