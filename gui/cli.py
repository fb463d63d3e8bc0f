"""The command line. Commands that need no window import no Qt."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core import __version__
from core.bundled import NAMES, open_bundled
from core.data import build
from core.errors import UserError
from core.export import export_onnx
from core.project import Saved, open_project, save_project
from core.snapshot import Score
from core.trainer import Trainer

app = typer.Typer(
    name="neuroloom",
    help="Build, watch, test and take away neural networks. `neuroloom [FILE]` opens the window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="A project file, or the name of a bundled project.")]


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit status.

    Raises UserError for what a person can mend.
    """
    try:
        result = app(arguments, standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        return 1
    except Exception as error:
        # Wrong usage: typer's own exceptions, whose base class moved between its versions, know how to say it.
        if hasattr(error, "format_message"):
            raise UserError(error.format_message(), "`neuroloom --help` lists commands and options.") from error
        raise
    return int(result or 0)


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
    saved = load(file)
    project, state = saved.project, saved.state
    if seed is not None:
        project, state = project.replace(seed=seed), None
    dataset = None if project.data is None else build(project.data)
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=state)
    trainer.check_can_train()
    if save is not None:
        save = save if save.suffix else save.with_suffix(".neuroloom")
        if not save.absolute().parent.is_dir():
            raise UserError(f"There is no folder {save.parent}.", "Make it first, or save elsewhere.")
    bar = Progress(
        TextColumn("epoch"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("train", total=epochs, loss="")
        pieces = max(1, epochs // 100)
        done = 0
        while done < epochs:
            now = min(pieces, epochs - done)
            trainer.run(epochs=now)
            done += now
            score, _ = trainer.scores()
            bar.update(task, completed=done, loss=f"loss {score.loss:.4f}" if score else "")
    train_score, test_score = trainer.scores()
    print(f"epoch {trainer.epoch}, step {trainer.step}")
    for name, score in (("train", train_score), ("test", test_score)):
        if score is not None:
            print(f"{name:5} {_told(score)}")
    if save is not None:
        save_project(Saved(project, trainer.state()), save)
        print(f"saved {save}")


@app.command()
def export(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; .onnx decides the format alone.")],
    format: Annotated[str | None, typer.Option(help="onnx")] = None,
) -> None:
    """Write the model in another format, and prove that it answers the same."""
    kind = format or out.suffix.removeprefix(".")
    if kind != "onnx":
        raise UserError(f"{out.name}: {kind or 'no ending'} is not a format that can be written.", "Use OUT.onnx.")
    saved = load(file)
    project = saved.project
    theta = saved.theta
    if theta is None:
        theta = project.network.initial(project.seed, None if project.data is None else build(project.data).x)
    proof = export_onnx(project.network, theta, out, project.data)
    note = "" if saved.state is not None else " (not trained: first weights)"
    print(f"wrote {out}{note}: run again, it differs by at most {proof.largest_difference:.1e}")


@app.command()
def screenshot(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="Where to write the picture.")],
    size: Annotated[str, typer.Option(help="Of the window, in logical pixels.")] = "1440x900",
    scale: Annotated[float, typer.Option(min=0.5, max=4.0, help="Device pixels per logical pixel.")] = 1.0,
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    epochs: Annotated[int, typer.Option(min=0, help="Train this many epochs first.")] = 0,
) -> None:
    """Render the real window without a screen, touching nobody's settings."""
    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 10000 and 240 <= int(height) <= 10000):
        raise UserError(f"The size cannot be {size!r}.", "Write WIDTHxHEIGHT, such as 1440x900.")
    if theme not in ("light", "dark"):
        raise UserError(f"There is no theme called {theme!r}.", "Choose light or dark.")
    saved = load(file)
    from gui.screenshot import take_screenshot

    take_screenshot(saved, out, int(width), int(height), scale, theme, epochs, is_bundled=file in NAMES)
    print(f"wrote {out}")


def load(file: str) -> Saved:
    """The project of this name: a file, or else a bundled project.

    Raises UserError where there is neither.
    """
    if file in NAMES and not Path(file).exists():
        return Saved(open_bundled(file), None)
    return open_project(Path(file))


def _told(score: Score) -> str:
    if score.correct is None:
        return f"loss {score.loss:.6g}, root mean squared error {score.rmse:.4g} on {score.count} points"
    return f"loss {score.loss:.6g}, {score.correct} of {score.count} correct ({score.correct / score.count:.1%})"
