"""Whether a window can be opened at all, found out before Qt would abort without a word of its own."""

import ctypes
import os
import socket
import sys
from pathlib import Path

from core.errors import UserError

APT_LINE = (
    "sudo apt-get install libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)
# What Qt's plugins need beyond what importing Qt needs; where one is missing Qt names another, or none, and aborts.
_LIBRARIES = {
    "xcb": (
        "libxcb-cursor.so.0",
        "libxcb-icccm.so.4",
        "libxcb-keysyms.so.1",
        "libxcb-shape.so.0",
        "libxkbcommon-x11.so.0",
    ),
    "wayland": ("libwayland-client.so.0", "libwayland-cursor.so.0"),
}


def check_libraries() -> None:
    """Raises UserError when Qt cannot be loaded for want of a system library."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - imported to see whether it can be
    except ImportError as error:
        library, _, reason = str(error).partition(": ")
        if "cannot open shared object file" in reason:
            raise _missing(library) from error
        raise UserError(f"Qt cannot be loaded: {error}.", "Install Neuroloom anew, as its README says.") from error


def check_display() -> None:
    """Raises UserError when there is no screen to open a window on, or a library that the screen needs is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing: list[str] = []
    for platform in _platforms():
        if platform not in _LIBRARIES:
            return  # one that needs no display
        if _has_wayland() if platform == "wayland" else _has_x11():
            lacking = [library for library in _LIBRARIES[platform] if not _can_load(library)]
            if not lacking:
                return
            missing += lacking
    if missing:
        raise _missing(missing[0])
    raise UserError(
        "There is no display to open a window on.",
        "Without a screen use `neuroloom train FILE` or `neuroloom screenshot FILE OUT.png`, or give it a virtual "
        "screen: `xvfb-run neuroloom`.",
    )


def check_platform() -> None:
    """Raises UserError where QT_QPA_PLATFORM names what this Qt does not have."""
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if not wanted or not sys.platform.startswith("linux") or "QT_QPA_PLATFORM_PLUGIN_PATH" in os.environ:
        return
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    known = sorted(file.stem.removeprefix("libq") for file in folder.glob("libq*.so"))
    if known and not set(_platforms()) & set(known):
        raise UserError(f"QT_QPA_PLATFORM is {wanted!r}, which is none of {', '.join(known)}.", "Unset it.")


def _missing(library: str) -> UserError:
    packages = "sudo apt-get install libwayland-cursor0" if "wayland" in library else APT_LINE
    return UserError(f"Qt cannot start: the system library {library} is missing.", f"On Debian or Ubuntu: {packages}")


def _platforms() -> list[str]:
    """The platforms that Qt will try, best first, as it chooses them itself (QGuiApplication, Qt 6)."""
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if wanted:
        names = [name.partition(":")[0].lower() for name in wanted.split(";")]
        return ["wayland" if name.startswith("wayland") else name for name in names]
    is_wayland = "WAYLAND_DISPLAY" in os.environ or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return ["xcb", "wayland"] if is_wayland else ["xcb"]


def _has_wayland() -> bool:
    """Whether the compositor that WAYLAND_DISPLAY names answers."""
    if "WAYLAND_SOCKET" in os.environ:
        return True
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(path))
    except OSError:
        return False
    return True


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


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
