"""Troubles of the gradient on its way back: it vanishes before the first layers, or it is far too long."""

import numpy as np

from core.doctor import remedies
from core.doctor.finding import Finding, Good, Remedy
from core.doctor.look import Look
from core.doctor.words import number, setting
from core.edits import Edit
from core.moves import Redraw
from core.network import layer_name
from core.specs import Project
from core.state import State

VANISHED = 0.01
"""The first layer's gradient is shorter than the longest one by this factor."""
PLAIN_STEPS = ("sgd", "momentum", "nesterov")
"""Optimizers whose steps are as long as the gradient is."""
CLIPPED_TO = 1.0


def vanishing(look: Look, _good: Good | None) -> Finding | None:
    """What reaches the first layer is a hundredth of what reaches a layer near the output, and training is stuck."""
    if not look.stuck_points or len(look.network.dense) < 3:
        return None
    norms = look.usual_gradients
    if not np.isfinite(norms).all():
        return None
    first, longest = float(norms[0]), int(np.argmax(norms))
    if not first < VANISHED * norms[longest]:
        return None
    names = [layer_name(look.network, index) for index in (0, longest)]
    return Finding(
        "vanishing gradient",
        f"The gradient is {number(first)} long in {names[0]} and {number(float(norms[longest]))} in {names[1]}.",
        "On the way back each layer made it smaller: it vanishes, and the first layers do not learn.",
        _let_through(look),
    )


def _let_through(look: Look) -> Remedy:
    """Hidden layers that pass a gradient on as it is, with weights to match, from the start."""
    hidden = look.network.dense[:-1]
    is_other = any(layer.activation not in remedies.RECTIFIERS for layer in hidden)

    def decide(project: Project, _state: State) -> Edit:
        dense = [
            layer if layer.activation in remedies.RECTIFIERS else layer.replace(activation="relu")
            for layer in project.network.dense[:-1]
        ]
        network = project.network
        network = remedies.well_drawn(network.with_columns((*dense, network.output), network.followers))
        text = "use ReLU and He weights in the hidden layers" if is_other else "use He weights in the hidden layers"
        return Edit(text, project.replace(network=network, seed=remedies.next_seed(project)), Redraw())

    return Remedy(f"{'ReLU and ' if is_other else ''}He weights in the hidden layers", decide)


def exploding(look: Look, _good: Good | None) -> Finding | None:
    """One step of plain gradient descent would be longer than all weights together are, though its rate is modest.

    Where the rate is far too large it is that which is told of, once the loss shows it.
    """
    training = look.project.training
    if training.optimizer not in PLAIN_STEPS or training.clip_norm is not None or remedies.is_hasty(training):
        return None
    norms = look.gradients
    whole = float(np.sqrt(np.sum(np.square(norms))))
    weights = float(np.linalg.norm(look.theta))
    step = training.learning_rate * whole
    if not (look.can_move and np.isfinite(step) and step > max(1.0, weights)):
        return None
    name = layer_name(look.network, int(np.argmax(norms)))
    return Finding(
        "exploding gradient",
        f"The gradient is {number(whole)} long, most of it in {name}: a step at learning rate "
        f"{setting(training.learning_rate)} is {number(step)} long, all weights together {number(weights)}.",
        "Such a step throws away what was learned: the gradient explodes.",
        _clip(),
    )


def _clip() -> Remedy:
    def decide(project: Project, _state: State) -> Edit:
        training = project.training.replace(clip_norm=CLIPPED_TO)
        return Edit(f"clip the gradient to length {setting(CLIPPED_TO)}", project.replace(training=training))

    return Remedy(f"Clip the gradient to length {setting(CLIPPED_TO)}", decide)
