"""Typing the current sample where it stands: numbers at the inputs, targets at the outputs."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal

from core.arrays import Array
from core.data import build
from core.data.dataset import Dataset
from core.data.features import PLAIN
from core.data.recipes import features_of
from core.data.typed import read_target, target_of_class
from core.errors import UserError
from core.numerals import read_number
from core.specs import Project
from gui.canvas.cards.sample_field import SampleField
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.editing import EditedNetwork
from gui.session.things import Neuron
from gui.theme import Theme

NUMBER_HINT = "A decimal with a point or a comma, or a fraction such as -1/3."


@dataclass(frozen=True)
class Spot:
    """A number of the sample that can be typed: `index` of its place, which input `unit` shows, or a target's."""

    unit: int
    index: int
    is_target: bool = False


class SampleTyping(QObject):
    """The field of one canvas, and which number of the sample it is open for."""

    asked = Signal(object, object)
    """Another sample: (place (numbers,), target (outputs,) as the data hold it or None)."""

    def __init__(self, canvas: EditedNetwork, theme: Theme) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._spot: Spot | None = None
        self.field = SampleField(theme, canvas)
        self.field.entered.connect(self._on_entered)
        self.field.moved.connect(self._on_moved)
        self.field.given_up.connect(self.close)

    # Asking ----------------------------------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot | None:
        """What is being typed; None: nothing."""
        return self._spot

    @property
    def spots(self) -> list[Spot]:
        """All that can be typed, inputs first."""
        project = self._canvas.content.project
        features = features_of(project.data)
        if features is None:
            inputs = [Spot(unit, unit) for unit in range(project.network.inputs)]
        else:
            inputs = [Spot(features.index(name), index) for index, name in enumerate(PLAIN) if name in features]
        outputs = project.network.outputs
        if _has_classes(project) and outputs > 1:
            target = self._canvas.content.sample[1]
            return [*inputs, Spot(0 if target is None else int(np.argmax(target)), 0, is_target=True)]
        return [*inputs, *(Spot(unit, unit, is_target=True) for unit in range(outputs))]

    def can_type(self, neuron: Neuron | None) -> bool:
        """Whether this is an input or an output."""
        last = len(self._canvas.content.project.network.dense) - 1
        return neuron is not None and neuron.layer in (INPUTS, last) and self._canvas.is_in_step

    # Opening and closing ---------------------------------------------------------------------------------------------

    def open(self, neuron: Neuron | None = None) -> None:
        """Type the number of this input, or the target of this output; None: begin with the first input."""
        if not self._canvas.is_in_step:
            return
        spots = self.spots
        if neuron is None:
            self._open(spots[0])
            return
        if neuron.layer == INPUTS:
            spot = next((one for one in spots if not one.is_target and one.unit == neuron.unit), None)
            if spot is None:
                name = self._canvas.content.labels.input(neuron.unit)
                self._canvas.refuse(UserError(f"{name} is made of x₁ and x₂.", "Type those; it follows."))
                return
        else:
            spot = Spot(neuron.unit, neuron.unit, is_target=True)
        self._open(spot)

    def type_zeros(self) -> None:
        """A sample where there is none: zeros at all inputs."""
        self.asked.emit(self._place, None)

    def click_target(self, unit: int) -> None:
        """Classes are chosen by a click: this one, or the other one of two; a number is typed."""
        project = self._canvas.content.project
        if not _has_classes(project) or not self._canvas.is_in_step:
            self.open(Neuron(len(project.network.dense) - 1, unit))
            return
        before, outputs = self._canvas.content.sample[1], project.network.outputs
        index = unit
        if outputs == 1:
            index = 1 if before is None or float(before[0]) < 0.5 else 0
        self.asked.emit(self._place, target_of_class(index, outputs))

    def _open(self, spot: Spot) -> None:
        project, drawing = self._canvas.content.project, self._canvas.drawing
        if drawing is None:
            return
        self._spot = spot
        layer = len(project.network.dense) - 1 if spot.is_target else INPUTS
        node = self._canvas.node_rect(layer, spot.unit)
        frame = (
            drawing.sample_tags.target_frame(spot.unit)
            if spot.is_target
            else drawing.sample_tags.frame(layer, spot.unit)
        )
        frame = frame.translated(self._canvas.offset) if not frame.isEmpty() else node
        at = frame.center()
        if spot.is_target:
            at = QPointF(max(at.x(), node.right()), at.y())
        name, text, hint = self._words(project, spot)
        self.field.open_at(at, name, text, hint)

    def _words(self, project: Project, spot: Spot) -> tuple[str, str, str]:
        """What the field is called, what stands in it, and what can be typed."""
        if not spot.is_target:
            value = float(self._place[spot.index])
            return self._canvas.content.labels.input(spot.unit), f"{value:.6g}", NUMBER_HINT
        target, data = self._canvas.content.sample[1], _dataset(project)
        if data is None or not _has_classes(project):
            own = target if target is None or data is None else data.own(target)
            text = "" if own is None else f"{float(own[spot.unit]):.6g}"
            return (data.target_name if data is not None else "") or "target", text, NUMBER_HINT
        text = ""
        if target is not None:
            index = int(target[0] >= 0.5) if target.size == 1 else int(np.argmax(target))
            text = data.classes[index] if data.classes else str(index)
        return "class", text, f"One of {', '.join(data.classes)}."

    @property
    def _place(self) -> Array:
        """The sample's place; without a sample, zeros."""
        content = self._canvas.content
        numbers = len(PLAIN) if features_of(content.project.data) is not None else content.project.network.inputs
        place = content.place
        return np.zeros(numbers) if place is None or place.size != numbers else place.astype(np.float64)

    def close(self) -> None:
        """Give up what was typed; the keyboard is the canvas' again."""
        if self._spot is None:
            return
        self._spot = None
        if self.field.isAncestorOf(self._canvas.window().focusWidget() or self._canvas):
            self._canvas.setFocus()
        self.field.hide()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.field.show_theme(theme)

    # Keeping ---------------------------------------------------------------------------------------------------------

    def _keep(self) -> bool:
        """Take what was typed; False, and said below the field, where it cannot be."""
        spot, content = self._spot, self._canvas.content
        if spot is None or not self.field.is_typed:
            return spot is not None
        place, target, project = self._place, content.sample[1], content.project
        try:
            if spot.is_target:
                target = read_target(self.field.text, _dataset(project), project.network.outputs, spot.unit, target)
            else:
                place = place.copy()
                place[spot.index] = read_number(self.field.text, project.network.dtype)
                target = target if content.is_typed else None  # of another place: it need not be right here
        except UserError as error:
            self.field.show_error(error)
            return False
        self.asked.emit(place, target)
        return True

    def _on_entered(self) -> None:
        if self._keep():
            self.close()

    def _on_moved(self, way: int) -> None:
        spot = self._spot
        if spot is None or not self._keep():
            return
        spots = self.spots
        here = next(
            (at for at, one in enumerate(spots) if one == spot or (one.is_target and spot.is_target)), len(spots) - 1
        )
        if spot in spots:
            here = spots.index(spot)
        there = here + way
        if 0 <= there < len(spots):
            self._open(spots[there])
        else:
            self.close()


def _dataset(project: Project) -> Dataset | None:
    return None if project.data is None else build(project.data)


def _has_classes(project: Project) -> bool:
    dataset = _dataset(project)
    return dataset is not None and dataset.task in ("classes", "two classes")
