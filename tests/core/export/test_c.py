"""Tests of the C header, compiled strictly as C and as C++, and asked. Without a compiler most of them are skipped."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

import core.export.c.header
import core.export.c.proof
from core.activations import ACTIVATIONS
from core.arrays import Array
from core.data import Points, Segments, Table, build
from core.data.features import FEATURES
from core.errors import UserError
from core.export import export_c
from core.export.c.activations import FORMS, activation_functions, c_type
from core.export.c.proof import find_compiler
from core.export.c.text import comment_text, identifier, number, string
from core.export.model import Model
from core.export.proof import MOST_ROWS, TOLERANCES
from core.layers import BatchNormalization, Dense, Dropout, Layer
from core.network import DType, Network
from core.table import Column, Split, StoredTable
from core.training import Training

COMPILER = find_compiler()
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler on this machine")
STRICT = ("-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Wdouble-promotion", "-Werror")
HOSTILE = (
    "*/ int main", "/* a", "**//", 'quo"te', "back\\", "ends??/", "??????/", "a\nb\r\x0b\x0c", "*\\\n/",
    "\N{RIGHT-TO-LEFT OVERRIDE}x",
    "\N{SNOWMAN} Größe", "%s %n", "#endif", "\\u0041\\x41", "\u2028", "1", "'", "\0", "a\x7f",
)  # fmt: skip


def drawn(network: Network) -> Array:
    """Weights and biases that are all different from zero, and variances above it."""
    generator = np.random.default_rng(3)
    theta = generator.normal(0.0, 0.5, network.size).astype(network.dtype)
    for views in network.views(theta):
        if "moving_variance" in views:
            views["moving_variance"][...] = generator.uniform(0.01, 4.0, views["moving_variance"].shape)
    return theta


def built(folder: Path, source: str, compiler: tuple[str, ...] | None = None) -> Path:
    """The program that this source is, compiled without a warning."""
    assert COMPILER is not None
    (folder / "main.c").write_text(source, "utf-8")
    command = compiler or (COMPILER, "-std=c99")
    run = subprocess.run(
        [*command, *STRICT, "-o", "main", "main.c", "-lm"],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder / "main"


def said(folder: Path, header: str, body: str, x: Array | None = None) -> bytes:
    """What a program says whose main does this; what it reads is x."""
    source = f'#include <stdio.h>\n#include "{header}"\nint main(void)\n{{\n{body}\nreturn 0;\n}}\n'
    given = b"" if x is None else x.tobytes()
    return subprocess.run([built(folder, source)], input=given, capture_output=True, timeout=60, check=True).stdout


def asked(folder: Path, name: str, x: Array, outputs: int) -> Array:
    """What <name>.h answers to x (rows, columns)."""
    kind = c_type(x.dtype.name)
    body = (
        f"{kind} x[{x.shape[1]}], y[{outputs}];\n"
        f"while (fread(x, sizeof x, 1, stdin) == 1) {{ {name}_predict(x, y); fwrite(y, sizeof y, 1, stdout); }}"
    )
    return np.frombuffer(said(folder, f"{name}.h", body, x), x.dtype).reshape(-1, outputs)


# Numbers ---------------------------------------------------------------------------------------------------------


def test_every_activation_can_be_exported() -> None:
    assert {*FORMS, "linear", "softmax"} == set(ACTIVATIONS)


@needs_compiler
@pytest.mark.parametrize(("dtype", "allowed"), [("float32", 5e-7), ("float64", 1e-15)])
def test_every_activation_is_right_from_far_below_to_far_above_zero(
    tmp_path: Path, dtype: DType, allowed: float
) -> None:
    sizes = np.concatenate([np.geomspace(1e-30, 1e30, 400), np.linspace(0.0, 60.0, 2001)])
    z = np.concatenate([-sizes, sizes, [np.nan]]).astype(dtype)
    kind, count = c_type(dtype), len(z)
    functions = "\n".join(activation_functions(set(ACTIVATIONS), "m", dtype))
    (tmp_path / "m.h").write_text(f"#include <math.h>\n{functions}", "utf-8")
    calls = "".join(
        f"fseek(stdin, 0, SEEK_SET); if (fread(z, sizeof z, 1, stdin) != 1) return 1;"
        f"m_{name}(z, {1 if name == 'softmax' else count}); fwrite(z, sizeof z, 1, stdout);\n"
        for name in sorted(FORMS)
    )
    source = f'#include <stdio.h>\n#include "m.h"\nint main(void) {{ static {kind} z[{count}];\n{calls} return 0; }}\n'
    (tmp_path / "z.bin").write_bytes(z.tobytes())
    program = built(tmp_path, source.replace("#include <math.h>", ""))
    with (tmp_path / "z.bin").open("rb") as given:
        told = subprocess.run([program], stdin=given, capture_output=True, timeout=60, check=True).stdout
    for name, answers in zip(sorted(FORMS), np.frombuffer(told, dtype).reshape(len(FORMS), count), strict=True):
        wanted = ACTIVATIONS[name](z[np.newaxis])[0]
        assert np.isnan(answers[-1]) == np.isnan(wanted[-1]), name
        off = np.abs(answers[:-1] - wanted[:-1]) / np.maximum(1.0, np.abs(z[:-1]))
        assert off.max() <= allowed, name


CHAIN = tuple(Dense(3, name) for name, entry in sorted(ACTIVATIONS.items()) if entry.is_elementwise)
NETWORKS: dict[str, tuple[Layer, ...]] = {
    "one layer": (Dense(1, "linear", use_bias=False),),
    "all": (BatchNormalization(), *CHAIN, Dropout(), BatchNormalization(), Dense(4, "softmax")),
    "wide": (Dropout(0.4), Dense(300, "relu"), Dense(2, "gelu"), Dense(40, "swish"), Dense(3, "sigmoid")),
}


@needs_compiler
@pytest.mark.parametrize(("name", "dtype"), [(name, "float32") for name in sorted(NETWORKS)] + [("all", "float64")])
def test_the_compiled_header_answers_like_the_network(tmp_path: Path, name: str, dtype: DType) -> None:
    network = Network(4, NETWORKS[name], dtype)
    theta = drawn(network)
    proof = export_c(network, theta, tmp_path / "my model.h")
    assert proof.rows == MOST_ROWS and proof.largest_difference is not None
    x = np.random.default_rng(8).normal(size=(37, 4)).astype(dtype)
    shutil.copy(tmp_path / "my model.h", tmp_path / "my_model.h")
    answers, wanted = asked(tmp_path, "my_model", x, network.outputs), network.predict(theta, x)
    assert np.abs(answers - wanted).max() <= TOLERANCES[dtype] * max(1.0, np.abs(wanted).max())
    assert np.ptp(wanted) > 0.01, "the answers should differ, else they say nothing"


@needs_compiler
def test_numbers_far_from_zero_are_normalized_without_loss(tmp_path: Path) -> None:
    """Years: float32 knows 2010 to 0.0001, of a sum with 2010 * 0.3 / 6 it would keep half of that."""
    network = Network(2, (BatchNormalization(), Dense(8, "tanh"), Dense(1)))
    theta = drawn(network)
    views = network.views(theta)[0]
    views["moving_mean"][...] = [2010.0, 0.1]
    views["moving_variance"][...] = [36.0, 1.0]
    generator = np.random.default_rng(4)
    x = np.column_stack([generator.integers(1995, 2026, 300), generator.normal(size=300)]).astype(np.float32)
    export_c(network, theta, tmp_path / "years.h")
    exact = Network(2, network.layers, "float64").predict(theta.astype(np.float64), x)
    assert np.abs(asked(tmp_path, "years", x, 1) - exact).max() <= 3e-6


@needs_compiler
def test_a_header_of_features_takes_the_points_as_they_are(tmp_path: Path) -> None:
    recipe = Points("spiral", 5.0, samples=300, features=tuple(FEATURES))
    network = Network(len(FEATURES), (Dense(6, "tanh"), Dense(1, "sigmoid")))
    theta = drawn(network)
    assert export_c(network, theta, tmp_path / "spiral.h", recipe).rows == 150
    points = np.random.default_rng(5).uniform(-6.0, 6.0, (80, 2)).astype(np.float32)
    wanted = network.predict(theta, recipe.expand(points.T, "float32").T)
    assert np.abs(asked(tmp_path, "spiral", points, 1) - wanted).max() <= 1e-6


def table() -> Table:
    """Columns of both kinds in turn, gaps in each; the price is a million or so."""
    generator = np.random.default_rng(5)
    area = generator.normal(80.0, 20.0, 60)
    year = generator.integers(1_900, 2_020, 60).astype(np.float64)
    cells = {
        "area": [None if row % 7 == 3 else value for row, value in enumerate(area.tolist())],
        "rooms": [None if row % 11 == 5 else ("one", "two", "three")[row % 3] for row in range(60)],
        "year": year,
        "price": (1_000_000.0 + 3_000.0 * area + 500.0 * (year - 1_960.0)),
    }
    columns = (
        Column("area"), Column("rooms", kind="category", categories=("one", "two", "three")),
        Column("year", scaling="min-max"), Column("price", "target"),
    )  # fmt: skip
    return Table(StoredTable.of(polars.DataFrame(cells)), columns, Split(test=30.0))


@needs_compiler
def test_rows_of_a_table_go_in_and_the_number_comes_out_in_their_own_units(tmp_path: Path) -> None:
    recipe = table()
    network = Network(5, (Dense(4, "tanh"), Dense(1)))
    theta = drawn(network)
    export_c(network, theta, tmp_path / "price.h", recipe)
    fitted = recipe.prepared.fitted
    nan = np.nan
    rows = np.array([[70.0, 1, 1_950], [nan, 2, 2_000], [np.inf, nan, 1_999], [80.0, 7, nan]], np.float32)
    area, most, year = fitted.fills[0], int(fitted.fills[1]), fitted.fills[2]
    filled = np.array(
        [
            [70.0, 0, 1, 0, 1_950],
            [area, 0, 0, 1, 2_000],
            [area, most == 0, most == 1, most == 2, 1_999],
            [80.0, 0, 0, 0, year],  # an unseen category: none of its inputs is on
        ]
    )
    outputs = network.predict(theta, ((filled - fitted.offset) * fitted.factor).astype(np.float32)).astype(np.float64)
    expected = outputs / fitted.target.factor + fitted.target.offset
    answers = asked(tmp_path, "price", rows, 1)
    assert np.abs(answers - expected).max() <= TOLERANCES["float32"] * np.abs(expected).max()


# Classes ---------------------------------------------------------------------------------------------------------


@needs_compiler
def test_two_classes_part_where_a_no_becomes_a_yes(tmp_path: Path) -> None:
    network = Network(2, (Dense(1, "tanh"),))
    export_c(network, drawn(network), tmp_path / "two.h", Points("circle"), training=Training("mse"))
    y = np.array([0.0, -1e-30, 9.0, -9.0, np.nan], np.float32)
    body = 'float y[1]; while (fread(y, sizeof y, 1, stdin) == 1) { printf("%d ", two_class(y)); }'
    assert said(tmp_path, "two.h", body, y).split() == [b"1", b"0", b"1", b"0", b"-1"]


@needs_compiler
def test_the_largest_output_decides_and_too_small_ones_are_no_answer(tmp_path: Path) -> None:
    network = Network(7, (Dense(10, "sigmoid"),))
    export_c(network, drawn(network), tmp_path / "digits.h", Segments())
    y = np.full((5, 10), 0.1, np.float32)
    y[0, 7] = y[1, 3] = 0.9
    y[1, 8] = 0.9  # as large: the first of them
    y[2, 2] = 0.49
    y[3, 2] = 0.5
    y[4, 9] = np.nan
    body = 'float y[10]; while (fread(y, sizeof y, 1, stdin) == 1) { printf("%d ", digits_class(y)); }'
    assert said(tmp_path, "digits.h", body, y).split() == [b"7", b"3", b"-1", b"2", b"-1"]
    assert build(Segments()).decide(y[:4].T).tolist() == [7, 3, -1, 2]


@needs_compiler
def test_no_name_can_break_out_of_its_comment_or_its_string(tmp_path: Path) -> None:
    names = tuple(f"{text} {place}" if text == "1" else text for place, text in enumerate(HOSTILE))
    cells = {name: [0.0, 1.0] * len(names) for name in names}
    frame = polars.DataFrame(cells).with_columns(polars.Series("*/ target", [*names, *names]))
    target = Column("*/ target", "target", "category", categories=names)
    recipe = Table(StoredTable.of(frame), (*map(Column, names), target), Split(test=0.0, stratified=False))
    layers = (Dense(3, "tanh", name="*/ hidden ??/"), Dense(len(names), "softmax", name="output \\"))
    network = Network(len(names), layers)
    path = tmp_path / "hostile.h"
    proof = export_c(network, drawn(network), path, recipe, title="Hostile */ \\\n??/\n\0\ud800")
    assert proof.largest_difference is not None
    body = "int k; for (k = 0; k < HOSTILE_CLASSES; ++k) { fputs(hostile_class_names[k], stdout); putchar(255); }"
    told = said(tmp_path, "hostile.h", body).split(b"\xff")
    assert told == [name.encode().split(b"\0")[0] for name in names] + [b""]
    assert path.read_text("utf-8").isascii() is False, "names can be read in the comment"
    if (plus := shutil.which("g++")) is not None:
        built(tmp_path, '#include "hostile.h"\n#include "hostile.h"\nint main(void) { return 0; }\n', (plus, "-xc++"))


def test_names_are_made_of_titles() -> None:
    titles = ("Seven-segment digits", "7 Größen!", "", "…", "int", "__a__b__", "naïve Café", "x" * 90, "日本")
    made = [identifier(title) for title in titles]
    assert made[:7] == ["seven_segment_digits", "network_7_grossen", "network", "network", "int", "a_b", "naive_cafe"]
    assert made[7] == "x" * 40 and made[8] == "network"


@pytest.mark.parametrize("text", [*HOSTILE, "half \ud800"])
def test_a_comment_keeps_one_line_without_anything_that_c_reads(text: str) -> None:
    told = comment_text(text)
    assert told.isprintable() and not told.rstrip().endswith("\\")
    assert not any(read in told for read in ("*/", "/*", "??"))
    assert string(text).isascii() and "??" not in string(text)


def test_constants_are_the_very_same_numbers() -> None:
    generator = np.random.default_rng(0)
    for dtype in ("float32", "float64"):
        limits = np.finfo(dtype)
        extreme = [limits.max, limits.min, limits.tiny, limits.smallest_subnormal, 0.0, 1.0, 1e10, 0.1]
        values = np.concatenate([extreme, generator.normal(size=500) * 10.0 ** generator.integers(-30, 30, 500)])
        for value in values.astype(dtype):
            text = number(float(value), dtype)
            assert ("." in text or "e" in text) and text.endswith("f") == (dtype == "float32")
            assert np.dtype(dtype).type(text.rstrip("f")) == value


# What goes wrong -------------------------------------------------------------------------------------------------


def small() -> tuple[Network, Array]:
    network = Network(2, (Dense(3, "tanh"), Dense(1, "sigmoid")))
    return network, drawn(network)


def test_without_a_compiler_the_header_is_written_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    proof = export_c(*small(), tmp_path / "model.h")
    assert proof.told("3 rows") == "not checked: no C compiler was found"
    assert "model_predict" in (tmp_path / "model.h").read_text("utf-8")


@pytest.mark.parametrize(("script", "told"), [("exit 1", "does not work"), ("exec sleep 9", "took longer than 0.2 s")])
def test_a_compiler_that_does_not_work_is_told_and_the_header_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    broken = tmp_path / "broken-cc"
    broken.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("CC", str(broken))
    monkeypatch.setattr(core.export.c.proof, "COMPILE_S", 0.2)
    if shutil.which(str(broken)) is None:
        pytest.skip("this system does not run scripts")
    proof = export_c(*small(), tmp_path / "model.h")
    assert proof.largest_difference is None and "broken-cc" in proof.why_not_run and told in proof.why_not_run
    assert (tmp_path / "model.h").is_file()


def change(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """What is written holds something else."""
    right = core.export.c.header._header

    def wrong(*arguments: Any) -> str:
        text = right(*arguments)
        assert old in text
        return text.replace(old, new).replace("<math.h>", "<math.h>\n#include <stdlib.h>")

    monkeypatch.setattr(core.export.c.header, "_header", wrong)


@needs_compiler
def test_a_header_that_answers_otherwise_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network, theta = small()
    path = tmp_path / "model.h"
    path.write_bytes(b"old")
    right = core.export.c.header.write_network

    def wrong(model: Model, name: str) -> Any:
        return right(replace(model, theta=model.theta + np.float32(1e-3)), name)

    with monkeypatch.context() as changed:
        changed.setattr(core.export.c.header, "write_network", wrong)
        with pytest.raises(UserError, match="answers otherwise"):
            export_c(network, theta, path)
    with monkeypatch.context() as changed:
        change(changed, "y[k] = sum", "y[k] = some")
        with pytest.raises(UserError, match=r"compiler refuses what was written.*some"):
            export_c(network, theta, path)
    with monkeypatch.context() as changed:
        change(changed, "y[k] = sum", "exit(3)")
        with pytest.raises(UserError, match="does not answer"):
            export_c(network, theta, path)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_network_too_large_for_compilers_is_refused(tmp_path: Path) -> None:
    network = Network(2000, (Dense(1200),))
    with pytest.raises(UserError, match="2,401,200 numbers is more than compilers take"):
        export_c(network, np.zeros(network.size), tmp_path / "model.h")
    assert list(tmp_path.iterdir()) == []


def test_a_weight_that_folding_makes_too_large_is_named(tmp_path: Path) -> None:
    network = Network(1, (BatchNormalization(epsilon=1e-12), Dense(1)))
    theta = np.zeros(network.size, np.float32)
    views = network.views(theta)
    views[0]["gamma"][...], views[1]["weights"][...] = 1e30, 1e30
    with pytest.raises(UserError, match="too large for float32"):
        export_c(network, theta, tmp_path / "model.h")
    assert list(tmp_path.iterdir()) == []
