"""The dialog for a bug: what happened, what became of one's work, and the details to copy."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from gui.dialogs.message_box import MessageBox


def show_bug(details: str, parent: QWidget | None, save_aside: Callable[[], bool]) -> None:
    """Say that something in the program went wrong; the window stays.

    save_aside  saves aside what could be lost, before anything else is done; whether that went well
    """
    try:
        is_safe = save_aside()
    except Exception:  # a second bug, met while the first one is told, must not keep that from being told
        is_safe = False
    kept = "Your work was saved aside: if the program ends, it is offered to you at the next start."
    lost = "It could not be saved aside: save it under another name."
    text = "Something in Neuroloom went wrong. Your project is still open: save it, then start again."
    box = MessageBox(parent, "bug-dialog", "Something went wrong", text, kept if is_safe else lost)
    box.setDetailedText(details)
    copy = QPushButton("Copy details")
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    box.setDefaultButton(QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()  # copying does not close the dialog
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    box.exec()
