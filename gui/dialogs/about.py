"""What the program is, and which version of it."""

from PySide6.QtWidgets import QMessageBox, QWidget

from core import __version__


def show_about(parent: QWidget) -> None:
    """Show it over the window."""
    QMessageBox.about(
        parent,
        "About Neuroloom",
        f"<b>Neuroloom {__version__}</b><p>Build, watch and test neural networks.</p><p>MIT licence.</p>",
    )
