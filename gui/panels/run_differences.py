"""What differs between the settings of runs, in words: the training panel's rows, the network, the data, the seed."""

from collections.abc import Sequence

from core.activations import activation_named
from core.data import Digits, Drawn, PointRecipe, Points, Segments, Table
from core.data.features import labels_of
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.specs import Project
from core.training import Training
from gui.panels.data_panel import GALLERY, tile_of
from gui.panels.training_fields import MORE, OPEN
from gui.panels.training_rows import Choice, Number

NOTHING = "\N{EN DASH}"
LABELS = {row.label for row in (*OPEN, *MORE)}
"""Of what training reads."""


def differences(projects: Sequence[Project]) -> list[tuple[str, list[str]]]:
    """Each setting that is not the same in all of them: its name, and what it is in each.

    What only some of them read, such as Adam's betas, is told where it is not as usual.
    """
    each = [_settings(project) for project in projects]
    usual = [_settings(_as_usual(project)) for project in projects]
    rows = []
    for name in dict.fromkeys(name for settings in each for name in settings):
        texts = [settings.get(name, NOTHING) for settings in each]
        is_partial = any(name not in settings for settings in each)
        if is_partial and name in LABELS and texts == [settings.get(name, NOTHING) for settings in usual]:
            continue
        if len(set(texts)) > 1:
            rows.append((name, texts))
    return rows


def _as_usual(project: Project) -> Project:
    """With everything that training reads as it is set where nobody has set it."""
    training = project.training
    return project.replace(training=Training(training.loss, training.optimizer, schedule=training.schedule))


def _settings(project: Project) -> dict[str, str]:
    """All settings by name, in the order in which they are told."""
    network = project.network
    found = {
        "Network": "-".join(map(str, network.widths)),
        "Hidden": ", ".join(_activations(network)) or NOTHING,
        "Output": activation_named(network.output.activation).label,
        "Between": ", ".join(_followers(network)) or NOTHING,
        "Locked": _count(sum(len(layer.locked) for layer in network.dense)),
        "Cut": _count(sum(len(layer.cut) for layer in network.dense)),
    }
    for row in (*OPEN, *MORE):
        if row.is_offered(project):
            found[row.label] = _chosen(row, project)
    return found | _data(project) | {"Seed": str(project.seed), "Numbers": network.dtype}


def _chosen(row: Number | Choice, project: Project) -> str:
    if isinstance(row, Number):
        return row.shown(project) or "off"
    value = row.chosen(project)
    return next((option.label for option in row.options(project) if option.value == value), NOTHING)


def _activations(network: Network) -> list[str]:
    """One per hidden layer; where all are the same, that one."""
    names = [activation_named(layer.activation).label for layer in network.dense[:-1]]
    return names[:1] if len(set(names)) == 1 else names


def _followers(network: Network) -> list[str]:
    found = []
    for layer in network.layers:
        match layer:
            case Dropout(rate=rate):
                found.append(f"dropout {100.0 * rate:g} %")
            case BatchNormalization():
                found.append("batch norm")
            case Dense():
                pass
    return found


def _data(project: Project) -> dict[str, str]:
    data = project.data
    if data is None:
        return {"Data": "none"}
    found = {"Data": _label(project)}
    if isinstance(data, PointRecipe):
        found |= {"Features": ", ".join(labels_of(data.features))} if data.is_planar else {}
        found |= {"Points": f"{len(data.points) if isinstance(data, Drawn) else data.samples:,}"}
    if isinstance(data, Drawn) and data.classes:
        found["Classes"] = ", ".join(data.classes)
    if isinstance(data, Table):
        split = data.split
        return found | {
            "Columns": f"{len(data.features):,}",
            "Split": f"{split.train:g} / {split.validation:g} / {split.test:g} %",
            "Data seed": str(split.seed),
        }
    if isinstance(data, PointRecipe | Digits):
        found["Training share"] = f"{data.share:g} %"
    if isinstance(data, Segments):
        found["Noisy copies"] = f"{data.copies:,}"
    if isinstance(data, Points | Segments):
        found["Noise"] = f"{data.noise:g} %"
    return found | {"Data seed": str(data.seed)}


def _label(project: Project) -> str:
    """What the gallery calls the data, or the table is called."""
    if isinstance(project.data, Table):
        return project.data.source or project.data.rows.name

    data = project.data
    if data is None:
        return NOTHING
    return next((entry.label for entry in GALLERY if entry.name == tile_of(data)), NOTHING)


def _count(number: int) -> str:
    return f"{number:,}" if number else NOTHING
