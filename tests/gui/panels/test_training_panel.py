"""The training panel: what is typed and chosen comes to be in the document, what cannot be is told under its field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from core.surgery import Redraw
from gui.panels.training_panel import TrainingPanel
from gui.session import Session
from tests.gui.panels.conftest import click, control, said, type_into

Show = Callable[[TrainingPanel], TrainingPanel]


@pytest.fixture
def panel(session: Session, show: Show) -> TrainingPanel:
    return show(TrainingPanel(session))


def choose(panel: TrainingPanel, name: str, label: str) -> None:
    """Choose with the keys, as a person without a mouse does."""
    box = control(panel, name)
    assert isinstance(box, QComboBox)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == label:
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(f"{label} cannot be chosen")


def text(panel: QWidget, name: str) -> str:
    field = control(panel, name)
    assert isinstance(field, QLineEdit)
    return field.text()


@pytest.mark.parametrize(("typed", "rate"), [("0.03", 0.03), ("0,03", 0.03), (" .5 ", 0.5), ("1e-3", 1e-3), ("2", 2.0)])
def test_a_learning_rate_is_typed_with_a_point_or_a_comma(
    session: Session, panel: TrainingPanel, typed: str, rate: float
) -> None:
    type_into(panel, "learning-rate", typed)
    assert session.document.project.training.learning_rate == rate
    assert text(panel, "learning-rate") == f"{rate:g}"
    assert said(panel, "learning-rate-error") is None
    assert session.document.undo_text == "set learning rate"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("learning-rate", "fast", "“fast” is not a number"),
        ("learning-rate", "1,000.5", "“1,000.5” is not a number"),
        ("learning-rate", "", "is not a number"),
        ("learning-rate", "0", "The learning rate cannot be 0"),
        ("learning-rate", "-1", "The learning rate cannot be -1"),
        ("learning-rate", "nan", "The learning rate cannot be nan"),
        ("learning-rate", "1e999", "The learning rate cannot be inf"),
        ("batch-size", "10.5", "“10.5” is not a whole number"),
        ("batch-size", "0", "The batch size cannot be 0"),
        ("batch-size", "x" * 5000, "is not a whole number"),
        ("momentum", "1", "The momentum cannot be 1"),
        ("seed", "-1", "The seed cannot be -1"),
        ("seed", "4294967296", "The seed cannot be"),
        ("seed", "x", "“x” is not a whole number"),
    ],
)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab], ids=["Enter", "Tab"])
def test_what_cannot_be_is_told_under_its_field_and_the_value_stays(
    session: Session, panel: TrainingPanel, field: str, typed: str, sentence: str, end: Qt.Key
) -> None:
    project = session.document.project
    session.document.edit("momentum", project.replace(training=project.training.replace(optimizer="momentum")))
    click(panel, "training-more")
    project, before = session.document.project, text(panel, field)
    type_into(panel, field, typed, end)
    assert sentence in (said(panel, f"{field}-error") or "")
    assert text(panel, field) == before
    assert session.document.project == project
    # It is gone as soon as something is typed that can be.
    type_into(panel, field, "0.25" if field in ("learning-rate", "momentum") else "5")
    assert said(panel, f"{field}-error") is None
    assert session.document.project != project


def test_a_field_left_as_it_was_changes_nothing(session: Session, panel: TrainingPanel) -> None:
    project = session.document.project
    rate = project.training.replace(learning_rate=0.123456789)
    session.document.edit("a rate with many digits", project.replace(training=rate))
    type_into(panel, "learning-rate", "0.123457")  # what the field shows of it
    assert session.document.project.training.learning_rate == 0.123456789
    assert session.document.undo_text == "a rate with many digits"


def test_an_undo_does_not_take_away_what_somebody_is_typing(session: Session, panel: TrainingPanel) -> None:
    type_into(panel, "learning-rate", "0.5")
    field = control(panel, "learning-rate")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, "5")
    assert text(panel, "learning-rate") == "0.55"
    session.document.undo()
    assert text(panel, "learning-rate") == "0.55"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.document.project.training.learning_rate == 0.55


def test_the_optimizer_is_chosen_and_momentum_is_its_own(session: Session, panel: TrainingPanel) -> None:
    click(panel, "training-more")
    assert not control(panel, "momentum").isEnabled()
    choose(panel, "optimizer", "Momentum")
    assert session.document.project.training.optimizer == "momentum"
    assert control(panel, "momentum").isEnabled()
    type_into(panel, "momentum", "0,5")
    assert session.document.project.training.momentum == 0.5


def test_a_loss_brings_the_output_activation_along_that_it_needs(session: Session, panel: TrainingPanel) -> None:
    choose(panel, "loss", "Mean squared error")
    assert session.document.project.training.loss == "mse"
    box = control(panel, "loss")
    assert isinstance(box, QComboBox)
    assert "categorical_crossentropy" not in [box.itemData(index) for index in range(box.count())]


def test_a_new_seed_starts_anew_from_other_weights(session: Session, panel: TrainingPanel) -> None:
    click(panel, "training-more")
    posted = []
    session.document.posted.connect(posted.append)
    type_into(panel, "seed", "11")
    assert session.document.project.seed == 11
    assert isinstance(posted[-1].vectors, Redraw)


def test_more_opens_and_less_closes_the_rest(panel: TrainingPanel) -> None:
    assert not control(panel, "seed").isVisible()
    click(panel, "training-more")
    assert control(panel, "seed").isVisible()
    assert control(panel, "training-more").property("text") == "Less"
    click(panel, "training-more")
    assert not control(panel, "seed").isVisible()
    assert control(panel, "training-more").property("text") == "More…"
