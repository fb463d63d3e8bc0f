"""The document: the project on screen, its history, and the one way to change it."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.messages import Adopt, Load, Message, Swap
from core.moves import Vectors
from core.specs import Project
from core.state import State


@dataclass
class _Edit:
    """One undo step: the project on both sides of it.

    number  under which the engine keeps the vectors that the edit touched; None: it touched none
    """

    text: str
    before: Project
    after: Project
    number: int | None

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
        self._numbers = count(1)
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []
        self._merging: object | None = None
        self._saved = project
        self._saved_step = 0

    # Changing ----------------------------------------------------------------------------------------------------

    def edit(self, text: str, project: Project, vectors: Vectors | None = None, merge: object | None = None) -> None:
        """Change the project: one undo step called `text`, as in "Undo add neuron to Hidden 2".

        vectors  what it does to the trainer's vectors; None: nothing
        merge    edits that follow each other with an equal `merge` are one undo step (a slider's drag); undo, redo and
                 saving end it, and nothing is left of a drag that came back to where it began
        """
        old = self.project
        if project == old and vectors is None:
            return
        number = None if vectors is None else next(self._numbers)
        if number is None and merge is not None and merge == self._merging:
            self._done[-1].after = project
        else:
            self._done.append(_Edit(text, old, project, number))
        self._merging = merge
        if self._done[-1].is_nothing:
            self._done.pop()
            self._merging = None
        self._undone.clear()
        self.project = project
        self.posted.emit(Adopt(project, vectors, number))
        self.changed.emit(old, project)
        self.history_changed.emit()

    def undo(self) -> None:
        """Take back the last edit, if there is one."""
        if self._done:
            edit = self._done.pop()
            self._undone.append(edit)
            self._go_to(edit.before, edit)

    def redo(self) -> None:
        """Make the edit again that was taken back last, if there is one."""
        if self._undone:
            edit = self._undone.pop()
            self._done.append(edit)
            self._go_to(edit.after, edit)

    def load(self, project: Project, state: State | None, path: Path | None, is_bundled: bool = False) -> None:
        """Another project takes this one's place; there is nothing to undo in it yet."""
        old = self.project
        self.project = project
        self.path = path
        self.is_bundled = is_bundled
        self._done.clear()
        self._undone.clear()
        self._merging = None
        self._saved, self._saved_step = project, 0 if state is None else state.step
        self.posted.emit(Load(project, state))
        self.changed.emit(old, project)
        self.history_changed.emit()
        self.loaded.emit()

    def _go_to(self, project: Project, edit: _Edit) -> None:
        old, self.project = self.project, project
        self._merging = None
        message: Message = Adopt(project) if edit.number is None else Swap(project, edit.number)
        self.posted.emit(message)
        self.changed.emit(old, project)
        self.history_changed.emit()

    # Asking ------------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the project is called: by its file, once it has one."""
        return self.project.title if self.path is None else self.path.stem

    def is_undone(self, number: int) -> bool:
        """Whether this edit is one that redo would make again."""
        return any(edit.number == number for edit in self._undone)

    @property
    def undo_text(self) -> str | None:
        """What undo would take back; None: nothing."""
        return self._done[-1].text if self._done else None

    @property
    def redo_text(self) -> str | None:
        """What redo would make again; None: nothing."""
        return self._undone[-1].text if self._undone else None

    def mark_saved(self, project: Project, step: int, path: Path) -> None:
        """This project, with training at this step, is what stands in the file at `path`."""
        self._saved, self._saved_step = project, step
        self._merging = None
        self.path = path
        self.is_bundled = False
        self.history_changed.emit()

    def is_edited(self, step: int) -> bool:
        """Whether project or training (at `step`) differ from what was last saved or opened."""
        return self.project != self._saved or step != self._saved_step

    def must_ask(self, step: int) -> bool:
        """Whether closing now would lose something: a bundled project that was only trained does not ask."""
        return self.project != self._saved if self.is_bundled else self.is_edited(step)
