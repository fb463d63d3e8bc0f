"""All commands, and what is said where one of them ends otherwise than well."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from core import __version__
from core.errors import UserError
from gui.cli.desktop import desktop
from gui.cli.evaluate import evaluate
from gui.cli.examples import examples
from gui.cli.export import export
from gui.cli.import_ import import_
from gui.cli.info import info
from gui.cli.pictures import draw, screenshot
from gui.cli.predict import predict
from gui.cli.train import train
from gui.cli.usage import Command, Commands, is_misuse, misuse

app = typer.Typer(
    name="neuroloom",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: dict[str, Callable[..., None]] = {
    "examples": examples, "info": info, "import": import_, "train": train, "evaluate": evaluate, "predict": predict,
    "export": export, "draw": draw, "screenshot": screenshot, "desktop": desktop,
}  # fmt: skip
"""By name, in the order of a person's way through the program."""
for name, command in COMMANDS.items():
    app.command(name, cls=Command)(command)


def run(arguments: list[str]) -> int:
    """Run the command line; returns the exit status.

    Raises UserError for what a person can mend.
    """
    if sys.stderr is None:  # closed: print would take the output instead, among the rows that are predicted
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # as long as the program runs
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
        if is_misuse(error):
            raise misuse(error) from error
        raise
    return int(result or 0)


def _drop_output() -> None:
    """What is left in the buffer has nowhere to go: Python would try once more at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_version(is_wanted: bool) -> None:
    if is_wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Build, watch, test and take away neural networks.

    Without a command it opens the window, with this project, table or model. A bundled project's name, such as iris,
    works wherever a FILE does.
    """
