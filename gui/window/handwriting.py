"""The handwriting pad in the window: its drawing is the current sample, and what is labelled joins the data."""

import msgspec
import numpy as np
from PySide6.QtCore import QObject

from core.arrays import Array
from core.data import Digits, build
from core.edits import Edit, add_sample, relabel_sample, remove_sample
from core.messages import Load, Message
from core.specs import Project
from gui.pad.handwriting_pad import HandwritingPad
from gui.session.sample import CurrentSample, Sample
from gui.session.session import Session
from gui.views.reading import with_article

THE_PAD = "the pad"


class Handwriting(QObject):
    """Connects the pad with the current sample and the data."""

    def __init__(self, session: Session, sample: CurrentSample, pad: HandwritingPad) -> None:
        super().__init__(pad)
        self._session, self._sample, self._pad = session, sample, pad
        self._drawn: Sample | None = None
        """The drawing as a sample; None: the pad is empty."""
        pad.changed.connect(self.take)
        pad.pressed.connect(session.engine.hold)
        pad.labelled.connect(self._keep)
        pad.chosen.connect(self._choose)
        pad.removed.connect(self._remove)
        sample.changed.connect(self.show)
        session.document.changed.connect(self._on_changed)
        session.document.posted.connect(self._on_posted)
        session.document.loaded.connect(self._on_loaded)

    @property
    def _data(self) -> Digits | None:
        data = self._session.document.project.data
        return data if isinstance(data, Digits) else None

    def take(self, picture: Array | None) -> None:
        """What is drawn is the current sample; an emptied pad is none."""
        was_shown = self._is_shown
        self._drawn = None if picture is None else Sample(picture, None, picture, THE_PAD)
        self._show_kept()
        is_wanted = was_shown if self._drawn is None else self._data is not None
        if is_wanted:
            self._sample.show(self._drawn)
        self.show()

    def show(self) -> None:
        """Mark on the pad which sample is current."""
        sample, data = self._sample.sample, self._data
        self._pad.show_live(self._is_shown)
        index = None
        if data is not None and sample is not None and sample.row is not None and sample.row[0] == "training":
            index = sample.row[1] - self._first_row
        self._pad.show_chosen(index if index is not None and index >= 0 else None)

    @property
    def _is_shown(self) -> bool:
        """Whether the network is given what is on the pad."""
        sample, drawn = self._sample.sample, self._drawn
        return drawn is not None and sample is not None and np.array_equal(sample.x, drawn.x)

    @property
    def _first_row(self) -> int:
        """The row of the first digit of one's own among those that are trained on."""
        data = self._data
        return 0 if data is None else len(build(data).x) - len(data.added)

    def _keep(self, digit: int) -> None:
        project, drawn = self._session.document.project, self._drawn
        if drawn is None or not isinstance(project.data, Digits):
            return
        index, target = _index_of(project.data, drawn), np.eye(10)[digit]

        def decide() -> Edit:
            if index is None:
                edit, instead = add_sample(project, drawn.place, target), ""
            else:
                edit, instead = relabel_sample(project, index, target), " instead"
            return msgspec.structs.replace(edit, text=f"teach a digit as {with_article(digit)}{instead}")

        self._session.apply(decide)
        if self._session.document.project is not project:
            self._choose(len(project.data.added) if index is None else index)

    def _remove(self, index: int) -> None:
        """The digit after it takes its place as the current sample, if it was that."""
        sample = self._sample.sample
        self._session.apply(lambda: remove_sample(self._session.document.project, index))
        data = self._data
        was_current = sample is not None and sample.row == ("training", self._first_row + index)
        if was_current and data is not None and data.added:
            self._choose(min(index, len(data.added) - 1))

    def _choose(self, index: int) -> None:
        self._sample.show_row("training", self._first_row + index)

    def _on_changed(self, old: Project, project: Project) -> None:
        if old.data == project.data:
            return
        if not isinstance(project.data, Digits):
            self._pad.forget()
            return
        was_kept = isinstance(old.data, Digits) and _digit_of(old.data, self._drawn) is not None
        self._show_kept()
        if was_kept and self._drawn is not None and _digit_of(project.data, self._drawn) is None:
            self._sample.show(self._drawn)  # it was taken out again, and is a mere drawing as before
        self.show()

    def _on_posted(self, message: Message) -> None:
        """The drawing belongs to the project that is left: the one that comes knows nothing of it."""
        if isinstance(message, Load):
            self._drawn = None
            self._pad.forget()

    def _on_loaded(self) -> None:
        sample = self._sample.sample
        if self._data is not None and (sample is None or sample.words == THE_PAD):
            self._sample.show_row("test", 0)

    def _show_kept(self) -> None:
        data = self._data
        self._pad.show_kept(None if data is None else _digit_of(data, self._drawn))


def _index_of(data: Digits, drawn: Sample | None) -> int | None:
    """Which of those added a drawing is; None: it is not among them."""
    if drawn is None:
        return None
    place = tuple(drawn.place.tolist())
    return next((index for index, row in enumerate(data.added) if row[:64] == place), None)


def _digit_of(data: Digits, drawn: Sample | None) -> int | None:
    """As which digit a drawing is among those added; None: it is not."""
    index = _index_of(data, drawn)
    return None if index is None else data.added[index].index(1.0, 64) - 64
