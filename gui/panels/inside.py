"""The page of what goes on inside: the chosen neuron, what it looks for, and what its layer makes of the data."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.activations import activation_named
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import hairline, note, say
from gui.panels.page import Page
from gui.session.knockout import Reduced
from gui.session.sample import Sample
from gui.session.things import Thing
from gui.session.worker import Worker
from gui.theme import GRID_PX, HEAD_PX, HEAD_TOP_PX
from gui.views.inside.activation import ActivationSection
from gui.views.inside.histograms import HistogramsSection
from gui.views.inside.looks_for import LooksForSection
from gui.views.inside.representation import RepresentationSection
from gui.views.inside.section import Section
from gui.views.inside.subject import Subject

KIND_PX = 150


class Inside(Page):
    """Sections below each other, to be scrolled; all of them speak of one neuron and one kind of samples."""

    sample_chosen = Signal(str, int)
    """A person chose this sample: (kind, row)."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setObjectName("inside")
        self.subject = Subject()
        self.activation = ActivationSection(self.subject, worker)
        self.looks_for = LooksForSection(self.subject, worker)
        self.representation = RepresentationSection(self.subject, worker)
        self.histograms = HistogramsSection(self.subject, worker)
        self.sections: tuple[Section, ...] = (self.activation, self.looks_for, self.representation, self.histograms)
        self.views = self.sections
        self.name, self.note = QLabel(), note("inside-note")
        self.name.setObjectName("inside-name")
        self.name.setProperty("role", "heading")
        self.kind_field = ChoiceField("inside-samples", "over", "Which samples the neurons are shown with.", KIND_PX)
        self.kind_field.chosen.connect(self._on_kind)
        self._snapshot: Snapshot | None = None

        whole = QWidget()
        whole.setProperty("surface", True)
        column = QVBoxLayout(whole)
        column.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, GRID_PX, 2 * GRID_PX)  # the scroll bar is the right margin
        column.setSpacing(GRID_PX)
        head = QHBoxLayout()
        head.addStrut(HEAD_PX)
        head.addWidget(self.name, 1)
        head.addWidget(self.kind_field)
        column.addLayout(head)
        column.addWidget(self.note)
        for section in self.sections:
            column.addWidget(hairline())
            column.addWidget(section)
        column.addStretch(1)
        self.scroll_area = self.fill(whole, "inside-scroll")
        for section in (self.looks_for, self.representation):
            section.chosen.connect(self.sample_chosen)

    def show_project(self, project: Project) -> None:
        """Look into this project's network, over its data."""
        self.subject.show_project(project)
        super().show_project(project)
        self._show_kinds()
        self._refresh()

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """All of it is of one moment, at most ten times a second while training runs fast."""
        is_first = self._snapshot is None
        self._snapshot = snapshot
        super().show_snapshot(snapshot, number)
        if is_first or number is None or snapshot.is_calm or number % 6 == 0:
            self._show_name()

    def show_sample(self, sample: Sample | None) -> None:
        """Mark the current sample."""
        self.subject.sample = sample
        self._refresh()

    def show_chosen(self, thing: Thing | None) -> None:
        """Speak of this neuron, or of the one that a connection or bias belongs to; None: none is chosen."""
        if thing != self.subject.thing:
            self.subject.thing = thing
            self._refresh()

    def _refresh(self) -> None:
        self._show_name()
        for section in self.sections:
            section.refresh()

    def _show_name(self) -> None:
        snapshot, subject = self._snapshot, self.subject
        if snapshot is None:
            return
        network, thing = snapshot.network, subject.thing
        neuron = subject.neuron_in(network)
        own = activation_named(network.dense[neuron.layer].activation).label
        self.name.setText(f"{subject.name_in(network, neuron)}, {own}")
        notes = []
        if thing is None:
            notes.append("Click a neuron on the canvas to look into it.")
        elif thing.layer < 0:
            notes.append("Inputs add nothing up; this is the first neuron behind them. Click another one.")
        if isinstance(snapshot, Reduced):
            notes.append(f"Without {snapshot.words}, which is switched off.")
        say(self.note, " ".join(notes))

    def _show_kinds(self) -> None:
        subject = self.subject
        kinds = ["training", "test"] if subject.has_test_samples else ["training"]
        noun = subject.samples_in_words.removeprefix(subject.kind).strip()
        tips = {
            "training": "What the network learns from; also those kept aside for validation.",
            "test": "What it is never trained on.",
        }
        self.kind_field.show_choice([Option(kind, f"{kind} {noun}", tips[kind]) for kind in kinds], subject.kind)
        self.kind_field.setVisible(subject.dataset is not None)
        self.kind_field.box.setEnabled(len(kinds) > 1)

    def _on_kind(self, kind: object) -> None:
        assert kind in ("training", "test")
        self.subject.kind = "test" if kind == "test" else "training"
        self._show_kinds()
        self._refresh()
