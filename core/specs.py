"""The document's value: everything a person edits, as one immutable tree."""

from typing import Any

import msgspec

from core.aim import Aim
from core.data.recipes import Recipe
from core.data.table import Table
from core.errors import UserError
from core.network import Network
from core.randomness import check_seed
from core.training import Training


class Task(msgspec.Struct, frozen=True):
    """The line over the canvas: what is wanted, when it is done, and things to try.

    goal   what is wanted, one sentence
    done   when it is done, one short sentence
    tries  two things to try
    shown  False once a person has closed the line
    aim    what `done` says, as a number; None: nobody but a person can tell when it is done
    """

    goal: str
    done: str = ""
    tries: tuple[str, ...] = ()
    shown: bool = True
    aim: Aim | None = None

    def replace(self, **changes: Any) -> "Task":
        """The same task with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Project(msgspec.Struct, frozen=True):
    """All that is saved of a project except its vectors.

    title     what the top bar calls it
    network   what is built
    training  how it is trained
    data      what it is trained on; None: nothing yet
    seed      draws first weights, shuffling and new neurons, each from a stream of its own
    pace      steps per second while training in the window; None: as fast as possible
    task      the line over the canvas; None: there is none
    """

    title: str
    network: Network
    training: Training
    data: Recipe | None = None
    seed: int = 0
    pace: float | None = None
    task: Task | None = None

    def __post_init__(self) -> None:
        check_seed(self.seed)
        if self.pace is not None and not 0.1 <= self.pace <= 1e6:
            raise UserError(f"The pace cannot be {self.pace:g} steps/s.", "It lies from 0.1 to 1,000,000 steps/s.")

        if self.data is not None:
            ends = self.data.ends
            if (ends.inputs, ends.outputs) != (self.network.inputs, self.network.outputs):
                raise UserError(
                    f"The network has {self.network.inputs} inputs and {self.network.outputs} outputs; its data need "
                    f"{ends.inputs} and {ends.outputs}.",
                    "The widths at both ends follow the data.",
                )

    @property
    def validation_share(self) -> float:
        """Percent that are kept aside to watch: of a table's rows, as its split says, else of the training samples."""
        return self.data.split.validation if isinstance(self.data, Table) else self.training.validation_share

    def with_validation_share(self, share: float) -> "Project":
        """The same project with another share kept aside.

        Raises UserError for a share that cannot be.
        """
        if isinstance(self.data, Table):
            return self.replace(data=self.data.replace(split=self.data.split.replace(validation=share)))
        return self.replace(training=self.training.replace(validation_share=share))

    def trains_like(self, other: "Project") -> bool:
        """Whether the two differ in nothing that training knows of."""
        return other.replace(title=self.title, pace=self.pace, task=self.task) == self

    def learns_like(self, other: "Project") -> bool:
        """Whether the two make the same steps: what layers are called and what ends a training is no part of that."""
        return _steps_of(self) == _steps_of(other)

    def replace(self, **changes: Any) -> "Project":
        """The same project with some fields changed."""
        return msgspec.structs.replace(self, **changes)


def _steps_of(project: Project) -> Project:
    training = project.training
    return project.replace(
        title="",
        pace=None,
        task=None,
        network=project.network.unnamed,
        training=training.replace(patience=None, stop_epochs=None, stop_loss=None, stop_accuracy=None),
    )
