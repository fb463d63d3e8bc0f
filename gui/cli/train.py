"""`neuroloom train`"""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.data import build
from core.data.nouns import noun_of_data
from core.errors import UserError
from core.kept_runs import Kept
from core.project import Saved
from core.snapshot import Score
from core.specs import Project
from core.timeline import Timeline
from core.trainer import Trainer
from core.wording import counted
from gui.cli.arguments import ProjectFile, Seed, data_of, seeded, title_of, whole_number
from gui.cli.interrupt import Interrupt, interruptible
from gui.cli.places import Place, place_of_project
from gui.cli.progress import bar_of, time_told
from gui.cli.told import Json, percent, say, score_fields
from gui.start import open_named

BAR_SECONDS = 0.1
"""How often the bar moves; what is computed does not depend on it."""
PARTS = ("training", "validation", "test")


def train(
    file: ProjectFile,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", parser=whole_number("--epochs", 1), help="How many epochs.")
    ],
    seed: Seed = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="OUT.neuroloom",
            help="Save project and training there, after Ctrl+C, too. A file that is there is kept as OUT.neuroloom~.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Train a project as fast as possible, without a window.

    For trainings that take long, and for scripts. It goes on where FILE has come to, and ends by the rules of the
    project, such as early stopping, or after N epochs.

    Example: neuroloom train iris --epochs 60 --save iris.neuroloom
    """  # fmt: skip
    given = open_named(file)
    saved = seeded(given, seed)
    project = saved.project
    dataset = build(data_of(file, project, "to train on"))
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=saved.state)
    trainer.timeline = Timeline(project) if saved.timeline is None else saved.timeline
    trainer.check_can_train()
    place = None if save is None else place_of_project(save)
    bar = bar_of(
        TextColumn("epoch"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    began, first = time.perf_counter(), trainer.step
    goal = project.training.stop_epochs
    was_reached = goal is not None and trainer.epoch >= goal
    try:
        with interruptible() as interrupt, bar:
            _run(trainer, epochs, bar, interrupt)
    except UserError:
        if place is not None:  # the last finite state is worth keeping
            _save(project, trainer, given.runs, place)
            if not as_json:
                print(f"saved {place.told}")
        raise
    seconds = time.perf_counter() - began
    if place is not None:
        _save(project, trainer, given.runs, place)
    steps = trainer.step - first
    if as_json:
        say(_fields(title_of(given, file), project, trainer, place, steps, seconds, interrupt.is_wanted))
    else:
        if was_reached:
            print(f"The epoch goal of {goal:,} was reached before: --epochs says how long this went on.")
        _tell(project, trainer, place, steps, seconds, interrupt.is_wanted)
    if interrupt.is_wanted:
        raise typer.Exit(interrupt.status)


def _run(trainer: Trainer, epochs: int, bar: Progress, interrupt: Interrupt) -> None:
    """Train in pieces short enough for a bar that moves, until early stopping or somebody ends it. Raises UserError as
    `Trainer.run` does.
    """
    task = bar.add_task("train", total=epochs, loss="", rate="")
    done, piece = 0, 1
    while done < epochs and trainer.stopped is None:
        piece = min(piece, epochs - done)
        began = time.perf_counter()
        made = trainer.run(epochs=piece, between=lambda: interrupt.is_wanted)
        if interrupt.is_wanted:
            return
        seconds = time.perf_counter() - began
        done += piece
        score = trainer.scores().train
        loss = f"loss {score.loss:.4f}" if score else ""
        bar.update(task, completed=done, loss=loss, rate=f"{made / seconds:,.0f} steps/s")
        piece = max(1, round(piece * BAR_SECONDS / seconds))


def _save(project: Project, trainer: Trainer, runs: tuple[Kept, ...], place: Place) -> None:
    place.save(Saved(project, trainer.state(), trainer.timeline, runs, trainer.stopped or ""))


def _tell(
    project: Project, trainer: Trainer, place: Place | None, steps: int, seconds: float, is_interrupted: bool
) -> None:
    is_scaled = project.data is not None and build(project.data).target_scale is not None
    if is_interrupted:
        print("interrupted")
    if trainer.stopped is not None:
        print(trainer.stopped)
    print(f"epoch {trainer.epoch}, step {trainer.step}")
    for name, score in zip(PARTS, trainer.scores(), strict=True):
        if score is not None:
            print(f"{name:10} {_told(score, noun_of_data(project.data), is_scaled)}")
    if trainer.penalty:
        print(f"penalty    {trainer.penalty:.6g}, not part of the losses above")
    print(f"took       {time_told(seconds)}, {steps / max(seconds, 1e-9):,.0f} steps per second")
    print("not saved: --save OUT.neuroloom keeps what was learned" if place is None else f"saved {place.told}")


def _fields(
    title: str,
    project: Project,
    trainer: Trainer,
    place: Place | None,
    steps: int,
    seconds: float,
    is_interrupted: bool,
) -> dict[str, object]:
    previous = None if place is None else place.previous
    return {
        "title": title,
        "seed": project.seed,
        "epoch": trainer.epoch,
        "step": trainer.step,
        "stopped": trainer.stopped,
        "interrupted": is_interrupted,
        "scores": {name: score_fields(score) for name, score in zip(PARTS, trainer.scores(), strict=True)},
        "penalty": trainer.penalty,
        "seconds": seconds,
        "steps_per_second": steps / max(seconds, 1e-9),
        "saved": None if place is None else str(place.path),
        "previous": None if previous is None else str(previous),
    }


def _told(score: Score, noun: str, is_scaled: bool) -> str:
    if score.correct is None:
        of_what = " of the scaled target" if is_scaled else ""
        return (
            f"loss {score.loss:.6g}{of_what}, root mean squared error {score.rmse:.4g} on {counted(score.count, noun)}"
        )
    return f"loss {score.loss:.6g}, {score.correct} of {score.count} correct ({percent(score.correct / score.count)})"
