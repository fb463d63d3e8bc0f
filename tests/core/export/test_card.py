"""Tests of the model card: its numbers against those worked out here, its words against its data."""

import json
import os
import re
from pathlib import Path

import numpy as np
import polars
import pytest

from core import metrics
from core.arrays import Array
from core.bundled import open_bundled
from core.data import Points, Table, build
from core.data.drawn import Drawn
from core.errors import UserError
from core.export import export_c, export_card, export_json, export_numpy
from core.export.c.text import number as c_number
from core.export.card.markdown import plain
from core.export.card.page import picture_beside
from core.export.formats import FORMATS
from core.export.inside import facts_of
from core.export.model import model_of
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.trainer import Trainer
from core.training import Training


def trained(name: str, epochs: int) -> tuple[Project, Array]:
    project = open_bundled(name)
    assert project.data is not None
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=epochs)
    return project, trainer.theta


def card(folder: Path, project: Project, theta: Array, **told: int | bool | None) -> str:
    path = folder / "card.md"
    proof = export_card(
        project.network, theta, path, project.data, training=project.training, title=project.title, **told
    )  # type: ignore[arg-type]
    assert proof.largest_difference is None and "read" in proof.why_not_run
    return path.read_text("utf-8")


def row(text: str, begins: str) -> list[str]:
    """The cells of the first row of a table that begins so."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {begins}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_baseline_is_called_as_good_only_where_it_is(tmp_path: Path) -> None:
    project, theta = trained("iris", 60)
    text = card(tmp_path, project, theta)
    ours, logistic = (row(text, "test")[place] for place in (2, 5))
    assert ("does better" in text) is (float(logistic.split()[0]) > float(ours.split()[0]))
    assert ("does as well" in text) is (logistic == ours)


def test_what_stands_around_the_network_is_inside_only_where_it_is(tmp_path: Path) -> None:
    project, theta = trained("iris", 1)
    text = card(tmp_path, project, theta)
    assert "is inside ONNX, the scripts and the C header, and described in JSON and safetensors" in text
    assert "A category is given" not in text, "there is none"


# Numbers ---------------------------------------------------------------------------------------------------------


def test_the_scores_of_classes_are_those_of_these_weights(tmp_path: Path) -> None:
    project, theta = trained("wine", 3)
    assert project.data is not None
    text = card(tmp_path, project, theta, seed=project.seed, step=9, epoch=3)
    data = build(project.data)
    assert data.x_test is not None and data.y_test is not None
    decided = project.network.predict(theta, data.x_test).argmax(axis=1)
    true = data.y_test.argmax(axis=1)
    correct, count = int((decided == true).sum()), len(true)
    assert correct < count, "all right would say less"
    low, high = metrics.share_interval(correct, count)
    commonest = np.bincount(data.y.argmax(axis=1)).argmax()
    _, right, share, interval, always, _ = row(text, "test")
    assert (right, share) == (f"{correct} of {count}", f"{100.0 * correct / count:.1f} %")
    assert interval == f"{100.0 * low:.1f} to {100.0 * high:.1f} %"
    assert always == f"{100.0 * np.mean(true == commonest):.1f} %"
    for place, name in enumerate(data.classes):
        cells = [re.sub(r"\D", "", cell) for cell in row(text, f"**{name}**")[1:]]
        assert cells == [str(int(((true == place) & (decided == other)).sum())) for other in range(3)]
        precision = np.mean(true[decided == place] == place)
        assert row(text, f"{name} | {(true == place).sum()}")[2] == f"{precision:.3f}"


def test_the_scores_of_numbers_are_in_their_own_unit(tmp_path: Path) -> None:
    project, theta = trained("diabetes", 5)
    assert project.data is not None
    text = card(tmp_path, project, theta)
    data = build(project.data)
    assert data.x_test is not None and data.y_test is not None
    wanted = data.own(data.y_test)
    off = np.abs(data.own(project.network.predict(theta, data.x_test).astype(np.float64)) - wanted)
    rmse, mae = np.sqrt(np.mean(off**2)), off.mean()
    of_mean = np.sqrt(np.mean((wanted - data.own(data.y).mean()) ** 2))
    name, first, second, r2, always, _ = row(text, "test")
    assert name.endswith("(133)")
    assert (first, second, always) == (f"{rmse:.1f}", f"{mae:.1f}", f"{of_mean:.1f}")
    assert r2 == f"{1.0 - rmse**2 / np.mean((wanted - wanted.mean()) ** 2):.3f}"
    assert f"half of those to the test samples are off by more than {np.median(off):.1f}" in text
    assert f"trained on {data.own(data.y).min():.0f} to {data.own(data.y).max():.0f}" in text


def test_the_interval_is_that_of_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3
    for correct, count, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)):
        assert np.allclose(metrics.share_interval(correct, count), (low, high), atol=5e-5)
    low, high = metrics.share_interval(0, 20)
    assert low == 0.0 and abs(high - 0.1611) < 5e-5
    assert metrics.share_interval(20, 20) == (pytest.approx(1.0 - high), 1.0)
    with pytest.raises(UserError, match="cannot be right"):
        metrics.share_interval(3, 2)


def test_layers_training_and_data_are_told(tmp_path: Path) -> None:
    layers = (BatchNormalization(), Dense(5, "relu", cut=((0, 0),)), Dropout(0.25), Dense(1, "sigmoid", use_bias=False))
    training = Training(
        "binary_crossentropy", "momentum", 0.05, 16, l2=0.01, patience=4, validation_share=20.0, schedule="cosine"
    )  # fmt: skip
    project = Project("Told", Network(2, layers), training, Points("moons", 10.0, samples=200, seed=3), seed=8)
    text = card(tmp_path, project, project.network.initial(), seed=8, step=50, epoch=10)
    assert row(text, "Batch")[-2:] == ["2", "8"]
    assert row(text, "Hidden 1") == ["Hidden 1", "dense, 1 connections cut", "ReLU", "5", "15"]
    assert row(text, "Dropout")[1] == "dropout, 25 % (in training alone)"
    assert row(text, "Output") == ["Output", "dense, without biases", "sigmoid", "1", "5"]
    assert row(text, "made")[1] == "50 steps, 10 whole epochs"
    mixed = card(tmp_path, project, project.network.initial(), seed=8, step=50, epoch=10, since=4)
    assert row(mixed, "made")[1] == (
        "50 steps, 10 whole epochs; settings, data, weights or network were last changed in epoch 4"
    )
    assert row(text, "early stopping")[1] == "after 4 epochs without a better loss"
    assert "cosine" in row(text, "learning rate")[1] and "momentum 0.9" in row(text, "optimizer")[1]
    assert "80 points to train on, 20 to watch (validation), 100 to test." in text
    assert "the shape “moons”, noise 10 %" in text


def test_weights_that_came_from_elsewhere_are_not_called_the_first_ones(tmp_path: Path) -> None:
    project = open_bundled("circle")
    assert project.data is not None
    first = project.network.initial(project.seed, build(project.data).x)
    assert "its weights are the first ones" in card(tmp_path, project, first, seed=project.seed, step=0)
    text = card(tmp_path, project, first + 1.0, seed=project.seed, step=0)
    assert "It has not been trained here: what its weights were trained on is not known." in text
    assert "first ones" not in text


def test_samples_that_were_watched_are_not_counted_among_those_to_train_on(tmp_path: Path) -> None:
    frame = polars.DataFrame(
        {
            "size": [0.5 * row for row in range(100)],
            "kind": ["rare" if row % 10 == 0 else "usual" for row in range(100)],
        }
    )
    columns = (Column("size"), Column("kind", "target", "category", categories=("rare", "usual")))
    recipe = Table(StoredTable.of(frame), columns, Split(validation=20.0, test=10.0))
    project = Project("Kinds", Network(1, (Dense(1, "sigmoid"),)), Training("binary_crossentropy"), recipe)
    text = card(tmp_path, project, project.network.initial(), seed=0)
    assert "70 rows to train on, 20 to watch (validation), 10 to test." in text
    table = text[text.index("| class | to train on") :]
    assert row(table, "class") == ["class", "to train on", "to watch", "to test"]
    assert (row(table, "rare"), row(table, "usual")) == (["rare", "7", "2", "1"], ["usual", "63", "18", "9"])
    assert "of 70 samples to train on, 7 are “rare”" in text


def test_a_header_is_included_only_where_one_stands_beside(tmp_path: Path) -> None:
    project = open_bundled("iris")
    theta = project.network.initial()
    text = card(tmp_path, project, theta)
    assert "#include" not in text and "iris_predict(x, y);" in text
    export_c(project.network, theta, tmp_path / "card.h", project.data, title=project.title, is_proved=False)
    assert '```c\n#include "card.h"\n\nfloat x[IRIS_INPUTS]' in card(tmp_path, project, theta)


# Words -----------------------------------------------------------------------------------------------------------


def test_shapes_it_was_trained_on_are_called_so(tmp_path: Path) -> None:
    project, theta = trained("segments", 5)
    text = card(tmp_path, project, theta)
    assert re.search(r"\*\*\d+ of 10\*\* right, shapes it was trained on\.", text)
    assert "Nothing is known about shapes that it was not trained on" in text
    assert "no probabilities" in text and "test:" not in text


def test_what_was_watched_is_told_from_a_test(tmp_path: Path) -> None:
    project = open_bundled("circle").with_validation_share(20.0)
    theta = project.network.initial()
    known = card(tmp_path, project, theta, seed=project.seed)
    assert [row(known, kind)[1].split(" of ")[1] for kind in ("training", "validation", "test")] == ["200", "50", "250"]
    assert "No validation samples" not in known
    unknown = card(tmp_path, project, theta)
    assert row(unknown, "training")[1].endswith("of 250") and "| validation:" not in unknown
    assert "which ones is not known here" in unknown


def test_limits_follow_from_the_scores(tmp_path: Path) -> None:
    project = open_bundled("iris")
    theta = np.zeros(project.network.size, np.float32)
    text = card(tmp_path, project, theta)
    assert "no better than always answering the commonest class" in text
    assert "Logistic regression does better on the test samples, right about 100 % against 33.3 %" in text
    assert "45 test samples are few" in text and "No validation samples were kept aside" in text
    assert "It misses “versicolor” most often: of 15 test samples it finds 0." in text
    untrained = card(tmp_path, project, theta, step=0, epoch=0)
    assert "It has not been trained" in untrained and "No validation samples" not in untrained


def test_rare_classes_and_columns_of_categories_are_told(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    size = generator.normal(10.0, 2.0, 100).round(2)
    frame = polars.DataFrame(
        {
            "size": [None if row == 7 else value for row, value in enumerate(size)],
            "colour": ["red" if row % 3 else "blue" for row in range(100)],
            "note": ["x"] * 100,
            "kind": ["rare" if row < 8 else "usual" for row in range(100)],
        }
    )
    columns = (
        Column("size"), Column("colour", kind="category", categories=("blue", "red")), Column("note", "ignored"),
        Column("kind", "target", "category", categories=("rare", "usual")),
    )  # fmt: skip
    recipe = Table(StoredTable.of(frame), columns, Split(test=25.0), "things.csv")
    network = Network(3, (Dense(1, "sigmoid"),))
    project = Project("Things", network, Training("binary_crossentropy"), recipe)
    text = card(tmp_path, project, network.initial())
    assert "of 75 samples to train on, 6 are “rare”" in text
    assert row(text, "colour")[1:3] == ["one of “blue”, “red”", "“red”"]
    assert "“things.csv”, with “kind” as what is to be found out" in text and "Not used: note." in text
    assert "Source and licence" not in text and "meant for rows that come about as those of “things.csv” did" in text


def test_bundled_data_bring_their_source_and_licence(tmp_path: Path) -> None:
    for name, licence in (("iris", "CC BY 4.0"), ("digits", "CC BY 4.0"), ("admission", "MIT")):
        project = open_bundled(name)
        text = card(tmp_path, project, project.network.initial())
        assert licence in text.split("## Source and licence of the data")[1].split("##")[0], name


def test_a_network_without_data_and_a_board_without_points_have_a_card(tmp_path: Path) -> None:
    network = Network(2, (Dense(1, "sigmoid"),))
    export_card(network, network.initial(), tmp_path / "bare.md")
    text = (tmp_path / "bare.md").read_text("utf-8")
    assert text.startswith("# bare\n") and "nothing is known about how good it is" in text
    assert "How it was trained is not known" in text
    empty = Project("Empty", network, Training("binary_crossentropy"), Drawn())
    assert "It could not be asked about its data." in card(tmp_path, empty, network.initial())


def test_the_same_model_gives_the_same_card(tmp_path: Path) -> None:
    project = open_bundled("penguins")
    theta = project.network.initial()
    assert card(tmp_path, project, theta) == card(tmp_path, project, theta)


def test_names_that_are_no_text_have_a_card(tmp_path: Path) -> None:
    network = Network(2, (Dense(1, name="half \ud800"),))
    path = tmp_path / os.fsdecode(b"bytes \xff.md")
    export_card(network, network.initial(), path, title="half \ud800", picture=lambda where: where.write_text("<svg/>"))
    assert "](bytes%20%FF.svg)" in path.read_text("utf-8")


def test_names_are_shown_and_not_read() -> None:
    assert plain("a|b") == "a&#124;b" and plain("<b>&") == "&lt;b&gt;&amp;"
    assert plain("*x* `y` [z](u) #1 ~~s~~ $m$ ![i]") == r"\*x\* \`y\` \[z\](u) \#1 \~\~s\~\~ \$m\$ \!\[i\]"
    assert plain("bill_length _x_ a\nb\u202e\0") == r"bill_length \_x\_ a b"
    assert plain("https://x.org www.x.org a@b.c") == r"https\://x.org www\.x.org a\@b.c"


# The picture -----------------------------------------------------------------------------------------------------


def test_the_picture_stands_beside_the_card(tmp_path: Path) -> None:
    network = Network(2, (Dense(1),))
    path = tmp_path / "Größe 1 (a).md"
    drawn: list[Path] = []

    def draw(where: Path) -> None:
        drawn.append(where)
        where.write_bytes(b"<svg><desc>A neural network, drawn by Neuroloom</desc></svg>")

    for _ in range(2):  # the second time over the first
        export_card(network, network.initial(), path, picture=draw)
    assert drawn == [picture_beside(path)] * 2 == [tmp_path / "Größe 1 (a).svg"] * 2
    assert "](Gr%C3%B6%C3%9Fe%201%20%28a%29.svg)" in path.read_text("utf-8")


def test_nothing_else_is_replaced_by_the_picture_and_nothing_is_written_without_it(tmp_path: Path) -> None:
    network = Network(2, (Dense(1),))
    theta = network.initial()

    def fail(where: Path) -> None:
        raise UserError("The picture cannot be drawn.", "Try again.")

    with pytest.raises(UserError, match="cannot be drawn"):
        export_card(network, theta, tmp_path / "card.md", picture=fail)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "card.svg").write_bytes(b"<svg/>")
    with pytest.raises(UserError, match="not a picture of a network"):
        export_card(network, theta, tmp_path / "card.md", picture=fail)
    with pytest.raises(UserError, match="a card is text"):
        export_card(network, theta, tmp_path / "card.svg", picture=fail)
    assert [path.name for path in tmp_path.iterdir()] == ["card.svg"]
    assert (tmp_path / "card.svg").read_bytes() == b"<svg/>"
    export_card(network, theta, tmp_path / "card.md")
    assert (tmp_path / "card.md").is_file()


def test_one_sample_stands_there_with_its_answer(tmp_path: Path) -> None:
    project, theta = trained("iris", 2)
    model = model_of(project.network, theta, project.data, title="Iris")
    assert model.example is not None
    x, y = model.example
    text = card(tmp_path, project, theta)
    assert f"[[{', '.join(map(str, x))}]]" in text
    assert f"# y is, within rounding, [[{', '.join(f'{value:.6g}' for value in y)}]]" in text
    export_json(project.network, theta, tmp_path / "iris.json", project.data)
    example = json.loads((tmp_path / "iris.json").read_text("utf-8"))["example"]
    assert np.allclose(example["x"], x) and np.allclose(example["y"], y)
    export_c(project.network, theta, tmp_path / "iris.h", project.data, title="Iris", is_proved=False)
    header = (tmp_path / "iris.h").read_text("utf-8")
    assert f"x = {', '.join(c_number(value, 'float32') for value in x)}\n" in header


def test_every_form_says_the_same_of_a_pixel(tmp_path: Path) -> None:
    project = open_bundled("digits")
    theta = project.network.initial(0)
    said = "Pixels, row by row from the top left: 0 is paper, 1 is ink."
    export_json(project.network, theta, tmp_path / "d.json", project.data)
    export_c(project.network, theta, tmp_path / "d.h", project.data, is_proved=False)
    export_numpy(project.network, theta, tmp_path / "d.py", project.data)
    texts = [(tmp_path / name).read_text("utf-8") for name in ("d.json", "d.h", "d.py")]
    texts.append(card(tmp_path, project, theta))
    moment = model_of(project.network, theta, project.data)
    texts += [fact.text for fact in facts_of(moment, FORMATS["onnx"]) if fact.about == "Takes"]
    for text in texts:
        assert said in " ".join(text.replace("\n *", " ").split())
    assert "trained on 0 alone" in texts[1] and "0 to 0\n" not in texts[1]
