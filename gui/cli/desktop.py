"""`neuroloom desktop`"""

from typing import Annotated

import typer

from gui.desktop import add_to_desktop, remove_from_desktop


def desktop(
    is_removed: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
) -> None:
    """Add the program to the applications menu, or take it away."""
    if not is_removed:
        for path in add_to_desktop():
            print(f"wrote {path}")
        return
    removed = remove_from_desktop()
    for path in removed:
        print(f"removed {path}")
    if not removed:
        print("there was nothing to remove")
