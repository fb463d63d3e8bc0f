"""When others end the program: a signal, a terminal that is closed, a log-out. Nothing is lost, and nobody waits."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QSessionManager

from gui.saving.autosaving import Autosaving
from gui.saving.files import Files

CALLED_OFF_SECONDS = 60.0
"""A log-out that has not ended the program by then was called off, say because another program was asked about."""


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
