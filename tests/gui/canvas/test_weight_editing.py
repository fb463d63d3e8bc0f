"""A weight or bias edited with the hands: click, type, nudge, lock, cut, rename; and what is done to all selected."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from core.messages import Adopt
from core.moves import BIAS, Fill, Kept, Moves, Randomize, Region, Write
from core.surgery import add_unit
from core.weights import cut, lock
from gui import theme
from gui.canvas.commands import menu_of
from gui.canvas.look import Look
from gui.session.things import Bias, Edge, Neuron
from tests.gui.canvas.conftest import Studio, colour_at, entries, is_positive, stack

Key = Qt.Key
NETWORK = stack(2, 3, 1)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def theta_with(**values):
    """Parameters of NETWORK, all 0.5 but for weights and biases such as w_0_1_2 and b_0_1."""
    theta = np.full(NETWORK.size, 0.5, np.float32)
    views = NETWORK.views(theta)
    for name, value in values.items():
        kind, layer, *rest = name.split("_")
        place = tuple(map(int, rest))
        views[int(layer)]["weights" if kind == "w" else "biases"][place] = value
    return theta


class Desk:
    """A canvas whose engine answers at once, and what was posted to the engine."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.canvas = studio, studio.canvas
        self.posted: list[Adopt] = []
        self.notices: list[str] = []
        studio.document.posted.connect(self.posted.append)
        studio.canvas.noticed.connect(self.notices.append)

    def click(self, weight) -> None:
        place = self.canvas.point_of(weight)
        self.studio.press(place)
        self.studio.release(place)

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.field, key, modifiers)

    def type(self, text: str, end: Key = Key.Key_Return) -> None:
        self.field.selectAll()
        if text.isascii():
            QTest.keyClicks(self.field, text)
        else:  # which no key of QTest's types
            QApplication.clipboard().setText(text)
            self.press(Key.Key_V, CTRL)
        self.press(end)

    def push(self, name: str) -> None:
        QTest.mouseClick(self.studio.control(name), Qt.MouseButton.LeftButton)

    @property
    def field(self) -> QLineEdit:
        return self.studio.control("weight-value")

    @property
    def is_open(self) -> bool:
        return self.studio.control("weight-editor").isVisible()

    @property
    def error(self) -> str:
        label = self.studio.control("weight-error")
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""

    @property
    def written(self) -> list[tuple[tuple[tuple[int, int, int], ...], tuple[float, ...]]]:
        """Where numbers were written, and which."""
        changes = [message.vectors for message in self.posted]
        return [(change.places, change.values) for change in changes if isinstance(change, Write)]


@pytest.fixture
def desk(make_studio) -> Desk:
    return Desk(make_studio(NETWORK, theta=theta_with(w_0_1_2=0.1, b_0_1=-2.0)))


# Typing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weight", "shown"), [(Edge(0, 1, 2), "0.1"), (Bias(0, 1), "\u22122"), (Edge(1, 0, 0), "0.5")])
def test_a_click_on_a_connection_or_a_bias_opens_it_with_its_exact_value(desk, weight, shown):
    desk.click(weight)
    assert desk.is_open and desk.field.text() == shown and desk.field.selectedText() == shown
    assert desk.canvas.selection == {weight} and not desk.posted
    assert "·" in desk.studio.control("weight-editor").accessibleName()


def _across(frame):
    """Places in a number: its middle and near its ends."""
    return [QPointF(frame.left() + share * frame.width(), frame.center().y()) for share in (0.1, 0.5, 0.9)]


def _on_canvas(canvas, layer, unit):
    """From a place of the drawing to that of the canvas."""
    return canvas.node_rect(layer, unit).topLeft() - QPointF(*canvas.arrangement.rectangle(layer, unit)[:2])


@pytest.mark.parametrize(("layer", "unit"), [(0, 0), (0, 2), (1, 0)])
def test_the_number_of_a_bias_is_the_bias(desk, layer, unit):
    frame = desk.canvas.drawing.numbers.under(layer, unit).translated(_on_canvas(desk.canvas, layer, unit))
    for at in _across(frame):
        desk.studio.move(at)
        assert desk.canvas.card.title.startswith("Bias of ")
        desk.studio.press(at)
        desk.studio.release(at)
        assert desk.is_open and desk.canvas.selection == {Bias(layer, unit)}
        desk.press(Key.Key_Escape)
    desk.canvas.show_look(Look(numbers="never"))
    desk.studio.move(frame.center())
    assert desk.canvas.card is None


def test_the_number_on_a_connection_is_the_connection(desk):
    away, numbers = _on_canvas(desk.canvas, 0, 0), desk.canvas.drawing.numbers
    assert len(numbers.spots()) == 9
    for place, (x, y, _) in numbers.spots().items():
        for at in _across(QRectF(x - 14, y - 6, 28, 12).translated(away)):
            desk.studio.press(at)
            desk.studio.release(at)
            assert desk.canvas.selection == {desk.canvas.drawing.edges.edge(place)} and desk.is_open
            desk.press(Key.Key_Escape)


@pytest.mark.parametrize(
    ("typed", "value"), [("0,25", 0.25), ("-1/3", -1 / 3), ("\u2212 2", -2.0), ("1e-3", 0.001), ("7", 7.0)]
)
def test_enter_writes_a_decimal_or_a_fraction_and_closes(desk, typed, value):
    desk.click(Edge(0, 1, 2))
    desk.type(typed)
    assert desk.written == [(((0, 1, 2),), (value,))] and not desk.is_open
    assert desk.canvas.hasFocus()


@pytest.mark.parametrize("typed", ["1/0", "abc", "1,000.5", "1e99", ""])
def test_what_is_no_number_is_said_under_the_field_and_changes_nothing(desk, typed):
    desk.click(Edge(0, 1, 2))
    desk.type("x")
    desk.field.clear()
    desk.type(typed)
    assert desk.is_open and desk.error and not desk.posted and desk.studio.refusals == []
    QTest.keyClicks(desk.field, "3")
    assert not desk.error, "until something else is typed"
    card = desk.studio.control("weight-editor")
    assert desk.canvas.rect().contains(card.geometry())


def test_esc_closes_with_nothing_changed_and_the_next_one_gives_up_the_selection(desk):
    desk.click(Edge(0, 1, 2))
    desk.type("9", end=Key.Key_Escape)
    assert not desk.is_open and not desk.posted and desk.canvas.selection
    desk.studio.key(Key.Key_Escape)
    assert not desk.canvas.selection
    desk.click(Edge(0, 1, 2))
    assert desk.field.text() == "0.1"


def test_enter_without_a_change_writes_nothing(desk):
    desk.click(Edge(0, 1, 2))
    desk.press(Key.Key_Return)
    assert not desk.is_open and not desk.posted


def test_a_drag_is_not_a_click(desk):
    for weight in (Bias(0, 1), Edge(0, 0, 1)):
        place = desk.canvas.point_of(weight)
        desk.studio.drag(place, place + QPointF(3, 90))
        assert not desk.is_open


def test_the_field_follows_training_until_somebody_types(desk):
    desk.click(Edge(0, 1, 2))
    desk.studio.catch_up(theta_with(w_0_1_2=0.2))
    assert desk.field.text() == desk.field.selectedText() == "0.2"
    QTest.keyClicks(desk.field, "7")
    desk.studio.catch_up(theta_with(w_0_1_2=0.3))
    assert desk.field.text() == "7"


# Nudging -------------------------------------------------------------------------------------------------------------


def test_arrows_nudge_by_a_step_that_fits_the_value_all_in_one_undo_step(desk):
    desk.click(Edge(0, 1, 2))
    for key, modifiers in (
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Up, SHIFT),
        (Key.Key_Down, CTRL),
        (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ):
        desk.press(key, modifiers)
    assert [values for _, values in desk.written] == [(0.11,), (0.21,), (0.209,), (0.208,)]
    assert desk.field.text() == "0.208" and desk.is_open
    assert [message.edit for message in desk.posted] == [1, None, None, None]
    assert desk.studio.document.undo_text == "set weight x₂ → Hidden 1 · 3 to 0.208"
    desk.studio.document.undo()
    assert desk.studio.document.undo_text is None


def test_each_opening_is_a_step_of_its_own(desk):
    for _ in range(2):
        desk.click(Edge(0, 1, 2))
        desk.press(Key.Key_Up)
        desk.press(Key.Key_Escape)
    assert [message.edit for message in desk.posted] == [1, 2]


@pytest.mark.parametrize(("value", "after"), [(0.0, 0.1), (34.0, 35.0), (-2.5, -2.4), (0.00002, 0.00102)])
def test_the_step_fits_the_value(make_studio, value, after):
    desk = Desk(make_studio(NETWORK, theta=theta_with(w_0_1_2=value)))
    desk.click(Edge(0, 1, 2))
    desk.press(Key.Key_Up)
    assert desk.written[0][1] == (after,)


def test_a_nudge_begins_at_what_was_typed(desk):
    desk.click(Edge(0, 1, 2))
    desk.type("0,5", end=Key.Key_Up)
    assert desk.written[0][1] == (0.51,)
    desk.type("1/0", end=Key.Key_Up)
    assert desk.error and len(desk.written) == 1


def test_snapshots_from_before_a_nudge_do_not_bring_the_old_value_back(desk):
    desk.click(Edge(0, 1, 2))
    desk.press(Key.Key_Up)
    desk.studio.catch_up(theta_with(w_0_1_2=0.1))
    assert desk.field.text() == "0.11"
    desk.studio.catch_up(theta_with(w_0_1_2=0.11))
    desk.studio.catch_up(theta_with(w_0_1_2=0.4))
    assert desk.field.text() == "0.4"


# Lock, cut, name -----------------------------------------------------------------------------------------------------


def test_lock_and_cut_are_turned_on_the_card_which_stays(desk):
    desk.click(Edge(0, 1, 2))

    def layer():
        return desk.studio.network.dense[0]

    desk.push("weight-lock")
    desk.studio.catch_up(theta_with())
    assert layer().locked == ((1, 2),) and desk.studio.control("weight-state").text() == "locked"
    desk.push("weight-cut")
    assert (layer().locked, layer().cut) == ((), ((1, 2),)) and desk.posted[-1].vectors == Fill(
        (Region(0, (1,), (2,)),), 0.0
    )
    desk.studio.catch_up(theta_with(w_0_1_2=0.0))
    assert desk.is_open and desk.field.text() == "0" and not desk.studio.control("weight-lock").isVisible()
    desk.type("0.5")
    assert layer().cut == () and desk.written[-1] == (((0, 1, 2),), (0.5,)), "a number typed restores it"


@pytest.mark.parametrize("button", ["weight-lock", "weight-cut"])
@pytest.mark.parametrize("share", [0.2, 0.45, 0.75])
def test_the_card_stays_where_it_is_when_its_weight_is_locked_or_cut(desk, button, share):
    edges = desk.canvas.drawing.edges
    place = next(at for at in range(9) if edges.edge(at) == Edge(0, 1, 2))
    x, y = edges.along(share, np.array([place]))
    at = QPointF(float(x[0]), float(y[0])) + _on_canvas(desk.canvas, 0, 0)
    desk.studio.press(at)
    desk.studio.release(at)
    card = desk.studio.control("weight-editor")
    before = card.geometry()
    desk.push(button)
    desk.studio.catch_up()
    assert desk.is_open and card.geometry() == before
    desk.push(button)
    desk.studio.catch_up()
    assert card.geometry() == before


def test_a_bias_can_be_locked_and_not_cut(desk):
    desk.click(Bias(0, 1))
    assert not desk.studio.control("weight-cut").isVisible()
    desk.push("weight-lock")
    assert desk.studio.network.dense[0].locked == ((BIAS, 1),)
    button = desk.studio.control("weight-lock")
    assert isinstance(button, QPushButton) and button.text() == "Unlock"


def test_a_name_is_typed_on_the_card_and_said_where_the_weight_is_pointed_at(desk):
    desk.canvas.choose(Edge(0, 1, 2))
    desk.studio.key(Key.Key_F2)
    name = desk.studio.control("weight-name")
    assert isinstance(name, QLineEdit) and desk.canvas.focusWidget() is name and name.placeholderText() == "w6"
    QTest.keyClicks(name, "slope")
    QTest.keyClick(name, Key.Key_Return)
    assert desk.studio.network.dense[0].parameter_names == ((1, 2, "slope"),) and not desk.is_open
    desk.studio.catch_up(theta_with())
    desk.studio.move(desk.canvas.point_of(Edge(0, 1, 2)))
    assert desk.canvas.card is not None and desk.canvas.card.more == "slope · click to edit"


# Opening and closing -------------------------------------------------------------------------------------------------


def test_enter_opens_the_chosen_weight_and_no_key_of_the_card_reaches_the_canvas(desk):
    desk.canvas.choose(Bias(0, 1))
    desk.studio.key(Key.Key_Return)
    assert desk.is_open
    for name in ("weight-value", "weight-lock"):
        for key in (Key.Key_Left, Key.Key_Delete, Key.Key_L, Key.Key_Z):
            QTest.keyClick(desk.studio.control(name), key)
    assert desk.canvas.selection == {Bias(0, 1)} and not desk.posted


def test_a_click_elsewhere_closes_the_card_and_one_on_another_weight_opens_that(desk):
    desk.click(Edge(0, 1, 2))
    desk.click(Edge(0, 0, 0))
    assert desk.is_open and desk.field.text() == "0.5" and not desk.posted
    corner = QPointF(desk.canvas.width() - 5, desk.canvas.height() - 60)
    desk.studio.press(corner)
    desk.studio.release(corner)
    assert not desk.is_open


def test_what_was_typed_counts_without_enter_when_another_weight_is_clicked(desk):
    desk.click(Edge(0, 1, 2))
    QTest.keyClicks(desk.field, "7")
    desk.click(Edge(0, 0, 0))
    assert desk.is_open and desk.field.text() == "0.5"
    assert desk.written == [(((0, 1, 2),), (7.0,))]


def test_what_was_typed_and_is_no_number_goes_when_the_card_is_left(desk):
    desk.click(Edge(0, 1, 2))
    QTest.keyClicks(desk.field, "seven")
    desk.click(Edge(0, 0, 0))
    assert desk.is_open and desk.field.text() == "0.5" and not desk.error and not desk.posted


@pytest.mark.parametrize("act", ["structure", "project", "order", "undo of an order"])
def test_the_card_closes_when_its_weight_may_be_another_one(desk, act):
    document = desk.studio.document
    order = Moves((Kept(0, (0, 1), (2, 1, 0)), Kept(1, (2, 1, 0), (0,))))
    if act == "undo of an order":
        document.edit("move", document.project, order)
    desk.click(Edge(0, 1, 2))
    desk.type("7", end=Key.Key_Home)
    if act == "structure":
        document.edit(
            "add", document.project.replace(network=add_unit(NETWORK, 0).network), add_unit(NETWORK, 0).vectors
        )
    elif act == "project":
        document.load(document.project, None, None)
    elif act == "order":
        document.edit("move", document.project, order)
    else:
        document.undo()
    assert not desk.is_open


def test_the_card_stays_inside_the_canvas_and_goes_along_with_the_drawing(make_studio):
    desk = Desk(make_studio(NETWORK, theta=theta_with(), size=(420, 420)))
    for weight in (Edge(0, 0, 0), Edge(1, 2, 0), Bias(1, 0), Bias(0, 2)):
        desk.click(weight)
        card = desk.studio.control("weight-editor")
        assert card.isVisible() and desk.canvas.rect().contains(card.geometry())
        assert not card.geometry().adjusted(8, 8, -8, -8).contains(desk.canvas.point_of(weight).toPoint())
    desk.canvas.resize(900, 700)
    assert desk.is_open
    around = QRectF(card.geometry()).adjusted(-30, -30, 30, 30)
    assert around.intersects(desk.canvas.frame_of(Bias(0, 2)))


# All that is selected ------------------------------------------------------------------------------------------------

ROW = Region(0, (BIAS, 0, 1), (2,))


def test_keys_lock_cut_zero_and_draw_all_that_a_neuron_adds_up(desk):
    studio = desk.studio
    studio.canvas.choose(Neuron(0, 2))
    studio.key(Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    studio.key(Key.Key_R)
    assert [message.vectors for message in desk.posted] == [Fill((ROW,), 0.0), Randomize((ROW,))]
    studio.key(Key.Key_L)
    assert studio.network.dense[0].locked == ((BIAS, 2), (0, 2), (1, 2))
    studio.catch_up()
    studio.key(Key.Key_L)
    assert studio.network.dense[0].locked == ()
    studio.catch_up()
    studio.key(Key.Key_X)
    assert studio.network.dense[0].cut == ((0, 2), (1, 2))
    studio.catch_up()
    studio.key(Key.Key_X)
    assert studio.network.dense[0].cut == ()


def test_a_selection_of_many_is_few_regions_and_none_twice(desk):
    studio = desk.studio
    things = frozenset(
        (Neuron(0, 2), Neuron(0, 1), Edge(0, 0, 2), Edge(1, 0, 0), Edge(1, 2, 0), Bias(1, 0), Neuron(-1, 0))
    )
    studio.canvas.select(things)
    studio.key(Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    (message,) = desk.posted
    assert message.vectors == Fill((Region(0, (BIAS, 0, 1), (1, 2)), Region(1, (BIAS, 0, 2), (0,))), 0.0)
    assert studio.document.undo_text == "set 6 weights and 3 biases to 0"


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (Edge(0, 1, 2), ["Set value…", "Unlock", "Cut", "Set to zero", "Copy weights as table"]),
        (Bias(0, 0), ["Set value…", "Lock", "Randomize"]),
        (Neuron(0, 2), ["Lock weights", "Cut connections", "Set weights to zero", "Randomize weights"]),
        (Neuron(0, 0), ["Restore connections"]),
        (Neuron(-1, 0), ["Copy all weights as table"]),
    ],
)
def test_the_menu_says_what_can_be_done_with_what_is_selected(make_studio, thing, words):
    dense = NETWORK.dense[0].replace(locked=((1, 2),), cut=((0, 0), (1, 0)))
    studio = make_studio(NETWORK.with_dense(0, dense))
    studio.canvas.choose(thing)
    menu = menu_of(studio.canvas)
    texts = [action.text() for action in entries(menu)]
    assert [word for word in texts if word in words] == words
    assert ("Cut" in texts) == (thing == Edge(0, 1, 2))
    menu.deleteLater()


def test_a_bias_alone_is_not_cut_and_inputs_have_no_weights(desk):
    for thing in (Bias(0, 1), Neuron(-1, 0)):
        desk.canvas.choose(thing)
        desk.studio.key(Key.Key_X)
    desk.studio.key(Key.Key_L)
    assert not desk.posted and not desk.studio.refusals


def test_w_walks_through_what_a_neuron_adds_up(desk):
    desk.canvas.choose(Neuron(0, 1))
    walked = []
    for _ in range(4):
        desk.studio.key(Key.Key_W)
        walked.append(desk.canvas.chosen_thing)
    assert walked == [Edge(0, 0, 1), Edge(0, 1, 1), Bias(0, 1), Edge(0, 0, 1)]
    desk.studio.key(Key.Key_W, SHIFT)
    assert desk.canvas.chosen_thing == Bias(0, 1)


def test_weights_are_copied_as_a_table(desk):
    desk.studio.key(Key.Key_C, CTRL | SHIFT)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "name\tfrom\tto\tvalue\tstate" and len(lines) == 14
    assert lines[8] == "w6\tx₂\tHidden 1 · 3\t0.1\t"
    desk.canvas.choose(Bias(0, 1))
    desk.studio.key(Key.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text().splitlines()[1:] == ["b2\tbias\tHidden 1 · 2\t-2\t"]
    assert desk.notices == ["13 weights and biases copied as a table.", "1 bias copied as a table."]


def test_too_many_weights_for_a_table_refuse(make_studio):
    wide = stack(500, 500, 1)
    desk = Desk(make_studio(wide, theta=np.zeros(wide.size, np.float32)))
    desk.studio.key(Key.Key_C, CTRL | SHIFT)
    assert "too many to copy" in desk.studio.refusals[0][0] and not desk.notices


# Looks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_locked_and_cut_look_different_from_what_is_free(make_studio, look):
    network = stack(2, 1)
    theta = np.ones(network.size, network.dtype)

    def pictures(make=None):
        studio = make_studio(network, theta=theta, look=look)
        studio.canvas.show_look(Look(numbers="never"))
        place = studio.canvas.edge_point(0, 1, 0) + QPointF(60, 0)
        line = next(  # beside the marks
            place + QPointF(0, dy)
            for dy in range(-40, 40)
            if is_positive(colour_at(studio.picture(), place + QPointF(0, dy)))
        )
        legend = studio.canvas.rect().adjusted(0, studio.canvas.height() - 40, 0, 0)
        if make is not None:
            project = make(studio.document.project, [Region(0, (1,), (0,))]).project
            studio.document.edit("", project)
            gone = theta.copy()
            network.views(gone)[0]["weights"][1] = 0.0
            studio.catch_up(gone if make is cut else theta)
        image = studio.picture()
        rim = [image.pixelColor((line + QPointF(0, dy)).toPoint()) for dy in range(-12, 13)]
        return rim, image.copy(legend)

    free, locked, out = pictures(), pictures(lock), pictures(cut)
    assert any(map(is_positive, locked[0])) and locked[0] != free[0]
    grey = QColor(look.canvas)
    assert sum(colour != grey for colour in locked[0]) > sum(colour != grey for colour in free[0])
    assert not any(map(is_positive, out[0]))
    assert len({bytes(legend.constBits()) for _, legend in (free, locked, out)}) == 3, "the legend has a word for each"


@pytest.mark.parametrize("widths", [(2, 1), (20, 20, 4)])
@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_a_cut_connection_that_is_selected_is_dotted_in_a_halo(make_studio, widths, look):
    network = stack(*widths)
    dense = network.dense[0].replace(cut=((0, 0),))
    studio = make_studio(network.with_dense(0, dense), theta=np.zeros(network.size, network.dtype), look=look)
    studio.canvas.show_look(Look(numbers="never"))
    away = studio.canvas.node_rect(-1, 0).topLeft() - QPointF(*studio.canvas.arrangement.rectangle(-1, 0)[:2])
    edges = studio.canvas.drawing.edges
    along = [edges.along(t, np.array([0])) for t in np.linspace(0.05, 0.3, 400).tolist()]
    plain = studio.picture(2)
    studio.canvas.choose(Edge(0, 0, 0))
    picture = studio.picture(2)
    seen = [colour_at(picture, QPointF(float(x[0]), float(y[0])) + away) for x, y in along]
    is_dark = [abs(colour.lightness() - QColor(look.canvas).lightness()) > 75 for colour in seen]
    assert sum(a and not b for a, b in pairwise(is_dark)) >= 5, "dots, with the ground between them"
    beside = [QPointF(float(x[0]), float(y[0]) + 2.5) + away for x, y in along[:40]]
    changed = [colour_at(picture, at) != colour_at(plain, at) for at in beside]
    assert all(changed), "a halo around them"


def test_a_cut_connection_can_be_clicked_and_a_locked_bias_has_a_lock(make_studio):
    studio = make_studio(NETWORK, theta=theta_with())
    before = studio.picture()
    project = lock(cut(studio.document.project, [Region(0, (1,), (2,))]).project, [Region(0, (BIAS,), (0,))]).project
    studio.document.edit("", project)
    studio.catch_up(theta_with(w_0_1_2=0.0))
    after, mark = studio.picture(), studio.canvas.bias_point(0, 0)
    around = [mark + QPointF(x, y) for x in range(-22, -8) for y in range(14)]
    assert sum(colour_at(before, place) != colour_at(after, place) for place in around) > 40
    desk = Desk(studio)
    desk.click(Edge(0, 1, 2))
    desk.push("weight-cut")
    assert studio.network.dense[0].cut == ()


def test_marks_of_a_wide_layer_stand_on_the_right_lines(make_studio):
    network = stack(30, 40, 2)
    dense = network.dense[0].replace(locked=((BIAS, 0), (29, 39)), cut=((5, 7),))
    edges = make_studio(network.with_dense(0, dense)).canvas.drawing.edges
    assert [edges._is_locked.sum(), edges._is_cut.sum()] == [1, 1]
    places = [edges._place(edge) for edge in (Edge(0, 29, 39), Edge(0, 5, 7))]
    assert edges._is_locked[places[0]] and edges._is_cut[places[1]]


@pytest.mark.parametrize("bias", [Bias(0, 2), Bias(1, 0)], ids=str)
def test_the_card_of_a_bias_leaves_its_neuron_to_be_seen(desk, bias):
    desk.click(bias)
    card = desk.studio.control("weight-editor")
    assert not desk.canvas.node_rect(bias.layer, bias.unit).intersects(card.geometry().toRectF().adjusted(9, 9, -9, -9))


def test_the_card_of_a_connection_leaves_both_its_neurons_to_be_seen(desk):
    for weight in [Edge(0, 1, 2), Edge(0, 0, 0), Edge(1, 2, 0)]:
        desk.click(weight)
        card = desk.studio.control("weight-editor").geometry().toRectF().adjusted(9, 9, -9, -9)
        ends = Neuron(weight.layer - 1, weight.input), Neuron(weight.layer, weight.unit)
        assert not any(desk.canvas.frame_of(end).intersects(card) for end in ends), weight
        desk.studio.key(Qt.Key.Key_Escape)
