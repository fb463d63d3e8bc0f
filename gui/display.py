"""Whether a window can be opened at all, found out before Qt would abort without a word of its own."""

import ctypes
import os
import sys
from pathlib import Path

from core.errors import UserError

APT_LINE = (
    "sudo apt-get install libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)
# What Qt's xcb plugin needs beyond what importing Qt needs; where one is missing Qt names another and aborts.
_XCB_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)


def check_libraries() -> None:
    """Raises UserError when Qt cannot be loaded for want of a system library."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - imported to see whether it can be
    except ImportError as error:
        library = str(error).partition(":")[0]
        raise UserError(
            f"Qt cannot start: the system library {library} is missing.", f"On Debian or Ubuntu: {APT_LINE}"
        ) from error


def check_display() -> None:
    """Raises UserError when there is no screen to open a window on, or a library that the screen needs is missing."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform not in ("", "xcb", "wayland"):
        return
    if platform != "xcb" and _has_wayland():
        return
    if not _has_x11():
        raise UserError(
            "There is no display to open a window on.",
            "Without a screen use `neuroloom train FILE` or `neuroloom screenshot FILE OUT.png`, or give it a virtual "
            "screen: `xvfb-run neuroloom`.",
        )
    for library in _XCB_LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError as error:
            raise UserError(
                f"Qt cannot open a window: the system library {library} is missing.",
                f"On Debian or Ubuntu: {APT_LINE}",
            ) from error


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and (Path(folder) / str(name)).exists()


def _has_x11() -> bool:
    """Whether the X server that DISPLAY names answers."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot be asked; Qt will say more
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    is_there: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return is_there
