"""The sheet of all patterns: each cell says what the network says, and a click puts it on the pad."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.data import Points, Segments
from core.data.segments import PATTERNS, SHAPES
from core.probe.known_shapes import known_shapes, pattern_index
from gui.theme import DARK, LIGHT, blend
from gui.views.truth_map import TruthMapView
from gui.views.truth_sheet import SHEET, STRONGEST

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot):
    view = TruthMapView()
    qtbot.addWidget(view)
    view.resize(352, 176)
    view.show()
    return view


def says_its_segment(weight=20.0):
    """Output k is on where segment k is lit; of several the first has a little more."""
    weights = np.hstack([np.diag(weight + np.arange(7.0)[::-1]), np.zeros((7, 3))])
    return weights, [-10.0] * 10


def corner(sheet, pattern, picture, ratio=1):
    """The colour of a cell's corner, where no digit stands."""
    rect = sheet.cell_rect(pattern)
    return picture(sheet, ratio).at(QPointF(rect.left() + 3, rect.top() + 3))


def test_every_pattern_has_one_cell_and_neighbours_differ_in_one_segment():
    assert sorted(SHEET.ravel()) == list(range(128))
    for line in [*SHEET, *SHEET.T]:
        for one, other in [*pairwise(line), (line[-1], line[0])]:
            assert np.abs(PATTERNS[one] - PATTERNS[other]).sum() == 1.0


def test_rows_are_the_lying_segments_and_columns_the_standing_ones():
    assert all((PATTERNS[row][:, [0, 3, 6]] == PATTERNS[row[0]][[0, 3, 6]]).all() for row in SHEET)
    assert all((PATTERNS[line][:, [1, 2, 4, 5]] == PATTERNS[line[0]][[1, 2, 4, 5]]).all() for line in SHEET.T)


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_shade_of_a_cell_is_the_confidence_of_its_pattern(view, make_snapshot, picture, is_close, theme, ratio):
    view.show_theme(theme)
    biases = np.full(10, -10.0)
    weights = np.zeros((7, 10))
    weights[1, 4] = 10.4  # with b alone: 0.6, with b and f: 0.97 or so
    weights[5, 4] = 3.0
    view.show_snapshot(make_snapshot(weights, biases))
    for lit in ([1], [1, 5], [5], [1, 3], [0, 1, 5]):
        values = np.zeros(7)
        values[lit] = 1.0
        z = values @ weights[:, 4] - 10.0
        wanted = blend(theme.ink, theme.field, STRONGEST / (1.0 + np.exp(-z)))
        assert is_close(corner(view.sheet, pattern_index(values), picture, ratio), wanted), lit


def test_where_several_outputs_say_yes_a_cell_is_no_darker_than_at_the_middle(view, make_snapshot, picture, is_close):
    view.show_snapshot(make_snapshot(*says_its_segment()))
    middle = blend(LIGHT.ink, LIGHT.field, STRONGEST / 2.0)
    sure, torn = np.eye(7)[1], np.eye(7)[1] + np.eye(7)[4]
    assert is_close(corner(view.sheet, pattern_index(torn), picture, 1), middle)
    assert not is_close(corner(view.sheet, pattern_index(sure), picture, 1), middle)


def test_only_cells_that_look_different_are_painted_again(view, make_snapshot, picture):
    weights, biases = says_its_segment()
    view.show_snapshot(make_snapshot(weights, biases))
    picture(view.sheet, 1)
    painted = []
    paint = view.sheet._paint_cell
    view.sheet._paint_cell = lambda painter, pattern: (
        painted.append(pattern),
        paint(painter, pattern),
    )
    view.show_snapshot(make_snapshot(weights, biases))
    assert painted == []
    weights[6, 9] = 30.0  # wherever g is lit it is a 9 now
    view.show_snapshot(make_snapshot(weights, biases))
    assert sorted(painted) == [index for index in range(1, 128) if PATTERNS[index, 6]]


def test_the_ten_shapes_are_outlined_and_the_chosen_one_is_filled(view, make_snapshot, picture, is_close):
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), [-10.0] * 10))
    seen = picture(view.sheet, 1)
    outlined = [
        pattern
        for pattern in range(128)
        if is_close(
            seen.at(QPointF(view.sheet.cell_rect(pattern).left() + 1, view.sheet.cell_rect(pattern).center().y() + 3)),
            LIGHT.ink,
        )
    ]
    assert outlined == sorted(known_shapes().patterns.tolist())
    view.show_sample(SHAPES[7])
    assert is_close(corner(view.sheet, known_shapes().patterns[7], picture), LIGHT.ink)
    view.show_sample(np.zeros(7))
    assert is_close(corner(view.sheet, known_shapes().patterns[7], picture), LIGHT.field)
    assert is_close(corner(view.sheet, 0, picture), LIGHT.ink)


def test_a_click_chooses_the_pattern_under_it_and_arrows_walk_over_the_edges(view, make_snapshot):
    view.show_snapshot(make_snapshot(*says_its_segment()))
    chosen = []
    view.chosen.connect(lambda values: (chosen.append(values), view.show_sample(values)))
    wanted = SHEET[6, 11]
    QTest.mouseClick(view.sheet, Left, Qt.KeyboardModifier.NoModifier, view.sheet.cell_rect(wanted).center())
    assert np.array_equal(chosen[-1], PATTERNS[wanted])
    for key, cell in (
        (Qt.Key.Key_Right, (6, 12)),
        (Qt.Key.Key_Down, (7, 12)),
        (Qt.Key.Key_Down, (0, 12)),
        (Qt.Key.Key_Left, (0, 11)),
        (Qt.Key.Key_Up, (7, 11)),
    ):
        QTest.keyClick(view.sheet, key)
        assert np.array_equal(chosen[-1], PATTERNS[SHEET[cell]]), cell


def test_hovering_says_what_is_lit_what_is_read_and_whose_shape_is_near(view, make_snapshot):
    view.show_snapshot(make_snapshot(*says_its_segment()))

    def said(values):
        at = view.sheet.cell_rect(pattern_index(np.array(values, float))).center()
        QApplication.sendEvent(view.sheet, QHelpEvent(QEvent.Type.ToolTip, at, view.sheet.mapToGlobal(at)))
        shown = QTextDocument()
        shown.setHtml(QToolTip.text())
        assert "data:image/png" in QToolTip.text(), "the shape is drawn beside the words"
        return shown.toPlainText().strip().removeprefix("\N{OBJECT REPLACEMENT CHARACTER}").strip()

    assert said([0, 1, 1, 0, 0, 0, 0]) == "b c: reads 1 with 1.00, but 2 says yes, too. It is the shape of 1."
    said_of_bcf = said([0, 1, 1, 0, 0, 1, 0])
    assert said_of_bcf.startswith("b c f: reads 1 with 1.00, but 2 and 5 say yes, too.")
    assert said_of_bcf.endswith("It is the shape of 1 with f or of 4 without g.")
    assert said([0, 1, 0, 0, 0, 0, 0]).startswith("b: reads 1 with 1.00. ")
    assert said([0, 0, 0, 0, 0, 0, 0]) == "Blank: no answer."
    assert said([0, 0, 0, 1, 1, 0, 0]).endswith("The nearest shape is that of 2, three segments away.")
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), [*[-3.0] * 9, -1.0]))
    assert said([0, 1, 1, 0, 0, 0, 0]).startswith("b c: no answer, highest is 9 with 0.27.")
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), [*[0.0] * 9, 3.0], "softmax"))
    assert said([0, 1, 1, 0, 0, 0, 0]).startswith("b c: reads 9 with 69.1 %.")
    QToolTip.hideText()


def test_the_faults_that_are_read_stand_beside_what_is_possible(view, make_snapshot):
    """A network that says 8 to everything reads the seven faults of 8 (and no others)."""
    biases = np.full(10, -10.0)
    biases[8] = 10.0
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), biases))
    assert view.faults.text() == "one fault: reads 7 of 70, at best 43"
    assert "7 (10.0 %)" in view.faults.toolTip() and "14 of them are the shape of another" in view.faults.toolTip()


def test_a_network_of_other_data_leaves_the_sheet_as_it_was(view, make_snapshot, make_project):
    view.show_project(make_project(Segments()))
    view.show_snapshot(make_snapshot(*says_its_segment()))
    before = view.faults.text()
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot(np.ones((2, 1)), [0.0]))
    assert view.faults.text() == before


def test_weights_that_are_no_numbers_read_nothing(view, make_snapshot):
    view.show_sample(SHAPES[3])
    view.show_snapshot(make_snapshot(np.full((7, 10), np.nan), [0.0] * 10))
    assert view.faults.text().startswith("one fault: reads 0 of 70")
    assert "the outputs are not numbers" in view.sheet.accessibleDescription()


def test_in_the_window_a_click_lights_the_pad_and_the_answer_follows(open_window):
    person = open_window("segments")
    sheet = person.widget("truth-sheet")
    person.click_at(sheet, QPointF(sheet.cell_rect(known_shapes().patterns[4]).center()))
    assert person.window.pad.digit == 4
    assert np.array_equal(person.window.sample.sample.x, SHAPES[4])
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert np.abs(person.window.pad.values - SHAPES[4]).sum() == 1.0
    QTest.keyClicks(sheet, "7")
    assert person.window.pad.digit == 7 and sheet.accessibleDescription().startswith("a b c:")
    person.window.session.open_bundled("circle")
    assert not sheet.isVisible()


def test_variants_and_own_shapes_are_marked_and_counted_too(view, make_project, make_snapshot, picture, is_close):
    odd = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0)
    view.show_project(make_project(Segments(variants=(6, 7), added=((*odd, *np.eye(10)[5]), (*odd, *np.eye(10)[2])))))
    view.show_snapshot(make_snapshot(np.zeros((7, 10)), [-10.0] * 10))
    assert view.faults.text() == "one fault: reads 0 of 84, at best 51"
    assert "all 12 clean shapes" in view.faults.toolTip()
    seen = picture(view.sheet, 1)

    def edge(pattern):
        cell = view.sheet.cell_rect(pattern)
        return [is_close(seen.at(QPointF(cell.left() + 1, y)), LIGHT.ink) for y in range(cell.top() + 2, cell.bottom())]

    assert all(edge(pattern_index(known_shapes((6, 7)).shapes.values[10])))
    assert True in edge(pattern_index(np.array(odd))) and False in edge(pattern_index(np.array(odd))), "dotted"
    assert not any(edge(0))
    assert view.sheet.words(pattern_index(np.array(odd))).endswith("Taught by you as a 5 and as a 2.")
    hook = known_shapes((6, 7)).shapes.values[11]
    assert "It is the shape of 7 with a hook." in view.sheet.words(pattern_index(hook))
