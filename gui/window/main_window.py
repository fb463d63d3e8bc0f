"""The main window: it arranges the parts and connects them, and holds no logic of its own."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from core.data import Digits, Segments
from core.snapshot import Snapshot
from core.specs import Project
from gui import actions, theme
from gui.canvas.canvas import Canvas
from gui.colours import Colours
from gui.dialogs.about import show_about
from gui.dialogs.bug_dialog import show_bug
from gui.dialogs.keys_dialog import show_keys
from gui.dialogs.settings_dialog import open_settings
from gui.dialogs.task_dialog import edit_task, show_task
from gui.exchange.model_import import ModelImport
from gui.exchange.predicting import PredictingFile
from gui.exchange.table_import import TableImport
from gui.exchange.taking_away import TakingAway
from gui.menus import Menu
from gui.pad.handwriting_pad import HandwritingPad
from gui.pad.pad import SegmentPad
from gui.pad.teaching import Teaching
from gui.panels.banner import Banner
from gui.panels.beside import Beside
from gui.panels.bottom_line import BottomLine
from gui.panels.data_panel import DataPanel
from gui.panels.doctor_line import DoctorLine
from gui.panels.file_line import FileLine
from gui.panels.form import hairline
from gui.panels.history import HistoryPanel
from gui.panels.left_column import LeftColumn
from gui.panels.messages import Messages
from gui.panels.off_line import CornerOffLine
from gui.panels.pages import Pages
from gui.panels.past_bar import PastBar
from gui.panels.ranking import Ranking
from gui.panels.side_by_side import SideBySide
from gui.panels.task_line import TaskLine
from gui.panels.top_bar import TopBar, pace_text
from gui.panels.training_panel import TrainingPanel
from gui.saving.autosaving import Autosaving
from gui.saving.ending import Ending
from gui.saving.files import Files
from gui.saving.guarding import Guarding
from gui.saving.recovering import Recovering
from gui.session.knockout import KnockOut
from gui.session.sample import CurrentSample
from gui.session.session import Session
from gui.settings import Settings
from gui.theme import Theme
from gui.walk.panel import WalkPanel
from gui.walk.walking import Walking
from gui.window.consulting import Consulting
from gui.window.dropping import Dropping
from gui.window.handwriting import Handwriting
from gui.window.keyboard import Keyboard
from gui.window.line_edits import LineEdits
from gui.window.project_menu import ProjectMenu
from gui.window.sampling import Sampling
from gui.window.switching import Switching

if TYPE_CHECKING:
    from gui.panels.inside import Inside
    from gui.panels.runs import RunsPage
    from gui.panels.scores import Scores


class MainWindow(QMainWindow):
    """One project on screen: left its data and training, in the middle its network, right what it does."""

    painted = Signal()
    """The window has been painted for the first time: now there is time for what is slow to load."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.setMinimumSize(1100, 640)
        self.session, self.settings = session, settings
        self.colours = Colours(settings, self)
        self.file_line = FileLine()
        self.guarding = Guarding(self, session, settings, self.file_line)
        self.files = Files(self, session, settings, self.guarding)
        self.autosaving = Autosaving(session, settings, self.guarding.seen, self)
        self.recovering = Recovering(self, session, settings, self.files, self.guarding, self.autosaving, self.colours)
        self.ending = Ending(self.files, self.autosaving, self)
        self.table_import = TableImport(self, session, settings, self.colours)
        self.model_import = ModelImport(self, session, settings, self.files)
        self.predicting = PredictingFile(self, session, settings, self.files)
        self.taking_away = TakingAway(self, session, settings, self.files, self.colours, lambda: self.canvas.subject)
        self.actions_by_id = actions.make_actions(self, self._handlers())
        self._is_painted = False
        self._moment: Snapshot | None = None
        """What the canvas shows, and so all of the window."""

        self.project_menu = ProjectMenu(self.actions_by_id, self.files, settings, self)
        self.top_bar = TopBar(self.actions_by_id, self.project_menu, self._export_menu())
        self.data_panel, self.training_panel = DataPanel(session), TrainingPanel(session)
        self.canvas, self.task_line, self.banner = Canvas(session.document), TaskLine(), Banner()
        self.doctor_line = DoctorLine()
        self.messages = Messages(self.banner, self.file_line, self.doctor_line, self.task_line)
        self.consulting = Consulting(session, self.doctor_line, self.banner, settings.has_doctor, self)
        self.sample = CurrentSample(session.document, self)
        self.right_column = pages = Pages(session, self.files, self.sample, self.predicting)
        self.pictures = pages.pictures
        self.bottom_line = BottomLine(session)
        self.pad = SegmentPad(self)
        self.pad.hide()  # until data have segments
        self.pad.show_digit(6)
        self.writing_pad = HandwritingPad(self)
        self.writing_pad.hide()  # until data are handwritten digits
        self.teaching = Teaching(session, self.pad)
        self.sampling = Sampling(session, self.sample, self.canvas, self.pad, self.right_column)
        self.handwriting = Handwriting(session, self.sample, self.writing_pad)
        self.knock_out = KnockOut(session.document, self)
        self.line_edits = LineEdits(session.document, self.canvas, self.pictures.boundary)
        self.off_line, self.ranking = CornerOffLine(self.canvas), Ranking(self.knock_out.bench, session.worker)
        self.past_bar = PastBar(session.looking_back, self.canvas, self.off_line)
        self._shown_project = session.document.project
        self.switching = Switching(
            session, self.knock_out, self.canvas, self.right_column, self.off_line, self.ranking,
            self.actions_by_id["ranking"],
        )  # fmt: skip
        self.walk_panel = WalkPanel()
        self.walking = Walking(session, self.sample, self.canvas, self.walk_panel, self.actions_by_id["walk"])
        self.walking.row_shown.connect(self.sampling.show_row)
        self.walking.ended.connect(self.sampling.show_own)
        self.keyboard = Keyboard(
            self, session, self.canvas, self.pad, self.writing_pad, self.actions_by_id["train"],
            self.table_import.paste,
        )  # fmt: skip
        self.dropping = Dropping(session, self.files, self.table_import, self.model_import)
        self._arrange()
        self.history = HistoryPanel(session, self.top_bar.height(), self)
        self._connect()

        self.canvas.show_look(settings.look)
        self.pictures.boundary.map.show_digits(settings.look.digits)
        self.pictures.curves.show_look(settings.curves)
        self.show_theme_named(settings.theme)
        self._show_project(None, session.document.project)
        self._restore()
        self.canvas.setFocus()

    # Arranging ---------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._left = LeftColumn(self.data_panel, self.training_panel)

        self.canvas.set_top_widget(self.messages)
        self.messages.height_changed.connect(self.canvas.place_top_widget)

        middle = Beside(self.canvas, self.ranking, self.walk_panel)
        self.side_by_side = SideBySide(self._left, middle, self.right_column, self.settings)

        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        rows.addWidget(hairline())
        rows.addWidget(self.side_by_side, 1)
        rows.addWidget(hairline())
        rows.addWidget(self.bottom_line)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        document = self.session.document
        document.changed.connect(self._show_project)
        document.history_changed.connect(self._show_history)
        self.session.frame.connect(self._on_frame)
        looking_back, timeline = self.session.looking_back, self.bottom_line.timeline
        timeline.look_wanted.connect(looking_back.look)
        timeline.now_wanted.connect(looking_back.leave)
        looking_back.listed.connect(lambda listed: timeline.show_moments(listed, looking_back.step))
        looking_back.changed.connect(self._show_past)
        self.knock_out.changed.connect(self.past_bar.place)
        self.canvas.weights.history_wanted.connect(looking_back.ask_history)
        looking_back.history_found.connect(self.canvas.weights.show_history)
        self.session.succeeded.connect(self._on_succeeded)
        document.loaded.connect(self._on_succeeded)
        document.loaded.connect(self.banner.forget_news)
        self.model_import.told.connect(self.banner.show_import)
        self.session.stopped.connect(self.banner.show_stop)
        self.autosaving.failing.connect(self.banner.show_news)  # whatever is done, it goes on being so
        self.autosaving.works_again.connect(self.banner.forget_news)
        self.session.ended.connect(self.banner.show_end)
        self.session.state_replaced.connect(self.banner.forget_end)
        for teller in (
            self.session, self.canvas, self.walking, self.knock_out, self.consulting, self.data_panel,
            self.training_panel, self.teaching,
        ):  # fmt: skip
            teller.noticed.connect(self.bottom_line.show_notice)
        for refused in (self.session.refused, self.canvas.refused, self.line_edits.refused, self.switching.refused):
            refused.connect(self._on_refused)
        self.session.failed.connect(lambda details: show_bug(details, self, self.autosaving.save_at_once))
        self.file_line.reload_wanted.connect(self.files.reload)
        self.canvas.look_changed.connect(self.colours.take_look)
        self.canvas.look_changed.connect(lambda look: self.pictures.boundary.map.show_digits(look.digits))
        self.colours.changed.connect(self._show_theme)
        self.canvas.gesture_started.connect(self.session.engine.hold)
        self.canvas.walk_asked.connect(partial(self._show_walk, True))
        self.taking_away.again_changed.connect(partial(actions.show_again, self.actions_by_id["export-again"]))
        self.data_panel.table_wanted.connect(self.table_import.ask)
        self.canvas.table_pasted.connect(self.table_import.paste)
        self.training_panel.opened.connect(partial(self._left.bring_up, self.training_panel))
        self.top_bar.pace_chosen.connect(self._on_pace)
        self.task_line.closed.connect(partial(show_task, document, False))
        self.task_line.closed.connect(self.messages.give_back)
        document.loaded.connect(self.messages.give_back)
        for anew in (document.loaded, self.session.state_replaced):
            anew.connect(self.task_line.begin_anew)
        self.task_line.edit_wanted.connect(partial(edit_task, document, self))
        self.canvas.selection_changed.connect(lambda: self.right_column.show_chosen(self.canvas.chosen_thing))
        self.pictures.truth_map.chosen.connect(self.sampling.show_pattern)
        self.pictures.number.shape_chosen.connect(self.pad.set_values)
        self.pad.broken_changed.connect(self.pictures.show_broken)
        self.pad.number_wanted.connect(self._show_number)
        document.loaded.connect(self.pad.mend_all)
        self.project_menu.theme_chosen.connect(self.colours.choose)
        self.project_menu.panel_toggled.connect(self.side_by_side.show_panel)
        self.history.opened.connect(self.actions_by_id["history"].setChecked)
        document.loaded.connect(self.canvas.setFocus)
        self._application().focusChanged.connect(self._on_focus_changed)
        self.painted.connect(self.pictures.curves.ensure_plot)
        self.right_column.wide_wanted.connect(self.side_by_side.widen)
        self.pictures.curves.look_changed.connect(partial(setattr, self.settings, "curves"))

    @property
    def _areas(self) -> tuple[QWidget, ...]:
        """In the order of reading."""
        return self.top_bar, self._left, self.canvas, self.right_column, self.bottom_line

    @property
    def scores(self) -> "Scores":
        """The page of how good the answers are; made when it is first wanted, as are the two below."""
        return self.right_column.scores

    @property
    def inside(self) -> "Inside":
        """The page of what the chosen neuron does."""
        return self.right_column.inside

    @property
    def runs(self) -> "RunsPage":
        """The page of runs beside each other."""
        return self.right_column.runs

    def _handlers(self) -> dict[str, Callable[[], object]]:
        session, files = self.session, self.files
        return {
            "new": files.new,
            "open": files.open,
            "open-table": self.table_import.ask,
            "paste-table": self.table_import.paste,
            "import-model": self.model_import.ask,
            "save": files.save,
            "save-as": files.save_as,
            "previous": files.open_previous,
            "recover": self.recovering.ask,
            "export": self.taking_away.ask,
            "export-again": self.taking_away.again,
            "export-picture": self.taking_away.ask_picture,
            "predict": self.predicting.ask,
            "quit": self.close,
            "undo": session.undo,
            "redo": session.redo,
            "history": lambda: self.history.open(self.actions_by_id["history"].isChecked()),
            "train": session.toggle_training,
            "step": session.run_step,
            "epoch": session.run_epoch,
            "reset": session.reset,
            "new-weights": session.new_weights,
            "edit-task": partial(edit_task, session.document, self),
            "show-task": lambda: show_task(session.document, self.actions_by_id["show-task"].isChecked()),
            "ranking": lambda: self._show_ranking(self.actions_by_id["ranking"].isChecked()),
            "doctor": self._switch_doctor,
            "walk": lambda: self._show_walk(self.actions_by_id["walk"].isChecked()),
            "next-area": lambda: self.keyboard.go_to_area(self._areas, 1),
            "previous-area": lambda: self.keyboard.go_to_area(self._areas, -1),
            "project-menu": lambda: self.top_bar.open_project_menu(),
            "settings": lambda: open_settings(self, self.settings, self.colours, self.canvas, self._take_settings),
            "keys": lambda: show_keys(self, self.actions_by_id, self.right_column.buttons),
            "about": partial(show_about, self),
        }

    def _export_menu(self) -> QMenu:
        menu = Menu(self)
        actions.show_again(self.actions_by_id["export-again"], "")
        menu.addActions([self.actions_by_id[name] for name in ("export", "export-again", "export-picture")])
        menu.addSeparator()
        menu.addAction(self.actions_by_id["predict"])
        return menu

    def _restore(self) -> None:
        geometry = self.settings.bytes("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.side_by_side.restore()
        self.actions_by_id["doctor"].setChecked(self.settings.has_doctor)

    # Showing -----------------------------------------------------------------------------------------------------

    def _show_project(self, old: Project | None, project: Project) -> None:
        for part in (
            self.top_bar, self.data_panel, self.training_panel, self.task_line, self.bottom_line,
            self.right_column, self.ranking, self.banner, self.writing_pad, self.teaching,
        ):  # fmt: skip
            part.show_project(project)
        pad = self.pad if isinstance(project.data, Segments) else None
        self.canvas.set_left_widget(self.writing_pad if isinstance(project.data, Digits) else pad)
        if pad is not None and (old is None or not isinstance(old.data, Segments)):
            pad.set_values(pad.drawn)  # what a sample of other data had put there is lit by hand now
            self.sampling.take_pad()
        self.canvas.show_project(project)
        self._shown_project = project
        self.sampling.show()
        self.actions_by_id["show-task"].setChecked(project.task is not None and project.task.shown)
        self.actions_by_id["show-task"].setEnabled(project.task is not None)
        self._show_history()

    def _show_past(self) -> None:
        """Another moment is looked at, or the present again: with the network, the data and the loss of then."""
        looking_back = self.session.looking_back
        self.bottom_line.timeline.show_step(looking_back.step)
        self.top_bar.show_past(looking_back.snapshot is not None)
        self.past_bar.show_moment(looking_back.snapshot, self.session.snapshot)
        self.canvas.jump()
        if looking_back.project != self._shown_project:
            self._shown_project = looking_back.project
            self.right_column.show_project(looking_back.project)
            self.canvas.show_project(looking_back.project)

    def _show_history(self) -> None:
        document = self.session.document
        actions.show_edit(self.actions_by_id["undo"], "Undo", document.undo_text)
        actions.show_edit(self.actions_by_id["redo"], "Redo", document.redo_text)
        self._show_saved()

    def _show_saved(self) -> None:
        document = self.session.document
        is_edited = document.is_edited(self.session.step)
        word = "edited" if document.path and is_edited else "saved" if document.path else "not saved"
        self.top_bar.show_title(document.title, word)
        self.setWindowTitle(f"{document.title} · {word}")

    def _on_frame(self, snapshot: Snapshot, number: int) -> None:
        """All panels show the canvas's moment, in frames of their own: what is seen together was so at one time."""
        is_due = snapshot.is_calm
        if self._moment is None or snapshot.network is not self._moment.network:
            self._moment = snapshot  # that of before an edit has nothing to say to whoever shows the project of now
        if is_due or number % self.canvas.painting.every == 1:
            self._moment = snapshot
            shown = self.knock_out.applied(snapshot)
            self.canvas.show_snapshot(shown)
            self.pictures.show_with_canvas(shown)
            self.writing_pad.show_snapshot(shown)
        snapshot = self._moment
        shown = self.knock_out.applied(snapshot)
        if is_due or number % 6 == 5:
            self.top_bar.show_snapshot(snapshot)
            self.bottom_line.show_snapshot(snapshot)
            self.training_panel.show_snapshot(snapshot)
            self.task_line.show_snapshot(self.session.snapshot or snapshot)
            self.ranking.show_snapshot(snapshot)
            self._show_saved()
        self.right_column.show_snapshot(shown, number)

    # Doing -------------------------------------------------------------------------------------------------------

    def _on_pace(self, pace: float | None) -> None:
        document = self.session.document
        document.edit(f"set pace to {pace_text(pace)}", document.project.replace(pace=pace))

    def _on_refused(self, message: str, hint: str) -> None:
        self.bottom_line.clear_notice()  # "Saved" must not stand below "cannot be saved"
        self.banner.show_refusal(message, hint)
        self.consulting.advise(message)

    def _on_succeeded(self) -> None:
        self.banner.put_away()
        self.bottom_line.clear_notice()

    def _show_ranking(self, is_shown: bool) -> None:
        """One panel beside the canvas at a time: two would leave it no room."""
        if is_shown:
            self.walking.show(False)
        self.switching.show_ranking(is_shown)

    def _show_number(self) -> None:
        """Wherever it was left, the picture with the number comes in front."""
        self.project_menu.bring_back("pictures")
        self.right_column.bring_up("picture")
        self.pictures.show_number()

    def _show_walk(self, is_shown: bool) -> None:
        if is_shown and self.ranking.isVisible():
            self.switching.show_ranking(False)
        self.walking.show(is_shown)

    def _switch_doctor(self) -> None:
        self.settings.has_doctor = is_on = self.actions_by_id["doctor"].isChecked()
        self.consulting.switch(is_on)

    def _take_settings(self) -> None:
        """Show everything as the settings have it: they have become others."""
        self.colours.choose(self.settings.theme)
        self.canvas.choose_look(self.settings.look)
        self.pictures.curves.show_look(self.settings.curves)
        self.project_menu.bring_back_all()
        self.actions_by_id["doctor"].setChecked(self.settings.has_doctor)
        self._switch_doctor()
        self.side_by_side.share_anew()

    def show_theme_named(self, name: str) -> None:
        """ "system", "light" or "dark"."""
        self.colours.take(name)

    def _show_theme(self, shown: Theme) -> None:
        self.project_menu.show_theme_name(self.colours.name)
        theme.apply(self._application(), shown)
        actions.show_theme(self.actions_by_id, shown)
        for part in (
            self.top_bar, self.data_panel, self.task_line, self.banner, self.file_line, self.doctor_line, self.canvas,
            self.pad, self.right_column, self.history, self.off_line, self.ranking, self.walk_panel, self.bottom_line,
            self.past_bar, self.writing_pad, self.teaching,
        ):  # fmt: skip
            part.show_theme(shown)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Of the window itself, which hears nothing any more once it is being taken down."""
        self.keyboard.on_focus_changed(old, new)

    @staticmethod
    def _application() -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application

    # Qt's events -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first painting is told once all of it is on screen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that no field has kept."""
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The same, let go."""
        if not self.keyboard.release(event):
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """While another window was in front, nobody was told what closed here, or what became of the file."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.guarding.look()
            self.keyboard.come_back()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from outside are welcome."""
        self.dropping.welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the project file, the table or the model that was dropped, or say why not."""
        self.dropping.take(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before something is lost."""
        if self.ending.may_close():
            self.end()
            event.accept()
        else:
            event.ignore()

    def end(self) -> None:
        """Remember how the window is, end the engine."""
        self.settings.set_bytes("window", self.saveGeometry())
        self.side_by_side.remember()
        for dialog in self.findChildren(QDialog):
            dialog.reject()  # one that stayed open would keep the program going without a window
        self.session.close()
        self.autosaving.end()
        self.guarding.end()
