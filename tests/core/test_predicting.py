"""New rows in, the same rows with predictions out: columns by name, gaps as in training, and what is odd is told."""

from pathlib import Path

import numpy as np
import polars
import pytest

from core.bundled import open_bundled
from core.data import Points, Table, build
from core.data.segments import SHAPES
from core.errors import UserError
from core.layers import Dense
from core.network import Network
from core.project import Saved, open_project, save_project
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.predicting import CHUNK, predict_rows
from core.table.prediction_file import predict_file
from core.table.writing import text_of, write_table
from core.trainer import Trainer
from core.training import Training

ISLANDS = ("Biscoe", "Dream")
COLUMNS = (
    Column("mass", missing="drop"),
    Column("island", kind="category", categories=ISLANDS),
    Column("flipper"),
    Column("name", role="ignored"),
    Column("species", role="target", kind="category", categories=("Adelie", "Gentoo", "Chinstrap")),
)


def trained_rows(rows: int = 60) -> polars.DataFrame:
    generator = np.random.default_rng(2)
    species = generator.integers(0, 3, rows)
    return polars.DataFrame(
        {
            "mass": 3000.0 + 800.0 * species + generator.normal(0.0, 100.0, rows),
            "island": [ISLANDS[one] for one in generator.integers(0, 2, rows)],
            "flipper": 180.0 + 20.0 * species + generator.normal(0.0, 2.0, rows),
            "name": [f"bird {row}" for row in range(rows)],
            "species": [COLUMNS[-1].categories[one] for one in species],
        }
    )


def table_project(columns: tuple[Column, ...] = COLUMNS, frame: polars.DataFrame | None = None) -> Project:
    recipe = Table(StoredTable.of(trained_rows() if frame is None else frame), columns, Split(test=20.0))
    ends = recipe.ends
    layers = (Dense(5, "tanh"), Dense(ends.outputs, ends.activation))
    return Project("birds", Network(ends.inputs, layers), Training(ends.loss, "adam", 0.05, 8), recipe)


def trained(project: Project, epochs: int = 40) -> Saved:
    trainer = Trainer(project.network, build(project.data), project.training, seed=3)
    trainer.run(epochs=epochs)
    return Saved(project, trainer.state())


@pytest.fixture(scope="module")
def birds() -> Saved:
    return trained(table_project())


NEW = polars.DataFrame(
    {
        "remark": ["a", "b", "c", "d"],
        "flipper": [181.0, 221.5, None, 199.0],
        "island": ["Dream", "Java", "Biscoe", None],
        "mass": [3050, 4650, 3750, None],
    }
)


def test_a_row_gets_the_class_and_the_share_of_each_as_computed_by_hand(birds: Saved) -> None:
    found = predict_rows(birds.project, birds.theta, NEW)
    frame = found.frame
    assert frame.columns == [*NEW.columns, "prediction", "p(Adelie)", "p(Gentoo)", "p(Chinstrap)"]
    assert frame.select(NEW.columns).equals(NEW)
    train = birds.project.data.prepared
    means = train.raw.mean(axis=0)  # of the training rows: nothing is watched here
    spread = train.raw.std(axis=0)
    rows = np.array([[3050.0, 0.0, 1.0, 181.0], [4650.0, 0.0, 0.0, 221.5], [3750.0, 1.0, 0.0, means[3]]])
    x = rows.copy()
    x[:, [0, 3]] = (rows[:, [0, 3]] - means[[0, 3]]) / spread[[0, 3]]
    said = birds.project.network.predict(birds.theta, x)
    assert frame[:3, 5:].to_numpy() == pytest.approx(said, abs=1e-5)
    names = birds.project.data.target.categories
    assert frame["prediction"].to_list() == [*(names[one] for one in said.argmax(axis=1)), None]
    assert frame["prediction"][0] == "Adelie"
    assert frame.row(3)[-4:] == (None, None, None, None)


def test_what_is_odd_is_counted_and_the_first_of_it_has_a_place(birds: Saved) -> None:
    odd = predict_rows(birds.project, birds.theta, polars.concat([NEW, NEW])).odd
    # The island of row 4 and the flippers of row 3 are gaps that are filled, its mass is one that is not.
    assert (odd.unseen, odd.filled, odd.unpredicted) == (2, 4, 2)
    assert odd.counts == "unseen categories: 2, gaps filled: 4, without a prediction: 2"
    assert odd.sentences == (
        "“island” was not trained with “Java” (2 rows): none of its inputs is on there.",
        "Row 4 has no prediction: its “mass” is empty.",
    )


def test_a_gap_is_the_mean_or_the_most_frequent_category_of_training(birds: Saved) -> None:
    prepared = birds.project.data.prepared
    most_frequent = ISLANDS[int(np.argmax(prepared.raw[:, 1:3].sum(axis=0)))]
    frame = polars.DataFrame(
        {
            "mass": [3050.0, 3050.0],
            "island": [None, most_frequent],
            "flipper": [None, float(prepared.raw[:, 3].mean())],
        }
    )
    said = predict_rows(birds.project, birds.theta, frame).frame[:, 4:].to_numpy()
    assert said[0] == pytest.approx(said[1], abs=1e-6)


def test_nothing_odd_is_nothing_told(birds: Saved) -> None:
    odd = predict_rows(birds.project, birds.theta, NEW.head(1)).odd
    assert (odd.counts, odd.sentences) == ("", ())


def test_a_missing_column_is_named(birds: Saved) -> None:
    with pytest.raises(UserError, match="There is no column “flipper”"):
        predict_rows(birds.project, birds.theta, NEW.drop("flipper"))


def test_a_cell_that_is_not_a_number_costs_its_row_the_prediction_however_far_down(birds: Saved) -> None:
    rows = CHUNK + 10
    frame = polars.DataFrame({"mass": ["3000"] * (rows - 1) + ["heavy"], "island": "Dream", "flipper": 190.0})
    found = predict_rows(birds.project, birds.theta, frame)
    assert found.frame["prediction"].null_count() == 1
    assert found.frame["prediction"][-1] is None
    assert (found.odd.not_numbers, found.odd.unpredicted, found.odd.filled) == (1, 1, 0)
    assert found.odd.counts == "not a number: 1, without a prediction: 1"
    assert found.odd.sentences == ("Not a number, so the row has no prediction: row 8,202, “mass”: “heavy”.",)


def test_a_column_that_is_mostly_text_is_refused_where_numbers_were_trained(birds: Saved) -> None:
    frame = polars.DataFrame({"mass": ["3000", "light", "heavy"], "island": "Dream", "flipper": 190.0})
    with pytest.raises(UserError, match="Row 2, column “mass”: “light” is not a number") as refused:
        predict_rows(birds.project, birds.theta, frame)
    assert refused.value.hint == "Numbers were trained there: correct it, or leave the cell empty."


def test_numbers_outside_the_range_of_training_are_counted_and_named(birds: Saved) -> None:
    trained_on = birds.project.data.prepared.raw[:, 3]
    low, high = float(trained_on.min()), float(trained_on.max())
    frame = polars.DataFrame({"mass": 3050.0, "island": "Dream", "flipper": [low, high, high + 1.0, -5000.0]})
    odd = predict_rows(birds.project, birds.theta, frame).odd
    assert odd.counts == "outside the range of training: 2"
    said = f"“flipper” 2 times, as far as \N{MINUS SIGN}5,000 (trained on {low:,.6g} to {high:,.6g})"
    assert odd.sentences == (f"Outside the range of training: {said}.",)


def test_the_number_that_lies_furthest_outside_is_one_of_those_given_and_not_zero(birds: Saved) -> None:
    trained_on = birds.project.data.prepared.raw[:, 3]
    low, high = float(trained_on.min()), float(trained_on.max())
    assert low > 1.0, "zero lies further outside than what follows"
    frame = polars.DataFrame({"mass": 3050.0, "island": "Dream", "flipper": [high + 1.0, low, high + 1.0, low - 0.5]})
    (said,) = predict_rows(birds.project, birds.theta, frame).odd.sentences
    assert f"“flipper” 3 times, as far as {high + 1.0:,.6g} (" in said


def test_every_text_that_is_new_is_named_by_its_column_with_its_count(birds: Saved) -> None:
    frame = polars.DataFrame({"mass": 3050.0, "island": ["Java", "Bali", "Java", "Dream"], "flipper": 190.0})
    odd = predict_rows(birds.project, birds.theta, frame).odd
    assert odd.sentences == (
        "“island” was not trained with “Java” (2 rows), “Bali” (1 row): none of its inputs is on there.",
    )


def test_lists_in_a_column_are_refused_in_words(birds: Saved) -> None:
    with pytest.raises(UserError, match="do not hold what the network was trained on"):
        predict_rows(birds.project, birds.theta, NEW.with_columns(mass=polars.Series([[1.0], [2.0], [3.0], [4.0]])))


def test_rows_in_chunks_tell_how_far_they_are_and_stop_when_nobody_waits(birds: Saved) -> None:
    frame = polars.concat([NEW.head(2)] * CHUNK)
    shares: list[float] = []
    found = predict_rows(birds.project, birds.theta, frame, shares.append)
    assert shares == [0.5, 1.0]
    assert found.frame.height == 2 * CHUNK
    assert found.odd.unseen == CHUNK
    assert found.odd.unseen_texts["island"] == {"Java": CHUNK}
    assert predict_rows(birds.project, birds.theta, frame, shares.append, lambda: False) is None


def test_no_row_is_no_prediction(birds: Saved) -> None:
    found = predict_rows(birds.project, birds.theta, NEW.head(0))
    assert found.frame.shape == (0, 8)


def test_columns_that_are_there_already_are_kept_beside_the_new_ones(birds: Saved) -> None:
    once = predict_rows(birds.project, birds.theta, NEW).frame
    twice = predict_rows(birds.project, birds.theta, once)
    assert twice.added == ("prediction (2)", "p(Adelie) (2)", "p(Gentoo) (2)", "p(Chinstrap) (2)")
    assert twice.frame["prediction (2)"].equals(once["prediction"], check_names=False)


def test_two_classes_have_one_column_for_the_second_of_them() -> None:
    columns = (*COLUMNS[:3], COLUMNS[4].replace(categories=("Adelie", "Gentoo")))
    frame = trained_rows().filter(polars.col("species") != "Chinstrap")
    saved = trained(table_project(columns, frame))
    found = predict_rows(saved.project, saved.theta, NEW).frame
    assert found.columns[-2:] == ["prediction", "p(Gentoo)"]
    sure = found["p(Gentoo)"].to_list()[:3]
    assert [name == "Gentoo" for name in found["prediction"].to_list()[:3]] == [share >= 0.5 for share in sure]
    assert {"Adelie", "Gentoo"} <= set(found["prediction"].to_list())


def test_a_number_is_told_in_its_own_unit() -> None:
    generator = np.random.default_rng(4)
    size = generator.uniform(20.0, 200.0, 80)
    frame = polars.DataFrame({"size": size, "price": 1000.0 + 50.0 * size})
    project = table_project((Column("size"), Column("price", role="target")), frame)
    project = project.replace(network=Network(1, (Dense(1),)))
    saved = trained(project, 200)
    found = predict_rows(saved.project, saved.theta, polars.DataFrame({"size": [30, 150]}))
    assert found.added == ("prediction",)
    assert found.frame["prediction"].to_list() == pytest.approx([2500.0, 8500.0], rel=1e-3)


@pytest.mark.parametrize("names", [("x2", "x1"), ("x₂", " X1 ")])
def test_points_go_by_name_and_get_their_features(names: tuple[str, str]) -> None:
    recipe = Points("circle", features=("x1", "x1^2", "sin x2"))
    saved = trained(Project("points", Network(3, (Dense(1, "sigmoid"),)), Training("binary_crossentropy"), recipe), 3)
    frame = polars.DataFrame({names[0]: [4.0, 0.5], "note": ["a", "b"], names[1]: [-3.0, 0.25]})
    found = predict_rows(saved.project, saved.theta, frame).frame
    x = np.array([[-3.0, 9.0, np.sin(4.0)], [0.25, 0.0625, np.sin(0.5)]])
    assert found["p(inner)"].to_numpy() == pytest.approx(saved.project.network.predict(saved.theta, x)[:, 0], abs=1e-6)


def test_other_names_go_by_place_where_the_columns_are_as_many_and_are_refused_where_not() -> None:
    saved = trained(open_bundled("circle"), 2)
    by_name = predict_rows(saved.project, saved.theta, polars.DataFrame({"x1": [1.0], "x2": [-4.0]})).frame
    by_place = predict_rows(saved.project, saved.theta, polars.DataFrame({"column_1": [1.0], "column_2": [-4.0]})).frame
    assert by_name[:, -2:].equals(by_place[:, -2:])
    with pytest.raises(UserError, match="There is no column “x1”") as refused:
        predict_rows(saved.project, saved.theta, polars.DataFrame({"a": [1.0], "b": [2.0], "c": [3.0]}))
    assert refused.value.hint == "The network is given x1, x2: name the columns so, or give exactly 2."


def test_it_is_told_that_columns_go_by_place_and_names_in_other_places_are_not_passed_over() -> None:
    saved = trained(open_bundled("circle"), 2)
    unnamed = predict_rows(saved.project, saved.theta, polars.DataFrame({"a": [1.0], "x2": [-4.0]}))
    assert unnamed.odd.sentences == ("The columns are taken in their order, as x1, x2.",)
    named = predict_rows(saved.project, saved.theta, polars.DataFrame({"x2": [-4.0], "x1": [1.0]}))
    assert named.odd.sentences == ()
    assert named.frame[:, -2:].equals(unnamed.frame[:, -2:])
    with pytest.raises(UserError, match="There is no column “x1”") as refused:
        predict_rows(saved.project, saved.theta, polars.DataFrame({"x2": [-4.0], "height": [1.0]}))
    assert refused.value.hint == "The network is given x1, x2: name the columns so."


def test_all_columns_that_are_missing_are_named_at_once(birds: Saved) -> None:
    with pytest.raises(UserError) as refused:
        predict_rows(birds.project, birds.theta, NEW.select("remark", "island"))
    assert str(refused.value) == "There are no columns “mass”, “flipper”. There are remark, island."
    with pytest.raises(UserError, match="There is no column “flipper”"):
        predict_rows(birds.project, birds.theta, NEW.drop("flipper"))


def test_dates_are_no_numbers_and_numbers_no_dates(birds: Saved) -> None:
    days = polars.Series("flipper", ["2026-01-31", "2026-02-28", None, None]).str.to_date()
    with pytest.raises(UserError, match="“flipper” holds dates, where numbers were trained"):
        predict_rows(birds.project, birds.theta, NEW.with_columns(days))
    predict_rows(birds.project, birds.theta, NEW.with_columns(days.clear(4)))  # nothing but gaps
    rows = trained_rows()
    since = polars.duration(days=polars.col("flipper").cast(int))
    dated = rows.with_columns((polars.date(2026, 1, 1) + since).alias("flipper"))
    saved = trained(table_project(frame=dated), 1)
    with pytest.raises(UserError, match="“flipper” holds numbers, where dates were trained"):
        predict_rows(saved.project, saved.theta, NEW)
    predict_rows(saved.project, saved.theta, NEW.with_columns(days.cast(polars.Datetime)))


def test_a_blank_pad_and_a_row_with_a_gap_are_no_digit() -> None:
    saved = trained(open_bundled("segments"), 400)
    rows = [*SHAPES.tolist(), [0.0] * 7, [1.0, None, 1.0, 1.0, 1.0, 1.0, 1.0]]
    frame = polars.DataFrame(rows, schema=list("abcdefg"), orient="row")
    found = predict_rows(saved.project, saved.theta, frame)
    assert found.frame["prediction"].to_list() == [*"0123456789", None, None]
    assert found.frame.columns[8] == "output(0)"
    assert found.odd.unpredicted == 2
    assert found.odd.first_unpredicted == "Row 12 has no prediction: its “b” is empty."
    assert found.frame.row(11)[8:] == (None,) * 10
    blank = predict_rows(saved.project, saved.theta, frame[:11]).odd
    assert blank.sentences == ("Row 11 has no answer.",)


def test_the_pixels_of_a_digit_go_by_place() -> None:
    saved = trained(open_bundled("digits"), 3)
    dataset = build(saved.project.data)
    frame = polars.DataFrame(dataset.x_test[:50], schema=[f"pixel {index}" for index in range(64)], orient="row")
    found = predict_rows(saved.project, saved.theta, frame).frame
    truth = dataset.y_test[:50].argmax(axis=1)
    assert np.mean(found["prediction"].cast(int).to_numpy() == truth) > 0.8


def test_without_data_nothing_says_what_the_columns_are() -> None:
    project = Project("none", Network(2, (Dense(1),)), Training("mse"))
    with pytest.raises(UserError, match="has no data"):
        predict_rows(project, np.zeros(3), NEW)


# Files ---------------------------------------------------------------------------------------------------------------


def always() -> bool:
    return True


def test_the_same_file_before_saving_and_after_opening_is_the_same_to_the_bit(birds: Saved, tmp_path: Path) -> None:
    rows, first, second = tmp_path / "new birds.csv", tmp_path / "first.csv", tmp_path / "second.csv"
    rows.write_bytes(text_of(NEW))
    written = predict_file(birds.project, birds.theta, rows, first, lambda _share: None, always)
    assert (written.path, written.rows, written.odd.unseen) == (first, 4, 1)
    save_project(birds, tmp_path / "birds.neuroloom")
    again = open_project(tmp_path / "birds.neuroloom")
    predict_file(again.project, again.theta, rows, second, lambda _share: None, always)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text("utf-8").splitlines()[0].startswith("remark,flipper,island,mass,prediction,p(Adelie),")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "mass,island,flipper\n",
            "rows.csv holds only a row of names. A table needs a row of names and rows of values.",
        ),
        ("mass,island\n1,a\n2,b,c\n3,d\n4,e\n", "Row 2 has 3 cells, the others 2. Correct line 3 of rows.csv."),
        (
            'mass,island\n"1,a\n2,b\n',
            "Row 1 opens a quotation mark that is never closed. Close or remove that mark in rows.csv.",
        ),
    ],
)
def test_what_cannot_be_read_is_mended_in_the_file_since_nothing_can_be_chosen(
    birds: Saved, tmp_path: Path, text: str, said: str
) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text(text)
    with pytest.raises(UserError) as refused:
        predict_file(birds.project, birds.theta, rows, out, lambda _share: None, always)
    assert str(refused.value) == said
    assert not out.exists()


def test_text_keeps_its_separator_and_its_decimal_comma(birds: Saved, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("island;mass;flipper\nDream;3050,5;181,25\nBiscoe;4600,0;220,0\n", "utf-8")
    predict_file(birds.project, birds.theta, rows, out, lambda _share: None, always)
    lines = out.read_text("utf-8").splitlines()
    assert lines[0] == "island;mass;flipper;prediction;p(Adelie);p(Gentoo);p(Chinstrap)"
    assert lines[1].startswith("Dream;3050,5;181,25;Adelie;0,")


@pytest.mark.parametrize(
    ("mass", "flipper", "told"),
    [
        ("3.500", "181,5", "The decimal sign is a comma, so “3.500” is read as 3500."),
        ('"4,500"', "181.5", "The decimal sign is a point, so “4,500” is read as 4500."),
        ("3.500,5", "181,5", ""),
        ("1.234.567", "181,5", ""),
        ("3500", "181,5", ""),
        ("3.5", "181,5", ""),
    ],
)
def test_the_decimal_sign_is_told_where_a_sign_between_thousands_might_be_it(
    birds: Saved, tmp_path: Path, mass: str, flipper: str, told: str
) -> None:
    text = f"island;flipper;mass;note\nDream;{flipper};{mass};2.000\nDream;{flipper};4000;3,000\n"
    (tmp_path / "rows.csv").write_text(text)
    written = predict_file(
        birds.project, birds.theta, tmp_path / "rows.csv", tmp_path / "o.csv", lambda _: None, lambda: True
    )
    assert written is not None
    said = [sentence for sentence in written.odd.sentences if "decimal sign" in sentence]
    assert said == [told] * bool(told), "of the columns that are asked about, and nothing where it is clear"


def test_the_rows_of_a_text_come_out_as_they_stood_cell_by_cell(birds: Saved, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    lines = [
        "when;code;island;mass;flipper;n",
        "2025-07-28 14:00:00;007;Dream;3050,50;181,250;999999",
        "2025-07-28 15:00:00;1e3;Dream;3.050,5;n/a;",
        '2025-07-28 16:00:00;"a;b";Biscoe;4600;220;-0',
    ]
    rows.write_text("\n".join(lines) + "\n", "utf-8")
    predict_file(birds.project, birds.theta, rows, out, lambda _share: None, always)
    written = out.read_text("utf-8").splitlines()
    for line, given in zip(written, lines, strict=True):
        assert line.startswith(f"{given};")
        assert len(line.removeprefix(f"{given};").split(";")) == 4


def test_dates_of_no_text_are_written_as_people_write_them(birds: Saved, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.parquet", tmp_path / "out.csv"
    NEW.head(1).with_columns(when=polars.datetime(2025, 7, 28, 14)).write_parquet(rows)
    predict_file(birds.project, birds.theta, rows, out, lambda _share: None, always)
    assert "3050,2025-07-28 14:00:00,Adelie," in out.read_text("utf-8")


def test_a_file_that_is_not_wanted_any_more_is_not_written(birds: Saved, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_bytes(text_of(NEW))
    assert predict_file(birds.project, birds.theta, rows, out, lambda _share: None, lambda: False) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv"]


@pytest.mark.parametrize("ending", [".parquet", ".tsv", ".CSV"])
def test_the_ending_says_what_is_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"table{ending}"
    write_table(NEW, path)
    if ending == ".parquet":
        assert polars.read_parquet(path).equals(NEW)
    else:
        read = polars.read_csv(path, separator="\t" if ending == ".tsv" else ",")
        assert read.equals(NEW)


@pytest.mark.parametrize(("name", "said"), [("out.xlsx", "“.xlsx” cannot be written"), ("out", "has no ending")])
def test_another_ending_is_refused_before_anything_is_read(birds: Saved, name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        predict_file(birds.project, birds.theta, tmp_path / "no.csv", tmp_path / name, lambda _share: None, always)
