"""A view of data with something of the network's in it: what the map and the curve fit have in common.

It tells its picture which samples there are, which of them are wrong and which is the current one; it reads the network
at the place that is pointed at, and says which sample or place was clicked.
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Dataset, PointRecipe, Table, build
from core.data.nouns import noun_of_data
from core.network import Network
from core.probe.extent import Extent, extent_of
from core.probe.meaning import NOTHING, Meaning, meaning_of
from core.snapshot import Snapshot
from core.specs import Project
from gui.menus import Menu
from gui.panels.menu_button import MenuButton
from gui.session.sample import Kind, Sample
from gui.session.worker import Worker
from gui.theme import GRID_PX, Theme
from gui.views.data_plot import HOME
from gui.views.judging import Judging
from gui.views.pointing import PointedPlot
from gui.views.points import Dots, test_tip
from gui.views.readout import Readout, coordinates, read
from gui.views.readout_card import ReadoutCard
from gui.views.title import TitleRow
from gui.views.view import View

CLICK_PX = 8.0
"""How near to a point a click means that point."""
UNKNOWN = Meaning("two classes", (0.0, 1.0), False, False, NOTHING)
"""How outputs are read before there is a network."""

Expand = Callable[[Array], Array]


class DataView(View):
    """Subclasses say where samples lie in the picture, and what the network is given at a place of it."""

    row_chosen = Signal(str, int)
    """(kind, row): a sample was clicked."""
    place_chosen = Signal(object)
    """The place (numbers,) that was clicked, in the data's units."""

    def __init__(self, name: str, heading: str, plot: PointedPlot, worker: Worker, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title = TitleRow(heading, test_tip("point"))
        self.plot, self.worker = plot, worker
        self.card = ReadoutCard(plot)
        self.dataset: Dataset | None = None
        self.expand: Expand = _as_it_is
        self.meaning = UNKNOWN
        self.has_readout = True
        """Whether what is pointed at is read: not while somebody paints there."""
        self._sample: Sample | None = None
        self._is_arranged = False
        self._judging = Judging(worker, plot.show_wrong, self)
        self.menu = Menu(self)
        self.menu.setToolTipsVisible(True)
        self.rings = self._act(
            "rings", "Ring wrong answers", "Once training has begun: a ring around each sample that is wrong."
        )
        self.rings.setCheckable(True)
        self.rings.setChecked(True)
        self._fit = self._act("fit", "Show all data\tF", "Fit the picture to the data again (F, or a double click).")
        self._fit.triggered.connect(plot.fit)
        self.menu.addAction(self.rings)
        self.menu.addSeparator()
        self.menu.addAction(self._fit)
        button = MenuButton(f"{name}-menu", "quiet", "What is shown, and how.", self.menu)
        button.setText("View")
        button.setAccessibleName(f"View of: {heading}")
        self.title.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(plot, 1)
        self.title.toggled.connect(self._on_test_points)
        self.rings.toggled.connect(self._judge)
        plot.pointed.connect(self._show_readout)
        plot.clicked.connect(self._on_clicked)
        plot.extent_changed.connect(self._on_extent)

    # What there is ---------------------------------------------------------------------------------------------------

    def show_data(self, dataset: Dataset | None, expand: Expand | None = None) -> None:
        """Show these data.

        expand  what the network is given of places: (numbers, n) -> (inputs, n); None: the places themselves
        """
        self.dataset, self.expand = dataset, expand or _as_it_is
        has_test = dataset is not None and dataset.x_test is not None and len(dataset.x_test) > 0
        self.title.button.setEnabled(has_test)
        self.worker.give_up(self)  # what is on its way is an answer for other data
        self._judging.show_data(dataset)
        self._is_arranged = False
        if self.isVisible():
            self._ensure_arranged()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes to look sees the samples of now."""
        self._ensure_arranged()
        super().showEvent(event)

    def _ensure_arranged(self) -> None:
        """Place the samples; what nobody looks at waits."""
        if not self._is_arranged:
            self._find_meaning()
            self._is_arranged = True
            self._arrange()

    def show_sample(self, sample: Sample | None) -> None:
        """Mark the current sample."""
        self._sample = sample
        self._show_mark()

    @property
    def readout(self) -> Readout | None:
        """What is read at the place that is pointed at; None: nothing is."""
        return self.card.readout

    @property
    def numbers(self) -> int:
        """How many numbers make a place."""
        return 2 if self.dataset is None else self.dataset.places.shape[1]

    def fits(self, network: Network) -> bool:
        """Whether this network is one for these data; else it is from before an edit, or after one."""
        if self.dataset is None:
            return (network.inputs, network.outputs) == (2, 1)
        return (network.inputs, network.outputs) == (self.dataset.x.shape[1], self.dataset.y.shape[1])

    def _takes(self, project: Project) -> bool:
        """Whether this view shows the data of this project."""
        raise NotImplementedError

    def _arrange(self) -> None:
        """Place the samples anew."""
        raise NotImplementedError

    def _draw_answers(self, snapshot: Snapshot) -> None:
        """Show what this network, which fits, answers."""
        raise NotImplementedError

    def _show_meaning(self) -> None:
        """Outputs are to be read in another way."""
        raise NotImplementedError

    def _place_at(self, point: tuple[float, float]) -> Array | None:
        """The place (numbers,) at a point of the picture; None: there is none yet."""
        raise NotImplementedError

    def _point_of(self, sample: Sample) -> tuple[float, float] | None:
        """Where in the picture a sample is; None: it is not in it."""
        raise NotImplementedError

    def _axis_names(self) -> tuple[str, ...]:
        """What the coordinates are called that are read at a place."""
        raise NotImplementedError

    @property
    def _output(self) -> int:
        """Which output of a regression is shown."""
        return 0

    def _home(self, points: Array, is_even: bool = False) -> Extent:
        """The part of the picture in which all the data lie; one and the same for all points drawn from a shape."""
        is_drawn = self.dataset is None or (self.project is not None and isinstance(self.project.data, PointRecipe))
        return HOME if is_drawn else extent_of(points, is_even)

    # From the project and the engine ---------------------------------------------------------------------------------

    def _draw_project(self, project: Project) -> None:
        noun = noun_of_data(project.data)
        self.title.show_samples(f"test {noun}s", test_tip(noun))
        self.plot.show_noun(noun)
        data = project.data if self._takes(project) else None
        dataset = None if data is None else build(data)
        expand = None if data is None else data.expand
        self.show_data(dataset, expand)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        self._find_meaning()
        if self.fits(snapshot.network):
            self._draw_answers(snapshot)
            self._judge()
        elif not self._is_on_its_way(snapshot.network):
            self.worker.give_up(self)
            self.plot.show_answers(None)
            self.plot.show_wrong({})
        self._show_readout()
        self._show_mark()

    def _draw_theme(self, theme: Theme) -> None:
        self.title.show_theme(theme)
        self.plot.show_theme(theme)
        self.card.show_theme(theme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for an answer; whoever comes back sees the newest moment."""
        super().hideEvent(event)
        self._judging.give_up()
        self.worker.give_up(self)
        self._is_behind = True

    def _is_on_its_way(self, network: Network) -> bool:
        """Whether this is the network from before an input was switched: the next snapshot brings that of now."""
        data = None if self.project is None else self.project.data
        if isinstance(data, Table):
            return network.outputs == data.ends.outputs
        return isinstance(data, PointRecipe) and data.is_planar and network.outputs == data.ends.outputs

    def _find_meaning(self) -> None:
        project, snapshot = self.project, self.snapshot
        network = snapshot.network if snapshot is not None else None if project is None else project.network
        if network is None:
            return
        loss = "mse" if project is None else project.training.loss
        meaning = meaning_of(network, self.dataset, loss)
        if meaning != self.meaning:
            self.meaning = meaning
            self._show_meaning()

    @property
    def _fitting(self) -> Snapshot | None:
        """The newest snapshot, where its network is one for these data."""
        return self.snapshot if self.snapshot is not None and self.fits(self.snapshot.network) else None

    def _judge(self) -> None:
        snapshot = self._fitting
        if snapshot is not None and self.rings.isChecked():
            self._judging.judge(snapshot, self.meaning, self.plot.shown_dots)
        else:
            self._judging.give_up()
            self.plot.show_wrong({})

    # Hands -----------------------------------------------------------------------------------------------------------

    def _on_test_points(self, are_shown: bool) -> None:
        self.plot.show_test_points(are_shown)
        self._judge()

    def _on_extent(self) -> None:
        snapshot = self._fitting
        if snapshot is not None and self.isVisible():
            self._draw_answers(snapshot)

    def _on_clicked(self, place: QPointF) -> None:
        nearest: tuple[float, Kind, int] | None = None
        for dots in self.plot.shown_dots:
            found = self._nearest(dots, place)
            if found is not None and (nearest is None or found[0] < nearest[0]):
                nearest = found
        if nearest is not None:
            self.row_chosen.emit(nearest[1], nearest[2])
            return
        at = self._place_at(self.plot.point_of(place))
        if at is not None and self.dataset is not None:
            self.place_chosen.emit(at)

    def _nearest(self, dots: Dots, place: QPointF) -> tuple[float, Kind, int] | None:
        if len(dots.points) == 0:
            return None
        apart = np.hypot(*(self.plot.pixels_of(dots.points) - (place.x(), place.y())).T)
        nearest = int(np.argmin(apart))
        return (float(apart[nearest]), dots.kind, int(dots.rows[nearest])) if apart[nearest] <= CLICK_PX else None

    def _show_readout(self) -> None:
        point, snapshot = self.plot.point, self._fitting
        place = None if point is None else self._place_at(point)
        readout = None
        if self.has_readout and point is not None and place is not None and snapshot is not None:
            inputs = self.expand(place[:, np.newaxis])[:, 0]
            outputs, lines = read(snapshot.network, snapshot.theta, inputs, self.meaning, self._output)
            readout = Readout(point, place, outputs, coordinates(self._axis_names(), point, self.plot.extent), lines)
        self.plot.show_read("" if readout is None else readout.text)
        at = QPointF() if point is None else self.plot.place_of(*point)
        self.card.show_readout(readout, at, self.plot.area())

    def _show_mark(self) -> None:
        sample = self._sample
        # Before the samples are placed the plane may still be one of other data.
        is_placed = self.dataset is not None and self._is_arranged
        is_shown = sample is not None and is_placed and sample.place.shape == (self.numbers,)
        self.plot.show_mark(self._point_of(sample) if sample is not None and is_shown else None)

    def _act(self, name: str, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"{self.objectName()}-{name}")
        action.setToolTip(tip)
        return action


def _as_it_is(places: Array) -> Array:
    return places
