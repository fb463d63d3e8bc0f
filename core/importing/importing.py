"""Importing a file: which kind it is, how large it may be, and who reads it."""

from pathlib import Path

from core.disk.atomic import refusal
from core.disk.bounded_zip import megabytes
from core.disk.model_files import ENDINGS, REFUSED
from core.errors import UserError
from core.importing.imported import Imported, imported
from core.importing.pieces import Stack

MOST_BYTES = 1024**3
ZIP, HDF5, PICKLE = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"\x80"
ONNX = tuple(bytes((8, version)) for version in range(1, 32))
"""How ONNX begins: its first field is the version of its format."""
CONVERTS = (
    'python -c "import torch, safetensors.torch as s; '
    "m = torch.load('{name}', weights_only=True); s.save_file(m, 'model.safetensors')\""
)


def import_model(path: Path | str) -> Imported:
    """The model in this file as a project of its own.

    ONNX (`.onnx`), Keras (`.keras`, whole models in `.h5`) and state dicts in safetensors (`.safetensors`) are read,
    where they are dense layers in a row with activations that there are here. Nothing in a file is ever run, and no
    other file is looked at.

    Raises UserError, and nothing else, where there is no such file, or it cannot be read; it names the operator, the
    layer or the tensor that is in the way.
    """
    path = Path(path)
    beginning = _beginning(path)
    try:
        return imported(_read(path, beginning), path.stem)
    except UserError as error:
        raise UserError(f"{path.name} cannot be imported.", str(error)) from error
    except MemoryError as error:
        raise UserError(f"{path.name} does not fit into memory.", "Close other programs, then try again.") from error


def _read(path: Path, beginning: bytes) -> Stack:
    ending = path.suffix.lower()
    is_zip, is_safetensors = beginning.startswith(ZIP), _begins_as_safetensors(beginning)
    is_pickle = beginning.startswith(PICKLE) and not is_safetensors
    if is_pickle or ending in REFUSED or (is_zip and _is_torch(path)):
        raise UserError(
            "It is a pickle, which can run any program when it is opened.",
            f"Convert it where it was made: {CONVERTS.format(name=path.name)}",
        )
    if is_zip and _is_ours(path):
        raise UserError("It is a project already.", "Open it as it is.")
    is_named_keras = ending in (".keras", ".h5", ".hdf5") and not beginning.startswith(HDF5) and not is_zip
    if is_named_keras or (ending == ".onnx" and is_safetensors):
        raise _misnamed(ending, beginning)
    if is_zip:
        from core.importing.keras_model import read_keras

        return read_keras(path)
    if beginning.startswith(HDF5):
        from core.importing.keras_model import read_keras_hdf5

        return read_keras_hdf5(path)
    if ending == ".safetensors":
        from core.importing.safetensors_model import read_safetensors

        return read_safetensors(_content(path))
    if ending == ".onnx":
        from core.importing.onnx_model import read_onnx

        return read_onnx(_content(path))
    raise UserError(
        "Its ending is not that of a model that can be read.",
        f"Models end in {', '.join(ENDINGS)}; tables in .csv, .tsv, .parquet or .xlsx.",
    )


def _begins_as_safetensors(beginning: bytes) -> bool:
    """Whether these are the length of a header, whose first byte may be that of a pickle, and a header's brace."""
    return int.from_bytes(beginning[:8], "little") <= MOST_BYTES and beginning[8:9] == b"{"


def _misnamed(ending: str, beginning: bytes) -> UserError:
    """The refusal of a file that is not what its ending says."""
    kind = "ONNX" if ending == ".onnx" else "Keras"
    if _begins_as_safetensors(beginning):
        looks, right = "safetensors", ".safetensors"
    elif beginning.startswith(ONNX):
        looks, right = "ONNX", ".onnx"
    else:
        return UserError(f"It is no {kind} model, or not a whole one.", f"Export it from {kind} once more.")
    return UserError(f"It is no {kind} model: it looks like {looks}.", f"Let its name end in {right}, then try again.")


def _beginning(path: Path) -> bytes:
    """Its first bytes, once it is sure that it is a file, and not too large."""
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{path.name or path} is not a file.", "Choose a file, not a folder.")
        with path.open("rb") as file:
            if file.seek(0, 2) > MOST_BYTES:
                raise UserError(f"{path.name} is too large.", f"Up to {megabytes(MOST_BYTES)} can be imported.")
            if file.tell() == 0:
                raise UserError(f"{path.name} is empty.", "Choose a file that holds a model.")
            file.seek(0)
            return file.read(16)
    except (OSError, ValueError) as error:  # ValueError: NUL in a name
        raise refusal("opened", path, error) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("opened", path, error) from error


def _is_torch(path: Path) -> bool:
    """Whether this zip is one of PyTorch's: what it saves has a pickle inside, whatever the file is called."""
    return any(name.endswith("/data.pkl") or name == "data.pkl" for name in _names_in(path))


def _is_ours(path: Path) -> bool:
    """Whether this zip is a project file."""
    return "project.json" in _names_in(path)


def _names_in(path: Path) -> list[str]:
    """What is in a zip; nothing where that cannot be told."""
    import zipfile

    from core.disk.bounded_zip import read_entries

    try:
        read_entries(path, {})
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (UserError, OSError, ValueError, zipfile.BadZipFile):
        return []
