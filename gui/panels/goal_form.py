"""How often a training is repeated and what counts as success: seeds, epochs, and a goal."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.data import build
from core.errors import UserError
from core.losses import loss_named
from core.probe.baseline import knows_nothing, mean_error
from core.repeat import LEAST_SEEDS, MOST_SEEDS, Goal
from core.runs import Measure
from core.specs import Project
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.number_field import NumberField, parse_count, parse_number
from gui.theme import GRID_PX
from gui.views.axes import number_text

SEEDS_PX, GOAL_PX, CHOICE_PX = 56, 84, 150
USUAL_SEEDS, USUAL_EPOCHS, USUAL_STEPS = 10, 100, 2500
"""What is offered: this many seeds, and epochs for so many steps at least."""
USUAL_SHARE, USUAL_RATE = 0.98, 0.1
"""The goals that are offered: this share of right answers; this part of the error or loss that knowing nothing has."""


class GoalForm(QWidget):
    """Offers the project's own stop rules, or what fits it, until somebody types something else."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("goal-form")
        self.seeds, self._epochs = USUAL_SEEDS, USUAL_EPOCHS
        self._measure: Measure = "score"
        self._values: dict[Measure, float] = {"score": USUAL_SHARE, "loss": USUAL_RATE}
        self._is_share = True
        self._asked: object = None
        self._count = NumberField(
            "repeat-seeds", "Seeds",
            f"How often to train, each time from other first weights and in another order: {LEAST_SEEDS} to "
            f"{MOST_SEEDS}. The first seed is the project's own.",
            self._commit_count, SEEDS_PX,
        )  # fmt: skip
        self._most = NumberField(
            "repeat-epochs", "Most epochs", "After so many epochs without the goal a seed has not reached it.",
            self._commit_epochs, SEEDS_PX,
        )  # fmt: skip
        self._choice = ChoiceField(
            "repeat-measure", "Goal", "What a run shall come to, on the samples that are watched.", CHOICE_PX
        )
        self._choice.chosen.connect(self._choose_measure)
        self._value = NumberField("repeat-goal", "", "The number to be reached.", self._commit_value, GOAL_PX)
        self._value.field.setAccessibleName("Number to be reached")
        counts, goal = QHBoxLayout(), QHBoxLayout()
        counts.setSpacing(2 * GRID_PX)
        counts.addWidget(self._count, 1)
        counts.addWidget(self._most, 1)
        goal.setSpacing(GRID_PX)
        goal.addWidget(self._choice, 1)
        goal.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(counts)
        column.addLayout(goal)
        self._show()

    @property
    def goal(self) -> Goal:
        """What is to be reached."""
        return Goal(self._measure, self._values[self._measure], self._epochs)

    @property
    def is_refused(self) -> bool:
        """Whether something that cannot be was typed last."""
        return any(field.is_refused for field in (self._count, self._most, self._value))

    def show_project(self, project: Project) -> None:
        """Offer what fits other data, or another loss; what was typed for these stays."""
        training = project.training
        rules = training.stop_epochs, training.stop_loss, training.stop_accuracy
        asked = project.data, training.loss, training.batch_size, rules
        if asked == self._asked or project.data is None:
            return
        dataset = build(project.data)
        if dataset.lacks is not None:
            return  # there is nothing yet that a goal could be for
        self._asked = asked
        is_regression = dataset.task == "regression" or (
            dataset.task is None and not loss_named(training.loss).is_for_classes
        )
        self._is_share = not is_regression
        steps = -(-len(dataset.x) // training.batch_size)
        self._epochs = training.stop_epochs or max(USUAL_EPOCHS, USUAL_STEPS // steps)
        own = dataset.own(dataset.y)
        score = _round(USUAL_RATE * mean_error(own, own)) if is_regression else USUAL_SHARE
        loss = _round(USUAL_RATE * (knows_nothing(training.loss, dataset.y) or 1.0))
        if training.stop_accuracy is not None and not is_regression:
            score = training.stop_accuracy / 100.0
        elif training.stop_loss is not None:
            loss, self._measure = training.stop_loss, "loss"
        self._values = {"score": score, "loss": loss}
        self._show()

    def _show(self) -> None:
        self._count.show_value(str(self.seeds))
        self._most.show_value(str(self._epochs))
        score = Option("score", "accuracy at least", "The share of right answers.")
        if not self._is_share:
            score = Option("score", "error at most", "The root mean squared error.")
        self._choice.show_choice((score, Option("loss", "loss at most", "Without penalties.")), self._measure)
        value = self._values[self._measure]
        is_percent = self._measure == "score" and self._is_share
        self._value.show_value(f"{100.0 * value:g} %" if is_percent else f"{value:g}")

    def _choose_measure(self, measure: Measure) -> None:
        self._measure = measure
        self._show()

    def _commit_count(self, typed: str) -> None:
        count = parse_count(typed, "Seeds")
        if not LEAST_SEEDS <= count <= MOST_SEEDS:
            raise UserError(f"There cannot be {count:,} seeds.", f"Choose {LEAST_SEEDS} to {MOST_SEEDS}.")
        self.seeds = count
        self._show()

    def _commit_epochs(self, typed: str) -> None:
        self._epochs = Goal(self._measure, self._values[self._measure], parse_count(typed, "Most epochs")).epochs
        self._show()

    def _commit_value(self, typed: str) -> None:
        if self._measure == "score" and self._is_share:
            value = parse_number(typed.removesuffix("%").strip(), "Goal", "a percentage such as 98") / 100.0
            if not 0.0 < value <= 1.0:
                raise UserError(f"An accuracy cannot be {100.0 * value:g} %.", "It lies above 0, up to 100 %.")
        else:
            value = parse_number(typed, "Goal")
        self._values[self._measure] = Goal(self._measure, value, self._epochs).value
        self._show()


def goal_text(goal: Goal, is_share: bool, kind: str) -> str:
    """In a sentence: "98 % test accuracy", "a test loss of 0.1"."""
    if goal.measure == "score" and is_share:
        return f"{100.0 * goal.value:g} % {kind} accuracy"
    return f"a {kind} {'loss' if goal.measure == 'loss' else 'error'} of {number_text(goal.value)}"


def _round(value: float) -> float:
    """To one digit that matters."""
    return float(f"{value:.0e}")
