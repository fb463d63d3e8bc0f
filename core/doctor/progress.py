"""Training that gets nowhere: the loss stays at what knowing nothing costs, for whatever reason is left."""

import numpy as np

from core.doctor import remedies
from core.doctor.finding import Finding, Good, Remedy
from core.doctor.look import Look
from core.doctor.words import number, setting
from core.edits import Edit
from core.moves import Step
from core.specs import Project
from core.state import State
from core.surgery import insert_layer

NOTHING_LEARNED = 0.9
"""From this share of what knowing nothing costs on, nothing worth the name has been learned."""
TINY_STEP = 1e-4
"""A step that changes the weights by less than this share of their length is a rate that is too small."""
NEW_UNITS = 8
DEEP = 4
"""With so many layers of neurons it is not for want of them."""


def no_progress(look: Look, _good: Good | None) -> Finding | None:
    """The level has not fallen for long, and is that of somebody who knows nothing."""
    if not look.stuck_points or look.baseline is None or not look.can_move:
        return None
    lately = look.levels[-look.stuck_points :]
    if lately.min() < NOTHING_LEARNED * look.baseline:
        return None
    level = float(lately[-1])
    why, remedy = _cause(look)
    return Finding(
        "no progress",
        f"For {look.stuck_epochs:,} epochs the loss has stayed at {number(level)}; knowing nothing costs "
        f"{number(look.baseline)}.",
        why,
        remedy,
    )


def _cause(look: Look) -> tuple[str, Remedy]:
    """What may be the reason, and what helps then."""
    training, network = look.project.training, look.network
    if remedies.is_hasty(training):
        return (
            f"The learning rate of {setting(training.learning_rate)} is too large to find a way down.",
            remedies.draw_anew(
                f"{remedies.rate_words(training, remedies.calm_rate(training))}, new weights", "draw all weights anew"
            ),
        )
    if _relative_step(look) < TINY_STEP and training.learning_rate < remedies.calm_rate(training):
        return (
            f"The learning rate of {setting(training.learning_rate)} is too small: the weights hardly move.",
            remedies.set_rate(training, remedies.calm_rate(training)),
        )
    if len(network.dense) == 1:
        return "Without a hidden layer the network can only draw a straight line.", _add_layer(look)
    if all(layer.activation == "linear" for layer in network.dense[:-1]):
        return "Without a hidden layer that bends, the network can only draw a straight line.", _bend()
    if training.optimizer in remedies.CALM_RATES:
        return "The steps find no way down.", _adapt()
    if len(network.dense) < DEEP:
        return "These neurons cannot tell enough apart.", _add_layer(look)
    return "These weights lead nowhere.", remedies.draw_anew("Draw all weights anew", "draw all weights anew")


def _relative_step(look: Look) -> float:
    """How long a step is, measured by the length of the weights."""
    weights = max(float(np.linalg.norm(look.theta)), 1e-12)
    rate = look.project.training.learning_rate
    if look.project.training.optimizer in remedies.CALM_RATES:
        return rate * float(np.linalg.norm(look.gradients)) / weights
    return rate * float(np.sqrt(look.theta.size)) / weights


def _bend() -> Remedy:
    def decide(project: Project, _state: State) -> Edit:
        network = project.network
        dense = [layer.replace(activation="tanh") for layer in network.dense[:-1]]
        network = network.with_columns((*dense, network.output), network.followers)
        return Edit("set the hidden layers to tanh", project.replace(network=network))

    return Remedy("tanh in the hidden layers", decide)


def _add_layer(look: Look) -> Remedy:
    """One more hidden layer before the output; all weights are drawn anew, since they have learned nothing."""
    hidden = look.network.dense[:-1]
    activation = hidden[-1].activation if hidden else "tanh"

    def decide(project: Project, _state: State) -> Edit:
        surgery = insert_layer(project.network, len(project.network.dense) - 1, NEW_UNITS, activation)
        assert surgery.vectors is not None
        network = remedies.well_drawn(surgery.network)
        drawn = remedies.all_drawn(network).replace(before=(Step(network, surgery.vectors),))
        return Edit(f"add a hidden layer of {NEW_UNITS} neurons", project.replace(network=network), drawn)

    return Remedy(f"Add a hidden layer of {NEW_UNITS} neurons", decide)


def _adapt() -> Remedy:
    def decide(project: Project, _state: State) -> Edit:
        training = project.training.replace(optimizer="adam", learning_rate=remedies.CALM_RATE)
        return Edit(f"set optimizer to Adam at {setting(remedies.CALM_RATE)}", project.replace(training=training))

    return Remedy(f"Adam at learning rate {setting(remedies.CALM_RATE)}", decide)
