"""What the PyTorch and the Keras script have in common: their parts in order, and how they are written and proved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from core.arrays import Array
from core.disk.atomic import replacing
from core.export.model import Model
from core.export.proof import Proof
from core.export.scripts.about import command_name, import_line, rows_said, title_of
from core.export.scripts.columns import answers, constants_of_data, constants_source, predict_says, prepare
from core.export.scripts.command import MAIN, RUN
from core.export.scripts.layers import why_no_training
from core.export.scripts.proof import prove
from core.export.scripts.python_source import array_function, docstring, heading, joined, numbers, standard_imports
from core.export.scripts.rows import reading
from core.export.scripts.samples import reading_samples
from core.export.scripts.task import Task
from core.export.scripts.writing import writing


@dataclass(frozen=True)
class Pieces:
    """What one framework adds.

    about      the docstring: $title, $file, $rows and $line are filled in
    imports    of the framework
    network    the classes and functions that build the model
    predict    def predict(x, model=None): $says and $answers are filled in
    outputs    what stands for $answers, as an expression for the network's outputs in NumPy
    load       def load_model(path)
    training   the constants and functions of `train`
    save_help  what --save is, on the command line
    weights    what WEIGHTS holds, by name
    """

    about: Template
    imports: str
    network: tuple[str, ...]
    predict: Template
    outputs: str
    load: str
    training: tuple[str, ...]
    save_help: str
    weights: Mapping[str, Array]


def assembled(task: Task, pieces: Pieces, file: str) -> str:
    """The whole script: first the network, last its numbers.    file  its name"""
    can_train = why_no_training(task.model) is None
    parts = [
        constants_source(task),
        heading("The network"),
        *pieces.network,
        prepare(task),
        pieces.predict.substitute(says=predict_says(task), answers=answers(task.model, pieces.outputs)),
        pieces.load,
        heading("Training"),
        *pieces.training,
        heading("Files of rows"),
        *reading(task, trains=can_train),
        *(reading_samples(task) if can_train else []),
        *writing(task, has_model=True),
        heading("The command line"),
        MAIN.substitute(save_help=pieces.save_help),
        heading("The weights"),
        array_function(pieces.weights.values()),
    ]
    about = pieces.about.substitute(
        title=title_of(task),
        file=command_name(file),
        rows=rows_said(task, trains=True),
        line=import_line(file, "build_model, predict"),
    )
    imports = f"{standard_imports([pieces.imports, *parts, RUN])}\n\n{pieces.imports}"
    return joined([docstring(about), imports, *parts, f"WEIGHTS = {numbers(pieces.weights)}", RUN])


def write_and_prove(
    task: Task, path: Path, source: str, weights: Mapping[str, Array], framework: tuple[str, str]
) -> Proof:
    """Writes a script whose WEIGHTS are these, and proves it as far as it can be.    framework  as `prove` has it

    Raises UserError as `prove` does, and where the file system refuses; an old file then stays.
    """
    model: Model = task.model
    with replacing(path) as beside:
        beside.write_text(source, "utf-8", newline="\n")
        return prove(model, beside, path, framework, {**constants_of_data(task), "WEIGHTS": weights})
