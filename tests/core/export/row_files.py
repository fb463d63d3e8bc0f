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
from core.wording import MINUS


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
    "a comma between thousands": (homes("price"), 'area,rooms,town\n"1,234",1,Köln\n"1,234,567.5",2,Bonn\n'),
    "a point between thousands": (homes("sold"), "town;area;rooms\nKöln;18,5;1\nBonn;3.500;2\nBonn;3.5;2\n"),
    "mostly thousands": (homes("sold"), "town;area;rooms\nKöln;3.500;1\nBonn;3.600;2\nBonn;60,5;2\n"),
    "thousands and millions": (homes("sold"), "town\tarea\trooms\nKöln\t3.500\t1\nBonn\t1.234.567\t2\n"),
    "points that may be either": (homes("sold"), "town;area;rooms\nKöln;3.500;1\nBonn;3.600;2\n"),
    "commas that may be either": (homes("sold"), "town;area;rooms\nKöln;3,500;1\nBonn;3,600;2\n"),
    "quoted decimal commas": (homes("sold"), 'town,area,rooms\nKöln,"60,5",1\nBonn,"3.500",2\n'),
    "apostrophes": (homes("sold"), "town;area;rooms\nKöln;1'234,5;1\nBonn;1 234;2\nBonn;3.600;2\n"),
    "not a number": (homes("sold"), "area,rooms,town\n50,1,Köln\nabc,2,Bonn\n99,2,Bonn\n,2,Bonn\n60,2,a lot\n"),
    "not a number, where gaps are left out": (homes("price", "drop"), "area,rooms,town\n50,1,Köln\n~7,2,Bonn\n,2,-\n"),
    "not a number beside decimal commas": (homes("sold"), "town;area;rooms\nKöln;3.500;1\nBonn;x;2\nBonn;60,5;2\n"),
    "many that are no numbers": (
        homes("sold"),
        "area,rooms,town\n" + "60,1,Köln\n" * 9 + "a very long text that goes on,2,Bonn\n" * 9,
    ),
    "points among which one is none": (Points("circle", samples=100), "x1,x2\n1,2\nx,2\n-900,3\n9,\n5,50000.5\n"),
    "blanks": (homes("sold"), "area,rooms,town\n 50, 1,  Bonn \n60 ,2, Köln\n"),
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
        odd = written.odd
        # Signs that only the program is sure it can write.
        told = (text.replace(MINUS, "-") for text in odd.sentences if text.startswith(("Outside", "Not a number")))
        self._said = [*filter(None, odd.counts.split(", ")), *told]

    def check(self, answers: Path, said: str) -> None:
        """Whether this file has the same answers, the cells before them stand as they stood, and the same is said."""
        assert said.splitlines() == self._said
        separator = next(one for one in ";\t," if one in self._text or one == ",")
        wanted, ours = (_cells(file, separator) for file in (self._wanted, answers))
        assert ours.columns == wanted.columns and ours.height == wanted.height
        added = [name for name in ours.columns if name.startswith(("prediction", "p(", "output("))]
        assert added[0].startswith("prediction")
        given = ours.drop(added)
        assert given.equals(wanted.drop(added))
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
