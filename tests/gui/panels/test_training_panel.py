"""The training panel: what is typed and chosen comes to be in the document, what cannot be is told under its field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from core.bundled import open_bundled
from core.data import Points, Segments
from core.edits import choose_data
from core.messages import Adopt
from core.moves import Redraw
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.training import Training
from gui.panels.training_fields import MORE, OPEN
from gui.panels.training_panel import TrainingPanel
from gui.session.session import Session
from tests.gui.panels.conftest import click, control, said, type_into

Show = Callable[[TrainingPanel], TrainingPanel]


@pytest.fixture
def panel(session: Session, show: Show) -> TrainingPanel:
    return show(TrainingPanel(session))


@pytest.fixture
def opened(panel: TrainingPanel) -> TrainingPanel:
    """The panel with all there is."""
    click(panel, "training-more")
    return panel


def box_of(panel: TrainingPanel, name: str) -> QComboBox:
    box = control(panel, name)
    assert isinstance(box, QComboBox)
    return box


def choose(panel: TrainingPanel, name: str, label: str) -> None:
    """Choose with the keys, as a person without a mouse does."""
    box = box_of(panel, name)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == label:
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(f"{label} cannot be chosen")


def offered(panel: TrainingPanel, name: str) -> list[str]:
    box = box_of(panel, name)
    return [box.itemText(index) for index in range(box.count())]


def text(panel: QWidget, name: str) -> str:
    field = control(panel, name)
    assert isinstance(field, QLineEdit)
    return field.text()


def set_training(session: Session, **changes: object) -> None:
    project = session.document.project
    session.document.edit("set up", project.replace(training=project.training.replace(**changes)))


# What is typed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "rate"), [("0.03", 0.03), ("0,03", 0.03), (" .5 ", 0.5), ("1e-3", 1e-3), ("2", 2.0)])
def test_a_learning_rate_is_typed_with_a_point_or_a_comma(
    session: Session, panel: TrainingPanel, typed: str, rate: float
) -> None:
    type_into(panel, "learning-rate", typed)
    assert session.document.project.training.learning_rate == rate
    assert text(panel, "learning-rate") == f"{rate:g}"
    assert said(panel, "learning-rate-error") is None
    assert session.document.undo_text == f"set learning rate to {rate:g}"


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown", "told"),
    [
        ("batch-size", "64", 64, "64", "set batch size to 64"),
        ("l2", "0,001", 0.001, "0.001", "set L2 penalty to 0.001"),
        ("l1", "1e-7", 1e-7, "1e-7", "set L1 penalty to 1e-7"),
        ("momentum", ".5", 0.5, "0.5", "set momentum to 0.5"),
        ("beta-1", "0.8", 0.8, "0.8", "set beta 1 to 0.8"),
        ("beta-2", "0.99", 0.99, "0.99", "set beta 2 to 0.99"),
        ("epsilon", "0.0001", 1e-4, "0.0001", "set epsilon to 0.0001"),
        ("rho", "0,95", 0.95, "0.95", "set rho to 0.95"),
        ("weight-decay", "0.01", 0.01, "0.01", "set weight decay to 0.01"),
        ("decay-steps", "500", 500, "500", "set decay steps to 500"),
        ("decay-rate", "0.9", 0.9, "0.9", "set decay rate to 0.9"),
        ("final-share", "0.1", 0.1, "0.1", "set final share to 0.1"),
        ("warmup-steps", "100", 100, "100", "set warm-up steps to 100"),
        ("clip-norm", "1", 1.0, "1", "set clip norm to 1"),
        ("validation-share", "12.5", 12.5, "12.5 %", "set validation share to 12.5 %"),
        ("validation-share", "25 %", 25.0, "25 %", "set validation share to 25 %"),
    ],
)
def test_each_field_sets_what_it_is_called_as_one_undo_step_and_leaves_the_vectors_alone(
    session: Session, opened: TrainingPanel, field: str, typed: str, value: object, shown: str, told: str
) -> None:
    # Whichever optimizer and schedule read it.
    name = field.replace("-", "_")
    for table, setting in ((OPTIMIZERS, "optimizer"), (SCHEDULES, "schedule")):
        readers = [entry.name for entry in table.values() if name in entry.settings]
        if readers:
            set_training(session, **{setting: readers[0]})
    posted: list[object] = []
    session.document.posted.connect(posted.append)
    before = session.document.project
    type_into(opened, field, typed)
    assert session.document.project == before.replace(training=before.training.replace(**{name: value}))
    assert text(opened, field) == shown
    assert session.document.undo_text == told
    assert posted == [Adopt(session.document.project)]
    session.document.undo()
    assert session.document.project == before
    assert session.document.redo_text == told


def test_the_panel_offers_every_setting_there_is() -> None:
    assert sorted(row.name for row in (*OPEN, *MORE)) == sorted((*Training.__struct_fields__, "initializer"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("learning-rate", "fast", "“fast” is not a number"),
        ("learning-rate", "1,000.5", "“1,000.5” can be read in two ways"),
        ("learning-rate", "", "Type a number: a decimal such as 0.03"),
        ("learning-rate", "0", "The learning rate cannot be 0"),
        ("learning-rate", "-1", "The learning rate cannot be -1"),
        ("learning-rate", "nan", "“nan” is not a number"),
        ("learning-rate", "1e999", "“1e999” is too large to calculate with"),
        ("batch-size", "", "Type a number: digits only"),
        ("validation-share", "much", "“much” is not a number. Type a percentage such as 20."),
        ("batch-size", "10.5", "“10.5” is not a whole number"),
        ("batch-size", "0", "The batch size cannot be 0"),
        ("batch-size", "x" * 5000, "is not a whole number"),
        ("momentum", "1", "The momentum cannot be 1"),
        ("l2", "-1", "L2 cannot be -1"),
        ("patience", "0", "The patience cannot be 0 epochs"),
        ("patience", "1.5 epochs", "“1.5” is not a whole number"),
        ("decay-rate", "2", "Decay rate cannot be 2"),
        ("warmup-steps", "-1", "Warm-up steps cannot be -1"),
        ("clip-norm", "0", "The clipping norm cannot be 0"),
        ("stop-epochs", "0", "The epoch goal cannot be 0"),
        ("stop-loss", "-1", "The loss goal cannot be -1"),
        ("stop-accuracy", "101 %", "The accuracy goal cannot be 101 %"),
        ("validation-share", "0.5", "The validation share cannot be 0.5 %"),
        ("validation-share", "95 %", "The validation share cannot be 95 %"),
        ("seed", "-1", "The seed cannot be -1"),
        ("seed", "4294967296", "The seed cannot be"),
        ("seed", "x", "“x” is not a whole number"),
    ],
)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab], ids=["Enter", "Tab"])
def test_what_cannot_be_is_told_under_its_field_and_the_value_stays(
    session: Session, opened: TrainingPanel, field: str, typed: str, sentence: str, end: Qt.Key
) -> None:
    set_training(session, optimizer="momentum", schedule="step")
    project, before = session.document.project, text(opened, field)
    type_into(opened, field, typed, end)
    assert sentence in (said(opened, f"{field}-error") or "")
    assert text(opened, field) == before
    assert session.document.project == project
    # It is gone as soon as something is typed that can be.
    is_count = field in ("batch-size", "seed", "patience", "warmup-steps", "validation-share", "stop-epochs")
    type_into(opened, field, "5" if is_count else "0.25")
    assert said(opened, f"{field}-error") is None
    assert session.document.project != project


@pytest.mark.parametrize("field", ["patience", "clip-norm", "stop-epochs", "stop-accuracy"])
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape], ids=["Enter", "Tab", "Esc"])
def test_a_message_goes_when_its_field_is_left_at_the_value_that_stands(
    opened: TrainingPanel, field: str, end: Qt.Key
) -> None:
    type_into(opened, field, "0")
    assert "cannot be 0" in (said(opened, f"{field}-error") or "")
    type_into(opened, field, "", end)
    assert said(opened, f"{field}-error") is None


def test_a_message_goes_as_soon_as_somebody_types(opened: TrainingPanel) -> None:
    type_into(opened, "clip-norm", "0")
    assert said(opened, "clip-norm-error") is not None
    field = control(opened, "clip-norm")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert said(opened, "clip-norm-error") is not None  # who comes to mend it can still read it
    QTest.keyClicks(field, "2")
    assert said(opened, "clip-norm-error") is None


def test_a_field_left_as_it_was_changes_nothing(session: Session, panel: TrainingPanel) -> None:
    set_training(session, learning_rate=0.123456789)
    type_into(panel, "learning-rate", "0.123457")  # what the field shows of it
    assert session.document.project.training.learning_rate == 0.123456789
    assert session.document.undo_text == "set up"


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


def test_an_empty_field_is_off(session: Session, opened: TrainingPanel) -> None:
    field = control(opened, "clip-norm")
    assert isinstance(field, QLineEdit)
    assert (field.text(), field.placeholderText()) == ("", "off")
    type_into(opened, "clip-norm", "2")
    type_into(opened, "clip-norm", "")
    assert session.document.project.training.clip_norm is None
    assert session.document.undo_text == "turn clip norm off"
    session.document.undo()
    type_into(opened, "clip-norm", "Off")
    assert session.document.project.training.clip_norm is None
    assert field.text() == ""


# Early stopping ------------------------------------------------------------------------------------------------------


def test_early_stopping_brings_something_to_watch_along_in_one_edit_and_says_so(
    session: Session, opened: TrainingPanel
) -> None:
    told: list[str] = []
    opened.noticed.connect(told.append)
    before = session.document.project
    type_into(opened, "patience", "10")
    training = session.document.project.training
    assert (training.patience, training.validation_share) == (10, 20.0)
    assert (text(opened, "patience"), text(opened, "validation-share")) == ("10 epochs", "20 %")
    assert session.document.undo_text == "set early stopping to 10 epochs and the validation share to 20 %"
    assert told == [
        "Early stopping watches 20 % of the training samples, kept aside from now on: the large figure is now of these."
    ]
    session.document.undo()
    assert session.document.project == before
    assert text(opened, "patience") == ""


def test_early_stopping_turned_off_gives_the_samples_back_and_says_so(session: Session, opened: TrainingPanel) -> None:
    told: list[str] = []
    before = session.document.project
    type_into(opened, "patience", "10")
    opened.noticed.connect(told.append)
    type_into(opened, "patience", "")
    assert session.document.project == before
    assert session.document.undo_text == "turn early stopping off and the validation share back to 0"
    assert told == ["The samples that early stopping watched are trained on again."]
    session.document.undo()
    assert session.document.project.training.validation_share == 20.0


def test_other_numbers_of_epochs_leave_the_share_alone(session: Session, opened: TrainingPanel) -> None:
    told: list[str] = []
    opened.noticed.connect(told.append)
    set_training(session, patience=3, validation_share=0.0)
    type_into(opened, "patience", "1 epoch")
    assert session.document.project.training == session.document.project.training.replace(
        patience=1, validation_share=0.0
    )
    assert text(opened, "patience") == "1 epoch"
    type_into(opened, "patience", "")
    assert session.document.project.training.patience is None
    assert session.document.undo_text == "turn early stopping off"
    assert told == []


def test_of_ten_samples_none_is_taken_away(session: Session, panel: TrainingPanel) -> None:
    session.document.load(open_bundled("segments"), None, None)
    type_into(panel, "patience", "10")
    assert session.document.project.training.patience == 10
    assert session.document.project.training.validation_share == 0.0


# What is chosen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_an_optimizer_shows_the_settings_that_it_reads_and_no_others(
    session: Session, opened: TrainingPanel, optimizer: object
) -> None:
    choose(opened, "optimizer", optimizer.label)
    assert session.document.project.training.optimizer == optimizer.name
    of_any = {name for one in OPTIMIZERS.values() for name in one.settings}
    assert of_any == {"momentum", "beta_1", "beta_2", "epsilon", "rho", "weight_decay"}
    seen = {name for name in of_any if control(opened, name.replace("_", "-")).isVisible()}
    assert seen == set(optimizer.settings)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_a_schedule_shows_the_settings_that_it_reads_and_no_others(
    session: Session, opened: TrainingPanel, schedule: object
) -> None:
    choose(opened, "schedule", schedule.label)
    assert session.document.project.training.schedule == schedule.name
    seen = {name for name in ("decay_steps", "decay_rate", "final_share") if shows(opened, name)}
    assert seen == set(schedule.settings)
    assert shows(opened, "warmup_steps")  # it multiplies whichever schedule is chosen


def shows(panel: TrainingPanel, name: str) -> bool:
    """Whether the field, and its label, can be seen."""
    field = control(panel, name.replace("_", "-"))
    labels = [label for label in panel.findChildren(QLabel) if label.buddy() is field]
    assert [label.isVisible() for label in labels] == [field.isVisible()]
    return field.isVisible()


def test_what_is_hidden_keeps_its_value(session: Session, opened: TrainingPanel) -> None:
    choose(opened, "optimizer", "Momentum")
    type_into(opened, "momentum", "0,5")
    choose(opened, "optimizer", "SGD")
    assert not shows(opened, "momentum")
    choose(opened, "optimizer", "Nesterov")
    assert text(opened, "momentum") == "0.5"


def test_a_loss_brings_the_output_activation_along_that_it_needs(session: Session, panel: TrainingPanel) -> None:
    choose(panel, "loss", "Mean squared error")
    linear = session.document.project.network.with_dense(
        2, session.document.project.network.output.replace(activation="linear")
    )
    session.document.edit("linear", session.document.project.replace(network=linear))
    choose(panel, "loss", "Log-loss (binary)")
    assert session.document.project.training.loss == "binary_crossentropy"
    assert session.document.project.network.output.activation == "sigmoid"


def test_only_losses_that_have_a_meaning_are_offered(session: Session, panel: TrainingPanel) -> None:
    for_numbers = ["Mean squared error", "Half squared error", "Mean absolute error", "Huber"]
    both = [*for_numbers, "Log-loss (binary)", "Hinge", "Perceptron criterion"]
    assert offered(panel, "loss") == both
    project = session.document.project
    numbers = choose_data(project, Points("plane"), "").project
    session.document.load(numbers, None, None)
    assert offered(panel, "loss") == for_numbers
    session.document.load(choose_data(project, Segments(), "").project, None, None)
    assert "Log-loss (softmax)" in offered(panel, "loss")
    # What a file brings along is shown, whatever it is.
    odd = numbers.replace(training=numbers.training.replace(loss="hinge"))
    session.document.load(odd, None, None)
    assert box_of(panel, "loss").currentText() == "Hinge"


def test_class_weights_are_balanced_or_none_and_only_where_there_are_classes(
    session: Session, opened: TrainingPanel
) -> None:
    choose(opened, "class-weight", "Balanced")
    assert session.document.project.training.class_weight == "balanced"
    assert session.document.undo_text == "balance the classes"
    choose(opened, "class-weight", "None")
    assert session.document.project.training.class_weight is None
    assert shows(opened, "class_weight")
    session.document.load(choose_data(session.document.project, Points("sine"), "").project, None, None)
    assert not shows(opened, "class_weight")


def test_class_weights_out_of_a_file_are_shown_and_can_be_left(session: Session, opened: TrainingPanel) -> None:
    set_training(session, class_weight=(1.0, 2.5))
    assert box_of(opened, "class-weight").currentText() == "1 : 2.5"
    choose(opened, "class-weight", "None")
    assert offered(opened, "class-weight") == ["None", "Balanced"]


def test_an_initializer_is_chosen_for_all_layers_at_once(session: Session, opened: TrainingPanel) -> None:
    before = session.document.project
    assert box_of(opened, "initializer").currentText() == "Glorot uniform"
    choose(opened, "initializer", "He normal")
    project = session.document.project
    assert {layer.initializer for layer in project.network.dense} == {"he_normal"}
    assert session.document.undo_text == "set initializer to He normal"
    first = project.network.dense[0].replace(initializer="zeros")
    session.document.edit("one layer", project.replace(network=project.network.with_dense(0, first)))
    assert box_of(opened, "initializer").currentText() == "Mixed"
    session.document.undo()
    assert "Mixed" not in offered(opened, "initializer")
    while session.document.undo_text is not None:
        session.document.undo()
    assert session.document.project == before


def test_an_initializer_says_when_it_takes_effect_and_what_its_formula_is(
    session: Session, opened: TrainingPanel
) -> None:
    told: list[str] = []
    opened.noticed.connect(told.append)
    box_of(opened, "initializer").activated.emit(box_of(opened, "initializer").currentIndex())
    assert told == []  # it is chosen already
    choose(opened, "initializer", "Constant")
    assert told[-1] == "Takes effect with New weights."
    assert "Constant: W = 0.1" in box_of(opened, "initializer").toolTip()


def test_a_new_seed_starts_anew_from_other_weights(session: Session, opened: TrainingPanel) -> None:
    posted: list[Adopt] = []
    session.document.posted.connect(posted.append)
    type_into(opened, "seed", "11")
    assert session.document.project.seed == 11
    assert session.document.undo_text == "set seed to 11"
    assert isinstance(posted[-1].vectors, Redraw)
    click(opened, "new-weights")
    assert session.document.project.seed == 12
    assert text(opened, "seed") == "12"


# The whole -----------------------------------------------------------------------------------------------------------


def test_more_opens_and_less_closes_the_rest(panel: TrainingPanel) -> None:
    assert not any(field.isVisible() for field in panel.findChildren(QLineEdit, "seed"))
    click(panel, "training-more")
    assert control(panel, "seed").isVisible()
    assert control(panel, "training-more").property("text") == "Less"
    click(panel, "training-more")
    assert not control(panel, "seed").isVisible()
    assert control(panel, "training-more").property("text") == "More…"


def test_what_a_beginner_needs_lies_open(panel: TrainingPanel) -> None:
    names = {widget.objectName() for kind in (QLineEdit, QComboBox) for widget in panel.findChildren(kind)}
    lying_open = {name for name in names if name and control(panel, name).isVisible()}
    assert lying_open == {"optimizer", "learning-rate", "batch-size", "loss", "l2", "patience"}


def test_every_control_can_be_reached_with_the_keys_and_says_what_it_is(
    session: Session, opened: TrainingPanel
) -> None:
    set_training(session, optimizer="adamw", schedule="cosine")
    controls = [
        widget
        for kind in (QLineEdit, QComboBox)
        for widget in opened.findChildren(kind)
        if widget.objectName() and widget.isVisible()
    ]
    assert len(controls) > 15
    for widget in controls:
        assert widget.accessibleName(), widget.objectName()
        assert len(widget.toolTip()) > 20, widget.objectName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()
    first = control(opened, "optimizer")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(len(controls) + 3):
        reached.append(opened.focusWidget())
        QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Tab)
    assert set(controls) <= set(reached)
