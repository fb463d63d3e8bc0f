"""What an exported model does with what it is given before the network begins: one description for all formats."""

from dataclasses import dataclass

from core.arrays import Array
from core.data import Recipe
from core.data.features import FEATURES, PLAIN, Feature, expand, labels_of
from core.data.recipes import features_of
from core.network import Network


@dataclass(frozen=True)
class Preprocessing:
    """How a model's columns become the network's inputs.

    columns   how many numbers a sample given to the model has
    features  what is made of them, one per input of the network; empty: they are the inputs
    """

    columns: int
    features: tuple[Feature, ...] = ()

    def __call__(self, x: Array) -> Array:
        """The network's inputs (samples, inputs), in the dtype of x.    x (samples, columns)"""
        if not self.features:
            return x
        return expand(tuple(feature.name for feature in self.features), x.T, x.dtype.name).T


def preprocessing_of(network: Network, recipe: Recipe | None) -> Preprocessing:
    """What the data of this recipe ask of a model: points are given as they are, and their features made inside."""
    features = features_of(recipe)
    if features is None or features == PLAIN:
        return Preprocessing(network.inputs)
    return Preprocessing(len(PLAIN), tuple(FEATURES[name] for name in features))


def column_names(preprocessing: Preprocessing, input_names: tuple[str, ...]) -> tuple[str, ...]:
    """What the model's columns are called, where the network's inputs are called `input_names`."""
    return labels_of(PLAIN) if preprocessing.features else input_names
