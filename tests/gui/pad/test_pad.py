"""The pad under real hands: strokes, clicks and keys in; seven values out."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from core.broken import Broken
from core.data.segments import SHAPES
from gui.pad.drawing import PAUSE_MS
from gui.pad.flicker import FLICKER_MS, Flicker
from gui.pad.pad import SegmentPad
from gui.pad.segment_picture import unlit_colour
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.theme import DARK, LIGHT
from tests.gui.contrast import contrast
from tests.gui.pad.hands import ALONG, WRITTEN, trembling

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CORNERS = {
    "top left": (0, 0),
    "top right": (1, 0),
    "left": (0, 1),
    "right": (1, 1),
    "low left": (0, 2),
    "low right": (1, 2),
}


@pytest.fixture
def pad(qtbot):
    pad = SegmentPad()
    qtbot.addWidget(pad)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def lit(pad):
    return "".join(name for name, value in zip(NAMES, pad.values, strict=True) if value)


def at(pad, place):
    return pad.face.place_px(place).toPoint()


def stroke(qtbot, pad, places, button=LEFT, points_between=6, release=True):
    """Press, move along straight lines between places, release."""
    qtbot.mousePress(pad.face, button, pos=at(pad, places[0]))
    for (x1, y1), (x2, y2) in pairwise(places):
        for part in np.linspace(0.0, 1.0, points_between + 1)[1:]:
            qtbot.mouseMove(pad.face, at(pad, (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)))
    if release:
        qtbot.mouseRelease(pad.face, button, pos=at(pad, places[-1]))


def click(qtbot, pad, name, button=LEFT):
    qtbot.mouseClick(pad.face, button, pos=pad.face.mapFrom(pad, pad.segment_centre(name)).toPoint())


SIX = [CORNERS[name] for name in ("top right", "top left", "left", "low left", "low right", "right", "left")]


@pytest.mark.parametrize("points_between", [1, 3, 20])
def test_a_six_in_one_stroke_is_exactly_a_six(qtbot, pad, points_between):
    stroke(qtbot, pad, SIX, points_between=points_between)
    assert lit(pad) == "acdefg"
    assert pad.digit == 6


@pytest.mark.parametrize(("dx", "dy"), [(0.12, 0.1), (-0.12, 0.1), (0.12, -0.1), (-0.1, -0.12)])
def test_a_six_may_be_drawn_a_little_beside_its_segments(qtbot, pad, dx, dy):
    stroke(qtbot, pad, [(x + dx, y + dy) for x, y in SIX])
    assert pad.digit == 6


@pytest.mark.parametrize(
    ("digit", "corners"),
    [
        (1, ["top right", "right", "low right"]),
        (2, ["top left", "top right", "right", "left", "low left", "low right"]),
        (3, ["top left", "top right", "right", "left", "right", "low right", "low left"]),
        (5, ["top right", "top left", "left", "right", "low right", "low left"]),
        (7, ["top left", "top right", "right", "low right"]),
        (9, ["right", "left", "top left", "top right", "right", "low right", "low left"]),
        (0, ["top right", "top left", "left", "low left", "low right", "right", "top right"]),
    ],
)
def test_other_digits_in_one_stroke(qtbot, pad, digit, corners):
    stroke(qtbot, pad, [CORNERS[corner] for corner in corners])
    assert pad.digit == digit


def test_a_second_stroke_adds_to_the_first(qtbot, pad):
    stroke(qtbot, pad, [CORNERS["top left"], CORNERS["left"], CORNERS["right"]])
    stroke(qtbot, pad, [CORNERS["top right"], CORNERS["low right"]])
    assert pad.digit == 4


def test_a_stroke_never_darkens_a_segment(qtbot, pad):
    pad.show_digit(8)
    stroke(qtbot, pad, [CORNERS["top left"], CORNERS["top right"]])
    assert pad.digit == 8


def test_the_right_button_rubs_out(qtbot, pad):
    pad.show_digit(8)
    stroke(qtbot, pad, [CORNERS["left"], CORNERS["right"]], button=RIGHT)
    assert pad.digit == 0
    stroke(qtbot, pad, [CORNERS["left"], CORNERS["low left"]], button=RIGHT)
    assert lit(pad) == "abcdf"
    stroke(qtbot, pad, [CORNERS["left"], CORNERS["low left"]], button=RIGHT)
    assert lit(pad) == "abcdf"


@pytest.mark.parametrize("name", NAMES)
def test_a_click_switches_one_segment_on_and_off(qtbot, pad, name):
    click(qtbot, pad, name)
    assert lit(pad) == name
    click(qtbot, pad, name)
    assert lit(pad) == ""


def test_a_click_with_a_trembling_hand_is_still_a_click(qtbot, pad):
    pad.show_digit(8)
    place = pad.face.mapFrom(pad, pad.segment_centre("g")).toPoint()
    qtbot.mousePress(pad.face, LEFT, pos=place)
    qtbot.mouseMove(pad.face, place + QPoint(3, 2))
    qtbot.mouseRelease(pad.face, LEFT, pos=place + QPoint(3, 2))
    assert pad.digit == 0


def test_a_click_beside_every_segment_changes_nothing(qtbot, pad):
    pad.show_digit(3)
    qtbot.mouseClick(pad.face, LEFT, pos=at(pad, (0.5, 0.5)))
    assert pad.digit == 3


def test_the_network_hears_each_segment_while_the_stroke_is_drawn(qtbot, pad):
    heard = []
    pad.changed.connect(lambda values: heard.append(values.sum()))
    stroke(qtbot, pad, [CORNERS["top left"], CORNERS["top right"], CORNERS["low right"]], release=False)
    assert heard == [1.0, 2.0, 3.0]
    qtbot.mouseRelease(pad.face, LEFT, pos=at(pad, CORNERS["low right"]))
    assert heard == [1.0, 2.0, 3.0]


def test_escape_takes_back_an_unfinished_stroke(qtbot, pad):
    pad.show_digit(1)
    pad.setFocus()
    stroke(qtbot, pad, [CORNERS["top left"], CORNERS["low left"]], release=False)
    assert lit(pad) == "bcef"
    qtbot.keyClick(pad.face, Qt.Key.Key_Escape)
    assert pad.digit == 1
    qtbot.mouseMove(pad.face, at(pad, CORNERS["low right"]))
    qtbot.mouseRelease(pad.face, LEFT, pos=at(pad, CORNERS["low right"]))
    assert pad.digit == 1


def test_the_trail_is_seen_while_drawing_and_goes_afterwards(qtbot, pad):
    middle_of_hole = (0.5, 0.5)
    stroke(qtbot, pad, [(0.3, 0.5), (0.7, 0.5)], release=False)
    assert colour(pad.face, at(pad, middle_of_hole)) == LIGHT.ink
    qtbot.mouseRelease(pad.face, LEFT, pos=at(pad, (0.7, 0.5)))
    assert colour(pad.face, at(pad, middle_of_hole)) == LIGHT.notice_surface


@pytest.mark.parametrize("digit", range(10))
def test_a_figure_key_sets_the_standard_shape(qtbot, pad, digit):
    pad.set_values(np.array([1, 0, 0, 1, 0, 0, 1]))
    qtbot.keyClick(pad.face, str(digit))
    assert pad.values.tolist() == SHAPES[digit].tolist()
    assert pad.digit == digit


def test_patterns_that_are_no_standard_shape_are_no_digit(pad):
    pad.set_values(np.array([1, 0, 0, 0, 0, 0, 0]))
    assert pad.digit is None
    pad.clear()
    assert pad.digit is None


def test_the_values_are_read_only_numbers(pad):
    pad.show_digit(4)
    assert pad.values.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        pad.values[0] = 1.0
    with pytest.raises(ValueError, match="7 segments"):
        pad.set_values(np.zeros(10))


def test_equal_values_are_no_change(qtbot, pad):
    pad.show_digit(4)
    with qtbot.assertNotEmitted(pad.changed):
        pad.show_digit(4)
    with qtbot.waitSignal(pad.changed) as heard:
        pad.show_digit(5)
    assert heard.args[0].tolist() == SHAPES[5].tolist()


def test_clear_is_a_button_and_a_key(qtbot, pad):
    assert not pad.clear_button.isEnabled()
    pad.show_digit(8)
    qtbot.mouseClick(pad.clear_button, LEFT)
    assert lit(pad) == ""
    pad.show_digit(8)
    qtbot.keyClick(pad.face, Qt.Key.Key_Backspace)
    assert lit(pad) == ""


@pytest.fixture
def window(qtbot, pad):
    """A window that trains on Space and has shortcuts on figures and arrows, with a field before the pad."""
    window = QWidget()
    window.heard = []
    column = QVBoxLayout(window)
    window.field = QLineEdit()
    column.addWidget(window.field)
    column.addWidget(pad)
    for key in ("Space", "Left", "5", "Backspace"):
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(lambda key=key: window.heard.append(key))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    return window


def test_reached_by_tab_the_pad_is_walked_by_arrows_and_switched_by_space(qtbot, pad, window):
    qtbot.keyClick(window.field, Qt.Key.Key_Tab)
    assert pad.face.hasFocus()
    assert pad.face.is_walked
    qtbot.keyClick(pad.face, Qt.Key.Key_Space)
    assert lit(pad) == "a"
    for key, name in [(Qt.Key.Key_Right, "b"), (Qt.Key.Key_Down, "c"), (Qt.Key.Key_Left, "e")]:
        qtbot.keyClick(pad.face, key)
        assert f"segment {name} chosen" in pad.face.accessibleName()
    qtbot.keyClick(pad.face, Qt.Key.Key_Return)
    assert lit(pad) == "ae"
    qtbot.keyClick(pad.face, "5")
    assert pad.digit == 5
    assert window.heard == []


def test_reached_by_mouse_space_stays_the_windows(qtbot, pad, window):
    click(qtbot, pad, "a")
    assert pad.face.hasFocus()
    assert not pad.face.is_walked
    qtbot.keyClick(pad.face, Qt.Key.Key_Space)
    assert window.heard == ["Space"]
    assert lit(pad) == "a"
    qtbot.keyClick(pad.face, Qt.Key.Key_Left)
    assert pad.face.is_walked
    qtbot.keyClick(pad.face, "5")
    assert pad.digit == 5
    assert window.heard == ["Space"]


def test_leaving_the_pad_gives_space_back(qtbot, pad, window):
    qtbot.keyClick(window.field, Qt.Key.Key_Tab)
    window.field.setFocus()
    assert not pad.face.is_walked


def colour(widget, place, ratio=1):
    image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    widget.render(image)
    return image.pixelColor(int(place.x() * ratio), int(place.y() * ratio)).name()


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_lit_segments_are_positive_and_where_they_belong(pad, theme, ratio):
    """A 2 turns into a 5 in a mirror, and a 4 stands on its head otherwise."""
    pad.show_theme(theme)
    for digit in (2, 4):
        pad.show_digit(digit)
        for name, value in zip(NAMES, SHAPES[digit], strict=True):
            # Beside the letter, along the segment.
            step = QPointF(12.0, 0.0) if SEGMENTS[name].is_lying else QPointF(0.0, 12.0)
            place = pad.segment_centre(name) + step
            expected = theme.positive if value else unlit_colour(theme).name()
            assert colour(pad, place, ratio) == expected, (digit, name)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_letters_can_be_read_on_lit_and_dark_segments(pad, theme):
    pad.show_theme(theme)
    assert contrast(theme.canvas, theme.positive) >= 4.5
    assert contrast(theme.muted, unlit_colour(theme)) >= 4.5


def test_the_pad_says_which_segments_are_lit(pad):
    assert "blank" in pad.face.accessibleName()
    pad.show_digit(7)
    assert "segments a, b, c lit" in pad.face.accessibleName()
    assert pad.objectName() == "segment-pad"
    assert QApplication.widgetAt(pad.face.mapToGlobal(pad.face.rect().center())) is pad.face


def test_a_smaller_pad_is_the_same_pad(qtbot, pad):
    pad.face.setFixedSize(100, 200)
    pad.adjustSize()
    stroke(qtbot, pad, SIX)
    assert pad.digit == 6


def draw(qtbot, pad, strokes, button=LEFT):
    """Press, move from place to place, release, for each of the strokes."""
    for places in strokes:
        qtbot.mousePress(pad.face, button, pos=at(pad, places[0]))
        for place in places[1:]:
            qtbot.mouseMove(pad.face, at(pad, place))
        qtbot.mouseRelease(pad.face, button, pos=at(pad, places[-1]))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("points_apart", [0.06, 0.35])
def test_ten_digits_drawn_by_a_trembling_mouse_come_out_as_the_ten_shapes(qtbot, pad, seed, points_apart):
    generator = np.random.default_rng(seed)
    for digit, strokes in ALONG.items():
        pad.clear()
        draw(qtbot, pad, trembling(strokes, generator, 0.07, points_apart))
        assert pad.values.tolist() == SHAPES[digit].tolist(), digit


def test_digits_as_people_write_them_come_out_as_shapes_and_replace_what_was_there(qtbot, pad):
    generator = np.random.default_rng(1)
    for name, strokes in WRITTEN.items():
        pad.show_digit((int(name[0]) + 4) % 10)
        draw(qtbot, pad, trembling(strokes, generator, 0.02, 0.1))
        assert pad.digit == int(name[0]), name


def test_one_side_of_a_digit_adds_to_what_is_there(qtbot, pad):
    pad.show_digit(5)
    draw(qtbot, pad, ALONG[1])
    assert pad.digit == 9


def test_after_a_pause_the_next_digit_replaces_the_one_before(qtbot, pad):
    draw(qtbot, pad, ALONG[2])
    later = 10**9 + PAUSE_MS  # after whatever time it is in tests
    places = [QPointF(at(pad, place)) for place in WRITTEN["7 slanting"][0]]

    def send(kind, place, buttons):
        on_screen = pad.face.mapToGlobal(place)
        event = QMouseEvent(kind, place, on_screen, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(later)
        QApplication.sendEvent(pad.face, event)

    send(QEvent.Type.MouseButtonPress, places[0], LEFT)
    for place in places[1:]:
        send(QEvent.Type.MouseMove, place, LEFT)
    send(QEvent.Type.MouseButtonRelease, places[-1], Qt.MouseButton.NoButton)
    assert pad.digit == 7


def test_with_shift_the_left_button_rubs_out_too(qtbot, pad):
    pad.show_digit(8)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(pad.face, LEFT, shift, at(pad, (0.0, 1.0)))
    for x in (0.3, 0.6, 1.0):
        qtbot.mouseMove(pad.face, at(pad, (x, 1.0)))
    qtbot.mouseRelease(pad.face, LEFT, shift, at(pad, (1.0, 1.0)))
    assert pad.digit == 0


# Broken segments -----------------------------------------------------------------------------------------------------


def choose(menu, name):
    """Click an entry of the open menu."""
    action = next(action for action in menu.actions() if action.objectName() == name)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_a_right_click_on_a_segment_opens_the_menu_that_breaks_it(qtbot, pad):
    pad.show_digit(8)
    click(qtbot, pad, "b", RIGHT)
    menu = pad.findChild(QMenu, "segment-menu")
    assert menu.isVisible() and menu.actions()[0].text() == "Segment b"
    with qtbot.waitSignal(pad.broken_changed):
        choose(menu, "break-b-off")
    assert pad.digit == 8 and lit(pad) == "acdefg", "drawn is an 8, and a 6 arrives"
    assert pad.hint.text() == "b stuck off" and "b stuck off" in pad.face.accessibleName()
    click(qtbot, pad, "b", RIGHT)
    choose(menu, "mend-all")
    assert lit(pad) == "abcdefg" and pad.broken.is_whole


def test_the_menu_of_the_chosen_segment_opens_by_keys(qtbot, pad, window):
    qtbot.keyClick(window.field, Qt.Key.Key_Tab)
    qtbot.keyClick(pad.face, Qt.Key.Key_Right)
    qtbot.keyClick(pad.face, "b")
    menu = pad.findChild(QMenu, "segment-menu")
    assert menu.isVisible() and menu.actions()[0].text() == "Segment b"
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert pad.broken == Broken().with_state("b", "on") and lit(pad) == "b"
    place = at(pad, (1.0, 0.5))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, pad.face.mapToGlobal(place))
    QApplication.sendEvent(pad.face, event)
    assert menu.isVisible()
    choose(menu, "break-b-works")
    assert pad.broken.is_whole


def test_the_button_below_leads_to_every_segment(qtbot, pad):
    pad.show_digit(1)
    pad.break_button.menu().popup(QPoint(0, 0))
    names = [action.text() for action in pad.break_button.menu().actions() if action.menu() is not None]
    assert names == [f"Segment &{name}" for name in NAMES]
    one = pad.break_button.menu().findChild(QMenu, "break-g-menu")
    one.popup(QPoint(0, 0))
    choose(one, "break-g-on")
    pad.break_button.menu().hide()
    assert lit(pad) == "bcg" and pad.digit == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_was_drawn_is_seen_around_what_arrives(qtbot, pad, theme):
    """Along the lower edge of segment d, where a line is dashed only if something else was drawn than arrives."""
    pad.show_theme(theme)
    edge = pad.segment_centre("d") + QPointF(0.0, 10.0)

    def seen():
        image = pad.grab().toImage()
        places = [edge + QPointF(x, y) for x in range(-20, 21) for y in (-1.0, 0.0, 1.0)]
        return {image.pixelColor(int(place.x()), int(place.y())).name() for place in places}

    def is_dashed():
        apart = [abs(QColor(name).lightness() - QColor(theme.ink).lightness()) for name in seen()]
        return min(apart) < 50

    pad.show_digit(8)
    assert not is_dashed() and theme.positive in seen()
    pad.break_segments(Broken().with_state("d", "off"))
    assert is_dashed() and theme.positive not in seen(), "drawn, and dark"
    pad.show_digit(7)
    assert not is_dashed()
    pad.break_segments(Broken().with_state("d", "on"))
    assert is_dashed() and theme.positive in seen(), "not drawn, and lit"


def test_a_flickering_segment_arrives_now_and_then_and_only_while_it_is_seen(qtbot, pad, monkeypatch):
    pad.show_digit(0)
    pad.break_segments(Broken().with_state("g", "flickers"))
    assert 2.0 <= 1000.0 / FLICKER_MS <= 5.0, "a calm few times a second"
    flicker = pad.face.findChild(Flicker)
    flicker.findChild(QTimer).setInterval(5)
    heard = []
    pad.changed.connect(lambda values: heard.append(bool(values[NAMES.index("g")])))
    qtbot.waitUntil(lambda: len(heard) >= 4)
    assert set(heard) == {True, False} and pad.digit == 0
    pad.hide()
    assert not flicker.is_running
    pad.show()
    assert flicker.is_running
    pad.mend_all()
    assert not flicker.is_running and lit(pad) == "abcdef"


def test_a_given_sample_arrives_as_it_is_until_somebody_draws(qtbot, pad):
    pad.break_segments(Broken().with_state("a", "off"))
    pad.show_given(SHAPES[7])
    assert lit(pad) == "abc" and pad.is_given and "as it is" in pad.hint.text()
    click(qtbot, pad, "g")
    assert lit(pad) == "bcg" and not pad.is_given
    assert pad.hint.text() == "a stuck off"


def test_what_is_drawn_can_be_taught_unless_it_is_blank(qtbot, pad):
    assert not pad.teach_button.isEnabled()
    pad.break_segments(Broken().with_state("a", "on"))
    assert not pad.teach_button.isEnabled(), "a lit segment that nobody lit is no drawing"
    pad.show_digit(1)
    assert pad.teach_button.isEnabled()
    menu = pad.teach_button.menu()
    menu.popup(QPoint(0, 0))
    with qtbot.waitSignal(pad.teach_wanted) as heard:
        choose(menu, "teach-7")
    assert heard.args == [7]
