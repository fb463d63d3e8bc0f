"""Stop rules: training ends where a goal is reached, with the weights as they stand then."""

import math
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from core.snapshot import Score
from core.training import Training

Watched = Callable[[], tuple[str, Score]]
"""Which samples are watched ("validation", "test" or "training"), and how the network does on them."""


class Rule(NamedTuple):
    """One goal: so many epochs made, a watched loss of at most this, or at least this accuracy in percent."""

    name: Literal["epochs", "loss", "accuracy"]
    goal: float

    @property
    def key(self) -> str:
        """Tells the rule from others, and from itself with another goal."""
        return f"{self.name} {self.goal!r}"

    def is_met(self, epoch: int, score: Score | None) -> bool:
        """Whether the goal is reached; never by what is no number, nor an accuracy where there are no classes."""
        if self.name == "epochs":
            return epoch >= self.goal
        if score is None or not math.isfinite(score.loss):
            return False
        if self.name == "loss":
            return score.loss <= self.goal
        # 98.4 % of 125 are 123, also where their product has been rounded up.
        return score.correct is not None and 100.0 * score.correct >= self.goal * score.count * (1.0 - 1e-12)

    def sentence(self, epoch: int, kind: str, score: Score | None) -> str:
        """What is said when training ends here."""
        after = f"Stopped after epoch {epoch:,}: "
        if self.name == "epochs" or score is None:
            return f"{after}that was the goal."
        if self.name == "loss" or score.correct is None:
            return f"{after}the {kind} loss is {score.loss:.4g}; the goal was {self.goal:g}."
        share = 100.0 if score.correct == score.count else min(99.9, 100.0 * score.correct / score.count)
        counted = f"{share:.1f}".removesuffix(".0")
        return (
            f"{after}{counted} % of the {kind} samples are right ({score.correct:,} of {score.count:,}); the goal was "
            f"{self.goal:g} %."
        )


def rules_of(training: Training) -> tuple[Rule, ...]:
    """The rules that are set, in the order in which they are told of."""
    goals = (("accuracy", training.stop_accuracy), ("loss", training.stop_loss), ("epochs", training.stop_epochs))
    return tuple(Rule(name, goal) for name, goal in goals if goal is not None)  # type: ignore[arg-type]


class StopRules:
    """The rules of a training, and whether each was met when it was last looked at: only then it stops, once.

    A rule that is met when training begins lets it go on until it was not met for an epoch.

    stride   epochs between two looks at what is watched, so that they cost little beside the training
    watched  asked at most once a look

    `met` says by the rule's key whether it was met; a rule that is not in there has not been looked at.
    """

    def __init__(self, training: Training, stride: int, watched: Watched) -> None:
        self._rules, self._stride, self._watched = rules_of(training), stride, watched
        self.met: Mapping[str, bool] = {}

    def take_over(self, met: Mapping[str, bool]) -> None:
        """Go on from there; what is not known of today's rules is found out by `begin`."""
        self.met = {rule.key: met[rule.key] for rule in self._rules if rule.key in met}

    def begin(self, epoch: int) -> None:
        """Training begins or goes on: look at the rules that nobody has looked at."""
        missing = [rule for rule in self._rules if rule.key not in self.met]
        if missing:
            _, score = self._score_for(missing)
            self.met = {**self.met, **{rule.key: rule.is_met(epoch, score) for rule in missing}}

    def look(self, epoch: int) -> str | None:
        """The end of an epoch: why training ends here; None: it goes on."""
        due = [rule for rule in self._rules if rule.name == "epochs" or epoch % self._stride == 0]
        if not due:
            return None
        kind, score = self._score_for(due)
        before, self.met = self.met, {**self.met, **{rule.key: rule.is_met(epoch, score) for rule in due}}
        reached = (rule for rule in due if self.met[rule.key] and not before.get(rule.key, False))
        return next((rule.sentence(epoch, kind, score) for rule in reached), None)

    def epochs_to_look(self, epoch: int) -> int | None:
        """How many epochs after this one the next look is due; None: there is none."""
        found = [self._stride - epoch % self._stride for rule in self._rules if rule.name != "epochs"]
        found += [int(rule.goal) - epoch for rule in self._rules if rule.name == "epochs" and rule.goal > epoch]
        return min(found, default=None)

    def _score_for(self, rules: list[Rule]) -> tuple[str, Score | None]:
        return self._watched() if any(rule.name != "epochs" for rule in rules) else ("", None)
