"""Numbers on connections and under neurons: where they stand, what they say, and that they keep still."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication

from core.data.recipes import Points, Segments
from core.wording import MINUS
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.geometry import arrange
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.name_tags import NameTags
from gui.canvas.drawn.nodes import Nodes
from gui.canvas.drawn.numbers import HEIGHT_PX, Numbers
from gui.canvas.drawn.sample_tags import ABOVE_PX
from gui.canvas.drawn.sample_tags import HEIGHT_PX as TAG_HEIGHT_PX
from gui.canvas.drawn.spots import overlap, settle
from gui.canvas.drawn.unit_numbers import unit_numbers
from gui.canvas.drawn.written import fixed, widest
from gui.canvas.look import Look
from gui.theme import SMALL_PX
from tests.gui.canvas.conftest import snapshot_of, stack

LOWER_PX = 35.0
"""The buttons along the canvas' lower edge, with the gap below them."""
NEVER = Look(numbers="never")

pytestmark = pytest.mark.usefixtures("qapp")  # whose fonts say how wide a number is


def numbers_of(*widths, look=None, size=(775, 760)) -> tuple[Numbers, Edges]:
    """The numbers of a network of these widths."""
    network = stack(*widths)
    geometry = arrange(network, *size)
    edges, nodes = Edges(geometry), Nodes(geometry, Labels())
    numbers = Numbers(geometry, edges, nodes, NameTags(geometry))
    theta = network.initial(seed=1)
    edges.set_weights(network.views(theta))
    nodes.set_parameters(theta, network.views(theta))
    numbers.show_look(Look() if look is None else look)
    return numbers, edges


def shot(studio, look) -> bytes:
    """The drawing's pixels, without the legend."""
    studio.canvas.show_look(look)
    picture = studio.picture()
    return bytes(picture.copy(picture.rect().adjusted(0, 0, 0, -40)).constBits())


@pytest.mark.parametrize(
    ("widths", "is_numbered"),
    [((2, 4, 3, 1), True), ((2, 1), True), ((1, 1), True), ((7, 16, 10), False), ((64, 32, 10), False)],
)
def test_where_there_is_room_all_connections_carry_their_number_and_else_none(widths, is_numbered):
    numbers, edges = numbers_of(*widths)
    assert len(numbers.spots()) == (edges.count if is_numbered else 0)


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (3, 3, 2), (2, 2, 2, 2, 1)])
def test_no_number_covers_another_or_a_neuron(widths):
    numbers, _ = numbers_of(*widths)
    geometry = arrange(stack(*widths), 775, 760)
    frames = [QRectF(x - 15, y - HEIGHT_PX / 2, 30, HEIGHT_PX) for x, y, _ in numbers.spots().values()]
    nodes = [QRectF(*geometry.rectangle(c.layer, u)) for c in geometry.columns for u in range(c.units)]
    assert frames
    assert not any(a.intersects(b) for a, b in combinations(frames, 2))
    assert not any(frame.intersects(node) for frame in frames for node in nodes)


@pytest.mark.parametrize("widths", [(2, 4, 3, 1), (4, 3), (3, 2, 2)])
def test_a_number_stands_on_the_line_it_is_of(widths):
    numbers, edges = numbers_of(*widths)
    assert numbers.spots()
    for place, (x, y, _) in numbers.spots().items():
        assert edges.at(x, y) == edges.edge(place)


def test_always_means_all_that_are_drawn_and_never_none():
    numbers, edges = numbers_of(7, 16, 10, look=Look(numbers="always"))
    assert set(numbers.spots()) == set(edges.drawn.tolist())
    numbers, edges = numbers_of(2, 4, 3, 1, look=NEVER)
    assert not numbers.spots() and not numbers.spots((0, 1))


def test_a_neuron_that_is_pointed_at_has_numbers_where_the_whole_network_has_no_room():
    numbers, edges = numbers_of(7, 16, 10)
    spots = numbers.spots((0, 3))
    assert set(spots) <= set(edges.lit(None, (0, 3)).tolist())
    assert len(spots) >= 15, "nearly all of its 17"


def test_numbers_appear_under_the_pointer_and_go_with_it(make_studio):
    studio = make_studio(stack(7, 16, 10), Segments(), loss="mse")
    plain = shot(studio, Look())
    assert plain == shot(studio, NEVER)
    studio.move(studio.canvas.node_rect(0, 3).center())
    assert shot(studio, Look()) != shot(studio, NEVER)


def test_zoomed_in_there_is_room(make_studio):
    studio = make_studio(stack(7, 8, 7))
    assert shot(studio, Look()) == shot(studio, NEVER)
    at = QPointF(studio.canvas.rect().center())
    for _ in range(9):
        turn = QWheelEvent(
            at, studio.canvas.mapToGlobal(at), QPointF().toPoint(), QPointF(0, 120).toPoint(), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(studio.canvas, turn)
    assert shot(studio, Look()) != shot(studio, NEVER)


def test_while_training_goes_on_numbers_change_and_stay_where_they_are():
    numbers, edges = numbers_of(2, 4, 3, 1, look=Look(weakest=0.2))
    edges.show_look(Look(weakest=0.2))
    numbers.follow(False)
    before = dict(numbers.spots())
    assert 0 < len(before) < 23
    theta = stack(2, 4, 3, 1).initial(seed=2)
    edges.set_weights(stack(2, 4, 3, 1).views(theta), goes_on=True)
    numbers.follow(True)
    assert numbers.spots() == before
    numbers.follow(False)
    assert set(numbers.spots()) <= set(edges.drawn.tolist())
    assert numbers.spots() != before


def test_the_canvas_shows_the_numbers_of_each_moment(make_studio):
    network = stack(2, 1)
    studio = make_studio(network)
    pictures = []
    for step in range(3):
        theta = np.full(network.size, 0.111 * (step + 1), network.dtype)
        studio.canvas.show_snapshot(replace(snapshot_of(network, theta), step=step + 1, is_playing=True))
        # Where the number stands line and pill are the same: what differs there is the number.
        x, y, _ = next(iter(studio.canvas.drawing.numbers.spots().values()))
        area = QRectF(x - 15, y - 5, 30, 10).toRect()
        pictures.append(bytes(studio.picture().copy(area).constBits()))
    assert len(set(pictures)) == 3


def test_names_stand_beside_the_numbers_and_without_room_for_both_alone(make_studio):
    numbers, edges = numbers_of(2, 1, look=Look(names=True))
    assert [form for _, _, form in numbers.spots().values()] == ["whole", "whole"]
    numbers, edges = numbers_of(2, 4, 3, 1, look=Look(names=True), size=(646, 630))
    assert len(numbers.spots()) == edges.count
    assert any(form == "name" for _, _, form in numbers.spots().values())
    numbers, _ = numbers_of(2, 1, look=Look(names=True, numbers="never"))
    assert [form for _, _, form in numbers.spots().values()] == ["name", "name"]


def test_a_name_that_a_person_gave_stands_on_its_connection(make_studio):
    network = stack(2, 1)
    own = network.dense[0].replace(parameter_names=((0, 0, "slope"),))
    pictures = [
        shot(make_studio(one, Points("circle")), Look(names=True, numbers="never"))
        for one in (network, network.with_dense(0, own))
    ]
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-1.25, 2, "-1.25"),
        (-0.0004, 3, "0.000"),
        (1234.5678, 2, "1234.57"),
        (float("nan"), 3, "nan"),
        (float("-inf"), 3, "-inf"),
        (2e7, 3, "2.000e+07"),
    ],
)  # fmt: skip
def test_numbers_have_the_digits_that_were_asked_for(value, digits, text):
    assert fixed(value, digits) == text.replace("-", MINUS)


def test_of_two_numbers_that_want_one_place_one_takes_its_second():
    frames = np.array(
        [
            [[0.0, 0.0, 30.0, 15.0], [50.0, 0.0, 80.0, 15.0]],
            [[10.0, 5.0, 40.0, 20.0], [200.0, 40.0, 230.0, 55.0]],
        ]
    )
    covered = np.array([[0, 0], [0, 1]])
    found = settle(frames, np.ones((2, 2), bool), covered)
    assert (found >= 0).all()
    assert not overlap(frames[0, found[0]], frames[1, found[1]])
    nowhere_else = np.array([[True, False], [True, False]])
    assert sorted(settle(frames, nowhere_else, covered).tolist()) == [-1, 0]


def test_no_number_covers_a_gap_or_the_tile_of_a_matrix(make_studio):
    studio = make_studio(stack(64, 32, 10))
    canvas = studio.canvas
    tiles = [QRectF(studio.control(f"layer-{layer}-matrix").geometry()) for layer in range(2)]
    column = canvas.arrangement.column(-1)
    middle = canvas.node_rect(-1, 0).center()
    gaps = [QRectF(middle.x() - 34, middle.y() - column.y[0] + gap.middle - 10, 68, 20) for gap in column.gaps]
    assert gaps
    away = middle - QPointF(column.x, column.y[0])
    spots = canvas.drawing.numbers.spots((0, 1))
    assert spots
    for x, y, _ in spots.values():
        frame = QRectF(x - 18, y - HEIGHT_PX / 2, 36, HEIGHT_PX).translated(away)
        assert not any(frame.intersects(other) for other in (*tiles, *gaps))


@pytest.mark.parametrize("units", [5, 6, 7, 8, 9, 10])
def test_biases_leave_room_for_the_tags_of_a_sample_and_for_what_stands_along_the_lower_edge(units):
    numbers, _edges = numbers_of(2, units, 1)
    geometry = arrange(stack(2, units, 1), 775, 760)
    column = geometry.column(0)
    for unit in range(units):
        under = numbers.under(0, unit)
        if under.isEmpty():
            continue
        assert under.bottom() <= geometry.height - LOWER_PX
        if unit + 1 < units:
            next_top = float(column.y[unit + 1]) - column.node / 2
            assert under.bottom() <= next_top - ABOVE_PX * TAG_HEIGHT_PX
    assert not numbers.under(1, 0).isEmpty()


def frames_of(drawing) -> list[QRectF]:
    """Where weights are written now."""
    wide = QFontMetricsF(font(SMALL_PX)).horizontalAdvance(widest(drawing.look.digits))
    return [QRectF(x - wide / 2, y - HEIGHT_PX / 2, wide, HEIGHT_PX) for x, y, _ in drawing.numbers.spots().values()]


@pytest.mark.parametrize("height", [480, 560])
def test_numbers_keep_clear_of_tags_that_are_wider_than_their_neurons(make_studio, height):
    studio = make_studio(stack(2, 4, 3, 1), Points("circle"))
    studio.canvas.show_look(Look(numbers="always", digits=6))
    studio.canvas.resize(900, height)
    studio.canvas.show_sample(np.array([2.0, -1.0]), None, np.array([2.0, -1.0]))
    studio.picture()
    drawing = studio.canvas._drawing
    nodes = [(column.layer, unit) for column in drawing.geometry.columns for unit in column.shown.tolist()]
    tags = [drawing.sample_tags.frame(*node) for node in nodes]
    assert all(not tag.isEmpty() for tag in tags)
    assert any(tag.width() > drawing.geometry.columns[1].node + 4 for tag in tags)
    assert frames_of(drawing)
    assert not any(frame.intersects(tag) for frame in frames_of(drawing) for tag in tags)


def test_numbers_keep_clear_of_the_numbers_of_neurons_while_these_are_shown(make_studio):
    studio = make_studio(stack(2, 12, 12, 1), Points("circle"))
    studio.canvas.resize(900, 420)
    studio.canvas.show_look(Look(numbers="always"))
    studio.canvas.show_unit_numbers(True)
    studio.picture()
    drawing = studio.canvas._drawing
    taken = [frame for _, frame in unit_numbers(drawing.geometry)]
    assert len(taken) == 24
    over = [frame for frame in frames_of(drawing) if any(frame.intersects(number) for number in taken)]
    studio.canvas.show_unit_numbers(False)
    studio.picture()
    before = [frame for frame in frames_of(drawing) if any(frame.intersects(number) for number in taken)]
    assert len(over) < len(before) or not over
