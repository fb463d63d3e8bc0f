"""The process that reads HDF5 files: asked once through its standard input, it answers and ends."""

import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core.errors import UserError
from core.importing.hdf5 import MOST_BYTES, Answer, Asked, Variable
from core.importing.pieces import Numbers, damaged, shown
from core.own_process import bound_memory

MOST_MEMORY = 4 * 2**30
MOST_OBJECTS, DEEPEST = 100_000, 8
MOST_TEXT = 32 * 1024**2


def main() -> None:
    """Reads one question, writes one answer, and the arrays into the folder that was named."""
    bound_memory(MOST_MEMORY)
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    try:
        answer = answer_of(asked)
    except UserError as error:
        answer = Answer(message=error.message, hint=error.hint)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def answer_of(asked: Asked) -> Answer:
    """What the file holds; its arrays are written into the folder.

    Raises UserError where it cannot be read. A file that is made to may also end the process.
    """
    import h5py

    # What h5py makes of bytes that are not what they should be; what ends this process is noticed by who asked.
    try:
        with h5py.File(asked.path, "r", locking=False) as file:
            found = _Reading(Path(asked.folder))
            found.look_into(file, "", 0)
            return Answer(variables=found.variables, config=_config(file))
    except (OSError, KeyError, ValueError, RuntimeError, TypeError, AttributeError, UnicodeError) as error:
        raise damaged(f"it is no HDF5 file, or not a whole one ({str(error)[:80]})") from error


class _Reading:
    """Goes through the groups of a file, without following any link out of it."""

    def __init__(self, folder: Path) -> None:
        self.variables: list[Variable] = []
        self._folder = folder
        self._objects = 0
        self._bytes = 0

    def look_into(self, group: Any, path: str, depth: int) -> None:
        """All variables in this group."""
        import h5py

        for name in group:
            self._objects += 1
            if self._objects > MOST_OBJECTS or depth > DEEPEST:
                raise damaged("it holds too many groups")
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise damaged(f"“{shown(name)}” is a link to elsewhere, which is not followed")
            if path == "" and name.startswith("optimizer"):
                continue
            one = group[name]
            if isinstance(one, h5py.Group):
                self.look_into(one, f"{path}/{name}", depth + 1)
            elif isinstance(one, h5py.Dataset):
                layer = group.attrs.get("name", "")
                self._store(one, path, str(layer), name)

    def _store(self, dataset: Any, path: str, layer: str, name: str) -> None:
        shape, kind = dataset.shape, dataset.dtype
        if shape is None or kind.kind not in "fiu" or len(shape) > 2:
            return  # no weights of a dense layer; whoever needs it will miss it
        size = int(np.prod(shape, dtype=object)) * kind.itemsize
        self._bytes += size
        if dataset.is_virtual or dataset.external or dataset.id.get_storage_size() < size:
            raise damaged(f"the numbers of “{shown(name)}” are packed, in another file, or not there")
        if self._bytes > MOST_BYTES:
            raise UserError("Its weights are too large.", "Up to 1 GB can be imported.")
        values: Numbers = np.asarray(dataset[()])
        np.save(self._folder / f"{len(self.variables)}.npy", values, allow_pickle=False)
        self.variables.append(Variable(path, layer, name))


def _config(file: Any) -> str:
    """What Keras before version 3 says of the layers, as JSON; "" where it does not."""
    config = file.attrs.get("model_config", "")
    text = config.decode("utf-8") if isinstance(config, bytes) else config
    if not isinstance(text, str) or len(text) > MOST_TEXT:
        raise damaged("what it says of its layers is not text")
    return text


if __name__ == "__main__":
    main()
