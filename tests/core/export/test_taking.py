"""Tests of taking a model away: staged, described, and put in its place whole or not at all."""

import contextlib
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.bundled import open_bundled
from core.errors import UserError
from core.export.data_form import DATA_FORM
from core.export.files import proposed_name, use_of
from core.export.formats import FORMATS, Format
from core.export.inside import asked_about, facts_of
from core.export.preview import LONGEST_LINE, MOST_LINES, preview_of
from core.export.proof import Proof
from core.export.taking import Moment, Wishes, stage
from core.first_weights import first_weights
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network

by_form = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def moment_of(name: str, epoch: int = 0) -> Moment:
    project = open_bundled(name)
    return Moment(project, first_weights(project.network, project.seed, project.data), 10 * epoch, epoch, project.title)


CIRCLE = moment_of("circle")


def form_that_writes(content: bytes, beside: bytes | None = None) -> Format:
    """A form whose files hold this, whatever the model."""

    def write(_network, _theta, path, _recipe=None, *, training=None, title=""):  # type: ignore[no-untyped-def]
        Path(path).write_bytes(content)
        if beside is not None:
            Path(path).with_suffix(".more").write_bytes(beside)
        return Proof(Path(path), 3, 0.0)

    return Format("own", "Own", ".own", "What a test wants.", write)


def facts(moment: Moment, keeps: bool = False, **of_form: object) -> dict[str, str]:
    return dict(facts_of(moment.model, replace(form_that_writes(b""), **of_form), keeps))


@by_form
def test_every_form_of_a_table_can_be_looked_at_and_nothing_is_left_on_disk(
    form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    preview = preview_of(form, moment_of("penguins"), f"a b{form.ending}", Wishes())
    assert next(iter(preview.sizes)) == f"a b{form.ending}" and min(preview.sizes.values()) > 0
    assert preview.text.strip()
    assert not list(tmp_path.iterdir())


@by_form
def test_a_staged_export_is_put_where_it_belongs(form: Format, tmp_path: Path) -> None:
    staged = stage(form, CIRCLE, f"x{form.ending}", Wishes())
    proof = staged.place(tmp_path / f"x{form.ending}")
    assert proof == replace(staged.proof, path=tmp_path / f"x{form.ending}")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict(staged.files)
    assert staged.in_the_way(tmp_path / f"x{form.ending}") == [tmp_path / name for name in list(staged.files)[1:]]


@by_form
def test_how_a_form_is_used_names_the_file(form: Format) -> None:
    use = use_of(form, "it's mine.x", CIRCLE.project)
    assert "{" not in use.replace('{"x"', "") and (not form.use or "mine" in use)


@pytest.mark.parametrize("form", [FORMATS["onnx"], FORMATS["json"], DATA_FORM], ids=lambda form: form.name)
@pytest.mark.parametrize("name", ["iris", "circle"])
def test_lines_of_python_run_as_they_are_copied(form: Format, name: str, tmp_path: Path) -> None:
    project = open_bundled(name)
    moment = Moment(project, project.network.initial(0), 0, 0, name)
    path = tmp_path / f"it's mine{form.ending}"
    stage(form, moment, path.name, Wishes()).place(path)
    told = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(told):
        exec(use_of(form, path.name, project), {})
    assert form.name != "onnx" or told.getvalue().startswith("[[")


def test_all_files_of_an_export_are_written_or_none(tmp_path: Path) -> None:
    staged = stage(form_that_writes(b"new", b"beside"), CIRCLE, "a.own", Wishes())
    (tmp_path / "a.own").write_bytes(b"old")
    (tmp_path / "a.more").mkdir()
    with pytest.raises(UserError):
        staged.place(tmp_path / "a.own")
    assert (tmp_path / "a.own").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 2
    (tmp_path / "a.more").rmdir()
    staged.place(tmp_path / "a.own")
    assert (tmp_path / "a.own").read_bytes() == b"new" and (tmp_path / "a.more").read_bytes() == b"beside"


def test_a_temporary_folder_that_cannot_be_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(UserError, match=r"a\.own cannot be saved"):
        stage(form_that_writes(b""), CIRCLE, "a.own", Wishes())


def test_a_form_gets_what_it_takes_and_nothing_else() -> None:
    got: list[dict[str, object]] = []

    def write(_network, _theta, path, _recipe=None, **options):  # type: ignore[no-untyped-def]
        got.append(options)
        Path(path).write_bytes(b"x")
        return Proof(Path(path), 3, 0.0)

    def draw(path: Path) -> None:
        raise AssertionError

    wishes = Wishes(keeps_normalization=True, picture=draw)
    plain = Format("own", "Own", ".own", "What a test wants.", write)
    for flag in ({}, {"takes_picture": True}, {"keeps_normalization": True}, {"takes_course": True}):
        stage(replace(plain, **flag), moment_of("circle", 12), "a.own", wishes)
    for options in got:
        assert options.pop("title") == "Circle" and options.pop("training") == CIRCLE.project.training
    course = {"seed": CIRCLE.project.seed, "step": 120, "epoch": 12, "since": None}
    assert got == [{}, {"picture": draw}, {"fold_normalization": False}, course]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"one\ntwo\n", "one\ntwo"),
        ("grün\n".encode() * 9_000, "…"),
        (b"\x00\x01\x02", ""),
        (bytes(range(128, 256)) * 50, ""),
        (b"x" * 1_000, "x" * LONGEST_LINE + "…"),
    ],
)
def test_the_beginning_of_a_text_is_shown_and_of_what_is_none_nothing(content: bytes, shown: str) -> None:
    text = preview_of(form_that_writes(content), CIRCLE, "a.own", Wishes()).text
    assert text.endswith(shown) and text.count("\n") <= MOST_LINES and bool(text) == bool(shown)


def test_the_moment_says_which_weights_it_has() -> None:
    assert moment_of("circle").when == "first weights, not trained"
    assert replace(CIRCLE, theta=CIRCLE.theta + 1.0).when == "not trained here"
    assert moment_of("circle", 1_200).when == "epoch 1,200"
    assert replace(CIRCLE, step=3).when == "step 3"


def test_what_is_inside_is_said_of_points_and_of_tables() -> None:
    assert facts(CIRCLE)["Takes"] == "2 numbers: x₁, x₂."
    assert facts(CIRCLE)["Gives"] == "p(inner): from 0.5 on it is inner, else outer."
    assert facts(CIRCLE)["Network"] == "3 dense layers, 31 parameters, float32."
    penguins = facts(moment_of("penguins"))
    assert penguins["Takes"].startswith("6 columns in their own units: island, ")
    assert "counted from 0" in penguins["Takes"] and "Inside: scaling" in penguins["Takes"]
    assert "counted from 0" not in facts(moment_of("penguins"), reading="texts")["Takes"]
    assert "What it describes: scaling" in facts(moment_of("penguins"), reading="described")["Takes"]
    iris = moment_of("iris")
    columns = tuple(column.replace(scaling="none") for column in iris.project.data.columns)
    as_it_stands = replace(iris, project=iris.project.replace(data=iris.project.data.replace(columns=columns)))
    assert facts(as_it_stands)["Takes"].endswith("Inside: what stands in gaps."), "there is no scaling to speak of"
    assert penguins["Gives"] == "p(Adelie), p(Chinstrap), p(Gentoo): the largest one decides."
    assert facts(moment_of("diabetes"))["Gives"] == "progression, in its own unit."


def test_dropout_and_normalization_are_mentioned_where_there_are_some() -> None:
    layers = (Dense(4, "tanh"), BatchNormalization(), Dropout(0.2), Dense(1, "sigmoid"))
    network = Network(inputs=2, layers=layers)
    project = CIRCLE.project.replace(network=network)
    moment = Moment(project, network.initial(0), 0, 0, "x")
    assert not {"Dropout", "Normalization"} & set(facts(CIRCLE))
    assert facts(moment)["Dropout"].startswith("Gone")
    assert facts(moment)["Normalization"].startswith("Folded")
    assert facts(moment, keeps=True)["Normalization"].startswith("Stays")
    trainable = facts(moment, is_trainable=True)
    assert trainable["Dropout"] == trainable["Normalization"] == "Stays, since training can go on."
    nodes = {keeps: preview_of(FORMATS["onnx"], moment, "a.onnx", Wishes(keeps)).text for keeps in (False, True)}
    assert "BatchNormalization" in nodes[True] and "BatchNormalization" not in nodes[False]


def test_a_network_without_data_is_described_too() -> None:
    project = CIRCLE.project.replace(data=None)
    described = facts(Moment(project, CIRCLE.theta, 0, 0, "x"))
    assert described["Takes"] == "2 numbers: x1, x2." and described["Gives"] == "y1."
    assert asked_about(None, 500) == "500 random inputs"


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [("circle", 250, "250 test points"), ("penguins", 1, "1 test row"), ("segments", 10, "10 shapes")],
)
def test_what_a_model_is_asked_about_has_a_name(name: str, rows: int, told: str) -> None:
    assert asked_about(open_bundled(name).data, rows) == told


def test_a_file_has_a_name_that_every_system_takes_and_that_of_no_other_form(monkeypatch: pytest.MonkeyPatch) -> None:
    onnx = FORMATS["onnx"]
    assert proposed_name(onnx, "Circle") == "Circle.onnx"
    assert proposed_name(onnx, ' a/b: "c"\n') == "a b c.onnx"
    assert proposed_name(onnx, "..") == "model.onnx"
    forms = {name: form for name, form in FORMATS.items() if form.ending != ".py"}
    monkeypatch.setattr("core.export.files.FORMATS", forms)
    script = replace(onnx, name="python", ending=".py")
    assert proposed_name(script, "Seven-segment digits") == "seven_segment_digits.py"
    assert proposed_name(script, "2 Möwen!") == "model_2_möwen.py"
    assert proposed_name(script, "class") == "model_class.py" and proposed_name(script, "?") == "model.py"
    monkeypatch.setitem(forms, "python", script)
    monkeypatch.setitem(forms, "other", replace(script, name="other"))
    assert proposed_name(script, "Circle") == "circle_python.py"
    monkeypatch.setitem(forms, "another", replace(onnx, name="another"))
    assert proposed_name(onnx, "Circle") == "Circle onnx.onnx"


def test_the_allowed_difference_is_the_one_that_the_proof_keeps() -> None:
    model = CIRCLE.model
    answers = model.network.predict(model.theta, model.questions)
    assert model.difference(answers + np.float32(0.9 * model.allowed)) <= model.allowed
    with pytest.raises(UserError):
        model.difference(answers + np.float32(1.2 * model.allowed))


def test_what_binary_files_hold_is_told_in_lines() -> None:
    onnx = preview_of(FORMATS["onnx"], CIRCLE, "a.onnx", Wishes()).text
    assert "takes x: float32 (samples, 2)" in onnx and "y = Sigmoid(layer_2_gemm)" in onnx
    assert 'classes: ["outer", "inner"]' in onnx
    tensors = preview_of(FORMATS["safetensors"], CIRCLE, "a.safetensors", Wishes()).text.splitlines()
    assert "0.weight  F32 (4, 2)" in tensors and "title: Circle" in tensors


def test_a_preview_waits_for_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def compile_it(*_: object) -> None:
        raise AssertionError("a compiler was started")

    monkeypatch.setattr("core.export.c.header.compiled_answers", compile_it)
    assert preview_of(FORMATS["c"], CIRCLE, "circle.h", Wishes()).text.startswith("/*")
    with pytest.raises(AssertionError, match="was started"):
        stage(FORMATS["c"], CIRCLE, "circle.h", Wishes())
