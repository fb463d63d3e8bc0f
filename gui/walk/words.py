"""What is said of each phase of a training step, with the real numbers: pages as values."""

from dataclasses import dataclass

import numpy as np

from core.activations import activation_named
from core.arrays import Array, Indices
from core.losses import loss_named
from core.moves import BIAS
from core.network import Network
from core.optimizers import optimizer_named
from core.probe.walk import Walk
from core.weight_names import parameter_name
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.written import amount, amounts, fixed
from gui.canvas.look import Look

PHASES = ("Forward", "Loss", "Gradient", "Update")
FORWARD, LOSS, GRADIENT, UPDATE = range(4)
MOST_ROWS = 8
MOST_TERMS = 3
"""A sum of more terms is not written out."""
TIMES = "\N{MULTIPLICATION SIGN}"
DIFFERS = {
    "momentum": "A share of the last change goes on",
    "nesterov": "A share of the last change goes on, and the gradient is taken ahead of it",
    "adagrad": "Each gradient is divided by the root of all its squares so far",
    "rmsprop": "Each gradient is divided by the root of its recent squares",
    "adam": "A running mean of the gradients is divided by the root of their mean square",
    "adamw": "A running mean of the gradients is divided by the root of their mean square, and weights decay a little",
    "adamax": "A running mean of the gradients is divided by the largest of them",
    "nadam": "A running mean of the gradients, one step ahead, is divided by the root of their mean square",
}
"""Why the change is not the learning rate times the gradient; of plain SGD it is."""


@dataclass(frozen=True)
class Page:
    """What the panel says of a phase.

    text     one or two sentences
    heading  what the rows are
    rows     (what, its number) each
    """

    text: str
    heading: str = ""
    rows: tuple[tuple[str, str], ...] = ()


class Words:
    """Writes the pages of one walk.

    noun  what a sample of the data is called
    """

    def __init__(self, walk: Walk, labels: Labels, look: Look, noun: str) -> None:
        self._walk, self._labels, self._look, self._noun = walk, labels, look, noun
        self._network: Network = walk.network

    def page(self, phase: int, row: int) -> Page:
        """What is said of a phase; forward and loss speak of one row of the batch."""
        with np.errstate(all="ignore"):  # numbers that ran away are said as they are
            return (self._forward, self._loss, self._gradient, self._update)[phase](row)

    def number(self, value: float) -> str:
        """With as many digits as the canvas has; what would be 0 and is not, with its power of ten."""
        text = fixed(value, self._look.digits)
        if value != 0.0 and np.isfinite(value) and float(text.replace("\u2212", "-")) == 0.0:
            return f"{value:.1e}".replace("-", "\u2212")
        return text

    def weight(self, layer: int, input: int, unit: int) -> str:
        """What a weight or bias is called: by its name where names are shown, else by where it is."""
        if self._look.names:
            return parameter_name(self._network, layer, input, unit)
        end = self._labels.neuron(self._network, layer, unit)
        if input == BIAS:
            return f"bias of {end}"
        return f"{self._labels.neuron(self._network, layer - 1, input)} → {end}"

    def _forward(self, row: int) -> Page:
        walk, network = self._walk, self._network
        view = network.dense_views(walk.theta)[0]
        z, a = float(walk.sums[0][0, row]), float(walk.activations[0][0, row])
        name = self._labels.neuron(network, 0, 0)
        formula = activation_named(network.dense[0].activation).label
        terms = ""
        if network.inputs <= MOST_TERMS and not network.followers[0]:
            products = [
                f"{self._part(float(weight))} {TIMES} {self._part(float(x))}"
                for weight, x in zip(view["weights"][:, 0], walk.samples.x[row], strict=True)
            ]
            bias = [self._part(float(view["biases"][0]))] if "biases" in view else []
            terms = " + ".join([*products, *bias]) + " = "
        text = (
            "Each neuron adds up what comes in times its weights, plus its bias, and says f of that sum. "
            f"{name}: z = {terms}{self.number(z)}, {formula} makes it {self.number(a)}."
        )
        outputs = walk.activations[-1][:, row]
        return Page(text, "outputs", self._of_outputs([self._output(float(value)) for value in outputs]))

    def _output(self, value: float) -> str:
        scale = self._labels.target_scale
        return self.number(value) if scale is None else f"{self.number(value)} {amounts(scale, value, None)}"

    def _part(self, value: float) -> str:
        return f"({self.number(value)})" if value < 0.0 else self.number(value)

    def _of_outputs(self, numbers: list[str]) -> tuple[tuple[str, str], ...]:
        last = len(self._network.dense) - 1
        names = (self._labels.neuron(self._network, last, unit) for unit in range(len(numbers)))
        shown = list(zip(names, numbers, strict=True))
        more = [(f"… {len(shown) - 2 * MOST_ROWS:,} more", "")] if len(shown) > 2 * MOST_ROWS else []
        return tuple(shown[: 2 * MOST_ROWS] + more)

    def _loss(self, row: int) -> Page:
        walk = self._walk
        loss, losses = loss_named(walk.training.loss), walk.losses(row)
        total = self.number(walk.loss_of(row))
        if losses.size == 1:
            text = f"{loss.label}, {loss.formula}: {total} here."
        else:
            how = "added up" if walk.adds_up else "on average"
            text = f"{loss.label}, {loss.formula}: what the outputs cost is {total} {how}."
        if walk.count > 1:
            weighed = ", its classes weighed as the settings say" if walk.samples.weights is not None else ""
            text += f" Over all {walk.count:,} {self._noun}s of the batch{weighed} it is {self.number(walk.loss)}."
        scale = self._labels.target_scale
        if scale is not None and losses.size == 1:
            said, wanted = (amount(scale, float(of[0])) for of in (walk.activations[-1][:, row], walk.samples.y[row]))
            text += f" Output and target are scaled: in their own unit they are {said} and {wanted}."
        rows = [
            f"{self.number(float(a))} for {self._target(float(y))}: {self.number(float(cost))}"
            for a, y, cost in zip(walk.activations[-1][:, row], walk.samples.y[row], losses, strict=True)
        ]
        return Page(text, "output for target: loss", self._of_outputs(rows))

    def _target(self, value: float) -> str:
        return f"{value:.0f}".replace("-", "\u2212") if value.is_integer() else self.number(value)

    def _gradient(self, row: int) -> Page:
        walk, training = self._walk, self._walk.training
        parts = ["The gradient of a weight is δ of its neuron, ∂L/∂z, times what comes in"]
        parts[0] += "." if walk.count == 1 else f"; of a batch, the mean over its {walk.count:,} {self._noun}s."
        steepest = self._steepest(walk.gradient)
        example = next((place for place in steepest if place[1] != BIAS), None)
        if example is not None and walk.count == 1 and not self._network.followers[example[0]]:
            layer, input, unit = example
            delta, below = float(walk.deltas[layer][unit, 0]), self._below(layer, input)
            found = self.number(delta * below)
            parts.append(f"{self.weight(*example)}: {self.number(delta)} {TIMES} {self._part(below)} = {found}.")
        if training.l1 or training.l2:
            terms = (("sign(w)", training.l1, f"{training.l1:g}"), ("w", training.l2, f"2 {TIMES} {training.l2:g}"))
            formula = " + ".join(f"{factor} {what}" for what, amount, factor in terms if amount)
            parts.append(f"The penalty adds {formula}.")
        if walk.is_clipped:
            parts.append(
                f"Together it is {self.number(walk.length)} long: all of it is shortened to {training.clip_norm:g}."
            )
        if any(layer.locked or layer.cut or layer.lock_biases for layer in self._network.dense):
            parts.append("Locked and cut weights get 0.")
        if not steepest:
            parts.append("Here it is 0 everywhere: nothing will move.")
        rows = [(self.weight(*place), self.number(self._at(walk.pull, place))) for place in self._steepest(walk.pull)]
        return Page(" ".join(parts), "steepest", tuple(rows))

    def _below(self, layer: int, input: int) -> float:
        """What comes in from a neuron of the column before a layer, in the first row."""
        walk = self._walk
        return float(walk.samples.x[0, input] if layer == 0 else walk.activations[layer - 1][input, 0])

    def _update(self, row: int) -> Page:
        walk, training = self._walk, self._walk.training
        optimizer = optimizer_named(training.optimizer)
        moved = self._steepest(walk.change)
        rate = f"{walk.rate:.6g}"
        if not moved:
            return Page(f"{optimizer.label}, η = {rate}: no weight moves.")
        first = moved[0]
        before, pull = self._at(walk.theta, first), self._at(walk.pull, first)
        after = self.number(self._at(walk.new_theta, first))
        name = self.weight(*first)
        if training.optimizer == "sgd":
            text = (
                f"Each weight goes down its gradient, by η = {rate} times as much. "
                f"{name}: {self.number(before)} \u2212 {rate} {TIMES} {self._part(pull)} = {after}."
            )
        else:
            plain = self.number(before - walk.rate * pull)
            text = (
                f"{optimizer.label}: {optimizer.formula}, η = {rate}. {DIFFERS[training.optimizer]}. "
                f"{name}: {after}, where η times its gradient alone would make {plain}."
            )
        rows = []
        for place in moved:
            old, new = (self.number(self._at(vector, place)) for vector in (walk.theta, walk.new_theta))
            rows.append((self.weight(*place), f"{old} → {new}"))
        return Page(text, "largest changes", tuple(rows))

    def _at(self, vector: Array, place: tuple[int, int, int]) -> float:
        layer, input, unit = place
        view = self._network.dense_views(vector)[layer]
        return float(view["biases"][unit] if input == BIAS else view["weights"][input, unit])

    def _steepest(self, vector: Array) -> list[tuple[int, int, int]]:
        """The places of the largest numbers of a vector like theta, the largest first; none that is 0."""
        found: list[tuple[float, tuple[int, int, int]]] = []
        for layer, view in enumerate(self._network.dense_views(vector)):
            for kind, numbers in view.items():
                sizes = np.nan_to_num(np.abs(numbers.ravel().astype(np.float64)), posinf=1e300)
                most = np.argsort(-sizes, kind="stable")[:MOST_ROWS] if sizes.size < 10_000 else _top(sizes)
                for index in most.tolist():
                    input, unit = (BIAS, index) if kind == "biases" else divmod(index, numbers.shape[1])
                    found.append((float(sizes[index]), (layer, input, unit)))
        found.sort(key=lambda entry: -entry[0])
        return [place for size, place in found[:MOST_ROWS] if size > 0.0]


def _top(sizes: Array) -> Indices:
    most = np.argpartition(sizes, -MOST_ROWS)[-MOST_ROWS:]
    ordered: Indices = most[np.argsort(-sizes[most], kind="stable")]
    return ordered
