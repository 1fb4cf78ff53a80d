"""Putting a backup back: beside what is there, compared, and only then in its place."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.db.migrations.loader import MigrationLoader

from plexus.shell.hooks import holding
from plexus.site.keeping import databases, programs
from plexus.site.keeping.archive import DATABASE, FOLDERS, KEY, Manifest, Reader, opened
from plexus.site.keeping.taking import must_be_same
from plexus.site.keeping.troubles import NewerBackup, NotEmpty

COMING = "plexus_coming_back"
# The stamp of the database that was there before.
PREPARED = "prepared"


def examine(file: Path) -> None:
    """Read a backup to its end. Raises a Refusal when it is damaged, or more than this Plexus knows."""
    with opened(file) as backup:
        _must_be_known(backup.manifest)
        backup.prove()


@dataclass(frozen=True)
class Restored:
    """What came back, and how many webhooks wait for an administrator before they send anything."""

    manifest: Manifest
    held: int


def restore(url: str, data: Path, file: Path, *, now: datetime, replacing: bool, sending: bool = False) -> Restored:
    """Put an examined backup in the place of a database and the files beside it; unless `sending`, its webhooks wait.

    Nothing there is lost: the database before it is kept under another name, files keep the ending `.before`. Raises a
    Refusal, and then nothing has changed.
    """
    with opened(file) as backup:
        kept = databases.kept_name(url, now)
        if not replacing and _holds_people(url):
            raise NotEmpty(folder=data, kept=kept)
        with tempfile.TemporaryDirectory(prefix=".coming-back-", dir=data) as folder:
            coming = Path(folder)
            for name in backup.names():
                backup.unpack(name, coming / name)
            held = _put_database_back(url, backup, coming / DATABASE, kept, sending=sending)
            _put_files_back(data, coming)
            (data / PREPARED).unlink(missing_ok=True)
        return Restored(backup.manifest, held)


def _must_be_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if strange := sorted(set(manifest.migrations).difference(known)):
        raise NewerBackup(migrations=", ".join(strange[:3]))


def _holds_people(url: str) -> bool:
    """Whether anybody works in the database: then it is not taken away unasked."""
    try:
        with psycopg.connect(url) as connection:
            there = connection.execute("SELECT to_regclass('identity_user') IS NOT NULL").fetchone()
            if not there or not there[0]:
                return False
            return connection.execute("SELECT FROM identity_user LIMIT 1").fetchone() is not None
    except psycopg.OperationalError:
        return False


def _put_database_back(url: str, backup: Reader, dumped: Path, kept: str, *, sending: bool) -> int:
    with databases.scratch(url, COMING) as coming:
        programs.put_back(coming, dumped)
        must_be_same(coming, backup.manifest)
        _begin_epoch(coming)
        held = 0 if sending else _hold_webhooks(coming)
        databases.replace(url, COMING, kept)
    return held


def _begin_epoch(coming: str) -> None:
    """Let the feed of changes know that numbers of transactions begin anew; a backup of old has no feed."""
    with psycopg.connect(coming) as connection:
        if connection.execute("SELECT to_regproc('journal_begin_epoch') IS NOT NULL").fetchone() == (True,):
            connection.execute("SELECT journal_begin_epoch()")


def _hold_webhooks(coming: str) -> int:
    """Let nothing be sent to the outside until somebody who knows whether this is a copy says so; how many wait."""
    with psycopg.connect(coming) as connection:
        if connection.execute(holding.THERE).fetchone() != (True,):
            return 0
        return connection.execute(holding.HOLD, [holding.reason()]).rowcount


def _put_files_back(data: Path, coming: Path) -> None:
    for name in (*FOLDERS, KEY):
        before = data / f"{name}.before"
        if (coming / name).exists():
            shutil.rmtree(before, ignore_errors=True)
            before.unlink(missing_ok=True)
            if (data / name).exists():
                (data / name).rename(before)
            (coming / name).rename(data / name)
