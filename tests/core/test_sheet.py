"""The rows of data with what a network answers, against numbers worked by hand."""

import numpy as np
import polars
import pytest

from core.data import Digits, Drawn, Points, Table, build
from core.layers import Dense
from core.network import Network
from core.probe.meaning import meaning_of
from core.sheet import Sorting, Wanted, answers_of, ordered, sheet_of, write_rows
from core.sheet.sheet import OUT
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.splitting import TEST, TRAIN, VALIDATION
from core.training import Training
from tests.flowers import flowers, project_of

ROWS = {
    "age": [30.0, None, 50.0, -7.5, 41.0],
    "town": ["Ulm", "Bonn", None, "Ulm", "Aachen"],
    "note": ["a", "b", "c", "d", "e"],
    "part": ["train", "train", "validation", "test", "train"],
    "pay": [1.0, 2.0, 3.0, 4.0, 5.0],
}


def numbers(missing="drop"):
    """Pay by age; the second row has a gap."""
    columns = (Column("age", scaling="none", missing=missing), Column("pay", "target", scaling="min-max"))
    return Table(StoredTable.of(polars.DataFrame(ROWS)), columns, Split("column", column="part"))


def project(table, weight, bias):
    """A network without a hidden layer: weight * age + bias, in what the target is scaled to."""
    network = Network(1, (Dense(1, "linear"),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["weights"][...] = weight
    network.views(theta)[0]["biases"][...] = bias
    return Project("pay", network, Training("mse"), table), theta


def answered(table, weight, bias):
    found, theta = project(table, weight, bias)
    sheet = sheet_of(found)
    meaning = meaning_of(found.network, sheet.dataset, "mse")
    return sheet, answers_of(sheet, found.network, theta, meaning)


def test_a_row_is_in_its_part_and_one_with_a_gap_is_left_out():
    sheet = sheet_of(project(numbers(), 0.0, 0.0)[0])
    assert sheet.parts.tolist() == [TRAIN, OUT, VALIDATION, TEST, TRAIN]
    assert sheet.samples.tolist() == [0, -1, 1, 3, 2]
    assert sheet.rows_of.tolist() == [0, 2, 4, 3]
    assert sheet.numbers.tolist() == [1, 2, 3, 4, 5]
    assert sheet.cells.names == ("age", "town", "note", "part")
    assert [sheet.cells.value(0, row) for row in range(3)] == [30.0, None, 50.0]
    assert [sheet.target_value(row) for row in range(5)] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_answers_and_errors_are_in_the_targets_own_unit():
    # Trained on pay 1 and 5: scaled = (pay - 1) / 4. 0.01 age + 0.2 is 0.5, 0.7, 0.125 and 0.61 for the samples.
    sheet, answers = answered(numbers(), 0.01, 0.2)
    assert answers.values == pytest.approx([3.0, 3.8, 3.44, 1.5])  # in the order of the samples: 30, 50, 41, -7.5
    assert answers.errors == pytest.approx([2.0, 0.8, -1.56, -2.5])
    assert answers.decided is None and answers.wrong is None
    assert ordered(sheet, answers, Wanted(Sorting("error", is_descending=True))).tolist() == [3, 0, 4, 2, 1]
    assert ordered(sheet, answers, Wanted(Sorting("answer"))).tolist() == [3, 0, 4, 2, 1]


def test_some_answers_are_the_same_as_all_of_them_at_their_places():
    found = project_of(flowers())
    sheet, theta = sheet_of(found), found.network.initial(seed=2)
    meaning = meaning_of(found.network, sheet.dataset, found.training.loss)
    whole = answers_of(sheet, found.network, theta, meaning)
    some = answers_of(sheet, found.network, theta, meaning, np.array([3, 100, 120, 148]))
    assert [some.place(sample) for sample in (3, 4, 120, 148, 149)] == [0, None, 2, 3, None]
    assert some.values == pytest.approx(whole.values[[3, 100, 120, 148]])
    assert some.wrong.tolist() == whole.wrong[[3, 100, 120, 148]].tolist()


def test_the_error_of_classes_is_how_far_the_true_one_is_from_yes():
    found = project_of(flowers())
    network = Network(6, (Dense(3, "softmax"),), "float64")
    theta = np.zeros(network.size)
    network.views(theta)[0]["biases"][...] = np.log([0.5, 0.3, 0.2])
    sheet = sheet_of(found.replace(network=network))
    answers = answers_of(sheet, network, theta, meaning_of(network, sheet.dataset, found.training.loss))
    truth = sheet.targets.astype(int)
    assert answers.decided.tolist() == [0] * len(truth)
    assert answers.values == pytest.approx(np.full(len(truth), 0.5))
    assert answers.errors == pytest.approx(1.0 - np.array([0.5, 0.3, 0.2])[truth])
    assert answers.wrong.tolist() == (truth != 0).tolist()
    worst = ordered(sheet, answers, Wanted(Sorting("error", is_descending=True), "wrong"))
    assert [sheet.class_of(row) for row in worst] == [2] * 50 + [1] * 49
    assert 7 not in worst  # it has a gap, and is left out


def test_what_is_no_number_is_the_worst():
    sheet, answers = answered(numbers(), 0.01, 0.2)
    answers.errors[2] = np.nan
    assert ordered(sheet, answers, Wanted(Sorting("error", is_descending=True))).tolist() == [4, 3, 0, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Wanted(), [0, 1, 2, 3, 4]),
        (Wanted(Sorting("number", is_descending=True)), [4, 3, 2, 1, 0]),
        (Wanted(Sorting("column", column=0)), [3, 0, 4, 2, 1]),
        (Wanted(Sorting("column", is_descending=True, column=0)), [2, 4, 0, 3, 1]),
        (Wanted(Sorting("column", column=1)), [4, 1, 0, 3, 2]),
        (Wanted(Sorting("column", is_descending=True, column=1)), [0, 3, 1, 4, 2]),
        (Wanted(Sorting("target", is_descending=True)), [4, 3, 2, 1, 0]),
        (Wanted(Sorting("part")), [0, 4, 2, 3, 1]),
        (Wanted(show="training"), [0, 4]),
        (Wanted(show="validation"), [2]),
        (Wanted(show="test"), [3]),
        (Wanted(show="wrong"), []),
        (Wanted(text="ulm"), [0, 3]),
        (Wanted(text="4"), [3, 4]),  # the number of a row, and the age 41
        (Wanted(text="-7.5"), [3]),
        (Wanted(text="tra", show="training"), [0, 4]),
        (Wanted(text="nowhere"), []),
    ],
)
def test_rows_are_shown_in_the_order_asked_for(wanted, rows):
    sheet, answers = answered(numbers(), 0.01, 0.2)
    assert ordered(sheet, answers, wanted).tolist() == rows


def test_a_sample_of_ones_own_stands_at_the_end_with_what_is_known_of_it():
    table = flowers(12, Split(test=25.0, stratified=False)).replace(
        added=((20.0, 3.0, 40_000.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0),)
    )
    sheet = sheet_of(project_of(table))
    assert sheet.count == 13 and sheet.parts[12] == TRAIN
    assert [sheet.cells.value(column, 12) for column in range(4)] == [20.0, 3.0, 40_000.0, "peat"]
    assert (sheet.target_value(12), sheet.class_of(12)) == ("versicolor", 1)
    assert sheet.rows_of[sheet.samples[12]] == 12


def test_points_are_rows_with_two_numbers_and_digits_are_pictures():
    recipe = Points("circle", samples=20, features=("x2", "x1^2"))
    network = Network(2, (Dense(1, "sigmoid"),))
    sheet = sheet_of(Project("points", network, Training("binary_crossentropy", validation_share=20.0), recipe))
    data = build(recipe)
    assert sheet.cells.names == ("x₁", "x₂")
    assert sheet.cells.value(1, 3) == data.places[3, 1]
    assert sheet.numbers.tolist() == [*range(1, len(data.x) + 1), *range(1, len(data.x_test) + 1)]
    assert np.count_nonzero(sheet.parts == VALIDATION) == round(0.2 * len(data.x))
    digits = sheet_of(Project("digits", Network(64, (Dense(10, "softmax"),)), Training("mse"), Digits()))
    assert digits.cells.names == ()
    assert digits.target_value(0) in "0123456789"


def test_the_one_number_of_a_curve_is_called_x():
    for data in (Points("sine"), Drawn(classes=(), points=((0.5, 1.0),))):
        network = Network(1, (Dense(1, "linear"),))
        sheet = sheet_of(Project("curve", network, Training("mse"), data))
        assert sheet.cells.names == ("x",)


def test_rows_are_written_with_their_answers():
    sheet, answers = answered(numbers(), 0.01, 0.2)
    assert write_rows(sheet, answers, np.array([3, 1]), "\t").splitlines() == [
        "row\tpart\tage\ttown\tnote\tpart_\tpay\tanswer\terror",
        "4\ttest\t-7.5\tUlm\td\ttest\t4.0\t1.5\t-2.5",
        "2\tleft out\t\tBonn\tb\ttrain\t2.0\t\t",
    ]


def test_classes_are_written_by_their_names():
    recipe = Points("circle", samples=20)
    network = Network(2, (Dense(1, "sigmoid"),))
    found = Project("points", network, Training("binary_crossentropy"), recipe)
    sheet = sheet_of(found)
    theta = np.zeros(network.size, "float32")
    answers = answers_of(sheet, network, theta, meaning_of(network, sheet.dataset, "binary_crossentropy"))
    names, first = write_rows(sheet, answers, np.array([0])).splitlines()
    assert names == "row,part,x₁,x₂,target,answer,output,is wrong"
    assert first.split(",")[4:] == [sheet.target_value(0), sheet.dataset.classes[1], "0.5", str(
        sheet.class_of(0) != 1
    ).lower()]  # fmt: skip


def test_data_without_a_sample_are_a_sheet_without_a_row():
    network = Network(2, (Dense(1, "sigmoid"),))
    training = Training("binary_crossentropy", validation_share=20.0)
    sheet = sheet_of(Project("board", network, training, Drawn()))
    assert sheet.count == 0
    answers = answers_of(sheet, network, np.zeros(network.size, "float32"), meaning_of(network, sheet.dataset, "mse"))
    assert ordered(sheet, answers, Wanted(Sorting("error"), text="a")).tolist() == []
