"""Switching off for a look, on screen: the canvas and the ranking ask for it, and what shows the network follows."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from core.errors import UserError
from gui.canvas.acts import remove_selected
from gui.canvas.canvas import Canvas
from gui.panels.off_line import CornerOffLine
from gui.panels.ranking import Ranking
from gui.panels.right_column import RightColumn
from gui.session.knockout import KnockOut
from gui.session.session import Session
from gui.session.things import Neuron, Thing


class Switching(QObject):
    """Connects the knock-out with what asks for it and what shows it."""

    refused = Signal(str, str)
    """(message, hint): something cannot be off."""

    def __init__(
        self,
        session: Session,
        knock_out: KnockOut,
        canvas: Canvas,
        pictures: RightColumn,
        off_line: CornerOffLine,
        ranking: Ranking,
        ranking_action: QAction,
    ) -> None:
        super().__init__(canvas)
        self._session, self._knock_out, self._canvas, self._pictures = session, knock_out, canvas, pictures
        self._off_line, self._ranking, self._ranking_action = off_line, ranking, ranking_action
        knock_out.changed.connect(self._on_changed)
        canvas.switch_asked.connect(self._switch)
        for part in (canvas, off_line, ranking.off_line):
            part.all_on_asked.connect(knock_out.clear)
        canvas.ranking_asked.connect(partial(self.show_ranking, True))
        ranking.closed.connect(partial(self.show_ranking, False))
        ranking.rows.pointed.connect(canvas.mark)
        ranking.rows.chosen.connect(canvas.choose)
        ranking.rows.switched.connect(self._on_neuron_switched)
        ranking.rows.removed.connect(self._on_neuron_removed)

    def show_ranking(self, is_shown: bool) -> None:
        """Show what each neuron is worth, or no longer."""
        self._ranking.setVisible(is_shown)
        self._ranking_action.setChecked(is_shown)
        self._canvas.show_unit_numbers(is_shown)
        if is_shown:
            self._ranking.take_keyboard()
        self._show_off()

    def _on_neuron_switched(self, neuron: Neuron) -> None:
        self._switch((neuron,))

    def _on_neuron_removed(self, neuron: Neuron) -> None:
        self._canvas.choose(neuron)
        remove_selected(self._canvas)

    def _switch(self, things: Iterable[Thing]) -> None:
        """Off for a look, or on again."""
        try:
            self._knock_out.toggle(things)
        except UserError as error:
            self.refused.emit(error.message, error.hint)

    def _on_changed(self) -> None:
        """What is on screen follows at once, also while paused."""
        self._show_off()
        snapshot = self._session.shown
        if snapshot is not None:
            shown = self._knock_out.applied(snapshot)
            self._canvas.show_snapshot(shown)
            self._pictures.show_snapshot(shown)

    def _show_off(self) -> None:
        """Said once: in the ranking where it is open, else on the canvas."""
        words, off = self._knock_out.words, self._knock_out.off
        self._ranking.show_off(off, words)
        self._off_line.show_off(words, 0 if self._ranking.isVisible() else len(off))
