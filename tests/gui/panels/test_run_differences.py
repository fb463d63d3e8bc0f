"""What differs between runs: only that, in the words of the panels."""

from core.bundled import open_bundled
from core.data import Drawn, Points
from core.edits import choose_data, operate
from core.layers import Dropout
from core.surgery import add_unit, insert_layer
from gui.panels.run_differences import NOTHING, differences

CIRCLE = open_bundled("circle")


def with_training(**changes: object):
    return CIRCLE.replace(training=CIRCLE.training.replace(**changes))


def test_runs_with_equal_settings_have_no_differences() -> None:
    assert differences([CIRCLE, CIRCLE.replace(title="other", pace=None, task=None)]) == []
    assert differences([CIRCLE]) == []


def test_settings_are_told_as_the_training_panel_has_them() -> None:
    other = with_training(learning_rate=0.003, batch_size=25, l2=0.01)
    assert differences([CIRCLE, other, CIRCLE]) == [
        ("Learning rate", ["0.1", "0.003", "0.1"]),
        ("Batch size", ["10", "25", "10"]),
        ("L2 penalty", ["0", "0.01", "0"]),
    ]


def test_what_only_one_optimizer_reads_is_told_where_somebody_has_set_it() -> None:
    assert differences([CIRCLE, with_training(optimizer="adam")]) == [("Optimizer", ["SGD", "Adam"])]
    assert differences([CIRCLE, with_training(optimizer="adam", beta_1=0.5)]) == [
        ("Optimizer", ["SGD", "Adam"]),
        ("Beta 1", [NOTHING, "0.5"]),
    ]
    usual, own = with_training(optimizer="adam"), with_training(optimizer="adam", beta_1=0.5)
    assert ("Beta 1", [NOTHING, "0.9", "0.5"]) in differences([CIRCLE, usual, own])


def test_what_is_off_says_so() -> None:
    assert differences([CIRCLE, with_training(patience=5)]) == [("Early stopping", ["off", "5 epochs"])]


def test_networks_differ_in_widths_activations_and_what_stands_between() -> None:
    wider = operate(CIRCLE, add_unit(CIRCLE.network, 0)).project
    assert differences([CIRCLE, wider]) == [("Network", ["2-4-3-1", "2-5-3-1"])]
    longer = operate(CIRCLE, insert_layer(CIRCLE.network, 0)).project
    assert dict(differences([CIRCLE, longer]))["Network"][0] == "2-4-3-1"
    first = CIRCLE.network.dense[0]
    mixed = CIRCLE.replace(network=CIRCLE.network.with_dense(0, first.replace(activation="relu", cut=((0, 1),))))
    assert differences([CIRCLE, mixed]) == [("Hidden", ["tanh", "ReLU, tanh"]), ("Cut", [NOTHING, "1"])]
    layers = CIRCLE.network.layers
    dropping = CIRCLE.replace(network=CIRCLE.network.replace(layers=(layers[0], Dropout(0.2), *layers[1:])))
    assert differences([CIRCLE, dropping]) == [("Between", [NOTHING, "dropout 20 %"])]


def test_data_and_seeds_are_told() -> None:
    noisy = CIRCLE.replace(data=Points("circle", noise=30.0, share=50.0), seed=8)
    assert dict(differences([CIRCLE, noisy])) == {"Noise": ["10 %", "30 %"], "Seed": ["7", "8"]}
    digits = open_bundled("digits")
    found = dict(differences([CIRCLE, digits]))
    assert found["Data"] == ["Circle", "Digits"]
    assert found["Noise"] == ["10 %", NOTHING]
    moons = choose_data(CIRCLE, Points("moons", noise=10.0), "choose moons").project
    assert dict(differences([CIRCLE, moons]))["Data"] == ["Circle", "Moons"]


def test_drawings_differ_in_points_and_classes() -> None:
    one = CIRCLE.replace(data=Drawn(((1.0, 2.0, 0.0), (3.0, 4.0, 1.0)), ("in", "out"), share=80.0))
    assert differences([one, one.replace(data=Drawn(((1.0, 2.0, 0.0),), ("in", "out"), share=80.0))]) == [
        ("Points", ["2", "1"])
    ]
    found = dict(differences([one, CIRCLE]))
    assert found["Data"] == ["Draw", "Circle"] and found["Classes"] == ["in, out", NOTHING]
    assert found["Training share"] == ["80 %", "50 %"] and found["Noise"] == [NOTHING, "10 %"]
