"""What stands at the top of a script: what it is, how it is used, and which rows it reads."""

import re
from collections.abc import Iterable
from keyword import iskeyword

from core import __version__
from core.export.columns import numbers_told
from core.export.scripts.python_source import wrapped
from core.export.scripts.task import Task

MOST_LISTED = 12
"""So many columns, classes or categories are named one by one."""
_TYPED = re.compile(r"[\w.()+-]+\.py")
_QUOTED = re.compile(r"[\w.()+ -]+\.py")


def command_name(file: str) -> str:
    """The name of a script as it is typed in a terminal; a stand-in for one that is hard to type."""
    if _TYPED.fullmatch(file):
        return file
    return f'"{file}"' if _QUOTED.fullmatch(file) else "model.py"


def import_line(file: str, names: str) -> str:
    """How the script's functions are imported, and how it must be called for that."""
    stem = file.removesuffix(".py")
    if stem.isidentifier() and not iskeyword(stem):
        return f"from {stem} import {names}"
    return f"from model import {names}  # with this file called model.py"


def title_of(task: Task) -> str:
    """The first sentence."""
    inputs, *units = task.model.network.widths
    title = " ".join(task.model.title.split()) or "A neural network"
    plural = "s" if inputs > 1 else ""
    layers = "a layer" if len(units) == 1 else "layers"
    neurons = f"{_and(f'{count:,}' for count in units)} neuron{'s' if units != [1] else ''}"
    return wrapped(
        f"{title}: a neural network with {inputs:,} input{plural} and {layers} of {neurons}, "
        f"written by Neuroloom {__version__}.",
        ahead=3,  # quotation marks
    )


def rows_said(task: Task, trains: bool = False) -> str:
    """The paragraphs on files of rows.    trains  whether it reads what is found out, too"""
    lines = [(name, _kind(task, name)) for name in task.columns]
    if len(lines) > MOST_LISTED:  # pixels
        lines = [*lines[:3], ("...", ""), lines[-1]]
    if trains:
        found = f"one of {_some(task.classes)}" if task.classes else "a number in its own unit"
        lines += [(name, f"to train on: what is to be found out, {found}") for name in task.targets]
        lines.append((task.part, 'if it is there: "train" for rows to train on, anything else for rows to test on'))
    width = min(24, max(len(name) for name, _ in lines))
    listed = "\n".join(wrapped(f"    {name:<{width}}  {kind}".rstrip(), " " * (width + 6)) for name, kind in lines)
    intro = "rows.csv is a text with commas, semicolons or tabs. Its first row names the columns, in any order:"
    answers = f"The answers are these rows, with more columns behind them: {_some(task.added)}."
    said = (numbers_told(task.model), _gaps(task), answers)
    return f"{intro}\n\n{listed}\n\n{wrapped(' '.join(filter(None, said)))}"


def _gaps(task: Task) -> str:
    if task.table is None:
        return "A row with an empty cell has no prediction."
    filled = "An empty cell is filled as in training"
    return f"{filled}; a row with one in {_some(task.drops)} has no prediction." if task.drops else f"{filled}."


def _kind(task: Task, name: str) -> str:
    """What stands in a column, in words."""
    if name in task.categories:
        return f"one of {_some(task.categories[name])}"
    if task.is_day(name):
        return "a day, such as 2024-05-31, or a number: days since 1970"
    return "a number: days" if task.is_time(name) else "a number"


def _some(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names if len(names) <= MOST_LISTED else [*names[:3], "...", names[-1]])


def _and(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
