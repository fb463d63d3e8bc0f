"""Files of rows that scripts and the program are asked about, and the projects that answer them."""

from pathlib import Path

import numpy as np
import polars

from core.arrays import Array
from core.data import Points, Recipe, Segments, Table
from core.data.features import FEATURES
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.prediction_file import predict_file
from core.training import Training


def drawn(network: Network) -> Array:
    """Weights and biases that are all different from zero, and variances above it."""
    generator = np.random.default_rng(3)
    theta = generator.normal(0.0, 0.5, network.size).astype(network.dtype)
    for views in network.views(theta):
        if "moving_variance" in views:
            views["moving_variance"][...] = generator.uniform(0.01, 4.0, views["moving_variance"].shape)
    return theta


FRAME = polars.DataFrame(
    {
        "area": [50.0, 60.0, None, 80.0, 90.0, 100.0, 70.0, 55.0],
        "rooms": ["1", "2", "2", "3", None, "3", "1", "2"],
        "town": ["Köln", "-", "Köln", "Bonn", "Bonn", None, "-", "Köln"],
        "price": [100.0, 130.0, 120.0, 190.0, 210.0, 250.0, 140.0, 115.0],
        "sold": ["yes", "no", "no", "yes", "yes", "yes", "no", "no"],
    }
)


def homes(target: str, missing: str = "fill") -> Table:
    """Homes: a number, texts that are whole numbers, texts of which one is a dash."""
    columns = (
        Column("area", missing=missing),  # type: ignore[arg-type]
        Column("rooms", kind="category", categories=("1", "2", "3")),
        Column("town", kind="category", categories=("-", "Bonn", "Köln"), missing=missing),  # type: ignore[arg-type]
        Column("price", "target" if target == "price" else "ignored"),
        Column("sold", "target" if target == "sold" else "ignored", "category", categories=("no", "yes")),
    )
    return Table(StoredTable.of(FRAME), columns, Split(test=25.0, stratified=False))


def project_for(recipe: Recipe) -> tuple[Project, Array]:
    ends = recipe.ends
    network = Network(ends.inputs, (Dense(5, "tanh"), Dense(ends.outputs, ends.activation)))
    return Project("a project", network, Training(ends.loss), recipe), drawn(network)


COMMA = "area,rooms,town,remark\n50,1,Köln,a\n,2.0,Bonn,\n1e2,4,Ulm,b\nNA,?,-,\n61.5,5,,c\n"
SEMICOLON = "\ufefftown;remark;area;rooms\nKöln;x;50,5;1\nBonn;y;\u221260,25;2\n-;z;1.070,5;3\nUlm;;;\n"
PLAIN_NUMBERS = "town,area,rooms\nBonn,50,1.0\nBonn,60,2.0\n"
FILES: dict[str, tuple[Recipe, str]] = {
    "classes": (homes("sold"), COMMA),
    "numbers": (homes("price"), COMMA),
    "rows left out": (homes("sold", "drop"), COMMA),
    "decimal commas": (homes("price"), SEMICOLON),
    "tabs": (homes("sold"), "rooms\tarea\ttown\n1\t50\tKöln\n\n2\t61.5\t-\n"),
    "whole numbers with a point": (homes("sold"), PLAIN_NUMBERS),
    "points by name": (Points("circle", samples=100), 'X2,note,x1\n1.5,"a,\nb",-2\n,,1\n1e999,,2\n'),
    "points in their order": (Points("circle", samples=100, features=tuple(FEATURES)), "left,right\n1,2\n3,-4\n"),
    "a display": (Segments(), "a,b,c,d,e,f,g\n0,1,1,0,0,0,0\n0,0,0,0,0,0,0\n1,1,1,1,1,1,1\n"),
    "one number": (Points("sine", samples=100), "x\n0.5\n-2\n"),
    "a name that is taken": (Points("moons", samples=100), "x1,x2,prediction\n1,2,mine\n"),
}


class Asked:
    """One of FILES as rows.csv in a folder, and what the program answers to it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.recipe, self._text = FILES[name]
        self.project, self.theta = project_for(self.recipe)
        self.rows, self._wanted = folder / "rows.csv", folder / "wanted.csv"
        self.rows.write_text(self._text, "utf-8", newline="")
        written = predict_file(self.project, self.theta, self.rows, self._wanted, print, lambda: True)
        assert written is not None
        self._odd = written.odd.counts

    def check(self, answers: Path, said: str) -> None:
        """Whether this file has the same answers, and the same oddities were said line by line."""
        known = [odd for odd in self._odd.split(", ") if not odd.startswith("outside")]  # a file has no ranges with it
        assert said.replace("\n", ", ").strip(", ") == ", ".join(known)
        separator = next(one for one in ";\t," if one in self._text or one == ",")
        wanted, ours = (_cells(file, separator) for file in (self._wanted, answers))
        assert ours.columns == wanted.columns and ours.height == wanted.height
        added = [name for name in ours.columns if name.startswith(("prediction", "p(", "output("))]
        assert added[0].startswith("prediction")
        for column in added:
            _assert_same(ours[column], wanted[column], decimal="," if separator == ";" else ".")


def _cells(path: Path, separator: str) -> polars.DataFrame:
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    return polars.read_csv(path, separator=separator, infer_schema=False)


def _assert_same(ours: polars.Series, wanted: polars.Series, decimal: str) -> None:
    """The same texts, or numbers that differ by rounding."""
    for one, other in zip(ours, wanted, strict=True):
        if one != other:
            assert one is not None and other is not None
            numbers = [float(cell.replace(decimal, ".")) for cell in (one, other)]
            assert abs(numbers[0] - numbers[1]) <= 1e-5 * max(1.0, abs(numbers[1])), (one, other)
