"""`neuroloom desktop`"""

from typing import Annotated

import typer

from gui.cli.told import Json, say
from gui.desktop import add_to_desktop, remove_from_desktop


def desktop(
    is_removed: Annotated[bool, typer.Option("--remove", help="Take all of it away again.")] = False,
    as_json: Json = False,
) -> None:
    """Add the program to the applications menu of a Linux desktop.

    To start it without a terminal, and to open project files by a double click. It writes an entry, two icons and a
    file type into your own data folder, ~/.local/share unless it was moved; nobody needs to be root.

    Example: neuroloom desktop
    """
    if not is_removed:
        paths = add_to_desktop()
        if as_json:
            say({"wrote": list(map(str, paths))})
            return
        for path in paths:
            print(f"wrote {path}")
        print("`neuroloom desktop --remove` takes them away again")
        return
    paths = remove_from_desktop()
    if as_json:
        say({"removed": list(map(str, paths))})
        return
    for path in paths:
        print(f"removed {path}")
    if not paths:
        print("there was nothing to remove")
