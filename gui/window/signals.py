"""Signals from outside: they end the program as a person would, or as a log-out does."""

import signal
from types import FrameType

from PySide6.QtCore import QCoreApplication, QTimer

from gui.window.main_window import MainWindow

SIGNAL_STATUS = 128
"""A process that ends for a signal tells its shell so by this number and the signal's."""


def end_on_signals(window: MainWindow) -> None:
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


def _end(window: MainWindow, status: int) -> None:
    window.ending.put_away()
    window.end()
    QCoreApplication.exit(status)  # ends the loop of a question that is open, too
