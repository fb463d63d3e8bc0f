"""The figure says what was measured, on what, and never more than is true."""

import math

import numpy as np
import pytest

from core.broken import Broken
from core.bundled import open_bundled
from core.data import Digits, Points, Segments, build
from core.data.segments import SHAPES
from core.snapshot import Score
from gui.theme import DARK, LIGHT
from gui.views.figure import FigureView, baseline_text, figure_of, share_text


@pytest.fixture
def view(qtbot):
    view = FigureView()
    qtbot.addWidget(view)
    view.resize(352, 64)
    view.show()
    return view


def reader(make_snapshot, digits, **scores):
    """A network that reads just these digits: each output is on for exactly one of the clean shapes."""
    weights = np.where(SHAPES > 0.0, 20.0, -20.0).T
    biases = [-20.0 * shape.sum() + (10.0 if digit in digits else -100.0) for digit, shape in enumerate(SHAPES)]
    return make_snapshot(weights, biases, **scores)


def test_a_share_is_exactly_all_or_nothing_or_else_it_says_so():
    assert share_text(123, 125) == "98.4 %"
    assert share_text(125, 125) == "100 %"
    assert share_text(0, 125) == "0 %"
    assert share_text(99_999, 100_000) == "99.9 %"
    assert share_text(1, 100_000) == "0.1 %"


def test_classes_are_counted_on_test_points():
    figure = figure_of(Score(0.04, 123, 125), "test")
    assert (figure.name, figure.large, figure.counted) == ("Accuracy", "98.4 %", "123 of 125 test points")


def test_digits_are_counted_as_digits(view, make_project, make_snapshot):
    view.show_project(make_project(Digits()))
    view.show_snapshot(make_snapshot(np.zeros((64, 10)), np.zeros(10), "softmax", test=Score(0.2, 512, 539)))
    assert view.figure.counted == "512 of 539 test digits"


def test_without_a_test_set_the_figure_says_what_it_was_measured_on():
    assert figure_of(Score(0.04, 123, 125), "training").counted == "123 of 125 points it was trained on"


def test_a_regression_has_an_error_not_an_accuracy():
    figure = figure_of(Score(0.0066, None, 250, 0.0812), "test")
    assert (figure.name, figure.large) == ("Error", "0.081")
    assert figure.counted == "root mean squared, 250 test points"


def test_the_view_measures_on_test_points_where_there_are_some(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle")))
    train, test = Score(0.1, 240, 250), Score(0.2, 200, 250)
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train, test=test))
    assert view.figure.sentence == "Accuracy 80.0 %, 200 of 250 test points"
    assert view.accessibleName() == view.figure.sentence
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=train))
    assert view.figure.sentence == "Accuracy 96.0 %, 240 of 250 points it was trained on"


def test_of_a_table_it_measures_on_rows(view, make_project, make_snapshot):
    view.show_project(open_bundled("iris"))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=Score(0.1, 240, 250)))
    assert view.figure.counted == "240 of 250 rows it was trained on"


@pytest.mark.parametrize("digits", [range(10), (3, 6, 8), ()])
def test_clean_shapes_are_read_by_the_network_itself(view, make_project, make_snapshot, digits):
    view.show_project(make_project(Segments()))
    view.show_snapshot(reader(make_snapshot, digits, train=Score(0.0, len(digits), 10)))
    assert view.figure.sentence == f"Reads {len(digits)} of 10, shapes it was trained on"


def test_noise_brings_a_test_set_and_its_ceiling(view, make_project, make_snapshot):
    view.show_project(make_project(Segments(noise=10.0)))
    before = view.sizeHint().height()
    view.show_snapshot(reader(make_snapshot, range(10), train=Score(0.0, 1, 1), test=Score(0.1, 141, 200)))
    assert view.figure.large == "10 of 10"
    assert view.figure.counted == "clean shapes"
    assert view.figure.below == ("noisy test shapes: 141 of 200 (70.5 %)", "best possible with this noise 74 %")
    assert view.sizeHint().height() > before


def test_where_samples_are_kept_aside_the_figure_is_theirs(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle")))
    scores = {"train": Score(0.1, 200, 200), "test": Score(0.2, 200, 250), "validation": Score(0.2, 45, 50)}
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], **scores))
    assert view.figure.sentence == "Accuracy 90.0 %, 45 of 50 validation points"
    # The baseline is measured on samples of the same kind.
    assert view.toolTip() == baseline_text(build(Points("circle")), "validation")
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], train=scores["train"], test=scores["test"]))
    assert view.figure.counted == "200 of 250 test points"
    assert view.toolTip() == baseline_text(build(Points("circle")))


def test_shapes_that_were_kept_aside_are_not_called_trained_on(view, make_project, make_snapshot):
    view.show_project(make_project(Segments()))
    view.show_snapshot(reader(make_snapshot, range(10), train=Score(0.0, 8, 8), validation=Score(0.0, 1, 2)))
    assert view.figure.sentence == "Reads 10 of 10, clean shapes, validation shapes: 1 of 2 (50.0 %)"


def test_a_network_of_other_data_leaves_the_figure_alone(view, make_project, make_snapshot):
    view.show_project(make_project(Segments()))
    view.show_snapshot(reader(make_snapshot, (1, 2)))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.figure.large == "2 of 10"


def test_without_data_there_is_nothing_to_measure(view, make_project, make_snapshot):
    view.show_project(make_project(None))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.figure.sentence == "No data to measure on"


def test_a_score_stands_beside_its_baseline(view, make_project):
    view.show_project(make_project(Points("circle")))
    assert view.toolTip() == baseline_text(build(Points("circle")))
    assert "right for 10 %" in baseline_text(build(Segments()))
    plane = build(Points("plane"))
    expected = math.sqrt(np.mean(np.square(plane.y_test - plane.y.mean())))
    assert f"{expected:.3f}" in baseline_text(plane)


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_painted_in_ink(view, make_project, make_snapshot, picture, ratio, theme):
    view.show_theme(theme)
    view.show_project(make_project(Points("circle")))
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], test=Score(0.2, 200, 250)))
    image = picture(view, ratio).image
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.ink in colours


def test_a_hidden_view_waits(view, make_project, make_snapshot):
    view.show_project(make_project(Points("circle")))
    view.hide()
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0], test=Score(0.2, 200, 250)))
    assert view.figure.large == ""
    view.show()
    assert view.figure.large == "80.0 %"


def test_variants_own_shapes_and_a_broken_display_are_counted_by_themselves(view, make_project, make_snapshot):
    own = [(*SHAPES[1].tolist(), *np.eye(10)[1]), (*SHAPES[3].tolist(), *np.eye(10)[9])]
    view.show_project(make_project(Segments(added=tuple(own), variants=(7,))))
    view.show_snapshot(reader(make_snapshot, range(10), train=Score(0.0, 10, 13)))
    # The 7 with a hook is none of those that it reads, and of the own ones it reads the 1.
    assert (view.figure.large, view.figure.counted) == ("11 of 13", "shapes it was trained on")
    assert view.figure.below == ("10 of 11 clean, 1 of 2 taught by you",)
    high = view.sizeHint().height()
    view.show_broken(Broken().with_state("b", "off"))
    assert view.sizeHint().height() == high, "nothing below it moves"
    # Through it 5 and 6 arrive as they are, 8 as 6, 9 as 5, and all else as no shape.
    assert view.figure.below[1:] == ("through the broken display: 2 of 11 (at best 9)",)
    view.show_broken(Broken().with_state("b", "flickers"))
    # With b lit the eight that have it arrive as they are, 5 as 9 and 6 as 8: 8 or 2.
    assert view.figure.below[1].endswith("5 of 11 (at best 9)")


def test_one_sample_is_not_called_many() -> None:
    assert (
        figure_of(Score(0.275, None, 1, 0.741), "training", "row").counted
        == "root mean squared, 1 row it was trained on"
    )
    assert figure_of(Score(0.04, 1, 1), "test").counted == "1 of 1 test point"


def test_what_it_was_counted_on_is_read_whole_in_a_narrow_column(view, make_project, make_snapshot):
    view.resize(260, 64)
    view.show_project(make_project(Points("sine")))
    view.show_snapshot(make_snapshot(np.zeros((1, 1)), np.zeros(1), "linear", test=Score(1.0, None, 1, 1.0)))
    assert view.figure.counted not in view.figure.below
    assert view.lines_below == (view.figure.counted,)
    narrow = view.sizeHint().height()
    view.resize(500, 64)
    assert view.lines_below == ()
    assert view.sizeHint().height() < narrow
