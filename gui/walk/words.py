"""What is said of each phase of a training step, with the real numbers: pages as values."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.layers import BatchNormalization
from core.losses import loss_named
from core.moves import BIAS
from core.network import Network
from core.optimizers import CONSTANTS, optimizer_named
from core.probe.derived import deltas, derived, said
from core.probe.walk import Walk
from core.reckoning import TIMES, Line
from core.weight_names import parameter_name
from core.wording import MINUS, counted
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.written import amounts
from gui.canvas.look import Look
from gui.session.things import Bias, Edge, Neuron, Thing
from gui.walk.page import Page, Section, reckoned
from gui.walk.places import Place, every_place, in_order, number_at, strongest
from gui.walk.updating import update_lines
from gui.walk.written import figures, in_numbers, plain

MOST_ROWS = 64
"""Of more parameters the largest few are listed."""
MOST_EACH = 32
"""Of a larger batch the mean is told alone, and of more inputs to a neuron the strongest few."""
FEW = 8
CHOOSE = "Click a neuron or a weight for its own numbers."


@dataclass(frozen=True)
class Followed:
    """The weight or bias that is worked out in full, step after step.

    is_chosen  somebody has clicked it; else it was the steepest when one was looked for
    """

    place: Place
    is_chosen: bool = False


class Words:
    """Writes the pages of one walk.

    noun      what a sample of the data is called
    chosen    what is chosen on the canvas: it is what is worked out in full; None: what is steepest
    followed  what was worked out last, in a network of this shape: it is again, unless something else is chosen, so
              that one can see what becomes of it
    """

    def __init__(
        self,
        walk: Walk,
        labels: Labels,
        look: Look,
        noun: str,
        chosen: Thing | None = None,
        followed: Followed | None = None,
    ) -> None:
        self._walk, self._labels, self._look, self._noun = walk, labels, look, noun
        self._network: Network = walk.network
        is_input = isinstance(chosen, Neuron) and chosen.layer < 0
        self._chosen = None if is_input else chosen
        self.followed = followed
        """What is worked out, once gradient or update were written."""

    def page(self, phase: int, row: int) -> Page:
        """What is said of a phase; row: which one of the batch it speaks of."""
        with np.errstate(all="ignore"):  # numbers that ran away are said as they are
            return (self._forward, self._loss, self._gradient, self._update)[phase](row)

    # Names and numbers -----------------------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """With as many digits as the canvas has."""
        return plain(value, self._look.digits)

    def weight(self, place: Place) -> str:
        """What a weight or bias is called: by its name where names are shown, else by where it is."""
        layer, input, unit = place
        if self._look.names:
            return parameter_name(self._network, layer, input, unit)
        end = self._labels.neuron(self._network, layer, unit)
        if input == BIAS:
            return f"bias of {end}"
        return f"{self._labels.neuron(self._network, layer - 1, input)} → {end}"

    def _of_row(self, row: int) -> str:
        return f", {self._noun} {row + 1:,}" if self._walk.count > 1 else ""

    def _product(self, first: float, second: float) -> str:
        return in_numbers(Line("", "", f"{{}} {TIMES} {{}}", (first, second), first * second), self._look.digits)

    def _follow(self) -> None:
        """Settle which weight or bias is worked out in full: the chosen one, else the last one while it is of the
        chosen neuron, else the neuron's or the network's steepest."""
        match self._chosen:
            case Edge(layer, input, unit):
                self.followed = Followed((layer, input, unit), is_chosen=True)
            case Bias(layer, unit):
                self.followed = Followed((layer, BIAS, unit), is_chosen=True)
            case Neuron(layer, unit):
                if self.followed is None or (self.followed.place[0], self.followed.place[2]) != (layer, unit):
                    self.followed = Followed(self._steepest_into(layer, unit))
            case _:
                if self.followed is None:
                    found = strongest(self._network, self._walk.slope, 1) or strongest(
                        self._network, self._walk.change, 1
                    )
                    self.followed = Followed(found[0]) if found else None

    def _steepest_into(self, layer: int, unit: int) -> Place:
        inputs = self._network.widths[layer]
        places = [(layer, input, unit) for input in range(inputs)]
        places += [(layer, BIAS, unit)] if self._network.dense[layer].use_bias else []
        return max(places, key=lambda place: abs(number_at(self._network, self._walk.slope, place)))

    def _why(self) -> list[str]:
        """Why it is this one, where nobody has clicked it just now."""
        if self.followed is None:
            return [CHOOSE]
        name = self.weight(self.followed.place)
        if isinstance(self._chosen, Edge | Bias):
            return []
        if self.followed.is_chosen:
            why = f"Below is {name}, as before."
        else:
            of_all = "all" if self._chosen is None else "this neuron"
            why = f"Below is {name}: the steepest of {of_all} when first looked at, and followed from then on."
        return [why, CHOOSE] if self._chosen is None else [why, "Click another weight for its own numbers."]

    def _neuron(self) -> tuple[int, int]:
        """The neuron that is worked out in full."""
        if self._chosen is not None:
            return self._chosen.layer, self._chosen.unit
        return (0, 0) if self.followed is None else (self.followed.place[0], self.followed.place[2])

    def _list(self, vector: Array, what: str, most: str) -> Section:
        """All parameters with their numbers; of very many the largest."""
        total, network = every_place(self._network), self._network
        places = in_order(network) if total <= MOST_ROWS else strongest(network, vector, MOST_ROWS)
        heading = (
            f"all {total:,} {what}" if total <= MOST_ROWS else f"{len(places):,} of {total:,} {what}, {most} first"
        )
        rows = tuple((self.weight(place), " → ".join(self._numbers(vector, place))) for place in places)
        return Section(heading, rows, cells=tuple(self._cells(vector, places, total > MOST_ROWS)))

    def _cells(self, vector: Array, places: list[Place], is_mixed: bool) -> Iterator[tuple[str, ...]]:
        """A list as a table. What is in order stands below its neuron: the names of both ends would leave no room.

        is_mixed  they are not neuron by neuron
        """
        if vector is self._walk.change:
            yield "", "before", "after"
        neuron: tuple[int, int] | None = None
        for place in places:
            layer, input, unit = place
            name = self.weight(place)
            if not (is_mixed or self._look.names):
                if (layer, unit) != neuron:
                    yield (f"into {self._labels.neuron(self._network, layer, unit)}",)
                neuron = layer, unit
                name = "bias" if input == BIAS else self._labels.neuron(self._network, layer - 1, input)
            yield name, *self._numbers(vector, place)

    def _numbers(self, vector: Array, place: Place) -> list[str]:
        """What stands in a list: of an update the number before and after it."""
        walk = self._walk
        vectors = (walk.theta, walk.new_theta) if vector is walk.change else (vector,)
        return [self.number(number_at(self._network, one, place)) for one in vectors]

    # Forward ---------------------------------------------------------------------------------------------------------

    def _forward(self, row: int) -> Page:
        walk, network = self._walk, self._network
        layer, unit = self._neuron()
        text = "Each neuron adds up what comes in times its weights, plus its bias: z. It says a = f(z)."
        text += "" if self._chosen is not None else f" {CHOOSE}"
        name = self._labels.neuron(network, layer, unit)
        has_passed = "" if not network.followers[layer] else ", as dropout or batch norm passed it on"
        inputs = Section(f"into {name}{self._of_row(row)}{has_passed}", tuple(self._into(layer, unit, row)))
        z = Line("z", "their sum", "", (), float(walk.sums[layer][unit, row]))
        worked = reckoned(name, [z, *said(walk, layer, unit, row)], self._look.digits)
        outputs = walk.activations[-1][:, row]
        is_softmax = network.output.activation == "softmax"
        numbers = [
            f"{f'z = {self.number(float(z))}, a = ' if is_softmax else ''}{self._output(float(value))}"
            for z, value in zip(walk.sums[-1][:, row], outputs, strict=True)
        ]
        return Page(text, (inputs, worked, Section("outputs", self._of_outputs(numbers))))

    def _into(self, layer: int, unit: int, row: int) -> list[tuple[str, str]]:
        """What comes into a neuron, times its weights, and its bias."""
        view = self._network.dense_views(self._walk.theta)[layer]
        weights = view["weights"][:, unit].astype(np.float64)
        entering = self._walk.entering[layer][:, row].astype(np.float64)
        shown = np.arange(weights.size)
        if weights.size > MOST_EACH:
            shown = np.sort(np.argsort(-np.abs(weights * entering), kind="stable")[:FEW])
        rows = [
            (self._from(layer, int(at), unit), self._product(float(weights[at]), float(entering[at]))) for at in shown
        ]
        if shown.size < weights.size:
            rest = float(weights @ entering) - float(weights[shown] @ entering[shown])
            rows.append((f"… {weights.size - shown.size:,} more", figures(rest, self._look.digits)))
        if "biases" in view:
            name = parameter_name(self._network, layer, BIAS, unit) if self._look.names else "bias"
            rows.append((name, figures(float(view["biases"][unit]), self._look.digits)))
        return rows

    def _from(self, layer: int, input: int, unit: int) -> str:
        start = self._labels.neuron(self._network, layer - 1, input)
        return f"{parameter_name(self._network, layer, input, unit)}, {start}" if self._look.names else start

    def _output(self, value: float) -> str:
        is_scaled = self._labels.target_scale is not None
        return f"{self.number(value)} {amounts(self._labels, value, None)}" if is_scaled else self.number(value)

    def _of_outputs(self, numbers: list[str]) -> tuple[tuple[str, str], ...]:
        last = len(self._network.dense) - 1
        names = (self._labels.neuron(self._network, last, unit) for unit in range(len(numbers)))
        shown = list(zip(names, numbers, strict=True))
        more = [(f"… {len(shown) - MOST_EACH:,} more", "")] if len(shown) > MOST_EACH else []
        return tuple(shown[:MOST_EACH] + more)

    # Loss ------------------------------------------------------------------------------------------------------------

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
            many = counted(walk.count, self._noun)
            text += f" The mean over all {many} of the batch{weighed} is {self.number(walk.loss)}."
        if self._labels.target_scale is not None and losses.size == 1:
            said, known = float(walk.activations[-1][0, row]), float(walk.samples.y[row][0])
            answer, wanted = self._labels.amount(said), self._labels.amount(known)
            text += f" Output and target are scaled: in their own unit they are {answer} and {wanted}."
        rows = [
            f"{self.number(float(a))} for {self._target(float(y))}: {self.number(float(cost))}"
            for a, y, cost in zip(walk.activations[-1][:, row], walk.samples.y[row], losses, strict=True)
        ]
        outputs = Section("output for target: loss", self._of_outputs(rows))
        if not 1 < walk.count <= MOST_EACH:
            return Page(text, (outputs,))
        each = [(f"{self._noun} {index + 1:,}", self._share(index)) for index in range(walk.count)]
        mean = ("their mean", self.number(walk.loss))
        return Page(text, (outputs, Section(f"loss of each {self._noun}", (*each, mean))))

    def _share(self, row: int) -> str:
        """What a row counts in the batch's loss."""
        weights, loss = self._walk.samples.weights, self._walk.loss_of(row)
        return self.number(loss) if weights is None else self._product(float(weights[row]), loss)

    def _target(self, value: float) -> str:
        return f"{value:.0f}".replace("-", MINUS) if value.is_integer() else self.number(value)

    # Gradient --------------------------------------------------------------------------------------------------------

    def _gradient(self, row: int) -> Page:
        self._follow()
        walk, training = self._walk, self._walk.training
        many = counted(walk.count, self._noun)
        parts = ["∂L/∂w is δ of the weight's neuron, ∂L/∂z, times what comes in; ∂L/∂b is δ itself."]
        parts += [f"Of a batch it is the mean over its {many}."] if walk.count > 1 else []
        if walk.is_clipped:
            parts.append(
                f"Together it is {self.number(walk.length)} long: the update takes all of it shortened to "
                f"{training.clip_norm:g}."
            )
        if any(layer.locked or layer.cut or layer.lock_biases for layer in self._network.dense):
            parts.append("Locked and cut weights get 0.")
        if not walk.slope.any():
            parts.append("Here it is 0 everywhere: nothing will move.")
        else:
            parts += self._why()
        layer, unit = self._neuron()
        found, name = derived(walk, layer, unit, row), self._labels.neuron(self._network, layer, unit)
        sections: list[Section] = []
        if 0 < len(found.terms) <= MOST_EACH:
            above = tuple(
                (self._labels.neuron(self._network, layer + 1, up), self._product(*term.numbers))
                for up, term in found.terms
            )
            sections.append(Section(f"w δ from above, for {name}{self._of_row(row)}", above))
        sections.append(reckoned(f"δ of {name}{self._of_row(row)}", list(found.lines), self._look.digits))
        if self.followed is not None:
            sections += self._slope_of(self.followed.place)
        sections.append(self._list(walk.slope, "gradients", "the steepest"))
        return Page(" ".join(parts), tuple(sections))

    def _slope_of(self, place: Place) -> list[Section]:
        """How the gradient of one weight comes about."""
        walk, network, (layer, input, unit) = self._walk, self._network, place
        name, digits = self.weight(place), self._look.digits
        delta = deltas(walk, layer)[unit]
        below = np.ones(walk.count) if input == BIAS else walk.entering[layer][input].astype(np.float64)
        of_loss, sections = number_at(network, walk.gradient, place), []
        symbol = "∂L/∂b" if input == BIAS else "∂L/∂w"
        if walk.count == 1:
            numbers = (float(delta[0]),) if input == BIAS else (float(delta[0]), float(below[0]))
            formula = "δ" if input == BIAS else f"δ {TIMES} what comes in"
            lines = [Line(symbol, formula, f" {TIMES} ".join("{}" for _ in numbers), numbers, of_loss)]
        else:
            if walk.count <= MOST_EACH:
                what = "δ" if input == BIAS else f"δ {TIMES} what comes in"
                each = tuple(
                    (
                        f"{self._noun} {row + 1:,}",
                        figures(float(delta[row]), digits)
                        if input == BIAS
                        else self._product(float(delta[row]), float(below[row])),
                    )
                    for row in range(walk.count)
                )
                sections.append(Section(f"{what}, for {name}", each))
            lines = [Line(symbol, f"mean over {counted(walk.count, self._noun)}", "", (), of_loss)]
        penalty = number_at(network, walk.penalty, place)
        if penalty:
            lines.append(self._with_penalty(place, symbol, of_loss))
        return [*sections, reckoned(f"gradient of {name}", lines, digits)]

    def _with_penalty(self, place: Place, symbol: str, of_loss: float) -> Line:
        training, weight = self._walk.training, number_at(self._network, self._walk.theta, place)
        formula, reckoning, numbers = f"{symbol} of the loss", "{}", [of_loss]
        if training.l1:
            formula, reckoning = f"{formula} + L1 sign(w)", f"{reckoning} + {{}} {TIMES} {{}}"
            numbers += [training.l1, float(np.sign(weight))]
        if training.l2:
            formula, reckoning = f"{formula} + 2 L2 w", f"{reckoning} + 2 {TIMES} {{}} {TIMES} {{}}"
            numbers += [training.l2, weight]
        total = of_loss + number_at(self._network, self._walk.penalty, place)
        return Line(f"{symbol} with the penalty", formula, reckoning, tuple(numbers), total)

    # Update ----------------------------------------------------------------------------------------------------------

    def _update(self, row: int) -> Page:
        self._follow()
        walk, training = self._walk, self._walk.training
        optimizer = optimizer_named(training.optimizer)
        rate = f"η = {figures(walk.rate, self._look.digits)}"
        constants = ", ".join(
            [rate, *(f"{CONSTANTS[name]} = {figures(getattr(training, name), 5)}" for name in optimizer.settings)]
        )
        count = f", t = {walk.new_updates:,}" if "ᵗ" in optimizer.formula else ""
        parts = [f"{optimizer.label}: {optimizer.formula}; {constants}{count}."]
        if any(isinstance(layer, BatchNormalization) for layer in self._network.layers):
            parts.append("Gamma and beta of batch norm move in the same way.")
        if not walk.change.any():
            parts.append("No weight moves.")
        else:
            parts += self._why()
        sections = []
        if self.followed is not None:
            lines = update_lines(walk, self.followed.place)
            sections.append(reckoned(f"θ = {self.weight(self.followed.place)}", lines, self._look.digits, "←"))
        sections.append(self._list(walk.change, "weights and biases", "the largest changes"))
        return Page(" ".join(parts), tuple(sections))
