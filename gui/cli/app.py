"""All commands, and what is said where one of them ends otherwise than well."""

import io
import os
import sys
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

app = typer.Typer(
    name="neuroloom",
    help="Build, watch, test and take away neural networks. `neuroloom [FILE]` opens the window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (examples, info, train, evaluate, predict, export, draw, screenshot, desktop):
    app.command()(command)
app.command("import")(import_)


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
