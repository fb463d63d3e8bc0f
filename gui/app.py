"""The way in: `neuroloom` with a command's name is the command line, anything else opens the window.

Nothing heavy is imported before it is known what is wanted: a command that needs no window imports no Qt, and a plain
start imports no command-line library.
"""

import gc
import os
import sys

COMMANDS = ("examples", "info", "import", "train", "evaluate", "predict", "export", "draw", "screenshot", "desktop")
FROM_DESKTOP = "--desktop"
"""Said by the entry in the applications menu: there is no terminal, so everything is told in the window."""
INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells have it: 128 + the signal's number."""


def main() -> int:
    """Run; returns the exit status. Whatever a person can mend is one sentence on stderr."""
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough, as `head` does
        return 1


def _run(arguments: list[str]) -> int:
    from core import own_process
    from core.errors import UserError

    if len(arguments) == 2 and arguments[0] == own_process.FLAG:
        own_process.run(arguments[1])
        return 0
    try:
        if arguments[:1] == [FROM_DESKTOP]:
            return _open_window(arguments[1:], has_terminal=False)
        if arguments[:1] == ["help"] and not os.path.lexists("help"):
            arguments = [*arguments[1:2], "--help"]
        if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
            from gui.cli import run

            return run(arguments)
        _check_first_word(arguments)
        return _open_window(arguments, has_terminal=True)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _check_first_word(arguments: list[str]) -> None:
    """Raises UserError for what looks like a word, and is neither a command nor something to open."""
    from core.bundled import NAMES
    from core.errors import UserError
    from core.near import near

    word = next(iter(arguments), "")
    if not word.isalpha() or word in NAMES or os.path.lexists(word):
        return
    meant = near(word, (*COMMANDS, *NAMES))
    hint = "`neuroloom --help` lists the commands, `neuroloom examples` the bundled projects."
    raise UserError(
        f"There is no command and no file {word}.", hint if meant is None else f"Did you mean `neuroloom {meant}`?"
    )


def _open_window(arguments: list[str], has_terminal: bool) -> int:
    gc.disable()  # a start makes much and leaves nothing: until the window is painted, see gui.start.settle
    try:
        from gui.start import open_window

        return open_window(arguments, has_terminal)
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
