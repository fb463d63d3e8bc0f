"""The page's view on its own: what it says where there is little, or nothing, to say."""

import numpy as np
import polars
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.data import Dataset, Points, Table, build
from core.judging import Judge
from core.layers import Dense
from core.loop import Gate
from core.network import Network
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.trainer import Trainer
from core.training import Training
from gui.session.worker import Worker
from gui.theme import LIGHT
from gui.views.scores import case
from gui.views.scores import view as view_module
from gui.views.scores.two_classes import TwoClassesSection
from gui.views.scores.view import ScoresView


@pytest.fixture
def alone(qtbot):
    """The view on its own."""
    worker = Worker(Gate())
    view = ScoresView(worker)
    qtbot.addWidget(view)
    view.show_theme(LIGHT)
    view.show()
    yield view
    worker.close()


def test_without_data_the_page_says_what_is_missing(alone, make_project):
    alone.show_project(make_project(None))
    assert "No data yet" in alone.findChild(QWidget, "scores-nothing").text()
    assert not alone.comparison.isVisible() and not alone.classes.isVisible()


def test_weights_that_ran_away_are_told_not_drawn(alone, make_snapshot):
    network = Network(2, (Dense(1, "linear"),))
    alone.show_project(Project("test", network, Training(loss="mse"), Points("circle")))
    alone.show_snapshot(make_snapshot([[3e38], [3e38]], [0.0], "linear"))
    assert alone.findChild(QWidget, "scores-nothing").text() == view_module.NOT_FINITE
    assert not alone.classes.isVisible()
    assert alone.comparison.isVisible()
    alone.show_snapshot(make_snapshot([[1.0], [-1.0]], [0.0], "linear"))
    assert alone.classes.isVisible() and not alone.findChild(QWidget, "scores-nothing").isVisible()


def test_a_loss_that_does_not_fit_is_said(alone):
    network = Network(2, (Dense(1, "linear"),))
    project = Project("test", network, Training(loss="binary_crossentropy"), Points("circle"))
    alone.show_project(project)
    trainer = Trainer(network, None, project.training)
    alone.show_snapshot(trainer.snapshot(False, 0.0))
    said = alone.findChild(QWidget, "scores-nothing").text()
    assert said and said != view_module.NO_DATA and not alone.comparison.isVisible()


def test_what_comes_while_the_worker_judges_is_judged_after_it(alone, make_project, make_snapshot, monkeypatch, qtbot):
    monkeypatch.setattr(case, "CHEAP_SAMPLES", 0)
    alone.show_project(make_project(Points("circle")))
    for weight in (1.0, 2.0, -3.0):
        alone.show_snapshot(make_snapshot([[weight], [0.0]], [0.5]))
    assert alone.judgement is None
    last = make_snapshot([[-3.0], [0.0]], [0.5])
    outputs = last.network.predict(last.theta, build(Points("circle")).x_test)
    qtbot.waitUntil(lambda: alone.judgement is not None and np.allclose(alone.judgement.outputs.T, outputs, atol=1e-6))


@pytest.mark.parametrize(("y", "words"), [([1, 1, 1], "All 3 samples are “yes”"), ([0], "The only sample is “no”")])
def test_one_class_alone_has_no_area_and_a_sentence_says_so(qtbot, y, words):
    x, targets = np.arange(len(y), dtype=float)[:, None], np.array(y, float)[:, None]
    dataset = Dataset(x, targets, task="two classes", classes=("no", "yes"))
    network = Network(1, (Dense(1, "sigmoid"),))
    judge = Judge(network, dataset, Training("binary_crossentropy"), seed=0)
    section = TwoClassesSection()
    qtbot.addWidget(section)
    section.show_judged(dataset, judge.judge(network.initial(0), "training"), judge.baselines("training", lambda: True))
    section.show()
    assert section.findChild(QWidget, "rates-nothing").text().startswith(words)
    assert not section.roc.isVisible()


def test_the_slider_of_a_tanh_runs_from_minus_one_to_one(alone, make_snapshot):
    network = Network(2, (Dense(1, "tanh"),))
    alone.show_project(Project("test", network, Training(loss="mse"), Points("circle")))
    snapshot = make_snapshot([[1.0], [0.5]], [0.0], "tanh")
    alone.show_snapshot(snapshot)
    section = alone.two_classes
    assert section.slider.slider.value() == 500 and alone.judgement.middle == 0.0
    QTest.keyClick(section.slider.slider, Qt.Key.Key_Home)
    assert section.threshold == -1.0
    assert alone.classes.confusion.matrix[:, 0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("split", "kinds"),
    [
        (Split(validation=15.0, test=15.0), ("training",)),
        (Split("column", 15.0, 15.0, column="part"), ("training", "test")),
        (Split("column", 0.0, 30.0, column="watched"), ("training", "validation")),
    ],
    ids=["few rows", "a column that names no validation", "a column that does, whatever the share"],
)
def test_a_table_is_judged_by_the_parts_it_has(alone, split, kinds):
    rows = "a,part,watched,kind\n1,train,train,x\n2,train,validation,x\n3,train,train,y\n4,test,train,y\n"
    table = StoredTable.of(polars.read_csv(rows.encode()))
    columns = (Column("a"), Column("kind", "target", "category", categories=("x", "y")))
    network = Network(1, (Dense(1, "sigmoid"),))
    project = Project("few", network, Training(loss="binary_crossentropy"), Table(table, columns, split))
    alone.show_project(project)
    trainer = Trainer(network, build(project.data), project.training)
    alone.show_snapshot(trainer.snapshot(False, 0.0))
    shown = [name for name in ("training", "validation", "test") if alone._kinds[name].isVisible()]
    assert (shown or ["training"]) == list(kinds)
    assert not alone.findChild(QWidget, "scores-nothing").isVisible()
