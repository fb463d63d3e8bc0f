"""How what is switched off looks."""

from dataclasses import fields

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from core.probe.knockout import without
from gui import theme
from gui.session.knockout import Reduced
from gui.session.things import Neuron
from tests.gui.canvas.conftest import MakeStudio, colour_at, snapshot_of, stack


def test_what_is_off_fades_and_its_connections_are_dotted(make_studio: MakeStudio) -> None:
    network = stack(2, 2, 1)
    theta = network.initial(seed=1)
    network.views(theta)[1]["weights"][...] = [[3.0], [3.0]]
    studio = make_studio(network, theta=theta)
    image = studio.picture()
    whole = snapshot_of(network, theta)
    moment = {field.name: getattr(whole, field.name) for field in fields(whole)}
    moment["theta"] = without(network, theta, [(0, 1)])
    studio.canvas.show_snapshot(Reduced(**moment, whole=whole, off=frozenset({Neuron(0, 1)}), words="Hidden 1 · 2"))
    reduced = studio.picture()
    on, off = studio.canvas.edge_point(1, 0, 0), studio.canvas.edge_point(1, 1, 0)
    assert colour_at(reduced, on) == colour_at(image, on) == colour_at(image, off)
    assert colour_at(reduced, off) != colour_at(image, off)
    strip = [colour_at(reduced, off + QPointF(x, y)) for x in range(-8, 9) for y in range(-3, 4)]
    assert QColor(theme.LIGHT.canvas) in strip
    kept, faded = (studio.canvas.node_rect(0, unit).center() + QPointF(12, 12) for unit in (0, 1))
    assert colour_at(reduced, kept) == colour_at(image, kept)
    assert colour_at(reduced, faded).lightness() > colour_at(image, faded).lightness()
