"""The dialog for a bug: what happened, and its details to copy."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


def show_bug(details: str, parent: QWidget | None) -> None:
    """Say that something in the program went wrong; the window stays."""
    box = QMessageBox(parent)
    box.setObjectName("bug-dialog")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Something went wrong")
    box.setText("Something in Neuroloom went wrong. Your project is still open: save it, then start again.")
    box.setDetailedText(details)
    copy = QPushButton("Copy details")
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()  # copying does not close the dialog
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    box.exec()
