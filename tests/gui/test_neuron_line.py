"""A neuron's line over the map: seen, dragged with the mouse, undone; in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.arrays import Array
from core.data import Points
from core.edits import choose_data
from core.line_edit import move_line
from core.moves import Region
from core.probe.extent import Extent
from core.probe.neuron_line import Line, given_by, line_of
from core.weights import lock, write
from core.wording import MINUS
from gui.session.things import Neuron
from gui.views.line_plot import LinePlot
from gui.views.neuron_line import equation
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton
NUMBERS = {(0, 0, 1): 1.0, (0, 1, 1): -2.0, (0, -1, 1): 0.5}
"""What the second neuron of Hidden 1 gets."""
EQUATION = f"1.000 x₁ {MINUS} 2.000 x₂ + 0.500 = 0"


@pytest.fixture
def chosen(person: Person) -> Person:
    """In front of circle, with the neuron chosen whose line is known."""
    document = person.window.session.document
    edit = write(document.project, list(NUMBERS), list(NUMBERS.values()))
    document.edit(edit.text, edit.project, edit.vectors)
    person.until(lambda: float(line_in(person).w1) == 1.0)
    person.click_at(person.canvas, person.canvas.node_rect(0, 1).center())
    person.until(lambda: map_of(person).line is not None)
    return person


def map_of(person: Person) -> LinePlot:
    return person.window.pictures.boundary.map


def theta_in(person: Person) -> Array:
    snapshot = person.window.session.snapshot
    assert snapshot is not None
    return snapshot.theta


def line_in(person: Person, unit: int = 1) -> Line:
    """The line of what the engine has."""
    snapshot = person.window.session.snapshot
    assert snapshot is not None
    return line_of(snapshot.network, snapshot.theta, unit)


def point(person: Person, place: QPointF, shape: Qt.CursorShape) -> None:
    """Point here until the pointer has this shape: a window or a tip of an earlier test that goes may take it once.

    Each time it comes from the pixel beside: nobody is told of a move to where the pointer is already.
    """
    view = map_of(person)

    def has_shape() -> bool:
        for beside in (QPointF(0.0, 1.0), QPointF()):
            QTest.mouseMove(view, (place + beside).toPoint())
        return view.cursor().shape() == shape

    person.until(has_shape)


def hold(person: Person, start: QPointF, *places: QPointF) -> None:
    """Press, and move; the button stays down."""
    view = map_of(person)
    QTest.mouseMove(view, start.toPoint())
    QTest.mousePress(view, Left, pos=start.toPoint())
    for place in places:
        QTest.mouseMove(view, place.toPoint())


def test_the_line_is_where_the_neuron_changes_sides_with_its_equation(chosen: Person) -> None:
    view = map_of(chosen)
    assert view.equation == EQUATION
    assert view.accessibleDescription() == f"Line of Hidden 1 · 2: {EQUATION}"
    handles = view.handle_places()
    assert handles is not None
    for place in handles:
        assert line_in(chosen)(view.point_of(place)) == pytest.approx(0.0, abs=0.01)
    shown = view.grab().toImage()
    chosen.canvas.choose(Neuron(1, 0))
    assert view.line is None and view.equation == ""
    assert view.grab().toImage() != shown
    chosen.canvas.choose(Neuron(0, 1))
    assert view.grab().toImage() == shown
    chosen.canvas.choose(None)
    assert view.line is None


def test_dragging_the_middle_shifts_the_line_as_one_undo_step(chosen: Person) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    before, done = theta_in(chosen), document.undo_text
    start, end = view.place_of(-0.5, 0.0), view.place_of(-0.5, 2.0)
    hold(chosen, start, view.place_of(-0.5, 0.5), view.place_of(-0.5, 1.0), end)
    assert view.equation.startswith(f"1.000 x₁ {MINUS} 2.000 x₂ + 4.")
    QTest.mouseRelease(view, Left, pos=end.toPoint())
    chosen.until(lambda: line_in(chosen).b > 4.0)
    moved = line_in(chosen)
    assert (moved.w1, moved.w2) == (1.0, -2.0)
    assert moved(view.point_of(end)) == pytest.approx(0.0, abs=0.1)
    assert np.flatnonzero(theta_in(chosen) != before).size == 1
    assert document.undo_text == "move line of Hidden 1 · 2"
    chosen.action("undo").trigger()
    chosen.until(lambda: np.array_equal(theta_in(chosen), before))
    assert document.undo_text == done
    chosen.until(lambda: view.equation == EQUATION)


def test_dragging_an_end_turns_the_line_around_the_other_one(chosen: Person) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    handles = view.handle_places()
    assert handles is not None
    held, pivot = handles if handles[0].x() > handles[1].x() else handles[::-1]
    end = held + QPointF(-40.0, 60.0)
    hold(chosen, held, held + QPointF(-10.0, 20.0), end)
    QTest.mouseRelease(view, Left, pos=end.toPoint())
    chosen.until(lambda: abs(line_in(chosen)(view.point_of(end))) < 0.2)
    turned = line_in(chosen)
    assert turned.w1 != 1.0
    assert turned.steepness == pytest.approx(np.hypot(1.0, 2.0), rel=1e-5)
    assert turned(view.point_of(pivot)) == pytest.approx(0.0, abs=0.05)
    assert document.undo_text == "move line of Hidden 1 · 2"


def test_esc_gives_the_drag_up_and_nothing_of_it_remains(chosen: Person) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    before, texts = theta_in(chosen), (document.undo_text, document.redo_text)
    project = document.project
    hold(chosen, view.place_of(-0.5, 0.0), view.place_of(-0.5, 1.0), view.place_of(-0.5, 2.0))
    chosen.until(lambda: not np.array_equal(theta_in(chosen), before))
    QTest.keyClick(QApplication.focusWidget() or chosen.window, Qt.Key.Key_Escape)
    chosen.until(lambda: np.array_equal(theta_in(chosen), before))
    assert (document.undo_text, document.redo_text) == texts
    assert document.project == project and chosen.canvas.chosen == (0, 1)
    QTest.mouseMove(view, view.place_of(-0.5, 3.0).toPoint())
    QTest.mouseRelease(view, Left, pos=view.place_of(-0.5, 3.0).toPoint())
    assert (document.undo_text, view.equation) == (texts[0], EQUATION)


def test_the_pointer_says_what_can_be_dragged_and_elsewhere_the_map_is_what_it_was(chosen: Person) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    tip, done = view.toolTip(), document.undo_text
    assert tip.startswith("The network's output at every place")
    QTest.mouseMove(view, view.place_of(-3.0, 4.0).toPoint())
    point(chosen, view.place_of(-0.5, 0.0), Qt.CursorShape.SizeAllCursor)
    assert "Drag the line" in view.toolTip()
    handles = view.handle_places()
    assert handles is not None
    point(chosen, handles[0], Qt.CursorShape.PointingHandCursor)
    hold(chosen, view.place_of(-3.0, 4.0), view.place_of(-3.0, 0.0))
    QTest.mouseRelease(view, Left, pos=view.place_of(-3.0, 0.0).toPoint())
    point(chosen, view.place_of(-3.0, 4.0), Qt.CursorShape.ArrowCursor)
    assert view.toolTip() == tip
    assert document.undo_text == done


def test_what_is_locked_or_off_refuses_with_a_sentence(chosen: Person) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    edit = lock(document.project, [Region(0, (0,), (1,))])
    document.edit(edit.text, edit.project, edit.vectors)
    chosen.until_drawn()
    chosen.until(lambda: view.handle_places() is not None)
    handles = view.handle_places()
    assert handles is not None
    hold(chosen, handles[0], handles[0] + QPointF(0.0, 30.0))
    QTest.mouseRelease(view, Left, pos=handles[0].toPoint())
    assert "weight x₁ → Hidden 1 · 2 is locked" in chosen.text("banner-text")
    assert document.undo_text == edit.text
    assert line_in(chosen).w1 == 1.0

    chosen.canvas.choose(Neuron(-1, 0))
    chosen.canvas.setFocus()
    chosen.press(Qt.Key.Key_O)
    chosen.canvas.choose(Neuron(0, 1))
    assert view.equation == f"0.000 x₁ {MINUS} 2.000 x₂ + 0.500 = 0"  # what the map shows
    hold(chosen, view.place_of(3.0, 0.25), view.place_of(3.0, 2.0))
    QTest.mouseRelease(view, Left, pos=view.place_of(3.0, 2.0).toPoint())
    assert "switched off in part" in chosen.text("banner-text")


def test_while_training_the_line_moves_and_can_be_moved(chosen: Person) -> None:
    view, session = map_of(chosen), chosen.window.session
    chosen.press(Qt.Key.Key_Space)
    chosen.until(lambda: view.equation != EQUATION)
    line = view.line
    assert line is not None
    ends = line.within(Extent(-5.0, 5.0, -5.0, 5.0))
    assert ends is not None
    middle = (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2
    hold(chosen, view.place_of(*middle), view.place_of(middle[0], middle[1] + 0.5))
    QTest.mouseRelease(view, Left, pos=view.place_of(middle[0], middle[1] + 0.5).toPoint())
    assert session.document.undo_text == "move line of Hidden 1 · 2"
    chosen.press(Qt.Key.Key_Space)
    chosen.until(lambda: not session.is_playing)


def test_other_data_have_no_line(chosen: Person) -> None:
    document = chosen.window.session.document
    edit = choose_data(document.project, Points("sine"), "choose sine")
    document.edit(edit.text, edit.project, edit.vectors)
    chosen.until_drawn()
    chosen.canvas.choose(Neuron(0, 1))
    assert map_of(chosen).line is None


def test_the_equation_has_as_many_digits_as_the_numbers_on_the_canvas(chosen: Person) -> None:
    look = chosen.canvas.look
    shown = map_of(chosen).grab().toImage()
    chosen.canvas.choose_look(look.replace(digits=5))
    assert map_of(chosen).equation == f"1.00000 x₁ {MINUS} 2.00000 x₂ + 0.50000 = 0"
    assert map_of(chosen).grab().toImage() != shown
    chosen.canvas.choose_look(look)
    assert map_of(chosen).equation == EQUATION


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(1.234, -0.5, 0.1), f"1.23 x₁ {MINUS} 0.50 x₂ + 0.10 = 0"),
        (Line(-1.0, 2.0, -0.034), f"{MINUS}1.00 x₁ + 2.00 x₂ {MINUS} 0.034 = 0"),
        (Line(0.0, 0.00005, 250.0), f"0.00 x₁ + 5.0e{MINUS}05 x₂ + 250.00 = 0"),
        (Line(0.0, 0.0, 1.0), "no line: both weights are zero"),
        (Line(float("inf"), 0.0, 1.0), "no line: a weight is not finite"),
    ],
)
def test_an_equation_is_written_as_people_write_it(line: Line, text: str) -> None:
    assert equation(line, ("x₁", "x₂")) == text


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_Y])
def test_undo_and_redo_give_the_drag_up_and_leave_the_history(chosen: Person, key: Qt.Key) -> None:
    view, document = map_of(chosen), chosen.window.session.document
    before, place = theta_in(chosen), (document.position, document.history)
    hold(chosen, view.place_of(-0.5, 0.0), view.place_of(-0.5, 1.0), view.place_of(-0.5, 2.0))
    chosen.until(lambda: not np.array_equal(theta_in(chosen), before))
    chosen.press(key, Qt.KeyboardModifier.ControlModifier)
    assert (document.position, document.history) == place
    chosen.until(lambda: np.array_equal(theta_in(chosen), before))
    QTest.mouseRelease(view, Left, pos=view.place_of(-0.5, 2.0).toPoint())
    assert (document.position, document.history) == place


def test_over_a_table_the_equation_is_in_its_own_units_and_by_its_own_names(open_window: OpenWindow) -> None:
    person = open_window("admission")
    document = person.window.session.document
    given = given_by(document.project.data)
    assert given is not None
    edit = move_line(document.project, theta_in(person), 0, Line(2.0, 1.0, -18.0), is_turned=True)
    document.edit(edit.text, edit.project, edit.vectors)
    person.click_at(person.canvas, person.canvas.node_rect(0, 0).center())
    person.until(lambda: map_of(person).equation == f"2.000 test + 1.000 grades {MINUS} 18.000 = 0")
    extent = map_of(person).extent
    assert -1.5 < extent.left < 0.0 and 10.0 < extent.top < 11.5
