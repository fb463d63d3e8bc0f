"""Tests of the project file."""

import dataclasses
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from core.curve import COLUMNS, LEARNING_RATE, MOST_COLUMNS
from core.data import Dataset, build
from core.data.drawn import Drawn
from core.data.recipes import Points, Recipe, Segments
from core.data.table import Table
from core.disk.bounded_zip import PIECE
from core.early_stopping import Best
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import DType, Network
from core.optimizers import OPTIMIZERS
from core.project import Saved, open_project, save_project
from core.project.content import decode_part, shortened
from core.project.entries import ARRAYS, JSON, MOST_BYTES, MOST_SIGNS
from core.randomness import stream
from core.specs import Project, Task
from core.state import State
from core.table.stored import StoredTable
from core.timeline import Timeline
from core.trainer import Trainer
from core.training import Training
from tests.core.opened_projects import opens_or_refuses, use
from tests.core.project_mutations import mutate
from tests.core.saved_projects import of_all_kinds, rows
from tests.core.zips import write_zip

FILES = Path(__file__).parent / "files"
"""Saved by older versions; their README says how."""


def network_of(dtype: DType = "float32") -> Network:
    """Every kind of layer; the dense ones stand at the places 0, 2 and 4."""
    layers = (
        Dense(4, "tanh", name="Größe"),
        BatchNormalization(),
        Dense(3, "relu", use_bias=False),
        Dropout(0.2),
        Dense(1, "sigmoid"),
    )
    return Network(2, layers, dtype)


def project_of(dtype: DType = "float32", data: Recipe | None = None) -> Project:
    return Project(
        "Kreis ⊙",
        network_of(dtype),
        Training("binary_crossentropy", "adam", 0.03, 10),
        data,
        7,
        25.0,
        Task("Try", "Done"),
    )


def state_of(
    network: Network, optimizer: str = "adam", has_start: bool = True, samples: int = 20, has_best: bool = True
) -> State:
    generator = np.random.default_rng(1)
    rows = OPTIMIZERS[optimizer].memory_rows
    curve = generator.random((5, COLUMNS))
    curve[:, 3] = np.nan
    return State(
        theta=parameters_of(network, generator),
        memory=generator.random((rows, network.size)).astype(network.dtype),
        optimizer=optimizer,
        units=OPTIMIZERS[optimizer].units(Training(optimizer=optimizer)),
        updates=12,
        step=13,
        epoch=6,
        position=1,
        order=generator.permutation(samples),
        random=json.dumps(np.random.PCG64(5).state),
        dropping=json.dumps(np.random.PCG64(6).state),
        start=parameters_of(network, generator) if has_start else None,
        draws=3,
        curve=curve,
        met={"loss 0.25": True, "epochs 7": False},
        stride=2,
        best=Best(0.1 + 0.2, 4, parameters_of(network, generator), 2) if has_best else None,
        since=6,
    )


def parameters_of(network: Network, generator: np.random.Generator) -> Any:
    """Numbers of either sign, but variances above 0."""
    theta = generator.normal(size=network.size).astype(network.dtype)
    for views in network.views(theta):
        if "moving_variance" in views:
            views["moving_variance"][...] = generator.uniform(0.5, 2.0, views["moving_variance"].shape)
    return theta


def same_bits(first: Any, second: Any) -> bool:
    """Whether every field of two states (or of what they hold) is equal, arrays bit for bit."""
    for field in dataclasses.fields(first):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if isinstance(one, np.ndarray):
            if not isinstance(other, np.ndarray) or (one.dtype, one.shape) != (other.dtype, other.shape):
                return False
            if one.tobytes() != other.tobytes():
                return False
        elif isinstance(one, Best):
            if not isinstance(other, Best) or not same_bits(one, other):
                return False
        elif one != other:
            return False
    return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.neuroloom"


def refused(path: Path) -> UserError:
    """The refusal to open this file, which names it and says what to do."""
    with pytest.raises(UserError) as caught:
        open_project(path)
    assert path.name in caught.value.message and caught.value.message.endswith(".")
    assert caught.value.hint
    return caught.value


def content_of(path: Path) -> tuple[Any, dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(JSON)), safetensors.numpy.load(archive.read(ARRAYS))


def write_content(path: Path, content: Any, arrays: dict[str, Any]) -> None:
    write_zip(path, {JSON: json.dumps(content).encode(), ARRAYS: safetensors.numpy.save(arrays)})


# What is saved comes back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize(("has_start", "has_best"), [(True, True), (False, True), (True, False), (False, False)])
def test_what_is_saved_comes_back_bit_for_bit(
    path: Path, dtype: DType, optimizer: str, has_start: bool, has_best: bool
) -> None:
    state = state_of(network_of(dtype), optimizer, has_start, has_best=has_best)
    state.theta[:3] = (-0.0, np.finfo(dtype).smallest_subnormal, np.finfo(dtype).max)
    save_project(Saved(project_of(dtype, Points("moons", 12.5)), state), path)
    saved = open_project(path)
    assert saved.project == project_of(dtype, Points("moons", 12.5))
    assert saved.state is not None and same_bits(state, saved.state)
    assert saved.theta is saved.state.theta


@pytest.mark.parametrize("data", [None, Points("spiral", 3.0, 60.0, 200, 9)])
def test_a_project_without_a_state_comes_back(path: Path, data: Recipe | None) -> None:
    save_project(Saved(project_of(data=data)), path)
    saved = open_project(path)
    assert saved.project == project_of(data=data)
    assert saved.state is None and saved.theta is None


def test_a_project_of_digits_comes_back(path: Path) -> None:
    network = Network(7, (Dense(4, "tanh"), Dense(10, "sigmoid")))
    project = Project("Digits", network, Training(), Segments(5.0, 7, 2))
    save_project(Saved(project, state_of(network, "sgd", samples=80)), path)
    assert open_project(path).project == project


def test_the_features_that_are_switched_on_come_back(path: Path) -> None:
    data = Points("moons", features=("x2", "x1^2"))
    save_project(Saved(project_of(data=data), state_of(network_of())), path)
    assert open_project(path).project.data == data
    content, arrays = content_of(path)
    assert content["project"]["data"]["features"] == ["x2", "x1^2"]
    for wrong in ([], ["x2", "x1"], ["x2", "x9"], ["x2", 1]):
        content["project"]["data"]["features"] = wrong
        write_content(path, content, arrays)
        refused(path)


def test_a_file_from_before_there_were_features_means_the_points_themselves(path: Path) -> None:
    save_project(Saved(project_of(data=Points("moons")), state_of(network_of())), path)
    content, arrays = content_of(path)
    del content["project"]["data"]["features"]
    write_content(path, content, arrays)
    assert open_project(path).project == project_of(data=Points("moons"))
    assert open_project(FILES / "schema-1-adam.neuroloom").project.data == Points("circle", 5.0, 50.0, 20, 2)


def test_a_state_without_samples_or_curve_comes_back(path: Path) -> None:
    state = dataclasses.replace(state_of(network_of(), samples=0), position=0, curve=np.zeros((0, COLUMNS)))
    save_project(Saved(project_of(), state), path)
    reopened = open_project(path).state
    assert reopened is not None and same_bits(state, reopened)


def test_paths_may_be_text(path: Path) -> None:
    save_project(Saved(project_of()), str(path))
    assert open_project(str(path)).project == project_of()


def test_the_same_values_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    saved = Saved(project_of(), state_of(network_of()))
    save_project(saved, path)
    save_project(saved, tmp_path / "b.neuroloom")
    assert path.read_bytes() == (tmp_path / "b.neuroloom").read_bytes()


def test_the_arrays_in_the_file_carry_their_names_and_shapes(path: Path) -> None:
    state = state_of(network_of())
    save_project(Saved(project_of(), state), path)
    content, arrays = content_of(path)
    assert (content["format"], content["schema"]) == ("neuroloom", 5)
    assert content["project"]["network"]["layers"][0]["kind"] == "dense"
    weights = network_of().views(state.memory[1])[0]["weights"]
    assert np.array_equal(arrays["memory/1/0/weights"], weights) and weights.shape == (2, 4)
    assert "theta/2/biases" not in arrays
    assert {name for name in arrays if name.startswith("best/")} == {
        *("best/0/weights", "best/0/biases", "best/1/gamma", "best/1/beta", "best/1/moving_mean"),
        *("best/1/moving_variance", "best/2/weights", "best/4/weights", "best/4/biases"),
    }
    assert content["state"]["best"] == {"loss": 0.1 + 0.2, "epoch": 4, "waited": 2}


def test_a_best_loss_that_was_never_finite_comes_back(path: Path) -> None:
    state = state_of(network_of())
    best = Best(np.inf, 1, state.theta, 3)
    save_project(Saved(project_of(), dataclasses.replace(state, best=best)), path)
    reopened = open_project(path).state
    assert reopened is not None and reopened.best is not None and same_bits(reopened.best, best)
    assert content_of(path)[0]["state"]["best"]["loss"] is None


def test_what_is_opened_cannot_be_written_to(path: Path) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    theta = open_project(path).theta
    assert theta is not None
    with pytest.raises(ValueError, match="read-only"):
        theta[0] = 1.0


def test_unknown_keys_are_passed_over(path: Path) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    content["project"]["mood"] = "good"
    write_content(path, content, arrays)
    assert open_project(path).project == project_of()


# Going on from a file --------------------------------------------------------------------------------------------


def settings_of(optimizer: str) -> Training:
    """Everything that leaves something behind in the state is on."""
    return Training(
        "binary_crossentropy", optimizer, 0.02, 4, l2=1e-3, clip_norm=5.0, validation_share=20.0, patience=1000,
        schedule="cosine", decay_steps=500, warmup_steps=10,
    )  # fmt: skip


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_going_on_from_a_file_is_never_having_stopped(path: Path, optimizer: str, dtype: DType) -> None:
    project = project_of(dtype, Points("moons", 12.5)).replace(training=settings_of(optimizer))
    generator = np.random.default_rng(3)
    dataset = Dataset(generator.normal(size=(60, 2)), generator.integers(0, 2, (60, 1)).astype(float))

    def trainer(state: State | None = None) -> Trainer:
        return Trainer(project.network, dataset, project.training, seed=project.seed, state=state)

    whole = trainer()
    whole.run(steps=300)  # past step 256, where theta is tested and the memory cleaned

    first = trainer()
    first.run(epochs=3)
    first.run(steps=7)
    assert 0 < first.position < first.steps_per_epoch
    stopped = first.state()
    assert stopped.best is not None
    save_project(Saved(project, stopped), path)
    state = open_project(path).state
    assert state is not None and same_bits(stopped, state)
    second = trainer(state)
    second.run(steps=300 - first.step)
    assert same_bits(whole.state(), second.state())
    assert whole.snapshot(False, 0.0).curve.tobytes() == second.snapshot(False, 0.0).curve.tobytes()


# Files of schema 1 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_training_goes_on_from_a_file_of_schema_1(optimizer: str) -> None:
    """The version that saved the file went on for 20 steps, too: both arrive at the same numbers."""
    saved, later = (open_project(FILES / f"schema-1-{optimizer}{suffix}.neuroloom") for suffix in ("", "-later"))
    assert saved.state is not None and later.state is not None and saved.project.data is not None
    assert (saved.state.step, saved.state.position, later.state.step) == (10, 2, 30)
    project = saved.project
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed, state=saved.state)
    trainer.run(steps=20)
    reached = trainer.state()
    assert not np.allclose(saved.state.theta, later.state.theta, rtol=1e-3)
    for name in ("theta", "memory", "order", "start"):
        one, other = getattr(reached, name), getattr(later.state, name)
        assert np.allclose(one, other, rtol=1e-12, atol=1e-14), name
    said = np.isfinite(later.state.curve)
    assert np.allclose(reached.curve[:, :COLUMNS][said], later.state.curve[said], rtol=1e-12, atol=1e-14)
    assert (reached.updates if optimizer == "adam" else 20) == (later.state.updates if optimizer == "adam" else 20)
    assert (reached.epoch, reached.position, reached.random) == (
        later.state.epoch, later.state.position, later.state.random,
    )  # fmt: skip


def test_what_schema_1_could_not_say_is_what_it_meant() -> None:
    states = {name: open_project(FILES / f"schema-1-{name}.neuroloom").state for name in ("sgd", "momentum", "adam")}
    assert {name: state.units for name, state in states.items() if state is not None} == {
        "sgd": (), "momentum": (1.0,), "adam": (1.0 - 0.9, 1.0 - 0.999),
    }  # fmt: skip
    state = states["adam"]
    assert state is not None and state.best is None
    assert json.loads(state.dropping) == stream(7, "dropout").bit_generator.state
    assert state.curve.shape == (3, COLUMNS)
    assert np.isnan(state.curve[:, 6:]).all() and np.isfinite(state.curve[:, :6]).all()


def test_training_goes_on_from_a_file_of_schema_2() -> None:
    """With the same random numbers, the same validation samples and the same best epoch so far."""
    saved, later = (open_project(FILES / f"schema-2{suffix}.neuroloom") for suffix in ("", "-later"))
    assert saved.state is not None and later.state is not None and saved.project.data is not None
    project = saved.project
    assert (saved.state.step, saved.state.position, later.state.step) == (10, 1, 30)
    assert saved.state.curve.shape == (4, COLUMNS) and np.isnan(saved.state.curve[:, LEARNING_RATE]).all()
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed, state=saved.state)
    trainer.run(steps=20)
    reached = trainer.state()
    for name in ("theta", "memory", "order", "start"):
        one, other = getattr(reached, name), getattr(later.state, name)
        assert np.allclose(one, other, rtol=1e-12, atol=1e-14), name
    assert (reached.epoch, reached.random, reached.dropping) == (10, later.state.random, later.state.dropping)
    assert reached.best is not None and later.state.best is not None
    assert (reached.best.epoch, reached.best.waited) == (later.state.best.epoch, later.state.best.waited)
    old = later.state.curve[:, :LEARNING_RATE]
    assert np.allclose(reached.curve[:, :LEARNING_RATE], old, rtol=1e-12, atol=1e-14, equal_nan=True)
    assert np.isnan(reached.curve[:4, LEARNING_RATE:]).all() and np.isfinite(reached.curve[4:, LEARNING_RATE:]).all()


def test_training_goes_on_from_a_file_of_schema_3() -> None:
    """From before there were tables: with the same samples, two of them added by hand, and the same curve."""
    saved, later = (open_project(FILES / f"schema-3{suffix}.neuroloom") for suffix in ("", "-later"))
    assert saved.state is not None and later.state is not None and saved.project.data is not None
    project = saved.project
    added = ((0.5, -1.5, 1.0), (-2.0, 3.0, 0.0))
    assert project.data == Points("circle", 5.0, 50.0, 20, 2, added=added)
    assert (saved.state.step, saved.state.position, later.state.step) == (10, 2, 30)
    trainer = Trainer(
        project.network, build(saved.project.data), project.training, seed=project.seed, state=saved.state
    )
    trainer.run(steps=20)
    reached = trainer.state()
    for name in ("theta", "memory", "order", "start", "curve"):
        one, other = getattr(reached, name), getattr(later.state, name)
        assert np.allclose(one, other, rtol=1e-12, atol=1e-14, equal_nan=True), name
    assert (reached.epoch, reached.random, reached.dropping) == (
        *(later.state.epoch, later.state.random, later.state.dropping),
    )
    assert reached.best is not None and later.state.best is not None
    assert (reached.best.epoch, reached.best.waited) == (later.state.best.epoch, later.state.best.waited)


@pytest.mark.parametrize("name", ["schema-4-drawing", "schema-4-table"])
def test_training_goes_on_from_a_file_of_schema_4(name: str) -> None:
    """From before there was a timeline: with the same points or rows, and a moment is kept from now on."""
    saved, later = (open_project(FILES / f"{name}{suffix}.neuroloom") for suffix in ("", "-later"))
    assert saved.state is not None and later.state is not None and saved.project.data is not None
    assert (saved.project, saved.timeline, saved.runs, saved.ended) == (later.project, None, (), "")
    assert isinstance(saved.project.data, Drawn if name == "schema-4-drawing" else Table)
    project = saved.project
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed, state=saved.state)
    trainer.timeline = Timeline(project)
    trainer.run(steps=20)
    reached = trainer.state()
    assert (saved.state.step, later.state.step) == (10, 30)
    rtol = 1e-12 if project.network.dtype == "float64" else 1e-5
    for field in ("theta", "memory", "order", "start", "curve"):
        one, other = getattr(reached, field), getattr(later.state, field)
        assert np.allclose(one, other, rtol=rtol, atol=rtol, equal_nan=True), field
    assert (reached.epoch, reached.random, reached.dropping, reached.met) == (
        *(later.state.epoch, later.state.random, later.state.dropping, later.state.met),
    )
    assert trainer.timeline.moments[0].step == 10


@pytest.mark.parametrize("name", ["schema-1-adam", "schema-2", "schema-3", "schema-4-drawing", "schema-4-table"])
def test_a_file_of_an_older_schema_is_saved_as_todays(path: Path, name: str) -> None:
    saved = open_project(FILES / f"{name}.neuroloom")
    save_project(saved, path)
    assert content_of(path)[0]["schema"] == 5
    again = open_project(path)
    assert again.project == saved.project
    assert saved.state is not None and again.state is not None and same_bits(saved.state, again.state)


@pytest.mark.parametrize(
    ("name", "array"),
    [("curve", np.zeros((3, 5))), ("curve", np.zeros(6)), ("curve", np.zeros((3, 6), np.int64)), ("order", None)],
)
def test_a_damaged_file_of_schema_1_is_refused(path: Path, name: str, array: Any) -> None:
    content, arrays = content_of(FILES / "schema-1-adam.neuroloom")
    del arrays[name]
    write_content(path, content, arrays if array is None else arrays | {name: array})
    assert name in refused(path).hint


def test_a_file_of_schema_1_with_another_optimizer_than_it_knew_is_refused(path: Path) -> None:
    content, arrays = content_of(FILES / "schema-1-adam.neuroloom")
    content["state"]["optimizer"] = "lion"
    write_content(path, content, arrays)
    assert "lion" in refused(path).hint


# Saving that fails -----------------------------------------------------------------------------------------------


def test_a_failed_save_leaves_the_old_file_untouched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    before = path.read_bytes()

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(UserError, match="disk is full"):
        save_project(Saved(project_of()), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_too_large_a_network_is_refused_before_anything_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MOST_BYTES, ARRAYS, 1000)
    with pytest.raises(UserError, match=r"arrays\.safetensors would take"):
        save_project(Saved(project_of(), state_of(network_of())), path)
    assert not path.exists()


def test_half_a_character_is_refused(path: Path) -> None:
    with pytest.raises(UserError, match="half a character"):
        save_project(Saved(project_of().replace(title="\ud83d")), path)


def test_a_state_of_another_network_is_refused() -> None:
    with pytest.raises(UserError, match="theta has the shape"):
        Saved(project_of(), state_of(Network(2, (Dense(1),))))


def impossible(name: str) -> dict[str, Any]:
    state = state_of(network_of())
    theta, curve, flat = state.theta.copy(), state.curve.copy(), state.theta.copy()
    theta[3] = np.nan
    curve[1, 0] = np.nan
    network_of().views(flat)[1]["moving_variance"][2] = -1e-6
    best = state.best
    assert best is not None
    return {
        "theta": {"theta": theta},
        "theta has": {"theta": state.theta.astype(np.float64)},
        "memory": {"memory": state.memory[:1]},
        "start": {"start": theta},
        "order": {"order": np.array([0, 1, 1])},
        "a gap in the order": {"order": np.array([0, 1, 3])},
        "curve has the shape": {"curve": np.zeros((3, COLUMNS - 1))},
        "a wide curve has the shape": {"curve": np.zeros((3, MOST_COLUMNS + 1))},
        "curve holds": {"curve": curve},
        "a long curve": {"curve": np.zeros((514, COLUMNS))},
        "updates": {"updates": -1},
        "step": {"step": 2**53},
        "epoch": {"epoch": -1},
        "position": {"position": 21},
        "draws": {"draws": -1},
        "stride": {"stride": 0},
        "since": {"since": -1},
        "since later than now": {"since": 7},
        "random": {"random": "{}"},
        "random text": {"random": "[" * 900},
        "random number": {"random": json.dumps(np.random.PCG64(0).state | {"uinteger": 2**40})},
        "random float": {
            "random": json.dumps(np.random.PCG64(0).state | {"state": {"state": 1.5, "inc": 3}}),
        },
        "other random numbers": {"random": json.dumps({"bit_generator": "MT19937"})},
        "optimizer": {"optimizer": "lion"},
        "dropping": {"dropping": "{}"},
        "dropping of another kind": {"dropping": json.dumps({"bit_generator": "MT19937"})},
        "variance": {"theta": flat},
        "variance at the start": {"start": flat},
        "variance of the best": {"best": dataclasses.replace(best, theta=flat)},
        "one unit": {"units": (0.1,)},
        "three units": {"units": (0.1, 0.1, 0.1)},
        "no unit": {"units": (0.0, 0.1)},
        "unit below 0": {"units": (0.1, -0.1)},
        "unit without end": {"units": (0.1, np.inf)},
        "unit that is none": {"units": (np.nan, 0.1)},
        "unit above 1": {"units": (0.1, 1.5)},
        "unit too near to 0": {"units": (1e-300, 0.1)},
        "best not finite": {"best": dataclasses.replace(best, theta=theta)},
        "best of another length": {"best": dataclasses.replace(best, theta=theta[1:])},
        "best loss": {"best": dataclasses.replace(best, loss=np.nan)},
        "best loss without end": {"best": dataclasses.replace(best, loss=-np.inf)},
        "best epoch": {"best": dataclasses.replace(best, epoch=-1)},
        "waited": {"best": dataclasses.replace(best, waited=-1)},
    }[name]


IMPOSSIBLE = (
    *("theta", "theta has", "memory", "start", "order", "a gap in the order", "curve has the shape", "curve holds"),
    *("a wide curve has the shape", "a long curve", "unit above 1", "unit too near to 0"),
    *("updates", "step", "epoch", "position", "draws", "stride", "random", "random text", "random number"),
    *("since", "since later than now"),
    *("random float", "other random numbers", "optimizer", "dropping", "dropping of another kind"),
    *("variance", "variance at the start", "variance of the best"),
    *("one unit", "three units", "no unit", "unit below 0", "unit without end", "unit that is none"),
    *("best not finite", "best of another length", "best loss", "best loss without end", "best epoch", "waited"),
)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_state_that_training_cannot_be_in_is_refused(name: str) -> None:
    with pytest.raises(UserError):
        Saved(project_of(), dataclasses.replace(state_of(network_of()), **impossible(name)))


# Opening that fails ----------------------------------------------------------------------------------------------


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.neuroloom").message
    assert "not a file" in refused(tmp_path).message
    refused(tmp_path / "none" / "none.neuroloom")
    refused(tmp_path / "a\0b")
    assert "too long" in refused(tmp_path / ("n" * 300)).message


@pytest.mark.parametrize("content", [b"", b"P", b"hello, I am a text", b"\x00" * 5000, b'{"format": "neuroloom"}'])
def test_a_file_of_another_kind_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert ("is not a project file" if content else "is empty") in refused(path).message


def test_a_foreign_zip_is_refused(path: Path) -> None:
    write_zip(path, {"word/document.xml": b"<xml/>"})
    assert "is not a project file" in refused(path).message
    write_zip(path, {JSON: b'{"format": "something else", "schema": 1}'})
    assert "is not a project file" in refused(path).message


def test_a_newer_file_is_refused_whatever_else_it_holds(path: Path) -> None:
    write_zip(path, {JSON: b'{"format": "neuroloom", "schema": 6, "project": 17}'})
    assert "newer" in refused(path).message


@pytest.mark.parametrize("text", [b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000])
def test_json_that_is_none_is_refused(path: Path, text: bytes) -> None:
    write_zip(path, {JSON: text})
    refused(path)


@pytest.mark.parametrize("nested", [b"[" * 100_000, b'{"a":' * 100_000])
def test_deep_nesting_is_refused(path: Path, nested: bytes) -> None:
    for schema in (b"1", b"2", b"3"):
        write_zip(path, {JSON: b'{"format": "neuroloom", "schema": ' + schema + b', "project": {"x": ' + nested})
        refused(path)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("network", "inputs"), "two", "$.project.network.inputs"),
        (("network", "layers", 2, "units"), 2.5, "$.project.network.layers[2].units"),
        (("network", "layers", 1, "kind"), "convolution", "$.project.network.layers[1]"),
        (("network", "layers", 2, "units"), 0, "0 neurons"),
        (("network", "layers", 2, "units"), 10**30, ""),
        (("network", "layers", 0, "activation"), "softmax", "softmax"),
        (("network", "layers"), [], "at least one layer"),
        (("network", "inputs"), 10**9, "inputs"),
        (("network", "dtype"), "float16", "$.project.network.dtype"),
        (("training", "learning_rate"), -1, "learning rate"),
        (("training", "loss"), "hope", "hope"),
        (("seed",), -1, "seed"),
        (("pace",), 0, "pace"),
        (("data",), {"kind": "points", "shape": "star"}, "$.project.data.shape"),
        (("data",), {"kind": "points", "shape": "circle", "noise": 99}, "99"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(path: Path, place: tuple[Any, ...], value: Any, expected: str) -> None:
    save_project(Saved(project_of()), path)
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read(JSON))
    inner = content["project"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    write_zip(path, {JSON: json.dumps(content).encode()})
    assert expected in refused(path).hint


@pytest.mark.parametrize("cut", [1, 10, 100, 500, 1500])
def test_a_truncated_file_is_refused(path: Path, cut: int) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert "damaged or incomplete" in refused(path).message


@pytest.mark.parametrize("entry", [JSON, ARRAYS])
def test_a_missing_entry_is_refused(path: Path, entry: str) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if name != entry}
    write_zip(path, entries)
    refused(path)


def wrong_arrays(arrays: dict[str, Any], change: str) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {
        "another shape": {"theta/0/weights": np.zeros((4, 2), np.float32)},
        "another number type": {"theta/0/weights": np.zeros((2, 4))},
        "not finite": {"theta/0/weights": np.full((2, 4), np.inf, np.float32)},
        "one layer more": {"theta/5/weights": np.zeros((1, 1), np.float32)},
        "arrays of a dropout": {"theta/3/weights": np.zeros((3, 3), np.float32)},
        "a variance below 0": {"theta/1/moving_variance": np.full(4, -1.0, np.float32)},
        "a row of memory more": {"memory/2/0/weights": np.zeros((2, 4), np.float32)},
        "half an order": {"order": np.arange(10) * 2},
        "an order of other numbers": {"order": np.arange(20.0)},
        "a flat curve": {"curve": np.zeros(8)},
        "a curve of schema 1": {"curve": np.zeros((3, 6))},
        "a curve of schema 2": {"curve": np.zeros((3, 8))},
    }
    return arrays | changes[change]


@pytest.mark.parametrize(
    "change",
    [
        *("another shape", "another number type", "not finite", "one layer more", "a row of memory more"),
        *("half an order", "an order of other numbers", "a flat curve", "a curve of schema 1"),
        *("a curve of schema 2", "arrays of a dropout", "a variance below 0"),
    ],
)
def test_arrays_that_do_not_match_are_refused(path: Path, change: str) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    write_content(path, content, wrong_arrays(arrays, change))
    refused(path)


@pytest.mark.parametrize(
    "name",
    [
        *("theta/4/biases", "theta/1/gamma", "memory/1/0/weights", "start/0/weights", "best/1/moving_mean"),
        "order",
        "curve",
    ],
)
def test_each_array_is_needed(path: Path, name: str) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    del arrays[name]
    write_content(path, content, arrays)
    assert name in refused(path).hint


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("units",), None, "units"),
        (("units",), [0.1], "units"),
        (("units",), [0.1, -1.0], "units"),
        (("units",), ["0.1", 0.1], "$.state.units[0]"),
        (("dropping",), 7, "$.state.dropping"),
        (("dropping",), "PCG64", "dropping"),
        (("best",), None, "best/0/biases"),
        (("best",), [], "$.state.best"),
        (("best", "loss"), "small", "$.state.best.loss"),
        (("best", "epoch"), -3, "epoch"),
        (("best", "waited"), 1.5, "$.state.best.waited"),
        (("epoch",), 10**30, "epoch"),
        (("stride",), 0, "stride"),
        (("optimizer",), "sgd", "memory/0/0/biases"),
    ],
)
def test_a_wrong_value_of_the_state_is_refused(path: Path, place: tuple[str, ...], value: Any, expected: str) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    inner = content["state"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    write_content(path, content, arrays)
    assert expected in refused(path).hint


@pytest.mark.parametrize("field", ["units", "dropping", "step"])
def test_each_field_of_the_state_is_needed(path: Path, field: str) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    del content["state"][field]
    write_content(path, content, arrays)
    assert field in refused(path).hint


def test_a_small_file_that_claims_a_huge_network_allocates_nothing(path: Path) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    content, arrays = content_of(path)
    content["project"]["network"]["layers"][0]["units"] = 100_000
    content["project"]["network"]["layers"][2]["units"] = 1_000
    write_content(path, content, arrays)
    assert "The network asks for (2, 100000)" in refused(path).hint


def test_a_hint_that_is_too_long_keeps_its_beginning_and_its_end() -> None:
    text = "a" * 400
    assert shortened(text) == text
    long = "b" * 300 + "c" * 2 + "d" * 99
    assert shortened(long) == "b" * 300 + "…" + "d" * 99 and len(shortened(long)) == 400
    assert shortened("a\nb\x00c") == "a b c"


@pytest.mark.parametrize("sign", MOST_SIGNS)
def test_an_entry_of_more_parts_than_can_be_looked_at_is_refused_unread(sign: bytes) -> None:
    with pytest.raises(UserError, match=r"Its some\.json has too many parts"):
        decode_part("some.json", sign * (MOST_SIGNS[sign] + 1), int, StoredTable.bundled)
    with pytest.raises(UserError, match=r"Its some\.json is damaged"):
        decode_part("some.json", sign * MOST_SIGNS[sign], int, StoredTable.bundled)


# Files that lie --------------------------------------------------------------------------------------------------


def test_an_entry_over_the_limit_is_refused_from_the_directory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_project(Saved(project_of(), state_of(network_of())), path)
    monkeypatch.setitem(MOST_BYTES, JSON, 100)

    def unpacked(*_: object) -> None:
        raise AssertionError("nothing should be unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    assert "too large" in refused(path).message


def test_a_directory_that_claims_less_than_an_entry_holds_is_refused(path: Path) -> None:
    packed = zlib.compressobj(wbits=-15)
    bomb = b" " * (40 * PIECE)
    stream = packed.compress(bomb) + packed.flush()
    path.write_bytes(zip_of_one(JSON, stream, claimed=1000, crc=zlib.crc32(bomb[:1000])))
    refused(path)
    path.write_bytes(zip_of_one(JSON, stream, claimed=len(bomb), crc=zlib.crc32(bomb)))
    assert "too large" in refused(path).message
    path.write_bytes(zip_of_one(JSON, stream[:100], claimed=20 * PIECE, crc=0))
    refused(path)


def zip_of_one(name: str, stream: bytes, claimed: int, crc: int) -> bytes:
    """A zip with one deflated entry that claims a size."""
    encoded = name.encode()
    common = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, len(stream), claimed, len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + stream
    central = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + encoded
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)


def test_an_honest_zip_made_by_hand_is_read(path: Path) -> None:
    text = b'{"format": "neuroloom", "schema": 6}'
    packed = zlib.compressobj(wbits=-15)
    path.write_bytes(zip_of_one(JSON, packed.compress(text) + packed.flush(), len(text), zlib.crc32(text)))
    assert "newer" in refused(path).message


def test_a_directory_larger_than_a_piece_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(25_000):
            archive.writestr(f"{number:05}", b"")
    assert "directory is too large" in refused(path).hint


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_unpacked_in_pieces_are_refused(path: Path, packing: int) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr(JSON, b" " * 1000)
    assert "unknown way" in refused(path).hint


def test_an_entry_that_stands_twice_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(JSON, b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(JSON, b"{}")
    assert "twice" in refused(path).hint


def test_what_is_squeezed_may_hold_less_than_what_is_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes could claim a gigabyte."""
    monkeypatch.setattr("core.disk.bounded_zip.MOST_SQUEEZED", 8 * PIECE)
    save_project(Saved(project_of(), state_of(network_of())), path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read(JSON)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(JSON, text)
        with archive.open(ARRAYS, "w") as entry:
            for _ in range(9):
                entry.write(bytes(PIECE))
    assert path.stat().st_size < PIECE / 10
    assert "may have 8 MB" in refused(path).message


@pytest.mark.parametrize("part", [b'{"kind": "dropout"},', b"[0, 1],"])
def test_json_with_more_parts_than_can_be_looked_at_is_refused(path: Path, part: bytes) -> None:
    text = b'{"format": "neuroloom", "schema": 5, "project": [' + part * 750_000 + b"0]}"
    write_zip(path, {JSON: text})
    assert "too many parts" in refused(path).hint


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Whole files of all schemas."""
    path = tmp_path_factory.mktemp("wholes") / "a.neuroloom"
    files = [old.read_bytes() for old in sorted(FILES.glob("*.neuroloom"))]
    for saved in of_all_kinds().values():
        save_project(saved, path)
        files.append(path.read_bytes())
    return files


@pytest.mark.parametrize("first", range(0, 150, 50))
def test_files_made_wrong_open_and_can_be_used_or_are_refused(path: Path, wholes: list[bytes], first: int) -> None:
    """A small part of what tests/benchmarks/mutated_projects.py goes through."""
    held, opened = rows(), 0  # a table that somebody holds is not read again
    for seed in range(first, first + 50):
        _, content = mutate(wholes, seed, with_tables=False)
        path.write_bytes(content)
        saved = opens_or_refuses(path)
        if saved is not None:
            opened += 1
            use(saved, path.with_name("again.neuroloom"))
    assert 0 < opened < 50 and held.packed
