"""The data panel: a gallery of data sets, and what there is to set about those that are chosen."""

from collections.abc import Callable
from functools import cache, partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.activations import activation_named
from core.bundled import open_bundled
from core.data import Digits, Drawn, PointRecipe, Points, Recipe, Segments, Table, build
from core.data.added import Added
from core.data.digits import pictures
from core.data.nouns import noun_of_data
from core.data.segments import SHAPES, shapes_with
from core.drawing import can_be_drawn, paint_on
from core.edits import Edit, choose_data
from core.errors import UserError
from core.losses import loss_named
from core.plain_numbers import fits, is_unscaled, takes_plain_numbers, unscaled
from core.samples import count_aside
from core.specs import Project
from core.wording import counted
from gui.pad.segments_geometry import SEGMENTS
from gui.panels.another_draw import AnotherDraw
from gui.panels.gallery_pages import GalleryPages
from gui.panels.slider import ValueSlider
from gui.panels.tab_stop import keep_tab_stop
from gui.panels.table_gallery import TableGallery
from gui.panels.table_panel import TablePanel
from gui.panels.tile import data_only, mark, picture, tile
from gui.panels.variants import VariantsRow
from gui.session.session import Session
from gui.theme import GRID_PX, Theme
from gui.views.board.tile import paint_tile
from gui.views.ink import ink_image

TILE_DIGIT = 13
"""Which of the handwritten digits stands on their tile."""


class _Entry:
    """One tile of the gallery.

    example  the bundled project that has a network for these data
    """

    def __init__(self, name: str, label: str, tip: str, recipe: Recipe, example: str | None = None) -> None:
        self.name, self.label, self.recipe = name, label, recipe
        self.tip = tip if example is None else f"{tip}\n{data_only(example)}"


NOISE_TIP = "How far points lie from where the shape wants them."
FLIPS_TIP = (
    "How likely each segment of a noisy copy is switched over. One that is stuck either way, or flickers, is wrong "
    "about half of the time: 5 % is what one broken segment in ten comes to."
)

GALLERY = (
    _Entry("circle", "Circle", "Two classes: a disc inside a ring.", Points("circle"), "circle"),
    _Entry("xor", "Xor", "Two classes: opposite quarters belong together.", Points("xor"), "xor"),
    _Entry("gauss", "Clouds", "Two classes: two clouds that a straight line can part.", Points("gauss")),
    _Entry("clouds", "Gap", "Two classes: two clouds with a straight gap between them.", Points("clouds")),
    _Entry("spiral", "Spiral", "Two classes: two arms wound around each other.", Points("spiral"), "spiral"),
    _Entry("moons", "Moons", "Two classes: two half-moons that reach into each other.", Points("moons")),
    _Entry("plane", "Plane", "A number over x₁ and x₂ that rises evenly.", Points("plane")),
    _Entry("sine", "Sine", "A number over x that goes up and down.", Points("sine"), "sine"),
    _Entry("segments", "Display", "The ten digits on a seven-segment display.", Segments(), "segments"),
    _Entry("digits", "Digits", "Handwritten digits of 8 by 8 pixels.", Digits(), "digits"),
    _Entry("draw", "Draw", "Paint points of two classes or more yourself, on the picture at the right.", Drawn()),
    _Entry("draw-y", "Draw y", "Paint a number over x yourself, on the picture at the right.", Drawn(classes=())),
)


class DataPanel(QWidget):
    """Chooses the data; every change is an edit of the project."""

    noticed = Signal(str)
    """Other data stand under a network that was trained; says what became of the network."""

    table_wanted = Signal()
    """Somebody wants to open a table of their own."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("data-panel")
        self._session = session
        self._tiles: dict[str, QToolButton] = {}
        # Noise and share that were set come back with data of their kind, and so does a drawing.
        self._last: dict[str, Recipe] = {}
        # So do samples of one's own, with the data to which they were added.
        self._added: dict[str, Added] = {}
        session.document.loaded.connect(self._forget_own)
        self._group = QButtonGroup(self)
        shapes = QWidget()
        grid = QGridLayout(shapes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        for index, entry in enumerate(GALLERY):
            button = tile(entry.name, entry.label, entry.tip)
            button.clicked.connect(lambda _checked=False, entry=entry: self._choose(entry))
            self._group.addButton(button)
            self._tiles[entry.name] = button
            grid.addWidget(button, index // 3, index % 3)
        keep_tab_stop(self._group)
        self._has_table = False
        self._tables = TableGallery()
        self._tables.chosen.connect(self._choose_table)
        self._pages = GalleryPages("Data", shapes, self._tables)
        self._noise = ValueSlider("noise", "Noise", NOISE_TIP)
        self._share = ValueSlider(
            "training-share", "Training share", "How many of the samples are trained on; the others test."
        )
        self._paint_on = QPushButton("Paint on")
        self._paint_on.setObjectName("paint-on")
        self._paint_on.setToolTip("Make these points a drawing: paint others beside them, erase some.")
        self._paint_on.setAccessibleName("Paint on these points")
        self._paint_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._paint_on.clicked.connect(self._on_paint_on)
        self._variants = VariantsRow()
        self._variants.chosen.connect(self._on_variants)
        self._table_part, self._another = TablePanel(session), AnotherDraw(session)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setObjectName("data-note")
        self._noise.moved.connect(self._on_noise)
        self._share.moved.connect(self._on_share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for part in (
            self._pages, self._doing(), self._table_part, self._noise, self._share, self._another, self._variants,
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self._note)

    def show_project(self, project: Project) -> None:
        """What the project is trained on."""
        data = project.data
        if data is not None:
            self._last[_family(data)] = data
        name = None if data is None else tile_of(data)
        if data is not None and isinstance(data, Table) != self._has_table:
            self._has_table = isinstance(data, Table)
            self._pages.turn_to("tables" if self._has_table else "shapes")
        self._tables.mark(name)
        mark(self._group, None if name is None else self._tiles.get(name))
        self._noise.setVisible(isinstance(data, Points | Segments))
        self._share.setVisible(isinstance(data, PointRecipe | Digits))
        self._paint_on.setVisible(can_be_drawn(project))
        if isinstance(data, Points | Segments):
            self._noise.show_value(data.noise, 0, 50 if isinstance(data, Points) else 25)
        if isinstance(data, PointRecipe | Digits):
            self._share.show_value(data.share, 10, 100 if isinstance(data, Drawn) else 90)
        self._variants.setVisible(isinstance(data, Segments))
        if isinstance(data, Segments):
            self._variants.show_variants(data.variants)
        self._noise.show_tip(FLIPS_TIP if isinstance(data, Segments) else NOISE_TIP)
        self._table_part.show_project(project)
        self._another.show_project(project)
        self._note.setText(_note(project))

    def show_theme(self, theme: Theme) -> None:
        """Draw the gallery in the theme's colours."""
        for entry in GALLERY:
            self._tiles[entry.name].setIcon(picture(partial(_draw, entry.recipe, theme), f"data {entry.name} {theme}"))
        self._tables.show_theme(theme)
        self._variants.show_theme(theme)

    def _forget_own(self) -> None:
        """A drawing belongs to its project, and so do samples of one's own."""
        self._added = {}
        self._last = {family: data for family, data in self._last.items() if not isinstance(data, Drawn)}

    def _doing(self) -> QWidget:
        """The buttons, in a row below the gallery; those that do nothing for the data are not there."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._table_button(), 1)
        for button in (self._paint_on, self._table_part.columns_button):
            button.setMinimumWidth(1)  # the column has a little less room than both ask for
            row.addWidget(button, 1)
        return whole

    def _table_button(self) -> QPushButton:
        button = QPushButton("Open table…")
        button.setObjectName("open-table")
        button.setToolTip("Learn from a table of your own: CSV, TSV, Parquet or Excel; or drop its file on the window.")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.table_wanted)
        return button

    def _choose(self, entry: _Entry) -> None:
        if self._stands_on(entry.name):
            return
        # Noise and share stay; samples added by hand belong to the data that are left.
        last = self._last.get(_family(entry.recipe), entry.recipe)
        last = last if isinstance(last, Drawn) else last.replace(added=self._added.get(entry.name, ()))
        recipe = last.replace(shape=entry.name) if isinstance(last, Points) else last
        self._take(recipe, entry.label)

    def _choose_table(self, name: str) -> None:
        if self._stands_on(name):
            return
        example = open_bundled(name)
        assert example.data is not None
        data, session = example.data, self._session
        project, shown = session.document.project, session.shown
        is_plain = shown is not None and takes_plain_numbers(project, shown.theta)
        if is_plain and isinstance(data, Table) and fits(project, data):
            data = unscaled(data)
        self._take(data, example.title)

    def _stands_on(self, name: str) -> bool:
        data = self._session.document.project.data
        return data is not None and tile_of(data) == name

    def _take(self, recipe: Recipe, label: str) -> None:
        """These data, which are called so, in the place of those there are."""
        document = self._session.document
        left = document.project.data
        if isinstance(left, Points | Segments | Digits):
            self._added[tile_of(left)] = left.added
        # A project that has no file yet goes by the name of its data; one that came without any has its own.
        goes_by_data = document.path is None and left is not None
        title = label if goes_by_data else document.project.title
        self._change_data(lambda project: choose_data(project.replace(title=title), recipe, f"choose {label}"))

    def _on_paint_on(self) -> None:
        self._change_data(paint_on)

    def _change_data(self, decide: Callable[[Project], Edit]) -> None:
        """Make this edit, and say what became of the network."""
        project = self._session.document.project
        self._session.apply(lambda: decide(project))
        self.noticed.emit(what_became(project, self._session.document.project))

    def _on_noise(self, value: int, drag: int) -> None:
        self._change(f"set noise to {value} %", "noise", float(value), drag)

    def _on_share(self, value: int, drag: int) -> None:
        self._change(f"set training share to {value} %", "share", float(value), drag)

    def _on_variants(self, variants: tuple[int, ...]) -> None:
        project = self._session.document.project
        if isinstance(project.data, Segments) and variants != project.data.variants:
            switched = set(variants) ^ set(project.data.variants)
            digit = min(switched)
            text = f"{'add' if digit in variants else 'leave out'} the other shape of {digit}"
            self._session.document.edit(text, project.replace(data=project.data.replace(variants=variants)))

    def _change(self, text: str, field: str, value: float, drag: int) -> None:
        document = self._session.document
        if document.project.data is not None:
            data = document.project.data.replace(**{field: value})
            document.edit(text, document.project.replace(data=data), merge=(field, drag))


def _family(data: Recipe) -> str:
    """What data are a kind of: the settings of one of a family serve another of it."""
    return "points" if isinstance(data, Points) else tile_of(data)


def tile_of(data: Recipe) -> str:
    """The name of the tile that stands for these data."""
    if isinstance(data, Points):
        return data.shape
    if isinstance(data, Table):
        return data.rows.name
    if isinstance(data, Drawn):
        return "draw" if data.is_planar else "draw-y"
    return "segments" if isinstance(data, Segments) else "digits"


def what_became(old: Project, new: Project) -> str:
    """What other data did to the network."""
    changes = []
    inputs, outputs = new.network.inputs, new.network.outputs
    is_first, is_last = old.network.inputs != inputs, old.network.outputs != outputs
    if is_first and is_last:
        changes.append(f"{counted(inputs, 'input')} and {counted(outputs, 'output')} now, with new weights")
    elif is_first:
        changes.append(f"{counted(inputs, 'input')} now, with new weights")
    elif is_last:
        changes.append(f"{counted(outputs, 'output')} now, with new weights")
    output = new.network.dense[-1].activation
    if old.network.dense[-1].activation != output:
        changes.append(f"output {activation_named(output).label}")
    if old.training.loss != new.training.loss:
        changes.append(f"loss {loss_named(new.training.loss).label.lower()}")
    is_plain = old.data is None and isinstance(new.data, Table) and is_unscaled(new.data)
    as_they_stand = " It takes the table's numbers as they stand, without scaling." if is_plain else ""
    if not changes:
        return f"New data, same network.{as_they_stand}"
    return f"New data: {'; '.join(changes)}.{as_they_stand}"


def _note(project: Project) -> str:
    data = project.data
    if data is None:
        return "No data yet: the network can be drawn and exported. Choose a data set to train it."
    dataset = build(data)
    rows = len(dataset.x)
    if rows == 0 and dataset.lacks is not None:
        return " ".join(dataset.lacks)
    try:
        aside = count_aside(project.training, dataset)
    except UserError as error:
        return error.message
    if isinstance(data, Segments):
        watched = f" {aside:,} of these {rows:,} validate." if aside else ""
        clean = len(shapes_with(data.variants))
        parts = ["ten shapes"]
        if data.variants:
            parts.append(counted(len(data.variants), "variant"))
        if dataset.x_test is not None:
            parts.append(f"{rows - clean - len(data.added):,} noisy copies")
        if data.added:
            parts.append(f"{len(data.added):,} taught")
        said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        if dataset.x_test is None:
            return f"The {said}.{watched}" if aside else f"Trained on {'all ' if len(parts) == 1 else ''}{said}."
        return f"The {said}; {len(dataset.x_test):,} others test.{watched}"
    if dataset.lacks is not None:
        return " ".join(dataset.lacks)
    test = 0 if dataset.x_test is None else len(dataset.x_test)
    samples = counted(rows - aside, noun_of_data(data))
    validate = f"{aside:,} to validate, " if aside else ""
    # Digits of one's own are counted on the pad: said here, too, they would push all below a line down.
    own = f" ({len(data.added):,} of your own)" if data.added and not isinstance(data, Digits) else ""
    gaps = data.prepared.dropped if isinstance(data, Table) else 0
    left_out = f"; {gaps:,} left out for a gap" if gaps else ""
    return f"{samples} to train{own}, {validate}{test:,} to test{left_out}."


def _draw(recipe: Recipe, theme: Theme, painter: QPainter) -> None:
    """A small picture of what the data look like."""
    if isinstance(recipe, Segments):
        _draw_digit(painter, QRectF(20, 6, 16, 32), theme)
    elif isinstance(recipe, Digits):
        painter.drawImage(QRectF(12, 6, 32, 32), ink_image(pictures()[0][TILE_DIGIT], theme))
    elif isinstance(recipe, Drawn):
        paint_tile(painter, recipe.is_planar, theme)
    elif isinstance(recipe, Points):
        _draw_points(painter, recipe.replace(samples=90, noise=0.0, share=90.0, seed=3), theme)


def _draw_points(painter: QPainter, recipe: Points, theme: Theme) -> None:
    for places, colour in zip(_tile_places(recipe), (theme.negative, theme.positive), strict=True):
        painter.setPen(QPen(QColor(colour), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(places)


@cache
def _tile_places(recipe: Points) -> tuple[list[QPointF], list[QPointF]]:
    """Where the negative and the positive points stand on a tile."""
    dataset = build(recipe)
    across = dataset.places[:, 0]
    up = dataset.places[:, 1] if recipe.is_planar else dataset.y[:, 0]
    x, y = 28 + across / abs(across).max() * 19, 22 - up / abs(up).max() * 17
    is_positive = dataset.y[:, 0] >= (0.5 if dataset.classes else 0.0)
    negative, positive = (
        [QPointF(*place) for place in zip(x[chosen].tolist(), y[chosen].tolist(), strict=True)]
        for chosen in (~is_positive, is_positive)
    )
    return negative, positive


def _draw_digit(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A 2 on seven bars, in ink."""
    length = box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    for lit, segment in zip(SHAPES[2], SEGMENTS.values(), strict=True):
        left, top, right, bottom = (length * side for side in segment.box(shortened=0.1, half_width=0.12))
        painter.setBrush(QColor(theme.ink if lit else theme.hairline))
        painter.drawRoundedRect(QRectF(box.left() + left, box.top() + top, right - left, bottom - top), 1.5, 1.5)
