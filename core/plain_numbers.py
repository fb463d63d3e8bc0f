"""Tables for a network whose weights take numbers as they stand, such as one that was imported."""

from core.arrays import Array
from core.data import Table
from core.first_weights import are_first_weights
from core.specs import Project


def takes_plain_numbers(project: Project, theta: Array) -> bool:
    """Whether the weights were made for numbers that no data here have scaled; first weights were made for none."""
    return project.data is None and not are_first_weights(project.network, theta, project.seed, None)


def fits(project: Project, table: Table) -> bool:
    """Whether the network has as many inputs and outputs as the table asks for, so that its weights stay."""
    return (table.ends.inputs, table.ends.outputs) == (project.network.inputs, project.network.outputs)


def unscaled(table: Table) -> Table:
    """The same table, its numbers as they stand."""
    return table.replace(columns=tuple(column.replace(scaling="none") for column in table.columns))


def is_unscaled(table: Table) -> bool:
    """Whether all its numbers are given, and found, as they stand."""
    return all(column.scaling == "none" for column in (*table.features, table.target) if column.kind == "number")
