"""What the program remembers of a person: the look, the window, recent files. Never anything of a project."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from core.network import DType
from gui.canvas.look import LEAST_DIGITS, MOST_DIGITS, NUMBERS, Look
from gui.theme import DEFAULT_PALETTE, PALETTES
from gui.views.curve_kinds import KINDS
from gui.views.curves_look import SMOOTHINGS, CurvesLook

MOST_RECENT = 8


class Settings:
    """The user's settings; factory settings (`Settings(None)`) remember nothing and touch nobody's file."""

    def __init__(self, store: QSettings | None) -> None:
        self._store = store

    @property
    def theme(self) -> str:
        """ "system", "light" or "dark"."""
        value = None if self._store is None else self._store.value("theme")
        return value if value in ("light", "dark") else "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self._set("theme", name)

    @property
    def look(self) -> Look:
        """How networks are drawn. What is hidden is not remembered: at the next start all connections are there."""
        digits = self._text("digits")
        numbers = next((choice for choice in NUMBERS if choice == self._text("numbers")), Look().numbers)
        palette = self._text("palette")
        return Look(
            digits=int(digits) if digits in map(str, range(LEAST_DIGITS, MOST_DIGITS + 1)) else Look().digits,
            numbers=numbers,
            names=self._text("names") == "shown",
            palette=palette if palette in PALETTES else DEFAULT_PALETTE,
            is_dashed=self._text("negative") == "dashed",
        )

    @look.setter
    def look(self, look: Look) -> None:
        self._set("digits", str(look.digits))
        self._set("numbers", look.numbers)
        self._set("names", "shown" if look.names else "hidden")
        self._set("palette", look.palette)
        self._set("negative", "dashed" if look.is_dashed else "plain")

    @property
    def dtype(self) -> DType:
        """What new projects compute with."""
        return "float64" if self._text("numbers-of-new-projects") == "float64" else "float32"

    @dtype.setter
    def dtype(self, name: DType) -> None:
        self._set("numbers-of-new-projects", name)

    @property
    def curves(self) -> CurvesLook:
        """Which curves of a training are looked at, and how."""
        usual = CurvesLook()
        kind = next((name for name in KINDS if name == self._text("curves")), usual.kind)
        smoothing = next((name for name in SMOOTHINGS if name == self._text("curves-smoothing")), usual.smoothing)
        logs = None if self._store is None else self._store.value("curves-logarithmic")
        chosen = frozenset(name for name in KINDS if name in logs.split()) if isinstance(logs, str) else usual.logs
        return CurvesLook(kind, chosen, smoothing)

    @curves.setter
    def curves(self, look: CurvesLook) -> None:
        self._set("curves", look.kind)
        self._set("curves-smoothing", look.smoothing)
        self._set("curves-logarithmic", " ".join(name for name in KINDS if name in look.logs))

    def _text(self, key: str) -> str:
        value = None if self._store is None else self._store.value(key)
        return value if isinstance(value, str) else ""

    @property
    def recent(self) -> list[Path]:
        """Files opened or saved lately, newest first; those that are gone are left out."""
        value = [] if self._store is None else self._store.value("recent", [])
        names = value if isinstance(value, list) else [value]  # Qt reads a list of one as a string
        paths = [Path(name) for name in names if isinstance(name, str)]
        return [path for path in paths if _is_file(path)]

    def add_recent(self, path: Path) -> None:
        """Remember this file as the newest."""
        others = [other for other in self.recent if other != path.absolute()]
        self._set("recent", [str(other) for other in [path.absolute(), *others][:MOST_RECENT]])
        self.remember_folder(path)

    @property
    def hidden_panels(self) -> set[str]:
        """Names of the panels that are hidden."""
        value = None if self._store is None else self._store.value("hidden-panels")
        return set(value.split()) if isinstance(value, str) else set()

    def hide_panel(self, name: str, is_hidden: bool) -> None:
        """Remember whether this panel is hidden."""
        names = self.hidden_panels | {name} if is_hidden else self.hidden_panels - {name}
        self._set("hidden-panels", " ".join(sorted(names)))

    @property
    def has_doctor(self) -> bool:
        """Whether the training doctor looks."""
        return self._text("doctor") != "off"

    @has_doctor.setter
    def has_doctor(self, is_on: bool) -> None:
        self._set("doctor", "on" if is_on else "off")

    @property
    def data_folder(self) -> Path | None:
        """Where the program keeps what is a person's and no setting; None: nowhere, these are factory settings."""
        if self._store is None:
            return None
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))

    @property
    def autosaves(self) -> bool:
        """Whether work is saved aside while it is done, to be had again after a crash."""
        return self._store is not None and self._text("autosave") != "off"

    @autosaves.setter
    def autosaves(self, is_on: bool) -> None:
        self._set("autosave", "on" if is_on else "off")

    @property
    def keeps_backup(self) -> bool:
        """Whether the previous version stays beside a file that is saved."""
        return self._text("previous-version") != "off"

    @keeps_backup.setter
    def keeps_backup(self, is_on: bool) -> None:
        self._set("previous-version", "on" if is_on else "off")

    @property
    def export_form(self) -> str:
        """The form in which a model was taken away last, by its name; empty: none yet."""
        return self._text("export-form")

    @export_form.setter
    def export_form(self, name: str) -> None:
        self._set("export-form", name)

    @property
    def picture_ending(self) -> str:
        """The kind of picture that was written last, by its ending; empty: none yet."""
        return self._text("picture-kind")

    @picture_ending.setter
    def picture_ending(self, ending: str) -> None:
        self._set("picture-kind", ending)

    @property
    def last_folder(self) -> Path | None:
        """Where something was last opened, saved, exported or imported; None: nowhere yet, or it is gone."""
        name = self._text("folder")
        try:
            return Path(name) if name and Path(name).is_dir() else None
        except OSError:
            return None

    def remember_folder(self, path: Path) -> None:
        """The next file is looked for where this one is."""
        self._set("folder", str(path.absolute().parent))

    @property
    def folder(self) -> Path:
        """Where files are looked for at first."""
        last, recent = self.last_folder, self.recent
        if last is not None:
            return last
        return recent[0].parent if recent else Path.home()

    def bytes(self, key: str) -> QByteArray | None:
        """A remembered geometry or state; None: none."""
        value = None if self._store is None else self._store.value(key)
        return value if isinstance(value, QByteArray) else None

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Remember a geometry or state."""
        self._set(key, value)

    def reset(self) -> None:
        """Factory settings; the recent files are no setting, and stay."""
        if self._store is not None:
            for key in self._store.allKeys():
                if key != "recent":
                    self._store.remove(key)

    def _set(self, key: str, value: object) -> None:
        if self._store is not None:
            self._store.setValue(key, value)


def _is_file(path: Path) -> bool:
    """False as well where nobody can tell: a disk that is gone, a folder that is closed to us."""
    try:
        return path.is_file()
    except OSError:
        return False
