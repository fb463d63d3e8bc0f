"""The board under a hand: what mouse and keys leave in the document, and what is seen of it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from core.data import Drawn, build
from core.data.drawn import MOST_DRAWN
from gui.theme import DARK, LIGHT, class_colour
from tests.gui.views.board.conftest import Left, MakePainter, Middle, Painter, Right

CORNERS = ((-3.0, 2.0, 0.0), (3.0, 2.0, 1.0), (-3.0, -2.0, 1.0), (3.0, -2.0, 0.0), (2.0, -3.0, 1.0), (-2.0, 3.0, 0.0))
"""Each the mirror image of another."""


@pytest.fixture
def painter(painter_on: MakePainter) -> Painter:
    """Somebody in front of an empty board."""
    return painter_on(Drawn())


def test_the_left_button_paints_the_chosen_class_and_the_right_one_the_next_where_they_are_clicked(
    painter, picture, is_close
) -> None:
    painter.click((-3.2, 4.1))
    painter.click((1.5, -5.0), Right)
    (first, second) = painter.drawing.points
    assert first == pytest.approx((-3.2, 4.1, 0.0), abs=0.03) and second == pytest.approx((1.5, -5.0, 1.0), abs=0.03)
    painter.key(Qt.Key.Key_Escape)
    QTest.mouseMove(painter.page, QPoint(2, 2))
    seen = picture(painter.plot, 2)
    assert is_close(seen.at(painter.plot.place_of(*first[:2])), LIGHT.negative)
    assert is_close(seen.at(painter.plot.place_of(*second[:2])), LIGHT.positive)
    for mirrored in ((3.2, 4.1), (-3.2, -4.1), (4.1, -3.2)):
        assert not is_close(seen.at(painter.plot.place_of(*mirrored)), LIGHT.negative, 60)
    assert painter.session.document.history == ("paint 1 point", "paint 1 point")


def test_a_drag_leaves_points_along_its_way_and_one_undo_takes_all_of_them_back(painter) -> None:
    painter.click((5.0, 5.0))
    way = [(-5.0, -4.0), (0.0, -4.0), (0.0, 2.0)]
    painter.stroke(way)
    points = np.array(painter.drawing.points[1:])
    assert len(points) > 20 and (points[:, 2] == 0.0).all()
    unit = painter.plot.area().width() / 12.0
    along_first = (np.abs(points[:, 1] + 4.0) < 11.5 / unit) & (points[:, 0] < 0.4)
    along_second = (np.abs(points[:, 0]) < 11.5 / unit) & (points[:, 1] > -4.4) & (points[:, 1] < 2.4)
    assert (along_first | along_second).all() and along_first.sum() > 8 and along_second.sum() > 8
    assert points[:, 0].min() < -4.5 and points[:, 1].max() > 1.5
    painter.session.undo()
    assert len(painter.drawing.points) == 1
    painter.session.redo()
    assert len(painter.drawing.points) == 1 + len(points)


def test_the_same_way_leaves_the_same_points_whether_they_come_in_at_once_or_bit_by_bit(painter, qtbot) -> None:
    way = [(-4.0, 1.0), (-2.0, 1.5), (1.0, -0.5), (4.0, 3.0)]
    painter.stroke(way)
    at_once = painter.drawing.points
    painter.session.undo()
    painter.press(way[0])
    for place in way[1:]:
        painter.move(place)
        qtbot.waitUntil(lambda: painter.board.painting.waiting == 0, timeout=5000)
    painter.release(way[-1])
    assert painter.drawing.points == at_once and len(at_once) > 10
    assert len(painter.session.document.history) == 1


def test_points_are_seen_at_once_and_come_into_the_project_while_the_stroke_lasts(painter, picture, is_close) -> None:
    painter.board.strip.brush_chosen.emit("point")
    painter.press((-4.0, -1.0))
    assert len(painter.drawing.points) == 1
    painter.move((0.0, -1.0))
    assert len(painter.drawing.points) == 1, "the next time is some frames away"
    places = [painter.plot.place_of(-4.0, -1.0) + QPointF(16.0 * step, 0.0) for step in range(1, 4)]
    seen = picture(painter.plot, 2)
    assert all(is_close(seen.at(place), LIGHT.negative, 40) for place in places)
    painter.release((0.0, -1.0))
    assert len(painter.drawing.points) > 4


def test_the_eraser_takes_what_is_under_it_and_nothing_else(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS))
    painter.tool("erase")
    painter.click((3.0, -2.0))
    assert painter.drawing.points == tuple(row for row in CORNERS if row[:2] != (3.0, -2.0))
    painter.stroke([(-5.0, 2.0), (-3.0, 2.0), (-1.0, 2.0)])
    assert painter.drawing.points == tuple(row for row in CORNERS if row[:2] not in ((3.0, -2.0), (-3.0, 2.0)))
    assert painter.session.document.history == ("erase 1 point", "erase 1 point")
    painter.click((5.0, 5.0))
    assert len(painter.session.document.history) == 2, "nothing was there"
    painter.session.undo()
    painter.session.undo()
    assert painter.drawing.points == CORNERS


def test_clear_takes_everything_and_one_undo_brings_it_back(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS))
    painter.tool("clear")
    assert painter.drawing.points == () and not painter.board.strip.clear.isEnabled()
    painter.session.undo()
    assert painter.drawing.points == CORNERS


def test_esc_gives_a_stroke_up_as_if_it_had_never_been_begun(painter) -> None:
    painter.click((1.0, 2.0))
    painter.press((-4.0, -1.0))
    painter.move((0.0, -1.0), (2.0, 3.0))
    painter.key(Qt.Key.Key_Escape)
    assert len(painter.drawing.points) == 1 and painter.session.document.history == ("paint 1 point",)
    painter.move((4.0, 4.0))
    painter.release((4.0, 4.0))
    assert len(painter.drawing.points) == 1


def test_an_undo_in_the_middle_ends_the_stroke(painter) -> None:
    painter.press((-4.0, -1.0))
    painter.move((0.0, -1.0))
    painter.session.undo()
    painter.move((2.0, 3.0))
    painter.release((2.0, 3.0))
    assert painter.drawing.points == ()


def test_without_a_mouse_arrows_walk_enter_paints_digits_choose_and_delete_erases(painter) -> None:
    painter.plot.setFocus()
    painter.key(Qt.Key.Key_Right, times=5)
    painter.key(Qt.Key.Key_Up, times=3)
    painter.key(Qt.Key.Key_Return)
    painter.key(Qt.Key.Key_2)
    painter.key(Qt.Key.Key_Left, times=9)
    painter.key(Qt.Key.Key_Return)
    first, second = painter.drawing.points
    assert first == pytest.approx((1.2, 0.72, 0.0), abs=0.002) and second == pytest.approx(
        (-0.96, 0.72, 1.0), abs=0.002
    )
    painter.key(Qt.Key.Key_Delete)
    assert painter.drawing.points == (first,)
    painter.key(Qt.Key.Key_9)
    assert painter.board.chosen == 1, "there are two classes"


def test_a_key_does_not_come_into_the_way_of_a_stroke(painter) -> None:
    painter.press((-4.0, -1.0))
    painter.key(Qt.Key.Key_Return)
    painter.key(Qt.Key.Key_Delete)
    painter.move((0.0, -1.0))
    painter.release((0.0, -1.0))
    assert len(painter.drawing.points) > 5 and len(painter.session.document.history) == 1


def test_brackets_change_the_brush(painter) -> None:
    painter.key(Qt.Key.Key_BracketRight)
    assert painter.board.brush.name == "medium"
    painter.key(Qt.Key.Key_BracketLeft, times=5)
    assert painter.board.brush.name == "point"
    painter.click((2.0, -4.0))
    assert len(painter.drawing.points) == 1


def test_the_wheel_zooms_the_middle_button_moves_along_and_points_are_painted_where_one_sees_them(painter) -> None:
    at = painter.plot.place_of(2.0, 1.0)
    QApplication.sendEvent(
        painter.plot,
        QWheelEvent(
            at, painter.plot.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert painter.plot.extent.width < 9.0
    before = painter.plot.extent
    painter.stroke([(2.0, 1.0), (1.0, 1.0), (0.5, 1.5)], Middle)
    assert painter.plot.extent.left > before.left and painter.plot.extent.bottom < before.bottom
    assert painter.drawing.points == ()
    place = painter.plot.point_of(QPointF(painter.plot.area().center().x() + 50, painter.plot.area().center().y() - 20))
    painter.click(place)
    assert painter.drawing.points[0][:2] == pytest.approx(place, abs=0.03)


def test_nothing_is_painted_beyond_the_board(painter) -> None:
    painter.plot.zoom(0.5, (0.0, 0.0))
    painter.click((8.0, 0.0))
    painter.stroke([(4.0, -1.0), (9.0, -1.0)])
    assert painter.drawing.points and max(row[0] for row in painter.drawing.points) <= 6.0


def test_with_the_tool_look_a_click_chooses_a_point_and_a_drag_moves_the_picture(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS))
    rows = QSignalSpy(painter.view.row_chosen)
    painter.click((3.0, 2.0))
    assert rows.count() == 0
    painter.session.undo()
    painter.tool("look")
    painter.click((3.0, 2.0))
    assert [rows.at(place) for place in range(rows.count())] == [["training", 1]]
    before = painter.plot.extent
    painter.stroke([(0.0, 0.0), (1.0, 0.0), (2.0, 0.5)])
    assert painter.plot.extent.left < before.left and painter.drawing.points == CORNERS


def test_a_full_board_says_so_and_keeps_what_fits(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS[:1] * (MOST_DRAWN - 2)))
    refused = QSignalSpy(painter.session.refused)
    painter.stroke([(-5.0, -5.0), (0.0, -5.0), (5.0, -5.0), (5.0, 0.0)])
    assert len(painter.drawing.points) == MOST_DRAWN
    assert refused.count() == 1 and "full" in refused.at(0)[0]
    painter.click((0.0, 0.0))
    assert len(painter.drawing.points) == MOST_DRAWN and refused.count() == 2


def test_test_points_are_shown_as_soon_as_there_are_some(painter_on) -> None:
    painter = painter_on(Drawn())
    assert not painter.view.title.button.isChecked()
    document = painter.session.document
    many = tuple((x / 4.0, -1.0, float(x % 2)) for x in range(-20, 20))
    document.edit("share", document.project.replace(data=Drawn(many, share=50.0)))
    assert painter.view.title.button.isChecked()
    tested = build(painter.drawing).places_test
    assert tested is not None and sum(len(dots.points) for dots in painter.plot.shown_dots) == 40
    QTest.mouseClick(painter.view.title.button, Left)
    painter.click((0.0, 4.0))
    assert not painter.view.title.button.isChecked(), "who hides them does not want them back at each point"


def test_an_empty_board_says_how_to_begin_until_there_is_a_point(painter, picture, is_close) -> None:
    middle = painter.plot.place_of(0.0, 0.0) + QPointF(-70.0, 0.0)
    assert is_close(picture(painter.plot, 1).at(middle), LIGHT.field)
    painter.click((5.0, 5.0))
    painter.session.undo()
    assert is_close(picture(painter.plot, 1).at(middle), LIGHT.field)


# Numbers over x ------------------------------------------------------------------------------------------------------


def test_over_x_a_click_adds_a_number_a_drag_a_curve_and_the_right_button_erases(painter_on, picture, is_close) -> None:
    painter = painter_on(Drawn(classes=()))
    extent = painter.plot.extent
    painter.click((-4.5, 1.2))
    assert painter.drawing.points[0] == pytest.approx((-4.5, 1.2), abs=0.03)
    painter.stroke([(-2.0, -1.0), (0.0, 0.0), (3.0, -0.3)])
    points = np.array(painter.drawing.points[1:])
    assert len(points) > 8 and (np.diff(points[:, 0]) > 0.0).all()
    wanted = np.interp(points[:, 0], [-2.0, 0.0, 3.0], [-1.0, 0.0, -0.3])
    assert np.abs(points[:, 1] - wanted).max() < 0.03
    assert painter.plot.extent == extent, "the axes stay as they are while one paints"
    QTest.mouseMove(painter.page, QPoint(2, 2))
    seen = picture(painter.plot, 2)
    assert is_close(seen.at(painter.plot.place_of(*points[4])), LIGHT.muted)
    painter.click((-4.5, 1.2), Right)
    assert len(painter.drawing.points) == len(points)


# Classes -------------------------------------------------------------------------------------------------------------


def test_a_class_more_is_chosen_at_once_and_painted_in_its_colour(painter_on, picture, is_close) -> None:
    painter = painter_on(Drawn(CORNERS))
    before = painter.session.document.project.network
    painter.tool("add-class")
    project = painter.session.document.project
    assert painter.drawing.classes == ("A", "B", "C") and painter.board.chosen == 2
    assert project.network.dense[:-1] == before.dense[:-1] and project.network.outputs == 3
    painter.click((0.5, -5.5))
    assert painter.drawing.points[-1][2] == 2.0
    QTest.mouseMove(painter.page, QPoint(2, 2))
    seen = picture(painter.plot, 2)
    assert is_close(seen.at(painter.plot.place_of(*painter.drawing.points[-1][:2])), class_colour(LIGHT, 2, 3))
    for _ in range(7):
        painter.tool("add-class")
    assert len(painter.board.strip.chips) == 10 and not painter.board.strip.more.isEnabled()
    painter.key(Qt.Key.Key_0)
    assert painter.board.chosen == 9


def test_a_double_click_on_a_chip_renames_its_class(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS))
    chip = painter.board.strip.chips[1]
    QTest.mouseDClick(chip, Left)
    field = painter.board.name_field
    assert field.isVisible() and field.text() == "B"
    QTest.keyClicks(field, "out & about")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert painter.drawing.classes == ("A", "out & about") and not field.isVisible()
    assert chip.accessibleName() == "Class out & about"
    painter.key(Qt.Key.Key_F2)
    refused = QSignalSpy(painter.session.refused)
    QTest.keyClicks(field, "a" if painter.board.chosen else "OUT & ABOUT")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert refused.count() == 1 and painter.drawing.classes == ("A", "out & about")


def test_delete_on_a_chip_removes_its_class_with_its_points(painter_on) -> None:
    painter = painter_on(Drawn((*CORNERS, (0.0, 5.0, 2.0)), ("A", "B", "C")))
    chip = painter.board.strip.chips[1]
    QTest.mouseClick(chip, Left)
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert painter.drawing.classes == ("A", "C") and [row[2] for row in painter.drawing.points] == [0.0, 0.0, 0.0, 1.0]
    assert len(painter.board.strip.chips) == 2


# Room ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("height", "is_beside"), [(780, False), (560, True)])
def test_the_tools_stand_above_the_map_or_beside_it_where_the_page_is_low(painter_on, height, is_beside) -> None:
    painter = painter_on(Drawn(CORNERS, tuple("ABCDEFGHIJ")), 380, height)
    strip, plot = painter.board.strip.geometry(), painter.plot.geometry()
    assert (strip.left() >= plot.right()) == is_beside and (strip.bottom() < plot.top()) != is_beside
    frames = [chip.geometry() for chip in painter.board.strip.chips]
    assert all(painter.board.strip.rect().contains(frame) for frame in frames)
    assert not any(one.intersects(other) for one in frames for other in frames if one is not other)


def test_other_data_put_the_tools_away(painter_on) -> None:
    painter = painter_on(Drawn(CORNERS))
    document = painter.session.document
    document.edit("circle", document.project.replace(data=None))
    assert not painter.board.strip.isVisible() and not painter.board.cover.isVisible()
    painter.click((1.0, 1.0))
    painter.session.undo()
    assert painter.board.strip.isVisible() and painter.drawing.points == CORNERS


def test_names_have_the_room_of_a_narrow_column_until_there_are_many(painter_on) -> None:
    painter = painter_on(Drawn(classes=("outer", "inner")))
    painter.page.resize(420, 560)
    chips = painter.board.strip.chips
    assert [chip.text() for chip in chips] == ["outer", "inner"]
    assert all(chip.geometry().right() <= painter.board.strip.width() for chip in chips)
    for _ in range(3):
        painter.tool("add-class")
    assert painter.board.strip.chips[0].text() != "outer", "two stand beside each other"


def test_a_third_class_leaves_the_first_two_their_hues() -> None:
    for theme in (LIGHT, DARK):
        for index in range(2):
            two, three = (class_colour(theme, index, count).hueF() for count in (2, 3))
            assert min(abs(two - three), 1.0 - abs(two - three)) < 0.07, (theme.name, index)
