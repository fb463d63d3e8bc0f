"""`neuroloom predict`: rows in, rows with answers out, by the real entry point."""

import json
import os
import subprocess
import sys
from datetime import datetime

import polars
import pytest

from core.project import save_project
from core.table.predicting import predict_rows
from tests.gui import birds
from tests.gui.terminal import Enter, Terminal, the_one_line

TRACE = """
import sys
from gui.app import main
sys.argv = ["neuroloom", *sys.argv[1:]]
status = main()
print("imported:", *sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "pyqtgraph"}))
sys.exit(status)
"""


@pytest.fixture
def enter(terminal: Terminal, enter: Enter) -> Enter:
    """The entry of the program in a folder with a trained project and new rows."""
    save_project(birds.trained(epochs=10), terminal.folder / "birds.neuroloom")
    new = birds.birds(6).select("flippers", "bill", "island")
    new.with_columns(island=polars.Series(["Dream", "Java", "Biscoe"] * 2)).write_csv(terminal.folder / "rows.csv")
    return enter


def test_predictions_go_into_a_file_and_what_was_odd_is_told(enter: Enter, terminal: Terminal) -> None:
    run = enter("predict", "birds.neuroloom", "rows.csv", "-o", "out.csv")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        "wrote out.csv: 6 rows",
        "unseen categories: 2",
        "“island” was not trained with “Java” (2 rows): none of its inputs is on there.",
    ]
    saved = birds.trained(epochs=10)
    wanted = predict_rows(saved.project, saved.theta, polars.read_csv(terminal.folder / "rows.csv")).frame
    types = dict.fromkeys(wanted.columns[-3:], polars.Float32)
    written = polars.read_csv(terminal.folder / "out.csv", schema_overrides=types)
    assert written.equals(wanted)


def test_without_a_file_they_are_the_output_and_the_rest_is_said_aside(enter: Enter, terminal: Terminal) -> None:
    run = enter("predict", "birds.neuroloom", "rows.csv")
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert lines[0] == "flippers,bill,island,prediction,p(Adelie),p(Gentoo),p(Chinstrap)"
    assert len(lines) == 7
    assert run.stderr.splitlines()[0] == "unseen categories: 2"
    into_file = enter("predict", "birds.neuroloom", "rows.csv", "--out", "out.csv")
    assert into_file.returncode == 0
    assert (terminal.folder / "out.csv").read_text("utf-8") == run.stdout


def test_first_weights_are_named_as_such(enter: Enter, terminal: Terminal) -> None:
    (terminal.folder / "points.csv").write_text("x2,x1\n0.5,-4\n")
    run = enter("predict", "circle", "points.csv")
    assert run.stdout.splitlines()[0] == "x2,x1,prediction,p(inner)"
    assert run.stderr == "not trained: first weights\n"


def test_json_has_dates_as_they_stood_in_the_file(enter: Enter, terminal: Terminal) -> None:
    (terminal.folder / "dated.csv").write_text("when;x1;x2\n28.07.2025 14:00;1;2\n29.07.2025 15:30;3;4\n")
    run = enter("predict", "circle", "dated.csv", "--json")
    assert run.returncode == 0, run
    rows = json.loads(run.stdout)["rows"]
    assert [row["when"] for row in rows] == ["28.07.2025 14:00", "29.07.2025 15:30"]
    assert [row["x2"] for row in rows] == [2, 4]
    polars.DataFrame({"when": [datetime(2025, 7, 28, 14)], "x1": [1.0], "x2": [2.0]}).write_parquet(
        terminal.folder / "dated.parquet"
    )
    found = json.loads(enter("predict", "circle", "dated.parquet", "--json").stdout)["rows"]
    assert found[0]["when"] == "2025-07-28 14:00:00"


def test_json_counts_what_the_text_counts_and_numbers_stay_numbers(enter: Enter, terminal: Terminal) -> None:
    (terminal.folder / "odd.csv").write_text(
        "bill;island;flippers\n40,5;Dream;190\nlong;Dream;200\n41;Biscoe;9999\n42,5;Java;\n"
    )
    found = json.loads(enter("predict", "birds.neuroloom", "odd.csv", "--json").stdout)
    assert [row["bill"] for row in found["rows"]] == [40.5, None, 41.0, 42.5]
    assert [row["flippers"] for row in found["rows"]] == [190, 200, 9999, None]
    names = ("unseen_categories", "outside_the_range", "gaps_filled", "not_a_number", "without_prediction")
    counts = [found[name] for name in names]
    said = enter("predict", "birds.neuroloom", "odd.csv").stderr.splitlines()[0]
    told = [int(text.rpartition(" ")[2]) for text in said.split(", ")]
    assert counts == told == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("birds.neuroloom", "none.csv", "-o", "out.csv"), "There is no file none.csv."),
        (("birds.neuroloom", "rows.csv", "-o", "out.doc"), "out.doc: “.doc” cannot be written."),
        (("birds.neuroloom", "rows.csv", "-o", "rows.csv"), "rows.csv holds the rows themselves."),
        (("birds.neuroloom", "text.csv"), "Row 2, column “bill”: “long” is not a number."),
        (("birds.neuroloom", "short.csv"), "There is no column “flippers”."),
        (("none.neuroloom", "rows.csv"), "There is no file none.neuroloom."),
    ],
)
def test_what_cannot_be_is_one_sentence(
    enter: Enter, terminal: Terminal, arguments: tuple[str, ...], said: str
) -> None:
    (terminal.folder / "text.csv").write_text("bill,island,flippers\n40.5,Dream,190\nlong,Dream,200\nbig,Dream,200\n")
    (terminal.folder / "short.csv").write_text("bill,island\n40.5,Dream\n41.5,Biscoe\n")
    before = terminal.contents()
    run = enter("predict", *arguments)
    assert the_one_line(run.returncode, run.stdout, run.stderr).startswith(said)
    assert terminal.contents() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_rows_that_may_not_be_read_are_refused_in_words(enter: Enter, terminal: Terminal) -> None:
    (terminal.folder / "rows.csv").chmod(0o000)
    run = enter("predict", "birds.neuroloom", "rows.csv")
    assert the_one_line(run.returncode, run.stdout, run.stderr).startswith("rows.csv cannot be opened: ")


def test_it_needs_no_screen(enter: Enter, terminal: Terminal) -> None:
    command = [sys.executable, "-c", TRACE, "predict", "birds.neuroloom", "rows.csv", "-o", "out.parquet"]
    run = subprocess.run(command, cwd=terminal.folder, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "imported:"
    assert polars.read_parquet(terminal.folder / "out.parquet").height == 6
