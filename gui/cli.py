"""The command line. Commands that need no window import no Qt."""

import errno
import io
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from core import __version__
from core.arrays import Array
from core.atomic import refusal
from core.bundled import NAMES, is_bundled, open_bundled
from core.data import Table, build
from core.errors import UserError
from core.export import export_onnx
from core.project import Saved, save_project
from core.snapshot import Score
from core.trainer import Trainer
from gui.start import open_named

app = typer.Typer(
    name="neuroloom",
    help="Build, watch, test and take away neural networks. `neuroloom [FILE]` opens the window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[str, typer.Argument(metavar="FILE", help="A project file, or the name of a bundled project.")]

BAR_SECONDS = 0.1
"""How often the bar moves; what is computed does not depend on it."""


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit status.

    Raises UserError for what a person can mend.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # titles and names of files hold letters that a terminal may not have
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        result = app(arguments, prog_name="neuroloom", standalone_mode=False)
        print(end="", flush=True)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort as aborted:  # what some versions of typer make of Ctrl+C
        raise KeyboardInterrupt from aborted
    except BrokenPipeError:
        _drop_output()
        raise
    except OSError as error:  # files are refused with a sentence of their own; this is the output
        _drop_output()
        raise UserError(f"The output cannot be written: {error.strerror or error}.") from error
    except Exception as error:
        # Wrong usage: typer's own exceptions, whose base class moved between its versions, know how to say it.
        if hasattr(error, "format_message"):
            raise UserError(_sentence(error.format_message()), "See `neuroloom --help`.") from error
        raise
    return int(result or 0)


def _drop_output() -> None:
    """What is left in the buffer has nowhere to go: Python would try once more at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(text: str) -> str:
    """One line that ends as a sentence does."""
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!", ")")) else f"{text}."


def _say_version(is_wanted: bool) -> None:
    if is_wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def examples() -> None:
    """List the bundled projects; each name works wherever FILE does."""
    for name in NAMES:
        project = open_bundled(name)
        goal = project.task.goal if project.task else ""
        print(f"{name:10} {project.title:22} {goal}")


@app.command()
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
        _check_room_for(save)  # before an hour of training, not after
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
    nouns = "rows" if isinstance(project.data, Table) else "points"
    for name, score in zip(("train", "validation", "test"), trainer.scores(), strict=True):
        if score is not None:
            print(f"{name:5} {_told(score, nouns)}")
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


@app.command()
def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; .onnx decides the format alone.")],
    format: Annotated[str | None, typer.Option(help="onnx")] = None,
) -> None:
    """Write the model as ONNX, proved to answer the same."""
    kind = format or out.suffix.removeprefix(".")
    if kind != "onnx":
        what = (
            f"“{kind}” is not a format that can be written" if kind else "the name has no ending that says the format"
        )
        raise UserError(f"{out.name}: {what}.", "Use OUT.onnx.")
    saved = open_named(file)
    project = saved.project
    proof = export_onnx(project.network, _theta_of(saved), out, project.data)
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: run again, it differs by at most {proof.largest_difference:.1e}")


@app.command()
def predict(
    file: File,
    rows: Annotated[
        Path,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(readable=False, metavar="ROWS", help="New rows: a CSV, TSV, Parquet or Excel file."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="Where to: .csv, .tsv or .parquet; without it, to the output."),
    ] = None,
) -> None:
    """Predict the rows of a file, and write them with the answers."""
    # Tables need libraries that take longer to load than any other command runs.
    from core.table.prediction_file import predict_file, read_and_predict
    from core.table.writing import check_ending, text_of

    if out is not None:
        check_ending(out)
        _check_room_for(out)  # before a million rows, not after
    saved = open_named(file)
    theta = _theta_of(saved)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, disable=sys.stderr is None or not sys.stderr.isatty(),
    )  # fmt: skip
    with bar:
        task = bar.add_task(f"predict {rows.name}", total=1.0)

        def told(share: float) -> None:
            bar.update(task, completed=share)

        if out is None:
            found = read_and_predict(saved.project, theta, rows, told, lambda: True)
        else:
            written = predict_file(saved.project, theta, rows, out, told, lambda: True)
    note = "" if saved.state is not None else "not trained: first weights"
    if out is None:
        assert found is not None
        predictions, form = found
        sys.stdout.write(text_of(predictions.frame, like=form).decode())
        told_of, odd = sys.stderr, predictions.odd
    else:
        assert written is not None
        told_of, odd = sys.stdout, written.odd
        print(f"wrote {out}: {written.rows:,} row{'' if written.rows == 1 else 's'}")
    for line in (note, odd.counts, *odd.sentences):
        if line:
            print(line, file=told_of)


def _theta_of(saved: Saved) -> Array:
    """The parameters as they were saved; of what was never trained, the first ones."""
    project = saved.project
    if saved.theta is not None:
        return saved.theta
    return project.network.initial(project.seed, None if project.data is None else build(project.data).x)


@app.command()
def draw(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; .svg, .png or .pdf decides the kind.")],
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT in logical pixels; else as suits it.")] = None,
    scale: Annotated[float, typer.Option(min=0.5, max=8.0, help="Pixels of a PNG per logical pixel.")] = 1.0,
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    epochs: Annotated[int, typer.Option(min=0, help="Train this many epochs first.")] = 0,
    seed: Annotated[int | None, typer.Option(help="First weights from this seed; without it, those of FILE.")] = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the ground out.")] = False,
    title: Annotated[bool, typer.Option("--title", help="Write the project's title above.")] = False,
) -> None:
    """Draw the network as SVG, PNG or PDF, without a screen."""
    wanted = None if size is None else _size(size)
    _check_theme(theme)
    if out.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise UserError(f"{out.name}: a drawing is written as SVG, PNG or PDF.", "Use OUT.svg, OUT.png or OUT.pdf.")
    saved = open_named(file)
    if seed is not None:
        saved = Saved(saved.project.replace(seed=seed))
    _check_room_for(out)
    from gui.draw import draw as draw_network

    name = saved.project.title if is_bundled(file) else Path(file).stem
    draw_network(saved, name, out, wanted, scale, theme, epochs, transparent, title)
    print(f"wrote {out}")


@app.command()
def screenshot(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="Where to write the picture.")],
    size: Annotated[str, typer.Option(help="Of the window, in logical pixels.")] = "1440x900",
    scale: Annotated[float, typer.Option(min=0.5, max=4.0, help="Device pixels per logical pixel.")] = 1.0,
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    epochs: Annotated[int, typer.Option(min=0, help="Train this many epochs first.")] = 0,
) -> None:
    """Draw the real window into a picture, without a screen."""
    width, height = _size(size)
    _check_theme(theme)
    if out.suffix.lower() != ".png":
        raise UserError(f"{out.name}: pictures are written as PNG.", "Use OUT.png.")
    saved = open_named(file)
    _check_room_for(out)
    from gui.screenshot import take_screenshot

    source = None if is_bundled(file) else Path(file)
    take_screenshot(saved, source, out, width, height, scale, theme, epochs)
    print(f"wrote {out}")


def _size(text: str) -> tuple[int, int]:
    """Width and height. Raises UserError for what is none."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"The size cannot be {text!r}.", "Write WIDTHxHEIGHT, such as 1440x900.")
    return int(width), int(height)


def _check_theme(name: str) -> None:
    """Raises UserError for a theme that there is none of."""
    if name not in ("light", "dark"):
        raise UserError(f"There is no theme called {name!r}.", "Choose light or dark.")


def _check_room_for(path: Path) -> None:
    """Raises UserError where a file of this name cannot be written."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with tempfile.TemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise refusal("saved", path, error) from error


def _told(score: Score, nouns: str) -> str:
    if score.correct is None:
        return f"loss {score.loss:.6g}, root mean squared error {score.rmse:.4g} on {score.count} {nouns}"
    return f"loss {score.loss:.6g}, {score.correct} of {score.count} correct ({score.correct / score.count:.1%})"
