"""`neuroloom export`: the forms that its name and its ending decide between, and the data."""

import json

import numpy as np
import onnx
import polars
import pytest
from safetensors.numpy import load_file

from core.data import build
from core.layers import BatchNormalization
from core.project import Saved, save_project
from core.samples import watched_rows
from core.specs import Project
from gui.start import open_named
from tests.gui.terminal import Enter, Terminal, the_one_line


def test_each_ending_gives_its_form_but_that_of_scripts(terminal: Terminal, enter: Enter) -> None:
    for name in ("model.py", "model.json", "model.safetensors"):
        run = enter("export", "circle", name, *(("--format", "numpy") if name == "model.py" else ()))
        assert run.returncode == 0 and run.stdout.startswith(
            f"wrote {name} (not trained: first weights): checked on 250 test "
        )
    assert "def predict(x):" in (terminal.folder / "model.py").read_text("utf-8")
    assert json.loads((terminal.folder / "model.json").read_bytes())["title"] == "Circle"
    assert "0.weight" in load_file(terminal.folder / "model.safetensors")


def test_the_data_are_written_with_what_the_training_keeps_aside(terminal: Terminal, enter: Enter) -> None:
    project: Project = open_named("circle").project
    project = project.with_validation_share(10.0)
    save_project(Saved(project), terminal.folder / "mine.neuroloom")
    run = enter("export", "mine.neuroloom", "data.csv")
    assert (run.returncode, run.stdout, run.stderr) == (0, "wrote data.csv: 500 rows\n", "")
    assert project.data is not None
    watched = watched_rows(build(project.data), project.training, project.seed)
    parts = polars.read_csv(terminal.folder / "data.csv")["part"]
    assert (parts == "validation").arg_true().to_list() == watched.tolist()


def test_the_form_csv_is_the_data_whatever_the_file_is_called(terminal: Terminal, enter: Enter) -> None:
    run = enter("export", "sum", "numbers.txt", "--format", "csv", "--json")
    assert json.loads(run.stdout) == {"format": "csv", "path": "numbers.txt", "replaced": False, "rows": 420}
    assert (terminal.folder / "numbers.txt").read_text().startswith("part,a,b,sum\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("blank.neuroloom", "data.csv"), "blank.neuroloom has no data to write."),
        (("circle", "no/data.csv"), "the folder does not exist"),
        (("circle", "model.xyz"), ".json, .md, .csv."),
        (
            ("circle", "model.onnx", "--format", "json"),
            "model.onnx would not be taken for json: its ending",
        ),
        (("circle", "model.onnx", "--format", "csv"), "End its name in .csv, or leave --format out."),
        (("circle", "model.py", "--format", "xyz"), "json, card, csv."),
        (("circle", "."), "that name belongs to a folder"),
        (("circle", "-", "--format", "json"), "Name a file."),
        (("circle", "model.h", "--keep-batch-norm"), "--keep-batch-norm is not for C header."),
        (("circle", "data.csv", "--keep-batch-norm"), "--keep-batch-norm is not for csv."),
        (("blank.neuroloom", "blank.neuroloom", "--format", "json"), "is the very file that is read."),
    ],
)
def test_what_cannot_be_is_one_sentence(
    terminal: Terminal, enter: Enter, arguments: tuple[str, ...], said: str
) -> None:
    project = open_named("circle").project.replace(data=None)
    save_project(Saved(project), terminal.folder / "blank.neuroloom")
    before = terminal.contents()
    run = enter("export", *arguments)
    assert said in the_one_line(run.returncode, run.stdout, run.stderr)
    assert terminal.contents() == before


def test_batch_normalization_stays_a_layer_where_that_is_wanted(terminal: Terminal, enter: Enter) -> None:
    project: Project = open_named("circle").project
    hidden, *rest = project.network.layers
    network = project.network.replace(layers=(hidden, BatchNormalization(), *rest))
    save_project(Saved(project.replace(network=network)), terminal.folder / "norm.neuroloom")
    for options, is_kept in (((), False), (("--keep-batch-norm",), True)):
        assert enter("export", "norm.neuroloom", "norm.onnx", *options).returncode == 0
        kinds = [node.op_type for node in onnx.load(terminal.folder / "norm.onnx").graph.node]
        assert ("BatchNormalization" in kinds) == is_kept


def test_it_is_told_how_far_an_export_agrees_on_which_rows_and_with_what_it_was_run(enter: Enter) -> None:
    run = enter("export", "circle", "model.py", "--format", "numpy")
    with_what = f"checked on 250 test points, run with NumPy {np.__version__}: it agrees with this network to "
    assert with_what in run.stdout and "exactly" not in run.stdout
    found = json.loads(enter("export", "diabetes", "model.onnx", "--json").stdout)
    assert found["asked"] == 133 and found["run_with"] == f"the reference evaluator of ONNX {onnx.__version__}"
