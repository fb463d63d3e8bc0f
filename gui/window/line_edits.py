"""The line of the chosen neuron: follows what is chosen on the canvas, and becomes edits when it is dragged."""

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.line_edit import move_line
from core.probe.neuron_line import Line, line_of
from core.snapshot import Snapshot
from gui.canvas.picture import NetworkPicture
from gui.session.document import Document
from gui.session.knockout import whole_of
from gui.views.boundary import BoundaryView


class LineEdits(QObject):
    """Each drag is one undo step, live while it goes on; given up, nothing is left of it."""

    refused = Signal(str, str)
    """(message, hint): the line cannot be moved."""

    def __init__(self, document: Document, canvas: NetworkPicture, view: BoundaryView) -> None:
        super().__init__(view)
        self._document, self._canvas, self._view = document, canvas, view
        canvas.selection_changed.connect(lambda: view.show_chosen(canvas.chosen))
        view.map.line_dragged.connect(self._on_dragged)
        view.map.drag_given_up.connect(document.withdraw)

    def _on_dragged(self, line: Line, is_turned: bool, drag: object) -> None:
        unit, snapshot, project = self._view.chosen_unit, self._view.snapshot, self._document.project
        if unit is None or snapshot is None or snapshot.network != project.network:
            return
        try:
            _check_whole(snapshot, unit)
            edit = move_line(project, snapshot.theta, unit, line, is_turned)
        except UserError as error:
            self._view.map.release_line()
            self.refused.emit(error.message, error.hint)
            return
        self._document.make(edit, drag)


def _check_whole(snapshot: Snapshot, unit: int) -> None:
    """Raises UserError where something is off that the line is made of: its weights are not what it shows."""
    network, theta = snapshot.network, whole_of(snapshot).theta
    if theta is not snapshot.theta and line_of(network, theta, unit) != line_of(network, snapshot.theta, unit):
        raise UserError(
            "This line cannot be moved: what comes into its neuron is switched off in part.",
            "Switch it on again, then drag.",
        )
