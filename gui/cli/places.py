"""Where commands write: whether that can be, and what became of the file that stood there."""

import errno
import tempfile
from contextlib import suppress
from pathlib import Path

from core.disk.atomic import refusal
from core.disk.model_files import is_model_file
from core.disk.previous import keep_previous, previous_of
from core.errors import UserError
from core.project import Saved, save_project
from core.table.likely import is_table_file


class Place:
    """A file that a command will write.

    path         where
    was_there    whether a file stands there already: it will be replaced, and `told` says so
    previous     where a project that stood there is kept, once another one is saved; None: there was none
    """

    def __init__(self, path: Path) -> None:
        """Raises UserError where a file of this name cannot be written: before an hour of training, not after."""
        check_room_for(path)
        self.path, self.was_there = path, path.exists()
        self.previous: Path | None = None
        self._is_lost = False

    @property
    def told(self) -> str:
        """The file, as it stands in a sentence; and what it has replaced, if anything."""
        if self.previous is not None:
            return f"{self.path}; what was there before is now {self.previous.name}"
        if self._is_lost:
            return f"{self.path}; what was there before could not be kept beside it"
        return f"{self.path} in place of the file that was there" if self.was_there else str(self.path)

    def save(self, saved: Saved) -> None:
        """Save a project there. What was there is kept beside it as `name~`, as the window does.

        Raises UserError as `save_project` does.
        """

        def keep(old: Path) -> None:
            if keep_previous(old):
                kept, folder = previous_of(old), self.path.absolute().parent
                # Named as OUT was: only behind a link does it stand elsewhere.
                self.previous = self.path.with_name(kept.name) if kept.parent == folder.resolve() else kept
            else:
                self._is_lost = True

        save_project(saved, self.path, before=keep)


def place_of_project(out: Path) -> Place:
    """Where a project is written: without an ending it gets its own.

    Raises UserError for the ending of what is no project, and where such a file cannot be written.
    """
    if not out.suffix and not out.is_dir():
        out = out.with_name(f"{out.name}.neuroloom")
    if is_model_file(out) or is_table_file(out):
        raise UserError(f"{out.name} would not be taken for a project.", "End its name in .neuroloom.")
    return Place(out)


def check_other(out: Path, file: str | Path) -> None:
    """Raises UserError where what is written would take the place of what is read."""
    with suppress(OSError):  # what is wrong with either is told by who opens it
        if not out.samefile(file):
            return
        raise UserError(f"{out.name} is the very file that is read.", "Write into another one.")


def check_room_for(path: Path) -> None:
    """Raises UserError where a file of this name cannot be written."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with tempfile.TemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise refusal("saved", path, error) from error
