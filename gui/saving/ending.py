"""When others end the program: a signal, a terminal that is closed, a log-out. Nothing is lost, and nobody waits."""

import signal
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QSessionManager

from gui.saving.autosaving import Autosaving
from gui.saving.files import Files

if TYPE_CHECKING:
    from gui.main_window import MainWindow

CALLED_OFF_SECONDS = 60.0
"""A log-out that has not ended the program by then was called off, say because another program was asked about."""
SIGNAL_STATUS = 128
"""A process that ends for a signal tells its shell so by this number and the signal's."""


class Ending(QObject):
    """Knows whether the window may be closed, and whether anybody is to be asked first."""

    def __init__(self, files: Files, autosaving: Autosaving, parent: QObject) -> None:
        super().__init__(parent)
        self._files, self._autosaving = files, autosaving
        self._is_settled = False
        """Somebody ends the program, and what is to become of the work is known."""
        self._called_off = QTimer(self)
        self._called_off.setSingleShot(True)
        self._called_off.setInterval(round(1000 * CALLED_OFF_SECONDS))
        self._called_off.timeout.connect(self._go_on)

    def may_close(self) -> bool:
        """Whether nothing would be lost, or it was saved or given up."""
        if not self._is_settled:
            return self._files.may_leave()
        if self._autosaving.stays:  # it may have trained since
            self._autosaving.save_at_once()
        return True

    def put_away(self) -> bool:
        """Save aside what is not saved, to be offered at the next start; whether nothing can be lost now."""
        self._is_settled = self._autosaving.stays = True
        return self._autosaving.save_at_once()

    def log_out(self, session: QSessionManager) -> None:
        """The desktop will end the program: save aside; where that fails ask, if the desktop lets us."""
        if not self.put_away() and session.allowsInteraction():
            self._autosaving.stays = False
            if not self._files.may_leave():
                self._go_on()
                session.cancel()
                return
            session.release()
        self._called_off.start()

    def _go_on(self) -> None:
        self._is_settled = self._autosaving.stays = False


def end_on_signals(window: "MainWindow") -> None:
    """Ctrl+C in the terminal closes the window, which asks before something is lost; a second one ends all at once.

    Whoever sends SIGTERM, or closes the terminal (SIGHUP), waits for no answer: what is not saved is saved aside.
    """

    def close(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        QTimer.singleShot(0, window.close)  # not from in here: a signal may come in the middle of painting

    def end(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        QTimer.singleShot(0, lambda: _end(window, SIGNAL_STATUS + number))

    # Whoever started us may not want a signal to end us: nohup, for one.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, close)
    for name in ("SIGTERM", "SIGHUP"):
        number: signal.Signals | None = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def _end(window: "MainWindow", status: int) -> None:
    window.ending.put_away()
    window.end()
    QCoreApplication.exit(status)  # ends the loop of a question that is open, too
