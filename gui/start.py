"""How the window opens: the start-up order, told in order."""

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from core.bundled import NAMES, open_bundled
from core.errors import UserError
from core.project import open_project
from gui.display import check_display, check_libraries


def prepare_qt() -> None:
    """What must be in the environment before Qt starts."""
    # Qt hands the filling of thin lines to a thread pool, which costs more than the filling itself, and its threads
    # compete with the trainer.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def open_window(arguments: list[str]) -> int:
    """Open the window on the file or bundled project named first, or on circle, and stay until it is closed.

    Raises UserError when there is no display or a system library is missing, or the file cannot be opened.
    """
    if len(arguments) > 1:
        raise UserError("More than one file was named.", "Use `neuroloom FILE`; `neuroloom --help` lists the commands.")
    prepare_qt()
    check_display()
    check_libraries()
    # A file that cannot be opened is told before a window appears, in the terminal where it was named.
    name = arguments[0] if arguments else NAMES[0]
    is_bundled = name in NAMES and not Path(name).exists()
    saved = None if is_bundled else open_project(Path(name))

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow
    from gui.session import Session
    from gui.settings import Settings

    application = QApplication(sys.argv[:1])
    application.setApplicationName("neuroloom")
    application.setApplicationDisplayName("Neuroloom")
    application.setOrganizationName("neuroloom")
    session = Session(open_bundled(NAMES[0]) if saved is None else saved.project)
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "neuroloom", "neuroloom")
    window = MainWindow(session, Settings(store))
    sys.excepthook = _report_to(window)
    session.start()
    if saved is None:
        session.open_bundled(name)
    else:
        session.document.load(saved.project, saved.state, Path(name))
        window.settings.add_recent(Path(name))
    window.show()
    return application.exec()


def _report_to(window: object) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """An excepthook that tells of a bug once, in the window, and leaves the window open."""
    from PySide6.QtWidgets import QWidget

    from gui.dialogs.bug_dialog import show_bug

    told = False

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal told
        details = "".join(traceback.format_exception(kind, error, trace))
        print(details, file=sys.stderr)
        if not told and isinstance(window, QWidget) and not issubclass(kind, KeyboardInterrupt):
            told = True
            show_bug(details, window)
            told = False

    return report
