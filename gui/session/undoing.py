"""Undo, redo and jumps in the history, and the words for where they have led: the engine says so a moment later."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.messages import Load, Message, Swap, Swapped
from gui.session.document import Document


@dataclass
class _Way:
    """Edits undone or redone at once.

    told     what was said of it
    back     what leads back
    are_many whether it is more than one edit
    left     how many swaps the engine has yet to answer
    first    of those, the first answer; None: it is still to come
    is_found whether all the states so far were still kept
    """

    told: str
    back: Literal["undo", "redo"]
    are_many: bool = False
    left: int = 0
    first: Swapped | None = None
    is_found: bool = True

    def adds(self, swapped: Swapped) -> bool:
        """Take one of its answers in; whether that was the last one."""
        self.left -= 1
        self.first = swapped if self.first is None else self.first
        self.is_found = self.is_found and swapped.found
        return self.left == 0


class Undoing(QObject):
    """Goes through the document's history, and tells of it."""

    noticed = Signal(str)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._way: _Way | None = None
        """While an undo, redo or jump in the history is posted: that one."""
        self._swaps: deque[tuple[int, _Way]] = deque()
        """The edits whose vectors are being swapped, in order, each with the way it belongs to."""

    def undo(self) -> None:
        """Take back the last edit, and say which."""
        self.go_to(self._document.position - 1)

    def redo(self) -> None:
        """Make the edit again that was taken back last, and say which."""
        self.go_to(self._document.position + 1)

    def go_to(self, position: int) -> None:
        """Take back or make again as many edits as lead to this place in the history, and say which, or how many."""
        document = self._document
        here = document.position
        position = max(0, min(position, len(document.history)))
        count = abs(position - here)
        if not count:
            return
        what = document.history[min(position, here)] if count == 1 else f"{count:,} edits"
        since = document.trained_since if position == here - 1 else None
        told = f"{'Redone' if position > here else 'Undone'}: {what}"
        self._way = _Way(told, "undo" if position > here else "redo", count > 1)
        document.go_to(position)
        self._way = None
        stays = "" if since is None else f" The training since epoch {since:,} stays."
        self.noticed.emit(f"{told}.{stays}")

    def on_posted(self, message: Message) -> None:
        """What goes to the engine: it may be about to swap the vectors of an edit."""
        if isinstance(message, Load):
            self._swaps.clear()
        if isinstance(message, Swap) and self._way is not None:
            self._swaps.append((message.edit, self._way))
            self._way.left += 1

    def take(self, swapped: Swapped) -> None:
        """Say where an undo or redo led to, and what leads back; once, when all of it is done."""
        way = self._way_of(swapped.edit)
        if way is None:  # a drag was given up
            if swapped.epoch_before != swapped.epoch_after:
                self.noticed.emit(f"Back at epoch {swapped.epoch_after:,}.")
            return
        if not way.adds(swapped):
            return
        assert way.first is not None
        if not way.is_found:
            self.noticed.emit(f"{way.told}. The weights of that time are no longer kept; today's were carried over.")
            return
        unit, before, after = "epoch", way.first.epoch_before, swapped.epoch_after
        if before == after:
            unit, before, after = "step", way.first.step_before, swapped.step_after
        if before == after:
            return
        is_less = after < before
        here = f"back at {unit} {after:,}" if is_less else f"at {unit} {after:,} again"
        returns = "returns step by step" if way.are_many else f"returns to {before:,}"
        along = " with its training" if is_less == (way.back == "redo") and not way.are_many else ""
        self.noticed.emit(f"{way.told}{along}: {here}; {way.back} {returns}.")

    def _way_of(self, edit: int) -> _Way | None:
        """What this edit was swapped for; what was posted before it and not answered is given up."""
        if not any(posted == edit for posted, _ in self._swaps):
            return None
        while True:
            posted, way = self._swaps.popleft()
            if posted == edit:
                return way
