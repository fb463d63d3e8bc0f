"""The data of a project in the place of its model: one more thing that is taken away in the same manner."""

from pathlib import Path

from core.arrays import Array
from core.data import Recipe
from core.errors import UserError
from core.export.data_csv import export_data
from core.export.formats import DATA, Format
from core.export.proof import Proof
from core.network import Network
from core.training import Training


def _write(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
    seed: int = 0,
    step: int = 0,
    epoch: int = 0,
    since: int | None = None,
) -> Proof:
    if recipe is None:
        raise UserError("This project has no data.", "Choose data on the left first.")
    return Proof(Path(path), export_data(recipe, path, training, seed), None, "data are no model")


DATA_FORM = Format(
    DATA,
    "Data",
    f".{DATA}",
    "The samples that it learns from and is tested on.",
    _write,
    use=("import polars", "rows = polars.read_csv({literal})"),
    is_model=False,
    takes_course=True,
)
"""A CSV file with a row for each sample; the network is not in it."""
