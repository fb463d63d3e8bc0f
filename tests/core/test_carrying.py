"""What a state of training becomes by an edit. How the loop goes on with it is in test_loop.py."""

import numpy as np

from core.bundled import open_bundled
from core.carrying import has_same_places, held, in_common, moved
from core.data import build
from core.edits import operate
from core.moves import Moves
from core.state import State
from core.surgery import add_unit, reorder_units
from core.trainer import Trainer

PROJECT = open_bundled("circle")
NETWORK = PROJECT.network


def trained() -> State:
    trainer = Trainer(NETWORK, build(PROJECT.data), PROJECT.training, seed=PROJECT.seed)
    trainer.run(steps=20)
    return trainer.state()


def test_another_order_takes_the_beginning_along_and_another_structure_has_none() -> None:
    state = trained()
    other_order, larger = (operate(PROJECT, cut) for cut in (reorder_units(NETWORK, 0, (0,), 2), add_unit(NETWORK, 0)))
    assert isinstance(other_order.vectors, Moves) and isinstance(larger.vectors, Moves)
    turned = moved(state, NETWORK, other_order.project, other_order.vectors)
    assert state.start is not None and turned.start is not None
    order = [*range(1, 2), 0, *range(2, NETWORK.dense[0].units)]
    for before, after in ((state.theta, turned.theta), (state.start, turned.start)):
        assert np.array_equal(NETWORK.views(after)[0]["weights"], NETWORK.views(before)[0]["weights"][:, order])
    assert moved(state, NETWORK, larger.project, larger.vectors).start is None
    assert not has_same_places(NETWORK, NETWORK, other_order.vectors)


def test_where_nothing_says_how_numbers_moved_those_of_the_same_place_stay() -> None:
    state, larger = trained(), operate(PROJECT, add_unit(NETWORK, 0)).project
    found = in_common(state, NETWORK, larger)
    new, old = larger.network.views(found.theta)[0]["weights"], NETWORK.views(state.theta)[0]["weights"]
    assert np.array_equal(new[:, :-1], old)
    first = larger.network.views(larger.network.initial(larger.seed))[0]["weights"]
    assert np.array_equal(new[:, -1], first[:, -1])
    assert found.start is None and found.step == state.step and found.memory.size == 0


def test_numbers_are_held_at_the_limits_of_their_type() -> None:
    limit = np.finfo(np.float32).max
    assert held(np.array([1.5, np.inf, -np.inf, np.nan], np.float32)).tolist() == [1.5, limit, -limit, 0.0]
