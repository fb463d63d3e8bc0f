"""`neuroloom info`"""

from typing import Any

import msgspec

from core.data import Digits, build
from core.data.nouns import noun_of_data
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network, layer_name
from core.project import Saved
from core.samples import prepare
from core.specs import Project
from core.table.labels import target_of
from core.wording import counted, first_of
from gui.cli.arguments import File, title_of, weights_of
from gui.cli.columns import aligned
from gui.cli.told import Json, check_output, say
from gui.start import look_up

PARTS = ("training", "validation", "test")
MOST_NAMED = 12
"""So many inputs are named in a line."""


def info(file: File, as_json: Json = False) -> None:
    """Tell what is in a project or a model: network, data, training.

    For a look at a file without opening it. Activations, losses and optimizers have the names that Keras gives them.

    Example: neuroloom info iris.neuroloom
    """
    check_output()
    saved, notes = look_up(file)
    title = title_of(saved, file)
    if as_json:
        say(_fields(saved, title) | {"notes": notes})
        return
    project, training = saved.project, saved.project.training
    rows = [
        ["title", title],
        ["network", f"{'-'.join(map(str, project.network.widths))}, {counted(project.network.size, 'parameter')}"],
        ["numbers", project.network.dtype],
        *_data_rows(project),
        [
            "training",
            f"{training.optimizer}, learning rate {training.learning_rate:g}, batches of {training.batch_size}, "
            f"loss {training.loss}",
        ],
        ["seed", str(project.seed)],
        ["trained", _trained(saved)],
    ]
    if saved.ended:
        rows.append(["", saved.ended])
    for line in aligned(rows, right=False):
        print(line)
    print()
    for line in aligned([["layer", "kind", "units", "activation"], *_layer_rows(project.network)], right=False):
        print(line)
    if notes:
        print()
    for note in notes:
        print(note)


def _trained(saved: Saved) -> str:
    if saved.state is None or not saved.step:
        return "elsewhere, or set by hand" if weights_of(saved).are_trained else "not yet"
    return f"{counted(saved.state.epoch, 'epoch')}, {counted(saved.step, 'step')}"


def _data_rows(project: Project) -> list[list[str]]:
    if project.data is None:
        return [["data", "none yet"]]
    dataset, noun = build(project.data), noun_of_data(project.data)
    counts = [f"{count:,} {part}" for part, count in _counts(project).items() if count]
    names = dataset.input_names
    is_picture = isinstance(project.data, Digits)
    inputs = f"{len(names):,}: {f'{names[0]} to {names[-1]}' if is_picture else first_of(names, MOST_NAMED)}"
    target = dataset.target_name or ("" if dataset.classes else target_of(project.data).name)
    classes = counted(len(dataset.classes), "class", "classes") + f": {', '.join(dataset.classes)}"
    found = ", ".join(filter(None, (target, classes if dataset.classes else "a number")))
    nouns = noun if sum(_counts(project).values()) == 1 else f"{noun}s"
    return [["data", f"{' + '.join(counts)} {nouns}"], ["inputs", inputs], ["finds out", found]]


def _counts(project: Project) -> dict[str, int]:
    """How many samples each part has; 0 where there are none."""
    assert project.data is not None
    dataset = build(project.data)
    if dataset.lacks is not None:
        return {"training": len(dataset.x)}
    split = prepare(project.network, dataset, project.training, project.seed)
    given = (split.train, split.validation, split.test)
    return {part: 0 if one is None else len(one.x) for part, one in zip(PARTS, given, strict=True)}


def _layer_rows(network: Network) -> list[list[str]]:
    rows, dense = [], 0
    for layer in network.layers:
        match layer:
            case Dense():
                rows.append([layer_name(network, dense), "dense", str(layer.units), layer.activation])
                dense += 1
            case Dropout():
                rows.append([layer.name or "", f"dropout {layer.rate:g}", "", ""])
            case BatchNormalization():
                rows.append([layer.name or "", "batch normalization", "", ""])
    return rows


def _fields(saved: Saved, title: str) -> dict[str, Any]:
    project, state = saved.project, saved.state
    data: dict[str, Any] | None = None
    if project.data is not None:
        dataset = build(project.data)
        data = {
            "kind": type(project.data).__name__.lower(),
            "samples": _counts(project),
            "inputs": list(dataset.input_names),
            "classes": list(dataset.classes),
            "target": dataset.target_name,
        }
    return {
        "title": title,
        "parameters": project.network.size,
        "network": msgspec.to_builtins(project.network),
        "training": msgspec.to_builtins(project.training),
        "data": data,
        "seed": project.seed,
        "epoch": 0 if state is None else state.epoch,
        "step": saved.step,
        "ended": saved.ended or None,
        "is_trained": weights_of(saved).are_trained,
        "moments": 0 if saved.timeline is None else len(saved.timeline.moments),
    }
