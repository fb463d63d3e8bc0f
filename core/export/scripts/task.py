"""What a script must know of the rows that a model is asked about: columns, targets, and what training aims at."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from core.data import Segments, Table, build
from core.export.columns import columns_of
from core.export.model import Model
from core.losses import loss_named
from core.table.labels import CLASS, NUMBER, part_name
from core.table.predicting import PREDICTION
from core.targets import class_values


@dataclass(frozen=True, eq=False)
class Task:
    """The rows of a model.

    columns     what they are called, as one types them
    classes     what is told apart; empty for numbers
    targets     the columns of what is found out: one, or one for each output of a model without data
    part        the column that says which rows train
    is_named    whether the target has a name of its own
    low, high   what an output is trained towards for no and for yes
    is_yes_no   whether the loss knows nothing but these two, so that targets that are numbers become them
    """

    model: Model
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    targets: tuple[str, ...]
    part: str
    is_named: bool
    low: float
    high: float
    is_yes_no: bool

    @property
    def table(self) -> Table | None:
        """The table, where the data are one."""
        return self.model.recipe if isinstance(self.model.recipe, Table) else None

    @cached_property
    def categories(self) -> dict[str, tuple[str, ...]]:
        """The categories of each column that has such."""
        features = () if self.table is None else self.table.features
        return {column.name: column.categories for column in features if column.kind == "category"}

    @property
    def drops(self) -> tuple[str, ...]:
        """The columns of a table whose gaps leave a row out."""
        return () if self.table is None else tuple(c.name for c in self.table.features if c.missing == "drop")

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the columns with the outputs are called behind the rows, as `core.table.predicting` calls them."""
        count = self.model.network.outputs
        if self.classes:
            return self.model.output_names
        return (PREDICTION,) if count == 1 else tuple(f"{PREDICTION} {place + 1}" for place in range(count))

    @property
    def added(self) -> tuple[str, ...]:
        """What all columns behind the rows are called."""
        return (PREDICTION, *self.outputs) if self.classes else self.outputs

    @property
    def has_one_output_for_two(self) -> bool:
        """Whether one output tells two classes apart."""
        return bool(self.classes) and self.model.network.outputs == 1

    @property
    def is_of_displays(self) -> bool:
        """Whether a row without a single 1 shows nothing that could be told."""
        return isinstance(self.model.recipe, Segments)

    def is_day(self, name: str) -> bool:
        """Whether a column holds days or moments; times of day and durations became numbers when they were read."""
        if self.table is None or name in self.categories or (self.classes and name in self.targets):
            return False
        return str(self.table.rows.frame.schema[name]).startswith("Date")

    @property
    def days(self) -> tuple[str, ...]:
        """The columns that hold days."""
        return tuple(name for name in self.columns if self.is_day(name))

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The smallest and the largest number in training, of each column of numbers; none where there are no data."""
        return {
            name: (given.asked.low, given.asked.high)
            for name, given in zip(self.columns, columns_of(self.model), strict=True)
            if given.asked is not None and not given.asked.categories
        }

    def is_time(self, name: str) -> bool:
        """Whether a column's numbers are times of day or durations, counted in days."""
        return self.table is not None and str(self.table.rows.frame.schema[name]).startswith(("Time", "Duration"))


def task_of(model: Model) -> Task:
    """The rows of this model; where no data say what its classes are, they are numbered from 0."""
    network, loss = model.network, loss_named(model.training.loss)
    low, high = class_values(network.outputs, network.output.activation, loss.name)
    is_yes_no = loss.is_for_classes and loss.name != "categorical_crossentropy"
    classes = model.classes
    if model.recipe is None and loss.is_for_classes:
        classes = tuple(str(place) for place in range(max(2, network.outputs)))
    columns, name = model.column_names, ""
    if model.recipe is not None:
        name = build(model.recipe).target_name
        if not isinstance(model.recipe, Table):  # x₁ is typed x1
            columns = tuple(unicodedata.normalize("NFKC", column) for column in columns)
    if name:
        targets: tuple[str, ...] = (name,)
    elif classes:
        targets = (CLASS,)
    else:
        targets = (NUMBER,) if network.outputs == 1 else tuple(f"y{place + 1}" for place in range(network.outputs))
    part = part_name((*columns, *targets))
    return Task(model, columns, classes, targets, part, bool(name), low, high, is_yes_no)
