"""A question with two or three answers, of which the last one is to leave everything as it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(window: QWidget, name: str, title: str, text: str, more: str, answers: dict[str, str]) -> str | None:
    """The key of the answer that was chosen; None: none of them, nothing shall be done.

    answers  what stands on the buttons, by key; the first one is what Enter means
    """
    box = QMessageBox(window)
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is no mark-up
    box.setText(text)
    box.setInformativeText(more)
    buttons = {}
    for key, words in answers.items():
        buttons[key] = button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        button.setObjectName(f"{name}-{key}")
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(cancel)
    box.setDefaultButton(next(iter(buttons.values())))
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((key for key, button in buttons.items() if button is clicked), None)
