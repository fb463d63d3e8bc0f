"""What undo and redo of the vectors go back to: states, each with the timeline that led to it, in bounded memory."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from core.specs import Project
from core.state import State
from core.timeline import BYTES, Timeline

KEPT_BYTES = 64 * 2**20
"""How much memory the states may hold; the oldest go first."""


@dataclass(frozen=True, eq=False)
class KeptState:
    """A state, and the moments before it.

    trained  as in `core.messages.StateAnswer`
    """

    state: State
    timeline: Timeline
    trained: tuple[Project, State] | None = None


class KeptStates:
    """The states kept, by the number of the edit."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, KeptState] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, edit: int) -> KeptState | None:
        """What was kept under this number; None: nothing, or it has made room for newer ones."""
        return self._kept.get(edit)

    def keep(self, edit: int, state: State, timeline: Timeline, trained: tuple[Project, State] | None = None) -> None:
        """Keep this under a number; older ones make room for it."""
        self._kept.pop(edit, None)
        self._kept[edit] = KeptState(state, timeline, trained)
        while self._nbytes() > KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self._make_room_for_moments()

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()

    def _nbytes(self) -> int:
        """What was trained last is often a state that another edit has kept: each counts once."""
        states = {id(kept.state): kept.state for kept in self._kept.values()}
        states |= {id(kept.trained[1]): kept.trained[1] for kept in self._kept.values() if kept.trained is not None}
        return sum(state.nbytes for state in states.values())

    def _make_room_for_moments(self) -> None:
        """Most moments belong to many states: each counts once. A state outlives the moments before it."""
        counted: set[int] = set()
        nbytes, last = 0, None
        for edit in reversed(self._kept):
            kept = self._kept[edit]
            moments = kept.timeline.moments
            if moments is last:
                continue
            last = moments
            others = [moment for moment in moments if id(moment) not in counted]
            counted.update(map(id, others))
            nbytes += sum(moment.nbytes for moment in others)
            if nbytes > BYTES and len(counted) > len(moments):  # the newest may have all the room
                self._kept[edit] = replace(kept, timeline=kept.timeline.until(-1))
