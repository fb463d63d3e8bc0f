"""An exported model takes the rows of a table as they stand in it, and answers in its unit."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import polars
import pytest

from core import Dense, Network
from core.arrays import Array
from core.data import Table, build
from core.export import export_numpy, export_onnx
from core.export.proof import rounded_up
from core.network import DType
from core.probe.answering import answering
from core.table import Column, Split, StoredTable
from core.training import Training

NAN = np.nan


def table(target_scaling: str = "standard", is_number: bool = True) -> Table:
    """Rooms between two numbers, so that columns of both kinds take turns; the price is a million or so."""
    generator = np.random.default_rng(5)
    area = generator.normal(80.0, 20.0, 60)
    rooms = generator.choice(["one", "two", "three"], 60)
    year = generator.integers(1_900, 2_020, 60).astype(np.float64)
    frame = polars.DataFrame(
        {
            "area": [None if row % 7 == 3 else value for row, value in enumerate(area)],
            "rooms": [None if row % 11 == 5 else value for row, value in enumerate(rooms)],
            "year": year,
            "price": 1_000_000.0 + 3_000.0 * area + 500.0 * (year - 1_960.0),
            "sold": ["yes" if value > 80.0 else "no" for value in area],
        }
    )
    price = Column("price", "target" if is_number else "ignored", scaling=target_scaling)  # type: ignore[arg-type]
    sold = Column("sold", "ignored" if is_number else "target", "category", categories=("no", "yes"))
    rooms_column = Column("rooms", kind="category", categories=("one", "two", "three"))
    columns = (Column("area"), rooms_column, Column("year", scaling="min-max"), price, sold)
    return Table(StoredTable.of(frame), columns, Split(validation=10.0, test=30.0, stratified=False))


def network_for(recipe: Table, dtype: DType) -> tuple[Network, Array]:
    ends = recipe.ends
    network = Network(ends.inputs, (Dense(4, "tanh"), Dense(ends.outputs, ends.activation)), dtype)
    return network, network.initial(seed=3, x=None)


def run(path: Path, x: Array) -> Array:
    session = onnxruntime.InferenceSession(path)
    (answers,) = session.run(None, {"x": x})
    return np.asarray(answers)


def test_the_proof_measures_against_what_the_program_answers_to_the_rows_as_they_stand(tmp_path: Path) -> None:
    """float32 has no 45292.37: a model that is given the day so answers to another one, which is more than rounding."""
    day = 45_000.0 + np.random.default_rng(6).uniform(0.0, 40.0, 60)
    frame = polars.DataFrame({"day": day, "sold": ["yes" if value % 10 > 5 else "no" for value in day]})
    columns = (Column("day"), Column("sold", "target", "category", categories=("no", "yes")))
    recipe = Table(StoredTable.of(frame), columns, Split(test=30.0, stratified=False))
    network, theta = network_for(recipe, "float32")
    proof = export_onnx(network, theta, tmp_path / "model.onnx", recipe)
    assert proof.largest_difference is not None
    asked = answering(network, theta, recipe, Training("binary_crossentropy"))
    places = build(recipe).places_test
    assert asked is not None and places is not None and proof.rows == len(places)
    wanted = asked.outputs(places.T).T
    elsewhere = np.abs(run(tmp_path / "model.onnx", places.astype(np.float32)) - wanted).max()
    assert 2e-6 < elsewhere <= proof.largest_difference + 3e-7
    alone = export_numpy(network, theta, tmp_path / "model.py", recipe).largest_difference
    assert alone is not None and alone <= 3e-7, "a script is given them as they stand"


@pytest.mark.parametrize("number", [1.52587890625e-05, 5.960464477539063e-08, 0.1, 123.4])
def test_an_agreement_is_never_said_to_be_closer_than_it_is(number: float) -> None:
    told = float(rounded_up(number))
    assert number <= told <= 1.1 * number


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("scaling", ["standard", "min-max", "none"])
def test_rows_go_in_and_the_number_comes_out_in_their_own_units(tmp_path: Path, dtype: DType, scaling: str) -> None:
    recipe = table(scaling)
    network, theta = network_for(recipe, dtype)
    export_onnx(network, theta, tmp_path / "model.onnx", recipe)

    fitted = recipe.prepared.fitted
    rows = np.array([[70.0, 1, 1_950], [NAN, 2, 2_000], [101.5, NAN, 1_999], [80.0, 7, NAN]], dtype)
    area, year = fitted.fills[0], fitted.fills[2]
    most = int(fitted.fills[1])
    filled = np.array(
        [
            [70.0, 0, 1, 0, 1_950],
            [area, 0, 0, 1, 2_000],
            [101.5, most == 0, most == 1, most == 2, 1_999],
            [80.0, 0, 0, 0, year],  # an unseen category: none of its inputs is on
        ]
    )
    inputs = (filled - fitted.offset) * fitted.factor
    outputs = network.predict(theta, inputs.astype(dtype)).astype(np.float64)
    expected = outputs / fitted.target.factor + fitted.target.offset
    assert (scaling == "none") == (abs(expected).max() < 100.0)
    answers = run(tmp_path / "model.onnx", rows)
    assert answers.dtype == dtype
    tolerance = 1e-5 if dtype == "float32" else 1e-10
    assert np.allclose(answers, expected, rtol=0.0, atol=tolerance * max(1.0, abs(expected).max()))


def test_the_model_of_a_file_answers_as_the_window_does_for_the_rows_that_test(tmp_path: Path) -> None:
    recipe = table(is_number=False)
    network, theta = network_for(recipe, "float64")
    proof = export_onnx(network, theta, tmp_path / "model.onnx", recipe)
    found, dataset = recipe.prepared, build(recipe)
    assert dataset.x_test is not None and proof.rows == len(dataset.x_test) == 18
    frame = recipe.rows.frame
    area = frame["area"].to_numpy()[found.rows_test]
    codes = [NAN if one is None else ("one", "two", "three").index(one) for one in frame["rooms"]]
    rows = np.column_stack([area, np.array(codes)[found.rows_test], frame["year"].to_numpy()[found.rows_test]])
    assert np.isnan(rows).any()
    assert np.allclose(run(tmp_path / "model.onnx", rows), network.predict(theta, dataset.x_test), atol=1e-12)


def test_the_file_says_what_its_columns_are(tmp_path: Path) -> None:
    recipe = table(is_number=False)
    network, theta = network_for(recipe, "float32")
    export_onnx(network, theta, tmp_path / "model.onnx", recipe)
    told = {entry.key: entry.value for entry in onnx.load(tmp_path / "model.onnx").metadata_props}
    assert json.loads(told["columns"]) == ["area", "rooms", "year"]
    around = json.loads(told["preprocessing"])
    assert around["columns"][1]["categories"] == ["one", "two", "three"]
    fitted = recipe.prepared.fitted
    assert (around["columns"][0]["offset"], around["columns"][0]["factor"]) == (fitted.offset[0], fitted.factor[0])
    assert (around["target_name"], around["threshold"]) == ("sold", 0.5)
    assert (json.loads(told["classes"]), told["task"]) == (["no", "yes"], "two classes")
