"""Tests of the edits that touch more than one part of a project."""

from functools import partial

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.bundled import open_bundled
from core.data import build
from core.data.recipes import Points, Recipe, Segments
from core.edits import (
    choose_activation,
    choose_data,
    choose_dtype,
    choose_initializer,
    choose_loss,
    common_initializer,
    has_classes,
    new_weights,
    operate,
    reseed,
    set_features,
    set_patience,
    switch_feature,
    went_along,
)
from core.errors import UserError
from core.layers import Dense, Dropout
from core.losses import LOSSES
from core.moves import Kept, Moves, Redraw, Stay
from core.network import Network
from core.specs import Project
from core.surgery import add_unit, insert_layer
from core.trainer import Trainer
from core.training import Training
from core.transplant import transplant


def project_of(data: Recipe | None = None) -> Project:
    network = Network(2, (Dense(4, "tanh"), Dense(1, "sigmoid")))
    return Project("Test", network, Training("binary_crossentropy", "adam", 0.03, 10), data)


def can_train(project: Project) -> bool:
    """Raises UserError where it cannot."""
    assert project.data is not None
    Trainer(project.network, build(project.data), project.training).check_can_train()
    return True


def test_a_surgery_changes_the_network_alone() -> None:
    project = project_of(Points("circle"))
    surgery = add_unit(project.network, 0)
    edit = operate(project, surgery)
    assert edit.project == project.replace(network=surgery.network)
    assert (edit.text, edit.vectors, edit.note) == ("add neuron to Hidden 1", surgery.vectors, None)


def test_an_edit_says_what_its_surgery_has_to_say() -> None:
    project = project_of(Points("circle"))
    change = operate(project, insert_layer(project.network, 0)).change
    assert change == "The function changed: one neuron cannot carry what the 2 before it say."


@pytest.mark.parametrize("old", [None, Points("circle"), Points("sine"), Segments()])
@pytest.mark.parametrize("new", [Points("xor"), Points("plane"), Points("sine"), Segments(), Segments(10.0)])
def test_whatever_data_follow_whatever_data_the_project_can_be_trained(old: Recipe | None, new: Recipe) -> None:
    project = project_of()
    if old is not None:
        project = choose_data(project, old, "choose").project
    edit = choose_data(project, new, "choose new")
    assert edit.text == "choose new" and edit.project.data == new and can_train(edit.project)
    assert edit.project.network.dense[0].units == 4, "what is hidden stays"


def test_another_shape_changes_nothing_else_but_undo_brings_its_training_back() -> None:
    project = project_of(Points("circle"))
    edit = choose_data(project, Points("spiral", noise=5.0), "choose spiral")
    assert edit.project == project.replace(data=Points("spiral", noise=5.0)) and edit.vectors == Stay()


@pytest.mark.parametrize("change", [{"noise": 5.0}, {"seed": 4}, {"share": 70.0}])
def test_noise_seed_and_share_leave_the_vectors_alone(change: dict[str, float]) -> None:
    project = project_of(Points("circle"))
    assert choose_data(project, Points("circle", **change), "change").vectors is None  # type: ignore[arg-type]


def test_a_loss_of_ones_own_survives_data_of_the_same_kind() -> None:
    project = project_of(Points("circle")).replace(training=Training("half_squared_error"))
    assert choose_data(project, Points("xor"), "choose xor").project.training.loss == "half_squared_error"


def test_data_of_the_same_widths_but_another_task_leave_every_number_where_it_is() -> None:
    edit = choose_data(project_of(Points("circle")), Points("plane"), "choose plane")
    assert edit.vectors == Stay()
    assert edit.project.network.dense[-1].activation == "linear" and edit.project.training.loss == "mse"


def test_data_of_other_widths_bring_the_surgery_along() -> None:
    deep = Network(2, (Dense(4, "tanh"), Dense(3, "tanh"), Dense(1, "sigmoid")))
    edit = choose_data(project_of(Points("circle")).replace(network=deep), Segments(), "choose digits")
    assert isinstance(edit.vectors, Moves) and edit.vectors.sources[1] == Kept(1, (0, 1, 2, 3), (0, 1, 2))


def test_names_that_a_model_came_with_and_its_data_give_too_are_not_said_twice() -> None:
    output = Dense(3, "softmax", unit_names=((0, "setosa"), (1, "versicolour"), (2, "virginica")))
    training = Training("categorical_crossentropy")
    imported = Project("Test", Network(4, (Dense(4, "tanh"), output)), training)
    found = choose_data(imported, open_bundled("iris").data, "choose iris").project.network
    assert found.output.unit_names == ((1, "versicolour"),), "what somebody called otherwise stays"
    assert found.initial(0).tolist() == imported.network.initial(0).tolist()


def test_data_that_leave_nothing_of_what_was_learned_begin_at_epoch_zero() -> None:
    edit = choose_data(project_of(Points("circle")), Segments(), "choose digits")
    assert edit.vectors == Redraw()
    assert (edit.project.network.inputs, edit.project.network.outputs) == (7, 10)
    assert edit.project.network.dense[-1].bias_initializer == -2.0
    back = choose_data(edit.project, Points("circle"), "choose circle").project
    assert back.network == project_of().network and back.training == project_of().training


def test_the_first_data_of_a_project_set_its_ends() -> None:
    project = project_of().replace(network=Network(5, (Dense(3, "relu"), Dense(4))), training=Training("mse"))
    edit = choose_data(project, Points("circle"), "choose circle")
    assert edit.project.network == Network(2, (Dense(3, "relu"), Dense(1, "sigmoid")))
    assert edit.project.training.loss == "binary_crossentropy"


def test_a_feature_switched_on_is_an_input_that_weighs_nothing_yet() -> None:
    project = project_of(Points("circle", 5.0))
    edit = switch_feature(project, "x1^2", True)
    assert edit.text == "switch on x₁²"
    assert edit.project.data == Points("circle", 5.0, features=("x1", "x2", "x1^2"))
    assert edit.project.network == project.network.replace(inputs=3) and can_train(edit.project)
    between = switch_feature(edit.project, "x2", False)
    assert between.text == "switch off x₂" and between.project.data.features == ("x1", "x1^2")
    theta = project.network.initial(3)
    dataset = build(edit.project.data)
    moved, _ = transplant(project.network, edit.project.network, edit.vectors, theta, np.zeros((0, theta.size)), 0, 0)
    before, now = project.network.predict(theta, dataset.places), edit.project.network.predict(moved, dataset.x)
    assert np.array_equal(before, now)


def test_features_that_are_switched_together_are_told_together() -> None:
    edit = set_features(project_of(Points("circle")), ("x1^2", "x2^2"))
    assert edit.text == "switch on x₁², x₂², switch off x₁, x₂" and can_train(edit.project)


def test_a_feature_that_is_on_already_changes_nothing() -> None:
    project = project_of(Points("circle"))
    assert switch_feature(project, "x1", True).project == project
    assert switch_feature(project, "sin x1", False).project == project


@pytest.mark.parametrize("data", [None, Points("sine"), Segments()])
def test_data_without_features_refuse_to_switch_any(data: Recipe | None) -> None:
    project = project_of() if data is None else choose_data(project_of(), data, "").project
    with pytest.raises(UserError, match="no features") as caught:
        switch_feature(project, "x1^2", True)
    assert caught.value.hint


def test_the_last_feature_stays() -> None:
    project = switch_feature(project_of(Points("circle")), "x1", False).project
    with pytest.raises(UserError, match="last input cannot be switched off") as caught:
        switch_feature(project, "x2", False)
    assert caught.value.hint


def test_another_shape_keeps_the_features_and_their_weights() -> None:
    project = switch_feature(project_of(Points("circle")), "sin x2", True).project
    assert isinstance(project.data, Points)
    for shape in ("xor", "plane"):
        edit = choose_data(project, project.data.replace(shape=shape), "choose")
        assert edit.vectors == Stay() and edit.project.data.features == ("x1", "x2", "sin x2")
        assert can_train(edit.project)


def test_the_output_brings_a_loss_that_fits() -> None:
    project = project_of(Points("circle"))
    linear = choose_activation(project, 1, "linear").project
    assert linear.network.dense[1].activation == "linear" and linear.training.loss == "mse" and can_train(linear)
    softmax = choose_activation(open_bundled("segments"), 1, "softmax").project
    assert softmax.training.loss == "mse" and can_train(softmax)
    crossed = choose_loss(softmax, "categorical_crossentropy").project
    undecided = crossed.replace(data=None)
    assert choose_activation(undecided, 1, "sigmoid").project.training.loss == "binary_crossentropy"


def test_back_at_the_activation_that_the_data_ask_for_their_loss_comes_back_too() -> None:
    project = project_of(Points("circle"))
    linear = choose_activation(project, 1, "linear")
    back = choose_activation(linear.project, 1, "sigmoid")
    assert back.project == project
    assert " and the loss to " in linear.text and " and the loss to " in back.text


def test_the_activation_that_is_there_already_changes_nothing() -> None:
    project = project_of(Points("circle"))
    project = project.replace(training=project.training.replace(loss="half_squared_error"))
    for layer in (0, 1):
        assert choose_activation(project, layer, project.network.dense[layer].activation).project == project


def test_output_and_loss_that_change_by_one_edit_are_told_together() -> None:
    project = project_of(Points("circle"))
    linear = choose_activation(project, 1, "linear").project
    assert went_along(project, linear) == "The output is now linear and the loss mean squared error: they go together."
    back = choose_loss(linear, "binary_crossentropy").project
    assert went_along(linear, back) == "The output is now sigmoid and the loss log-loss (binary): they go together."
    assert went_along(project, choose_loss(project, "mse").project) is None
    assert went_along(project, choose_activation(project, 0, "relu").project) is None
    assert went_along(project, choose_data(project, Points("plane"), "").project) is None  # told with the data


def test_a_loss_that_fits_the_new_output_is_left_as_it_is() -> None:
    project = project_of(Points("circle"))
    project = project.replace(training=project.training.replace(loss="half_squared_error"))
    edit = choose_activation(project, 1, "tanh")
    assert edit.project.training.loss == "half_squared_error" and edit.text == "set Output to tanh"


def test_a_step_brings_the_perceptron_criterion_and_the_other_way_round() -> None:
    project = project_of(Points("circle"))
    step = choose_activation(project, 1, "step")
    assert step.text == "set Output to step and the loss to Perceptron criterion"
    assert step.project.training.loss == "perceptron" and can_train(step.project)
    assert choose_loss(project, "perceptron").project == project.replace(
        training=project.training.replace(loss="perceptron")
    ), "a sigmoid goes with it too"
    relu = choose_activation(project, 1, "relu").project
    assert choose_loss(relu, "perceptron").project.network.dense[1].activation == "step"
    assert choose_loss(relu, "hinge").project.network.dense[1].activation == "linear"
    back = choose_activation(step.project, 1, "sigmoid").project
    assert back == project


@pytest.mark.parametrize(
    ("data", "output"), [(None, "sigmoid"), (Points("circle"), "sigmoid"), (Points("plane"), "linear")]
)
def test_a_loss_that_needs_a_slope_leaves_the_step_for_what_the_data_ask_for(data: Recipe | None, output: str) -> None:
    project = choose_activation(project_of(data), 1, "step").project
    assert choose_loss(project, "mae").project.network.dense[1].activation == output


@pytest.mark.parametrize("data", [None, Points("circle"), Points("plane"), Segments()])
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_whatever_is_chosen_in_whatever_order_ends_in_a_pair_that_fits(
    data: Recipe | None, activation: str, loss: str
) -> None:
    """From every pair that fits, one more choice of either kind."""
    start = open_bundled("segments") if isinstance(data, Segments) else project_of(data)
    if isinstance(data, Points):
        start = choose_data(start, data, "choose").project
    last = len(start.network.dense) - 1
    if not LOSSES[loss].fits(activation):
        return
    network = start.network.with_dense(last, start.network.dense[last].replace(activation=activation))
    project = start.replace(network=network, training=start.training.replace(loss=loss))
    for choose in (
        *(partial(choose_activation, project, last, other) for other in ACTIVATIONS),
        *(partial(choose_loss, project, other) for other in LOSSES),
    ):
        try:
            found = choose().project
        except UserError as error:
            assert network.outputs == 1 and "two outputs" in error.message and error.hint
            continue
        wanted = choose.args[-1]
        assert wanted in (found.network.dense[last].activation, found.training.loss), "what was chosen is there"
        assert LOSSES[found.training.loss].fits(found.network.dense[last].activation)


def test_softmax_needs_two_outputs() -> None:
    with pytest.raises(UserError, match="Softmax needs at least two outputs; this network has one"):
        choose_activation(project_of(Points("circle")), 1, "softmax")


def test_a_hidden_activation_changes_nothing_else() -> None:
    project = project_of(Points("circle"))
    edit = choose_activation(project, 0, "relu")
    assert edit.text == "set Hidden 1 to ReLU" and edit.vectors is None
    assert edit.project == project.replace(network=project.network.with_dense(0, Dense(4, "relu")))


def test_softmax_is_refused_in_a_hidden_layer() -> None:
    with pytest.raises(UserError, match="hidden layer cannot use softmax"):
        choose_activation(project_of(), 0, "softmax")


def test_a_loss_brings_the_output_that_it_needs() -> None:
    project = open_bundled("segments")
    edit = choose_loss(project, "categorical_crossentropy")
    assert edit.project.network.dense[-1].activation == "softmax" and can_train(edit.project)
    assert edit.text.startswith("set loss to log-loss") and edit.vectors is None
    back = choose_loss(edit.project, "mse").project
    assert back.network.dense[-1].activation == "softmax", "squared errors go with any output"


def test_many_classes_need_two_outputs() -> None:
    with pytest.raises(UserError, match="at least two outputs") as caught:
        choose_loss(project_of(Points("circle")), "categorical_crossentropy")
    assert caught.value.hint


@pytest.mark.parametrize(("seed", "following"), [(0, 1), (41, 42), (2**32 - 1, 0)])
def test_new_weights_are_those_of_the_next_seed(seed: int, following: int) -> None:
    project = project_of().replace(seed=seed)
    edit = new_weights(project)
    assert edit.project == project.replace(seed=following) and edit.vectors == Redraw()


def test_class_weights_go_with_the_classes_they_were_given_for() -> None:
    project = project_of(Points("circle"))
    own = project.replace(training=project.training.replace(class_weight=(1.0, 3.0)))
    balanced = project.replace(training=project.training.replace(class_weight="balanced"))
    assert choose_data(own, Points("xor"), "").project.training.class_weight == (1.0, 3.0)
    for before, data, after in (
        (own, Segments(), None),
        (own, Points("plane"), None),
        (balanced, Segments(), "balanced"),
        (balanced, Points("plane"), None),
    ):
        edit = choose_data(before, data, "")
        assert edit.project.training.class_weight == after
        assert can_train(edit.project)


def test_a_seed_that_is_set_draws_anew() -> None:
    edit = reseed(project_of(Points("circle")), 11)
    assert (edit.text, edit.project.seed, edit.vectors) == ("set seed to 11", 11, Redraw())
    with pytest.raises(UserError, match="seed cannot be -1"):
        reseed(project_of(), -1)


def test_another_number_type_keeps_every_weight_where_it_is() -> None:
    project = project_of()
    edit = choose_dtype(project, "float64")
    assert edit.project == project.replace(network=project.network.replace(dtype="float64"))
    assert edit.text == "set numbers to float64"
    theta = project.network.initial(3)
    moved, _ = transplant(
        project.network, edit.project.network, edit.vectors, theta, np.zeros((0, theta.size), theta.dtype), 0, 0
    )
    assert moved.dtype == np.float64
    assert (moved == theta).all()


def test_an_initializer_is_chosen_for_all_layers_and_changes_nothing_that_stands() -> None:
    project = project_of()
    network = project.network.with_dense(0, project.network.dense[0].replace(initializer="he_normal"))
    network = network.with_columns(network.dense, ((Dropout(0.2),), (), ()))
    assert common_initializer(network) is None
    edit = choose_initializer(project.replace(network=network), "lecun_normal")
    assert edit.text == "set initializer to LeCun normal"
    assert edit.vectors is None
    assert [layer.initializer for layer in edit.project.network.dense] == ["lecun_normal", "lecun_normal"]
    assert edit.project.network.followers == network.followers
    assert common_initializer(edit.project.network) == "lecun_normal"


def test_early_stopping_that_is_turned_on_gets_something_to_watch() -> None:
    project = project_of(Points("circle"))
    edit = set_patience(project, 5)
    assert edit.text == "set early stopping to 5 epochs and the validation share to 20 %"
    assert (edit.project.training.patience, edit.project.training.validation_share) == (5, 20.0)
    assert edit.vectors is None
    on = edit.project
    assert set_patience(on, 1).text == "set early stopping to 1 epoch"
    off = set_patience(on, None)
    assert off.text == "turn early stopping off and the validation share back to 0"
    assert off.project == project
    # A share that somebody has changed meanwhile is theirs, and so is one that no early stopping had watched.
    of_ten = on.replace(training=on.training.replace(validation_share=10.0))
    assert set_patience(of_ten, None).project.training.validation_share == 10.0
    assert set_patience(of_ten, None).text == "turn early stopping off"
    never_on = on.replace(training=on.training.replace(patience=None))
    assert set_patience(never_on, None).project == never_on


@pytest.mark.parametrize("data", [None, Segments()])
def test_early_stopping_takes_no_samples_where_there_are_few_or_none(data: Recipe | None) -> None:
    project = choose_data(project_of(), data, "").project if data is not None else project_of()
    assert set_patience(project, 5).project.training.validation_share == 0.0


def test_early_stopping_leaves_a_share_alone_that_somebody_has_set() -> None:
    project = project_of(Points("circle"))
    of_ten = project.replace(training=project.training.replace(validation_share=10.0))
    assert set_patience(of_ten, 5).project.training.validation_share == 10.0
    # Somebody who took the share away while early stopping was on wants the training loss watched.
    without = project.replace(training=project.training.replace(patience=5))
    assert set_patience(without, 6).project.training.validation_share == 0.0
    with pytest.raises(UserError, match="patience cannot be 0"):
        set_patience(project, 0)


@pytest.mark.parametrize(("data", "are"), [(Points("xor"), True), (Segments(), True), (Points("sine"), False)])
def test_what_has_classes_is_asked_of_the_data(data: Recipe, are: bool) -> None:
    assert has_classes(choose_data(project_of(), data, "").project) is are
    assert has_classes(project_of())  # without data they may still come
