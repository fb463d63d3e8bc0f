"""What a model card says of the model itself: what goes in, what comes out, and its layers."""

import numpy as np

from core.activations import ACTIVATIONS
from core.data import Table, build
from core.export.card.markdown import minus, plain, table
from core.export.columns import Given, columns_of, number_text, numbers_told
from core.export.model import Model
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network, layer_name
from core.wording import counted, listed

MOST_LISTED, MOST_ALIKE = 100, 20
"""So many columns or outputs are listed one by one; so many of samples whose numbers are all of one kind."""
MOST_NAMED = 12
"""So many classes are named in a sentence."""


def purpose(model: Model) -> str:
    """The sentence that says what the model does."""
    columns = counted(model.preprocessing.columns, "number")
    if model.preprocessing.table is not None:
        columns = counted(model.preprocessing.columns, "column")
    if model.recipe is None:
        return f"A neural network that makes {counted(model.network.outputs, 'number')} of {columns}."
    data, names = build(model.recipe), [f"“{plain(name)}”" for name in model.classes]
    target = f" of “{plain(data.target_name)}”" if data.target_name else ""
    if not names:
        what = f"“{plain(data.target_name)}”" if data.target_name else counted(model.network.outputs, "number")
        return f"A neural network that finds {what} from {columns}."
    which = f" ({listed(names)})" if len(names) <= MOST_NAMED else ""
    return f"A neural network that tells {len(names):,} classes{target} apart{which} from {columns}."


def inputs_table(model: Model) -> list[str]:
    """What the model is given."""
    columns, recipe = columns_of(model), model.recipe
    are_alike = len(columns) > 2 and len({given.range for given in columns}) == 1
    if model.preprocessing.table is None and (are_alike or len(columns) > MOST_ALIKE):
        first, last = plain(columns[0].name), plain(columns[-1].name)
        known = [given.asked for given in columns if given.asked is not None]
        trained = ""
        if known:
            low, high = min(one.low for one in known), max(one.high for one in known)
            trained = f", trained on {minus(number_text(low))} to {minus(number_text(high))}"
        return [f"{len(columns):,} numbers go in, “{first}” to “{last}”{trained}. {numbers_told(model)}".rstrip()]
    if model.preprocessing.table is None:
        ranges = [(plain(given.name), minus(given.range)) for given in columns]
        blocks = [table(("column", "trained on"), ranges)] if columns[0].asked else [f"Columns: {_names(columns)}."]
        features = model.preprocessing.features
        if features:
            made = listed([plain(feature.label) for feature in features])
            blocks.append(
                f"Of these it makes {counted(len(features), 'feature')} for itself: {made} (sine in radians)."
            )
        return blocks
    assert isinstance(recipe, Table)
    rows = [_column(given, place, model) for place, given in enumerate(columns[:MOST_LISTED])]
    blocks = [table(("column", "trained on", "an empty cell is read as", "given to the network as"), rows)]
    if len(columns) > MOST_LISTED:
        blocks.append(f"And {len(columns) - MOST_LISTED:,} more columns.")
    return [*blocks, "Scales and fillings come from the training rows alone; every export carries them."]


def _names(columns: tuple[Given, ...]) -> str:
    return ", ".join(plain(given.name) for given in columns)


def _column(given: Given, place: int, model: Model) -> tuple[str, ...]:
    fitted = model.preprocessing.table
    assert fitted is not None and given.asked is not None
    column = fitted.columns[place]
    if column.kind == "category":
        listed_ones = ", ".join(f"“{plain(category)}”" for category in column.categories)
        filled = f"“{plain(given.fill)}”" if column.missing == "fill" else "left out in training"
        return plain(given.name), f"one of {listed_ones}", filled, "1 for the category it is, 0 for the others"
    first = sum(one.width for one in fitted.columns[:place])
    offset, factor = float(fitted.offset[first]), float(fitted.factor[first])
    as_it_is = offset == 0.0 and factor == 1.0
    moved = f"x \N{MINUS SIGN} {number_text(offset)}" if offset >= 0.0 else f"x + {number_text(-offset)}"
    scaled = "as it is" if as_it_is else f"({moved}) / {number_text(1.0 / factor)}"
    filled = minus(given.fill) if column.missing == "fill" else "left out in training"
    return plain(given.name), minus(given.range), filled, scaled


def outputs_section(model: Model) -> list[str]:
    """What comes out, and how it is read."""
    names, activation = [plain(name) for name in model.output_names], model.network.output.activation
    come = f"Out comes {names[0]}" if len(names) == 1 else f"Out come {listed(names)}"
    if len(names) > MOST_NAMED:
        come = f"Out come {len(names):,} numbers, {names[0]} to {names[-1]}"
    kind = " (shares that add up to 1)" if activation == "softmax" else f" ({ACTIVATIONS[activation].label})"
    if not model.classes or model.answering is None:
        return [f"{come}{_target_range(model)}{kind}."]
    if len(names) == 1:
        no, yes = (f"“{plain(name)}”" for name in model.classes)
        return [f"{come}{kind}: from {number_text(model.threshold)} on it is {yes}, else {no}."]
    decides_at = model.answering.dataset.decides_at
    none = "" if decides_at is None else f" Where all are below {decides_at:g} there is no answer."
    return [f"{come}{kind}: the largest one decides.{none}"]


def _target_range(model: Model) -> str:
    """In which unit a number is told, and from where to where it was trained on."""
    if model.recipe is None or model.network.outputs > 1 or not len(build(model.recipe).y):
        return ""
    data = build(model.recipe)
    own = data.own(data.y if data.aside is None else np.delete(data.y, data.aside, axis=0))
    unit = "" if model.preprocessing.target is None else ", in its own unit"
    return f"{unit}, trained on {minus(f'{number_text(float(own.min()))} to {number_text(float(own.max()))}')}"


def layers_table(network: Network) -> list[str]:
    """The layers, one by one."""
    rows, dense, width = [], 0, network.inputs
    for layer in network.layers:
        if isinstance(layer, Dense):
            parameters = layer.units * (width + layer.use_bias)
            cut = f", {len(layer.cut):,} connections cut" if layer.cut else ""
            kind = f"dense{'' if layer.use_bias else ', without biases'}{cut}"
            label = ACTIVATIONS[layer.activation].label
            rows.append((plain(layer_name(network, dense)), kind, label, f"{layer.units:,}", f"{parameters:,}"))
            dense, width = dense + 1, layer.units
        elif isinstance(layer, BatchNormalization):
            rows.append(
                (plain(layer.name or "Batch normalization"), "batch normalization", "", f"{width:,}", f"{4 * width:,}")
            )
        elif isinstance(layer, Dropout):
            kind = f"dropout, {100.0 * layer.rate:g} % (in training alone)"
            rows.append((plain(layer.name or "Dropout"), kind, "", f"{width:,}", "0"))
    total = f"{network.size:,} parameters, {network.dtype}."
    return [table(("layer", "kind", "activation", "units", "parameters"), rows, numbers=2), total]
