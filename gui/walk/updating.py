"""How one weight comes by its new number in a walked step: rate, clipping, and the optimizer's formula."""

from core.optimizers import Number, optimizer_named, worked
from core.probe.walk import Walk
from core.reckoning import TIMES, Line
from core.schedules import rate_line
from core.weights import is_cut, is_locked
from gui.walk.places import Place, number_at


def update_lines(walk: Walk, place: Place) -> list[Line]:
    """From its gradient to its new number."""
    network, training = walk.network, walk.training
    rate = rate_line(training, walk.step)
    lines = [] if rate is None else [rate]
    slope, pull = (number_at(network, vector, place) for vector in (walk.slope, walk.pull))
    g = Line("g", "∂L/∂θ", "{}", (slope,), pull)
    if training.clip_norm is not None and walk.is_clipped:
        numbers = slope, training.clip_norm, walk.length
        g = Line("g", f"∂L/∂θ {TIMES} clip / length", f"{{}} {TIMES} {{}} / {{}}", numbers, pull)
    layer, input, unit = place
    is_free = not (is_locked(network, layer, input, unit) or is_cut(network, layer, input, unit))
    memory = tuple(
        number_at(network, row, place) * of_one
        for row, of_one in zip(walk.memory, optimizer_named(training.optimizer).units(training), strict=True)
    )
    number = Number(number_at(network, walk.theta, place), pull, memory, walk.rate, walk.new_updates, is_free)
    return [*lines, g, *worked(number, training)]
