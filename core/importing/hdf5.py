"""Arrays out of an HDF5 file, read by a process of its own: a few wrong bytes can end whoever reads one."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from core import own_process
from core.errors import UserError
from core.importing.pieces import Numbers, damaged

LONGEST_S = 120.0
MOST_BYTES = 1024**3


class Asked(msgspec.Struct):
    """path: of the file; folder: where the arrays go."""

    path: str
    folder: str


class Variable(msgspec.Struct, frozen=True):
    """An array: the path of its group, what that says whose it is ("": nothing), and its own name."""

    path: str
    layer: str
    name: str


class Answer(msgspec.Struct):
    """The arrays, in the order of their files; what the file says of its layers; or why it cannot be read."""

    variables: list[Variable] = []  # msgspec copies it
    config: str = ""
    message: str = ""
    hint: str = ""


def read_hdf5(source: Path | bytes) -> tuple[dict[Variable, Numbers], str]:
    """All arrays of up to two dimensions, and what the file says of its layers.

    Raises UserError, and nothing else, where it cannot be read.
    """
    with TemporaryDirectory(prefix="neuroloom-") as folder:
        if isinstance(source, Path):
            path = source.resolve()
        else:
            path = Path(folder) / "source.h5"
            path.write_bytes(source)
        said = own_process.ask("core.importing.hdf5_process", msgspec.json.encode(Asked(str(path), folder)), LONGEST_S)
        try:
            answer = msgspec.json.decode(said or b"", type=Answer)
        except msgspec.DecodeError as error:  # ended by its own reader, or by what bounds it
            raise damaged("reading it ended the process that did so") from error
        if answer.message:
            raise UserError(answer.message, answer.hint)
        arrays = [np.load(Path(folder) / f"{place}.npy") for place in range(len(answer.variables))]
        return dict(zip(answer.variables, arrays, strict=True)), answer.config
