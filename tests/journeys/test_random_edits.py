"""Random edits, undos, redos and training at the real window: the canvas always shows what the document says, and every
way back leads to the same bits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.arrays import Array
from core.bundled import new_project
from core.data.build import build
from core.data.recipes import Points
from core.edits import Edit, choose_activation, choose_data, operate, set_features
from core.errors import UserError
from core.layers import Dense, Dropout
from core.messages import RunSteps
from core.moves import BIAS, Region
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.surgery import (
    add_follower,
    add_unit,
    duplicate_layer,
    insert_layer,
    move_layer,
    move_units,
    remove_neurons,
    rename_unit,
    reorder_units,
)
from core.weights import cut, fill, lock, randomize, restore, write
from tests.journeys.person import Person

Draw = Callable[[int], int]
"""most -> a number from 0 to most - 1"""

PROJECT = new_project().replace(
    network=Network(2, (Dense(3, "tanh"), Dense(2, "relu"), Dense(1, "sigmoid"))),
    data=Points("circle", samples=40),
    pace=None,
)


def a_hidden(project: Project, draw: Draw) -> int:
    return draw(len(project.network.dense) - 1) if len(project.network.dense) > 1 else 0


def a_region(project: Project, draw: Draw) -> Region:
    layer = draw(len(project.network.dense))
    widths = project.network.widths
    return Region(layer, (draw(widths[layer]),), (draw(widths[layer + 1]),))


def add(project: Project, draw: Draw) -> Edit:
    return operate(project, add_unit(project.network, a_hidden(project, draw)))


def remove(project: Project, draw: Draw) -> Edit:
    layer = a_hidden(project, draw)
    units = project.network.dense[layer].units
    return operate(project, remove_neurons(project.network, {(layer, draw(units)), (layer, draw(units))}))


def insert(project: Project, draw: Draw) -> Edit:
    before = draw(len(project.network.dense))
    activation = ("tanh", "relu", "linear")[draw(3)]
    return operate(project, insert_layer(project.network, before, 1 + draw(4), activation))


def duplicate(project: Project, draw: Draw) -> Edit:
    return operate(project, duplicate_layer(project.network, a_hidden(project, draw)))


def reorder(project: Project, draw: Draw) -> Edit:
    layer = a_hidden(project, draw)
    units = project.network.dense[layer].units
    return operate(project, reorder_units(project.network, layer, (draw(units),), draw(units + 1)))


def move(project: Project, draw: Draw) -> Edit:
    layer, onto = a_hidden(project, draw), a_hidden(project, draw)
    unit, before = draw(project.network.dense[layer].units), draw(project.network.dense[onto].units)
    return operate(project, move_units(project.network, layer, (unit,), onto, before))


def swap_layers(project: Project, draw: Draw) -> Edit:
    return operate(project, move_layer(project.network, a_hidden(project, draw), a_hidden(project, draw)))


def rename(project: Project, draw: Draw) -> Edit:
    layer = a_hidden(project, draw)
    return operate(project, rename_unit(project.network, layer, draw(project.network.dense[layer].units), "edge"))


def drop_out(project: Project, draw: Draw) -> Edit:
    return operate(project, add_follower(project.network, a_hidden(project, draw), Dropout(0.2)))


def type_weight(project: Project, draw: Draw) -> Edit:
    region = a_region(project, draw)
    input = BIAS if draw(3) == 0 else region.inputs[0]
    return write(project, ((region.layer, input, region.units[0]),), (draw(100) / 7.0,))


def lock_weight(project: Project, draw: Draw) -> Edit:
    return lock(project, (a_region(project, draw),))


def cut_weight(project: Project, draw: Draw) -> Edit:
    return cut(project, (a_region(project, draw),))


def restore_weight(project: Project, draw: Draw) -> Edit:
    return restore(project, (a_region(project, draw),))


def zero(project: Project, draw: Draw) -> Edit:
    return fill(project, (a_region(project, draw),), 0.0)


def draw_anew(project: Project, draw: Draw) -> Edit:
    return randomize(project, (a_region(project, draw),))


def activate(project: Project, draw: Draw) -> Edit:
    return choose_activation(project, a_hidden(project, draw), ("sigmoid", "tanh", "relu")[draw(3)])


def switch_feature(project: Project, draw: Draw) -> Edit:
    return set_features(project, (("x1", "x2"), ("x1", "x2", "x1^2"), ("x2", "x1*x2"))[draw(3)])


def other_data(project: Project, draw: Draw) -> Edit:
    return choose_data(project, project.data.replace(noise=float(draw(50))), "set noise")


def rate(project: Project, draw: Draw) -> Edit:
    training = project.training.replace(learning_rate=(1 + draw(9)) / 100.0)
    return Edit("set learning rate", project.replace(training=training))


EDITS = (
    add, remove, insert, duplicate, reorder, move, swap_layers, rename, drop_out, type_weight, lock_weight, cut_weight,
    restore_weight, zero, draw_anew, activate, switch_feature, other_data, rate,
)  # fmt: skip
ACTS = (*EDITS, "undo", "redo", "train")
Acts = st.lists(st.tuples(st.sampled_from(ACTS), st.randoms(use_true_random=False)), min_size=10, max_size=30)


@dataclass
class Made:
    """An edit as it should behave: what it stored when it was made, where it touched vectors."""

    before: Project
    after: Project
    stored: State | None


class Walk:
    """One project at the window, led through edits, with a plain model beside it of what undo must bring back."""

    def __init__(self, person: Person) -> None:
        self.person, self.session = person, person.window.session
        self.document = self.session.document
        self.document.load(PROJECT, None, None)
        self.done: list[Made] = []
        self.undone: list[Made] = []
        self.check(PROJECT, None)

    def edit(self, decide: Callable[[Project, Draw], Edit], draw: Draw) -> None:
        before, state = self.document.project, self.session.read_state()
        try:
            edit = decide(before, draw)
        except UserError:
            return
        self.document.edit(edit.text, edit.project, edit.vectors)
        if edit.project != before or edit.vectors is not None:
            self.done.append(Made(before, edit.project, None if edit.vectors is None else state))
            self.undone.clear()
        self.check(edit.project, state if edit.vectors is None else None)
        if decide is add:
            here = self.session.read_state().theta
            difference = before.network.predict(state.theta, self.places) - edit.project.network.predict(
                here, self.places
            )
            assert np.abs(difference).max() <= 1e-6

    @property
    def places(self) -> Array:
        """Some samples as the network takes them."""
        recipe = self.document.project.data
        assert recipe is not None
        return build(recipe).x

    def undo(self) -> None:
        if self.done:
            made = self.done.pop()
            self._turn(made, self.session.undo, made.before)
            self.undone.append(made)

    def redo(self) -> None:
        if self.undone:
            made = self.undone.pop()
            self._turn(made, self.session.redo, made.after)
            self.done.append(made)

    def _turn(self, made: Made, turn: Callable[[], None], there: Project) -> None:
        """Undo or redo: an edit that touched vectors swaps them with those it stored, another leaves them alone."""
        state = self.session.read_state()
        turn()
        self.check(there, state if made.stored is None else made.stored)
        if made.stored is not None:
            made.stored = state

    def train(self, steps: int) -> None:
        target = self.session.read_state().step + steps
        self.session.engine.post(RunSteps(steps))
        self.person.until(lambda: self.session.step >= target and not self.session.is_playing)
        self.check(self.document.project, None)

    def check(self, project: Project, vectors: State | None) -> None:
        """The document holds this project, the engine these vectors (None: others), and the canvas shows both."""
        canvas, state = self.person.canvas, self.session.read_state()
        assert self.document.project == project
        if vectors is not None:
            assert state.theta.tobytes() == vectors.theta.tobytes()
            assert state.memory.tobytes() == vectors.memory.tobytes()
        self.person.until(lambda: shows(canvas.moment, project.network, state.theta))
        drawn = canvas.arrangement
        assert drawn.network == project.network
        for column, width in enumerate(project.network.widths):
            for unit in range(width):
                assert canvas.rect().contains(canvas.node_rect(column - 1, unit).center().toPoint())


def shows(moment: Snapshot | None, network: Network, theta: Array) -> bool:
    return moment is not None and moment.network == network and np.array_equal(moment.theta, theta)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=Acts)
def test_undo_and_redo_lead_back_to_the_same_bits_and_the_canvas_shows_every_step(person: Person, acts) -> None:
    walk = Walk(person)
    for act, random in acts:
        match act:
            case "undo":
                walk.undo()
            case "redo":
                walk.redo()
            case "train":
                walk.train(1 + random.randrange(4))
            case _:
                walk.edit(act, random.randrange)
    while walk.undone:
        walk.redo()
    last = walk.session.read_state()
    while walk.done:
        walk.undo()
    assert walk.document.project == PROJECT and walk.document.undo_text is None
    while walk.undone:
        walk.redo()
    assert walk.session.read_state().theta.tobytes() == last.theta.tobytes()
