"""What a network answers to places of its data: classes and how sure, or numbers in the target's own unit."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data.build import build
from core.data.dataset import Dataset
from core.data.recipes import Recipe
from core.network import Network
from core.probe.meaning import Meaning, meaning_of
from core.training import Training


@dataclass(frozen=True, eq=False)
class Answering:
    """A network as it stands, asked in the units of its data.

    theta    (parameters,)
    recipe   the data's, which says what the network is given of a place
    meaning  how its outputs are to be read
    """

    network: Network
    theta: Array
    recipe: Recipe
    meaning: Meaning

    @property
    def dataset(self) -> Dataset:
        """The data."""
        return self.meaning.dataset

    def outputs(self, places: Array) -> Array:
        """The answers (outputs, n) to places (numbers, n), in the network's dtype; numbers in the target's own unit.

        A number that is not finite shows as such.
        """
        inputs = self.recipe.expand(places, self.network.dtype)
        outputs = self.network.predict(self.theta, inputs.T).T
        with np.errstate(all="ignore"):
            return self.meaning.own(outputs.astype(np.float64)).astype(outputs.dtype)

    @property
    def classes(self) -> tuple[str, ...]:
        """What the classes are called; empty for numbers."""
        if self.meaning.kind == "numbers":
            return ()
        count = 2 if self.meaning.kind == "two classes" else self.network.outputs
        return tuple(self.meaning.class_name(index) for index in range(count))

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output tells: p(class) where it is a probability, else output(class); numbers have no names.

        Probabilities are the shares of a softmax, and the one output of a sigmoid. One output tells of class 1.
        """
        is_one = self.meaning.kind == "two classes"
        is_probability = self.meaning.is_share or (is_one and self.network.output.activation == "sigmoid")
        word = "p" if is_probability else "output"
        return tuple(f"{word}({name})" for name in self.classes[is_one:])


def answering(network: Network, theta: Array, recipe: Recipe, training: Training) -> Answering | None:
    """The network asked about these data; None: they do not fit it, as where one lags behind the other."""
    dataset = build(recipe)
    if (dataset.x.shape[1], dataset.y.shape[1]) != (network.inputs, network.outputs):
        return None
    return Answering(network, theta, recipe, meaning_of(network, dataset, training.loss))
