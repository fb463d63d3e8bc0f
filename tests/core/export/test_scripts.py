"""Tests of the PyTorch and the Keras script, as far as they go without either."""

import ast
import csv
import importlib.util
import math
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from core.activations import ACTIVATIONS
from core.data import Points, Segments, Table, build
from core.data.features import FEATURES
from core.data.recipes import Recipe
from core.errors import UserError
from core.export import export_data, export_keras, export_pytorch
from core.export.formats import FORMATS, format_of
from core.export.model import model_of
from core.export.proof import Proof
from core.export.scripts import keras_model, keras_script, numpy_script, pytorch_model, pytorch_script
from core.export.scripts.file import MOST_BYTES
from core.export.scripts.keras_training import LOSSES as KERAS_LOSSES
from core.export.scripts.proof import prove
from core.export.scripts.python_source import array_of, constants_of
from core.export.scripts.pytorch_training import LOSSES as PYTORCH_LOSSES
from core.export.scripts.schedule import schedule_factor
from core.layers import BatchNormalization, Dense, Dropout
from core.losses import LOSSES
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.samples import prepare
from core.schedules import SCHEDULES, rate_at
from core.table import Column, Split, StoredTable
from core.training import Training
from tests.core.export.row_files import FILES, Asked

SCRIPTS = {"pytorch": pytorch_script, "keras": keras_script}
SOURCES = {"numpy": numpy_script, **SCRIPTS}
EXPORTS: dict[str, Callable[..., Proof]] = {"pytorch": export_pytorch, "keras": export_keras}
FRAMEWORKS = {"pytorch": "torch", "keras": "keras"}
BOTH = pytest.mark.parametrize("form", sorted(SCRIPTS))
FOREIGN = {"torch", "nn", "functional", "distributed", "DistributedDataParallel", "keras", "layers", "ops"}

KINDS = ('a "b"', "it's\\", 'c"""d')
HOSTILE = Table(
    StoredTable.of(
        polars.DataFrame(
            {
                'x "1"': [1.0, None, 3.0, 4.0] * 10,
                "soil\n{}": ["clay", 'pe"at', None, "sand"] * 10,
                "ki'nd\\": [KINDS[place % 3] for place in range(40)],
                "unused": [0.0] * 40,
            }
        )
    ),
    (
        Column('x "1"'),
        Column("soil\n{}", kind="category", missing="drop", categories=("clay", 'pe"at', "sand")),
        Column("ki'nd\\", role="target", kind="category", categories=KINDS),
        Column("unused", role="ignored"),
    ),
    Split(test=25.0),
)
NETWORK = Network(4, (BatchNormalization(), Dense(5, "gelu", name='#"""\n$x'), Dropout(0.2), Dense(3, "softmax")))
TRAINING = Training("categorical_crossentropy", "adamw", 0.02, 8, schedule="cosine", class_weight="balanced", l2=0.1)


def source_of(form: str, network: Network, theta: np.ndarray | None = None, *rest: Any, file: str = "a.py") -> str:
    model = model_of(network, network.initial(1) if theta is None else theta, *rest)
    script = SOURCES[form]
    return str(script.source(model, file))  # type: ignore[attr-defined]


def without_framework(source: str) -> dict[str, Any]:
    """Everything of a script that mentions neither PyTorch nor Keras, run."""
    tree = ast.parse(source)
    kept: list[ast.stmt] = []
    for statement in tree.body:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        imported = {name.name.split(".")[0] for node in ast.walk(statement) if isinstance(node, ast.Import)
                    for name in node.names}  # fmt: skip
        if isinstance(statement, ast.ImportFrom):
            imported.add(str(statement.module).split(".")[0])
        is_main = isinstance(statement, ast.If) and "__name__" in names
        if not (names | imported) & FOREIGN and not is_main:
            kept.append(statement)
    space: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), "script", "exec"), space)
    return space


def write_csv(path: Path, header: list[str], rows: list[list[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


# What it says -----------------------------------------------------------------------------------------------------


@BOTH
def test_a_script_is_written_and_told_of_where_it_cannot_be_run(tmp_path: Path, form: str) -> None:
    if importlib.util.find_spec(FRAMEWORKS[form]) is not None:
        pytest.skip("it can be run here")
    proof = EXPORTS[form](NETWORK, NETWORK.initial(1), tmp_path / "a.py", HOSTILE, training=TRAINING, title="Soil")
    assert proof.largest_difference is None and proof.why_not_run.endswith("is not installed here")
    source = (tmp_path / "a.py").read_text("utf-8")
    assert source == source_of(form, NETWORK, None, HOSTILE, TRAINING, "Soil"), "the same bytes each time"
    assert source.startswith('"""Soil: a neural network with 4 inputs') and "python a.py train rows.csv" in source


@BOTH
@pytest.mark.parametrize("units", [5, 400])
def test_weights_stand_in_it_bit_for_bit(form: str, units: int) -> None:
    network = Network(3, (BatchNormalization(), Dense(units, "tanh"), Dense(2, "linear", use_bias=False)), "float64")
    theta = np.random.default_rng(2).normal(0.0, 1.0, network.size)
    network.views(theta)[0]["moving_variance"][...] = [0.5, 1.0, 2.0]
    weights = constants_of(source_of(form, network, theta))["WEIGHTS"]
    assert isinstance(weights, dict)
    found = [array_of(value, "float64") for value in weights.values()]
    views = [array for view in network.views(theta) for array in view.values()]
    for array, view in zip(found, views, strict=True):
        view = view.T if form == "pytorch" and view.ndim == 2 else view
        assert np.array_equal(array, view)


@BOTH
def test_names_of_any_kind_stay_names(form: str) -> None:
    plain = source_of(form, NETWORK, None, HOSTILE, TRAINING, "plain")
    title = 'T"""\nimport os\n\\ %(prog)s ${title} {x}'
    hostile = source_of(form, NETWORK, None, HOSTILE, TRAINING, title, file='a"""\n.py')
    statements = [ast.parse(text).body for text in (plain, hostile)]
    assert [ast.dump(entry) for entry in statements[0][1:]] == [ast.dump(entry) for entry in statements[1][1:]]
    said = constants_of(hostile)
    assert list(said["COLUMNS"]) == ['x "1"', "soil\n{}"] and said["CLASSES"] == list(KINDS)
    assert "model.py predict" in hostile


LONG = tuple(f"a name that goes on and on, the {place:02} of them" for place in range(40))
MANY_NAMES = Table(
    StoredTable.of(
        polars.DataFrame(
            {"plain": [1.0] * 40, LONG[0] * 2: LONG[20:] * 2, "kind": LONG, "day": [date(2024, 1, 1)] * 40}
        )
    ),
    (
        Column("plain", missing="drop"),
        Column(LONG[0] * 2, kind="category", missing="drop", categories=LONG[20:]),
        Column("kind", role="target", kind="category", categories=LONG),
        Column("day", missing="drop"),
    ),
    Split(test=0.0),
)
HELD = Dense(3, "step", locked=((0, 1), (-1, 2)), cut=((1, 0),))
VARIANTS: dict[str, tuple[Network, Recipe | None, Training | None]] = {
    "a table": (NETWORK, HOSTILE, TRAINING),
    "long names": (Network(22, (Dense(40, "softmax"),)), MANY_NAMES, None),
    "points": (Network(7, (Dense(5, "gelu"), Dense(1, "tanh"))), Points("spiral", features=tuple(FEATURES)), None),
    "one number": (Network(1, (Dense(5, "step"), Dense(1))), Points("sine"), Training("mse", "adamw", clip_norm=1.0)),
    "a display": (Network(7, (Dense(10, "sigmoid"),), "float64"), Segments(), Training("hinge", l1=0.1)),
    "no data": (Network(64, (Dense(40), Dense(3, "relu"))), None, None),
    "held": (Network(2, (HELD, Dense(1, "leaky_relu")), "float64"), None, Training("mse", "adamw", schedule="step")),
}


@pytest.mark.parametrize("form", ["numpy", *sorted(SCRIPTS)])
def test_scripts_are_tidy(tmp_path: Path, form: str) -> None:
    """Nothing is imported or computed in vain, no name is missing, and no line is too long to read."""
    for place, (network, recipe, training) in enumerate(VARIANTS.values()):
        (tmp_path / f"script_{place}.py").write_text(
            source_of(form, network, None, recipe, training, f"A title with {LONG[0]}"), "utf-8"
        )
    rules = ["--select=E,F,W,I,B,C4,PIE,UP,RET", "--ignore=B905,RET504", "--line-length=120", "--target-version=py38"]
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", *rules, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_every_activation_loss_optimizer_and_schedule_has_its_place() -> None:
    activations = set(ACTIVATIONS) - {"linear"}
    assert set(pytorch_model.ACTIVATIONS) == set(keras_model.ACTIVATIONS) == activations
    assert set(PYTORCH_LOSSES) == set(KERAS_LOSSES) == set(LOSSES)
    network = Network(2, (Dense(3, "tanh"), Dense(1)))
    for form in SCRIPTS:
        found = {name: source_of(form, network, None, None, Training("mse", name)) for name in OPTIMIZERS}
        assert len(set(found.values())) == len(OPTIMIZERS)
        for source in found.values():
            ast.parse(source, feature_version=(3, 9))


@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
@pytest.mark.parametrize("warmup", [0, 5])
def test_the_rate_goes_as_in_the_program(schedule: str, warmup: int) -> None:
    training = Training(learning_rate=1.0, schedule=schedule, decay_steps=7, final_share=0.1, warmup_steps=warmup)
    factor = schedule_factor(training, "math.cos", "min") or "1.0"
    for step in range(20):
        assert math.isclose(eval(factor, {"math": math, "step": step}), rate_at(training, step), rel_tol=1e-14)


@BOTH
def test_what_is_locked_or_cut_is_listed_by_its_place(form: str) -> None:
    layer = Dense(3, "tanh", locked=((0, 1), (-1, 2)), cut=((1, 0),))
    network = Network(2, (layer, Dense(1, lock_biases=True)))
    held = constants_of(source_of(form, network))["HELD"]
    # PyTorch's weights are (units, inputs), those of Keras (inputs, units).
    if form == "pytorch":
        assert held == {"0.weight": [1, 2], "0.bias": [2], "2.bias": [0]}
    else:
        assert held == {"dense_1.kernel": [1, 3], "dense_1.bias": [2], "dense_2.bias": [0]}


@BOTH
def test_a_network_that_cannot_be_trained_says_why(form: str) -> None:
    network = Network(2, (Dense(3, "step"), Dense(1, "sigmoid")))
    train = without_framework(source_of(form, network))["train"]
    with pytest.raises(SystemExit, match="Hidden 1 uses step, whose slope is zero everywhere"):
        train(None)


@BOTH
def test_too_many_numbers_for_a_script_are_refused_and_an_old_file_stays(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.py").write_text("old")
    network = Network(1, (Dense(4096), Dense(MOST_BYTES // 4 // 4096)))
    with pytest.raises(UserError, match="too many for a script"):
        EXPORTS[form](network, np.zeros(network.size, np.float32), tmp_path / "a.py")
    assert (tmp_path / "a.py").read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_python_files_need_to_be_told_apart() -> None:
    with pytest.raises(UserError, match="alone does not say"):
        format_of(Path("a.py"))
    assert format_of(Path("a.py"), "keras") is FORMATS["keras"]


@BOTH
@pytest.mark.parametrize("name", ["torch.py", "keras.py", "csv.py"])
def test_a_script_is_not_called_like_a_module_that_it_needs(tmp_path: Path, form: str, name: str) -> None:
    network = Network(1, (Dense(1),))
    with pytest.raises(UserError, match="would stand in the way"):
        EXPORTS[form](network, network.initial(1), tmp_path / name)


# What needs no framework ------------------------------------------------------------------------------------------


@BOTH
def test_features_and_rows_become_the_same_inputs(form: str) -> None:
    points = Points("spiral", features=tuple(FEATURES))
    for network, recipe in ((Network(7, (Dense(1, "sigmoid"),)), points), (NETWORK, HOSTILE)):
        model = model_of(network, network.initial(1), recipe)
        x = np.array(model.questions)
        if recipe is HOSTILE:
            x = np.array([[np.nan, 2.0], [3.0, np.nan], [1e30, -1.0], [np.inf, 0.0]], np.float32)
        found = without_framework(source_of(form, network, None, recipe))["prepare"](x)
        assert found.dtype == "float32" and found.tobytes() == np.ascontiguousarray(model.preprocessing(x)).tobytes()


@BOTH
def test_a_file_of_rows_becomes_the_samples_that_are_trained_on(tmp_path: Path, form: str) -> None:
    names = ['x "1"', "soil\n{}", "ki'nd\\"]
    frames = [HOSTILE.rows.frame[rows].select(names) for rows in (HOSTILE.prepared.rows, HOSTILE.prepared.rows_test)]
    rows = [[*row, part] for part, frame in zip(("train", "test"), frames, strict=True) for row in frame.rows()]
    rows.insert(3, [2.0, "", KINDS[0], "train"])  # a gap that leaves a row out
    rows.insert(5, [2.0, "clay", "", "train"])  # a row without a class
    path = write_csv(tmp_path / "rows.csv", [*names, "part"], rows)
    script = without_framework(source_of(form, NETWORK, None, HOSTILE, TRAINING))
    (x, y), (x_test, y_test) = script["read_samples"](path)
    split = prepare(NETWORK, build(HOSTILE), TRAINING, 0)
    assert split.test is not None and split.train.weights is not None
    for found, wanted in ((x, split.train.x), (y, split.train.y), (x_test, split.test.x), (y_test, split.test.y)):
        assert np.array_equal(found, wanted)
    assert np.allclose(script["row_weights"](y), split.train.weights, rtol=1e-6)


@BOTH
@pytest.mark.parametrize("recipe", [Points("sine", samples=60), HOSTILE])
def test_the_data_as_the_program_writes_them_are_what_is_trained_on(tmp_path: Path, form: str, recipe: Recipe) -> None:
    export_data(recipe, tmp_path / "data.csv")
    data = build(recipe)
    network = Network(data.x.shape[1], (Dense(data.y.shape[1], "linear"),), "float64")
    script = without_framework(source_of(form, network, None, recipe, Training("mse")))
    (x, y), (x_test, y_test) = script["read_samples"](tmp_path / "data.csv")
    assert np.array_equal(np.sort(x, axis=0), np.sort(data.x, axis=0)) and len(x_test) == len(y_test) > 0
    assert np.array_equal(np.sort(y, axis=0), np.sort(data.y, axis=0))


@BOTH
@pytest.mark.parametrize(("loss", "activation", "yes_and_no"), [
    ("mse", "tanh", {-1.0, 1.0}), ("hinge", "linear", {-1.0, 1.0}), ("binary_crossentropy", "sigmoid", {0.0, 1.0}),
])  # fmt: skip
def test_points_are_found_by_what_one_types(
    tmp_path: Path, form: str, loss: str, activation: str, yes_and_no: set[float]
) -> None:
    recipe = Points("circle", samples=40)
    network = Network(2, (Dense(1, activation),))
    classes = build(recipe).classes
    script = without_framework(source_of(form, network, None, recipe, Training(loss)))
    rows = [[classes[0], 0.5, 1.0], [classes[1], -0.5, 2.0]]
    for header in (["class", "X2", "x₁"], ["what it is", "x2", "x1"]):
        (x, y), (x_test, _) = script["read_samples"](write_csv(tmp_path / "rows.csv", header, rows))
        assert x.tolist() == [[1.0, 0.5], [2.0, -0.5]] and len(x_test) == 0
        assert set(y.ravel().tolist()) == yes_and_no


@BOTH
def test_what_is_wrong_in_a_file_of_rows_is_said_with_its_row(tmp_path: Path, form: str) -> None:
    script = without_framework(source_of(form, NETWORK, None, HOSTILE, TRAINING))
    names = ['x "1"', "soil\n{}", "ki'nd\\"]
    for header, row, said in (
        (names[:2], [1.0, "clay"], "There is no column \"ki'nd"),
        (names, ["one", "clay", KINDS[0]], "Row 1, column .*: 'one' is no number"),
        (names, [1.0, "clay", "other"], "Row 1 has none of the classes"),
        ([*names, "part"], [1.0, "clay", KINDS[0], "test"], "no row to train on"),
    ):
        with pytest.raises(SystemExit, match=said):
            script["read_samples"](write_csv(tmp_path / "rows.csv", header, [row]))


@BOTH
def test_answers_stand_behind_the_rows(tmp_path: Path, form: str) -> None:
    network, recipe = Network(7, (Dense(10, "sigmoid"),)), Segments()
    theta = np.random.default_rng(1).normal(0.0, 3.0, network.size).astype(np.float32)
    script = without_framework(source_of(form, network, theta, recipe, Training("mse")))
    script["predict"] = lambda x, model: network.predict(theta, script["prepare"](x))
    rows = [[digit, *place] for digit, place in enumerate(build(recipe).x.tolist())]
    path = write_csv(tmp_path / "rows.csv", ["digit", *"abcdefg"], [*rows, [0, "", 1, 1, 1, 1, 1, 1]])
    script["write_answers"](path, tmp_path / "out.csv", None)
    with (tmp_path / "out.csv").open(newline="") as file:
        header, *found = csv.reader(file)
    assert header == ["digit", *"abcdefg", "prediction", *(f"output({digit})" for digit in range(10))]
    outputs = network.predict(theta, build(recipe).x.astype(np.float32))
    for row, output in zip(found, outputs, strict=False):
        assert row[8] == (str(output.argmax()) if output.max() >= 0.5 else "")
        assert np.array_equal(np.array(row[9:], np.float32), output)
    assert len(found) == 11 and found[10][8] == "", "a gap that nothing fills has no answer"


@BOTH
@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_is_answered_as_the_program_answers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, name: str
) -> None:
    asked = Asked(tmp_path, name)
    model = model_of(asked.project.network, asked.theta, asked.recipe, asked.project.training)
    script = without_framework(str(SCRIPTS[form].source(model, "a.py")))
    outputs = asked.project.network.predict
    script["predict"] = lambda x, _: model.preprocessing.answers(outputs(asked.theta, script["prepare"](x)))
    capsys.readouterr()
    script["write_answers"](asked.rows, tmp_path / "out.csv", None)
    asked.check(tmp_path / "out.csv", capsys.readouterr().err)


@BOTH
def test_a_file_that_holds_no_weights_is_said_in_a_sentence(form: str) -> None:
    def load_model(path: str) -> None:
        raise RuntimeError("size mismatch\n  for 0.weight")

    script = without_framework(source_of(form, NETWORK))
    script["load_model"] = load_model
    with pytest.raises(SystemExit, match=r"^a\.pt cannot be loaded: size mismatch for 0\.weight$"):
        script["opened"]("a.pt")


@BOTH
def test_rows_with_semicolons_and_decimal_commas_are_trained_on(tmp_path: Path, form: str) -> None:
    recipe = Points("circle", samples=40)
    script = without_framework(source_of(form, Network(2, (Dense(1, "sigmoid"),)), None, recipe))
    inner, outer = reversed(build(recipe).classes)
    (tmp_path / "rows.csv").write_text(
        f"x1;x2;class;part\n0,5;1.070,5;{inner};TRAIN\n1;;{outer};train\n2;3;{outer};test\n"
    )
    (x, y), (x_test, y_test) = script["read_samples"](tmp_path / "rows.csv")
    assert (x.tolist(), y.tolist()) == ([[0.5, 1070.5]], [[1.0]]), "a row with a gap teaches nothing"
    assert (x_test.tolist(), y_test.tolist()) == ([[2.0, 3.0]], [[0.0]])


@BOTH
def test_no_row_is_trained_on_beside_one_that_is_no_number(tmp_path: Path, form: str) -> None:
    recipe = Points("circle", samples=40)
    script = without_framework(source_of(form, Network(2, (Dense(1, "sigmoid"),)), None, recipe))
    inner = build(recipe).classes[1]
    (tmp_path / "rows.csv").write_text(f"x1,x2,class\n1,2,{inner}\n1,abc,{inner}\n1,2,{inner}\n")
    with pytest.raises(SystemExit, match=r"^Not a number: row 2, “x2”: “abc”\.$"):
        script["read_samples"](tmp_path / "rows.csv")


@pytest.mark.parametrize("is_of_classes", [False, True])
def test_days_are_read_as_days_or_as_numbers(tmp_path: Path, is_of_classes: bool) -> None:
    days = [date(2024, 1, 1) + timedelta(days=3 * place) for place in range(12)]
    frame = polars.DataFrame({"day": days, "until": days, "kind": ["a", "b"] * 6})
    columns = (
        Column("day"),
        Column("until", "ignored" if is_of_classes else "target"),
        Column("kind", "target" if is_of_classes else "ignored", "category", categories=("a", "b")),
    )
    recipe = Table(StoredTable.of(frame), columns, Split(test=0.0))
    ends = recipe.ends
    network = Network(ends.inputs, (Dense(ends.outputs, ends.activation),), "float64")
    script = without_framework(source_of("pytorch", network, None, recipe, Training(ends.loss)))
    (tmp_path / "rows.csv").write_text("day;until;kind\n2024-01-04;2024-01-07 12:00;b\n19726;19729,5;b\n")
    (x, y), _ = script["read_samples"](tmp_path / "rows.csv")
    assert np.array_equal(x[0], x[1]) and np.array_equal(y[0], y[1])
    data = build(recipe)
    assert np.allclose(x[0], data.x[1], rtol=1e-12)


# Proof ------------------------------------------------------------------------------------------------------------

ANSWERS = """\
import numpy as np
WEIGHTS = {{"w": [[2.0]]}}
def predict(x):
    return np.float32(x) @ np.array(WEIGHTS["w"], "float32") + np.float32({wrong})
"""


def doubling() -> Any:
    network = Network(1, (Dense(1, use_bias=False),))
    return model_of(network, np.array([2.0], np.float32))


def test_a_script_is_run_in_a_process_of_its_own_and_compared(tmp_path: Path) -> None:
    script = tmp_path / "a.py"
    script.write_text(ANSWERS.format(wrong="0.0"))
    weights = {"WEIGHTS": {"w": np.array([[2.0]], np.float32)}}
    proof = prove(doubling(), script, tmp_path / "b.py", ("numpy", "NumPy"), weights)
    assert proof.largest_difference == 0.0 and proof.rows == 500 and proof.path == tmp_path / "b.py"
    script.write_text(ANSWERS.format(wrong="0.1"))
    with pytest.raises(UserError, match="answers otherwise than the network"):
        prove(doubling(), script, script, ("numpy", "NumPy"), weights)


def test_a_script_that_does_not_run_or_says_something_else_is_refused(tmp_path: Path) -> None:
    script = tmp_path / "a.py"
    script.write_text("raise RuntimeError('no such thing')\n")
    with pytest.raises(UserError, match="does not run: RuntimeError: no such thing"):
        prove(doubling(), script, script, ("numpy", "NumPy"), {})
    script.write_text(ANSWERS.format(wrong="0.0"))
    for wrong in ({"WEIGHTS": {"w": np.array([[-2.0]], np.float32)}}, {"COLUMNS": ["x"]}):
        with pytest.raises(UserError, match="The script"):
            prove(doubling(), script, script, ("numpy", "NumPy"), wrong)
