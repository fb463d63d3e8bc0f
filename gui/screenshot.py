"""A picture of the real window, rendered without a screen, with factory settings."""

import os
import signal
from pathlib import Path

from core.disk.atomic import replacing
from core.errors import UserError
from core.messages import RunEpochs
from core.project import Saved
from core.snapshot import Snapshot
from gui.display import check_libraries
from gui.picture_size import check_size
from gui.start import prepare_qt

SETTLE_MS = 400
"""What is drawn better once at rest gets this long to do so."""
# A screen that somebody has set up would change the size or the letters of a picture that has no screen.
_OF_THE_SCREEN = (
    "QT_ENABLE_HIGHDPI_SCALING",
    "QT_FONT_DPI",
    "QT_SCALE_FACTOR_ROUNDING_POLICY",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_USE_PHYSICAL_DPI",
)


def leave_the_screen(scale: float = 1.0) -> None:
    """Have Qt start without a screen, and with this device ratio.

    Raises UserError when Qt cannot be loaded.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop does not let Python's Ctrl+C through; nothing is lost
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    for name in _OF_THE_SCREEN:
        os.environ.pop(name, None)
    prepare_qt()
    check_libraries()


def take_screenshot(
    saved: Saved, source: Path | None, path: Path, width: int, height: int, scale: float, theme: str, epochs: int
) -> None:
    """Write a PNG of the window on this project after `epochs` more epochs.

    source         the project's file; None: it is a bundled one
    width, height  of the window in logical pixels; `scale` is the device ratio
    theme          "light" or "dark"

    Raises UserError when training stops, the window cannot have that size, or the picture cannot be written.
    """
    check_size(width * scale, height * scale)
    leave_the_screen(scale)

    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from gui.session.session import Session
    from gui.settings import Settings
    from gui.window.main_window import MainWindow

    application = QApplication(["neuroloom"])
    session = Session(saved.project)
    window = MainWindow(session, Settings(None))
    window.show_theme_named(theme)
    loop = QEventLoop(application)
    failures: list[Exception] = []
    target = epochs + (0 if saved.state is None else saved.state.epoch)

    def end_with(failure: Exception) -> None:
        failures.append(failure)
        loop.quit()

    def on_frame(snapshot: Snapshot, _number: int) -> None:
        if snapshot.epoch >= target and not snapshot.is_playing:
            QTimer.singleShot(SETTLE_MS, loop.quit)

    for told in (session.refused, session.stopped):
        told.connect(lambda message, hint: end_with(UserError(message, hint)))
    session.failed.connect(lambda details: end_with(RuntimeError(details)))
    session.ended.connect(lambda _reason: QTimer.singleShot(SETTLE_MS, loop.quit))
    session.frame.connect(on_frame)
    session.start()
    try:
        session.load(saved, source, is_bundled=source is None)
        window.resize(width, height)
        if (window.width(), window.height()) != (width, height):
            least = window.minimumSize()
            raise UserError(
                f"The window cannot be {width}x{height}.", f"It is at least {least.width()}x{least.height()}."
            )
        window.show()
        window.pictures.curves.ensure_plot()
        if epochs:
            session.engine.post(RunEpochs(epochs))
        loop.exec()
        if failures:
            raise failures[0]
        with replacing(path) as beside:
            if not window.grab().save(str(beside), "PNG"):
                raise UserError(f"{path.name} cannot be written.", "Is there room on the disk?")
    finally:
        session.close()
