"""What an import comes to: a project, its weights, and what there is to tell about it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.arrays import Array
from core.data import Drawn, Points, Recipe
from core.data.drawn import MOST_CLASSES
from core.errors import UserError
from core.importing.assembling import assemble
from core.importing.pieces import Stack, listed
from core.losses import loss_for, loss_named
from core.network import Network
from core.project import Saved
from core.specs import Project
from core.surgery.names import settled_name
from core.trainer import Trainer
from core.training import Training


@dataclass(frozen=True, eq=False)
class Imported:
    """A model of another program as one of ours.

    project  the network, trained on nothing yet
    theta    (parameters,)
    notes    what was left out or changed on the way, and what else is worth knowing, as sentences
    """

    project: Project
    theta: Array
    notes: tuple[str, ...]

    @cached_property
    def saved(self) -> Saved:
        """The project at epoch 0 with these weights, which is where a reset leads back to."""
        project = self.project
        return Saved(project, Trainer(project.network, None, project.training, self.theta, project.seed).state())


def imported(stack: Stack, title: str) -> Imported:
    """The project that this model becomes.

    Raises UserError where its pieces do not make a network.
    """
    network, theta = assemble(stack)
    network = _with_classes(network, stack)
    data = _points(network, stack)
    if stack.input_names and data is None and _typed(stack.input_names) != _typed(_plain_names(network)):
        stack.note(f"Its inputs are, in this order, {listed(stack.input_names)}.")
    activation = network.output.activation
    loss = loss_for(activation)
    if stack.loss is not None and loss_named(stack.loss).fits(activation):
        loss = stack.loss
    project = Project(title, network, Training(loss, "adam", 0.001), data)
    return Imported(project, theta, tuple(stack.notes))


def _with_classes(network: Network, stack: Stack) -> Network:
    """The outputs are called as the classes are; one output that tells two apart as the second of them."""
    names = stack.classes
    if network.outputs == 1 and len(names) == 2:
        names = names[1:]
    if len(names) != network.outputs or len(names) > 1000:
        return network
    try:
        found = [(unit, settled_name(name)) for unit, name in enumerate(names)]
        unit_names = tuple((unit, name) for unit, name in found if name)
        return network.with_dense(len(network.dense) - 1, network.output.replace(unit_names=unit_names))
    except UserError:  # names that no neuron can have
        return network


def _points(network: Network, stack: Stack) -> Recipe | None:
    """An empty board, or the plane, whose points give the features that the network was trained on."""
    if not stack.features or len(stack.features) != network.inputs:
        return None
    try:
        if stack.classes:
            names = stack.classes[:MOST_CLASSES] if len(stack.classes) > 1 else ("A", "B")
            data: Recipe = Drawn(classes=names, features=stack.features)
        else:
            data = Points("plane", features=stack.features)
    except UserError:  # features in another order than theirs, names that no class can have
        return None
    return data if data.ends.outputs == network.outputs else None


def _typed(names: Sequence[str]) -> list[str]:
    """Names as they can be typed: x₁ is x1."""
    return [unicodedata.normalize("NFKC", name) for name in names]


def _plain_names(network: Network) -> tuple[str, ...]:
    """What inputs are called that have no names."""
    digits = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return tuple(f"x{place + 1}".translate(digits) for place in range(network.inputs))
