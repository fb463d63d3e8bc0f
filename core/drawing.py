"""Edits of a drawing: points that are painted and erased, and classes that come, go and get other names."""

import numpy as np
from numpy.typing import NDArray

from core.data.added import Added
from core.data.build import build
from core.data.drawn import HEIGHT, MOST_CLASSES, MOST_DRAWN, Drawn
from core.data.recipes import PointRecipe
from core.edits import Edit, choose_data
from core.errors import UserError
from core.moves import NEW, Given, Kept, Moves
from core.network import Network
from core.probe.samples import spread
from core.specs import Project
from core.surgery.ends import fit_ends
from core.wording import counted

NEW_CLASS_BIAS = -2.0
"""A class that comes to a trained network begins as an unlikely one: what was learned of the others stays visible."""


def drawing_of(project: Project) -> Drawn:
    """What is drawn.

    Raises UserError where the data are no drawing.
    """
    if not isinstance(project.data, Drawn):
        raise UserError("These data cannot be painted on.", "Choose Draw on the left.")
    return project.data


def paint(project: Project, before: Drawn, points: Added) -> Edit:
    """The drawing as it was before a stroke, with the points of the stroke; network and weights stay.

    Raises UserError for points that the board has no room for.
    """
    count = len(points)
    text = f"paint {counted(count, 'point')}"
    now = drawing_of(project)
    return Edit(text, project.replace(data=now.replace(points=(*before.points, *points))))


def room_in(drawing: Drawn) -> int:
    """How many more points can be painted."""
    return MOST_DRAWN - len(drawing.points)


def no_room() -> UserError:
    """What to say where there is none."""
    return UserError(f"The board is full: it holds {MOST_DRAWN:,} points.", "Erase some to paint others.")


def all_points(drawing: Drawn) -> Added:
    """Painted points, then those added by hand, all as painted points are written."""
    numbers = drawing.place_numbers
    return (*drawing.points, *((*row[:numbers], _target(row[numbers:])) for row in drawing.added))


def _target(target: tuple[float, ...]) -> float:
    """One number, or which class it is."""
    return target[0] if len(target) == 1 else float(np.argmax(target))


def keep_points(project: Project, before: Drawn, is_kept: NDArray[np.bool_]) -> Edit:
    """The drawing as it was before the eraser came, without some points.

    is_kept  (points,), as `all_points` has them
    """
    count = len(is_kept) - int(np.count_nonzero(is_kept))
    painted = len(before.points)
    points, added = (
        tuple(row for row, stays in zip(rows, kept, strict=True) if stays)
        for rows, kept in (
            (before.points, is_kept[:painted].tolist()),
            (before.added, is_kept[painted:].tolist()),
        )
    )
    data = drawing_of(project).replace(points=points, added=added)
    return Edit(f"erase {counted(count, 'point')}", project.replace(data=data))


def clear(project: Project) -> Edit:
    """An empty board; the classes stay."""
    data = drawing_of(project)
    return Edit("clear the board", project.replace(data=data.replace(points=(), added=())))


# Classes -------------------------------------------------------------------------------------------------------------


def add_class(project: Project) -> Edit:
    """One more class, called by the first letter that is free. What the network has learned of the others stays.

    Raises UserError where there are ten.
    """
    data = drawing_of(project)
    if not data.is_planar:
        raise UserError("Numbers over x have no classes.", "Choose Draw on the left to paint classes.")
    if len(data.classes) == MOST_CLASSES:
        raise UserError(f"A drawing has at most {MOST_CLASSES} classes.", "Rename one, or remove one first.")
    letters = map(chr, range(ord("A"), ord("Z") + 1))
    taken = {name.casefold() for name in data.classes}
    name = next(letter for letter in letters if letter.casefold() not in taken)
    count = len(data.classes)
    # Two classes were one output, whose yes was the second of them.
    kept = (NEW, 0, NEW) if count == 2 else (*range(count), NEW)
    biases = (0.0, NEW_CLASS_BIAS) if count == 2 else (NEW_CLASS_BIAS,)
    new = data.replace(points=all_points(data), added=(), classes=(*data.classes, name))
    return _with_classes(project, new, f"add class {name}", kept, biases)


def remove_class(project: Project, index: int) -> Edit:
    """The drawing without this class and its points. What the network has learned of the others stays while there are
    more than two.

    Raises UserError where there are two.
    """
    data = drawing_of(project)
    if len(data.classes) <= 2:
        raise UserError("Two classes are the fewest.", "Rename one, or erase its points.")
    points = tuple(
        (x1, x2, which - (which > index)) for x1, x2, which in all_points(data) if which != index
    )  # fmt: skip
    names = tuple(name for place, name in enumerate(data.classes) if place != index)
    new = data.replace(points=points, added=(), classes=names)
    kept = tuple(place for place in range(len(data.classes)) if place != index) if len(names) > 2 else None
    return _with_classes(project, new, f"remove class {data.classes[index]}", kept, ())


def rename_class(project: Project, index: int, name: str) -> Edit:
    """Another name for a class.

    Raises UserError for a name that cannot be.
    """
    data = drawing_of(project)
    name = name.strip()
    classes = (*data.classes[:index], name, *data.classes[index + 1 :])
    return Edit(f"rename class {data.classes[index]} to {name}", project.replace(data=data.replace(classes=classes)))


def _with_classes(
    project: Project, data: Drawn, text: str, kept: tuple[int, ...] | None, biases: tuple[float, ...]
) -> Edit:
    """These data, with the outputs of the old network that are kept where they belong now; None: all are drawn.

    kept    the old output at each place, NEW for a new one, which begins with zeros as weights
    biases  where the new ones' biases begin
    """
    edit = choose_data(project, data, text)
    surgery = fit_ends(project.network, data.ends, text)
    if kept is None or surgery is None or not isinstance(surgery.vectors, Moves):
        return edit
    last = len(project.network.dense) - 1
    inputs = _width_below(project.network)
    given = Given(((0.0,) * len(biases),) * inputs, biases)
    source = Kept(last, tuple(range(inputs)), kept, given=given)
    return Edit(text, edit.project, Moves((*surgery.vectors.sources[:-1], source)))


def _width_below(network: Network) -> int:
    """How many numbers the output layer is given."""
    return network.widths[-2]


# From other data -----------------------------------------------------------------------------------------------------


def can_be_drawn(project: Project) -> bool:
    """Whether there are points of classes, or numbers over one x, that could be painted on."""
    data = project.data
    return isinstance(data, PointRecipe) and not isinstance(data, Drawn) and (data.shape != "plane")


def paint_on(project: Project) -> Edit:
    """The present points as painted ones, training and test points alike; of very many an even choice.

    Raises UserError for data that are no points of classes, and no numbers over one x.
    """
    data = project.data
    if data is None or not can_be_drawn(project) or not isinstance(data, PointRecipe):
        raise UserError("These data cannot be painted on.", "Choose points of two classes, or the sine.")
    dataset = build(data)
    sets = [(dataset.places, dataset.y), (dataset.places_test, dataset.y_test)]
    rows = np.concatenate([np.column_stack([raw, y]) for raw, y in sets if raw is not None and y is not None])
    rows = rows[spread(len(rows), MOST_DRAWN)]
    if not data.is_planar:
        rows[:, 1] = np.clip(rows[:, 1], -HEIGHT, HEIGHT)
    drawing = Drawn(
        points=tuple(map(tuple, rows.tolist())),
        classes=dataset.classes,
        share=data.share,
        seed=data.seed,
        features=data.features,
    )
    return choose_data(project, drawing, "paint on these points")
