"""`neuroloom examples`"""

from core.bundled import NAMES, open_bundled


def examples() -> None:
    """List the bundled projects; each name works wherever FILE does."""
    for name in NAMES:
        project = open_bundled(name)
        goal = project.task.goal if project.task else ""
        print(f"{name:10} {project.title:22} {goal}")
