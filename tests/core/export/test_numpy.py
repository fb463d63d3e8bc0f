"""Tests of the export as a script: what it computes, how it reads a CSV file, and that names stay names."""

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import polars
import pytest

from core.activations import ACTIVATIONS
from core.data import Drawn, Points, Table
from core.data.features import FEATURES
from core.errors import UserError
from core.export import export_numpy
from core.export.proof import TOLERANCES
from core.export.scripts.activations import CALLS, FUNCTIONS
from core.export.scripts.file import MOST_BYTES
from core.layers import BatchNormalization, Dense, Dropout
from core.network import DType, Network
from core.table import Column, Split, StoredTable
from core.table.prediction_file import predict_file
from tests.core.export.row_files import COMMA, FILES, SEMICOLON, Asked, drawn, homes, project_for

Run = subprocess.CompletedProcess[str]
Enter = Callable[..., Run]
SPOILED = 'it\'s "quoted" \\ {0} %s'


def loaded(path: Path) -> ModuleType:
    """The script as a module that somebody imports."""
    spec = importlib.util.spec_from_file_location("exported", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script: Path, *arguments: str) -> Run:
    """The script in a process of its own, which sees nothing of this program."""
    return subprocess.run(
        [sys.executable, "-I", str(script), *arguments], cwd=script.parent, capture_output=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Enter:
    """The script run as in a terminal, without a process of its own, which takes a third of a second."""

    def enter(script: Path, *arguments: str) -> Run:
        monkeypatch.chdir(script.parent)
        monkeypatch.setattr(sys, "argv", [script.name, *arguments])
        capsys.readouterr()
        try:
            loaded(script).main()
        except SystemExit as error:
            out, _ = capsys.readouterr()
            return Run(arguments, 1, out, f"{error}\n")
        return Run(arguments, 0, *capsys.readouterr())

    return enter


# What it computes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize(("dtype", "allowed"), [("float32", 1e-6), ("float64", 1e-13)])
def test_every_activation_is_right_from_far_below_to_far_above_zero(
    tmp_path: Path, activation: str, dtype: DType, allowed: float
) -> None:
    units = 1 if ACTIVATIONS[activation].is_elementwise else 2
    network = Network(1, (Dense(units, activation),), dtype)
    export_numpy(network, np.array([1.0, 0.0] if units == 1 else [1.0, -0.5, 0.0, 0.25]), tmp_path / "model.py")
    sizes = np.concatenate([np.geomspace(1e-30, 1e30, 200), np.linspace(0.0, 60.0, 500)])
    x = np.concatenate([-sizes, sizes])[:, np.newaxis].astype(dtype)
    answers = loaded(tmp_path / "model.py").predict(x)
    wanted = network.predict(np.array([1.0, 0.0] if units == 1 else [1.0, -0.5, 0.0, 0.25]), x)
    assert answers.dtype == dtype
    assert np.all(np.abs(answers - wanted) <= allowed * np.maximum(1.0, np.abs(x)))


def test_every_activation_can_be_written_and_only_those_that_are_used_are(tmp_path: Path) -> None:
    assert {*CALLS, *FUNCTIONS} == set(ACTIVATIONS)
    network = Network(2, (Dense(3, "tanh"), Dense(3, "relu"), Dense(1, "softplus")))
    export_numpy(network, drawn(network), tmp_path / "model.py")
    source = (tmp_path / "model.py").read_text("utf-8")
    assert "def softplus(" in source
    assert not any(f"def {name}(" in source for name in FUNCTIONS if name != "softplus")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dropout_is_gone_and_normalizations_are_part_of_the_layers(tmp_path: Path, dtype: DType) -> None:
    layers = (
        BatchNormalization(), Dense(8, "tanh"), Dropout(0.4), BatchNormalization(), Dense(4, "step", use_bias=False),
        Dense(2),
    )  # fmt: skip
    network = Network(2, layers, dtype)
    theta = drawn(network)
    views = network.views(theta)[0]
    views["moving_mean"][...], views["moving_variance"][...] = [2010.0, 0.1], [36.0, 1.0]
    assert export_numpy(network, theta, tmp_path / "model.py").largest_difference is not None
    generator = np.random.default_rng(4)
    x = np.column_stack([generator.integers(1995, 2026, 300), generator.normal(size=300)]).astype(dtype)
    wanted = network.predict(theta, x)
    differing = np.abs(loaded(tmp_path / "model.py").predict(x) - wanted).max(axis=1) > TOLERANCES[dtype]
    assert differing.mean() < 0.01, "a step may round to the other side"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_weights_come_out_as_they_are_written_or_packed(tmp_path: Path, dtype: DType) -> None:
    for units in (7, 500):
        network = Network(7, (Dense(units, "tanh"), Dense(3)), dtype)
        theta = drawn(network)
        theta[:4] = [1e-7, -0.0, 3e30, 1 / 3]
        export_numpy(network, theta, tmp_path / "model.py")
        module, views = loaded(tmp_path / "model.py"), network.views(theta)
        assert ("base64" in vars(module)) == (units == 500)
        assert module.W1.dtype == dtype and module.W1.tobytes() == views[0]["weights"].copy().tobytes()
        assert module.b2.tobytes() == views[1]["biases"].tobytes()


@pytest.mark.parametrize("features", [tuple(FEATURES), ("x1^2", "x2^2"), ("x2",)])
def test_a_script_of_features_takes_the_points_as_they_are(tmp_path: Path, features: tuple[str, ...]) -> None:
    recipe = Points("spiral", 5.0, samples=100, features=features)
    network = Network(len(features), (Dense(6, "tanh"), Dense(1, "sigmoid")), "float64")
    theta = drawn(network)
    assert export_numpy(network, theta, tmp_path / "model.py", recipe).rows == 50
    points = np.random.default_rng(5).uniform(-6.0, 6.0, (80, 2))
    wanted = network.predict(theta, recipe.expand(points.T).T)
    assert np.abs(loaded(tmp_path / "model.py").predict(points) - wanted).max() <= 1e-14


def test_a_script_that_answers_otherwise_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(2, (Dense(1, "sigmoid"),))
    (tmp_path / "model.py").write_text("old")
    monkeypatch.setitem(FUNCTIONS, "sigmoid", "def sigmoid(z):\n    return np.tanh(z) / 2 + 0.5")
    with pytest.raises(UserError, match="answers otherwise than the network"):
        export_numpy(network, drawn(network), tmp_path / "model.py")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_fold_beyond_float32_is_refused(tmp_path: Path) -> None:
    network = Network(1, (BatchNormalization(), Dense(1)))
    theta = np.ones(network.size, np.float32)
    theta[network.views(theta)[0]["gamma"].shape[0] - 1] = 3e38
    network.views(theta)[1]["weights"][...] = 3e38
    with pytest.raises(UserError, match="beyond what float32 can hold"):
        export_numpy(network, theta, tmp_path / "model.py")
    assert not list(tmp_path.iterdir())


def test_more_weights_than_a_script_should_hold_are_refused_with_what_to_take(tmp_path: Path) -> None:
    network = Network(3000, (Dense(3000), Dense(1)))
    assert network.size * 4 > MOST_BYTES
    with pytest.raises(UserError, match=r"too many for a script\. Export as ONNX or safetensors"):
        export_numpy(network, np.zeros(network.size, np.float32), tmp_path / "model.py")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["numpy.py", "csv.py"])
def test_a_name_that_would_hide_a_module_from_the_script_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="stand in the way of the module"):
        export_numpy(Network(1, (Dense(1),)), np.ones(2), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_predict_says_what_shape_it_wants(tmp_path: Path) -> None:
    network = Network(2, (Dense(1),))
    export_numpy(network, drawn(network), tmp_path / "model.py")
    predict = loaded(tmp_path / "model.py").predict
    with pytest.raises(ValueError, match=r"shape \(2,\), not \(rows, 2\)"):
        predict([1.0, 2.0])
    assert predict([[1, 2], [np.nan, 0]]).shape == (2, 1) and np.isnan(predict([[np.nan, 0]])).all()


# How it reads a file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_is_answered_as_the_program_answers_it(tmp_path: Path, enter: Enter, name: str) -> None:
    asked = Asked(tmp_path, name)
    export_numpy(
        asked.project.network, asked.theta, tmp_path / "model.py", asked.recipe, training=asked.project.training
    )
    found = enter(tmp_path / "model.py", "rows.csv", "-o", "out.csv")
    assert (found.returncode, found.stdout) == (0, "")
    asked.check(tmp_path / "out.csv", found.stderr)


def test_the_script_runs_alone(tmp_path: Path, enter: Enter) -> None:
    """As a process that sees neither this program nor its environment."""
    project, theta = project_for(homes("price"))
    export_numpy(project.network, theta, tmp_path / "model.py", project.data)
    (tmp_path / "rows.csv").write_text(SEMICOLON, "utf-8", newline="")
    alone = run(tmp_path / "model.py", "rows.csv", "-o", "alone.csv")
    assert (alone.returncode, alone.stdout) == (0, "")
    assert alone.stderr == enter(tmp_path / "model.py", "rows.csv", "-o", "out.csv").stderr
    assert (tmp_path / "alone.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    refused = run(tmp_path / "model.py", "none.csv")
    assert refused.returncode == 1 and refused.stderr.startswith("none.csv cannot be read: No such file or directory.")


ODD = [
    "a point between thousands", "mostly thousands", "not a number", "not a number beside decimal commas", "blanks",
    "points among which one is none",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_answered_alone_as_the_program_answers_it(tmp_path: Path, name: str) -> None:
    asked = Asked(tmp_path, name)
    project = asked.project
    export_numpy(project.network, asked.theta, tmp_path / "model.py", asked.recipe, training=project.training)
    found = run(tmp_path / "model.py", "rows.csv", "-o", "out.csv")
    assert (found.returncode, found.stdout) == (0, "")
    asked.check(tmp_path / "out.csv", found.stderr)


def test_who_reads_the_answers_may_stop_reading(tmp_path: Path) -> None:
    project, theta = project_for(homes("price"))
    export_numpy(project.network, theta, tmp_path / "model.py", project.data)
    line = SEMICOLON.splitlines()[1] + "\n"
    (tmp_path / "rows.csv").write_text(SEMICOLON.splitlines()[0] + "\n" + line * 5000, "utf-8")
    read, write = os.pipe()
    os.close(read)  # nobody reads at all
    with os.fdopen(write) as pipe:
        found = subprocess.run(
            [sys.executable, "-I", "model.py", "rows.csv"], cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    assert found.returncode == 0 and "Traceback" not in found.stderr


def test_without_a_file_for_them_the_answers_are_printed(tmp_path: Path) -> None:
    project, theta = project_for(homes("sold"))
    export_numpy(project.network, theta, tmp_path / "my model.py", project.data)
    (tmp_path / "rows.csv").write_bytes("town,area,rooms\nKöln,50,1\n".encode("cp1252"))
    found = run(tmp_path / "my model.py", "rows.csv")
    head, row = found.stdout.splitlines()
    assert (found.returncode, found.stderr) == (0, "")
    assert head == "town,area,rooms,prediction,p(yes)" and row.startswith("Köln,50,1,")


def test_days_that_a_network_is_given_are_read_as_days(tmp_path: Path, enter: Enter) -> None:
    days = [date(2024, 1, 1) + timedelta(days=3 * place) for place in range(12)]
    frame = polars.DataFrame({"day": days, "y": np.arange(12.0)})
    project, theta = project_for(Table(StoredTable.of(frame), (Column("day"), Column("y", "target")), Split(test=25.0)))
    (tmp_path / "rows.csv").write_text("day\n2024-01-05\n2024-02-29\n")
    predict_file(project, theta, tmp_path / "rows.csv", tmp_path / "wanted.csv", print, lambda: True)
    export_numpy(project.network, theta, tmp_path / "model.py", project.data)
    found = enter(tmp_path / "model.py", "rows.csv", "-o", "out.csv")
    said = ["outside the range of training: 1", "Outside the range of training: “day” 1 time."]
    assert (found.returncode, found.stderr.splitlines()) == (0, said), "no number says which day is meant"
    wanted, ours = (polars.read_csv(tmp_path / name)["prediction"] for name in ("wanted.csv", "out.csv"))
    assert np.allclose(ours, wanted, rtol=1e-5) and ours.n_unique() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("area,rooms\n1,2\n", "There is no column 'town'."),
        ("area,rooms,town\nlarge,1,Bonn\n", "Row 1, column 'area': 'large' is no number."),
        ("area,rooms,town\nlarge,1,Bonn\n7,1,Bonn\nx,1,-\n", "Row 1, column 'area': 'large' is no number."),
        ("area,rooms,town\n1,1,Bonn\n1,1,Bonn,4\n", "Row 2 has 4 cells, but there are 3 columns."),
        ("", "There is no column 'area'."),
        (None, "rows.csv cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_writes_nothing(
    tmp_path: Path, enter: Enter, text: str | None, said: str
) -> None:
    project, theta = project_for(homes("sold"))
    export_numpy(project.network, theta, tmp_path / "model.py", project.data)
    if text is not None:
        (tmp_path / "rows.csv").write_text(text)
    found = enter(tmp_path / "model.py", "rows.csv", "-o", "out.csv")
    assert found.returncode == 1 and found.stdout == ""
    assert found.stderr.startswith(said) and len(found.stderr.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_rows_are_not_written_over(tmp_path: Path, enter: Enter) -> None:
    project, theta = project_for(homes("sold"))
    export_numpy(project.network, theta, tmp_path / "model.py", project.data)
    (tmp_path / "rows.csv").write_text(COMMA, "utf-8")
    found = enter(tmp_path / "model.py", "rows.csv", "-o", "./rows.csv")
    assert found.returncode == 1 and "cannot be written over the rows" in found.stderr
    assert (tmp_path / "rows.csv").read_text("utf-8") == COMMA


# Names -------------------------------------------------------------------------------------------------------------

HOSTILE = (
    '"""\nimport os\nos.system("rm")\n"""',
    "']; raise SystemExit('injected') #",
    "\\",
    "a\\\"\"\"'''{x}%s\u202e\u2028\x00\r\nend",
    "\ud800 lone",
    "# -*- coding: ascii -*-",
)


def named_table(names: tuple[str, ...]) -> Table:
    """A table whose columns, categories and classes have these six names."""
    frame = polars.DataFrame(
        {
            names[0]: [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            names[1]: [names[2], names[3]] * 3,
            names[5]: [names[2], names[3], names[3]] * 2,
        }
    )
    columns = (
        Column(names[0]),
        Column(names[1], kind="category", categories=(names[2], names[3])),
        Column(names[5], "target", "category", categories=(names[2], names[3])),
    )
    return Table(StoredTable.of(frame), columns, Split(test=0.0))


def skeleton(source: str) -> str:
    """What the source does, whatever its texts are."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def test_names_stay_names_whatever_is_in_them(tmp_path: Path) -> None:
    hostile = tuple(name.replace("\ud800", "\ufdd0").replace("\x00", "\x01") for name in HOSTILE)
    sources = []
    for names, title in ((hostile, HOSTILE[0]), (tuple("abcdef"), "tame")):
        project, theta = project_for(named_table(names))
        theta[...] = np.linspace(-1.0, 1.0, theta.size)
        export_numpy(project.network, theta, tmp_path / "model.py", project.data, title=title)
        sources.append((tmp_path / "model.py").read_text("utf-8"))
    assert skeleton(sources[0]) == skeleton(sources[1])
    for source in sources:
        assert all(sign.isprintable() or sign == "\n" for sign in source)
    (tmp_path / "hostile.py").write_text(sources[0], "utf-8")
    module = loaded(tmp_path / "hostile.py")
    assert [hostile[0], hostile[1]] == list(module.COLUMNS) and [hostile[2], hostile[3]] == module.CLASSES
    assert module.COLUMNS[hostile[1]]["categories"] == [hostile[2], hostile[3]]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_cannot_end_the_text_it_stands_in(tmp_path: Path, title: str) -> None:
    network = Network(1, (Dense(1),))
    export_numpy(network, drawn(network), tmp_path / "model.py", title=title)
    tree = ast.parse((tmp_path / "model.py").read_text("utf-8"))
    docstring = ast.get_docstring(tree)
    assert docstring is not None
    assert docstring.split("\n\n")[0].replace("\n", " ").endswith("written by Neuroloom 0.1.0.")
    assert isinstance(tree.body[1], ast.Import)


def test_classes_of_a_drawing_with_names_of_their_own_are_answered(tmp_path: Path) -> None:
    recipe = Drawn(((-1.0, 0.0, 0.0), (1.0, 0.0, 1.0), (0.0, 1.0, 2.0)), (SPOILED, "Ä", "c"))
    project, theta = project_for(recipe)
    export_numpy(project.network, theta, tmp_path / "model.py", recipe)
    (tmp_path / "rows.csv").write_text("x₁,x₂\n5,5\n-5,3\n0,-5\n", "utf-8")
    found = run(tmp_path / "model.py", "rows.csv")
    names = polars.read_csv(found.stdout.encode())["prediction"]
    assert found.returncode == 0 and set(names) <= {SPOILED, "Ä", "c"} and names.n_unique() > 1


def test_an_empty_row_is_left_out_and_said(tmp_path: Path) -> None:
    recipe = homes("price")
    project, theta = project_for(recipe)
    export_numpy(project.network, theta, tmp_path / "model.py", recipe)
    (tmp_path / "rows.csv").write_text("area,rooms,town\n50,1,Bonn\n,,\n60,2,Bonn\n\n", "utf-8")
    found = run(tmp_path / "model.py", "rows.csv")
    assert found.returncode == 0 and len(found.stdout.splitlines()) == 3
    assert found.stderr.splitlines()[0] == "1 empty row was left out."
