"""Pictures of the window that nobody needs a screen for."""

import os
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from core.bundled import open_bundled
from core.data import build
from core.project import Saved, save_project
from core.trainer import Trainer
from gui.theme import DARK, LIGHT, Theme
from tests.gui.terminal import Terminal


def wears(image: QImage, theme: Theme, scale: float) -> bool:
    """Whether top bar and left panel have this theme's colours."""
    bar, panel = (image.pixelColor(round(3 * scale), round(y * scale)) for y in (3, 300))
    return bar == QColor(theme.canvas) and panel == QColor(theme.surface)


def test_the_picture_has_the_size_times_the_scale_and_the_theme_and_early_stopping_ends_the_wait(
    terminal: Terminal,
) -> None:
    project = open_bundled("circle")
    training = project.training.replace(patience=1, learning_rate=5.0)
    save_project(Saved(project.replace(training=training)), terminal.folder / "stops.neuroloom")
    looks = ("--size", "1280x720", "--scale", "1.5", "--theme", "dark")
    run = terminal.run("screenshot", "stops.neuroloom", "dark.png", *looks, "--epochs", "1000000000")
    assert (run.returncode, run.stdout, run.stderr) == (0, "wrote dark.png\n", "")
    image = QImage(str(terminal.folder / "dark.png"), "PNG")
    assert (image.width(), image.height()) == (1920, 1080)
    assert wears(image, DARK, 1.5)
    assert not wears(image, LIGHT, 1.5)


def test_it_trains_first_and_nobodys_settings_or_screen_have_a_say(terminal: Terminal) -> None:
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "neuroloom" / "neuroloom.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[General]\ntheme=dark\nhidden-panels=left pictures\n")
    home = Terminal(Path(os.environ["HOME"]))
    before = home.contents()
    # The same project, trained by the picture and trained before it, must look the same under the top bar.
    project = open_bundled("circle")
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)
    trainer.run(epochs=3)
    save_project(Saved(project, trainer.state()), terminal.folder / "trained.neuroloom")
    another_screen = {"QT_SCREEN_SCALE_FACTORS": "2", "QT_FONT_DPI": "192", "QT_QPA_PLATFORM": "xcb"}
    images = []
    for line, environment in (
        (["screenshot", "circle", "1.png", "--epochs", "3"], another_screen),
        (["screenshot", "trained.neuroloom", "2.png"], None),
    ):
        assert terminal.run(*line, environment=environment).returncode == 0
        image = QImage(str(terminal.folder / line[2]))
        assert (image.width(), image.height()) == (1440, 900)
        assert wears(image, LIGHT, 1.0)
        images.append(image.copy(QRect(0, 60, 1440, 840)))
    assert images[0] == images[1]
    after = {name: content for name, content in home.contents().items() if "cache" not in name}
    assert after == before
