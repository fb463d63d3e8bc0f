"""A picture of the real window, rendered without a screen, with factory settings."""

import os
from pathlib import Path

from core.errors import UserError
from core.messages import RunEpochs
from core.project import Saved
from core.snapshot import Snapshot
from gui.display import check_libraries
from gui.start import prepare_qt

SETTLE_MS = 400
"""What is drawn better once at rest gets this long to do so."""


def take_screenshot(
    saved: Saved, path: Path, width: int, height: int, scale: float, theme: str, epochs: int, is_bundled: bool
) -> None:
    """Write a PNG of the window on this project after `epochs` more epochs.

    width, height  of the window in logical pixels; `scale` is the device ratio
    theme          "light" or "dark"

    Raises UserError when training stops or the picture cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    prepare_qt()
    check_libraries()

    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow
    from gui.session import Session
    from gui.settings import Settings

    application = QApplication(["neuroloom"])
    session = Session(saved.project)
    window = MainWindow(session, Settings(None))
    window.show_theme_named(theme)
    loop = QEventLoop(application)
    refusals: list[UserError] = []
    target = epochs + (0 if saved.state is None else saved.state.epoch)

    def on_refused(message: str, hint: str) -> None:
        refusals.append(UserError(message, hint))
        loop.quit()

    def on_frame(snapshot: Snapshot, _number: int) -> None:
        if snapshot.epoch >= target and not snapshot.is_playing:
            QTimer.singleShot(SETTLE_MS, loop.quit)

    session.refused.connect(on_refused)
    session.frame.connect(on_frame)
    session.start()
    try:
        session.document.load(saved.project, saved.state, None, is_bundled=is_bundled)
        window.resize(width, height)
        window.show()
        window.pictures.loss.ensure_plot()
        if epochs:
            session.engine.post(RunEpochs(epochs))
        loop.exec()
        if refusals:
            raise refusals[0]
        if not window.grab().save(str(path), "PNG"):
            raise UserError(f"{path} cannot be written.", "Is there such a folder, with room and permission?")
    finally:
        session.close()
