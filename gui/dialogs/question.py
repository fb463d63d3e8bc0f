"""A question with two or three answers, of which the last one is to leave everything as it is."""

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from gui.dialogs.message_box import MessageBox

_QTS_OWN = {"save": QMessageBox.StandardButton.Save, "discard": QMessageBox.StandardButton.Discard}
"""Answers that have their place on every desktop, by key."""


def ask(
    window: QWidget, name: str, title: str, text: str, more: str, answers: dict[str, str], *, is_final: bool = False
) -> str | None:
    """The key of the answer that was chosen; None: none of them, nothing shall be done.

    answers   what stands on the buttons, by key; the first one is what Enter means
    is_final  nothing brings back what the answers do: Enter leaves everything as it is
    """
    box = MessageBox(window, name, title, text, more)
    buttons = {}
    for key, words in answers.items():
        buttons[key] = button = _added(box, key, words)
        button.setObjectName(f"{name}-{key}")
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(cancel)
    box.setDefaultButton(cancel if is_final else next(iter(buttons.values())))
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((key for key, button in buttons.items() if button is clicked), None)


def _added(box: QMessageBox, key: str, words: str) -> QPushButton:
    if key not in _QTS_OWN:
        return box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
    button = box.addButton(_QTS_OWN[key])
    button.setText(words)
    return button
