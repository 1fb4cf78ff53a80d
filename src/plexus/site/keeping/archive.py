"""The backup file: a tar with the database, the files, the key, and a manifest that says what each must be."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from plexus.site.keeping.troubles import Damaged, NotABackup

MANIFEST, DATABASE, KEY = "manifest.json", "database.dump", "secret-key"
FOLDERS = ("files", "imports")
_PLACES = {(folder,) for folder in FOLDERS}
FORM = 1
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup is: of when and by what, the rows of each table as count and checksum, each part's SHA-256."""

    taken_at: str
    plexus: str
    postgresql: str
    migrations: tuple[str, ...]
    tables: Mapping[str, tuple[int, str]]
    parts: dict[str, str] = field(default_factory=dict)
    form: int = FORM

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(count for count, _checksum in self.tables.values())


class Writer:
    """Puts parts into a backup one after another; the manifest is the last."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.digests: dict[str, str] = {}

    def add(self, name: str, file: Path) -> None:
        """A file under a name."""
        with file.open("rb") as given:
            self.digests[name] = digest(given)
            given.seek(0)
            entry = self._tar.gettarinfo(name=str(file), arcname=name)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            self._tar.addfile(entry, given)

    def finish(self, manifest: Manifest) -> None:
        """The manifest, with the digests of all parts."""
        manifest.parts.update(self.digests)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        self._tar.addfile(entry, io.BytesIO(text))


def digest(given: IO[bytes]) -> str:
    """The SHA-256 of all that is still to be read."""
    found = hashlib.sha256()
    while chunk := given.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


class Reader:
    """A backup that is read; every part is proved against its digest while it is unpacked."""

    def __init__(self, file: Path, tar: tarfile.TarFile) -> None:
        self._file, self._tar = file, tar
        self.manifest = self._manifest()

    def names(self) -> Iterator[str]:
        """The parts, which all lie where parts may lie."""
        for name in self.manifest.parts:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or not (name in {DATABASE, KEY} or path.parts[:1] in _PLACES):
                raise NotABackup(file=self._file, reason=name)
            yield name

    def unpack(self, name: str, target: Path) -> None:
        """Write a part to a file of our own eyes only. Raises Damaged."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = hashlib.sha256()
        with self._part(name) as given, target.open("wb") as out:
            target.chmod(0o600)
            while chunk := given.read(CHUNK):
                found.update(chunk)
                out.write(chunk)
        self._prove(name, found.hexdigest())

    def prove(self) -> None:
        """Read every part to its end. Raises Damaged."""
        for name in self.names():
            with self._part(name) as given:
                self._prove(name, digest(given))

    def _prove(self, name: str, found: str) -> None:
        if found != self.manifest.parts[name]:
            raise Damaged(file=self._file, part=name)

    def _part(self, name: str) -> IO[bytes]:
        try:
            given = self._tar.extractfile(name)
        except (KeyError, tarfile.TarError) as error:
            raise Damaged(file=self._file, part=name) from error
        if given is None:
            raise Damaged(file=self._file, part=name)
        return given

    def _manifest(self) -> Manifest:
        try:
            given = self._tar.extractfile(MANIFEST)
            said: dict[str, Any] = json.loads(given.read() if given else b"")
            tables = {name: (int(count), str(checksum)) for name, (count, checksum) in said.pop("tables").items()}
            made = Manifest(**{**said, "tables": tables, "migrations": tuple(said["migrations"])})
        except (KeyError, TypeError, ValueError, tarfile.TarError) as error:
            raise NotABackup(file=self._file, reason=MANIFEST) from error
        if made.form > FORM:
            raise NotABackup(file=self._file, reason=f"form {made.form}")
        return made


@contextmanager
def opened(file: Path) -> Iterator[Reader]:
    """A backup to read from. Raises NotABackup."""
    try:
        tar = tarfile.open(file, "r:")  # noqa: SIM115 - closed below
    except (OSError, tarfile.TarError) as error:
        raise NotABackup(file=file, reason=error) from error
    with tar:
        try:
            yield Reader(file, tar)
        except tarfile.TarError as error:
            raise NotABackup(file=file, reason=error) from error
