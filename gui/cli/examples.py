"""`neuroloom examples`"""

from core.bundled import NAMES, open_bundled
from gui.cli.told import Json, check_output, say


def examples(as_json: Json = False) -> None:
    """List the bundled projects.

    Each name works wherever a FILE does. With --json it is a list, an object for each.

    Example: neuroloom examples
    """
    check_output()
    found = {name: open_bundled(name) for name in NAMES}
    goals = {name: project.task.goal if project.task else "" for name, project in found.items()}
    if as_json:
        say([{"name": name, "title": project.title, "goal": goals[name]} for name, project in found.items()])
        return
    for name, project in found.items():
        print(f"{name:10} {project.title:22} {goals[name]}")
