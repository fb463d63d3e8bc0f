"""What an exported model has inside besides its weights, in plain sentences."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.data import Recipe, Segments, build
from core.data.nouns import noun_of_data
from core.export.columns import numbers_told
from core.export.model import Model
from core.layers import BatchNormalization, Dropout
from core.wording import counted, first_of

if TYPE_CHECKING:
    from core.export.formats import Format, Reading

MOST_NAMES = 4
"""So many names are said before "and 60 more"."""

TRAINABLE = "Stays, since training can go on."


class Fact(NamedTuple):
    """One thing to know: what it is about, and a sentence."""

    about: str
    text: str


def facts_of(model: Model, form: "Format", keeps_normalization: bool = False) -> tuple[Fact, ...]:
    """What the model takes, gives, and is made of, in this form.

    keeps_normalization  whether batch normalizations stay layers of their own, by somebody's wish
    """
    if not form.is_model:
        return (Fact("Samples", _samples(model.recipe)),)
    network = model.network
    dense = len(network.dense)
    layers = f"{counted(dense, 'dense layer')}, {network.trainable:,} parameters"
    facts = [
        Fact("Takes", _takes(model, form.reading)),
        Fact("Gives", _gives(model)),
        Fact("Network", f"{layers}, {network.dtype}."),
    ]
    if any(isinstance(layer, BatchNormalization) for layer in network.layers):
        kept = "Stays a layer of its own." if keeps_normalization else "Folded into the layer that follows it."
        facts.append(Fact("Normalization", TRAINABLE if form.is_trainable else kept))
    if any(isinstance(layer, Dropout) for layer in network.layers):
        facts.append(Fact("Dropout", TRAINABLE if form.is_trainable else "Gone: it belongs to training alone."))
    return tuple(facts)


def asked_about(recipe: Recipe | None, rows: int) -> str:
    """What so many samples that a model is asked about for the proof are: "125 test points"."""
    several = "" if rows == 1 else "s"
    if recipe is None or not len(build(recipe).x):
        return f"{rows:,} random input{several}"
    data = build(recipe)
    noun = noun_of_data(recipe)
    if isinstance(recipe, Segments) and data.x_test is None:
        return f"{rows:,} {noun}{several}"
    has_tests = data.x_test is not None and len(data.x_test) > 0
    return f"{rows:,} {'test' if has_tests else 'training'} {noun}{several}"


def _samples(recipe: Recipe | None) -> str:
    data = None if recipe is None else build(recipe)
    if data is None:
        return "None."
    tests = 0 if data.x_test is None else len(data.x_test)
    return f"{len(data.x):,} to train on{f', {tests:,} to test on' if tests else ''}, as they are split here."


def _takes(model: Model, reading: "Reading") -> str:
    names, preprocessing = model.column_names, model.preprocessing
    several = "" if len(names) == 1 else "s"
    inside = "What it describes" if reading == "described" else "Inside"
    if preprocessing.table is not None:
        table = preprocessing.table
        kinds = {column.kind for column in table.columns}
        is_scaled = bool(np.any(table.offset != 0.0) or np.any(table.factor != 1.0))
        as_place = "category" in kinds and reading == "numbers"
        makes = ["scaling"] if is_scaled else []
        makes += ["inputs for categories"] if "category" in kinds else []
        makes.append("what stands in gaps")
        return (
            f"{len(names):,} column{several} in {'their own units' if several else 'its own unit'}: {_listed(names)}. "
            f"{'A category is given as its place in the list, counted from 0. ' if as_place else ''}"
            f"{inside}: {', '.join(makes)}."
        )
    made = len(preprocessing.features)
    features = f" {inside}: the {counted(made, 'feature')} made of them." if made else ""
    return f"{len(names):,} number{several}: {_listed(names)}.{features} {numbers_told(model)}".rstrip()


def _gives(model: Model) -> str:
    names, classes = model.output_names, model.classes
    if model.recipe is None or not classes:
        unit = ", in its own unit" if model.preprocessing.target is not None else ""
        return f"{_listed(names)}{unit}."
    if len(names) == 1:
        return f"{names[0]}: from {model.threshold:g} on it is {classes[1]}, else {classes[0]}."
    reached = "" if model.least is None else f", from {model.least:g} on"
    return f"{_listed(names)}: the largest one decides{reached}."


def _listed(names: tuple[str, ...]) -> str:
    return first_of(names, MOST_NAMES if len(names) > MOST_NAMES + 1 else len(names))
