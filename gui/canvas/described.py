"""What is chosen on the canvas, for those who listen instead of looking."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from gui.canvas.drawn.drawing import Drawing
from gui.session.things import Selection, Thing, is_there


def in_words(drawing: Drawing, selection: Selection, chosen: Thing | None) -> str:
    """How many things are selected, and what the chosen one says now."""
    parts = [f"{len(selection)} selected"] if len(selection) > 1 else []
    if chosen is not None and is_there(chosen, drawing.geometry.network.widths):
        card = drawing.card(chosen)
        parts += [card.line, card.more, *card.passed_on]
    return ", ".join(filter(None, parts))


def tell(widget: QWidget, text: str) -> None:
    """Describe the widget so, and say it, if it is something else than before."""
    if text != widget.accessibleDescription():
        widget.setAccessibleDescription(text)
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
