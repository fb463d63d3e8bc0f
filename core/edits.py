"""Edits of a project that touch more than one of its parts, decided as values before anything changes."""

import msgspec

from core.activations import activation_named
from core.arrays import Array
from core.data.build import build
from core.data.features import FEATURES, labels_of
from core.data.recipes import PointRecipe, Recipe, is_same_kind
from core.data.table import Table
from core.errors import UserError
from core.initializers import initializer_named
from core.layer_names import layer_in_words
from core.losses import loss_for, loss_named
from core.moves import NEW, Drawn, Redraw, Stay, Vectors
from core.network import DType, Network
from core.specs import Project
from core.surgery import Surgery, fit_ends, set_dtype, set_inputs
from core.table.columns import LEAST_TRAINED
from core.wording import counted

WATCHED_SHARE = 20.0
"""Percent of the training samples that early stopping keeps aside where nothing is."""
LEAST_WATCHED = 20
"""With fewer training samples than this none can be spared."""


class Edit(msgspec.Struct, frozen=True):
    """A possible edit.

    text     what it is called
    project  the project after it
    vectors  what it does to the vectors; None: nothing
    note     what a person should read in any case; None: nothing to say
    change   one sentence that the function changed, for those to whom it was dear; None: it did not
    """

    text: str
    project: Project
    vectors: Vectors | None = None
    note: str | None = None
    change: str | None = None


def operate(project: Project, surgery: Surgery) -> Edit:
    """A surgery on the project's network."""
    return Edit(surgery.text, project.replace(network=surgery.network), surgery.vectors, surgery.note, surgery.change)


def choose_data(project: Project, recipe: Recipe, text: str) -> Edit:
    """Other data. Of the same kind, network and weights stay; else both ends, output activation and loss follow.

    Where both ends are all there is, nothing that was learned is left: first weights, at epoch 0.

    A task that was written for other points goes: it would ask for what is no longer there. What the network learns of
    them says nothing of those before, so that undo goes back to the training as it was; a matter of noise or split
    leaves the vectors alone.

    Raises UserError for a table that holds nothing to learn from.
    """
    build(recipe)
    stay = None if is_same_kind(project.data, recipe) else Stay()
    if stay is not None:
        project = project.replace(task=None)
    project = project.replace(network=_without_class_names(project.network, recipe))
    if project.data is not None and project.data.ends == recipe.ends:
        return Edit(text, project.replace(data=recipe), stay)
    ends = recipe.ends
    training = project.training.replace(loss=ends.loss)
    if training.class_weight != "balanced" or build(recipe).task == "regression":
        training = training.replace(class_weight=None)  # those of other classes, or of none
    surgery = fit_ends(project.network, ends, text)
    if surgery is None:
        return Edit(text, project.replace(data=recipe, training=training), stay)
    same_widths = (ends.inputs, ends.outputs) == (project.network.inputs, project.network.outputs)
    return Edit(
        text,
        project.replace(data=recipe, network=surgery.network, training=training),
        stay if same_widths else _from_the_beginning(surgery),
    )


def _without_class_names(network: Network, recipe: Recipe) -> Network:
    """The network whose outputs have no name of their own that the data give them, too, as those of a model may."""
    output, classes = network.output, dict(enumerate(build(recipe).classes))
    names = tuple((unit, name) for unit, name in output.unit_names if classes.get(unit) != name)
    if names == output.unit_names or len(classes) != output.units:
        return network
    return network.with_dense(len(network.dense) - 1, output.replace(unit_names=names))


def _from_the_beginning(surgery: Surgery) -> Vectors | None:
    """What a surgery does to the vectors; where it leaves nothing that was learned, training begins at epoch 0."""
    moves = surgery.vectors
    is_locked = any(layer.locked or layer.lock_biases for layer in surgery.network.dense)
    if moves is None or is_locked or not all(isinstance(source, Drawn) for source in moves.sources):
        return moves
    return Redraw()


def add_sample(project: Project, place: Array, target: Array | None) -> Edit:
    """One more sample to train on; network and weights stay.

    place   (numbers,) of the data
    target  (outputs,) as the data hold it; None: not known

    Raises UserError without data or a target, and for what the data cannot hold.
    """
    data = project.data
    if data is None:
        raise UserError("There are no data that a sample could be added to.", "Choose a data set on the left.")
    if target is None:
        raise UserError("This sample has no target to learn.", "Give it one at the output.")
    row = (*map(float, place), *map(float, build(data).own(target)))
    return Edit("add a sample of your own", project.replace(data=data.replace(added=(*data.added, row))))


def remove_sample(project: Project, index: int) -> Edit:
    """One of the samples added by hand goes; nothing where there is none of this index."""
    data = project.data
    if data is None or not 0 <= index < len(data.added):
        return Edit("", project)
    added = (*data.added[:index], *data.added[index + 1 :])
    return Edit("remove a sample of your own", project.replace(data=data.replace(added=added)))


def relabel_sample(project: Project, index: int, target: Array) -> Edit:
    """One of the samples added by hand is said to be something else.

    target  (outputs,) as the data hold it
    """
    data = project.data
    assert data is not None
    own = tuple(map(float, build(data).own(target)))
    row = (*data.added[index][: -len(own)], *own)
    added = (*data.added[:index], row, *data.added[index + 1 :])
    return Edit("label a sample of your own anew", project.replace(data=data.replace(added=added)))


def remove_added(project: Project) -> Edit:
    """The samples added by hand go; nothing where there are none."""
    data = project.data
    if data is None or not data.added:
        return Edit("", project)
    count = len(data.added)
    what = "the sample" if count == 1 else f"{count:,} samples"
    return Edit(f"remove {what} of your own", project.replace(data=data.replace(added=())))


def set_features(project: Project, features: tuple[str, ...]) -> Edit:
    """The network is given these features of the points; what it has learned of those that it had already stays.

    A new input weighs nothing yet, so that the network goes on as before. Raises UserError for no features, for data
    that have none, and for features that cannot be.
    """
    data = project.data
    if not isinstance(data, PointRecipe) or not data.is_planar:
        raise UserError("These data have no features to switch on or off.", "Choose points in the plane.")
    if not features:
        raise UserError(
            "The last input cannot be switched off: a network needs something to go by.", "Switch on another one first."
        )
    old = data.features
    if features == old:
        return Edit("", project)
    new = data.replace(features=features)
    switched = (
        ("switch on ", [name for name in features if name not in old]),
        ("switch off ", [name for name in old if name not in features]),
    )
    text = ", ".join(way + ", ".join(labels_of(names)) for way, names in switched if names)
    kept = tuple(old.index(name) if name in old else NEW for name in features)
    surgery = set_inputs(project.network, kept, text)
    return Edit(text, project.replace(data=new, network=surgery.network), surgery.vectors)


def switch_feature(project: Project, name: str, is_on: bool) -> Edit:
    """One feature switched on or off, as `set_features` does it; nothing where it is so already."""
    had = project.data.features if isinstance(project.data, PointRecipe) else ()
    wanted = {*had, name} if is_on else {*had} - {name}
    return set_features(project, tuple(known for known in FEATURES if known in wanted))


def choose_activation(project: Project, layer: int, activation: str) -> Edit:
    """Another activation; at the output, a loss that no longer fits is exchanged along with it.

    Back at the activation that the data ask for, their own loss comes back too; the activation that is there already
    changes nothing. Raises UserError where the layer cannot have the activation.
    """
    if project.network.dense[layer].activation == activation:
        return Edit("", project)
    network = project.network.with_dense(layer, project.network.dense[layer].replace(activation=activation))
    training = project.training
    text = f"set {layer_in_words(project, layer)} to {activation_named(activation).label}"
    if layer == len(network.dense) - 1:
        if activation == "softmax" and network.outputs == 1:
            raise UserError("Softmax needs at least two outputs; this network has one.", "Use sigmoid.")
        if project.data is not None and project.data.ends.activation == activation:
            training = training.replace(loss=project.data.ends.loss)
        elif not loss_named(training.loss).fits(activation):
            training = training.replace(loss=loss_for(activation))
    if training.loss != project.training.loss:
        text += f" and the loss to {loss_named(training.loss).label}"
    return Edit(text, project.replace(network=network, training=training))


def choose_loss(project: Project, loss: str) -> Edit:
    """Another loss; where it does not fit the output's activation, it brings the one it was made for.

    Losses without one of their own leave a step, which they cannot train, for the activation that the data ask for.
    Raises UserError where the output cannot have that activation.
    """
    chosen, network = loss_named(loss), project.network
    if not chosen.fits(network.output.activation):
        asked_for = "sigmoid" if project.data is None else project.data.ends.activation
        activation = chosen.outputs[0] if chosen.outputs else asked_for
        if activation == "softmax" and network.outputs == 1:
            raise UserError(
                "The log-loss (softmax) needs at least two outputs; this network has one.",
                "Use the log-loss (binary).",
            )
        network = network.with_dense(len(network.dense) - 1, network.output.replace(activation=activation))
    return Edit(
        f"set loss to {chosen.label.lower()}",
        project.replace(network=network, training=project.training.replace(loss=loss)),
    )


def went_along(old: Project, new: Project) -> str | None:
    """What to say where output activation and loss were changed by one edit, of which only one was asked for."""
    output, loss = new.network.output.activation, new.training.loss
    if old.data != new.data:
        return None  # both were chosen for the data
    if old.network.output.activation == output or old.training.loss == loss:
        return None
    labels = activation_named(output).label, loss_named(loss).label.lower()
    return f"The output is now {labels[0]} and the loss {labels[1]}: they go together."


def new_weights(project: Project) -> Edit:
    """First weights from the next seed, at epoch 0."""
    return Edit("new weights", project.replace(seed=(project.seed + 1) % 2**32), Redraw())


def reseed(project: Project, seed: int) -> Edit:
    """First weights from this seed, at epoch 0.

    Raises UserError for a seed that cannot be.
    """
    return Edit(f"set seed to {seed}", project.replace(seed=seed), Redraw())


def choose_dtype(project: Project, dtype: DType) -> Edit:
    """The same network with its numbers kept in another type."""
    return operate(project, set_dtype(project.network, dtype))


def common_initializer(network: Network) -> str | None:
    """The initializer that all layers have; None where they differ."""
    names = {layer.initializer for layer in network.dense}
    return names.pop() if len(names) == 1 else None


def choose_initializer(project: Project, name: str) -> Edit:
    """All layers draw their first weights in this way, the next time that weights are drawn."""
    network = project.network
    dense = [layer.replace(initializer=name) for layer in network.dense]
    text = f"set initializer to {initializer_named(name).label}"
    return Edit(text, project.replace(network=network.with_columns(dense, network.followers)))


def set_patience(project: Project, patience: int | None) -> Edit:
    """Early stopping after so many epochs without progress; None: off.

    Turned on where nothing is kept aside, it keeps samples aside to watch, if there are enough; turned off, it gives
    them back, unless their share has been changed. Raises UserError for a patience that cannot be.
    """
    found = project.replace(training=project.training.replace(patience=patience))
    share, was_on = project.validation_share, project.training.patience is not None
    if patience is None:
        text = "turn early stopping off"
        if was_on and share == WATCHED_SHARE:
            found = found.with_validation_share(0.0)
            text += " and the validation share back to 0"
        return Edit(text, found)
    text = f"set early stopping to {counted(patience, 'epoch')}"
    if not was_on and share == 0.0 and _can_spare(project.data):
        found = found.with_validation_share(WATCHED_SHARE)
        text += f" and the validation share to {WATCHED_SHARE:g} %"
    return Edit(text, found)


def _can_spare(data: Recipe | None) -> bool:
    """Whether there are samples enough to keep some aside."""
    if data is None or (isinstance(data, Table) and data.split.train < WATCHED_SHARE + LEAST_TRAINED):
        return False
    return len(build(data).x) >= LEAST_WATCHED


def has_classes(project: Project) -> bool:
    """Whether the targets are classes, or may be: there are no data that say otherwise."""
    return project.data is None or build(project.data).task != "regression"
