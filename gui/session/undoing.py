"""Undo, redo and jumps in the history, and the words for where they have led: the engine says so a moment later."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.messages import Load, Message, Swap, Swapped
from gui.session.document import Document


@dataclass
class _Jump:
    """Several edits undone or redone at once.

    back          what leads back
    left          how many swaps the engine has yet to answer
    epoch_before  before the first of them; None: it is still to come
    is_found      whether all the states so far were still kept
    """

    back: Literal["undo", "redo"]
    left: int = 0
    epoch_before: int | None = None
    is_found: bool = True

    def adds(self, swapped: Swapped) -> bool:
        """Take one of its answers in; whether that was the last one."""
        self.left -= 1
        self.epoch_before = swapped.epoch_before if self.epoch_before is None else self.epoch_before
        self.is_found = self.is_found and swapped.found
        return self.left == 0


class Undoing(QObject):
    """Goes through the document's history, and tells of it."""

    told = Signal(str)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._jump: _Jump | None = None
        """While a jump in the history is posted: that one."""
        self._swaps: deque[tuple[int, _Jump | None]] = deque()
        """The edits whose vectors are being swapped, in order, each with the jump it belongs to."""

    def undo(self) -> None:
        """Take back the last edit, and say which."""
        text = self._document.undo_text
        self._document.undo()
        if text is not None:
            self.told.emit(f"Undone: {text}.")

    def redo(self) -> None:
        """Make the edit again that was taken back last, and say which."""
        text = self._document.redo_text
        self._document.redo()
        if text is not None:
            self.told.emit(f"Redone: {text}.")

    def go_to(self, position: int) -> None:
        """Take back or make again as many edits as lead to this place in the history, and say how many."""
        way = position - self._document.position
        if way == -1:
            self.undo()
        elif way == 1:
            self.redo()
        elif way:
            self._jump = _Jump("redo" if way < 0 else "undo")
            self._document.go_to(position)
            self._jump = None
            self.told.emit(f"{'Redone' if way > 0 else 'Undone'}: {abs(way):,} edits.")

    def on_posted(self, message: Message) -> None:
        """What goes to the engine: it may be about to swap the vectors of an edit."""
        if isinstance(message, Load):
            self._swaps.clear()
        if isinstance(message, Swap):
            self._swaps.append((message.edit, self._jump))
            if self._jump is not None:
                self._jump.left += 1

    def take(self, swapped: Swapped) -> None:
        """Say where an undo or redo led to, and what leads back; of a jump once, when all of it is done."""
        edit, jump = swapped.edit, None
        while self._swaps:
            posted, jump = self._swaps.popleft()
            if posted == edit:
                break
        before, after, is_found, way = swapped.epoch_before, swapped.epoch_after, swapped.found, ""
        if jump is not None:
            if not jump.adds(swapped):
                return
            assert jump.epoch_before is not None
            before, is_found, way = jump.epoch_before, jump.is_found, f"{jump.back} returns step by step"
        elif (back := self._document.way_back(edit)) is not None:
            way = f"{back} returns to {before:,}"
        if not is_found:
            self.told.emit("The weights of that time are no longer kept; today's were carried over.")
        elif before != after:
            here = f"Back at epoch {after:,}" if after < before else f"At epoch {after:,} again"
            self.told.emit(f"{here}; {way}." if way else f"{here}.")
