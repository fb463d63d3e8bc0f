"""How the window opens: the start-up order, told in order."""

import gc
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from core.bundled import NAMES, is_bundled, open_bundled
from core.disk.model_files import is_model_file
from core.errors import UserError
from core.project import Saved, open_project
from core.table.likely import is_table_file
from core.table.sources import size_of
from gui.desktop import icon_bytes
from gui.display import check_display, check_libraries, check_platform

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from gui.window.main_window import MainWindow

TITLE_PX = 40
"""The frame that a desktop draws above a window is about as high; Qt knows it only once it is drawn."""


def prepare_qt() -> None:
    """What must be in the environment before Qt starts."""
    # Qt hands the filling of thin lines to a thread pool, which costs more than the filling itself, and its threads
    # compete with the trainer.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def settle() -> None:
    """What a start has made stays to the end: without this it would be gone through again and again for what is not
    needed any more, 60 ms each time in which nothing else moves, often while something large is loaded.
    """
    gc.freeze()
    gc.enable()  # gui.app has switched it off


class Named(NamedTuple):
    """What was named on the command line, and what there is to tell about it, in sentences."""

    saved: Saved
    notes: tuple[str, ...] = ()


def open_named(name: str) -> Saved:
    """What a person names on the command line: a file of a project or a model, or else a bundled project.

    Raises UserError where there is neither, or the file cannot be opened.
    """
    return look_up(name).saved


def look_up(name: str) -> Named:
    """The same, with what was left out or changed of a model."""
    if is_bundled(name):
        return Named(Saved(open_bundled(name)))
    if not os.path.lexists(name):
        raise UserError(
            f"There is no file {name}.",
            "`neuroloom examples` lists the bundled projects, `neuroloom --help` the commands.",
        )
    if is_model_file(Path(name)):
        from core.importing import import_model  # slow to load, and wanted here alone

        found = import_model(name)
        return Named(found.saved, found.notes)
    return Named(open_project(Path(name)))


def open_window(arguments: list[str], has_terminal: bool = True) -> int:
    """Open the window on the file or bundled project named first, or on circle, and stay until it is closed.

    has_terminal  a file that cannot be opened is told there, before a window appears; else in the window. A model that
                  is there and cannot be imported is told in both, since there is more to say of it than a line

    Raises UserError when there is no display or a system library is missing, or the file cannot be opened.
    """
    if len(arguments) > 1:
        raise UserError("More than one file was named.", "Use `neuroloom FILE`; `neuroloom --help` lists the commands.")
    name, table, refusal = arguments[0] if arguments else NAMES[0], None, None
    model, imported = None, None
    try:
        if is_table_file(Path(name)) and not is_bundled(name):
            table, name = Path(name), NAMES[0]
            size_of(table)
        if is_model_file(Path(name)) and not is_bundled(name):
            from core.importing import import_model  # slow to load, and wanted here alone

            model, imported = Path(name), import_model(name)
        saved = open_named(name) if imported is None else imported.saved
    except UserError as error:
        if has_terminal and not (is_model_file(Path(name)) and os.path.lexists(name)):
            raise
        if has_terminal:
            print(error, file=sys.stderr, flush=True)
        table, name, refusal = None, NAMES[0], error
        saved = open_named(name)
    prepare_qt()
    check_display()
    check_libraries()
    check_platform()

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from gui.session.session import Session
    from gui.settings import Settings
    from gui.window.main_window import MainWindow
    from gui.window.signals import end_on_signals

    application = QApplication(sys.argv[:1])
    application.setApplicationName("neuroloom")
    application.setApplicationDisplayName("Neuroloom")
    application.setOrganizationName("neuroloom")
    application.setDesktopFileName("neuroloom")
    application.setWindowIcon(_icon())
    session = Session(saved.project)
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "neuroloom", "neuroloom")
    window = MainWindow(session, Settings(store))
    sys.excepthook = _report_to(window)
    end_on_signals(window)
    application.commitDataRequest.connect(window.ending.log_out)
    session.start()
    window.painted.connect(settle)
    if model is not None and imported is not None:
        window.model_import.take(imported, model)
    elif is_bundled(name):
        session.open_bundled(name)
    else:
        window.painted.connect(window.files.begin_with(saved, Path(name)))
    _show(window)
    if table is not None:
        window.painted.connect(partial(window.table_import.open_path, table))
    else:
        window.painted.connect(window.recovering.offer)
    if refusal is not None:
        session.refused.emit(refusal.message, refusal.hint)
    return application.exec()


def _icon() -> "QIcon":
    from PySide6.QtGui import QIcon, QPixmap

    picture = QPixmap()
    picture.loadFromData(icon_bytes())
    return QIcon(picture)


def _show(window: "MainWindow") -> None:
    """As it was left the last time; at first in its own size, or filling a screen that has no room for that."""
    available = window.screen().availableSize()
    available.setHeight(available.height() - TITLE_PX)
    fitting = window.size().boundedTo(available)
    if window.settings.bytes("window") is None and fitting != window.size():
        window.resize(fitting)
        window.showMaximized()
    else:
        window.show()


def _report_to(window: "MainWindow") -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """An excepthook that tells of a bug once, in the window, and leaves the window open."""
    from gui.dialogs.bug_dialog import show_bug

    told = False

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal told
        details = "".join(traceback.format_exception(kind, error, trace))
        print(details, file=sys.stderr)
        if not told and not issubclass(kind, KeyboardInterrupt):
            told = True
            show_bug(details, window, window.autosaving.save_at_once)
            told = False

    return report
