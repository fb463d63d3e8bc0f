"""The program as a Linux desktop knows it: an entry in the applications menu, an icon, and project files that open it.

Follows the Desktop Entry Specification 1.0, the Icon Theme Specification and the Shared MIME-info Specification 0.21
(freedesktop.org), all in the user's own data folder: nobody needs to be root, and removing takes away the same files.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from core.disk.atomic import refusal, replacing
from core.errors import UserError

NAME = "neuroloom"
MIME_TYPE = "application/x-neuroloom"
ENTRY_PATH = "applications/neuroloom.desktop"
ICON_PATH = "icons/hicolor/256x256/apps/neuroloom.png"
DRAWING_PATH = "icons/hicolor/scalable/apps/neuroloom.svg"
TYPE_PATH = "mime/packages/neuroloom.xml"
PATHS = (ENTRY_PATH, ICON_PATH, DRAWING_PATH, TYPE_PATH)
"""Where everything stands in the user's data folder."""
SECONDS = 20.0
"""So long the desktop's own tools may take to take notice; without them it notices at the next log-in."""

ENTRY = """\
[Desktop Entry]
Version=1.0
Type=Application
Name=Neuroloom
GenericName=Neural network studio
Comment=Build, watch, test and take away neural networks
Exec={command} --desktop %f
Icon=neuroloom
Terminal=false
StartupWMClass=neuroloom
Categories=Education;ArtificialIntelligence;
Keywords=neural network;machine learning;deep learning;perceptron;
MimeType={mime_type};
"""

MIME = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{mime_type}">
    <comment>Neuroloom project</comment>
    <sub-class-of type="application/zip"/>
    <icon name="neuroloom"/>
    <glob pattern="*.neuroloom"/>
  </mime-type>
</mime-info>
"""


def add_to_desktop() -> list[Path]:
    """Write entry, icons and file type; returns the files.

    Raises UserError where there is no such desktop, the program's own command is not found, or nothing can be written.
    """
    folder = _data_folder()
    contents = {
        ENTRY_PATH: ENTRY.format(command=_quoted(_command()), mime_type=MIME_TYPE).encode(),
        DRAWING_PATH: _icon("neuroloom.svg"),
        ICON_PATH: icon_bytes(),
        TYPE_PATH: MIME.format(mime_type=MIME_TYPE).encode(),
    }
    written = [folder / name for name in PATHS]
    for path, name in zip(written, PATHS, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refusal("saved", path, error) from error
        with replacing(path) as beside:
            beside.write_bytes(contents[name])
    _take_notice(folder)
    return written


def remove_from_desktop() -> list[Path]:
    """Take away what `add_to_desktop` has written; returns what was there.

    Raises UserError where there is no such desktop, or a file cannot be removed.
    """
    folder = _data_folder()
    found = [folder / name for name in PATHS if (folder / name).exists()]
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            raise refusal("removed", path, error) from error
    if found:
        _take_notice(folder)
    return found


def has_menu() -> bool:
    """Whether this system has an applications menu of this kind."""
    return sys.platform.startswith("linux")


def is_on_desktop() -> bool:
    """Whether the entry is there."""
    return has_menu() and (_data_folder() / ENTRY_PATH).is_file()


def icon_bytes() -> bytes:
    """The program's icon as PNG, 256 pixels wide."""
    return _icon("neuroloom.png")


def _data_folder() -> Path:
    if not has_menu():
        raise UserError(
            "An applications menu of this kind is known on Linux alone.", "Make a shortcut to the command by hand."
        )
    given = os.environ.get("XDG_DATA_HOME", "")
    # The specification has paths that are not absolute ignored.
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local/share"


def _command() -> Path:
    """Where the program's command is: this very program's, before any other one of that name."""
    beside = Path(sys.executable).with_name(NAME)
    if getattr(sys, "frozen", False):
        return Path(sys.executable)
    if beside.is_file():
        return beside
    found = shutil.which(NAME)
    if found is None:
        raise UserError("The command neuroloom is not installed.", "Install it with `uv tool install .` first.")
    return Path(found).absolute()


def _quoted(path: Path) -> str:
    """As the key Exec wants it: in quotes, with what is special in there escaped twice, and % doubled."""
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in str(path))
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _icon(name: str) -> bytes:
    return files("resources").joinpath("icons", name).read_bytes()


def _take_notice(folder: Path) -> None:
    """Have the desktop read its folders again, where it has tools for that."""
    commands = (
        ("update-mime-database", folder / "mime"),
        ("update-desktop-database", folder / "applications"),
        ("gtk-update-icon-cache", "--quiet", "--force", "--ignore-theme-index", folder / "icons/hicolor"),
    )
    for name, *arguments in commands:
        found = shutil.which(str(name))
        if found is not None:
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    [found, *map(str, arguments)],
                    stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False,
                )  # fmt: skip
