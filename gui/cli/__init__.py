"""The command line. Commands that need no window import no Qt."""

from gui.cli.app import run

__all__ = ["run"]
