"""An answer in words: what stands large, what stands small, and what is drawn beside it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import Array
from core.probe.answering import Answering
from gui.amounts import amount, signed_amount
from gui.views.reading import NO_DIGIT, output_text

MOST_BARS = 8
"""Of more classes the likeliest so many have a bar."""
LONGEST_NAME = 40
"""Signs of a name in a sentence; of a longer one its beginning and its end stand there."""


class ClassBar(NamedTuple):
    """One class: its share of the bar's length, what is said of it, and whether it is the answer."""

    name: str
    share: float
    text: str
    is_answer: bool


class ScaleMark(NamedTuple):
    """One number on a scale.

    share   where it lies, 0 to 1; beyond where it is outside
    ends    what the scale's ends are called
    middle  where a no becomes a yes, as a share; None: nowhere
    """

    share: float
    ends: tuple[str, str]
    middle: float | None = None


@dataclass(frozen=True)
class Told:
    """An answer, told.

    big       the answer itself
    figure    how sure, or what the number is
    lines     what stands below
    is_wrong  whether it is known to be another class
    bars      of several classes
    scale     of one number
    """

    big: str
    figure: str
    lines: tuple[str, ...] = ()
    is_wrong: bool = False
    bars: tuple[ClassBar, ...] = ()
    scale: ScaleMark | None = None

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        big = "no answer" if self.big == NO_DIGIT else self.big
        return "; ".join((f"{big} {self.figure}".strip(), *self.lines))


def told(asked: Answering, outputs: Array, target: Array | None) -> Told:
    """The answer to one row.

    outputs  (outputs,), as `Answering.outputs` gives them
    target   (outputs,) as the data hold it; None: not known
    """
    if not np.isfinite(outputs).all():
        return Told(NO_DIGIT, "", ("The answer is not a number: training ran away.",))
    if asked.meaning.kind == "numbers":
        return _number(asked, outputs.astype(np.float64), target)
    decided = int(asked.meaning.decided(outputs[:, np.newaxis])[0])
    truth = None if target is None else int(asked.meaning.truth(target[np.newaxis])[0])
    found = _two(asked, outputs, decided) if asked.meaning.kind == "two classes" else _several(asked, outputs, decided)
    if truth is None:
        return found
    is_wrong = decided != truth
    truth_told = f"Wrong: it is “{asked.meaning.class_name(truth)}”." if is_wrong else "Right."
    lines = (" ".join((truth_told, *found.lines[:1])), *found.lines[1:])
    return Told(found.big, found.figure, lines, is_wrong, found.bars, found.scale)


def _two(asked: Answering, outputs: Array, decided: int) -> Told:
    low, high = asked.meaning.values
    output = float(outputs[0])
    names = asked.classes
    middle = output_text((low + high) / 2.0, False)
    line = f"{middle} or more means “{names[1]}”."
    scale = ScaleMark((output - low) / (high - low), (names[0], names[1]), 0.5)
    return Told(names[decided], output_text(output, False), (line,), scale=scale)


def _several(asked: Answering, outputs: Array, decided: int) -> Told:
    low, high = asked.meaning.values
    is_share = asked.meaning.is_share
    values = outputs.astype(np.float64)
    order = np.argsort(-values, kind="stable").tolist()
    shown = sorted(order[:MOST_BARS]) if len(order) > MOST_BARS else range(len(order))
    bars = tuple(
        ClassBar(
            asked.meaning.class_name(index),
            float((values[index] - low) / (high - low)),
            output_text(values[index], is_share),
            index == decided,
        )
        for index in shown
    )
    rest = len(order) - len(bars)
    more = ("1 other class has less." if rest == 1 else f"{rest} other classes have less.",) if rest else ()
    if decided < 0:
        return Told(NO_DIGIT, "", ("No output is large enough.", *more), bars=bars)
    figure = output_text(values[decided], is_share)
    second = next(index for index in order if index != decided)
    share = output_text(values[second], is_share)
    lines = (f"Next: {asked.meaning.class_name(second)} with {share}.", *more)
    if share == output_text(0.0, True):  # where nobody else has anything, it says nothing who is next
        lines = ()
    return Told(asked.meaning.class_name(decided), figure, lines, bars=bars)


def range_of(asked: Answering) -> tuple[float, float]:
    """What answers reach over: from no to yes, or over the numbers that are trained on, in their own unit."""
    if asked.meaning.kind != "numbers":
        return asked.meaning.values
    return asked.dataset.target_range


def sense_of(asked: Answering, output: int, noun: str) -> str:
    """What right and left mean, where this output is taken apart; `noun` is what a sample is called."""
    match asked.meaning.kind:
        case "two classes":
            left, right = (f"towards {_brief(name)}" for name in asked.classes)
        case "classes":
            right, left = f"for {_brief(asked.classes[output])}", "against it"
        case _:
            name = asked.dataset.target_name or ("the output" if asked.network.outputs == 1 else f"output {output + 1}")
            right, left = f"{_brief(name)} rises", "it falls"
    return f"Each column set against an average {noun}. To the right: {right}; to the left: {left}."


def _brief(name: str) -> str:
    """A name as it fits into a sentence: without a space in it, a long one would make the page wider."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME // 2]}…{name[-LONGEST_NAME // 2 + 1 :]}"


def _number(asked: Answering, outputs: Array, target: Array | None) -> Told:
    low, high = range_of(asked)
    reach = high - low
    texts = [amount(float(value), reach) for value in outputs]
    name = asked.dataset.target_name or "output"
    lines = []
    if target is not None:
        truth = float(asked.meaning.own(target)[0])
        lines.append(f"It is {amount(truth, reach)}: {signed_amount(float(outputs[0]) - truth, reach)} off.")
    mark = None
    if len(outputs) == 1 and reach > 0.0:  # a single number trained on is no scale
        ends = f"trained on {amount(low, reach)}", f"to {amount(high, reach)}"
        mark = ScaleMark((float(outputs[0]) - low) / reach, ends)
    return Told(", ".join(texts), name, tuple(lines), scale=mark)
