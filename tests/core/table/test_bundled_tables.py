"""Tests of the tables that come with the program: their rows, classes and means are those that are known of them."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from core.table import StoredTable
from core.table.flags import flags_of
from core.table.guessing import guess_columns
from tests.core.table.made_tables import LEAST_AWAY, TABLES

SHAPES = {
    "iris": (150, 5),
    "wine": (178, 14),
    "cancer": (569, 31),
    "penguins": (344, 8),
    "diabetes": (442, 11),
    "admission": (300, 3),
    "sum": (420, 4),
    "product": (420, 4),
}
"""Rows and columns, the target among them."""

CLASSES = {
    ("iris", "species"): {"setosa": 50, "versicolor": 50, "virginica": 50},
    ("wine", "wine"): {"Barolo": 59, "Grignolino": 71, "Barbera": 48},
    ("cancer", "diagnosis"): {"malignant": 212, "benign": 357},
    ("penguins", "species"): {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124},
    ("penguins", "island"): {"Biscoe": 168, "Dream": 124, "Torgersen": 52},
    ("penguins", "sex"): {"female": 165, "male": 168, "": 11},
    ("penguins", "year"): {"2007": 110, "2008": 114, "2009": 120},
    ("diabetes", "sex"): {"1": 235, "2": 207},
    ("sum", "part"): {"train": 240, "validation": 60, "test": 120},
    ("product", "part"): {"train": 240, "validation": 60, "test": 120},
}

MEANS = {
    ("iris", "sepal length (cm)"): 5.843,
    ("iris", "sepal width (cm)"): 3.057,
    ("iris", "petal length (cm)"): 3.758,
    ("iris", "petal width (cm)"): 1.199,
    ("wine", "alcohol"): 13.001,
    ("wine", "malic acid"): 2.336,
    ("wine", "proline"): 746.9,
    ("cancer", "mean radius"): 14.127,
    ("cancer", "worst area"): 880.6,
    ("cancer", "worst fractal dimension"): 0.08395,
    ("penguins", "bill length (mm)"): 43.92,
    ("penguins", "bill depth (mm)"): 17.15,
    ("penguins", "flipper length (mm)"): 200.9,
    ("penguins", "body mass (g)"): 4202.0,
    ("diabetes", "age (years)"): 48.52,
    ("diabetes", "bmi (kg/m²)"): 26.38,
    ("diabetes", "bp (mmHg)"): 94.65,
    ("diabetes", "s1 total cholesterol"): 189.1,
    ("diabetes", "s2 LDL"): 115.44,
    ("diabetes", "s3 HDL"): 49.79,
    ("diabetes", "s4 cholesterol/HDL"): 4.07,
    ("diabetes", "s5 log triglycerides"): 4.641,
    ("diabetes", "s6 glucose"): 91.26,
    ("diabetes", "progression"): 152.1,
}
"""As R's and other people's summaries of the same data print them."""


def text_of(name: str) -> str:
    return files("resources").joinpath("data", f"{name}.csv").read_text("utf-8")


def columns_of(name: str) -> dict[str, list[str]]:
    header, *rows = csv.reader(text_of(name).splitlines())
    assert len(set(header)) == len(header) and all(len(row) == len(header) for row in rows)
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))


def numbers(column: list[str]) -> np.ndarray:
    return np.array([float(field) if field else np.nan for field in column])


@pytest.mark.parametrize("name", SHAPES)
def test_a_table_has_the_rows_and_columns_that_are_known(name: str) -> None:
    columns = columns_of(name)
    assert (len(next(iter(columns.values()))), len(columns)) == SHAPES[name]


@pytest.mark.parametrize(("name", "column"), CLASSES)
def test_each_class_is_as_frequent_as_it_is_known_to_be(name: str, column: str) -> None:
    values, counts = np.unique(columns_of(name)[column], return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == CLASSES[name, column]


@pytest.mark.parametrize(("name", "column"), MEANS)
def test_the_mean_of_a_column_is_the_known_one(name: str, column: str) -> None:
    assert np.nanmean(numbers(columns_of(name)[column])) == pytest.approx(MEANS[name, column], rel=3e-4)


def test_the_two_irises_that_are_often_wrong_are_as_fisher_printed_them() -> None:
    rows = text_of("iris").splitlines()
    assert rows[35] == "4.9,3.1,1.5,0.2,setosa"
    assert rows[38] == "4.9,3.6,1.4,0.1,setosa"


def test_two_penguins_have_no_measurements_and_nothing_else_is_missing_but_eleven_sexes() -> None:
    columns = columns_of("penguins")
    missing = {name: [row for row, field in enumerate(column) if not field] for name, column in columns.items()}
    sexes = missing.pop("sex")
    assert len(sexes) == 11 and {3, 271} < set(sexes)
    measured = ("bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)")
    assert {name: rows for name, rows in missing.items() if rows} == {name: [3, 271] for name in measured}
    for name in SHAPES.keys() - {"penguins"}:
        assert all(field for column in columns_of(name).values() for field in column), name


@pytest.mark.parametrize("name", TABLES)
def test_a_made_table_is_what_its_maker_makes(name: str) -> None:
    assert text_of(name) == TABLES[name]()


def test_a_line_parts_the_students_with_room_to_spare() -> None:
    columns = columns_of("admission")
    test, grades = numbers(columns["test"]), numbers(columns["grades"])
    away = (2 * test + grades - 18) / np.sqrt(5)
    assert [answer == "yes" for answer in columns["admitted"]] == (away > 0).tolist()
    assert LEAST_AWAY <= abs(away).min() < LEAST_AWAY + 0.1
    for marks in (test, grades):
        assert marks.min() >= 0 and marks.max() <= 10 and marks.max() - marks.min() > 9.5
    assert 0.3 < np.mean(away > 0) < 0.45


@pytest.mark.parametrize(("name", "operation"), [("sum", np.add), ("product", np.multiply)])
def test_the_rows_that_test_lie_outside_of_what_is_trained_on(name: str, operation: np.ufunc) -> None:
    columns = columns_of(name)
    a, b, answer, part = numbers(columns["a"]), numbers(columns["b"]), numbers(columns[name]), columns["part"]
    assert np.allclose(operation(a, b), answer, rtol=0, atol=1e-9)
    reach = np.maximum(abs(a), abs(b))
    is_test = np.array([field == "test" for field in part])
    assert reach[~is_test].max() <= 5 < reach[is_test].min() and reach.max() <= 10


@pytest.mark.parametrize("name", SHAPES)
def test_the_source_and_licence_of_each_table_are_named(name: str) -> None:
    sources = files("resources").joinpath("data", "SOURCES.md").read_text("utf-8")
    [section] = [part for part in sources.split("\n### ") if f"{name}.csv" in part.splitlines()[0]]
    assert "**Source**" in section and "**Licence**" in section


@pytest.mark.parametrize("name", SHAPES)
def test_no_number_of_a_bundled_table_is_called_a_slip(name: str) -> None:
    frame = StoredTable(name).frame
    assert not [flag for flag in flags_of(frame, guess_columns(frame)) if flag.kind in ("far out", "case")]
