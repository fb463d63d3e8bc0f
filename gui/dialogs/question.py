"""A question with two or three answers, of which the last one is to leave everything as it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.wording import with_short_words


def ask(
    window: QWidget, name: str, title: str, text: str, more: str, answers: dict[str, str], *, is_final: bool = False
) -> str | None:
    """The key of the answer that was chosen; None: none of them, nothing shall be done.

    answers   what stands on the buttons, by key; the first one is what Enter means
    is_final  nothing brings back what the answers do: Enter leaves everything as it is
    """
    box = QMessageBox(window)
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is no mark-up
    box.setText(with_short_words(text))
    box.setInformativeText(more)
    buttons = {}
    for key, words in answers.items():
        buttons[key] = button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        button.setObjectName(f"{name}-{key}")
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(cancel)
    box.setDefaultButton(cancel if is_final else next(iter(buttons.values())))
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((key for key, button in buttons.items() if button is clicked), None)
