"""Edits of what a table's columns are for, and of its split: what was learned of the columns that stay, stays."""

from collections.abc import Callable
from functools import partial

from core.data.added import Added
from core.data.build import build
from core.data.table import Table
from core.edits import Edit, choose_data
from core.moves import NEW, Stay
from core.network import Network
from core.specs import Project
from core.surgery import Surgery, fit_ends, set_inputs
from core.surgery.surgery import in_turn, unchanged
from core.table.columns import Column, Split

Key = tuple[str, str | None]
"""An input: its column, and of a category which of the texts it stands for."""
MOST_NAMED = 2
"""An edit of more columns than these is called by their number."""


def set_columns(project: Project, table: Table, text: str | None = None) -> Edit:
    """The columns of the project's table are for something else now; network and weights follow as little as they must.

    An input that stays keeps its weights, a new one weighs nothing yet, one that goes takes its weights along. Where no
    input stays, and of another table, both ends follow as `choose_data` has it. A target that asks for another output
    draws the last layer anew. Scaling and gaps leave the network as it is, but its numbers mean something else then;
    the split leaves it alone.

    text  what the edit is called; None: by what differs

    Raises UserError for a table that holds nothing to learn from.
    """
    old = project.data
    if not isinstance(old, Table) or old.rows != table.rows:
        return choose_data(project, table, text or "choose another table")
    text = text or difference(old, table)
    kept = _kept(old, table)
    if all(place == NEW for place in kept):
        return choose_data(project, table, text)
    build(table)
    steps: list[Callable[[Network], Surgery]] = []
    has_its_inputs = kept == tuple(range(old.place_numbers))
    if not has_its_inputs:
        steps.append(partial(set_inputs, kept=kept, text=text))
    ends, training, task = table.ends, project.training, project.task
    if ends._replace(inputs=0) != old.ends._replace(inputs=0):
        steps.append(lambda network: fit_ends(network, ends, text) or unchanged(network))
        training = training.replace(loss=ends.loss)
        if training.class_weight != "balanced" or not table.has_classes:
            training = training.replace(class_weight=None)  # those of other classes, or of none
    if old.target.name != table.target.name:
        task = None
    found = in_turn(project.network, text, steps)
    has_its_places = has_its_inputs and ends.outputs == old.ends.outputs
    stay = None if old.replace(split=table.split, added=table.added) == table else Stay()
    return Edit(
        text,
        project.replace(data=table, network=found.network, training=training, task=task),
        stay if has_its_places else found.vectors,
    )


def with_columns(table: Table, columns: tuple[Column, ...]) -> Table:
    """The table with its columns used in this way; samples added by hand go along as far as they still mean something.

    A column that they knew nothing of is a gap in them, filled as in any other row; without the target that they were
    given they go.
    """
    old, bare = table, table.replace(columns=columns, added=())
    if not old.added or not _is_same_target(old.target, bare.target):
        return bare
    return bare.replace(added=_carried(old, bare))


def difference(old: Table, new: Table) -> str:
    """What differs between two uses of one table, in a few words: "switch off mass", "set target to price"."""
    before = {column.name: column for column in old.columns}
    after = {column.name: column for column in new.columns}
    if old.target.name != new.target.name:
        return f"set target to {new.target.name}"
    given = {column.name for column in old.features}, {column.name for column in new.features}
    switched = [
        f"{way} {_listed(names)}"
        for way, names in (
            ("switch on", [column.name for column in new.features if column.name not in given[0]]),
            ("switch off", [column.name for column in old.features if column.name not in given[1]]),
        )
        if names
    ]
    if switched:
        return ", ".join(switched)
    for field, words in (("kind", "kind"), ("scaling", "scaling"), ("missing", "gaps"), ("categories", "categories")):
        changed = [
            name
            for name in after
            if name in before and getattr(before[name], field) != getattr(after[name], field)
        ]  # fmt: skip
        if changed:
            return f"set {words} of {_listed(changed)}"
    if old.split != new.split:
        return split_difference(old.split, new.split)
    return "change the table's columns"


def split_difference(old: Split, new: Split) -> str:
    """What differs between two splits, in a few words: "set split to 70, 15, 15 %"."""
    if new.replace(seed=old.seed) == old:
        return f"set seed of the split to {new.seed}"
    if new.kind != old.kind or new.column != old.column:
        return "split at random" if new.kind == "random" else f"split by {new.column}"
    if new.stratified != old.stratified:
        return f"{'stratify' if new.stratified else 'do not stratify'} the split"
    return f"set split to {new.train:g}, {new.validation:g}, {new.test:g} %"


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} columns"


def _keys(table: Table) -> list[Key]:
    """Of each input, what it is."""
    return [
        key
        for column in table.features
        for key in (
            [(column.name, None)]
            if column.kind == "number"
            else [(column.name, category) for category in column.categories]
        )
    ]


def _kept(old: Table, new: Table) -> tuple[int, ...]:
    """Of each new input which of the old ones it is."""
    places = {key: place for place, key in enumerate(_keys(old))}
    return tuple(places.get(key, NEW) for key in _keys(new))


def _is_same_target(old: Column, new: Column) -> bool:
    return (old.name, old.kind, old.categories) == (new.name, new.kind, new.categories)


def _carried(old: Table, new: Table) -> Added:
    """The samples added by hand to the old table, with the numbers of the new one's places."""
    kept, numbers = _kept(old, new), old.place_numbers
    gap: tuple[float, ...] = ()
    if NEW in kept:
        for column, fill in zip(new.features, new.prepared.fitted.fills, strict=True):
            one_hot = tuple(float(place == fill) for place in range(column.width))
            gap += (fill,) if column.kind == "number" else one_hot
    known = {column.name for column in old.features}
    # A text that is new in a column they did know is one that they do not have.
    news = [column.name in known for column in new.features for _ in range(column.width)]
    return tuple(
        tuple(
            row[place] if place != NEW else 0.0 if is_known else gap[at]
            for at, (place, is_known) in enumerate(zip(kept, news, strict=True))
        )
        + row[numbers:]
        for row in old.added
    )


def all_columns(table: Table) -> tuple[Column, ...]:
    """Each column of the table's rows; what is not named in the recipe is ignored."""
    named = {column.name: column for column in table.columns}
    kinds = {name: kind.is_numeric() or kind.is_temporal() for name, kind in table.rows.frame.schema.items()}
    return tuple(
        named.get(name) or Column(name, "ignored", "number" if is_number else "category")
        for name, is_number in kinds.items()
    )


def replace_column(columns: tuple[Column, ...], name: str, column: Column) -> tuple[Column, ...]:
    """The columns with another one in the place of that of this name."""
    return tuple(column if one.name == name else one for one in columns)


def choose_target(columns: tuple[Column, ...], name: str) -> tuple[Column, ...]:
    """The columns with another target; the old one is given to the network no more than before: it is left out."""
    return tuple(
        column.replace(role="target")
        if column.name == name
        else column.replace(role="ignored")
        if column.role == "target"
        else column
        for column in columns
    )
