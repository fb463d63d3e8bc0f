"""How weights and activations are distributed, layer by layer, and which neurons have stopped taking part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.network import Network, layer_name
from core.probe.health import LayerHealth, health
from core.probe.histograms import Histogram, activation_histograms, parameter_histograms
from core.probe.samples import spread
from core.snapshot import Snapshot
from gui.session.worker import IsWanted, Worker
from gui.theme import Theme
from gui.views.figure import share_text
from gui.views.inside.histogram_rows import HistogramRows, Row
from gui.views.inside.section import Section
from gui.views.inside.subject import Subject, products

EACH_SECONDS = 0.5
"""While training runs, at most twice a second."""
SHARE = 0.99
"""Where the largest values are far beyond all others, a histogram holds this share of them."""
BINS = 41
ALWAYS_ASKED = float("inf")
PRODUCTS, LEAST_ROWS = 400_000_000, 200


@dataclass(frozen=True, eq=False)
class _Found:
    """What the worker found: per dense layer a row; over how many samples of how many."""

    rows: tuple[Row, ...]
    looked_at: int
    of: int


class HistogramsSection(Section):
    """One row per layer of neurons, found by the worker."""

    def __init__(self, subject: Subject, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__("inside-histograms", "Weights and activations", subject, worker, EACH_SECONDS, parent)
        self.rows = HistogramRows()
        self.column.addWidget(self.words)
        self.column.addWidget(self.rows)

    def _draw_theme(self, theme: Theme) -> None:
        self.rows.show_theme(theme)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        subject, network, theta = self.subject, snapshot.network, snapshot.theta
        samples = subject.samples if subject.fits(network) else None
        x = None if samples is None else samples[0]
        most = int(np.clip(PRODUCTS // products(network), LEAST_ROWS, 10**9))

        def find(is_wanted: IsWanted) -> _Found | None:
            return _find(network, theta, x, most) if is_wanted() else None

        self.asking.ask(snapshot, (network, subject.kind, subject.dataset), ALWAYS_ASKED, find, self._show)

    def _show(self, found: _Found) -> None:
        self.rows.show_rows(found.rows)
        over = f" over {self.subject.counted(found.looked_at, found.of)}" if found.of else ""
        self.words.setText(f"Activations{over}." if over else "")


def _find(network: Network, theta: Array, x: Array | None, most: int) -> _Found:
    """All rows, from the first layer to the output.    x (samples, inputs), of which at most `most` are asked"""
    parameters = [entry for entry in parameter_histograms(network, theta, BINS, SHARE) if "weights" in entry]
    asked = None if x is None else x[spread(len(x), most)]
    if asked is not None and not np.isfinite(asked).all():
        asked = None
    activations: Sequence[Histogram | None] = [None] * len(network.dense)
    fares: Sequence[LayerHealth | None] = [None] * len(network.dense)
    if asked is not None and len(asked):
        activations = activation_histograms(network, theta, asked, BINS, SHARE)
        fares = health(network, theta, asked)
    rows = tuple(
        Row(layer_name(network, place), entry["weights"], entry.get("biases"), says, _words(network, place, fare))
        for place, (entry, says, fare) in enumerate(zip(parameters, activations, fares, strict=True))
    )
    return _Found(rows, 0 if asked is None else len(asked), 0 if x is None or asked is None else len(x))


def _words(network: Network, place: int, fare: LayerHealth | None) -> str:
    """What share of a layer's neurons is dead, or saturated; empty where the notion has no meaning."""
    if fare is None:
        return ""
    units = network.dense[place].units
    if fare.dead is not None:
        dead = int(fare.dead.sum())
        return "no neuron is dead" if not dead else f"{dead:,} of {units:,} neurons dead: on for no sample"
    if fare.saturated is not None:
        always = 0 if fare.always_saturated is None else int(fare.always_saturated.sum())
        share = share_text(round(1e6 * float(fare.saturated.mean())), 10**6)
        return f"{share} saturated" + (f"; {always:,} of {units:,} neurons for every sample" if always else "")
    return ""
