"""The edit that moves a neuron's line: its weights and bias become those that the line has."""

from core.arrays import Array
from core.edits import Edit
from core.errors import UserError
from core.moves import BIAS
from core.network import Network
from core.probe.neuron_line import AS_THEY_ARE, Line, Place, given_by, numbers_for
from core.specs import Project
from core.weight_names import in_words, unit_in_words
from core.weights import is_cut, is_locked, write


def move_line(project: Project, theta: Array, unit: int, line: Line, is_turned: bool) -> Edit:
    """A neuron of the first layer with this line.

    theta      what the project's network has now
    is_turned  False: shifted only, which changes nothing but the bias

    Raises UserError where one of the numbers is locked or cut, and where the neuron cannot have this line.
    """
    given = given_by(project.data) or AS_THEY_ARE
    places, values = numbers_for(project.network, theta, unit, line, is_turned, given)
    for place in places:
        _check_free(project, place)
    edit = write(project, places, values)
    return Edit(f"move line of {unit_in_words(project, 0, unit)}", edit.project, edit.vectors)


def _check_free(project: Project, place: Place) -> None:
    """A hand that takes hold of a line does not see which numbers it writes: it leaves alone what is to stay."""
    network: Network = project.network
    state = "locked" if is_locked(network, *place) else "cut" if is_cut(network, *place) else ""
    if state:
        way = "Shift the line instead, or unlock it first." if place[1] != BIAS else "Unlock it first."
        raise UserError(
            f"This line cannot be moved so: the {in_words(project, place)} is {state}.",
            way if state == "locked" else "Shift the line instead, or restore the connection first.",
        )
