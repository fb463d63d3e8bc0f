"""What the program is, and which version of it."""

from PySide6.QtWidgets import QMessageBox, QWidget

from core import __version__
from gui.dialogs.message_box import MessageBox


def show_about(parent: QWidget) -> None:
    """Show it over the window."""
    text, more = f"Neuroloom {__version__}", "Build, watch and test neural networks.\nMIT licence."
    box = MessageBox(parent, "about", "About Neuroloom", text, more)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.exec()
    box.deleteLater()
