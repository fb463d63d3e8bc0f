"""The project file: from a project and its training to bytes on the disk, and back."""

from core.project.project_file import Saved, open_project, save_project

__all__ = ["Saved", "open_project", "save_project"]
