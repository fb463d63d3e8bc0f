"""Makes docs/building.webp with the program itself: uv run --group pictures python docs/animation.py

A neuron is dragged, by real mouse events and without a screen, into a network that cannot do without it, while training
goes on. The picture beside it is `uv run neuroloom screenshot circle docs/window.png --epochs 60`.
"""

import io
import os
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QPoint, QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.bundled import open_bundled
from core.layers import Dense
from core.messages import RunSteps
from core.network import Network
from core.specs import Project
from gui import icons
from gui.session.session import Session
from gui.settings import Settings
from gui.start import prepare_qt
from gui.window.main_window import MainWindow

HERE = Path(__file__).parent
SIZE = (1280, 720)
SHOWN = (960, 540)
FRAME_MS = 90
STEPS = 40
"""Of training, between two frames."""
LAST_MS = 2000
"""How long the end is to be seen before it begins again."""
POINTER_PX = 28


class Film:
    """The window, with what has been seen of it so far."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.pointer = QPoint(760, 400)
        self.frames: list[Image.Image] = []

    def wait(self, milliseconds: int) -> None:
        """Let the window show what has come."""
        QTest.qWait(milliseconds)

    def train(self, steps: int) -> None:
        """Train so many steps, and see the end of them."""
        session = self.window.session
        assert session.snapshot is not None
        target = session.snapshot.step + steps
        session.engine.post(RunSteps(steps))
        while session.snapshot.step < target:
            QTest.qWait(5)
        self.wait(30)

    def take(self) -> None:
        """One frame: the window with the pointer where it is."""
        picture = self.window.grab()
        painter = QPainter(picture)
        painter.drawPixmap(self.pointer, icons.pixmap("arrow", "#1d2430", POINTER_PX))
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        frame = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
        self.frames.append(frame.resize(SHOWN, Image.Resampling.LANCZOS))

    def save(self, path: Path) -> None:
        """Write what was seen, over and over."""
        lasting = [FRAME_MS] * (len(self.frames) - 1) + [LAST_MS]
        first, *others = self.frames
        first.save(path, save_all=True, append_images=others, duration=lasting, loop=0, quality=70, method=6)


def window_on(project: Project) -> MainWindow:
    """A window on this project, with factory settings and without a screen."""
    session = Session(project)
    window = MainWindow(session, Settings(None))
    window.colours.choose("light")
    session.start()
    window.resize(*SIZE)
    window.show()
    window.pictures.curves.ensure_plot()
    QTest.qWait(600)
    return window


def building() -> Film:
    """Two neurons are not enough for a circle: a third one is dragged to them while they train."""
    network = Network(inputs=2, layers=(Dense(2, "tanh"), Dense(1, "sigmoid")))
    film = Film(window_on(open_bundled("circle").replace(network=network, task=None)))
    window = film.window
    for _ in range(16):
        film.train(STEPS)
        film.take()
    tile = window.findChild(QWidget, "tile-neuron")
    assert tile is not None
    start = tile.mapTo(window, tile.rect().center())
    column = window.canvas.node_rect(0, 1).center() + QPointF(0.0, 70.0)
    end = window.canvas.mapTo(window, column.toPoint())
    for part in range(6):
        film.pointer += (start - film.pointer) * (1.0 / (6 - part))
        film.take()
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=tile.rect().center())
    for part in range(1, 11):
        film.pointer = start + (end - start) * (part / 10)
        QTest.mouseMove(tile, tile.mapFrom(window, film.pointer))
        film.wait(30)
        film.take()
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=tile.mapFrom(window, film.pointer))
    film.wait(200)
    film.pointer += QPoint(-60, 110)  # out of the picture's way
    for _ in range(40):
        film.train(STEPS)
        film.take()
    return film


def main() -> None:
    """Make the film."""
    prepare_qt()
    application = QApplication(["neuroloom"])
    film = building()
    film.save(HERE / "building.webp")
    film.window.session.close()
    film.window.hide()
    application.processEvents()


if __name__ == "__main__":
    main()
