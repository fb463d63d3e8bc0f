"""Every command through the real entry point, and what it says when it cannot."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import core
from core.bundled import NAMES, open_bundled
from core.data import build
from core.project import Saved, open_project, save_project
from core.trainer import Trainer
from gui.app import INTERRUPTED
from tests.gui.terminal import COMMAND, SECONDS, WATCHED_COMMAND, Enter, Run, Terminal, the_one_line

on_posix = pytest.mark.skipif(os.name != "posix", reason="terminals and signals are POSIX here")
FOR_EVER = "100000000"

TRACE = """
import sys
from gui.app import main
sys.argv = ["neuroloom", *sys.argv[1:]]
status = main()
print("imported:", *sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "pyqtgraph"}))
sys.exit(status)
"""


def trained(name: str, epochs: int, seed: int | None = None) -> Saved:
    """A bundled project, trained by the engine itself."""
    project = open_bundled(name)
    project = project if seed is None else project.replace(seed=seed)
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=epochs)
    return Saved(project, trainer.state())


def assert_well(run: Run) -> None:
    assert run.returncode == 0, run
    assert run.stderr == ""


# What the commands do ------------------------------------------------------------------------------------------------


def test_the_version_is_the_engines(terminal: Terminal) -> None:
    run = terminal.run("--version")
    assert_well(run)
    assert run.stdout == f"{core.__version__}\n"


def test_the_examples_are_the_bundled_projects_in_their_order(terminal: Terminal) -> None:
    run = terminal.run("examples")
    assert_well(run)
    assert tuple(line.split()[0] for line in run.stdout.splitlines()) == NAMES == (
        "circle", "xor", "spiral", "sine", "segments", "digits", "perceptron",
        "admission", "iris", "penguins", "wine", "cancer", "diabetes", "sum", "product",
    )  # fmt: skip


def test_help_names_every_command(enter: Enter) -> None:
    run = enter("-h")
    assert_well(run)
    for command in ("train", "export", "draw", "screenshot", "examples"):
        assert f"\n  {command} " in run.stdout


def test_training_gives_the_bits_that_the_engine_gives(terminal: Terminal) -> None:
    for out in ("one.neuroloom", "two.neuroloom"):
        run = terminal.run("train", "circle", "--epochs", "2", "--seed", "3", "--save", out)
        assert_well(run)
    assert "epoch 2, step 50\n" in run.stdout
    one, two = (terminal.folder / name for name in ("one.neuroloom", "two.neuroloom"))
    assert one.read_bytes() == two.read_bytes()
    saved, wanted = open_project(one), trained("circle", 2, seed=3)
    assert saved.project == wanted.project
    assert saved.theta.tobytes() == wanted.theta.tobytes()


def test_training_a_saved_file_goes_on_where_it_stopped(terminal: Terminal, enter: Enter) -> None:
    save_project(trained("circle", 2), terminal.folder / "two.neuroloom")
    run = enter("train", "two.neuroloom", "--epochs", "3", "--save", "two.neuroloom")
    assert_well(run)
    assert "epoch 5, step 125\n" in run.stdout
    saved, wanted = open_project(terminal.folder / "two.neuroloom").state, trained("circle", 5).state
    assert saved.theta.tobytes() == wanted.theta.tobytes()
    assert (saved.step, saved.epoch, saved.random) == (wanted.step, wanted.epoch, wanted.random)


def test_a_seed_begins_anew_even_where_the_file_was_trained(terminal: Terminal, enter: Enter) -> None:
    save_project(trained("circle", 2), terminal.folder / "two.neuroloom")
    run = enter("train", "two.neuroloom", "--epochs", "1", "--seed", "4", "--save", "new.neuroloom")
    assert_well(run)
    saved, wanted = open_project(terminal.folder / "new.neuroloom"), trained("circle", 1, seed=4)
    assert saved.state.epoch == 1
    assert saved.theta.tobytes() == wanted.theta.tobytes()


def test_early_stopping_ends_training_and_says_so(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle")
    training = project.training.replace(validation_share=20.0, patience=2, learning_rate=1.0, l2=1e-3)
    save_project(Saved(project.replace(training=training)), terminal.folder / "impatient.neuroloom")
    run = enter("train", "impatient.neuroloom", "--epochs", "100000", "--save", "impatient.neuroloom")
    assert_well(run)
    lines = run.stdout.splitlines()
    assert lines[0].startswith("Stopped after epoch") and "validation loss" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == [
        "epoch",
        "training",
        "validation",
        "test",
        "penalty",
        "took",
        "saved",
    ]
    saved = open_project(terminal.folder / "impatient.neuroloom")
    wanted = Trainer(saved.project.network, build(saved.project.data), training, seed=saved.project.seed)
    wanted.run(epochs=100000)
    assert saved.state.epoch == wanted.epoch < 1000
    assert saved.theta.tobytes() == wanted.theta.tobytes()


def test_a_goal_ends_training_and_says_which(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle")
    training = project.training.replace(stop_accuracy=90.0, stop_epochs=4000)
    save_project(Saved(project.replace(training=training)), terminal.folder / "goal.neuroloom")
    run = enter("train", "goal.neuroloom", "--epochs", "100000", "--save", "goal.neuroloom")
    assert_well(run)
    assert re.match(
        r"Stopped after epoch \d+: 9\d(\.\d)? % of the test samples are right .*; the goal was 90 %\.", run.stdout
    )
    first = open_project(terminal.folder / "goal.neuroloom").state.epoch
    run = enter("train", "goal.neuroloom", "--epochs", "100000", "--save", "goal.neuroloom")
    assert_well(run)
    assert first < open_project(terminal.folder / "goal.neuroloom").state.epoch <= 4000, "going on is possible"
    assert "The epoch goal" not in run.stdout


def test_an_epoch_goal_that_was_reached_before_is_told(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle")
    save_project(
        Saved(project.replace(training=project.training.replace(stop_epochs=2))), terminal.folder / "goal.neuroloom"
    )
    first = enter("train", "goal.neuroloom", "--epochs", "5", "--save", "goal.neuroloom")
    second = enter("train", "goal.neuroloom", "--epochs", "5")
    said = "The epoch goal of 2 was reached before: --epochs says how long this went on.\nepoch 7,"
    assert "Stopped after epoch 2" in first.stdout and said in second.stdout and said not in first.stdout


def test_a_stop_in_the_middle_of_training_with_early_stopping_changes_nothing(terminal: Terminal, enter: Enter) -> None:
    project = open_bundled("circle")
    training = project.training.replace(validation_share=20.0, patience=2, learning_rate=1.0)
    save_project(Saved(project.replace(training=training)), terminal.folder / "impatient.neuroloom")
    run = enter("train", "impatient.neuroloom", "--epochs", "100000", "--save", "whole.neuroloom")
    assert_well(run)
    for _ in range(1000):
        run = enter("train", "impatient.neuroloom", "--epochs", "1", "--save", "impatient.neuroloom")
        if run.stdout.startswith("Stopped"):
            break
    whole, pieces = (open_project(terminal.folder / f"{name}.neuroloom") for name in ("whole", "impatient"))
    assert whole.theta.tobytes() == pieces.theta.tobytes()
    assert (whole.state.epoch, whole.state.random) == (pieces.state.epoch, pieces.state.random)


def test_a_name_without_an_ending_gets_the_projects(terminal: Terminal, enter: Enter) -> None:
    run = enter("train", "circle", "--epochs", "1", "--save", "my circle")
    assert_well(run)
    assert "saved my circle.neuroloom\n" in run.stdout
    assert open_project(terminal.folder / "my circle.neuroloom").state.epoch == 1


def test_an_export_answers_as_what_was_trained(terminal: Terminal, enter: Enter) -> None:
    saved = trained("spiral", 3)
    save_project(saved, terminal.folder / "spiral.neuroloom")
    run = enter("export", "spiral.neuroloom", "spiral.onnx")
    assert_well(run)
    assert run.stdout.startswith("wrote spiral.onnx: ")
    x = np.random.default_rng(0).uniform(-6.0, 6.0, (200, 2))
    answers = onnxruntime.InferenceSession(terminal.folder / "spiral.onnx").run(None, {"x": x.astype(np.float32)})[0]
    assert np.abs(answers - saved.project.network.predict(saved.theta, x)).max() <= 1e-5


def test_an_export_of_what_was_never_trained_says_so(terminal: Terminal, enter: Enter) -> None:
    run = enter("export", "segments", "digits", "--format", "onnx")
    assert_well(run)
    assert "not trained: first weights" in run.stdout
    assert (terminal.folder / "digits").read_bytes()


def test_a_file_comes_before_the_bundled_project_of_its_name_and_a_folder_does_not(
    terminal: Terminal, enter: Enter
) -> None:
    (terminal.folder / "xor").mkdir()
    run = enter("train", "xor", "--epochs", "1")
    assert_well(run)
    assert run.stdout.startswith("epoch 1, ")
    save_project(trained("circle", 2), terminal.folder / "circle")
    run = enter("train", "circle", "--epochs", "1")
    assert_well(run)
    assert run.stdout.startswith("epoch 3, ")


# What it refuses -----------------------------------------------------------------------------------------------------

NOWHERE = "nowhere.neuroloom"


# As processes of their own: one of each kind, and whatever comes near Qt.
PROCESSES = [
    ([NOWHERE], "There is no file nowhere.neuroloom."),
    (["broken.neuroloom"], "broken.neuroloom is damaged"),
    (["screenshot", "circle", "out.png", "--size", "400x300"], "It is at least"),
]
CALLS = [
    # Files that are not there or are none.
    (["train", NOWHERE, "--epochs", "1"], "There is no file nowhere.neuroloom."),
    (["export", NOWHERE, "out.onnx"], "There is no file nowhere.neuroloom."),
    (["screenshot", NOWHERE, "out.png"], "There is no file nowhere.neuroloom."),
    (["no/such/folder/x.neuroloom"], "There is no file no/such/folder/x.neuroloom."),
    (["x" * 300], "There is no command and no file xxx"),
    (["trian"], "There is no command and no file trian. Did you mean `neuroloom train`?"),
    (["inf", "iris"], "There is no command and no file inf. Did you mean `neuroloom info`?"),
    (["frobnicate"], "`neuroloom --help` lists the commands"),
    (["info", "irs"], "There is no file irs. Did you mean iris?"),
    (["info", ""], "The name of the file is empty."),
    (["train", "rows.csv", "--epochs", "1"], "`neuroloom import rows.csv OUT.neuroloom` makes one of it"),
    (["info", "rows.csv"], "rows.csv is a table, and no project yet."),
    (["train", "broken.neuroloom", "--epochs", "1", "--save", "out.neuroloom"], "broken.neuroloom is damaged"),
    (["export", "text.neuroloom", "out.onnx"], "text.neuroloom is not a project file."),
    (["folder"], "folder is not a file."),
    (["circle", "xor"], "More than one file was named."),
    # Places where nothing can be written, told before the training that would be lost.
    (["train", "circle", "--epochs", FOR_EVER, "--save", "no/x.neuroloom"], "the folder does not exist"),
    (["train", "circle", "--epochs", FOR_EVER, "--save", "folder"], "belongs to a folder"),
    (["train", "circle", "--epochs", FOR_EVER, "--save", "."], "belongs to a folder"),
    (["train", "circle", "--epochs", FOR_EVER, "--save", "text.neuroloom/x.neuroloom"], "is not a folder"),
    (["export", "circle", "no/x.onnx"], "the folder does not exist"),
    (["export", "circle", "folder.onnx"], "belongs to a folder"),
    (["screenshot", "circle", "no/x.png", "--epochs", FOR_EVER], "the folder does not exist"),
    (["draw", "circle", "no/x.svg", "--epochs", FOR_EVER], "the folder does not exist"),
    (["screenshot", "circle", "folder.png", "--epochs", FOR_EVER], "belongs to a folder"),
    # Values that cannot be.
    (["train", "circle", "--epochs", "0"], "--epochs cannot be “0”. It is a whole number, at least 1."),
    (["train", "circle", "--epochs", "-3"], "--epochs cannot be “-3”."),
    (["train", "circle", "--epochs", "many"], "--epochs cannot be “many”."),
    (["train", "circle", "--epochs"], "--epochs needs a value: how many epochs. `neuroloom train --help`"),
    (["train", "circle"], "--epochs N is missing: how many epochs. `neuroloom train --help` says how it is used."),
    (["train", "circle", "--epochs", "1", "--json=yes"], "--json takes no value."),
    (["train", "circle", "--epochs", "1", "--seed", "x"], "--seed cannot be “x”. It is a whole number."),
    (["train", "circle", "--epochs", "1", "--seed", "-1"], "The seed cannot be -1."),
    (["export", "circle", "out.xyz"], "“.xyz” is not the ending of a format"),
    (["export", "circle", "out"], "no ending that says the format"),
    (["export", "circle", "out.onnx", "--format", "xyz"], "“xyz” is not a format"),
    (["screenshot", "circle", "out.jpg"], "pictures are written as PNG."),
    (["draw", "circle", "out.gif"], "SVG, PNG or PDF"),
    (["draw", "circle", "out.png", "--theme", "blue"], "There is no theme called “blue”."),
    (["screenshot", "circle", "out.png", "--size", "9000x9000", "--scale", "4"], "36,000 by 36,000 pixels"),
    (["screenshot", "circle", "out.png", "--size", "large"], "The size cannot be “large”."),
    (["screenshot", "circle", "out.png", "--scale", "nan"], "--scale cannot be “nan”. It is a number from 0.5 to 4."),
    (["screenshot", "circle", "out.png", "--theme", "blue"], "There is no theme called “blue”."),
    (["screenshot", "circle", "out.png", "--epochs", "-1"], "--epochs cannot be “-1”."),
    # Words that mean nothing.
    (["--frobnicate"], "There is no option --frobnicate. `neuroloom --help` says how it is used."),
    (
        ["train", "circle", "--epoch", "1"],
        "There is no option --epoch. Did you mean --epochs? `neuroloom train",
    ),
    (["info", "iris", "extra"], "There is a word too many: extra. `neuroloom info --help`"),
    (["export"], "FILE is missing: a project, the name of a bundled one, or a model"),
    (["--"], "Missing command."),
]


def name_of(value: list[str] | str) -> str:
    return " ".join(value)[:60] if isinstance(value, list) else ""


@pytest.fixture
def things(terminal: Terminal) -> None:
    """What lies about in the folder that refusals are tried in."""
    (terminal.folder / "text.neuroloom").write_text("once upon a time")
    (terminal.folder / "rows.csv").write_text("a,b\n1,2\n3,4\n")
    (terminal.folder / "broken.neuroloom").write_bytes(b"PK\x03\x04 but not really")
    for name in ("folder", "folder.onnx", "folder.png"):
        (terminal.folder / name).mkdir()


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(("line", "said"), PROCESSES, ids=name_of)
def test_a_process_refuses_with_one_line_and_writes_nothing(terminal: Terminal, line: list[str], said: str) -> None:
    assert said in terminal.refusal(*line)


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(("line", "said"), CALLS, ids=name_of)
def test_the_entry_refuses_with_one_line_and_writes_nothing(
    terminal: Terminal, enter: Enter, line: list[str], said: str
) -> None:
    before = terminal.contents()
    run = enter(*line)
    assert terminal.contents() == before
    assert said in the_one_line(run.returncode, run.stdout, run.stderr)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_to_us_is_told_before_training(terminal: Terminal) -> None:
    closed = terminal.folder / "closed"
    closed.mkdir(mode=0o555)
    said = terminal.refusal("train", "circle", "--epochs", FOR_EVER, "--save", "closed/x.neuroloom")
    assert "you do not have the permission" in said


def test_the_error_of_a_table_is_of_so_many_rows(terminal: Terminal) -> None:
    run = terminal.run("train", "diabetes", "--epochs", "1")
    assert_well(run)
    assert " on 309 rows\n" in run.stdout and " on 133 rows\n" in run.stdout


def test_training_that_leaves_the_finite_numbers_is_told_and_its_last_finite_state_saved(terminal: Terminal) -> None:
    project = open_bundled("sine")
    project = project.replace(training=project.training.replace(learning_rate=1e30))
    save_project(Saved(project), terminal.folder / "wild.neuroloom")
    run = terminal.run("train", "wild.neuroloom", "--epochs", "5", "--save", "out.neuroloom")
    assert run.returncode == 1
    assert "Training stopped in epoch" in run.stderr and "Traceback" not in run.stderr
    assert run.stdout == "saved out.neuroloom\n"
    theta = open_project(terminal.folder / "out.neuroloom").theta
    assert theta is not None and np.isfinite(theta).all()


# Output, and being cut short -----------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("line", [["examples"], ["train", "circle", "--epochs", "1"]], ids=" ".join)
def test_a_reader_that_has_gone_is_no_error_to_tell(terminal: Terminal, line: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run([*COMMAND, *line], cwd=terminal.folder, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert run.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_under_the_output_is_told(terminal: Terminal) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [*COMMAND, "examples"], cwd=terminal.folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "The output cannot be written" in run.stderr


def run_closed(terminal: Terminal, closed: str, *arguments: str) -> Run:
    """A run whose standard output (">&-") or error output ("2>&-") is closed, as a daemon or cron may have it."""
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, *arguments]
    return subprocess.run(
        command, cwd=terminal.folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=SECONDS,
        check=False,
    )  # fmt: skip


@on_posix
@pytest.mark.parametrize("line", ["examples", "info circle", "evaluate circle", "predict circle rows.csv"])
def test_without_an_output_what_only_tells_says_so(terminal: Terminal, line: str) -> None:
    (terminal.folder / "rows.csv").write_text("x1,x2\n1,2\n")
    run = run_closed(terminal, ">&-", *line.split())
    said = the_one_line(run.returncode, run.stdout, run.stderr)
    assert said == "There is no standard output to write to: it is closed. Send it into a file: > OUT."


@on_posix
def test_without_an_output_files_are_written_all_the_same(terminal: Terminal) -> None:
    (terminal.folder / "rows.csv").write_text("x1,x2\n1,2\n")
    for line in ("train circle --epochs 1 --save c.neuroloom", "predict circle rows.csv -o out.csv"):
        assert_well(run_closed(terminal, ">&-", *line.split()))
    assert {"c.neuroloom", "out.csv"} <= set(terminal.contents())


@on_posix
def test_what_is_said_aside_does_not_go_among_the_rows_where_nobody_hears_it(terminal: Terminal) -> None:
    (terminal.folder / "rows.csv").write_text("x1,x2\n1,2\n")
    run = run_closed(terminal, "2>&-", "predict", "circle", "rows.csv")
    assert (run.returncode, len(run.stdout.splitlines())) == (0, 2), run


def test_a_terminal_that_lacks_the_letters_gets_others(terminal: Terminal) -> None:
    run = terminal.run(
        "train", "circle", "--epochs", "1", "--save", "日.neuroloom", environment={"PYTHONIOENCODING": "ascii"}
    )
    assert_well(run)
    assert "saved \\u65e5.neuroloom" in run.stdout


@on_posix
def test_progress_is_told_on_a_terminal_and_on_stderr_alone(terminal: Terminal) -> None:
    mine, theirs = os.openpty()
    process = subprocess.Popen(
        [*COMMAND, "train", "circle", "--epochs", "20"], cwd=terminal.folder, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    shown = read_all(mine)
    told, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert b"20/20" in shown
    assert b"loss" in shown
    assert told.startswith(b"epoch 20, step 500\ntraining   loss ")
    assert b"\x1b" not in told


@on_posix
@pytest.mark.parametrize("line", [["evaluate", "iris"], ["import", "rows.csv", "out"]], ids=" ".join)
def test_the_output_stays_the_output_while_a_terminal_shows_what_goes_on(terminal: Terminal, line: list[str]) -> None:
    (terminal.folder / "rows.csv").write_text("a,b\n1,2\n3,4\n5,7\n")
    quiet = terminal.run(*line).stdout.encode()
    (terminal.folder / "out.neuroloom").unlink(missing_ok=True)
    mine, theirs = os.openpty()
    process = subprocess.Popen([*COMMAND, *line], cwd=terminal.folder, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = read_all(mine)
    told, _ = process.communicate(timeout=SECONDS)
    assert told == quiet and told not in shown
    assert line[1].encode() in shown


def interrupted(terminal: Terminal, *options: str, by: signal.Signals = signal.SIGINT) -> tuple[bytes, bytes]:
    """What a training without an end says on stdout, and on its terminal, when Ctrl+C is pressed in its middle.

    by  the signal that it gets: Ctrl+C's, or another one
    """
    mine, theirs = os.openpty()
    process = subprocess.Popen(
        [*WATCHED_COMMAND, "train", "circle", "--epochs", FOR_EVER, *options],
        cwd=terminal.folder, stdout=subprocess.PIPE, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while b"loss" not in shown:  # the first epochs are done
        shown += os.read(mine, 4096)
    process.send_signal(by)
    shown += read_all(mine)
    told, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == (INTERRUPTED if by == signal.SIGINT else 128 + by)
    assert b"Traceback" not in shown
    return told, shown


@on_posix
def test_ctrl_c_saves_what_was_trained(terminal: Terminal) -> None:
    told, shown = interrupted(terminal, "--save", "out.neuroloom")
    assert b"steps/s" in shown
    saved = open_project(terminal.folder / "out.neuroloom")
    assert saved.state is not None and saved.step > 0
    assert told.startswith(f"interrupted\nepoch {saved.state.epoch}, step {saved.step}\n".encode())
    project = open_bundled("circle")
    same = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    same.run(steps=saved.step)
    assert same.theta.tobytes() == saved.state.theta.tobytes()


@on_posix
def test_ctrl_c_tells_how_far_a_training_has_come_that_nobody_saves(terminal: Terminal) -> None:
    told, _ = interrupted(terminal)
    assert re.match(rb"interrupted\nepoch \d+, step \d+\ntraining   loss ", told)
    assert told.endswith(b"\nnot saved: --save OUT.neuroloom keeps what was learned\n")
    assert terminal.contents() == {}


@on_posix
def test_a_scheduler_whose_time_is_up_gets_the_file_and_the_status_of_its_signal(terminal: Terminal) -> None:
    told, _ = interrupted(terminal, "--save", "out.neuroloom", by=signal.SIGTERM)
    assert told.startswith(b"interrupted\n") and told.endswith(b"\nsaved out.neuroloom\n")
    assert open_project(terminal.folder / "out.neuroloom").step > 0


def read_all(descriptor: int) -> bytes:
    """What comes through a terminal until its other end is closed."""
    pieces = []
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:  # Linux tells the end of a terminal this way
            piece = b""
        if not piece:
            os.close(descriptor)
            return b"".join(pieces)
        pieces.append(piece)


# What is imported ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [["examples"], ["train", "circle", "--epochs", "1", "--save", "out"], ["export", "xor", "out.onnx"]],
    ids=name_of,
)
def test_commands_that_need_no_window_import_no_qt(terminal: Terminal, line: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TRACE, *line], cwd=terminal.folder, capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines()[-1] == "imported:", run.stderr


def test_help_calls_the_program_by_its_name_and_cuts_no_line(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run = enter("--help")
    assert run.stdout.startswith("Usage: neuroloom ")
    assert "..." not in run.stdout.partition("Commands:")[2]
