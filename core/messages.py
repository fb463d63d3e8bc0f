"""What others want of the trainer: frozen messages that run in order between two steps, also while it is paused.

Messages and answers can be pickled, so a process could stand where the thread stands.
"""

import msgspec

from core.arrays import Array, Indices
from core.moves import Vectors
from core.regions import Place
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.timeline import Timeline


class Adopt(msgspec.Struct, frozen=True):
    """Go on with this project.

    vectors  what the edit does to theta; None: it leaves the vectors alone
    edit     the number under which the state before the edit is kept for undo; needed where vectors is given
    """

    project: Project
    vectors: Vectors | None = None
    edit: int | None = None


class Swap(msgspec.Struct, frozen=True):
    """Undo or redo edit number `edit`: change places with the state stored there, and go on with this project."""

    project: Project
    edit: int


class Load(msgspec.Struct, frozen=True):
    """Another project: forget everything stored.

    state     None: first weights from the project's seed
    timeline  what is kept of its training so far; None: nothing
    """

    project: Project
    state: State | None = None
    timeline: Timeline | None = None


class Play(msgspec.Struct, frozen=True):
    """Make step after step until paused."""


class Pause(msgspec.Struct, frozen=True):
    """Make no further step."""


class RunSteps(msgspec.Struct, frozen=True):
    """Make this many steps, then pause."""

    count: int


class RunEpochs(msgspec.Struct, frozen=True):
    """Go on to the end of the epoch that is `count` epochs ahead, then pause."""

    count: int


class Ask(msgspec.Struct, frozen=True):
    """Answer with the whole state; `token` says which question it was."""

    token: int


class ListMoments(msgspec.Struct, frozen=True):
    """Answer with the moments that can be looked back at."""

    token: int


class Look(msgspec.Struct, frozen=True):
    """Answer with the kept moment that is nearest to this step."""

    token: int
    step: int


class AskHistory(msgspec.Struct, frozen=True):
    """Answer with the numbers that the weight or bias at this place has had."""

    token: int
    place: Place


Message = Adopt | Swap | Load | Play | Pause | RunSteps | RunEpochs | Ask | ListMoments | Look | AskHistory
Question = ListMoments | Look | AskHistory
"""What changes nothing."""


class Swapped(msgspec.Struct, frozen=True):
    """Answer to Swap: epochs and steps before and after.

    `found` is False where the state had made room for newer ones.
    """

    edit: int
    epoch_before: int
    epoch_after: int
    found: bool
    step_before: int = 0
    step_after: int = 0


class StateAnswer(msgspec.Struct, frozen=True):
    """Answer to Ask: the state, and the moments of the training that led to it.

    trained  what was trained, and the state that it had come to, where edits have come after the last step; None: the
             project as it is, and this state
    """

    token: int
    state: State
    timeline: Timeline
    trained: tuple[Project, State] | None = None


class Refused(msgspec.Struct, frozen=True):
    """Something a person can mend stopped training, kept it from starting, or was wrong with a message.

    Training is paused; project and vectors are those from before, unless the message tells of others. `as_it_stands`
    means that the project cannot be trained at all, so that only an edit of it helps; `ran_away`, that training made
    numbers that are not finite.
    """

    message: str
    hint: str
    as_it_stands: bool = False
    ran_away: bool = False


class Stopped(msgspec.Struct, frozen=True):
    """Training ended by itself, at this step, for a reason that is no failure: early stopping."""

    reason: str
    step: int = 0


class MomentsListed(msgspec.Struct, frozen=True, eq=False):
    """Answer to ListMoments, oldest first; the last one is the present.

    steps   (moments,) made by then
    epochs  (moments,) made by then, with the part of the current one
    losses  (moments,) of the training samples; NaN where the curve has no point of this very moment
    """

    token: int
    steps: Indices
    epochs: Array
    losses: Array


class Looked(msgspec.Struct, frozen=True, eq=False):
    """Answer to Look; None: no moment is kept.

    snapshot  how it was
    project   what was trained then
    state     to go on from it
    """

    token: int
    snapshot: Snapshot | None
    project: Project | None
    state: State | None


class HistoryAnswer(msgspec.Struct, frozen=True, eq=False):
    """Answer to AskHistory: all kept moments since neurons were last moved about, and the present; none: no such place.

    epochs  (moments,) made by then, with the part of the current one
    values  (moments,) the number that stood there
    """

    token: int
    place: Place
    epochs: Array
    values: Array


Answer = Swapped | StateAnswer | Refused | Stopped | MomentsListed | Looked | HistoryAnswer
