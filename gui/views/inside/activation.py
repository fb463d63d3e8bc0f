"""The activation of the chosen neuron: f and f' with the points where the data land, and in words what is flat."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from core.activations import activation_named
from core.arrays import Array
from core.network import Network
from core.probe.landing import Landing, landing
from core.snapshot import Snapshot
from gui.session.worker import IsWanted, Worker
from gui.theme import Theme
from gui.views.figure import share_text
from gui.views.inside.activation_plot import ActivationPlot, Landed, Point
from gui.views.inside.section import Section
from gui.views.inside.subject import Look, NeuronPlace, Subject, products

NOT_A_NUMBER = "not a number"
BELOW_ZERO = ("leaky_relu", "elu", "gelu", "swish", "softplus")
"""Where it is worth saying how many sums are below 0: there these activations bend."""


@dataclass(frozen=True, eq=False)
class _Found:
    """Where the samples land, None: there are none; and the current sample."""

    landing: Landing | None
    point: Point | None


class ActivationSection(Section):
    """Follows the chosen neuron."""

    def __init__(self, subject: Subject, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__("inside-activation", "Activation", subject, worker, parent=parent)
        self.plot = ActivationPlot()
        self.column.addWidget(self.plot)
        self.column.addWidget(self.words)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        neuron = self.subject.neuron_in(network)
        own = network.dense[neuron.layer]
        self.heading.setText(f"Activation: {activation_named(own.activation).label}")
        is_only_share = own.activation == "softmax" and own.units == 1
        self.plot.setVisible(not is_only_share)
        if is_only_share:
            self._say("The only output of a softmax is 1, whatever its sum: shares add up to 1.")
            return
        look, column = self.subject.look(snapshot), self.subject.current(snapshot)

        def find(is_wanted: IsWanted) -> _Found:
            found = None
            if look is not None:
                found = landing(network, look.sums[neuron.layer], look.activations[neuron.layer], *neuron)
            return _Found(found, None if column is None else _point(snapshot, neuron, column))

        def show(found: _Found) -> None:
            samples = "" if look is None else self.subject.counted(len(look.rows), look.of)
            landed = () if found.landing is None or look is None else self._landed(found.landing, look)
            axis = "d" if own.activation == "softmax" else "z"
            self.plot.show_landing(own.activation, axis, landed, samples, found.point)
            self._say(_words(network, neuron, found.landing, look, samples))

        about = (neuron, self.subject.kind, self.subject.dataset, self.subject.sample, self.theme)
        self.asking.ask(snapshot, about, products(network) if look is None else look.products, find, show)

    def _draw_theme(self, theme: Theme) -> None:
        self.plot.show_theme(theme)
        self.refresh()

    def _say(self, text: str) -> None:
        text = text.replace(" %", "\N{NO-BREAK SPACE}%")
        if text != self.words.text():
            self.words.setText(text)
            self.plot.setAccessibleName(f"{self.heading.text()}. {text}")

    def _landed(self, found: Landing, look: Look) -> tuple[Landed, ...]:
        data, theme = self.subject.dataset, self.theme
        if data is not None and data.task == "two classes":
            is_yes = look.targets[found.is_finite, 0] > 0.0
            return Landed(found.z[is_yes], theme.positive), Landed(found.z[~is_yes], theme.negative, is_above=False)
        return (Landed(found.z, theme.muted),)


def _point(snapshot: Snapshot, neuron: NeuronPlace, column: Array) -> Point | None:
    """The sum and the answer of one sample (inputs, 1); None: they are not numbers."""
    network = snapshot.network
    with np.errstate(all="ignore"):
        sums, activations = network.sums_and_activations(snapshot.theta, column)
    found = landing(network, sums[neuron.layer], activations[neuron.layer], *neuron)
    return Point(float(found.z[0]), float(found.a[0])) if found.z.size else None


def _words(network: Network, neuron: NeuronPlace, found: Landing | None, look: Look | None, samples: str) -> str:
    """What share of the samples lies where the curve is flat, and what that means."""
    own = network.dense[neuron.layer].activation
    is_output = neuron.layer == len(network.dense) - 1
    about = {
        "step": "f\N{PRIME} is 0 everywhere: nothing before this neuron learns from it.",
        "linear": "f\N{PRIME} is 1 everywhere: it passes its sum on.",
        "softmax": "A share depends on all outputs: it is drawn over d = z \N{MINUS SIGN} ln Σ eᶻ of the others, "
        "of which it is 1 / (1 + e⁻ᵈ).",
    }.get(own, "")
    said = "" if found is None or look is None else _landed_words(own, found, look, samples, is_output)
    return " ".join(part for part in (said, about) if part)


def _landed_words(own: str, found: Landing, look: Look, samples: str, is_output: bool) -> str:
    count = found.z.size
    lost = len(look.rows) - count
    if count == 0:
        return f"Its sums are {NOT_A_NUMBER} for all of {samples}."
    said = f"{lost:,} sums are {NOT_A_NUMBER}. " if lost else ""
    below, saturated = found.below, found.saturated
    if own == "relu":
        if below == count:
            is_all = len(look.rows) == look.of and not lost
            return f"{said}Off for all of {samples}{': it is dead, and learns nothing' if is_all else ''}."
        return f"{said}Off, with slope 0, for {share_text(below, count)} of {samples}."
    if own == "step":
        above = int(np.count_nonzero(found.z >= 0.0))
        return f"{said}On for {share_text(above, count)} of {samples}."
    if saturated is not None:
        bounds = "\N{MINUS SIGN}0.96 or above 0.96" if own == "tanh" else "0.02 or above 0.98"
        sure = " At the output that is how a sure answer looks." if is_output and saturated else ""
        share = share_text(saturated, count)
        return f"{said}Saturated (a below {bounds}, nearly no slope) for {share} of {samples}.{sure}"
    if own in BELOW_ZERO:
        return f"{said}Below 0 for {share_text(below, count)} of {samples}."
    return said.strip()
