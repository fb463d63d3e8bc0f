"""The model card: a page in Markdown that tells people what a model does, how well, and where it ends."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from core import __version__
from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import refusal, replacing
from core.errors import UserError
from core.export.c.text import identifier
from core.export.card.facts import inputs_table, layers_table, outputs_section, purpose
from core.export.card.limits import Beginning, limits_of
from core.export.card.markdown import bullets, plain
from core.export.card.origin import data_section, source_section, training_table
from core.export.card.parts import class_counts
from core.export.card.results import headline, results_of, results_section
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.first_weights import are_first_weights
from core.losses import loss_named
from core.network import Network
from core.training import Training

PICTURE_ENDING = ".svg"
OURS = b"drawn by Neuroloom"
"""What a picture says of itself that may be drawn again."""
READ_FOR_OURS = 4096
MOST_TYPED = 16
"""So many numbers of a sample are written out."""


class _Made(NamedTuple):
    """How it was trained, as far as that is known."""

    training: Training | None
    seed: int | None
    step: int | None
    epoch: int | None
    since: int | None


def export_card(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
    seed: int | None = None,
    step: int | None = None,
    epoch: int | None = None,
    since: int | None = None,
    picture: Callable[[Path], None] | None = None,
) -> Proof:
    """Writes the card, NAME.md, and with a picture NAME.svg beside it; the same model gives the same card.

    Its scores are those of these very weights, on the same samples as in the window.

    theta        (parameters,)
    recipe       the project's data; None: there is nothing to say about how good it is
    training     how it was trained; None: not known
    title        what it is called; without one as the file
    seed         the project's, which draws the samples that are watched; None: not known
    step, epoch  how many were made; None: not known
    since        the epoch from which on it was trained so; None: from the beginning, as far as that is known
    picture      writes the drawing of the network, an SVG, to the path that it is given; None: there is none

    Raises UserError when a file cannot be written, or a file that is no such picture stands where it would go.
    """
    path = Path(path)
    model = model_of(network, theta, recipe, training, title or path.stem)
    drawing = picture_beside(path)
    if picture is not None:
        _check_free(drawing, path)
    made = _Made(training, seed, step, epoch, since)
    text = _card(model, path, None if picture is None else drawing.name, made)
    with replacing(path) as beside:
        beside.write_text(text, "utf-8", newline="\n")
        if picture is not None:
            picture(drawing)
    return Proof(path, 0, None, "a card is read, not run")


def picture_beside(path: Path) -> Path:
    """Where the picture of a card stands."""
    return path.with_suffix(PICTURE_ENDING)


def _check_free(drawing: Path, path: Path) -> None:
    """Raises UserError where the picture would take the place of something else."""
    if drawing == path:
        raise UserError(f"{path.name}: a card is text.", "End its name in .md; the picture stands beside it as .svg.")
    try:
        if not drawing.exists():
            return
        with drawing.open("rb") as file:
            is_ours = OURS in file.read(READ_FOR_OURS)
    except OSError as error:
        raise refusal("saved", drawing, error) from error
    if not is_ours:
        raise UserError(
            f"{drawing.name} is already there, and is not a picture of a network.", "Choose another name for the card."
        )


def _card(model: Model, path: Path, drawing: str | None, made: _Made) -> str:
    training, seed, step, epoch, since = made
    beginning = _beginning(model, step, seed)
    counts = class_counts(model, training, seed) if model.classes and model.answering is not None else {}
    results = results_of(model, seed)
    loss = None if training is None else loss_named(training.loss)
    loss_said = None if loss is None else f"{loss.label}, {plain(loss.formula)}"
    blocks = [f"# {plain(model.title)}"]
    if drawing is not None:
        widths = ", ".join(f"{width:,}" for width in model.network.widths)
        blocks.append(f"![The network, from inputs to outputs: {widths}]({quote(os.fsencode(drawing))})")
    blocks += [
        f"{purpose(model)} {headline(model, results)}",
        "## What goes in, what comes out", *inputs_table(model), *outputs_section(model),
        "## How good it is", *results_section(model, results, loss_said),
        "## What it is for, and where it ends", bullets(limits_of(model, results, beginning, counts)),
        "## The network", *layers_table(model.network),
        "## Training", *training_table(training, step, epoch, seed, since),
        "## Data", *data_section(model, training, seed),
    ]  # fmt: skip
    source = source_section(model.recipe)
    if source is not None:
        blocks += ["## Source and licence of the data", source]
    blocks += ["## Using it", *_use(model, path), f"*Written by Neuroloom {__version__}.*"]
    return "\n\n".join(blocks) + "\n"


def _beginning(model: Model, step: int | None, seed: int | None) -> Beginning | None:
    """What the weights are where no step was made."""
    if step != 0:
        return None
    first = seed is None or are_first_weights(model.network, model.theta, seed, model.recipe)
    return "first weights" if first else "others"


def _use(model: Model, path: Path) -> list[str]:
    """How the other exports are called.    path  of the card; a C header is named where it stands beside"""
    name, columns = identifier(model.title), model.preprocessing.columns
    number_type = "float" if model.network.dtype == "float32" else "double"
    answers = []
    if columns <= MOST_TYPED:
        asked, answered = model.example or (model.questions[0], None)
        sample = f"[[{', '.join(_typed(value) for value in asked)}]]"
        if answered is not None:
            answers = [f"# y is, within rounding, [[{', '.join(f'{value:.6g}' for value in answered)}]]"]
        x = f"numpy.array({sample}, numpy.{model.network.dtype})"
    else:
        x = f"numpy.zeros((1, {columns}), numpy.{model.network.dtype})"
    code = [
        "import numpy, onnxruntime",
        "",
        f"session = onnxruntime.InferenceSession({path.stem + '.onnx'!r})",
        f"x = {x}",
        '(y,) = session.run(None, {"x": x})',
        *answers,
    ]
    header = path.with_suffix(".h")
    c = [
        *([f'#include "{header.name}"', ""] if header.is_file() else []),
        f"{number_type} x[{name.upper()}_INPUTS] = {{0}}, y[{name.upper()}_OUTPUTS];",
        f"{name}_predict(x, y);",
    ]
    given = (
        "A sample is given as it stands in the data; what is done to it before and after is inside ONNX, the scripts "
        "and the C header, and described in JSON and safetensors, for whoever uses the numbers there."
    )
    table = model.preprocessing.table
    if table is not None and any(column.kind == "category" for column in table.columns):
        given += " A category is given as its place in the list above, counted from 0."
    if table is not None and any(column.missing == "fill" for column in table.columns):
        given += " An empty cell is given as NaN."
    return [
        "Neuroloom writes the same model as ONNX, as scripts for NumPy, PyTorch and Keras, as safetensors, JSON and a "
        f"C header, and compares each with the network where it can. {given}",
        "\n".join(["```python", *code, "```"]),
        "\n".join(["```c", *c, "```"]),
    ]


def _typed(value: float) -> str:
    return "numpy.nan" if np.isnan(value) else str(value)
