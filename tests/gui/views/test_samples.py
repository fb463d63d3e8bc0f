"""The samples: test digits with what is read from them; wrong ones marked, and none that jumps about."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest

from core.data import Dataset, Digits, Segments, build
from core.layers import Dense
from core.network import Network
from core.trainer import Trainer
from core.training import Training
from gui.session.document import Document
from gui.session.sample import CurrentSample
from gui.theme import DARK, LIGHT
from gui.views.samples import SamplesView
from gui.views.samples_grid import LEAST_ROW_PX, MOST, TOP_PX

DATA = build(Digits())
TRUTHS = np.argmax(DATA.y_test, axis=1)
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, make_project):
    view = SamplesView()
    qtbot.addWidget(view)
    view.resize(352, 330)
    view.show_project(make_project(Digits()))
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


@pytest.fixture
def current(view, make_project):
    """The current sample, which the view shows and chooses."""
    current = CurrentSample(Document(make_project(Digits())), view)
    current.changed.connect(lambda: view.show_sample(current.sample))
    view.chosen.connect(partial(current.show_row, "test"))
    view.show_sample(current.sample)
    return current


@pytest.fixture
def always(make_snapshot):
    """A network that reads one and the same digit from every picture."""

    def make(digit, activation="softmax", epoch=1):
        biases = np.zeros(10)
        biases[digit] = 3.0
        return make_snapshot(np.zeros((64, 10)), biases, activation, epoch=epoch)

    return make


@pytest.fixture(scope="session")
def perfect():
    """A network that reads every test digit right, having learned them by heart."""
    network = Network(64, (Dense(10, "softmax"),))
    by_heart = Dataset(DATA.x_test, DATA.y_test, task="classes", classes=DATA.classes)
    trainer = Trainer(network, by_heart, Training("categorical_crossentropy", "adam", 0.05, 32))
    while trainer.scores().train.correct < len(TRUTHS):
        trainer.run(epochs=5)
    return trainer.snapshot(False, 0.0)


def place_on(view, at):
    return QPointF(view.grid.mapTo(view, at))


def click(view, place):
    QTest.mouseClick(view.grid, Left, pos=view.grid.picture_rect(place).center().toPoint())


def test_the_first_test_digits_are_shown_with_what_is_read_and_how_sure(view, always):
    view.show_snapshot(always(5))
    samples = view.grid.samples
    assert [sample.index for sample in samples] == list(range(MOST))
    assert [sample.truth for sample in samples] == TRUTHS[:MOST].tolist()
    assert {sample.read for sample in samples} == {5}
    assert {sample.sure for sample in samples} == {"69 %"}  # exp(3) / (exp(3) + 9)
    assert [sample.is_wrong for sample in samples] == (TRUTHS[:MOST] != 5).tolist()


def test_only_shares_are_in_percent(view, always):
    view.show_snapshot(always(5, "sigmoid"))
    assert {sample.sure for sample in view.grid.samples} == {"0.95"}


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_pictures_are_painted_pixel_by_pixel_and_wrong_ones_are_ringed_and_told(
    view, always, picture, is_close, theme, ratio
):
    view.show_theme(theme)
    view.show_snapshot(always(5))
    seen = picture(view, ratio)
    for place in range(1, 21):  # at the first one the ring of the chosen sample lies, too
        frame = view.grid.picture_rect(place)
        pixels = DATA.x_test[place].reshape(8, 8)
        for row in range(1, 7):
            for column in range(1, 6):
                at = frame.topLeft() + QPointF(column + 0.5, row + 0.5) * (frame.width() / 8.0)
                colour = seen.at(place_on(view, at))
                if pixels[row, column] in (0.0, 1.0):
                    assert is_close(colour, theme.ink if pixels[row, column] else theme.field, within=0)
        is_wrong = TRUTHS[place] != 5
        ring = seen.at(place_on(view, QPointF(frame.left(), frame.center().y())))
        badge = seen.at(place_on(view, view.grid.truth_rect(frame).topLeft() + QPointF(1.0, 1.0)))
        assert is_close(ring, theme.error) == is_close(badge, theme.error) == is_wrong


def test_a_click_chooses_a_sample_and_tells_which_picture_and_target_it_is(view, current, always, qtbot, picture):
    view.show_snapshot(always(5))
    assert np.array_equal(current.sample.x, DATA.x_test[0])
    before = picture(view, 1)
    with qtbot.waitSignal(view.chosen):
        click(view, 9)
    assert np.array_equal(current.sample.x, DATA.x_test[9])
    assert np.array_equal(current.sample.target, DATA.y_test[9])
    assert picture(view, 1).differs_from(before)
    assert f"{TRUTHS[9]}" in view.grid.accessibleDescription()


def test_a_click_beside_the_samples_chooses_nothing(view, current, always):
    view.show_snapshot(always(5))
    click(view, 3)
    QTest.mouseClick(view.grid, Left, pos=QPoint(1, view.grid.height() - 1))
    assert np.array_equal(current.sample.x, DATA.x_test[3])


def test_the_arrows_walk_from_sample_to_sample(view, current, always):
    view.show_snapshot(always(5))
    click(view, 0)
    assert view.grid.hasFocus()
    columns = view.grid.columns
    for key, index in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
    ):
        QTest.keyClick(view.grid, key)
        assert np.array_equal(current.sample.x, DATA.x_test[index])


def test_wrong_ones_only_are_all_those_that_are_wrong_and_no_others(view, always):
    view.show_snapshot(always(5))
    QTest.mouseClick(view.title.button, Left)
    wrong = np.flatnonzero(TRUTHS != 5)
    assert [sample.index for sample in view.grid.samples] == wrong[:MOST].tolist()
    QTest.mouseClick(view.title.button, Left)
    assert [sample.index for sample in view.grid.samples] == list(range(MOST))


def test_while_training_the_wrong_ones_stay_for_a_moment_and_then_are_those_that_are_wrong_now(view, always, qtbot):
    view.show_snapshot(always(5))
    QTest.mouseClick(view.title.button, Left)
    shown = [sample.index for sample in view.grid.samples]
    view.show_snapshot(replace(always(7), is_playing=True))
    assert [sample.index for sample in view.grid.samples] == shown
    assert [sample.is_wrong for sample in view.grid.samples] == (TRUTHS[shown] != 7).tolist()

    def are_wrong_now() -> bool:
        view.show_snapshot(replace(always(7), is_playing=True))
        return [sample.index for sample in view.grid.samples] == np.flatnonzero(TRUTHS != 7)[:MOST].tolist()

    qtbot.waitUntil(are_wrong_now, timeout=4000)


def test_at_a_pause_the_wrong_ones_are_chosen_at_once(view, always):
    view.show_snapshot(replace(always(5), is_playing=True))
    QTest.mouseClick(view.title.button, Left)
    view.show_snapshot(always(7))
    assert [sample.index for sample in view.grid.samples] == np.flatnonzero(TRUTHS != 7)[:MOST].tolist()


def test_before_any_training_no_answer_is_held_against_the_network(view, always, picture, is_close):
    view.show_snapshot(always(5, epoch=0))
    assert {sample.read for sample in view.grid.samples} == {5}
    seen = picture(view, 1)
    for place in range(1, 21):
        frame = view.grid.picture_rect(place)
        ring = seen.at(place_on(view, QPointF(frame.left(), frame.center().y())))
        assert not is_close(ring, view.theme.error)


def test_the_mark_of_what_is_chosen_is_a_tick(view):
    """A tick has ink on its way down and up, and none in the corners or in the middle of the top."""
    view.show_theme(LIGHT)
    size = view.title.button.iconSize()
    mark = view.title.button.icon().pixmap(size, 1.0, QIcon.Mode.Normal, QIcon.State.On).toImage()
    inner = range(2, size.width() - 2)
    inked = {(x, y) for x in inner for y in inner if mark.pixelColor(x, y).alpha() > 100}
    assert 5 <= len(inked) <= len(inner) ** 2 // 2
    lowest = max(inked, key=lambda at: at[1])[0]
    assert min(inked)[0] < lowest < max(inked)[0]
    assert lowest - min(inked)[0] < max(inked)[0] - lowest


def test_where_none_is_wrong_it_says_so(view, perfect, picture):
    view.show_snapshot(perfect)
    assert not any(sample.is_wrong for sample in view.grid.samples)
    QTest.mouseClick(view.title.button, Left)
    assert view.grid.samples == ()
    said = picture(view, 1)
    view.grid.show_samples((), "")
    assert picture(view, 1).differs_from(said)


def test_a_network_that_ran_away_reads_nothing(view, make_snapshot):
    view.show_snapshot(make_snapshot(np.full((64, 10), np.nan), np.zeros(10), "softmax"))
    assert {(sample.read, sample.is_wrong) for sample in view.grid.samples} == {(None, False)}
    QTest.mouseClick(view.title.button, Left)
    assert [sample.index for sample in view.grid.samples] == list(range(MOST)), "what is not read is not right"


def test_other_digits_are_shown_from_their_first_one_on(view, always, make_project):
    view.show_snapshot(always(5))
    click(view, 9)
    view.show_project(make_project(Digits(share=20.0, seed=3)))
    other = build(Digits(share=20.0, seed=3))
    assert [sample.truth for sample in view.grid.samples] == np.argmax(other.y_test[:MOST], axis=1).tolist()


def test_other_data_have_no_samples_and_a_network_of_theirs_is_not_asked(view, always, make_project, make_snapshot):
    view.show_snapshot(make_snapshot([[0.0], [0.0]], [0.0]))
    assert view.grid.samples == ()
    view.show_snapshot(always(5))
    before = view.grid.samples
    view.show_project(make_project(Segments()))
    view.show_snapshot(always(7))
    assert view.grid.samples == before


def test_a_hidden_view_waits(view, always):
    view.hide()
    view.show_snapshot(always(5))
    assert view.grid.samples == ()
    view.show()
    assert len(view.grid.samples) == MOST


def test_a_narrow_grid_shows_fewer_and_all_of_them_inside(view, always):
    view.show_snapshot(always(5))
    for size in ((352, 330), (352, 170), (240, 330), (600, 700)):
        view.resize(*size)
        last = view.grid.picture_rect(view.grid.visible - 1)
        assert 1 <= view.grid.visible <= MOST
        assert view.grid.rect().contains(last.toAlignedRect())
        assert all(view.grid.picture_rect(place).right() <= view.grid.width() for place in range(view.grid.columns)), (
            size
        )


def test_rows_share_all_of_the_height_and_words_stay_clear_of_a_chosen_picture(view, always):
    view.show_snapshot(always(0))
    for height in (190, 240, 330):
        view.resize(352, height)
        grid = view.grid
        last = grid.cell(grid.columns * grid.rows - 1)
        assert last.bottom() <= grid.height()
        assert grid.height() - last.bottom() <= LEAST_ROW_PX / grid.rows + grid.rows + TOP_PX
