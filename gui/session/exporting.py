"""Writing a model into files while the window goes on: by the worker, one at a time, with the proof at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.wording import MINUS, counted
from gui.session.worker import IsWanted, Worker

if TYPE_CHECKING:
    from core.export.formats import Format
    from core.export.proof import Proof
    from core.export.taking import Moment, Staged, Wishes

MayReplace = Callable[[list[Path]], bool]


@dataclass(frozen=True)
class Exported:
    """What has become of an export.

    path      the model's own file
    names     of all files, first its own
    keeps_normalization  whether batch normalizations stayed layers of their own
    when      whose weights these are, such as "epoch 12"; empty where there are none
    proof     what the proof has come to, in a sentence
    brief     the same as the end of a sentence about the file
    is_proved whether it was run, and answers as the network does
    """

    form: "Format"
    path: Path
    names: tuple[str, ...]
    keeps_normalization: bool
    size: int
    when: str
    proof: str
    brief: str
    is_proved: bool


class _Proved(NamedTuple):
    """What is to be put in its place, and what will be said then."""

    staged: "Staged"
    done: Exported


class Exporting(QObject):
    """One export at a time."""

    began = Signal()
    exported = Signal(object)
    """An `Exported`."""
    refused = Signal(str, str)
    """(what happened, what to do about it); nothing was written."""
    given_up = Signal()
    """Nothing was written, because somebody wanted it so, or by a bug, which is told elsewhere."""

    def __init__(self, reader: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self.is_running = False
        """Whether an export is under way."""
        self._is_placing = False
        reader.failed.connect(self._on_failed)

    def export(
        self, form: "Format", moment: "Moment", path: Path, wishes: "Wishes | None", may_replace: MayReplace
    ) -> None:
        """Write the moment in this form; one under way is given up.

        path         of the model's own file, which may be replaced
        may_replace  asked about other files that stand where something comes beside it
        """

        def find(_is_wanted: IsWanted) -> _Proved:
            # What exports is loaded when it is needed: a plain start is faster without.
            from core.export.taking import Wishes, stage

            wanted = wishes or Wishes()
            staged = stage(form, moment, path.name, wanted)
            return _Proved(staged, _exported(form, moment, path, wanted, staged))

        def answered(proved: _Proved) -> None:
            others = proved.staged.in_the_way(path)
            if others and not may_replace(others):
                self.give_up()
            else:
                self._place(*proved)

        if self._is_placing:
            self.refused.emit("An export is just being written.", "Try again in a moment.")
            return
        self.give_up()
        self.is_running = True
        self.began.emit()
        self._reader.ask(self, find, answered, self._on_refused)

    def give_up(self) -> None:
        """Have the export under way write nothing; once its files are on their way it is too late."""
        if self.is_running and not self._is_placing:
            self._reader.give_up(self)
            self._end()
            self.given_up.emit()

    def _place(self, staged: "Staged", done: Exported) -> None:
        def find(_is_wanted: IsWanted) -> Exported:
            staged.place(done.path)
            return done

        self._is_placing = True
        self._reader.ask(self, find, self._on_placed, self._on_refused)

    def _on_placed(self, done: Exported) -> None:
        self._end()
        self.exported.emit(done)

    def _on_refused(self, error: UserError) -> None:
        self._end()
        self.refused.emit(error.message, error.hint)

    def _end(self) -> None:
        self.is_running = self._is_placing = False

    def _on_failed(self) -> None:
        """A bug ended somebody's question: if it was ours, there is nothing to wait for."""
        if self.is_running and not self._reader.is_busy(self):
            self._end()
            self.given_up.emit()


def _exported(form: "Format", moment: "Moment", path: Path, wishes: "Wishes", staged: "Staged") -> Exported:
    proof = staged.proof
    return Exported(
        form,
        path,
        tuple(staged.files),
        wishes.keeps_normalization,
        staged.size,
        moment.when if form.is_model else "",
        *_told(form, moment, proof),
        proof.largest_difference is not None,
    )


def _told(form: "Format", moment: "Moment", proof: "Proof") -> tuple[str, str]:
    """What the proof has come to, in a sentence and in brief."""
    from core.export.inside import asked_about

    if not form.is_model:
        rows = counted(proof.rows, "row")
        return f"{rows}, each with the part that it belongs to.", rows
    if proof.largest_difference is None:
        return f"Not checked: {proof.why_not_run}.", f"not checked, {proof.why_not_run}"
    asked = asked_about(moment.project.data, proof.rows)
    allowed = moment.model.allowed
    # What a float32 model is given is rounded; where columns hold large numbers, that shows.
    reason = f"allowed {allowed:.2g}" if proof.largest_difference <= allowed else "it is given rows rounded to float32"
    agreement, reason = (text.replace("e-", f"e{MINUS}") for text in (proof.agreement, reason))
    return f"Checked on {asked}, run with {proof.run_with}: {agreement} ({reason}).", f"{agreement} on {asked}"
