"""`neuroloom train`"""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.data import build
from core.data.nouns import noun_of_data
from core.errors import UserError
from core.kept_runs import Kept
from core.project import Saved, save_project
from core.snapshot import Score
from core.specs import Project
from core.timeline import Timeline
from core.trainer import Trainer
from core.wording import counted
from gui.cli.arguments import File, data_of, project_path
from gui.cli.interrupt import Interrupt, interruptible
from gui.cli.told import Json, say, score_fields
from gui.start import open_named

BAR_SECONDS = 0.1
"""How often the bar moves; what is computed does not depend on it."""


def train(
    file: File,
    epochs: Annotated[int, typer.Option(min=1, help="How many epochs.")],
    seed: Annotated[int | None, typer.Option(help="First weights from this seed; without it, go on.")] = None,
    save: Annotated[
        Path | None, typer.Option(help="Save project and training into this file; after Ctrl+C, too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Train a project as fast as possible, without a window."""
    saved = open_named(file)
    project, state, timeline = saved.project, saved.state, saved.timeline
    if seed is not None:
        project, state, timeline = project.replace(seed=seed), None, None
    dataset = build(data_of(file, project, "to train on"))
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=state)
    trainer.timeline = Timeline(project) if timeline is None else timeline
    trainer.check_can_train()
    if save is not None:
        save = project_path(save)  # before an hour of training, not after
    bar = Progress(
        TextColumn("epoch"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), console=Console(stderr=True), transient=True,
        disable=sys.stderr is None or not sys.stderr.isatty(),
    )  # fmt: skip
    began, first = time.perf_counter(), trainer.step
    try:
        with interruptible() as interrupt, bar:
            _run(trainer, epochs, bar, interrupt)
    except UserError:
        if save is not None:  # the last finite state is worth keeping
            _save(project, trainer, saved.runs, save)
            if not as_json:
                print(f"saved {save}")
        raise
    if interrupt.is_wanted and save is None:
        raise KeyboardInterrupt
    rate = (trainer.step - first) / max(time.perf_counter() - began, 1e-9)
    if save is not None:
        _save(project, trainer, saved.runs, save)
    if as_json:
        say(_fields(project, trainer, save, rate, interrupt.is_wanted))
    else:
        _tell(project, trainer, save, interrupt.is_wanted)
    if interrupt.is_wanted:
        raise KeyboardInterrupt


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


def _save(project: Project, trainer: Trainer, runs: tuple[Kept, ...], path: Path) -> None:
    save_project(Saved(project, trainer.state(), trainer.timeline, runs, trainer.stopped or ""), path)


def _tell(project: Project, trainer: Trainer, save: Path | None, is_interrupted: bool) -> None:
    if is_interrupted:
        print("interrupted")
    if trainer.stopped is not None:
        print(trainer.stopped)
    print(f"epoch {trainer.epoch}, step {trainer.step}")
    for name, score in zip(("train", "validation", "test"), trainer.scores(), strict=True):
        if score is not None:
            print(f"{name:5} {_told(score, noun_of_data(project.data))}")
    if trainer.penalty:
        print(f"penalty {trainer.penalty:.6g}, not part of the loss above")
    print("not saved: --save OUT keeps the result" if save is None else f"saved {save}")


def _fields(
    project: Project, trainer: Trainer, save: Path | None, rate: float, is_interrupted: bool
) -> dict[str, object]:
    scores = zip(("training", "validation", "test"), trainer.scores(), strict=True)
    return {
        "title": project.title,
        "seed": project.seed,
        "epoch": trainer.epoch,
        "step": trainer.step,
        "stopped": trainer.stopped,
        "interrupted": is_interrupted,
        "scores": {name: score_fields(score) for name, score in scores},
        "penalty": trainer.penalty,
        "steps_per_second": rate,
        "saved": None if save is None else str(save),
    }


def _told(score: Score, noun: str) -> str:
    if score.correct is None:
        return f"loss {score.loss:.6g}, root mean squared error {score.rmse:.4g} on {counted(score.count, noun)}"
    return f"loss {score.loss:.6g}, {score.correct} of {score.count} correct ({score.correct / score.count:.1%})"
