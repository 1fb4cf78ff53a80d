"""Which code last prepared the database of a data folder."""

import hashlib
import importlib.metadata
from pathlib import Path

import plexus
from plexus.site.serving.folders import DataFolder


class Stamp:
    """A fingerprint of the migrations and static files that this code brings, kept once they are in their place."""

    def __init__(self, folder: DataFolder, database_url: str) -> None:
        self._file = folder.path / "prepared"
        self._fingerprint = _fingerprint(database_url)

    def fits(self) -> bool:
        """Whether this very code has prepared the database before."""
        return self._file.exists() and self._file.read_text() == self._fingerprint

    def put(self) -> None:
        """Note that it has."""
        self._file.write_text(self._fingerprint)


def _fingerprint(database_url: str) -> str:
    package = Path(plexus.__file__).parent
    migrations = sorted(map(str, package.glob("**/migrations/*.py")))
    assets = sorted(f"{path} {path.stat().st_mtime_ns}" for path in package.glob("**/static/**/*") if path.is_file())
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in ("django", "django-allauth", "procrastinate")]
    return hashlib.sha256("\n".join([database_url, *libraries, *migrations, *assets]).encode()).hexdigest()
