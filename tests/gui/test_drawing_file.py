"""The picture of a network in a file: read back as what it is, with the lines where and as thick as they should be."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage

from core import Dense, Network
from core.arrays import Array
from core.errors import UserError
from core.layers import BatchNormalization, Dropout
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.canvas.look import Look
from gui.drawing_file import write_drawing
from gui.session.things import Edge
from gui.theme import DARK, LIGHT, Theme, blend

SVG = "{http://www.w3.org/2000/svg}"
PLANE = Labels(("left", "right"), picture="plane")
STRONG, WEAK, ZERO = Edge(0, 0, 0), Edge(0, 1, 0), Edge(1, 0, 0)
"""What `small` gives the weights 2, -1 and 0 to."""


def subject_of(network: Network, theta: Array, labels: Labels, **more: Array) -> Subject:
    """Without numbers on the connections: they would stand where pixels are compared."""
    look = Look(numbers="never")
    return Subject("Two & <three>", network, theta, labels, look, more.get("sample"), more.get("target"))


def small(labels: Labels = PLANE, **more: Array) -> Subject:
    network = Network(
        2, (Dropout(0.2), Dense(2, "tanh"), BatchNormalization(), Dense(1, "sigmoid", name="Verdict")), dtype="float64"
    )
    theta = network.initial(0)
    views = network.dense_views(theta)
    views[0]["weights"][:] = [[2.0, 0.5], [-1.0, 0.25]]
    views[1]["weights"][:] = [[0.0], [1.5]]
    views[0]["biases"][:] = [0.0, -2.0]
    return subject_of(network, theta, labels, **more)


def large(*widths: int) -> Subject:
    inputs, *units = widths
    network = Network(inputs, tuple(Dense(count) for count in units))
    return subject_of(network, network.initial(0), Labels())


def written(sheet: Sheet, path: Path, theme: Theme = LIGHT, scale: float = 1.0, is_transparent: bool = False) -> bytes:
    write_drawing(sheet, path, theme, scale, is_transparent)
    return path.read_bytes()


def tree_of(sheet: Sheet, tmp_path: Path, theme: Theme = LIGHT) -> ElementTree.Element:
    return ElementTree.fromstring(written(sheet, tmp_path / "a.svg", theme))


def texts(tree: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()).strip() for text in tree.iter(f"{SVG}text")]


def pen_at(tree: ElementTree.Element, start: tuple[float, float]) -> tuple[str, float]:
    """Colour and width of the curve that begins here."""
    for group in tree.iter(f"{SVG}g"):
        for path in group.findall(f"{SVG}path"):
            x, y = map(float, re.findall(r"[-\d.]+", path.attrib["d"])[:2])
            if abs(x - start[0]) + abs(y - start[1]) < 0.01:
                return group.attrib["stroke"], float(group.attrib["stroke-width"])
    raise AssertionError(f"no curve begins at {start}")


def start_of(sheet: Sheet, edge: Edge) -> tuple[float, float]:
    leave, _ = sheet.drawing.geometry.edge_ends(edge.layer)
    return float(leave[edge.input, edge.unit, 0]), float(leave[edge.input, edge.unit, 1])


def width_of(edges: Edges, share: float) -> float:
    return 1.01 + (edges.widest - 1.01) * share


# SVG -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_curve_has_the_colour_and_thickness_of_its_weight(
    qapp: QGuiApplication, tmp_path: Path, theme: Theme
) -> None:
    sheet = Sheet(small())
    tree = tree_of(sheet, tmp_path, theme)
    edges = sheet.drawing.edges
    assert edges.scale == 2.0
    colour, width = pen_at(tree, start_of(sheet, STRONG))
    assert (colour, width) == (theme.positive, pytest.approx(edges.widest, abs=0.001))
    colour, width = pen_at(tree, start_of(sheet, WEAK))
    assert width == pytest.approx(width_of(edges, 0.5), abs=0.001)
    assert QColor(colour).hue() == pytest.approx(QColor(theme.negative).hue(), abs=3)
    colour, width = pen_at(tree, start_of(sheet, ZERO))
    assert (colour, width) == (blend(theme.muted, theme.canvas, edges.faintest).name(), pytest.approx(1.01))


def test_words_are_words(qapp: QGuiApplication, tmp_path: Path) -> None:
    tree = tree_of(Sheet(small(), has_title=True), tmp_path)
    wanted = {
        "Two & <three>", "left", "right", "Inputs", "2", "Dropout 20 %", "Hidden 1", "2 neurons · tanh", "Batch norm",
        "Verdict", "1 neuron · sigmoid", "weight", "\N{MINUS SIGN}2", "bias",
    }  # fmt: skip
    assert wanted <= set(texts(tree))
    assert tree.findtext(f"{SVG}title") == "Two & <three>"
    fonts = {text.attrib["font-family"] for text in tree.iter(f"{SVG}text")}
    assert fonts and all(name.endswith(", sans-serif") for name in fonts), "another machine may not have the first"
    assert "Two & <three>" not in texts(tree_of(Sheet(small()), tmp_path))


def test_every_neuron_has_its_picture_cut_to_its_corners(qapp: QGuiApplication, tmp_path: Path) -> None:
    tree = tree_of(Sheet(small()), tmp_path)
    clipped = [group for group in tree.iter(f"{SVG}g") if "clip-path" in group.attrib]
    assert [len(list(group.iter(f"{SVG}image"))) for group in clipped] == [1] * 5
    assert len(list(tree.iter(f"{SVG}image"))) == 5
    assert not list(tree.iter(f"{SVG}pattern"))


def test_its_size_is_said_in_pixels(qapp: QGuiApplication, tmp_path: Path) -> None:
    tree = tree_of(Sheet(small(), QSize(701, 403)), tmp_path)
    assert [tree.attrib[name] for name in ("width", "height", "viewBox")] == ["701", "403", "0 0 701 403"]


def test_all_lines_of_a_network_of_many_are_there(qapp: QGuiApplication, tmp_path: Path) -> None:
    tree = tree_of(Sheet(large(20, 12, 20)), tmp_path)
    assert len(list(tree.iter(f"{SVG}polyline"))) == 480


def test_a_large_network_shows_its_strongest_lines_over_bands_and_says_so(
    qapp: QGuiApplication, tmp_path: Path
) -> None:
    sheet = Sheet(large(784, 512, 512, 10))
    content = written(sheet, tmp_path / "a.svg")
    tree = ElementTree.fromstring(content)
    assert "900 of 668,672 shown" in texts(tree)
    assert len(list(tree.iter(f"{SVG}polyline"))) == 900
    assert len(content) < 1_000_000


def test_values_of_a_sample_stand_in_and_beside_the_nodes(qapp: QGuiApplication, tmp_path: Path) -> None:
    labels = Labels(("a", "b"), picture="value", letters_inside=True)
    sheet = Sheet(small(labels, sample=np.array([1.0, 0.0]), target=np.array([1.0])))
    values = sheet.drawing.nodes.values
    assert values is not None
    found = texts(tree_of(sheet, tmp_path))
    assert {"a", "b", "target 1", f"{values[-1][0]:.3f}"} <= set(found)
    assert "target 1" not in texts(tree_of(Sheet(small(labels)), tmp_path))


# PNG -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_pixel_on_a_connection_has_its_colour(qapp: QGuiApplication, tmp_path: Path, theme: Theme) -> None:
    sheet = Sheet(small())
    written(sheet, tmp_path / "a.png", theme, scale=2.5)
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (round(2.5 * sheet.size.width()), round(2.5 * sheet.size.height()))
    point = sheet.drawing.edges.point(STRONG)
    assert point is not None
    assert image.pixelColor(round(2.5 * point[0]), round(2.5 * point[1])) == QColor(theme.positive)
    assert image.pixelColor(2, 2) == QColor(theme.canvas)


def test_without_ground_there_is_none(qapp: QGuiApplication, tmp_path: Path) -> None:
    sheet = Sheet(small())
    written(sheet, tmp_path / "a.png", is_transparent=True)
    image = QImage(str(tmp_path / "a.png"))
    assert image.pixelColor(2, 2).alpha() == 0
    point = sheet.drawing.edges.point(STRONG)
    assert point is not None
    assert image.pixelColor(round(point[0]), round(point[1])) == QColor(LIGHT.positive)
    assert (
        f'width="{sheet.size.width()}" height="{sheet.size.height()}"/>'
        in written(sheet, tmp_path / "with.svg").decode()
    )
    assert (
        f'width="{sheet.size.width()}" height="{sheet.size.height()}"/>'
        not in written(sheet, tmp_path / "without.svg", is_transparent=True).decode()
    )


# PDF -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", [small(), large(30, 20, 10)])
def test_a_pdf_is_one_page_of_the_drawings_size_with_its_letters_in_it(
    qapp: QGuiApplication, tmp_path: Path, subject: Subject
) -> None:
    content = written(Sheet(subject, QSize(800, 600)), tmp_path / "a.pdf")
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", content)
    assert box is not None
    assert [float(part) for part in box[1].split()] == pytest.approx([0, 0, 600, 450])
    assert re.search(rb"/FontFile\d?\b", content)


# What cannot be ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.jpg", "svg", "a.neuroloom"])
def test_another_ending_is_refused_with_the_three_that_can_be(qapp: QGuiApplication, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"SVG, PNG or PDF.*\.svg, \.png or \.pdf"):
        write_drawing(Sheet(small()), tmp_path / name, LIGHT)
    assert not list(tmp_path.iterdir())


def test_capital_letters_are_an_ending_too(qapp: QGuiApplication, tmp_path: Path) -> None:
    assert written(Sheet(small()), tmp_path / "A.PDF").startswith(b"%PDF-")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_too_many_pixels_are_refused_and_the_old_file_stays(qapp: QGuiApplication, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text("old")
    with pytest.raises(UserError, match=r"20,000 by 600 pixels.*16,384"):
        write_drawing(Sheet(small(), QSize(20_000, 600)), path, LIGHT)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(path.name, "old")]


def test_a_scale_counts_for_pixels_alone(qapp: QGuiApplication, tmp_path: Path) -> None:
    sheet = Sheet(small(), QSize(4_000, 600))
    with pytest.raises(UserError, match="32,000 by 4,800 pixels"):
        write_drawing(sheet, tmp_path / "a.png", LIGHT, scale=8.0)
    assert written(sheet, tmp_path / "a.svg", scale=8.0) == written(sheet, tmp_path / "b.svg", scale=1.0)


def test_a_folder_is_refused_as_a_file(qapp: QGuiApplication, tmp_path: Path) -> None:
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(UserError, match=r"a\.svg cannot be saved"):
        write_drawing(Sheet(small()), tmp_path / "a.svg", LIGHT)
