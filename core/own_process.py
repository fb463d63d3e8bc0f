"""A process of our own, for what may crash or never end: how a module of `core` is started in one."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def run(module: str) -> None:
    """What the process does that was started with `FLAG`: nothing but a module of `core`."""
    if module.startswith("core."):
        runpy.run_module(module, run_name="__main__")
