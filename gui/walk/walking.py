"""Leads through one training step: takes it from the trainer's state, shows its phases, and makes it in the end."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from core.arrays import Array
from core.data import build
from core.errors import UserError
from core.moves import Become
from core.probe.by_hand import by_hand
from core.probe.derived import deltas
from core.probe.walk import Walk, walk_batch, walk_sample
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.wording import counted
from gui.canvas.canvas import Canvas
from gui.canvas.drawn.lens import Lens
from gui.session.sample import TYPED, CurrentSample, Sample, noun_of, sample_of_row
from gui.session.session import Session
from gui.walk.page import FORWARD, GRADIENT, LOSS, UPDATE, Page
from gui.walk.panel import WalkPanel
from gui.walk.words import Followed, Words

ANEW = "Something has changed: the step begins anew."


class Walking(QObject):
    """The walk of one window. Whatever changes weights, data, settings or the sample in between restarts it."""

    noticed = Signal(str)
    """Something worth a line at the bottom."""
    row_shown = Signal(object)
    """The pictures speak of this row of the batch now: its `Sample`."""
    ended = Signal()
    """They speak of the current sample again."""

    def __init__(
        self, session: Session, sample: CurrentSample, canvas: Canvas, panel: WalkPanel, action: QAction
    ) -> None:
        super().__init__(canvas)
        self._session, self._sample, self._canvas, self._panel, self._action = session, sample, canvas, panel, action
        self.walk: Walk | None = None
        """The step under way, to the bit; None: there is none, or it cannot be."""
        self.shown: Walk | None = None
        """The same with the numbers that are read."""
        self.phase = FORWARD
        self.row = 0
        """Which row of the batch forward and loss speak of."""
        self.is_alone = False
        self._followed: Followed | None = None
        """The weight that was worked out last."""
        self._state: State | None = None
        self._theta: Array | None = None
        """The last frame's parameters that are known to be the walk's."""
        self._is_reading = False
        self._made_from: int | None = None
        """After how many steps the one was made that a frame to come shows; None: none was."""
        panel.closed.connect(lambda: self.show(False))
        panel.alone_chosen.connect(self._on_alone_chosen)
        panel.phase_chosen.connect(self._go_to)
        panel.moved.connect(self._on_moved)
        panel.row_moved.connect(self._on_row_moved)
        session.frame.connect(self._on_frame)
        session.document.changed.connect(self._on_changed)
        session.document.loaded.connect(self._on_loaded)
        sample.changed.connect(self._on_sample)
        canvas.look_changed.connect(lambda _look: self._show())
        canvas.selection_changed.connect(self._show_page)

    # Beginning -------------------------------------------------------------------------------------------------------

    def show(self, is_shown: bool) -> None:
        """Open the panel and begin, or close it and leave everything as it is."""
        self._action.setChecked(is_shown)
        if not is_shown:
            self._forget()
            self._panel.hide()
            return
        if self._session.is_playing:
            self._session.engine.pause()
        self._panel.show()
        self._begin()
        self._panel.take_keyboard()

    @property
    def is_shown(self) -> bool:
        """Whether a step is being walked."""
        return not self._panel.isHidden()

    def _begin(self) -> None:
        """Take the step from the trainer as it stands."""
        snapshot, project = self._session.snapshot, self._session.document.project
        if self._is_reading or snapshot is None:
            return
        if snapshot.is_playing:
            self._say("Training goes on. Pause it, and walk the next step.")
            return
        if self._session.looking_back.is_on:
            self._say("An earlier moment is shown. Go back to now, or go on from there, and walk the next step.")
            return
        if snapshot.network != project.network:
            return  # the frame that shows it follows
        try:
            self._is_reading = True
            self._state = self._session.read_state()
            self.walk = self._walked(project, self._state)
            self.shown = by_hand(self.walk, self._state)
        except UserError as error:
            self._say(f"{error.message} {error.hint}")
            return
        finally:
            self._is_reading = False
        self.phase, self.row = FORWARD, 0
        self._show()

    def _walked(self, project: Project, state: State) -> Walk:
        dataset = None if project.data is None else build(project.data)
        if not self.is_alone:
            if dataset is None:
                raise UserError("There are no data to take a batch from.", "Choose some, or walk a sample you type.")
            return walk_batch(project.network, dataset, project.training, project.seed, state)
        sample = self._sample.sample
        if sample is None:
            raise UserError("No sample is chosen.", "Choose one below the network (S), or type one (V).")
        if sample.target is None:
            raise UserError("This sample has no target.", "Give it one at the output.")
        return walk_sample(project.network, dataset, project.training, state, sample.x, sample.target)

    def _say(self, text: str) -> None:
        """There is no step to walk, for this reason."""
        self._forget()
        self._panel.show_about(self.is_alone, "")
        self._panel.show_phase(FORWARD)
        self._panel.show_row("")
        self._panel.show_page(Page(text), can_go_on=False)

    def _forget(self) -> None:
        self.walk = self.shown = self._state = self._theta = None
        self._canvas.show_lens(None)
        self._canvas.sample_bar.show_instead("")
        self.ended.emit()

    # What comes in between -------------------------------------------------------------------------------------------

    def _on_frame(self, snapshot: Snapshot, _number: int) -> None:
        if not self.is_shown or self._is_reading or snapshot.theta is self._theta:
            return
        if snapshot.step == self._made_from and not snapshot.is_playing:
            return  # it was on its way when the step was asked for
        walk = self.walk
        if snapshot.is_playing and walk is None:
            self._theta = snapshot.theta
            return
        is_same = walk is not None and not snapshot.is_playing and snapshot.step == walk.step
        self._theta = snapshot.theta
        if walk is not None and is_same and np.array_equal(snapshot.theta, walk.theta):
            return
        made_from, self._made_from = self._made_from, None
        if made_from is not None and snapshot.step > made_from:
            self.noticed.emit(f"The step is made: {counts_of(snapshot)}.")
        elif walk is not None and not snapshot.is_playing and not self._session.looking_back.is_on:
            self.noticed.emit(ANEW)
        self._begin()

    def _on_changed(self, old: Project, new: Project) -> None:
        """The frame that follows each edit begins anew."""
        if _shape(old) != _shape(new):
            self._followed = None  # another weight may have its place, or none
        if not self.is_shown or old.trains_like(new):
            return
        if self.walk is not None:
            self.noticed.emit(ANEW)
        self._forget()

    def _on_loaded(self, *_project: object) -> None:
        self._followed = None

    def _on_sample(self) -> None:
        if self.is_shown and self.is_alone:
            self._begin()

    def _on_alone_chosen(self, is_alone: bool) -> None:
        self.is_alone = is_alone
        self._begin()

    # Going on --------------------------------------------------------------------------------------------------------

    def _on_moved(self, way: int) -> None:
        if self.phase + way > UPDATE:
            self._make()
        else:
            self._go_to(self.phase + way)

    def _go_to(self, phase: int) -> None:
        if self.walk is not None and FORWARD <= phase <= UPDATE:
            self.phase = phase
            self._show()

    def _on_row_moved(self, way: int) -> None:
        if self.walk is not None:
            self.row = (self.row + way) % self.walk.count
            self._show()

    def _make(self) -> None:
        """Make the step that was walked."""
        walk, state, sample = self.walk, self._state, self._sample.sample
        if walk is None or state is None:
            return
        if not np.isfinite(walk.new_theta).all():
            self._say("This step would leave the numbers that the network can hold. Choose a smaller learning rate.")
            return
        self._made_from = walk.step
        if not self.is_alone:
            self._forget()
            self._session.run_step()
            return
        project = self._session.document.project
        self._forget()
        self._session.document.edit(f"step on {_in_words(sample)}", project, Become(walk.state_after(state)))

    # Showing ---------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        walk = self.shown
        if walk is None or not self.is_shown:
            return
        project = self._session.document.project
        noun = noun_of(project)
        self._panel.show_about(self.is_alone, self._about(walk, noun))
        sample = None if self.is_alone else self._row_of_batch(walk, project)
        self._panel.show_row(self._row_words(walk, noun, sample))
        self._panel.show_phase(self.phase)
        self._show_page()
        of_batch = "" if self.is_alone else f"batch: {self.row + 1:,} of {walk.count:,}"
        self._canvas.sample_bar.show_instead(of_batch)
        self._canvas.show_lens(self._lens(walk, project))
        if self.is_alone:
            self.ended.emit()
        else:
            self.row_shown.emit(sample)

    def _row_of_batch(self, walk: Walk, project: Project) -> Sample | None:
        """The row that is spoken of, as one of the data's samples; None: it is none of them."""
        if walk.rows is None:
            return None
        return sample_of_row(project, "training", int(walk.rows[self.row]))

    def _row_words(self, walk: Walk, noun: str, sample: Sample | None) -> str:
        if walk.count == 1:
            return ""  # there is nothing to choose from
        place = f"{self.row + 1:,} of {walk.count:,}"
        return f"{noun} {place}" if sample is None else f"{sample.words}, {place}"

    def _show_page(self) -> None:
        """Say what there is to say of the phase, and of what is chosen on the canvas."""
        walk, canvas = self.shown, self._canvas
        if walk is None or not self.is_shown:
            return
        noun, chosen = noun_of(self._session.document.project), canvas.chosen_thing
        words = Words(walk, canvas.content.labels, canvas.look, noun, chosen, self._followed)
        self._panel.show_page(words.page(self.phase, self.row))
        self._followed = words.followed

    def _about(self, walk: Walk, noun: str) -> str:
        snapshot, sample = self._session.snapshot, self._sample.sample
        if self.is_alone:
            return f"A step of its own on {_in_words(sample)}; undo takes it back."
        assert snapshot is not None
        return f"The next step after {counts_of(snapshot)}; on {counted(walk.count, noun)}."

    def _lens(self, walk: Walk, project: Project) -> Lens:
        """What the canvas shows in this phase."""
        shown = Lens(
            walk.network,
            said=self._said(walk, self.row),
            entering=tuple(values[:, self.row] for values in walk.entering),
            target=walk.samples.y[self.row],
            place=self._place(walk, project),
        )
        match self.phase:
            case phase if phase == LOSS:
                return replace(shown, losses=walk.losses(self.row))
            case phase if phase == GRADIENT:
                tags = tuple(deltas(walk, layer)[:, self.row] for layer in range(len(walk.network.dense)))
                return replace(shown, word="gradient", prefix="∂L/∂", lines=walk.slope, tags=tags, tag="δ")
            case phase if phase == UPDATE:
                return replace(shown, after=walk.new_theta)
            case _:
                return shown

    @staticmethod
    def _said(walk: Walk, row: int) -> tuple[Array, ...]:
        """What inputs and neurons say for a row."""
        return (walk.samples.x[row], *(values[:, row] for values in walk.activations))

    def _place(self, walk: Walk, project: Project) -> Array | None:
        """Where the row shown is among the data; None: it is not known."""
        sample = self._sample.sample
        if self.is_alone:
            return None if sample is None else sample.place
        row = self._row_of_batch(walk, project)
        return None if row is None else row.place


def _shape(project: Project) -> list[tuple[int, bool]]:
    """Which weights and biases there are."""
    network = project.network
    return [(network.inputs, False), *((layer.units, layer.use_bias) for layer in network.dense)]


def _in_words(sample: Sample | None) -> str:
    """Where a sample comes from, as part of a sentence."""
    return "a typed sample" if sample is None or sample.words == TYPED else sample.words


def counts_of(snapshot: Snapshot) -> str:
    """How far training has come, as the top bar counts it: what is made."""
    return f"epoch {snapshot.epoch:,}, step {snapshot.position:,} of {snapshot.steps_per_epoch:,}"
