"""How much a kill costs: SIGKILL at random moments of saving and of training, and what is found afterwards.

    uv run python tests/benchmarks/kills.py [--saves 440] [--windows 60] [--seed 0]

A saving process writes one version after the other into the same file, with its previous version beside it, and says
before and after each which one. After its kill the file has to open as one of these two, and the previous version as
the one before it or, where the kill came between the two, as the same. What the kill has left beside the file has to
be gone after the next save.

A training process is the real window without a screen: it trains, edits and saves, and says sixty times a second how
far it has come. After its kill its file has to open, and its autosave: how many seconds passed since the training stood
where the autosave does is the loss. POSIX only.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.bundled import open_bundled
from core.data import build
from core.disk.previous import keep_previous, previous_of
from core.errors import UserError
from core.layers import Dense
from core.project import Saved, open_project, save_project
from core.project.autosave import left_behind
from core.trainer import Trainer

MOST_LOST_SECONDS = 10.0
WIDTHS = (4, 60, 400, 1200)
"""Files of 10 KB to 25 MB, so that kills come in the middle of writing, too."""

WINDOW = """
import os, random, sys, time
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from core.edits import operate
from core.project import open_project
from core.surgery import add_unit
from gui.window.main_window import MainWindow
from gui.session.session import Session
from gui.settings import Settings

file, log, kind, seed = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND), *sys.argv[3:]
application = QApplication(["neuroloom"])
application.setApplicationName("neuroloom")
application.setOrganizationName("neuroloom")
saved = open_project(file)
session = Session(saved.project)
window = MainWindow(session, Settings(QSettings(str(file.with_suffix(".ini")), QSettings.Format.IniFormat)))
session.start()
session.load(saved, file)
window.show()
dice = random.Random(seed)
tell = lambda: os.write(log, f"{time.monotonic()} {session.step} {session.document.project.network.size}\\n".encode())
session.clock.frame.connect(lambda *_: tell())
session.document.changed.connect(lambda *_: tell())

def edit():
    if session.document.project.network.layers[0].units < 60:
        session.apply(lambda: operate(session.document.project, add_unit(session.document.project.network, 0)))
    timer.start(dice.randrange(200, 4000))

def save():
    window.files.save()
    timer.start(dice.randrange(200, 4000))

timer = QTimer()
timer.setSingleShot(True)
timer.timeout.connect(edit if "edit" in kind else save)
if kind != "train":
    timer.start(dice.randrange(200, 4000))
if kind != "edit":
    session.toggle_training()
tell()
application.exec()
"""


def version_of(number: int, width: int) -> Saved:
    """A project of which everything says which version it is."""
    project = open_bundled("circle")
    network = project.network.replace(layers=(Dense(width, "tanh"), Dense(width, "tanh"), Dense(1, "sigmoid")))
    project = project.replace(title=f"version {number}", network=network)
    assert project.data is not None
    state = Trainer(network, build(project.data), project.training).state()
    return Saved(project, replace(state, theta=np.full_like(state.theta, number)))


def number_of(path: Path) -> int:
    """Which version stands in this file, whole."""
    saved = open_project(path)
    number = int(saved.project.title.removeprefix("version "))
    assert saved.theta is not None and (saved.theta == number).all(), "half of one and half of another"
    return number


def save_until_killed(path: Path, first: int, width: int, log: int) -> None:
    """The saving process."""
    saved = version_of(first, width)
    for number in range(first, first + 100_000):
        theta = np.full_like(saved.theta, number)
        assert saved.state is not None
        version = Saved(saved.project.replace(title=f"version {number}"), replace(saved.state, theta=theta))
        os.write(log, f"begins {number}\n".encode())
        save_project(version, path, before=keep_previous)
        os.write(log, f"ended {number}\n".encode())


def kill_saving(folder: Path, count: int, dice: random.Random) -> Counter[str]:
    """Kill so many processes that save; returns what was found. Raises AssertionError or UserError for what is lost."""
    found: Counter[str] = Counter()
    path, last = folder / "mine.neuroloom", 0
    for _ in range(count):
        if dice.random() < 0.2:  # into an empty folder again
            path, last = Path(tempfile.mkdtemp(dir=folder)) / "mine.neuroloom", 0
        width = dice.choice(WIDTHS)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                save_until_killed(path, last + 1, width, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as log:
            said = [log.readline()]
            time.sleep(dice.uniform(0.0, 0.02 if width < 100 else 0.3))
            os.kill(child, signal.SIGKILL)
            said += log.readlines()
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it ended before it was killed"
        begun = max((int(line.split()[1]) for line in said if line.startswith("begins")), default=last)
        ended = max((int(line.split()[1]) for line in said if line.startswith("ended")), default=last)
        if not path.exists():
            assert ended == 0, f"version {ended} is gone"
            found["no file yet"] += 1
            continue
        number = number_of(path)
        assert number in (begun, ended), f"{number} is neither {begun} nor {ended}"
        found["the version after" if number > ended else "between two saves" if begun == ended else "before"] += 1
        if previous_of(path).exists():
            kept = number_of(previous_of(path))
            assert kept in (number - 1, number), f"beside {number} stands {kept}"
            found["previous is the one before" if kept < number else "previous is the same"] += 1
        parts = list(path.parent.glob("*.part"))
        found["with a part left beside"] += bool(parts)
        if parts:
            save_project(version_of(number, 4), path)
            assert not list(path.parent.glob("*.part")), "what was left stays"
        last = number
    return found


def kill_window(folder: Path, kind: str, seconds: float, seed: int) -> tuple[float, float]:
    """Kill a window after so many seconds; returns (how long it had worked, what is lost in seconds)."""
    file, log = folder / "mine.neuroloom", folder / "log"
    project = open_bundled("circle")
    save_project(Saved(project if seed % 2 else project.replace(pace=None)), file)
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "QT_NO_GUI_THREADPOOL": "1"}
    command = [sys.executable, "-c", WINDOW, str(file), str(log), kind, str(seed)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as window:
        while not log.exists() or not log.stat().st_size:
            assert window.poll() is None, window.stderr and window.stderr.read().decode()
            time.sleep(0.01)
        time.sleep(seconds)
        window.kill()
        killed = time.monotonic()
        window.wait()
        assert window.returncode == -signal.SIGKILL
    lines = [line.split() for line in log.read_text().splitlines() if line.count(" ") == 2]
    moments = [(float(when), int(step), int(size)) for when, step, size in lines]
    in_file = open_project(file)
    # What stands in the file itself is not lost either.
    kept = [(in_file.step, in_file.project.network.size)]
    (root,) = (path for path in folder.rglob("autosave")) if any(folder.rglob("autosave")) else (folder / "none",)
    for shelf in left_behind(root):
        newest = shelf.autosaves[0].open()
        assert shelf.autosaves[0].note.path == file
        kept.append((newest.step, newest.project.network.size))
        shelf.leave()
    step, size = max(kept)
    # From then on it was more than what is kept.
    lost_since = next((when for when, at, wide in moments if at > step or wide > size), killed)
    return killed - moments[0][0], killed - lost_since


def kill_windows(folder: Path, count: int, dice: random.Random) -> list[float]:
    """Kill so many windows; returns the seconds that each has lost."""
    losses = []
    for seed in range(count):
        kind = ("train", "edit", "train and edit", "train and save")[seed % 4]
        place = Path(tempfile.mkdtemp(dir=folder))
        worked, lost = kill_window(place, kind, dice.uniform(0.2, 14.0), seed)
        losses.append(lost)
        print(f"  {kind:15} killed after {worked:5.1f} s: {lost:4.1f} s lost", flush=True)
        assert lost <= MOST_LOST_SECONDS, f"{lost:.1f} s are lost"
    return losses


def main() -> int:
    """Kill, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=440, help="how many processes that save")
    parser.add_argument("--windows", type=int, default=60, help="how many windows")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as name:
        try:
            found = kill_saving(Path(name), arguments.saves, dice)
            print(f"{arguments.saves} kills while saving, nothing lost: {dict(found)}", flush=True)
            losses = kill_windows(Path(name), arguments.windows, dice)
        except (AssertionError, UserError) as error:
            print(f"lost: {error}", file=sys.stderr)
            return 1
    if losses:
        largest, median = max(losses), sorted(losses)[len(losses) // 2]
        print(f"{len(losses)} windows killed: at most {largest:.1f} s lost, median {median:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
