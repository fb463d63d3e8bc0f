"""Remedies for more than one trouble: calmer rates, other first weights, and the way back to a good moment."""

from dataclasses import replace

import numpy as np

from core.activations import activation_named
from core.curve import STEP
from core.doctor.finding import Good, Remedy
from core.doctor.words import layers, setting
from core.edits import Edit, new_weights
from core.layers import BatchNormalization
from core.moves import Become, Drawn, Moves, Redraw, Reset
from core.network import Network
from core.specs import Project
from core.state import State
from core.surgery import add_follower
from core.training import Training

CALM_RATES = {"sgd": 0.1, "momentum": 0.03, "nesterov": 0.03, "adagrad": 0.1}
"""At these rates the optimizers are rarely too fast for inputs of ordinary size."""
CALM_RATE = 0.01
"""The same for the others, which divide by the size of the gradient."""
HASTY = 5.0
"""How many times a calm rate is too fast."""
HUGE = 1e4
"""A weight beyond this is to blame itself, not the learning rate."""
QUICK_MOMENTUM = 0.9
"""A batch normalization that comes late has to learn the inputs' mean and spread soon."""
RECTIFIERS = ("relu", "leaky_relu", "elu", "gelu", "swish", "softplus")
"""Activations that pass on about half of what reaches them."""
POOR_INITIALIZERS = ("zeros", "constant", "uniform", "normal")
"""Those that look at no layer's width: equal weights stay equal, and small ones pass nothing on."""


def calm_rate(training: Training) -> float:
    """A rate that is rarely too fast for this optimizer."""
    return CALM_RATES.get(training.optimizer, CALM_RATE)


def is_hasty(training: Training) -> bool:
    """Whether the rate is far above a calm one."""
    return training.learning_rate > HASTY * calm_rate(training)


def slower_rate(training: Training) -> float:
    """A tenth of the rate, rounded to one digit, and no more than a calm one."""
    return min(calm_rate(training), float(f"{training.learning_rate / 10.0:.0e}"))


def rate_words(training: Training, rate: float) -> str:
    """ "Learning rate 0.3 → 0.03"."""
    return f"Learning rate {setting(training.learning_rate)} → {setting(rate)}"


def go_back(training: Training, good: Good | None) -> Remedy:
    """A slower rate, and back to the last good weights; to the first ones where no later ones are known."""
    rate, way = slower_rate(training), _way_back(good)

    def decide(project: Project, state: State) -> Edit:
        slower = project.replace(training=project.training.replace(learning_rate=rate))
        return Edit(f"set learning rate to {setting(rate)} and {_done(way)}", slower, _back(state, good))

    return Remedy(f"{rate_words(training, rate)}, {way}", decide)


def only_back(good: Good | None) -> Remedy:
    """The same with the settings as they are."""
    way = _way_back(good)

    def decide(project: Project, state: State) -> Edit:
        return Edit(_done(way), project, _back(state, good))

    return Remedy(way.capitalize(), decide)


def _way_back(good: Good | None) -> str:
    if good is None or good.step == 0:
        return "start anew"
    return f"back to epoch {good.epoch:,}" if good.epoch else f"back to step {good.step:,}"


def _done(way: str) -> str:
    return f"go {way}" if way.startswith("back") else way


def _back(state: State, good: Good | None) -> Become | Reset:
    is_there = good is not None and good.step > 0 and good.theta.shape == state.theta.shape
    return Become(_then(state, good)) if good is not None and is_there else Reset()


def _then(state: State, good: Good) -> State:
    """The state with the weights, the time and the curve of the good moment; the optimizer begins anew from there."""
    return replace(
        state,
        theta=good.theta,
        memory=np.zeros_like(state.memory),
        updates=0,
        step=good.step,
        epoch=good.epoch,
        position=good.position,
        curve=state.curve[state.curve[:, STEP] <= good.step],
        best=None,
        since=good.epoch,
    )


def well_drawn(network: Network) -> Network:
    """The network with initializers that suit its activations: He's behind a rectifier, else Glorot's."""
    dense = [layer.replace(initializer=suited_initializer(layer.activation)) for layer in network.dense]
    return network.with_columns(dense, network.followers)


def suited_initializer(activation: str) -> str:
    """He's for what is cut off below zero, Glorot's for the rest."""
    return "he_uniform" if activation in RECTIFIERS else "glorot_uniform"


def with_calm_rate(training: Training, words: str) -> str:
    """What a button says that also sets a calm rate where the rate is hasty."""
    if not is_hasty(training):
        return words
    return f"{rate_words(training, calm_rate(training))}, {words[0].lower()}{words[1:]}"


def calmed(project: Project, edit_text: str) -> tuple[Project, str]:
    """The project with a calm rate where its rate is hasty, and what the edit is called that also sets it."""
    training = project.training
    if not is_hasty(training):
        return project, edit_text
    rate = calm_rate(training)
    words = f"{edit_text} and set learning rate to {setting(rate)}"
    return project.replace(training=training.replace(learning_rate=rate)), words


def draw_anew(training: Training, edit_text: str = "draw all weights anew") -> Remedy:
    """Other first weights, from initializers that suit the layers; with a calm rate where the rate is hasty."""

    def decide(project: Project, _state: State) -> Edit:
        project, words = calmed(project, edit_text)
        network = well_drawn(project.network)
        return Edit(words, project.replace(network=network, seed=next_seed(project)), Redraw())

    return Remedy(with_calm_rate(training, edit_text.capitalize()), decide)


def others_drawn() -> Remedy:
    """What New weights does: the next seed, and all else as it is."""
    return Remedy("New weights", lambda project, _state: new_weights(project))


def next_seed(project: Project) -> int:
    """The seed that New weights would take."""
    return (project.seed + 1) % 2**32


def set_rate(training: Training, rate: float) -> Remedy:
    """Another rate, from these weights on."""

    def decide(project: Project, _state: State) -> Edit:
        changed = project.training.replace(learning_rate=rate)
        return Edit(f"set learning rate to {setting(rate)}", project.replace(training=changed))

    return Remedy(rate_words(training, rate), decide)


def normalize_inputs(training: Training) -> Remedy:
    """Batch normalization after the inputs; all weights are drawn for the inputs that come out of it.

    With a calm rate where the rate is hasty.
    """

    def decide(project: Project, _state: State) -> Edit:
        surgery = add_follower(project.network, -1, BatchNormalization(momentum=QUICK_MOMENTUM))
        network = well_drawn(surgery.network)
        project, words = calmed(project.replace(network=network), "normalize the inputs, draw the weights anew")
        return Edit(words, project, all_drawn(network))

    return Remedy(with_calm_rate(training, "Batch norm after the inputs, new weights"), decide)


def layers_without_slope(network: Network) -> list[int]:
    """The hidden layers through which no gradient comes."""
    return [index for index, layer in enumerate(network.dense[:-1]) if not activation_named(layer.activation).can_learn]


def use_sigmoid(network: Network, indices: list[int]) -> Remedy:
    """The smooth step in place of the hard one; weights stay."""

    def decide(project: Project, _state: State) -> Edit:
        after = project.network
        for index in layers_without_slope(after):
            after = after.with_dense(index, after.dense[index].replace(activation="sigmoid"))
        return Edit(f"set {layers(network, indices)} to sigmoid", project.replace(network=after))

    return Remedy(f"Use sigmoid in {layers(network, indices)}", decide)


def all_drawn(network: Network) -> Moves:
    """Every dense layer of a network of the same structure is drawn."""
    return Moves((Drawn(),) * len(network.dense))
