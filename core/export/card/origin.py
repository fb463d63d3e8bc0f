"""What a model card says of where a model comes from: its data, their source, and its training."""

from importlib.resources import files

from core.data import Points, Recipe, Segments, Table, build
from core.data.drawn import Drawn
from core.data.nouns import noun_of_data
from core.data.recipes import Digits
from core.doctor.words import setting
from core.export.card.markdown import plain, table
from core.export.card.parts import class_counts, watched_of
from core.export.model import Model
from core.losses import loss_named
from core.optimizers import optimizer_named
from core.probe.knockout import Kind
from core.runs import change_told
from core.schedules import schedule_named
from core.training import Training
from core.wording import counted, listed

MOST_LISTED, MOST_NAMED = 100, 12
"""So many classes and columns are listed one by one, and named in a sentence."""
FOR: dict[Kind, str] = {"training": "to train on", "validation": "to watch", "test": "to test"}
"""What samples of each kind are there for."""


def data_section(model: Model, training: Training | None, seed: int | None) -> list[str]:
    """Where the data come from, how many there are, and of which classes."""
    recipe = model.recipe
    if recipe is None:
        return ["None are known."]
    data = build(recipe)
    noun = noun_of_data(recipe)
    tests = 0 if data.x_test is None else len(data.x_test)
    parts = [_counted_parts(recipe, len(data.x), tests, training, seed, noun)]
    if isinstance(recipe, Table) and recipe.prepared.dropped:
        parts.append(f"{counted(recipe.prepared.dropped, 'row')} with a gap were left out.")
    if recipe.added:
        parts.append(f"{counted(len(recipe.added), noun)} of these were added by hand.")
    blocks = [_source(recipe), " ".join(parts)]
    if model.classes and model.answering is not None and len(model.classes) <= MOST_LISTED:
        parts_of = class_counts(model, training, seed)
        counts = list(parts_of.values())
        if counts and all((count == count[0]).all() for count in counts):
            each = ", ".join(f"{count[0]:,} {FOR[kind]}" for kind, count in parts_of.items())
            return [*blocks, f"Of each class {each}."]
        head = ("class", *(FOR[kind] for kind in parts_of))
        rows = [(plain(name), *(f"{count[place]:,}" for count in counts)) for place, name in enumerate(model.classes)]
        blocks.append(table(head, rows, numbers=len(counts)))
    return blocks


def _counted_parts(
    recipe: Recipe, learned: int, tests: int, training: Training | None, seed: int | None, noun: str
) -> str:
    data = build(recipe)
    watched = len(watched_of(data, training, seed))
    kept = f", {watched:,} to watch (validation)" if watched else ""
    test = f", {tests:,} to test" if tests else ", none to test"
    return f"{counted(learned - watched, noun)} to train on{kept}{test}."


def _source(recipe: Recipe) -> str:
    match recipe:
        case Table():
            target = plain(recipe.target.name)
            name = f"“{plain(recipe.source)}”" if recipe.source else "a table"
            ignored = [plain(column.name) for column in recipe.columns if column.role == "ignored"]
            left = f" Not used: {listed(ignored[:MOST_NAMED])}." if ignored else ""
            return f"{name}, with “{target}” as what is to be found out. {_split(recipe)}{left}"
        case Points():
            return (
                f"{recipe.samples:,} points, made up: the shape “{recipe.shape}”, noise {recipe.noise:g} %, "
                f"{recipe.share:g} % to train on, seed {recipe.seed}."
            )
        case Drawn():
            return f"{counted(len(recipe.points), 'point')}, painted by hand."
        case Digits():
            return f"Handwritten digits that come with Neuroloom, {recipe.share:g} % to train on, seed {recipe.seed}."
        case Segments():
            noise = f"with copies in which each segment flips with {recipe.noise:g} %, seed {recipe.seed}"
            return f"The shapes of a seven-segment display, {noise if recipe.noise else 'without noise'}."


def _split(recipe: Table) -> str:
    split = recipe.split
    by = "" if split.column is None else f"“{plain(split.column)}”"
    match split.kind:
        case "time":
            return f"The rows stand in the order of {by}: the last ones test."
        case "group":
            return f"Rows that agree in {by} stay together."
        case "column":
            return f"The column {by} says which rows train and which test."
    each = ", of each class alike" if split.stratified and recipe.has_classes else ""
    return f"The rows were split at random (seed {split.seed}{each})."


def training_table(
    training: Training | None, step: int | None, epoch: int | None, seed: int | None, since: int | None
) -> list[str]:
    """How it was trained.    since  the epoch from which on it was trained so; None: from the beginning"""
    if training is None:
        return ["How it was trained is not known."]
    loss, optimizer = loss_named(training.loss), optimizer_named(training.optimizer)
    rows = [("loss", f"{loss.label}: {plain(loss.formula)}")]
    settings = ", ".join(f"{name} {setting(getattr(training, name))}" for name in optimizer.settings)
    rows.append(("optimizer", plain(optimizer.label + (f" ({settings})" if settings else ""))))
    rate = setting(training.learning_rate)
    if training.schedule != "constant":
        schedule = schedule_named(training.schedule)
        told = ", ".join(f"{name} {setting(getattr(training, name))}" for name in schedule.settings)
        rate += f", {schedule.label.lower()} ({told})"
    if training.warmup_steps:
        rate += f", warm-up over {training.warmup_steps:,} steps"
    rows += [("learning rate", plain(rate)), ("samples per step", f"{training.batch_size:,}")]
    if step is not None:
        made = f"{counted(step, 'step')}, {counted(epoch or 0, 'whole epoch')}" if step else "nothing here"
        if since is not None:
            made += f"; {change_told(since)}"
        rows.append(("made", made))
    penalties = [f"{name} {setting(value)}" for name, value in (("L1", training.l1), ("L2", training.l2)) if value]
    if penalties:
        rows.append(("penalty", ", ".join(penalties)))
    if training.clip_norm is not None:
        rows.append(("gradients", f"shortened to a norm of {setting(training.clip_norm)}"))
    if training.validation_share:
        rows.append(("validation", f"{setting(training.validation_share)} % of the training samples"))
    if training.patience is not None:
        rows.append(("early stopping", f"after {counted(training.patience, 'epoch')} without a better loss"))
    if training.class_weight is not None:
        weights = training.class_weight
        told = weights if isinstance(weights, str) else ", ".join(map(setting, weights))
        rows.append(("class weights", told))
    if seed is not None:
        rows.append(("seed", str(seed)))
    return [table(("setting", "value"), rows)]


def source_section(recipe: Recipe | None) -> str | None:
    """Source and licence of data that come with Neuroloom, as resources/data/SOURCES.md says them; None: of others."""
    if isinstance(recipe, Digits):
        name = "digits.npz"
    elif isinstance(recipe, Table) and not recipe.rows.packed:
        name = f"{recipe.rows.name}.csv"
    else:
        return None
    text = files("resources").joinpath("data", "SOURCES.md").read_text("utf-8")
    for part in text.split("\n#")[1:]:
        heading, _, body = part.lstrip("#").partition("\n")
        if name in heading:
            return body.strip()
    return None
