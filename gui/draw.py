"""The picture of a project's network into a file, without a window or a screen."""

from pathlib import Path

from core.data import build
from core.project import Saved
from core.trainer import Trainer
from gui.screenshot import leave_the_screen


def draw(
    saved: Saved,
    title: str,
    path: Path,
    size: tuple[int, int] | None,
    scale: float,
    theme: str,
    epochs: int,
    is_transparent: bool,
    has_title: bool,
) -> None:
    """Write SVG, PNG or PDF of the network after `epochs` more epochs.

    title  what the project is called
    size   in logical pixels; None: as suits the network
    scale  pixels of a PNG per logical pixel
    theme  "light" or "dark"

    Raises UserError when training stops, the network does not fit into the size, or the picture cannot be written.
    """
    leave_the_screen()

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication

    from gui.canvas.drawn.labels import labels_of
    from gui.canvas.drawn.sheet import Sheet, Subject
    from gui.canvas.look import Look
    from gui.drawing_file import check_pixels, write_drawing
    from gui.theme import THEMES

    project = saved.project
    dataset = None if project.data is None else build(project.data)
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=saved.state)
    _application = QGuiApplication(["neuroloom"])

    def sheet() -> Sheet:
        subject = Subject(title, project.network, trainer.theta, labels_of(project), Look())
        return Sheet(subject, None if size is None else QSize(*size), has_title)

    check_pixels(sheet(), scale if path.suffix.lower() == ".png" else 1.0)  # before an hour of training, not after
    if epochs:
        trainer.check_can_train()
        trainer.run(epochs=epochs)
    write_drawing(sheet(), path, THEMES[theme], scale, is_transparent)
