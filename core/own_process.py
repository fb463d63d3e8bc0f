"""A process of our own, for what may crash or never end: how a module of `core` is started in one."""

import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

LOOK_S = 0.05

FLAG = "--own-process"
"""Where the program is stand-alone there is no interpreter to start: the program itself is started, with this."""


def start(module: str, **streams: Any) -> "subprocess.Popen[bytes]":
    """Runs a module of `core` as a program.    streams: stdin, stdout and stderr, as `subprocess.Popen` takes them"""
    is_stand_alone = getattr(sys, "frozen", False)
    return subprocess.Popen(
        [sys.executable, FLAG if is_stand_alone else "-m", module],
        cwd=None if is_stand_alone else Path(__file__).parents[1],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console of its own, where there are such
        **streams,
    )


def ask(module: str, question: bytes, longest_s: float, is_wanted: Callable[[], bool] = lambda: True) -> bytes | None:
    """What this module of `core` writes to its standard output, given the question on its standard input.

    Nothing (b"") where it was ended because it took too long; None where nobody wants it any more.
    """
    process = start(module, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    latest = monotonic() + longest_s
    said = b""
    with process:
        text: bytes | None = question
        while is_wanted() and monotonic() < latest:
            try:
                said, _ = process.communicate(text, LOOK_S)
            except subprocess.TimeoutExpired:
                text = None
                continue
            break
        else:
            process.kill()
    return said if is_wanted() else None


def bound_memory(most_bytes: int) -> None:
    """This process may have so many bytes of addresses, where the system can bound them."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        bound = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def run(module: str) -> None:
    """What the process does that was started with `FLAG`: nothing but a module of `core`."""
    if module.startswith("core."):
        runpy.run_module(module, run_name="__main__")
