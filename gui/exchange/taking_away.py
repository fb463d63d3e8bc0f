"""Taking the model away: the dialog that does it, and once more the same file with the weights of now."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.colours import Colours
from gui.saving.files import Files
from gui.session.exporting import Exported
from gui.session.session import Session
from gui.settings import Settings
from gui.theme import LIGHT, with_palette

if TYPE_CHECKING:
    from core.export.formats import Format
    from core.export.taking import Moment, Picture, Wishes


class TakingAway(QObject):
    """Remembers what was written last, of this project and in which form; `subject` is what the canvas shows."""

    again_changed = Signal(str)
    """What `again` would write now: the name of the file; empty: nothing was exported of this project yet."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        settings: Settings,
        files: Files,
        colours: Colours,
        subject: Callable[[], Subject | None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._files = window, session, settings, files
        self._colours, self._subject = colours, subject
        self._paths: dict[str, Path] = {}
        """Where each form of this project was written last."""
        self._last: Exported | None = None
        self._is_of_another = False
        """Whether the export under way is of the project before this one."""
        session.exporting.exported.connect(self._on_exported)
        session.exporting.began.connect(partial(setattr, self, "_is_of_another", False))
        session.document.loaded.connect(self._forget)

    def ask(self) -> None:
        """Open the dialog; what it writes is told in it and at the bottom of the window."""
        # All forms of export are loaded when they are needed: a plain start is faster without.
        from gui.dialogs.export_dialog import ExportDialog

        dialog = ExportDialog(
            self._session,
            self._subject,
            self._wishes_of,
            self._colours.theme,
            self._settings.export_form,
            self._ask_where,
            lambda others: all(self._files.may_replace(other, dialog) for other in others),
            self._window,
        )
        wants_picture = dialog.exec()
        dialog.deleteLater()
        if wants_picture:
            self.ask_picture()

    def ask_picture(self) -> None:
        """Open the dialog of the picture."""
        subject = self._subject()
        if subject is not None:
            self._files.export_picture(subject, self._colours.theme)

    def again(self) -> None:
        """Write the file that was exported last once more, with the weights of now."""
        done = self._last
        if done is None:
            return
        try:
            moment = self._session.moment()
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
            return
        self._session.noticed.emit(f"Exporting {done.path.name}…")
        wishes = self._wishes_of(done.form, moment, done.keeps_normalization)
        self._session.export(done.form, done.path, moment, wishes)

    def _wishes_of(self, form: "Format", moment: "Moment", keeps_normalization: bool) -> "Wishes":
        """What goes with this form: the picture, where it takes one, is drawn now, since only this thread can."""
        from core.export.taking import Wishes

        picture = self._picture(moment) if form.takes_picture else None
        return Wishes(keeps_normalization and form.keeps_normalization, picture)

    def _picture(self, moment: "Moment") -> "Picture | None":
        """Writes what the canvas shows, with the weights that are taken away; None: it shows another network."""
        # What writes pictures is loaded when it is needed: a plain start is faster without.
        from gui.drawing_file import svg_writer

        subject = self._subject()
        if subject is None or subject.network != moment.project.network:
            return None
        try:
            # On white, whatever the window looks like: that is what others read on.
            return svg_writer(Sheet(subject.of(moment.theta)), with_palette(LIGHT, subject.look.palette))
        except UserError:  # too large to be drawn: there is a model all the same
            return None

    def _ask_where(self, form: "Format", name: str, over: QWidget) -> Path | None:
        return self._files.ask_model(form, self._paths.get(form.name, name), over)

    def _on_exported(self, done: Exported) -> None:
        if self._is_of_another:
            self._is_of_another = False
            return
        self._last = done
        self._paths[done.form.name] = done.path
        self._settings.export_form = done.form.name
        self.again_changed.emit(done.path.name)

    def _forget(self) -> None:
        """Another project: the files that were written are not of it."""
        self._last = None
        self._paths.clear()
        self._is_of_another = self._session.exporting.is_running
        self.again_changed.emit("")
