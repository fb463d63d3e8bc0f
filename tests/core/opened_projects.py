"""What opens can be used: looked at, trained, looked back on, its runs opened, saved again and opened again."""

from pathlib import Path

from core.errors import UserError
from core.loop import Loop
from core.messages import Adopt, AskHistory, ListMoments, Load, Look, RunSteps, StateAnswer
from core.moves import Become
from core.project import Saved, open_project, save_project
from core.run_table import csv_text
from core.runs import what_it_is
from tests.core.test_loop import running

MOST_PARAMETERS = 200_000
"""What is larger opens, but is not trained here: that takes as long as it takes."""


def opens_or_refuses(path: Path) -> Saved | None:
    """What is in this file; None where it is refused. Anything but a UserError escapes."""
    try:
        return open_project(path)
    except UserError as error:
        assert error.message and str(error).isprintable() and len(str(error)) < 1000, repr(error)[:2000]
        return None


def use(saved: Saved, beside: Path) -> None:
    """All that a person can do with it right away; `beside` is written to. Anything but a UserError escapes."""
    assert all(kept.letter and what_it_is(kept.run.project) for kept in saved.runs)
    csv_text([kept.run for kept in saved.runs])
    again = _used(saved) if saved.project.network.size <= MOST_PARAMETERS else saved
    try:
        save_project(again, beside)
    except UserError as error:
        assert "cannot be saved" in error.message, error
        return
    reopened = open_project(beside)
    assert (reopened.project, reopened.step, reopened.ended) == (again.project, again.step, again.ended)
    assert [kept.run.name for kept in reopened.runs] == [kept.run.name for kept in again.runs]
    moments = () if again.timeline is None else again.timeline.moments
    assert len(moments) == (0 if reopened.timeline is None else len(reopened.timeline.moments))


def _used(saved: Saved) -> Saved:
    """The same after a look back, a step of training, and a step of each of its runs."""
    with running(Loop(saved.project)) as outside:
        outside.post(Load(saved.project, saved.state, saved.timeline))
        moments = () if saved.timeline is None else saved.timeline.moments[:2]
        outside.post(ListMoments(1), AskHistory(2, (0, 0, 0)), *(Look(3, moment.step) for moment in moments))
        outside.run(RunSteps(1))
        answer = next(one for one in reversed(outside.answers) if isinstance(one, StateAnswer))
        for kept in saved.runs:
            if kept.run.state is not None and kept.run.project.network.size <= MOST_PARAMETERS:
                outside.post(Adopt(kept.run.project, Become(kept.run.state), 1))
                outside.run(RunSteps(1))
    return Saved(saved.project, answer.state, answer.timeline, saved.runs, saved.ended)
