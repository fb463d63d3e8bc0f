"""Tests of what makes a reopened project look as if it had never been closed: its timeline and its kept runs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from core.data.recipes import Points
from core.data.table import Table
from core.edits import operate
from core.errors import UserError
from core.loop import Loop
from core.messages import Adopt, AskHistory, Load, Look, Message, RunEpochs, RunSteps, StateAnswer
from core.project import Saved, open_project, save_project
from core.project.entries import JSON, MOST_BYTES, RUNS, RUNS_ARRAYS, TIMELINE, TIMELINE_ARRAYS, nbytes_of
from core.snapshot import Score, Scores
from core.specs import Project
from core.surgery import add_unit, move_units
from core.timeline import Moment, Timeline
from tests.core.saved_projects import bundled_table, own_table, project_on, saved_with_all, trained
from tests.core.test_loop import Outside, running
from tests.core.test_project import same_bits
from tests.core.zips import entries_of, write_zip

POINTS = Points("circle", 5.0, 50.0, 40, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.neuroloom"


@pytest.fixture(scope="module")
def whole() -> Saved:
    return saved_with_all(project_on(POINTS))


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        open_project(path)
    assert path.name in caught.value.message and caught.value.hint
    return caught.value.hint


def moments_of(timeline: Timeline | None) -> tuple[Moment, ...]:
    assert timeline is not None
    return timeline.moments


def assert_same_timeline(one: Timeline | None, other: Timeline | None) -> None:
    """All of it but the eras, which are the same where they are the same among themselves."""
    assert one is not None and other is not None
    assert (one.stride, one.nbytes, len(one.moments)) == (other.stride, other.nbytes, len(other.moments))
    eras: dict[int, object] = {}
    for first, second in zip((*one.moments, one), (*other.moments, other), strict=True):
        assert eras.setdefault(id(first.era), second.era) is second.era
    assert len({id(era) for era in eras.values()}) == len(eras)
    for first, second in zip(one.moments, other.moments, strict=True):
        assert (first.project, first.epochs) == (second.project, second.epochs)
        assert same_bits(*(replace(moment.state, curve=np.empty(0)) for moment in (first, second)))
        assert (first.curve is None) == (second.curve is None)
        if first.curve is not None and second.curve is not None:
            assert first.curve.tobytes() == second.curve.tobytes()


def state_and_timeline(outside: Outside) -> StateAnswer:
    outside.state()
    return next(answer for answer in reversed(outside.answers) if isinstance(answer, StateAnswer))


# What is saved comes back ---------------------------------------------------------------------------------------------


def test_timeline_and_runs_come_back_bit_for_bit_and_the_same_file_is_made_of_them(whole: Saved, path: Path) -> None:
    save_project(whole, path)
    before, saved = path.read_bytes(), open_project(path)
    assert_same_timeline(saved.timeline, whole.timeline)
    assert saved.ended == whole.ended != ""
    for one, other in zip(saved.runs, whole.runs, strict=True):
        assert (one.letter, one.is_shown, one.is_automatic) == (other.letter, other.is_shown, other.is_automatic)
        assert one.run.curve.tobytes() == other.run.curve.tobytes()
        fields = ("name", "project", "step", "epoch", "ended", "since")
        assert all(getattr(one.run, name) == getattr(other.run, name) for name in fields)
        for score, expected in zip(one.run.scores, other.run.scores, strict=True):
            assert (score is None) == (expected is None)
            assert score is None or vars(score) == vars(expected)
        assert (one.run.state is None) == (other.run.state is None)
        assert one.run.state is None or other.run.state is None or same_bits(one.run.state, other.run.state)
    assert [kept.run.state is None for kept in saved.runs] == [False, False, True]
    save_project(saved, path)
    assert path.read_bytes() == before


def test_a_score_that_is_not_finite_comes_back(whole: Saved, path: Path) -> None:
    scores = Scores(Score(np.inf, 3, 7), None, Score(np.nan, None, 2, np.inf))
    kept = whole.runs[0]
    save_project(Saved(whole.project, runs=(replace(kept, run=replace(kept.run, scores=scores)),)), path)
    (again,) = open_project(path).runs
    assert repr(again.run.scores) == repr(scores)


def test_what_moments_share_is_in_file_and_memory_once(whole: Saved, path: Path) -> None:
    save_project(whole, path)
    moments = moments_of(open_project(path).timeline)
    assert len({id(moment.state.start) for moment in moments}) == 1
    vectors = safetensors.numpy.load(entries_of(path)[TIMELINE_ARRAYS])["vectors/0/0/weights"]
    # Theta, two rows of Adam, and the best so far, which is often theta; of the first moment theta is the start.
    assert vectors.shape[1:] == (2, 4) and len(vectors) < 4 * len(moments)
    found = [vector.tobytes() for vector in vectors]
    assert moments[0].state.theta.tobytes() == moments[0].state.start.tobytes()  # type: ignore[union-attr]
    assert len(set(found)) >= len(found) - 2, "of another layer, two vectors of one first weight may differ"


def test_without_timeline_or_runs_there_are_no_entries_for_them(whole: Saved, path: Path) -> None:
    save_project(Saved(whole.project, whole.state), path)
    assert list(entries_of(path)) == [JSON, "arrays.safetensors"]
    assert open_project(path).timeline is None and open_project(path).runs == ()
    save_project(Saved(whole.project, whole.state, Timeline(whole.project)), path)
    assert list(entries_of(path)) == [JSON, "arrays.safetensors"]
    save_project(Saved(whole.project, None, whole.timeline, whole.runs), path)
    assert list(entries_of(path)) == [JSON, RUNS, RUNS_ARRAYS], "there is no training that could have moments"
    assert len(open_project(path).runs) == 3


def test_the_rows_of_a_run_on_another_table_are_in_the_file_once(path: Path) -> None:
    tables = saved_with_all(project_on(own_table()))
    runs = (*tables.runs, *(replace(kept, mark=kept.mark + 3) for kept in saved_with_all(project_on(POINTS)).runs))
    save_project(Saved(project_on(bundled_table()), runs=runs), path)
    assert sum(name.startswith("tables/") for name in entries_of(path)) == 1
    saved = open_project(path)
    assert [type(kept.run.project.data) for kept in saved.runs] == [Table] * 3 + [Points] * 3
    assert saved.runs[0].run.project == tables.project


# Going on -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("optimizer", "epochs"), [("sgd", 100), ("momentum", 140), ("adam", 140), ("adamax", 100)])
def test_training_goes_on_as_if_never_closed_and_keeps_the_same_moments(
    path: Path, optimizer: str, epochs: int
) -> None:
    """Every second moment has gone after 128 of them: before the file is saved, or after it is opened."""
    project = project_on(POINTS, optimizer, "float64" if optimizer == "adam" else "float32")
    once, first = trained(project, 180), trained(project, epochs)
    save_project(Saved(project, first.state(), first.timeline), path)
    saved = open_project(path)
    second = trained(project, 0)
    second.return_to(saved.state)  # type: ignore[arg-type]
    second.timeline = saved.timeline
    second.run(epochs=180 - epochs)
    assert same_bits(second.state(), once.state())
    assert_same_timeline(second.timeline, once.timeline)
    assert once.timeline is not None and once.timeline.stride == 2


def messages_before(project: Project) -> list[Message]:
    """Edits of all kinds: another era, another network, another loss with another curve, another rate."""
    moved = operate(project, move_units(project.network, 0, (0,), 0, 3))
    wider = operate(moved.project, add_unit(moved.project.network, 0))
    training = wider.project.training
    return [
        *(RunEpochs(5), Adopt(moved.project, moved.vectors, 1), RunEpochs(4), Adopt(wider.project, wider.vectors, 2)),
        *(RunEpochs(4), Adopt(wider.project.replace(training=training.replace(loss="mse"))), RunEpochs(3), RunSteps(2)),
    ]


def test_a_loop_with_edits_behind_it_goes_on_looks_back_and_remembers_as_if_never_closed(path: Path) -> None:
    project = project_on(POINTS)
    answers = []
    with running(project) as outside:
        for message in messages_before(project):
            outside.run(message) if isinstance(message, RunEpochs | RunSteps) else outside.post(message)
        here = state_and_timeline(outside)
        assert len({id(moment.era) for moment in here.timeline.moments}) == 3
        assert {moment.curve is None for moment in here.timeline.moments} == {True, False}
        now = here.timeline.project
        save_project(Saved(now, here.state, here.timeline), path)
        answers.append(gone_on(outside))
    saved = open_project(path)
    with running(Loop(project)) as outside:
        outside.post(Load(saved.project, saved.state, saved.timeline))
        answers.append(gone_on(outside))
    (once, looks, history), (again, looks_again, history_again) = answers
    assert same_bits(once.state, again.state)
    assert_same_timeline(once.timeline, again.timeline)
    for one, other in zip(looks, looks_again, strict=True):
        assert one.project == other.project and one.snapshot.epoch == other.snapshot.epoch
        assert one.snapshot.curve.tobytes() == other.snapshot.curve.tobytes()
        assert same_bits(one.state, other.state)
    assert np.array_equal(history.values, history_again.values) and len(history.values) > 3


def gone_on(outside: Outside) -> Any:
    """What there is to see after three more epochs."""
    outside.run(RunEpochs(3))
    answer = state_and_timeline(outside)
    steps = [moment.step for moment in answer.timeline.moments]
    count = len(outside.answers)
    outside.post(*(Look(1, step) for step in steps), AskHistory(2, (0, 0, 0)))
    outside.until(lambda: len(outside.answers) == count + len(steps) + 1)
    return answer, outside.answers[count:-1], outside.answers[-1]


# What cannot be -------------------------------------------------------------------------------------------------------


def changed(path: Path, entry: str, place: tuple[Any, ...], value: Any) -> None:
    """Write another value into one of the JSON entries."""
    entries = entries_of(path)
    content = inner = json.loads(entries[entry])
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    write_zip(path, entries | {entry: json.dumps(content).encode()})


@pytest.mark.parametrize(
    ("entry", "place", "value", "told"),
    [
        (TIMELINE, ("stride",), 0, "stride"),
        (TIMELINE, ("moments", 1, "state", "scalars", "step"), 0, "not in order"),
        (TIMELINE, ("moments", 6, "state", "scalars", "step"), 10**6, "not in order"),
        (TIMELINE, ("moments", 1, "state", "scalars", "draws"), -1, "draws"),
        (TIMELINE, ("moments", 1, "state", "scalars", "best"), None, "half there"),
        (TIMELINE, ("moments", 1, "state", "scalars", "optimizer"), "sgd", "0 of them"),
        (TIMELINE, ("moments", 1, "state", "theta"), 10**6, "no vector"),
        (TIMELINE, ("moments", 1, "state", "theta"), -1, "no vector"),
        (TIMELINE, ("moments", 1, "state", "order"), 99, "orders/99"),
        (TIMELINE, ("moments", 1, "epochs"), -1.0, "epoch"),
        (TIMELINE, ("moments", 1, "project"), 1, "no project"),
        (TIMELINE, ("moments", 1, "curve"), {"number": 0, "points": 1}, "curves/0"),
        (TIMELINE, ("moments",), [], "belongs to nothing"),
        (TIMELINE, ("projects",), [], "no project 0"),
        (TIMELINE, ("era",), "now", "$.era"),
        (RUNS, ("runs", 0, "mark"), 1, "same mark"),
        (RUNS, ("runs", 0, "mark"), 10**6, "mark"),
        (RUNS, ("runs", 0, "step"), 1, "another moment"),
        (RUNS, ("runs", 2, "epoch"), -1, "epoch"),
        (RUNS, ("runs", 0, "since"), 10**6, "since"),
        (RUNS, ("runs", 0, "name"), "n" * 2000, "2,000 letters"),
        (RUNS, ("runs", 0, "curve", "points"), 10**6, "count of points"),
        (RUNS, ("runs", 0, "train", "loss"), "small", "$.runs[0].train.loss"),
        (RUNS, ("runs", 0, "train", "count"), 0, "score"),
        (RUNS, ("runs", 0, "train", "correct"), 10**6, "score"),
        (JSON, ("ended",), "e" * 2000, "2,000 letters"),
        (JSON, ("ended",), 7, "$.ended"),
    ],
)
def test_what_no_training_has_left_behind_is_refused(
    whole: Saved, path: Path, entry: str, place: tuple[Any, ...], value: Any, told: str
) -> None:
    save_project(whole, path)
    changed(path, entry, place, value)
    if (entry, place) == (JSON, ("ended",)) and value == 7:
        with pytest.raises(UserError, match=r"\$\.ended"):
            open_project(path)
    else:
        assert told in refused(path)


@pytest.mark.parametrize("entry", [TIMELINE_ARRAYS, RUNS_ARRAYS])
def test_texts_without_their_arrays_are_refused(whole: Saved, path: Path, entry: str) -> None:
    save_project(whole, path)
    entries = entries_of(path)
    del entries[entry]
    write_zip(path, entries)
    assert f"Its {entry} is missing" in refused(path)


@pytest.mark.parametrize(
    ("name", "array", "told"),
    [
        ("vectors/0/0/weights", np.zeros((3, 2, 4), np.float32), "(3, 4)"),
        ("vectors/0/0/biases", np.zeros(4, np.float32), "the shape (4,)"),
        ("vectors/0/0/biases", np.zeros((), np.float32), "the shape ()"),
        ("vectors/0/0/weights", np.zeros((), np.float32), "the shape ()"),
        ("vectors/1/0/weights", np.zeros((3, 2, 4), np.float32), "belongs to nothing"),
        ("orders/0", np.zeros((2, 2), np.int32), "order"),
        ("orders/0", np.zeros((), np.int32), "order"),
        ("orders/99", np.zeros(3, np.int32), "belongs to nothing"),
        ("curves/0", np.zeros((3, 9)), "belongs to nothing"),
    ],
)
def test_arrays_of_the_timeline_that_do_not_fit_are_refused(
    whole: Saved, path: Path, name: str, array: Any, told: str
) -> None:
    save_project(whole, path)
    entries = entries_of(path)
    arrays = safetensors.numpy.load(entries[TIMELINE_ARRAYS]) | {name: array}
    write_zip(path, entries | {TIMELINE_ARRAYS: safetensors.numpy.save(arrays)})
    assert told in refused(path)


def test_more_moments_or_runs_than_there_can_be_are_refused_and_so_is_more_memory(
    whole: Saved, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_project(whole, path)
    for where, name, value, told in (
        ("timeline_file", "MOMENTS", 6, "7 moments"),
        ("timeline_file", "BYTES", 1000, "larger than it can be"),
        ("runs_file", "MOST_RUNS", 2, "3 runs"),
        ("runs_file", "MOST_BYTES", 1000, "larger than they can be"),
    ):
        with monkeypatch.context() as context:
            context.setattr(f"core.project.{where}.{name}", value)
            assert told in refused(path)
    assert open_project(path).runs


# What does not fit into a file ----------------------------------------------------------------------------------------


def test_a_timeline_that_is_too_large_for_a_file_is_left_out_and_old_runs_lose_first_their_weights(
    whole: Saved, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_project(whole, path)
    size = nbytes_of(safetensors.numpy.load(entries_of(path)[RUNS_ARRAYS]))
    monkeypatch.setitem(MOST_BYTES, TIMELINE_ARRAYS, 1000)
    monkeypatch.setitem(MOST_BYTES, RUNS_ARRAYS, size - 1)
    save_project(whole, path)
    saved = open_project(path)
    assert saved.timeline is None and saved.state is not None
    assert [kept.run.state is None for kept in saved.runs] == [True, False, True]
    monkeypatch.setitem(MOST_BYTES, RUNS_ARRAYS, 700)
    save_project(whole, path)
    assert [kept.letter for kept in open_project(path).runs] == ["C"]


def test_half_a_character_in_a_run_is_refused_and_one_of_the_past_costs_only_the_timeline(
    whole: Saved, path: Path
) -> None:
    kept = whole.runs[0]
    with pytest.raises(UserError, match="half a character") as caught:
        save_project(Saved(whole.project, runs=(replace(kept, run=replace(kept.run, name="\ud83d")),)), path)
    assert "kept runs" in caught.value.hint
    timeline = replace(
        whole.timeline,  # type: ignore[type-var]
        moments=tuple(
            replace(moment, project=moment.project.replace(title="\ud83d")) for moment in moments_of(whole.timeline)
        ),
    )
    save_project(Saved(whole.project, whole.state, timeline), path)
    assert open_project(path).timeline is None
