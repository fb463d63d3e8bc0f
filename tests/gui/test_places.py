"""What becomes of a file where a command writes another: a project is kept beside it, all else is replaced aloud."""

import json

from core.project import open_project
from tests.gui.terminal import Enter, Terminal


def test_training_over_a_project_keeps_the_one_before_it(terminal: Terminal, enter: Enter) -> None:
    first = enter("train", "iris", "--epochs", "3", "--save", "bk.neuroloom")
    assert first.stdout.endswith("\nsaved bk.neuroloom\n")
    (terminal.folder / "bk.neuroloom~").write_text("older still")
    again = enter("train", "iris", "--epochs", "1", "--save", "bk.neuroloom")
    assert again.stdout.endswith("\nsaved bk.neuroloom; what was there before is now bk.neuroloom~\n")
    epochs = [open_project(terminal.folder / name).state.epoch for name in ("bk.neuroloom", "bk.neuroloom~")]
    assert epochs == [1, 3]


def test_importing_over_a_project_keeps_it(terminal: Terminal, enter: Enter) -> None:
    enter("train", "circle", "--epochs", "2", "--save", "mine.neuroloom")
    assert enter("export", "circle", "other.onnx").returncode == 0
    run = enter("import", "other.onnx", "mine.neuroloom", "--json")
    assert json.loads(run.stdout)["previous"] == "mine.neuroloom~", "from where one stands, as the path itself"
    assert open_project(terminal.folder / "mine.neuroloom~").state.epoch == 2
    assert open_project(terminal.folder / "mine.neuroloom").project.data is None


def test_any_other_file_that_is_replaced_is_told(terminal: Terminal, enter: Enter) -> None:
    (terminal.folder / "new.csv").write_text("x1,x2\n1,2\n")
    lines = {
        "out.csv": ("predict", "circle", "new.csv", "-o", "out.csv"),
        "out.json": ("export", "circle", "out.json"),
        "data.csv": ("export", "circle", "data.csv"),
    }
    for name, line in lines.items():
        assert "in place of" not in enter(*line).stdout
        assert enter(*line).stdout.startswith(f"wrote {name} in place of the file that was there")
    assert json.loads(enter(*lines["data.csv"], "--json").stdout)["replaced"] is True
    (terminal.folder / "out.svg").write_text("precious")
    drawn = terminal.run("draw", "circle", "out.svg", "--json")
    assert json.loads(drawn.stdout) == {"path": "out.svg", "replaced": True}
