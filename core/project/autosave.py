"""Autosaves on the disk: where those of one window lie, how they are called, and which of them nobody has any more.

    <root>/<window>/lock              held by the window for as long as it lives; a kill releases it
    <root>/<window>/7.json            what the seventh autosave is of, as `Note` has it
    <root>/<window>/7.neuroloom       the seventh autosave; it counts once this file is there
    <root>/<window>/<name>.parquet    the rows of a table of one's own, written once

The newest two are kept. A window that is closed takes its folder along, so that what is found without an owner is what
a crash or a kill has left. Which is newer is told by the numbers, never by a clock.
"""

import os
import secrets
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import msgspec

from core.disk.atomic import refusal, replacing
from core.disk.footprint import Footprint
from core.disk.held import Hold, hold
from core.project import Saved, open_project, save_project

GENERATIONS = 2
MOST_TIMELINE_BYTES = 4 * 2**20
"""Moments to look back at that take more memory are left out: an autosave is written often."""
_LOCK, _PROJECT, _NOTE, _TABLE = "lock", ".neuroloom", ".json", ".parquet"


class Note(msgspec.Struct, frozen=True):
    """What an autosave is of, so that a list of them need not open any.

    title   what the project was called
    file    its file, as an ASCII text that stands for any name a disk may have; empty: it had none
    epoch   how far its training had come
    when    seconds since 1970 by this machine's clock, to be told and for nothing else
    seen    how its file was, when it was last opened or saved
    tables  the names of the tables of one's own that it speaks of
    """

    title: str = ""
    file: str = ""
    epoch: int = 0
    when: float = 0.0
    seen: Footprint | None = None
    tables: tuple[str, ...] = ()

    @property
    def path(self) -> Path | None:
        """Its file; None: it had none."""
        return Path(os.fsdecode(unquote_to_bytes(self.file))) if self.file else None


def note_of(saved: Saved, title: str, path: Path | None, seen: Footprint | None, when: float) -> Note:
    """The note for an autosave of this project."""
    return Note(
        title=title.encode("utf-8", "replace").decode(),
        file="" if path is None else quote(os.fsencode(path.absolute())),
        epoch=0 if saved.state is None else saved.state.epoch,
        when=when,
        seen=seen,
        tables=tuple(rows.name for rows in saved.tables),
    )


class Autosave:
    """One that is on the disk."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self._folder = folder
        self.note = _read_note(folder / f"{number}{_NOTE}")

    def open(self) -> Saved:
        """What was saved.

        Raises UserError where it is damaged.
        """
        return open_project(self._folder / f"{self.number}{_PROJECT}", tables=self._folder)


class Shelf:
    """The autosaves of one window; nobody else touches them while it is held."""

    def __init__(self, folder: Path, held: Hold) -> None:
        self.folder, self._held = folder, held
        self._turn = threading.Lock()
        """Whoever changes what lies there does so alone: writing takes a thread of its own."""

    @property
    def autosaves(self) -> list[Autosave]:
        """Newest first."""
        return [Autosave(self.folder, number) for number in self._numbers()]

    def write(self, saved: Saved, note: Note) -> None:
        """One more autosave; the one before stays, older ones go.

        Raises UserError where it cannot be written; those that are there stay.
        """
        if saved.timeline is not None and saved.timeline.nbytes > MOST_TIMELINE_BYTES:
            saved = replace(saved, timeline=None)
        with self._turn:
            number = next(iter(self._numbers()), 0) + 1
            # The note first: without its project it is nothing, and a project without it would not know its file.
            with replacing(self.folder / f"{number}{_NOTE}") as beside:
                beside.write_bytes(msgspec.json.encode(note))
            save_project(saved, self.folder / f"{number}{_PROJECT}", tables=self.folder)
            self._sweep(GENERATIONS)

    def clear(self) -> None:
        """Nothing is to be recovered any more."""
        with self._turn:
            self._sweep(0)

    def leave(self) -> None:
        """Keep what is there for whoever wants it."""
        self._held.let_go()

    def end(self) -> None:
        """Nothing is to be recovered any more, and nothing will be."""
        self.clear()
        self._held.let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _numbers(self) -> list[int]:
        """Those of the autosaves that are there, largest first."""
        try:
            names = [path.stem for path in self.folder.iterdir() if path.suffix == _PROJECT]
        except OSError:
            return []
        return sorted((int(name) for name in names if name.isascii() and name.isdecimal()), reverse=True)

    def _sweep(self, most: int) -> None:
        """Remove all autosaves but the newest ones, and the tables that none of these is of."""
        numbers = self._numbers()[:most]
        kept = {f"{number}{_NOTE}" for number in numbers}
        notes = [_read_note(self.folder / f"{number}{_NOTE}") for number in numbers]
        kept |= {f"{name}{_TABLE}" for note in notes for name in note.tables}
        with suppress(OSError):
            for number in reversed(self._numbers()[most:]):  # in the order they came, and before their notes
                (self.folder / f"{number}{_PROJECT}").unlink(missing_ok=True)
            for path in self.folder.iterdir():
                if path.suffix in (_NOTE, _TABLE) and path.name not in kept:
                    path.unlink(missing_ok=True)


def new_shelf(root: Path) -> Shelf:
    """A shelf for one more window.

    Raises UserError where the folder cannot be made or written to.
    """
    for tries in count():
        folder = root / secrets.token_hex(8)
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
            held = hold(folder / _LOCK)
        except OSError as error:  # somebody who looked for what was left behind may have removed the empty folder
            if tries == 3:
                raise refusal("saved", folder, error) from error
            continue
        if held is not None:
            return Shelf(folder, held)
    raise AssertionError("count() has no end")


def left_behind(root: Path) -> list[Shelf]:
    """The shelves whose windows are no more and which have something on them, newest first by the clock of then.

    They are held from now on: whoever asks next does not get them, until they are left or ended.
    """
    shelves: list[Shelf] = []
    try:
        folders = [folder for folder in root.iterdir() if folder.is_dir()]
    except OSError:
        return []
    for folder in folders:
        try:
            held = hold(folder / _LOCK)
        except OSError:
            continue
        if held is None:
            continue
        shelf = Shelf(folder, held)
        if shelf.autosaves:
            shelves.append(shelf)
        else:
            shelf.end()
    return sorted(shelves, key=lambda shelf: shelf.autosaves[0].note.when, reverse=True)


def _read_note(path: Path) -> Note:
    """A note that cannot be read says nothing; the project can still be recovered."""
    try:
        note = msgspec.json.decode(path.read_bytes(), type=Note)
        _ = note.path
        return note
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return Note()
