"""`neuroloom draw`: the picture of a network from the command line, without a screen."""

import re

from PySide6.QtGui import QColor, QGuiApplication, QImage

from core.bundled import open_bundled
from core.data import build
from core.project import Saved, save_project
from core.trainer import Trainer
from gui.canvas.drawn.labels import labels_of
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.canvas.look import Look
from gui.drawing_file import write_drawing
from gui.theme import DARK, LIGHT
from tests.gui.terminal import Terminal

NO_SCREEN = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "2"}


def trained(name: str, epochs: int, seed: int) -> Saved:
    project = open_bundled(name).replace(seed=seed)
    trainer = Trainer(project.network, build(project.data), project.training, seed=seed)
    trainer.run(epochs=epochs)
    return Saved(project, trainer.state())


def test_it_draws_the_weights_that_the_engine_gives(qapp: QGuiApplication, terminal: Terminal) -> None:
    saved = trained("circle", 3, seed=5)
    project = saved.project
    subject = Subject(project.title, project.network, saved.theta, labels_of(project), Look())
    write_drawing(Sheet(subject, has_title=True), terminal.folder / "wanted.svg", LIGHT)
    run = terminal.run("draw", "circle", "a.svg", "--epochs", "3", "--seed", "5", "--title", environment=NO_SCREEN)
    assert (run.returncode, run.stdout, run.stderr) == (0, "wrote a.svg\n", "")
    assert (terminal.folder / "a.svg").read_bytes() == (terminal.folder / "wanted.svg").read_bytes()


def test_a_file_goes_on_from_where_it_was_saved_in_any_size_and_theme(terminal: Terminal) -> None:
    save_project(trained("xor", 2, seed=1), terminal.folder / "mine.neuroloom")
    run = terminal.run("draw", "mine.neuroloom", "a.png", "--size", "700x500", "--scale", "1.5", "--theme", "dark")
    assert (run.returncode, run.stderr) == (0, "")
    image = QImage(str(terminal.folder / "a.png"))
    assert (image.width(), image.height()) == (1050, 750)
    assert image.pixelColor(1, 1) == QColor(DARK.canvas)


def test_what_cannot_be_drawn_is_refused_in_one_sentence(terminal: Terminal) -> None:
    (terminal.folder / "a.png").write_text("old")
    assert "does not fit into 300x200" in terminal.refusal("draw", "circle", "a.png", "--size", "300x200")
    # Told before training, which would take for ever.
    large = ("--size", "4000x3000", "--scale", "8", "--epochs", "1000000000")
    assert "32,000 by 24,000 pixels" in terminal.refusal("draw", "circle", "a.png", *large)


def test_a_network_of_four_by_four_by_three_has_room_for_its_numbers(terminal: Terminal) -> None:
    assert terminal.run("draw", "iris", "iris.svg").returncode == 0
    numbers = re.findall(r">\s*(\N{MINUS SIGN}?\d\.\d{3})\s*<", (terminal.folder / "iris.svg").read_text("utf-8"))
    assert len(numbers) == 4 * 4 + 4 * 3
    assert (terminal.folder / "iris.svg").read_text("utf-8").count("b = ") == 4 + 3
