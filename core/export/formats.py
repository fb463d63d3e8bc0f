"""The forms in which a trained model leaves the program, in one table: by name, and by the ending of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from core.arrays import Array
from core.data import Recipe
from core.errors import UserError
from core.export.c import export_c
from core.export.card import export_card
from core.export.described import export_json, export_safetensors
from core.export.described.safetensors_outline import safetensors_outline
from core.export.onnx import export_onnx
from core.export.onnx.outline import onnx_outline
from core.export.proof import Proof
from core.export.scripts import export_keras, export_numpy, export_pytorch
from core.network import Network
from core.training import Training

Reading = Literal["numbers", "texts", "described"]


class Export(Protocol):
    """Writes a model and proves it. Raises UserError, an old file then stays as it was."""

    def __call__(
        self,
        network: Network,
        theta: Array,
        path: Path | str,
        recipe: Recipe | None = None,
        *,
        training: Training | None = None,
        title: str = "",
    ) -> Proof: ...


@dataclass(frozen=True)
class Format:
    """One form.

    name     as it is written on the command line
    label    as it stands in a menu
    ending   of its files
    what     what one gets, in a sentence
    write    writes it
    use      how it is used: lines to copy, in which {command} is the file's name for a terminal, {literal} in quotation
             marks for a program, {columns} how many numbers a sample has, {dtype} of which type
    outline  what a file that is no text holds, as text: the beginning of it is shown; None: it is a text
    reading  what it makes of a sample: "numbers", such as the place of a category; "texts", as they stand in a table;
             "described": it says what a program has to make of it
    is_model             False: it holds the data, and there is nothing to ask
    is_trainable         whether training can go on, so that dropout and batch normalization stay what they are
    keeps_normalization  whether `write` takes the keyword `fold_normalization`: False keeps batch normalizations as
                         layers of their own
    takes_picture        whether it takes `picture`: a callable that writes the drawing of the network, an SVG, to the
                         path that it is given; None: there is no drawing
    proves_slowly        whether its proof takes much longer than writing it, so that `write` takes `is_proved`
    takes_course         whether it takes `seed`, the project's, and `step`, `epoch`, `since` as in `core.state.State`
    """

    name: str
    label: str
    ending: str
    what: str
    write: Export
    use: tuple[str, ...] = ()
    outline: Callable[[bytes], str] | None = None
    reading: Reading = "numbers"
    is_model: bool = True
    is_trainable: bool = False
    keeps_normalization: bool = False
    takes_picture: bool = False
    proves_slowly: bool = False
    takes_course: bool = False


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format(
            "onnx",
            "ONNX",
            ".onnx",
            "The model for ONNX Runtime and most other tools.",
            export_onnx,
            use=(
                "import numpy, onnxruntime",
                "session = onnxruntime.InferenceSession({literal})",
                "rows = numpy.zeros((1, {columns}), numpy.{dtype})",
                'print(session.run(None, {{"x": rows}})[0])',
            ),
            outline=onnx_outline,
            keeps_normalization=True,
        ),
        Format(
            "numpy",
            "NumPy script",
            ".py",
            "A Python script that needs nothing but NumPy.",
            export_numpy,
            use=("python {command} rows.csv -o answers.csv",),
            reading="texts",
        ),
        Format(
            "pytorch",
            "PyTorch script",
            ".py",
            "Python with PyTorch: answers, and trains on.",
            export_pytorch,
            use=(
                "python {command} predict rows.csv -o answers.csv",
                "python {command} train rows.csv --epochs 100 --save trained.pt",
                "torchrun --nproc-per-node 2 {command} train rows.csv --save trained.pt",
            ),
            reading="texts",
            is_trainable=True,
        ),
        Format(
            "keras",
            "Keras script",
            ".py",
            "Python with Keras: answers, and trains on.",
            export_keras,
            use=(
                "python {command} predict rows.csv -o answers.csv",
                "python {command} train rows.csv --epochs 100 --save trained.keras",
            ),
            reading="texts",
            is_trainable=True,
        ),
        Format(
            "safetensors",
            "safetensors",
            ".safetensors",
            "The weights, as PyTorch names them.",
            export_safetensors,
            use=(
                "import safetensors.torch",
                "weights = safetensors.torch.load_file({literal})",
                "for name, tensor in weights.items():",
                "    print(name, tuple(tensor.shape))",
            ),
            outline=safetensors_outline,
            reading="described",
        ),
        Format(
            "c",
            "C header",
            ".h",
            "One C99 function, for microcontrollers and C++.",
            export_c,
            use=("#include {literal}",),
            proves_slowly=True,
        ),
        Format(
            "json",
            "JSON",
            ".json",
            "The whole model in words and numbers.",
            export_json,
            use=("import json, pathlib", 'model = json.loads(pathlib.Path({literal}).read_text("utf-8"))'),
            reading="described",
        ),
        Format(
            "card",
            "Model card",
            ".md",
            "A page to read: what the model does, and how well.",
            export_card,
            reading="texts",
            takes_picture=True,
            takes_course=True,
        ),
    )
}
"""By name, in the order in which they are offered."""

DATA = "csv"
"""What the data are written as: a name and an ending beside those of the model's forms (`core.export.data_csv`)."""


def is_of_data(path: Path, name: str | None = None) -> bool:
    """Whether a file of this name, or this form, holds the data and no model."""
    return path.suffix.lower() == f".{DATA}" if name is None else name == DATA


def check_ending(path: Path, name: str) -> None:
    """Raises UserError where the ending of this name belongs to another form than the one that is named: programs that
    go by it would take the file for what it is not.
    """
    own = f".{DATA}" if name == DATA else FORMATS[name].ending if name in FORMATS else None
    ending = path.suffix.lower()
    others = {f".{DATA}", ".neuroloom", *(form.ending for form in FORMATS.values())}
    if own is not None and ending != own and ending in others:
        raise UserError(
            f"{path.name} would not be taken for {name}: its ending is of another form.",
            f"End its name in {own}, or leave --format out.",
        )


def format_of(path: Path, name: str | None = None) -> Format:
    """The form that a file of this name has, or the one that is named.

    Raises UserError for a name that is none, and for an ending that does not say it.
    """
    if name is not None:
        if name not in FORMATS:
            raise UserError(
                f"“{name}” is not a format that can be written.", f"Choose one of {', '.join((*FORMATS, DATA))}."
            )
        return FORMATS[name]
    ending = path.suffix.lower()
    found = [form for form in FORMATS.values() if form.ending == ending]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            f"{path.name}: {ending} alone does not say the format.",
            f"Add --format {' or --format '.join(form.name for form in found)}.",
        )
    what = f"“{ending}” is not the ending of a format" if ending else "the name has no ending that says the format"
    endings = dict.fromkeys((*(form.ending for form in FORMATS.values()), f".{DATA}"))
    raise UserError(f"{path.name}: {what}.", f"Use one of {', '.join(endings)}.")
