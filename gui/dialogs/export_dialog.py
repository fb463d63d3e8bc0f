"""The dialog that takes the trained model away: which form, what one gets, where to; and then the proof."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.export.files import proposed_name, use_of
from core.export.formats import Format
from core.export.inside import Fact
from core.export.preview import Preview, preview_of
from core.export.taking import Moment, Wishes
from core.layers import BatchNormalization
from gui.canvas.drawn.sheet import Sheet, Subject
from gui.dialogs.export.about import About
from gui.dialogs.export.form_list import Entry, FormList, forms
from gui.dialogs.export.outcome import Outcome
from gui.dialogs.export.words import files_text, weights_text
from gui.drawing_file import pixmap_of
from gui.panels.check_box import CheckBox
from gui.panels.form import hairline, note, say
from gui.session.exporting import Exported, MayReplace
from gui.session.session import Session
from gui.session.worker import IsWanted
from gui.theme import GRID_PX, Theme

WIDTH_PX, HEIGHT_PX = 1008, 640
LIST_PX = 304

AskWhere = Callable[[Format, str, QWidget], Path | None]
"""(form, proposed name, over which window): where the file goes; None: nowhere."""


WishesOf = Callable[[Format, Moment, bool], Wishes]


class _Looked(NamedTuple):
    """How an export would look, or why it cannot be."""

    preview: Preview | None
    refusal: UserError | None = None


class ExportDialog(QDialog):
    """Writes as many files as somebody wants. Accepted, it was left for the dialog of the picture.

    subject      what the canvas shows; None: nothing yet
    wishes_of    (form, moment, whether batch normalizations are kept): what goes with the form
    chosen       the name of the form that is chosen first
    ask_where    asks for a file
    may_replace  asks about files that would be replaced beside it
    """

    def __init__(
        self,
        session: Session,
        subject: Callable[[], Subject | None],
        wishes_of: WishesOf,
        theme: Theme,
        chosen: str,
        ask_where: AskWhere,
        may_replace: MayReplace,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle("Take the model away")
        self._session, self._subject, self._theme = session, subject, theme
        self._wishes_of, self._ask_where, self._may_replace = wishes_of, ask_where, may_replace
        self._form: Format | None = None
        """None: the picture is chosen."""
        self._names: dict[str, str] = {}
        """What each form was written as here."""
        self._inside: tuple[Fact, ...] = ()
        """What is known of the last model that was looked at."""
        self._is_refused = False
        """Whether the form that is chosen cannot be."""
        self._forms = FormList(theme)
        self._keeps = CheckBox(
            "export-keep-normalization",
            "Keep batch normalization as a layer",
            "Otherwise it is folded into the layer that follows it, which answers the same and is less to compute.",
        )
        self._about = About(theme, self._keeps)
        self._outcome = Outcome(theme)
        self._doing = note("export-doing")
        self._doing.setWordWrap(False)
        self._progress = QProgressBar()
        self._progress.setObjectName("export-progress")
        self._progress.setAccessibleName("The export is under way")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(120)
        self._close = QPushButton("Close")
        self._close.setObjectName("export-close")
        self._export = QPushButton("Export…")
        self._export.setObjectName("export-export")
        self._export.setProperty("role", "primary")
        self._export.setDefault(True)
        self._arrange()
        self._connect()
        self._show_running(False)
        self._forms.choose(chosen)
        self._forms.setFocus()
        room = parent.screen().availableSize()
        self.resize(min(WIDTH_PX, room.width() - 2 * GRID_PX), min(HEIGHT_PX, room.height() - 5 * GRID_PX))

    # Arranging ---------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._forms.setFixedWidth(LIST_PX)
        line = hairline()
        line.setFixedSize(1, 1)
        line.setMaximumHeight(16_777_215)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID_PX)
        middle.addWidget(self._forms)
        middle.addWidget(line)
        middle.addWidget(self._about, 1)
        last = QHBoxLayout()
        last.setSpacing(GRID_PX)
        last.addWidget(self._progress)
        last.addWidget(self._doing)
        last.addStretch(1)
        last.addWidget(self._close)
        last.addWidget(self._export)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        whole.setSpacing(GRID_PX + 4)
        whole.addLayout(middle, 1)
        whole.addWidget(self._outcome)
        whole.addWidget(hairline())
        whole.addLayout(last)

    def _connect(self) -> None:
        exporting = self._session.exporting
        exporting.exported.connect(self._on_exported)
        exporting.refused.connect(self._on_refused)
        exporting.given_up.connect(self._on_given_up)
        self._session.frame.connect(self._show_weights)
        self._forms.chosen.connect(self._on_chosen)
        self._keeps.toggled.connect(self._look)
        self._export.clicked.connect(self._on_export)
        self._close.clicked.connect(self.reject)

    def reject(self) -> None:
        """Close; an export under way is given up first, and the dialog stays."""
        if self._session.exporting.is_running:
            self._session.exporting.give_up()
            return
        self.done(QDialog.DialogCode.Rejected)

    def done(self, result: int) -> None:
        """Nobody waits for a preview any more."""
        self._session.reader.give_up(self)
        super().done(result)

    # Choosing ----------------------------------------------------------------------------------------------------

    def _name_of(self, form: Format) -> str:
        """What its file is called: as it was written last, else after the project."""
        return self._names.get(form.name) or proposed_name(form, self._session.document.title)

    def _on_chosen(self, entry: Entry) -> None:
        self._form = forms().get(entry.name)
        self._outcome.hide()
        self._is_refused = False
        form = self._form
        self._about.show_form(entry.label, entry.what)
        project = self._session.looking_back.project
        self._about.show_use("" if form is None else use_of(form, self._name_of(form), project))
        layers = project.network.layers
        has_norm = any(isinstance(layer, BatchNormalization) for layer in layers)
        self._keeps.setVisible(form is not None and form.keeps_normalization and has_norm)
        self._export.setText("Picture…" if form is None else "Export…")
        if form is None:
            self._export.setToolTip("Choose kind, colours and size of the picture.")
        elif form.is_model:
            self._export.setToolTip("Choose the file, write it, and prove that it answers the same.")
        else:
            self._export.setToolTip("Choose the file, and write it.")
        if form is None:
            self._session.reader.give_up(self)
            self._show_picture()
        else:
            self._look()
        self._show_running(False)

    # Looking -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find out how the export would be now."""
        form = self._form
        assert form is not None
        name = self._name_of(form)
        # What is inside stays in sight meanwhile: of most forms it is the same.
        self._show_facts(name, self._inside if form.is_model else ())
        try:
            moment = self._session.moment()
        except UserError as error:
            self._take_preview(name, _Looked(None, error))
            return
        wishes = self._wishes_of(form, moment, self._keeps.isChecked())

        def find(_is_wanted: IsWanted) -> _Looked:
            try:
                return _Looked(preview_of(form, moment, name, wishes))
            except UserError as error:
                return _Looked(None, error)

        self._about.show_text("", "Looking…")
        self._session.reader.ask(self, find, partial(self._take_preview, name))

    def _take_preview(self, name: str, looked: _Looked) -> None:
        preview, refusal = looked
        self._is_refused = refusal is not None
        if refusal is not None:
            self._outcome.show_refusal(refusal.message, refusal.hint)
            self._about.show_use("")  # of a file that cannot be
        text = "" if preview is None else preview.text
        self._about.show_text(text, "" if preview is None else "There is nothing to read in it.")
        if self._form is not None and self._form.is_model:
            self._inside = () if preview is None else preview.facts
        self._show_facts(
            name if preview is None else files_text(preview.sizes), () if preview is None else preview.facts
        )
        self._export.setEnabled(not self._session.exporting.is_running and not self._is_refused)

    def _show_facts(self, files: str, inside: tuple[Fact, ...]) -> None:
        has_weights = self._form is not None and self._form.is_model
        weights = (Fact("Weights", self._weights()),) if has_weights else ()
        self._about.show_facts((Fact("Files", files), *weights, *inside))

    def _show_weights(self) -> None:
        """Training goes on beside the dialog."""
        if self._form is not None and self.isVisible():
            self._about.show_fact(Fact("Weights", self._weights()))

    def _weights(self) -> str:
        shown, looking_back = self._session.shown, self._session.looking_back
        if shown is None:
            return ""
        moment = Moment(looking_back.project, shown.theta, shown.step, shown.epoch, "")
        return weights_text(moment, looking_back.snapshot is not None, self._session.is_playing)

    def _show_picture(self) -> None:
        subject = self._subject()
        self._about.show_facts([])
        if subject is not None:
            room = self._about.picture_room
            self._about.show_picture(pixmap_of(Sheet(subject), self._theme, room, self.devicePixelRatioF()))

    # Exporting ---------------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        form = self._form
        if form is None:
            self.accept()
            return
        try:
            moment = self._session.moment()
        except UserError as error:
            self._outcome.show_refusal(error.message, error.hint)
            return
        wishes = self._wishes_of(form, moment, self._keeps.isChecked())
        path = self._ask_where(form, self._name_of(form), self)
        if path is None:
            return
        self._outcome.hide()
        self._session.export(form, path, moment, wishes, self._may_replace)
        doing = f"Writing and checking {path.name}, {moment.when}…" if form.is_model else f"Writing {path.name}…"
        self._show_running(self._session.exporting.is_running, doing)

    def _on_exported(self, done: Exported) -> None:
        self._show_running(False)
        self._outcome.show_exported(done)
        self._names[done.form.name] = done.path.name
        if done.form is self._form:
            self._about.show_use(use_of(done.form, done.path.name, self._session.looking_back.project))
            self._look()
        self._forms.setFocus()

    def _on_refused(self, message: str, hint: str) -> None:
        self._show_running(False)
        self._outcome.show_refusal(message, hint)
        self._forms.setFocus()

    def _on_given_up(self) -> None:
        self._show_running(False, "Stopped: nothing was written.")
        self._forms.setFocus()

    def _show_running(self, is_running: bool, doing: str = "") -> None:
        """While an export is under way nothing else can be chosen."""
        self._progress.setVisible(is_running)
        say(self._doing, doing)
        for part in (self._forms, self._about):
            part.setEnabled(not is_running)
        self._export.setEnabled(not is_running and not self._is_refused)
        self._close.setText("Stop" if is_running else "Close")
        self._close.setToolTip("Write nothing (Esc)." if is_running else "Back to the network (Esc).")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture is as large as there is room, which is known only once the dialog is shown."""
        super().resizeEvent(event)
        if self._form is None:
            self._show_picture()
