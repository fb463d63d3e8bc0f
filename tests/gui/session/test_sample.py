"""The current sample: chosen once, shown everywhere, and never one of other data."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Digits, Drawn, Points, Segments, build
from core.edits import choose_data, set_features
from gui.session.document import Document
from gui.session.sample import CurrentSample, sample_of_row
from tests.journeys.person import Person


def current_of(name: str) -> tuple[Document, CurrentSample]:
    document = Document(open_bundled(name))
    return document, CurrentSample(document, document)


def test_of_points_none_is_current_until_one_is_chosen(qapp: object) -> None:
    document, current = current_of("circle")
    assert current.sample is None
    dataset = build(document.project.data)
    current.show_row("test", 7)
    assert current.sample is not None and current.sample.row == ("test", 7)
    assert np.array_equal(current.sample.x, dataset.x_test[7])
    assert np.array_equal(current.sample.target, dataset.y_test[7])
    assert current.sample.words == "test point 8"
    assert sample_of_row(document.project, "training", len(dataset.x)) is None


def test_a_place_becomes_what_the_network_is_given_of_it_and_stays_when_features_change(qapp: object) -> None:
    document, current = current_of("circle")
    current.show_place(np.array([2.0, -3.0]))
    assert current.sample is not None and current.sample.target is None
    assert current.sample.x.tolist() == [2.0, -3.0]
    edit = set_features(document.project, ("x1", "x2", "x1^2"))
    document.edit(edit.text, edit.project, edit.vectors)
    assert current.sample.x.tolist() == [2.0, -3.0, 4.0]
    assert current.sample.place.tolist() == [2.0, -3.0]


@pytest.mark.parametrize("other", [Digits(), Segments(), Points("sine")])
def test_other_data_have_samples_of_their_own(qapp: object, other: Digits | Segments | Points) -> None:
    document, current = current_of("circle")
    current.show_row("training", 3)
    edit = choose_data(document.project, other, "choose other data")
    document.edit(edit.text, edit.project, edit.vectors)
    if isinstance(other, Digits):
        assert current.sample is not None and current.sample.row == ("test", 0)
    else:
        assert current.sample is None
    document.undo()
    assert current.sample is None


def test_a_painted_point_stays_current_until_it_is_another_one_in_its_row(qapp: object) -> None:
    points = ((1.0, 2.0, 0.0), (-3.0, 4.0, 1.0), (5.0, -1.0, 0.0))
    document, current = current_of("circle")
    current.walk(1)
    assert current.sample is not None

    def draw(*drawn: tuple[float, ...], features: tuple[str, ...] = ("x1", "x2")) -> None:
        edit = choose_data(document.project, Drawn(drawn, features=features), "paint")
        document.edit(edit.text, edit.project, edit.vectors)

    draw()
    assert current.sample is None
    current.walk(1)
    assert current.sample is None, "there is nothing to walk over"
    draw(*points)
    current.show_row("training", 1)
    draw(*points, (0.0, 0.5, 1.0))
    assert current.sample is not None and current.sample.row == ("training", 1)
    draw(*points, features=("x1", "x2", "x1*x2"))
    assert current.sample is not None and current.sample.x.tolist() == [-3.0, 4.0, -12.0]
    draw(*points[1:], features=("x1", "x2", "x1*x2"))
    assert current.sample is not None and current.sample.row == ("training", 0), "the one before it was erased"
    assert current.sample.place.tolist() == [-3.0, 4.0] and current.sample.words == "training point 1"
    draw(points[0], points[2], features=("x1", "x2", "x1*x2"))
    assert current.sample is None


def test_the_pad_is_the_sample_of_the_segments_and_shows_what_is_chosen_elsewhere(open_window) -> None:
    person: Person = open_window("segments")
    window = person.window
    assert window.sample.sample is not None and window.sample.sample.words == "the pad"
    assert np.array_equal(window.sample.sample.x, window.pad.values)
    assert np.argmax(window.sample.sample.target) == 6
    window.sample.show_row("training", 2)
    assert window.pad.digit == 2
    assert window.sample.sample.row == ("training", 2), "the pad does not take it over as its own"
    window.sample.show_place(np.array([0.7, 0.2, 1.0, 0.0, 0.0, 0.0, 0.0]))
    assert window.pad.values.tolist() == [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    assert window.sample.sample.x[0] == 0.7, "what the pad can only round stays as it is"
    window.pad.show_digit(4)
    assert window.sample.sample.words == "the pad" and np.argmax(window.sample.sample.target) == 4
