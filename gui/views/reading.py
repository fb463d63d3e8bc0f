"""What ten outputs amount to: the digit that is read, and what is said about it."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.wording import MINUS

NO_DIGIT = "\N{EN DASH}"
"""Stands where an answer would, and is called:"""
NO_ANSWER = "no answer"
MOST_NAMED = 2
"""So many other digits are named."""
ZERO_TO_ONE = (0.0, 1.0)
"""What most outputs are trained towards, for no and for yes."""


@dataclass(frozen=True)
class Reading:
    """What an answer amounts to.

    winner  the digit that is read; None: none is
    lines   what stands below it
    truth   the digit that it should be; None: not known, or none
    others  digits whose outputs say yes as well: the winner is none that the network is sure of
    """

    winner: int | None
    lines: tuple[str, ...]
    truth: int | None = None
    others: tuple[int, ...] = ()

    @property
    def big(self) -> str:
        """The big sign: the digit, or a dash."""
        return NO_DIGIT if self.winner is None else str(self.winner)

    @property
    def sentence(self) -> str:
        """All of it in one line, for those who hear it."""
        return ", ".join(self.lines if self.winner is None else (self.big, *self.lines))

    @property
    def is_wrong(self) -> bool:
        """Whether another digit is read than it is."""
        return None not in (self.winner, self.truth) and self.winner != self.truth


def with_article(digit: int) -> str:
    """A digit in a sentence: "a 3", "an 8"."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def output_text(value: float, is_share: bool, digits: int = 1) -> str:
    """An output: 0.97, and only a share of all (softmax) in percent, with this many digits behind the point."""
    return f"{100.0 * value:.{digits}f} %" if is_share else f"{value:.2f}".replace("-", MINUS)


def reading(outputs: Array, sample: Array, is_share: bool, values: tuple[float, float] = ZERO_TO_ONE) -> Reading:
    """Read ten outputs to a sample of seven segments.

    A digit is read where its output is the largest and not below the middle of the values for no and yes; a blank pad
    never reads as one. Outputs are written 0.97; only shares that add up to 1 (softmax) are written in percent.
    """
    decides_at = sum(values) / 2.0
    if not sample.any():
        return Reading(None, (NO_ANSWER, "the pad is blank"))
    first, second = _two_largest(outputs)
    if np.isnan(outputs[first]):
        return Reading(None, (NO_ANSWER, "the outputs are not numbers"))
    if outputs[first] < decides_at:
        return Reading(None, (NO_ANSWER, f"every output is below {output_text(decides_at, is_share)}"))
    largest = f"output {output_text(outputs[first], is_share)}"
    others = () if is_share else also_yes(outputs, first, decides_at)
    if others:
        known = outputs[[first, *others]]
        ends = f"outputs {output_text(known.max(), False)} and {output_text(known.min(), False)}"
        if len(others) > 1:
            ends = f"outputs from {output_text(known.min(), False)} to {output_text(known.max(), False)}"
        return Reading(first, (f"not sure: {_one_of(first, others)}", ends), others=others)
    return Reading(first, (largest, _runner_up(outputs, second, is_share)))


def also_yes(outputs: Array, winner: int, decides_at: float) -> tuple[int, ...]:
    """The other digits whose outputs reach the middle between no and yes."""
    return tuple(digit for digit in np.flatnonzero(outputs >= decides_at).tolist() if digit != winner)


def _one_of(first: int, others: tuple[int, ...]) -> str:
    """ "8 or 2", "8, 2 or 3", "one of 5"."""
    if len(others) > MOST_NAMED:
        return f"one of {len(others) + 1}"
    *most, last = (str(digit) for digit in (first, *others))
    return f"{', '.join(most)} or {last}"


def others_say(others: tuple[int, ...]) -> str:
    """ "5 says yes, too", "3 and 5 say yes, too", "4 others say yes, too"."""
    if len(others) > MOST_NAMED:
        return f"{len(others)} others say yes, too"
    return f"{' and '.join(map(str, others))} {'says' if len(others) == 1 else 'say'} yes, too"


def reading_of_picture(outputs: Array, truth: int | None, is_share: bool) -> Reading:
    """Read ten outputs to a picture of a digit: the largest decides, however small it is."""
    if not np.isfinite(outputs).all():
        return Reading(None, (NO_ANSWER, "the outputs are not numbers"), truth)
    first, second = _two_largest(outputs)
    largest = output_text(outputs[first], is_share)
    said = f"{largest} sure" if is_share else f"output {largest}"
    if truth is not None and truth != first:
        said += f", but it is {with_article(truth)}"
    return Reading(first, (said, _runner_up(outputs, second, is_share)), truth)


def _two_largest(outputs: Array) -> list[int]:
    largest: list[int] = np.argsort(-outputs, kind="stable")[:2].tolist()
    return largest


def _runner_up(outputs: Array, second: int, is_share: bool) -> str:
    return f"next: {second} with {output_text(outputs[second], is_share)}"
