"""Editing one weight or bias with the hands: opens the card for it, keeps it true, and makes what it asks for."""

import math
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.edits import Edit
from core.errors import UserError
from core.messages import Adopt, HistoryAnswer, Load, Message, Swap
from core.moves import Moves, Region
from core.network import Network
from core.numerals import exact, read_number
from core.regions import number_at
from core.snapshot import Snapshot
from core.specs import Project
from core.weight_names import parameter_name, rename_parameter, textbook_name
from core.weights import cut, is_cut, is_locked, lock, restore, unlock, write
from core.wording import MINUS
from gui.canvas.cards.weight_editor import AWAY_PX, Shown, WeightEditor
from gui.canvas.drawn.notes import taken_scaled
from gui.canvas.editing import EditedNetwork
from gui.canvas.selected_weights import place_of
from gui.session.document import Document
from gui.session.things import Bias, Edge, Neuron, is_there
from gui.theme import Theme

STEP_AT_ZERO = Decimal("0.1")
LEAST_STEP = Decimal("0.001")
HISTORY_SECONDS = 1.0
"""While training runs, what the weight has been may be so old."""
STALE = 2
"""So many snapshots may have been on their way when a number was written, and show the one before."""


def step_for(value: float) -> Decimal:
    """How far an arrow key goes from here: a tenth of the value's first digit, a nudge that is seen and not felt."""
    if value == 0.0:
        return STEP_AT_ZERO
    return max(LEAST_STEP, Decimal(10) ** (math.floor(math.log10(abs(value))) - 1))


def plain(number: Decimal) -> str:
    """Without an exponent and needless zeros."""
    return f"{number.normalize():f}"


def _exact(number: np.floating) -> str:
    """All of the number, with a true minus; it reads back as this very number."""
    return exact(number).replace("-", MINUS)


class WeightEditing(QObject):
    """The card of a canvas, and the weight it is open for.

    It follows training until somebody types. All nudges since it was opened are one undo step.
    """

    history_wanted = Signal(object)
    """(layer, input, unit): what this weight or bias has been is to be shown."""

    def __init__(self, canvas: EditedNetwork, document: Document, theme: Theme) -> None:
        super().__init__(canvas)
        self._canvas, self._document = canvas, document
        self._card = WeightEditor(theme, canvas)
        self._weight: Edge | Bias | None = None
        self._openings = count()
        self._opening = 0
        self._step = STEP_AT_ZERO
        self._anchor = QPointF()
        self._stands = QPointF(), QPointF()
        """Where the weight begins and ends while the card is at the anchor."""
        self._written: str | None = None
        """What was written and not shown by a snapshot yet."""
        self._stale = 0
        self._asked_for: Snapshot | None = None
        """The moment for which the history was asked for."""
        self._asked_at = 0.0
        self._card.typed.connect(self._on_typed)
        self._card.typed_and_left.connect(self._on_typed_and_left)
        self._card.nudged.connect(self._on_nudged)
        self._card.lock_asked.connect(lambda: self._toggle(is_locked, lock, unlock))
        self._card.cut_asked.connect(lambda: self._toggle(is_cut, cut, restore))
        self._card.named.connect(self._on_named)
        self._card.named_and_left.connect(self._on_named_and_left)
        self._card.given_up.connect(self.close)
        self._rearranged: set[int] = set()
        """The edits that moved neurons about, by their numbers: the card's weight may be another one after them."""
        document.posted.connect(self._on_posted)
        document.changed.connect(self._on_changed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    # Opening and closing ---------------------------------------------------------------------------------------------

    @property
    def weight(self) -> Edge | Bias | None:
        """What the card is open for; None: it is closed."""
        return self._weight

    def open(self, weight: Edge | Bias, at: QPointF | None = None, names: bool = False) -> None:
        """Open the card for this weight beside a place of the canvas (None: where it is drawn); `names`: for a name."""
        moment = self._canvas.moment
        if moment is None or not self._is_drawn(weight):
            return
        self._weight, self._opening, self._written = weight, next(self._openings), None
        number = number_at(moment.network, moment.theta, place_of(weight))
        self._step = step_for(float(number))
        self._anchor = self._canvas.point_of(weight) if at is None else at
        self._stands = self._ends_of(weight)
        self._card.take_value(_exact(number))
        self._show()
        self._card.show_history(np.zeros(0), np.zeros(0))
        self._asked_for = None
        self._follow_history(moment)
        self._card.open_at(self._beside(weight), QRectF(self._canvas.rect()), self._neurons_of(weight), names)

    def close(self) -> None:
        """Close the card, with nothing changed; the keyboard is the canvas' again."""
        if self._weight is None:
            return
        self._weight = None
        had_focus = self._card.isAncestorOf(self._canvas.window().focusWidget() or self._canvas)
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._card.hide()
        self._canvas.update()

    def _is_drawn(self, weight: Edge | Bias) -> bool:
        """Whether it is drawn and the document's network, whatever is cut or locked in it, has it in the same place."""
        drawn, network = self._canvas.arrangement, self._document.project.network
        if drawn is None or drawn.network.widths != network.widths or not is_there(weight, network.widths):
            return False
        return isinstance(weight, Edge) or network.dense[weight.layer].use_bias

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Somebody has gone elsewhere; what was typed has been taken."""
        if self._weight is not None and new is not None and not self._card.isAncestorOf(new):
            self.close()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._card.show_theme(theme)

    # Showing ---------------------------------------------------------------------------------------------------------

    def follow(self) -> None:
        """The drawing moved, or was arranged anew: where the weight is as long as before, the card moves as it did."""
        if self._weight is None:
            return
        if not self._is_drawn(self._weight):
            self.close()
            return
        old, new = self._stands, self._ends_of(self._weight)
        is_same = new[1] - new[0] == old[1] - old[0]
        self._anchor = self._anchor + new[0] - old[0] if is_same else self._canvas.point_of(self._weight)
        self._stands = new
        self._card.move_to(self._beside(self._weight), QRectF(self._canvas.rect()))

    def _ends_of(self, weight: Edge | Bias) -> tuple[QPointF, QPointF]:
        """From the upper left of the neuron it comes from to the lower right of the one it is of; of a bias: of it."""
        end = self._canvas.node_rect(weight.layer, weight.unit)
        start = self._canvas.node_rect(weight.layer - 1, weight.input) if isinstance(weight, Edge) else end
        return start.topLeft(), end.bottomRight()

    def _neurons_of(self, weight: Edge | Bias) -> list[QRectF]:
        """Where the neurons stand that it is of, with the numbers under them."""
        starts = [Neuron(weight.layer - 1, weight.input)] if isinstance(weight, Edge) else []
        return [self._canvas.frame_of(neuron) for neuron in [*starts, Neuron(weight.layer, weight.unit)]]

    def _beside(self, weight: Edge | Bias) -> QRectF:
        """What the card leaves free: the place that was clicked; of a bias all of its neuron from left to right."""
        at = QRectF(self._anchor, self._anchor).adjusted(-AWAY_PX, -AWAY_PX, AWAY_PX, AWAY_PX)
        neuron = self._canvas.frame_of(weight)
        if not neuron.isEmpty():
            at.setLeft(min(at.left(), neuron.left() - AWAY_PX))
            at.setRight(max(at.right(), neuron.right() + AWAY_PX))
        return at

    def show_moment(self) -> None:
        """Show the number of the newest snapshot."""
        moment = self._canvas.moment
        if self._weight is None or moment is None or not is_there(self._weight, moment.network.widths):
            return
        self._follow_history(moment)
        text = _exact(number_at(moment.network, moment.theta, place_of(self._weight)))
        if self._written is not None:
            if text != self._written and self._stale > 0:
                self._stale -= 1
                return
            self._written = None
        self._card.show_value(text)

    def _follow_history(self, moment: Snapshot) -> None:
        """Mark the moment; ask for what has come since, while training runs about once a second."""
        assert self._weight is not None
        value = float(number_at(moment.network, moment.theta, place_of(self._weight)))
        self._card.history.show_moment(moment.epoch + moment.position / max(1, moment.steps_per_epoch), value)
        now = time.perf_counter()
        is_due = not moment.is_playing or now - self._asked_at >= HISTORY_SECONDS
        if self._asked_for is None or (is_due and moment.theta is not self._asked_for.theta):
            self._asked_for, self._asked_at = moment, now
            self.history_wanted.emit(place_of(self._weight))

    def show_history(self, answer: HistoryAnswer) -> None:
        """Show what a weight has been, if the card is open for it."""
        if self._weight is not None and place_of(self._weight) == answer.place:
            self._card.show_history(answer.epochs, answer.values)

    def _on_posted(self, message: Message) -> None:
        match message:
            case Adopt(_, Moves(), number):
                if number is not None:
                    self._rearranged.add(number)
                self.close()
            case Swap(_, number) if number in self._rearranged:
                self.close()
            case Load():
                self._rearranged.clear()
                self.close()

    def _on_changed(self, _old: Project, _new: Project) -> None:
        self._written = None  # by undo, maybe; who writes says so afterwards
        if self._weight is not None and self._is_drawn(self._weight):
            self._show()
        else:
            self.close()

    def _show(self) -> None:
        drawing = self._canvas.drawing
        assert self._weight is not None and drawing is not None
        network, place = self._document.project.network, place_of(self._weight)
        name, book_name = parameter_name(network, *place), textbook_name(network, *place)
        self._card.show_weight(
            Shown(
                drawing.card(self._weight).title,
                "" if name == book_name else name,
                book_name,
                (plain(self._step), plain(self._step * 10), plain(self._step / 10)),
                is_locked(network, *place),
                is_cut(network, *place),
                isinstance(self._weight, Edge),
                " ".join(taken_scaled(drawing.labels, self._weight)) if isinstance(self._weight, Edge) else "",
            )
        )

    # Making edits ----------------------------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        if self._write(lambda: read_number(text, self._document.project.network.dtype)):
            self.close()

    def _on_typed_and_left(self, text: str) -> None:
        if self._weight is not None:  # else it was closed with Esc, or has gone
            self._write(lambda: read_number(text, self._document.project.network.dtype))

    def _on_nudged(self, steps: float) -> None:
        """From what is typed, if it can be read; else from what is shown."""
        dtype = self._document.project.network.dtype
        typed = self._card.typed_text

        def nudged() -> float:
            if typed is None:
                before = Decimal(self._card.text.replace(MINUS, "-"))
            else:
                before = Decimal(exact(np.dtype(dtype).type(read_number(typed, dtype))))
            # Told once more as a text, so that what does not fit into the number type is refused in words.
            return read_number(str(before + self._step * Decimal(str(steps))), dtype)

        self._write(nudged, merge=("nudge", self._opening))

    def _write(self, number: Callable[[], float], merge: object | None = None) -> bool:
        """Write this number; False, and said on the card, where it cannot be."""
        assert self._weight is not None
        project = self._document.project
        place = place_of(self._weight)
        try:
            value = number()
            edit = write(project, [place], [value])
        except UserError as error:
            self._card.show_error(error)
            return False
        text = _exact(np.dtype(project.network.dtype).type(value))
        self._card.take_value(text)
        self._document.make(edit, merge)
        self._written, self._stale = text, STALE
        return True

    def _toggle(
        self,
        is_so: Callable[[Network, int, int, int], bool],
        make: Callable[[Project, list[Region]], Edit],
        undo: Callable[[Project, list[Region]], Edit],
    ) -> None:
        if self._weight is None:  # it went while the button was down
            return
        project, (layer, input, unit) = self._document.project, place_of(self._weight)
        region = Region(layer, (input,), (unit,))
        self._change(lambda: (undo if is_so(project.network, layer, input, unit) else make)(project, [region]))

    def _on_named(self, text: str) -> None:
        if self._name(text):
            self.close()

    def _on_named_and_left(self, text: str) -> None:
        if self._weight is not None:
            self._name(text)

    def _name(self, text: str) -> bool:
        assert self._weight is not None
        place = place_of(self._weight)
        return self._change(lambda: rename_parameter(self._document.project, place, text))

    def _change(self, decide: Callable[[], Edit]) -> bool:
        try:
            edit = decide()
        except UserError as error:
            self._card.show_error(error)
            return False
        self._document.make(edit)
        return True
