"""The document: the project on screen, its history, and the one way to change it."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.edits import Edit
from core.messages import Adopt, Load, Message, Swap
from core.moves import Fill, Randomize, Vectors, Write
from core.specs import Project
from core.state import State
from core.timeline import Timeline


@dataclass
class _Edit:
    """One undo step: the project on both sides of it.

    number   under which the engine keeps the vectors that the edit touched; None: it touched none
    undone   what could be redone before it, where it may still be withdrawn
    epoch    epochs made by then
    written  which numbers stood in the vectors on both sides of it, as far as they were written by hand
    """

    text: str
    before: Project
    after: Project
    number: int | None
    epoch: int
    written: tuple[int, int]
    undone: tuple["_Edit", ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether undoing it would change nothing."""
        return self.number is None and self.before == self.after


class Document(QObject):
    """Holds the project, never an array.

    `edit` is the only way to change it; views listen to `changed` and compare, the engine gets what `posted` carries.
    """

    changed = Signal(object, object)
    """(old project, new project), after each edit, undo, redo and load."""
    posted = Signal(object)
    """A message of `core.messages` for the engine."""
    loaded = Signal()
    """Another project has taken the place of the one before."""
    history_changed = Signal()
    """What can be undone or redone is another."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.path: Path | None = None
        self.is_bundled = False
        self.epoch = 0
        """Epochs made, as of the last frame."""
        self._numbers = count(1)
        self._writings = count(1)
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []
        self._merging: object | None = None
        self._saved: Project | None = project
        """What its file holds; None: none of what it was made from."""
        self._saved_step = 0
        self._is_gone = False
        self._written = self._saved_written = 0
        self._listed = self._saved_listed = 0

    # Changing ----------------------------------------------------------------------------------------------------

    def edit(self, text: str, project: Project, vectors: Vectors | None = None, merge: object | None = None) -> None:
        """Change the project: one undo step called `text`, as in "Undo add neuron to Hidden 2".

        vectors  what it does to the trainer's vectors; None: nothing
        merge    edits that follow each other with an equal `merge` are one undo step (a slider's drag); undo, redo and
                 saving end it, and nothing is left of a drag that came back to where it began, unless it has touched
                 the vectors: whether those came back is not known here
        """
        old = self.project
        if project == old and vectors is None:
            return
        here, number = self._written, None
        if isinstance(vectors, Write | Fill | Randomize):
            self._written = next(self._writings)
        if self._goes_on(vectors, merge):
            # The engine keeps what was before the first of them; what training did in between is part of the step.
            last = self._done[-1]
            last.text, last.after, last.written = text, project, (last.written[0], self._written)
        else:
            number = None if vectors is None else next(self._numbers)
            self._done.append(_Edit(text, old, project, number, self.epoch, (here, self._written)))
            if merge is not None:
                self._done[-1].undone = tuple(self._undone)
        self._merging = merge
        self._undone.clear()
        if self._done[-1].is_nothing:
            self._undone += self._done.pop().undone
            self._merging = None
        self.project = project
        self.posted.emit(Adopt(project, vectors, number))
        self.changed.emit(old, project)
        self.history_changed.emit()

    def make(self, edit: Edit, merge: object | None = None) -> None:
        """Make an edit as it has been decided; `merge` as in `edit`. What it says is for whoever asked to tell."""
        self.edit(edit.text, edit.project, edit.vectors, merge)

    def withdraw(self, merge: object) -> None:
        """Take back all edits of the step with this `merge`, as if it had never been begun: a drag was given up."""
        if self._done and merge == self._merging:
            edit = self._done.pop()
            self._undone = list(edit.undone)
            old, self._merging = self.project, None
            self._turn_to(edit.before, edit, edit.written[0])
            self.changed.emit(old, self.project)
            self.history_changed.emit()

    def _goes_on(self, vectors: Vectors | None, merge: object | None) -> bool:
        """Whether this is the same step as the edit before."""
        if merge is None or merge != self._merging:
            return False
        return vectors is None or self._done[-1].number is not None

    def undo(self) -> None:
        """Take back the last edit, if there is one."""
        self.go_to(self.position - 1)

    def redo(self) -> None:
        """Make the edit again that was taken back last, if there is one."""
        self.go_to(self.position + 1)

    def go_to(self, position: int) -> None:
        """Undo or redo one edit after the other, until `position` of them are made; beyond the ends, to the end.

        The engine hears of each edit, since each may have vectors to swap; views hear of all at once.
        """
        old = self.project
        position = max(0, min(position, len(self.history)))
        if position == self.position:
            return
        self._merging = None
        while self.position > position:
            edit = self._done.pop()
            self._undone.append(edit)
            self._turn_to(edit.before, edit, edit.written[0])
        while self.position < position:
            edit = self._undone.pop()
            self._done.append(edit)
            self._turn_to(edit.after, edit, edit.written[1])
        self.changed.emit(old, self.project)
        self.history_changed.emit()

    def load(
        self,
        project: Project,
        state: State | None,
        path: Path | None,
        is_bundled: bool = False,
        timeline: Timeline | None = None,
    ) -> None:
        """Another project takes this one's place; there is nothing to undo in it yet."""
        old = self.project
        self.project = project
        self.path = path
        self.is_bundled = is_bundled
        self.epoch = 0 if state is None else state.epoch
        self._done.clear()
        self._undone.clear()
        self._merging = None
        self._saved, self._saved_step, self._is_gone = project, 0 if state is None else state.step, False
        self._saved_written = self._written
        self._saved_listed = self._listed
        self.posted.emit(Load(project, state, timeline))
        self.changed.emit(old, project)
        self.history_changed.emit()
        self.loaded.emit()

    def _turn_to(self, project: Project, edit: _Edit, written: int) -> None:
        self.project = project
        self._written = written
        message: Message = Adopt(project) if edit.number is None else Swap(project, edit.number)
        self.posted.emit(message)

    # Asking ------------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the project is called: by its file, once it has one."""
        return self.project.title if self.path is None else self.path.stem

    @property
    def saved(self) -> Project | None:
        """What its file holds, or what was opened; None: not known."""
        return self._saved

    def way_back(self, number: int) -> Literal["undo", "redo"] | None:
        """What leads to the other side of this edit; None: nothing, it was withdrawn."""
        if any(edit.number == number for edit in self._undone):
            return "redo"
        return "undo" if any(edit.number == number for edit in self._done) else None

    @property
    def history(self) -> tuple[str, ...]:
        """What each edit is called, oldest first, with those that were taken back."""
        return (*(edit.text for edit in self._done), *(edit.text for edit in reversed(self._undone)))

    @property
    def position(self) -> int:
        """How many of the edits in the history are made; the others were taken back."""
        return len(self._done)

    @property
    def undo_text(self) -> str | None:
        """What undo would take back; None: nothing."""
        return self._done[-1].text if self._done else None

    @property
    def trained_since(self) -> int | None:
        """From which epoch on training has gone on with what undo would take back, and will stay as it is.

        None: there is nothing such.
        """
        last = self._done[-1] if self._done else None
        if last is None or last.number is not None or last.epoch >= self.epoch:
            return None
        before, after = last.before, last.after
        is_felt = before.replace(title=after.title, pace=after.pace, task=after.task) != after
        return last.epoch if is_felt else None

    @property
    def redo_text(self) -> str | None:
        """What redo would make again; None: nothing."""
        return self._undone[-1].text if self._undone else None

    def mark_saved(self, project: Project, step: int, path: Path) -> None:
        """This project, with training at this step, is what stands in the file at `path`."""
        self._saved, self._saved_step, self._saved_written = project, step, self._written
        self._saved_listed = self._listed
        self._is_gone = False
        self._merging = None
        self.path = path
        self.is_bundled = False
        self.history_changed.emit()

    def note_runs(self) -> None:
        """The runs that a person has kept are others than those that were last saved."""
        self._listed = next(self._writings)
        self.history_changed.emit()

    def mark_unsaved(self) -> None:
        """What is on screen stands in no file, though it was not edited: it was recovered, or is an older version."""
        self._saved = None
        self.history_changed.emit()

    def mark_gone(self, is_gone: bool) -> None:
        """Its file is not there any more, or is there again as it was."""
        self._is_gone = is_gone
        self.history_changed.emit()

    def version(self, step: int) -> tuple[Project, int, int, int]:
        """What differs as soon as project, training (at `step`), what was typed or the kept runs differ."""
        return self.project, step, self._written, self._listed

    def is_edited(self, step: int) -> bool:
        """Whether project, training (at `step`), typed numbers or kept runs differ from what was saved or opened."""
        return self._is_changed or step != self._saved_step

    def must_ask(self, step: int) -> bool:
        """Whether closing now would lose something: a bundled project that was only trained does not ask."""
        return self._is_changed if self.is_bundled else self.is_edited(step)

    @property
    def _is_changed(self) -> bool:
        here, saved = (self._written, self._listed), (self._saved_written, self._saved_listed)
        return self._is_gone or self.project != self._saved or here != saved
