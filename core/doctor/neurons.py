"""Troubles of neurons: dead ReLUs, saturated sigmoids and tanhs, neurons that are all the same.

They are told of only where training is stuck far from good: a network that learns can do without a dead neuron, and a
saturated one is often just sure.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from core import layout
from core.activations import activation_named
from core.arrays import Array, Indices
from core.doctor import remedies
from core.doctor.finding import Finding, Good, Remedy
from core.doctor.look import FAR, Look
from core.doctor.words import layers, percent, setting
from core.edits import Edit, choose_activation
from core.initializers import initializer_named
from core.moves import BIAS, Become, Randomize, Region
from core.network import Network, balanced, layer_name
from core.probe.health import FLAT
from core.randomness import stream
from core.specs import Project
from core.state import State
from core.training import Training
from core.wording import counted

DEAD_SHARE = 0.3
"""From this share of a layer on dead neurons are told of,"""
HOPELESS_SHARE = 0.5
"""and from this one on drawing them anew is not enough: what took so many takes them again."""
SATURATED_SHARE = 0.85
DEAD_POINTS, EQUAL_POINTS = 10, 5
"""So many points that have brought nothing are enough to tell of many dead neurons, and of equal ones,"""
STILL_EQUAL_POINTS = 20
"""which are told of after so many wherever training is far from good: they stay equal whatever is learned."""
EQUAL = 1e-3
"""Rounding parts equal neurons a little."""
WRECKED = 100.0
"""With weights beyond this, what a layer says is mostly what its neurons have run away to."""


def dead(look: Look, _good: Good | None) -> Finding | None:
    """ReLU neurons that are on for no training sample: no gradient reaches their weights any more.

    Only the lowest layer is named that has too many of them: those above may be dead because of it.
    """
    least = DEAD_SHARE if look.stuck_points else HOPELESS_SHARE
    if not look.stuck_points and not look.has_learned_nothing(DEAD_POINTS):
        return None
    for layer, found in enumerate(look.health[:-1]):
        if found.dead is None or found.dead.mean() < least:
            continue
        units, of = np.flatnonzero(found.dead), len(found.dead)
        every = "every training sample" if look.sees_all else f"each of {len(look.x):,} training samples"
        return Finding(
            "dead neurons",
            f"{len(units):,} of {counted(of, 'neuron')} of {layer_name(look.network, layer)} "
            f"{'is' if len(units) == 1 else 'are'} off for {every}.",
            "ReLU is flat there, so nothing moves their weights any more: they are dead.",
            _revive(look, layer, units, len(units) >= HOPELESS_SHARE * of),
        )
    return None


def _revive(look: Look, layer: int, units: Indices, leaks: bool) -> Remedy:
    """Other weights for these neurons, with which they are on for some samples and off for others.

    Nobody hears them yet, as is so with new neurons: what the network says does not change because of them.

    leaks  whether the layer becomes leaky ReLU at that, which cannot die

    Where a rate that is hasty, or weights that have run away, have killed them, nothing there is worth keeping.
    """
    training = look.project.training
    if remedies.is_hasty(training) or float(np.abs(look.theta).max()) > WRECKED:
        return remedies.draw_anew(training)
    columns = look.x.T

    def decide(project: Project, state: State) -> Edit:
        network, own = project.network, project.network.dense[layer]
        below = network.entering(state.theta, columns, layer).astype(np.float64)
        initializer = "he_uniform" if own.initializer in remedies.POOR_INITIALIZERS else own.initializer
        generator = stream(project.seed, "new neurons", state.step + state.draws)
        weights = initializer_named(initializer)(generator, len(below), len(units))
        weights = balanced(weights, below, own.replace(initializer=initializer), generator)
        theta = state.theta.copy()
        views = network.dense_views(theta)
        views[layer]["weights"][:, units] = weights
        if own.use_bias:
            views[layer]["biases"][units] = own.bias_initializer
        views[layer + 1]["weights"][units] = 0.0
        text = f"draw {counted(len(units), 'neuron')} of {name} anew"
        if leaks:
            project = choose_activation(project, layer, "leaky_relu").project
            text = f"set {name} to leaky ReLU and {text}"
        return Edit(text, project, Become(_with_theta(network, state, theta)))

    name = layer_name(look.network, layer)
    if leaks:
        return Remedy(f"Leaky ReLU in {name}, {counted(len(units), 'neuron')} drawn anew", decide)
    return Remedy(f"Draw {'this neuron' if len(units) == 1 else f'these {len(units):,} neurons'} anew", decide)


def _with_theta(network: Network, state: State, theta: Array) -> State:
    """The state with these numbers, except for those that are locked or cut; the optimizer forgets what it replaces."""
    is_free, _ = layout.masks(network)
    if is_free is not None:
        theta[: network.trainable] = np.where(is_free, theta[: network.trainable], state.theta[: network.trainable])
    memory = np.where(theta == state.theta, state.memory, 0.0).astype(state.memory.dtype)
    since = state.epoch if state.step > 0 else None
    return replace(state, theta=theta, memory=memory, best=None, since=since)


def saturated(look: Look, _good: Good | None) -> Finding | None:
    """Sigmoid or tanh neurons of a hidden layer whose answers nearly all lie where the activation is flat."""
    if not look.stuck_points:
        return None
    network = look.network
    shares = [found.saturated_share or 0.0 for found in look.health[:-1]]
    flat = [index for index, share in enumerate(shares) if share >= SATURATED_SHARE]
    if not flat:
        return None
    worst = network.dense[flat[0]]
    low, high = (setting(bound) for bound in FLAT[worst.activation])
    label = activation_named(worst.activation).label
    return Finding(
        "saturated neurons",
        f"{percent(shares[flat[0]])} of the answers of {layer_name(network, flat[0])} lie where {label} is flat "
        f"(below {low} or above {high}).",
        "The neurons are saturated: hardly any gradient comes through them.",
        _desaturate(network, flat, look.project.training),
    )


def _desaturate(network: Network, flat: list[int], training: Training) -> Remedy:
    """These layers drawn anew, small enough for their width; with a calm rate where the rate is hasty."""
    names = layers(network, flat)

    def decide(project: Project, _state: State) -> Edit:
        drawn = project.network
        for index in flat:
            layer = drawn.dense[index]
            drawn = drawn.with_dense(index, layer.replace(initializer=remedies.suited_initializer(layer.activation)))
        regions = tuple(
            Region(index, (*range(drawn.widths[index]), BIAS), tuple(range(drawn.dense[index].units))) for index in flat
        )
        project, text = remedies.calmed(project.replace(network=drawn), f"draw {names} anew")
        return Edit(text, project, Randomize(regions))

    return Remedy(remedies.with_calm_rate(training, f"Draw {names} anew"), decide)


def symmetry(look: Look, _good: Good | None) -> Finding | None:
    """All neurons of a hidden layer have equal weights on both sides, as after zeros: they get equal gradients.

    That stays so, whatever is learned: it is told of as soon as some epochs have learned nothing, or not much.
    """
    layer = equal_layer(look) if _may_be_equal(look) else None
    if layer is None:
        return None
    own, above = look.network.dense_views(look.snapshot.theta)[layer : layer + 2]
    size = "are all 0" if not (own["weights"].any() or above["weights"].any()) else "are the same"
    count = look.network.dense[layer].units
    return Finding(
        "symmetry",
        f"The weights of all {count:,} neurons of {layer_name(look.network, layer)} {size}.",
        "Equal neurons get equal gradients and stay equal, as if there were only one.",
        remedies.draw_anew(look.project.training),
    )


def _may_be_equal(look: Look) -> bool:
    if look.stuck_points or look.has_learned_nothing(EQUAL_POINTS):
        return True
    is_late = "symmetry" in look.said or len(look.losses) >= STILL_EQUAL_POINTS
    return look.baseline is not None and is_late and bool(look.losses[-1] > FAR * look.baseline)


def equal_layer(look: Look) -> int | None:
    """The lowest hidden layer whose neurons all have equal weights on both sides; None: there is none."""
    for layer, (own, above) in enumerate(pairwise(look.network.dense_views(look.snapshot.theta))):
        weights, heard = own["weights"], above["weights"]
        parts = [weights, heard.T, *([own["biases"][np.newaxis]] if "biases" in own else [])]
        size = max(float(np.abs(part).max()) for part in parts)
        if weights.shape[1] > 1 and all(np.ptp(part, axis=1).max() <= EQUAL * size for part in parts):
            return layer
    return None
