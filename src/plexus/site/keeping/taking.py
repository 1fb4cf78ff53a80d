"""Taking a backup while people go on working: everything as of one moment, and proved by putting it back aside."""

import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

import plexus
from plexus.site.keeping import databases, programs, tables
from plexus.site.keeping.archive import DATABASE, FOLDERS, KEY, Manifest, Writer, opened
from plexus.site.keeping.troubles import Different, FileThere, NotWritten

TRIAL = "plexus_trial_of_backup"


@dataclass(frozen=True)
class Taken:
    """What a backup holds."""

    rows: int
    tables: int
    files: int
    bytes: int
    proved: bool


def take(url: str, data: Path, file: Path, *, now: datetime, prove: bool) -> Taken:
    """Write a backup of a database and of the files beside it.

    With `prove` it is put back into a database of its own and compared row by row. Raises a Refusal, and then leaves no
    file.
    """
    if file.exists():
        raise FileThere(file=file)
    making = file.with_name(f".{file.name}.part")
    try:
        manifest = _write(url, data, making, now)
        _prove(url, making, manifest, restoring=prove)
        making.replace(file)
    except OSError as error:
        raise NotWritten(file=file, reason=error.strerror or error) from error
    finally:
        making.unlink(missing_ok=True)
    count = sum(name not in {DATABASE, KEY} for name in manifest.parts)
    return Taken(manifest.rows, len(manifest.tables), count, file.stat().st_size, prove)


def _write(url: str, data: Path, making: Path, now: datetime) -> Manifest:
    making.touch(mode=0o600)
    with tempfile.TemporaryDirectory(prefix=".plexus-", dir=making.parent) as folder, tarfile.open(making, "w:") as tar:
        writer = Writer(tar)
        manifest = _dumped(url, Path(folder) / DATABASE, now)
        writer.add(DATABASE, Path(folder) / DATABASE)
        _add_files(writer, data)
        writer.finish(manifest)
    with making.open("rb") as written:
        os.fsync(written.fileno())
    return manifest


def _dumped(url: str, target: Path, now: datetime) -> Manifest:
    """The database and what its tables hold, both by the same snapshot."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        programs.dump(url, snapshot, target)
        (version,) = connection.execute("SELECT current_setting('server_version')").fetchone() or ("",)
        known = tables.migrations(connection)
        return Manifest(now.isoformat(), plexus.__version__, version, known, tables.read(connection))


def _add_files(writer: Writer, data: Path) -> None:
    """The key that signs what we sent, and files that people gave us: each was there before its row."""
    if (data / KEY).exists():
        writer.add(KEY, data / KEY)
    for folder in FOLDERS:
        for file in sorted((data / folder).rglob("*")):
            if file.is_file() and not file.is_symlink():
                writer.add(file.relative_to(data).as_posix(), file)


def _prove(url: str, making: Path, manifest: Manifest, *, restoring: bool) -> None:
    """Read the whole file again, and put its database back beside the real one."""
    with opened(making) as backup:
        backup.prove()
        if not restoring:
            return
        with tempfile.TemporaryDirectory(prefix=".plexus-", dir=making.parent) as folder:
            backup.unpack(DATABASE, Path(folder) / DATABASE)
            with databases.scratch(url, TRIAL) as trial:
                programs.put_back(trial, Path(folder) / DATABASE)
                must_be_same(trial, manifest)


def must_be_same(url: str, manifest: Manifest) -> None:
    """Compare a database with what a backup says of it. Raises Different."""
    with psycopg.connect(url) as connection:
        if wrong := tables.different(tables.read(connection), manifest.tables):
            raise Different(tables=", ".join(wrong))
