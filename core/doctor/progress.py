"""Training that gets nowhere, or no farther: the loss stays where it is, for whatever reason is left."""

import numpy as np

from core.doctor import remedies
from core.doctor.finding import Finding, Good, Remedy
from core.doctor.look import NOTHING_LEARNED, Look
from core.doctor.words import number, percent, setting
from core.edits import Edit, operate
from core.moves import Step
from core.network import layer_name
from core.specs import Project
from core.state import State
from core.surgery import insert_layer, set_units

TINY_STEP = 1e-4
"""A step that changes the weights by less than this share of their length is a rate that is too small."""
NEW_UNITS = 8
DEEP = 4
"""With so many layers of neurons it is not for want of them."""
STALLED_POINTS = 100
"""Training is at a standstill after so many points without a fall, or half of all, if these are more."""
FEW_UNITS = 8
"""Where no layer is as wide as this, it may be for want of neurons."""
MORE_UNITS = 2
MISSED_SHARE = 0.1
"""A task without a number counts as far from done where so many training samples are answered wrongly."""


def no_progress(look: Look, _good: Good | None) -> Finding | None:
    """The level has not fallen for long, and is that of somebody who knows nothing."""
    if not look.stuck_points or look.baseline is None or not look.can_move:
        return None
    lately = look.levels[-look.stuck_points :]
    if lately.min() < NOTHING_LEARNED * look.baseline:
        return None
    level = float(lately[-1])
    why, remedy, other = _cause(look)
    return Finding(
        "no progress",
        f"For {look.epochs_of(_longest(look)):,} epochs the training loss has stayed at {number(level)}; "
        f"knowing nothing costs {number(look.baseline)}.",
        why,
        remedy,
        other=other,
    )


def _longest(look: Look) -> int:
    """For how many points training has been stuck by now."""
    points = look.stuck_points
    while look.is_stuck_for(points + 1):
        points += 1
    return points


def stalled(look: Look, _good: Good | None) -> Finding | None:
    """Something was learned, but for long now nothing more, and the task is not done.

    Many data cannot be told apart any better, so without a task that says how well they can, it is told of only where
    there are few neurons and classes that many samples miss.
    """
    wanted = max(STALLED_POINTS, len(look.points) // 2)
    train, task = look.snapshot.train, look.project.task
    if look.baseline is None or train is None or not look.can_move or not look.is_stuck_for(wanted):
        return None
    if look.levels[-wanted:].min() >= NOTHING_LEARNED * look.baseline:
        return None
    hidden = look.network.dense[:-1]
    is_small = all(layer.units < FEW_UNITS for layer in hidden)
    aim = None if task is None else task.aim
    if aim is not None:
        if aim.epoch_reached(look.patient.dataset, look.project.training.loss, look.snapshot) is not None:
            return None
    elif not is_small or train.correct is None or train.count - train.correct < MISSED_SHARE * train.count:
        return None
    epochs, level = look.epochs_of(wanted), number(float(look.levels[-1]))
    right = (
        "" if train.correct is None else f", with {percent(train.correct / train.count)} of the training samples right"
    )
    sentence = f"For {epochs:,} epochs the training loss has stayed at {level}{right}"
    nothing = f"knowing nothing costs {number(look.baseline)}."
    if not is_small:
        more = "It learns no more: these first weights may lead no farther."
        return Finding("stalled", f"{sentence}; {nothing}", more, remedies.draw_anew(look.project.training))
    more = "It learns no more: so few neurons may not be enough, or these first weights lead no farther."
    remedy = _widen(look) if hidden else _add_layer(look)
    return Finding("stalled", f"{sentence}; {nothing}", more, remedy, other=remedies.others_drawn())


def _widen(look: Look) -> Remedy:
    """Some neurons more in the narrowest hidden layer: the function stays, and training goes on with them."""
    network = look.network
    narrowest = int(np.argmin([layer.units for layer in network.dense[:-1]]))

    def decide(project: Project, _state: State) -> Edit:
        surgery = set_units(project.network, narrowest, project.network.dense[narrowest].units + MORE_UNITS)
        return operate(project, surgery)

    return Remedy(f"Add {MORE_UNITS} neurons to {layer_name(network, narrowest)}", decide)


def _cause(look: Look) -> tuple[str, Remedy, Remedy | None]:
    """What may be the reason, what helps then, and what else may: other first weights, where these may be to blame."""
    training, network = look.project.training, look.network
    if remedies.is_hasty(training):
        return (
            f"The learning rate of {setting(training.learning_rate)} is too large to find a way down.",
            remedies.draw_anew(training),
            None,
        )
    if _relative_step(look) < TINY_STEP and training.learning_rate < remedies.calm_rate(training):
        return (
            f"The learning rate of {setting(training.learning_rate)} is too small: the weights hardly move.",
            remedies.set_rate(training, remedies.calm_rate(training)),
            None,
        )
    if len(network.dense) == 1:
        return "Without a hidden layer the network can only draw a straight line.", _add_layer(look), None
    if all(layer.activation == "linear" for layer in network.dense[:-1]):
        return "Without a hidden layer that bends, the network can only draw a straight line.", _bend(), None
    if training.optimizer in remedies.CALM_RATES:
        return "The steps find no way down.", _adapt(), remedies.others_drawn()
    if len(network.dense) < DEEP:
        return "These neurons cannot tell enough apart.", _add_layer(look), remedies.others_drawn()
    return "These weights lead nowhere.", remedies.draw_anew(training), None


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

    return Remedy(f"Add a hidden layer of {NEW_UNITS} neurons, draw all weights anew", decide)


def _adapt() -> Remedy:
    def decide(project: Project, _state: State) -> Edit:
        training = project.training.replace(optimizer="adam", learning_rate=remedies.CALM_RATE)
        return Edit(f"set optimizer to Adam at {setting(remedies.CALM_RATE)}", project.replace(training=training))

    return Remedy(f"Adam at learning rate {setting(remedies.CALM_RATE)}", decide)
