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
from core.project import Saved, save_project
from core.snapshot import Score
from core.trainer import Trainer
from gui.cli.arguments import File, check_room_for
from gui.start import open_named

BAR_SECONDS = 0.1
"""How often the bar moves; what is computed does not depend on it."""


def train(
    file: File,
    epochs: Annotated[int, typer.Option(min=1, help="How many epochs.")],
    seed: Annotated[int | None, typer.Option(help="First weights from this seed; without it, go on.")] = None,
    save: Annotated[Path | None, typer.Option(help="Save project and training into this file.")] = None,
) -> None:
    """Train a project as fast as possible, without a window."""
    saved = open_named(file)
    project, state = saved.project, saved.state
    if seed is not None:
        project, state = project.replace(seed=seed), None
    dataset = None if project.data is None else build(project.data)
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=state)
    trainer.check_can_train()
    if save is not None:
        if not save.suffix and not save.is_dir():
            save = save.with_name(f"{save.name}.neuroloom")
        check_room_for(save)  # before an hour of training, not after
    bar = Progress(
        TextColumn("epoch"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(), console=Console(stderr=True), transient=True,
        disable=sys.stderr is None or not sys.stderr.isatty(),
    )  # fmt: skip
    try:
        with bar:
            _run(trainer, epochs, bar)
    except UserError:
        if save is not None:  # the last finite state is worth keeping
            save_project(Saved(project, trainer.state()), save)
            print(f"saved {save}")
        raise
    if trainer.stopped is not None:
        print(trainer.stopped)
    print(f"epoch {trainer.epoch}, step {trainer.step}")
    for name, score in zip(("train", "validation", "test"), trainer.scores(), strict=True):
        if score is not None:
            print(f"{name:5} {_told(score, noun_of_data(project.data))}")
    if trainer.penalty:
        print(f"penalty {trainer.penalty:.6g}, not part of the loss above")
    if save is not None:
        save_project(Saved(project, trainer.state()), save)
        print(f"saved {save}")
    else:
        print("not saved: --save OUT keeps the result")


def _run(trainer: Trainer, epochs: int, bar: Progress) -> None:
    """Train in pieces short enough for a bar that moves, until early stopping ends it. Raises UserError as
    `Trainer.run` does.
    """
    task = bar.add_task("train", total=epochs, loss="")
    done, piece = 0, 1
    while done < epochs and trainer.stopped is None:
        piece = min(piece, epochs - done)
        began = time.perf_counter()
        trainer.run(epochs=piece)
        done += piece
        score = trainer.scores().train
        bar.update(task, completed=done, loss=f"loss {score.loss:.4f}" if score else "")
        piece = max(1, round(piece * BAR_SECONDS / (time.perf_counter() - began)))


def _told(score: Score, noun: str) -> str:
    if score.correct is None:
        return f"loss {score.loss:.6g}, root mean squared error {score.rmse:.4g} on {score.count} {noun}s"
    return f"loss {score.loss:.6g}, {score.correct} of {score.count} correct ({score.correct / score.count:.1%})"
