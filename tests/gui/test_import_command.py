"""`neuroloom import` of a table: a project with the columns as the dialog of the window would guess them."""

import json

import pytest

from core.project import open_project
from tests.gui.terminal import Enter, Terminal, the_one_line

ROWS = "\n".join(
    f"{number},{number % 7},{number * 3 % 11}.5,{'ok' if number % 3 else 'failure'}" for number in range(60)
)
TABLE = f"id,speed,temp,state\n{ROWS}\n"


@pytest.fixture
def enter(terminal: Terminal, enter: Enter) -> Enter:
    """The entry of the program in a folder with a table."""
    (terminal.folder / "sensors.csv").write_text(TABLE)
    return enter


def test_a_table_becomes_a_project_that_trains_and_predicts(terminal: Terminal, enter: Enter) -> None:
    run = enter("import", "sensors.csv", "s.neuroloom", "--target", "state")
    assert run.returncode == 0 and run.stderr == ""
    lines = run.stdout.splitlines()
    assert lines[:5] == [
        "wrote s.neuroloom: 2-8-1, 60 rows",
        "finds out  state: failure (20), ok (40)",
        "given      speed, temp",
        "left out   id",
        "split      42 train, 9 are watched, 9 test; drawn with seed 0",
    ]
    assert "id: It only numbers the rows, so there is nothing to learn from it." in lines
    project = open_project(terminal.folder / "s.neuroloom").project
    assert project.title == "sensors" and (project.data.split.validation, project.data.split.test) == (15.0, 15.0)
    assert enter("train", "s.neuroloom", "--epochs", "2", "--save", "s.neuroloom").returncode == 0
    found = json.loads(enter("predict", "s.neuroloom", "sensors.csv", "--json").stdout)
    assert found["count"] == 60 and set(found["rows"][0]) >= {"prediction", "p(ok)"}


def test_the_target_is_guessed_and_columns_can_be_left_out(terminal: Terminal, enter: Enter) -> None:
    found = json.loads(enter("import", "sensors.csv", "s", "--leave-out", "speed", "--json").stdout)
    assert (found["path"], found["target"], found["given"]) == ("s.neuroloom", "state", ["temp"])
    assert found["class_counts"] == {"failure": 20, "ok": 40}
    assert found["left_out"] == ["id", "speed"] and found["previous"] is None


def test_few_rows_all_train(terminal: Terminal, enter: Enter) -> None:
    (terminal.folder / "and.csv").write_text("a,b,y\n0,0,0\n0,1,0\n1,0,0\n1,1,1\n")
    assert "\nsplit      so few rows train; none tests\n" in enter("import", "and.csv", "and").stdout
    assert "4 training rows" in enter("info", "and.neuroloom").stdout


def test_it_is_told_which_rows_can_be_used_and_what_becomes_of_gaps(terminal: Terminal, enter: Enter) -> None:
    rows = [
        f"{'' if row % 10 == 3 else row % 7};{row * 3 % 11},5;{'' if row % 20 == 4 else row % 9}" for row in range(60)
    ]
    rows[20] = "4;9999;3"
    (terminal.folder / "gaps.csv").write_text("\n".join(["speed;temp;price", *rows]))
    lines = enter("import", "gaps.csv", "g", "--target", "price").stdout.splitlines()
    assert lines[0] == "wrote g.neuroloom: 2-8-1, 57 of 60 rows can be used"
    assert lines[1] == "finds out  price: a number from 0 to 8"
    assert "gaps       9 rows with gaps: speed 6 filled, price 3 rows left out" in lines
    assert "temp: Row 21 holds 9,999; the others lie between 0.5 and 10.5." in lines
    found = json.loads(enter("import", "gaps.csv", "g", "--target", "price", "--json").stdout)
    assert (found["rows"], found["rows_used"], found["rows_with_gaps"]) == (60, 57, 9)
    assert found["gaps"] == {"speed": 6, "price": 3} and found["class_counts"] is None
    assert found["split"] == {"training": 39, "validation": 9, "test": 9, "seed": 0}


def test_a_column_that_would_have_been_the_target_is_left_out_and_told(enter: Enter) -> None:
    said = enter("import", "sensors.csv", "s", "--target", "temp").stdout
    assert "\nleft out   id, state\n" in said and "\nid: It only numbers" in said
    assert "\nstate: It would have been guessed as the target. Given to the network it may give “temp” away.\n" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("sensors.csv", "s", "--target", "sate"), "There is no column “sate”. Did you mean “state”?"),
        (
            ("sensors.csv", "s", "--target", "state", "--leave-out", "state"),
            "The column “state” is to be found out and left out at once. Choose one of the two.",
        ),
        (
            ("sensors.csv", "s", "--leave-out", "state", "--leave-out", "speed"),
            "“state” would be found out, and is left out. Name another one: --target NAME, of temp.",
        ),
        (
            ("dated.csv", "s", "--target", "day"),
            "The column “day” holds dates, which a network cannot find out. Choose another column.",
        ),
        (("sensors.csv", "s", "--leave-out", "zzz"), "There is no column “zzz”. There are id, speed, temp, state."),
        (("none.csv", "s"), "There is no file none.csv."),
        (("model.onnx", "s", "--target", "state"), "--target and --leave-out are for tables"),
        (("sensors.csv", "s.csv"), "s.csv would not be taken for a project."),
    ],
)
def test_what_cannot_be_is_one_sentence(terminal: Terminal, enter: Enter, line: tuple[str, ...], said: str) -> None:
    (terminal.folder / "dated.csv").write_text("day,size\n2026-01-05,3.5\n2026-01-06,4.5\n2026-01-07,4\n")
    before = terminal.contents()
    run = enter("import", *line)
    assert the_one_line(run.returncode, run.stdout, run.stderr).startswith(said)
    assert terminal.contents() == before
