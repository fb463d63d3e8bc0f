"""The two kinds of row that the training panel is made of: a number that is typed, and a choice from a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.edits import Edit
from core.errors import UserError
from core.optimizers import OPTIMIZERS, optimizer_named
from core.schedules import SCHEDULES, rate_at, schedule_named
from core.specs import Project
from core.training import Training
from core.wording import short_power
from gui.panels.choice_field import Option
from gui.panels.number_field import parse_count, parse_number


@dataclass(frozen=True)
class Number:
    """A field of `Training` that is typed.

    is_count    it is a whole number
    unit        stands behind the number, and need not be typed
    can_be_off  an empty field means None
    width_px    of the field
    decide      (project, value) -> the edit, where more than the field changes along
    is_for      whether it has a meaning for a project, besides being read
    """

    name: str
    label: str
    tip: str
    is_count: bool = False
    unit: str = ""
    can_be_off: bool = False
    decide: Callable[[Project, Any], Edit] | None = None
    width_px: int = 84
    is_for: Callable[[Project], bool] = lambda project: True

    def is_offered(self, project: Project) -> bool:
        """Whether training reads it."""
        return is_read(project.training, self.name) and self.is_for(project)

    def shown(self, project: Project) -> str:
        """What stands in the field."""
        return self._text(getattr(project.training, self.name))

    def edit(self, project: Project, typed: str) -> Edit:
        """The edit that this text asks for.

        Raises UserError for what is no number, and for a number that cannot be.
        """
        value = self._value(typed)
        try:
            if self.decide is not None:
                return self.decide(project, value)
            text = f"turn {_inside(self.label)} off" if value is None else set_to(self.label, self._text(value))
            return changed(project, self.name, value, text)
        except UserError as error:
            if not error.message.startswith(self.name):
                raise
            # Core speaks of beta_1, the panel of Beta 1.
            raise UserError(self.label + error.message.removeprefix(self.name), error.hint) from None

    def _text(self, value: float | None) -> str:
        if value is None:
            return ""
        number = str(value) if self.is_count else short_power(f"{value:g}")
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        return f"{number} {unit}".rstrip()

    def _value(self, typed: str) -> float | None:
        if self.can_be_off and typed.lower() in ("", "off"):
            return None
        number = typed.removesuffix(self.unit).removesuffix(self.unit.removesuffix("s")).strip()
        if self.is_count:
            return parse_count(number, self.label)
        if self.unit == "%":
            return parse_number(number, self.label, "a percentage such as 20")
        return parse_number(number, self.label)


@dataclass(frozen=True)
class Choice:
    """Something that is chosen from a list.

    options     what can be chosen; by project
    chosen      the value that is: one of the options'
    edit        (project, value) -> the edit
    width_px    of the box
    is_offered  whether there is anything to choose
    note        what is told once something else has been chosen
    """

    name: str
    label: str
    tip: str
    options: Callable[[Project], Sequence[Option]]
    chosen: Callable[[Project], object]
    edit: Callable[[Project, Any], Edit]
    width_px: int = 112
    is_offered: Callable[[Project], bool] = lambda project: True
    note: str = ""


def is_read(training: Training, field: str) -> bool:
    """Whether training with these settings reads this field: some are for certain optimizers or schedules only."""
    return all(
        field in chosen.settings or not any(field in entry.settings for entry in table.values())
        for table, chosen in (
            (OPTIMIZERS, optimizer_named(training.optimizer)),
            (SCHEDULES, schedule_named(training.schedule)),
        )
    )


def rate_now(training: Training, step: int) -> str:
    """What the learning rate is after so many steps, where it is another than the one that was set."""
    if training.schedule == "constant" and not training.warmup_steps:
        return ""
    rate = rate_at(training, step)
    return short_power(f"now {rate:.4g}") if rate else "now 0: it has run out"


def _inside(label: str) -> str:
    """A label within a sentence: "learning rate", but "L2 penalty"."""
    return label[0].lower() + label[1:] if label[1].islower() else label


def set_to(label: str, value: str) -> str:
    """An edit's text: "set learning rate to 0.03"."""
    return f"set {_inside(label)} to {value}"


def changed(project: Project, field: str, value: Any, text: str) -> Edit:
    """One field of `Training` with another value. Raises UserError for one that cannot be."""
    return Edit(text, project.replace(training=project.training.replace(**{field: value})))


Row = Number | Choice
