"""A number on several displays: each digit read by the network, and the number as a whole."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest

from core.broken import Broken
from core.data import Segments
from core.data.segments import SHAPES
from gui.pad.flicker import Flicker
from gui.theme import DARK, LIGHT
from gui.views.number import NumberView
from gui.views.reading import NO_DIGIT

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, make_project):
    view = NumberView()
    qtbot.addWidget(view)
    view.resize(360, view.sizeHint().height())
    view.show_project(make_project(Segments()))
    view.show_theme(LIGHT)
    view.show()
    return view


def reads_nearest(strength: float = 8.0):
    """Weights and biases of a layer whose output for a digit is a half where one segment of its shape is wrong."""
    signs = 2.0 * SHAPES.T - 1.0
    return strength * signs, -strength * (SHAPES.sum(axis=1) - 1.0)


def type_number(view, text):
    view.field.setFocus()
    view.field.selectAll()
    QTest.keyClick(view.field, Qt.Key.Key_Delete)
    QTest.keyClicks(view.field, text)


def test_a_number_is_read_digit_by_digit_and_as_a_whole(view, make_snapshot):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "20268135")
    assert view.whole.text() == "Read as 20268135"
    assert [each.winner for each in view.row.readings] == [2, 0, 2, 6, 8, 1, 3, 5]
    assert view.row.sure == ["1.00"] * 8, "outputs of sigmoids are never written in percent"
    assert np.array_equal(view.arriving, SHAPES[[2, 0, 2, 6, 8, 1, 3, 5]])
    assert "Read as 20268135" in view.row.accessibleDescription()


def test_all_ten_digits_fit_the_field_and_the_displays(view, make_snapshot):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "0123456789")
    assert view.whole.text() == "Read as 0123456789" and not view.trouble.isVisible()
    assert view.row.cell_rect(9).right() <= view.row.width()
    assert view.field.fontMetrics().horizontalAdvance("0123456789") < view.field.contentsRect().width() - 16


@pytest.mark.parametrize(("text", "refused"), [("20x6", "x6"), (" 2,5 ", ",5"), ("01234567891", "1"), ("x", "x")])
def test_enter_keeps_the_keyboard_where_something_is_refused_and_marks_it(qtbot, view, text, refused):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    type_number(view, text)
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    assert view.field.hasFocus() and view.field.text() == text and view.field.selectedText() == refused
    QTest.keyClick(view.field, Qt.Key.Key_Delete)
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    assert not view.field.hasFocus() and not view.trouble.isVisible()


def test_escape_leaves_the_field_whatever_was_refused(qtbot, view):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    type_number(view, "20x6")
    QTest.keyClick(view.field, Qt.Key.Key_Escape)
    assert not view.field.hasFocus()


def test_a_dash_stands_where_no_output_reaches_the_middle(view, make_snapshot):
    weights, biases = reads_nearest()
    biases = np.array(biases)
    biases[2] -= 9.0  # it is never sure of a 2, nor of anything else there
    view.show_snapshot(make_snapshot(weights, biases))
    type_number(view, "2026")
    assert view.whole.text() == f"Read as {NO_DIGIT}0{NO_DIGIT}6 (2 not read)"
    assert view.row.sure[0] == "0.27" and view.row.readings[0].winner is None


def test_shares_are_written_in_percent(view, make_snapshot):
    weights, biases = reads_nearest(2.0)
    view.show_snapshot(make_snapshot(weights, biases, "softmax"))
    assert all(text.endswith(" %") for text in view.row.sure)


def test_the_displays_have_the_broken_segments_unless_switched_off(view, make_snapshot):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "8091")
    assert not view.through.isEnabled()
    view.show_broken(Broken().with_state("b", "off"))
    assert view.through.isEnabled()
    assert view.row.readings[0].winner == 6 and view.row.readings[2].winner == 5
    assert view.whole.text().startswith("Read as 6") and "wrong" in view.whole.text()
    QTest.mouseClick(view.through, Left)
    assert view.whole.text() == "Read as 8091"
    view.show_broken(Broken(("off",) * 7))
    QTest.mouseClick(view.through, Left)
    assert view.whole.text() == f"Read as {4 * NO_DIGIT} (4 not read)", "blank is no digit"


def test_flickering_displays_flicker_each_by_itself_and_only_while_they_are_seen(view, make_snapshot, qtbot):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "00000000")
    view.show_broken(Broken().with_state("g", "flickers"))
    flicker = view.findChild(Flicker)
    assert flicker.is_running
    flicker.findChild(QTimer).setInterval(5)
    qtbot.waitUntil(lambda: len({each.winner for each in view.row.readings}) == 2)
    assert {each.winner for each in view.row.readings} == {0, 8}
    view.hide()
    assert not flicker.is_running


@pytest.mark.parametrize(
    ("typed", "shown", "said"),
    [
        ("3.14", "Read as 3", "digits only: 3 is shown, up to “.”"),
        ("-5", "Type a number of up to 10 digits.", "digits only: nothing is shown of “-”"),
        ("01234567890", "Read as 0123456789", "There are 10 displays: the first 10 digits are shown."),
    ],
)
def test_the_displays_show_what_they_can_and_a_sentence_says_where_they_stop(view, make_snapshot, typed, shown, said):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "42")
    view.field.setText("")
    view.field.insert(typed)
    view.field.textEdited.emit(typed)  # as after a paste
    assert view.trouble.isVisible() and said in view.trouble.text()
    assert view.whole.text() == shown
    type_number(view, "7")
    assert not view.trouble.isVisible() and view.whole.text() == "Read as 7"
    type_number(view, "")
    assert view.whole.text() == "Type a number of up to 10 digits."


def test_a_display_is_chosen_by_a_click_and_by_keys(view, make_snapshot, qtbot):
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "375")
    chosen = []
    view.shape_chosen.connect(lambda values: chosen.append(values.tolist()))
    QTest.mouseClick(view.row, Left, pos=view.row.cell_rect(1).center().toPoint())
    QTest.mouseClick(view.row, Left, pos=view.row.cell_rect(6).center().toPoint())
    assert chosen == [SHAPES[7].tolist()]
    view.row.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(view.row, key)
    assert chosen[1:] == [SHAPES[5].tolist(), SHAPES[7].tolist()]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_displays_are_lit_where_their_digit_is(view, make_snapshot, picture, is_close, theme, ratio):
    view.show_theme(theme)
    view.show_snapshot(make_snapshot(*reads_nearest()))
    type_number(view, "42")
    seen = picture(view.row, ratio)
    cell = view.row.cell_rect(0)
    corner = QPointF(cell.left() + (cell.width() - 3.0) / 2.0 - 10.0, 10.0)
    assert is_close(seen.at(corner + QPointF(0.0, 10.0)), theme.positive), "f of the 4"
    assert is_close(seen.at(corner + QPointF(0.0, 30.0)), theme.hairline), "but not e"
    other = corner + QPointF(view.row.cell_rect(1).left(), 0.0)
    assert is_close(seen.at(other + QPointF(0.0, 30.0)), theme.positive), "e of the 2"
