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
    names = _input_names(network, stack)
    if stack.input_names and not names and data is None and not _are_plain(stack.input_names):
        stack.note(f"Its inputs are, in this order, {listed(stack.input_names)}.")
    activation = network.output.activation
    training = stack.training or Training(loss_for(activation), "adam", 0.001)
    if stack.loss is not None:
        training = training.replace(loss=stack.loss)
    if not loss_named(training.loss).fits(activation):
        training = training.replace(loss=loss_for(activation))
    project = Project(title, network.replace(input_names=names if data is None else ()), training, data)
    return Imported(project, theta, tuple(stack.notes))


def _with_classes(network: Network, stack: Stack) -> Network:
    """The outputs are called as the classes are; one output that tells two apart as the second of them.

    Without classes they are called as the file calls them.
    """
    names = stack.classes
    if not names and not _are_plain(stack.output_names, "y"):
        names = stack.output_names
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


def _input_names(network: Network, stack: Stack) -> tuple[str, ...]:
    """What the inputs are called, where they have names that an input can have."""
    if len(stack.input_names) != network.inputs or _are_plain(stack.input_names):
        return ()
    try:
        found = tuple(settled_name(name) for name in stack.input_names)
    except UserError:
        return ()
    return tuple(name for name in found if name) if all(found) else ()


def _are_plain(names: Sequence[str], letter: str = "x") -> bool:
    """Whether these are what things without names are called: x1, x2..., or x₁, x₂..."""
    typed = [unicodedata.normalize("NFKC", name) for name in names]
    return typed == [f"{letter}{place + 1}" for place in range(len(names))]
