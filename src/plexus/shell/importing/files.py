"""Where files lie that are to be imported: under names that say nothing, for a while, for their owner alone."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path, PurePath
from uuid import UUID

from django.conf import settings

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import DEFAULT

KEPT_DAYS = 14
DAY = 24 * 60 * 60
BLOCK = 1 << 20
# In bytes: what file systems take is less than a name of Chinese characters may have.
LONGEST_NAME = 200


def file_of(workspace_id: UUID, import_id: UUID) -> Path:
    """The file of an import."""
    return Path(settings.PLEXUS_DATA) / "imports" / str(workspace_id) / str(import_id)


def plain(name: str) -> str:
    """What a file is called, without folders, short enough to be called so here too; its ending stays."""
    last = PurePath(name.replace("\\", "/")).name.encode()[-LONGEST_NAME:].decode(errors="ignore")
    return last if last.strip(".") else "file"


def store(workspace_id: UUID, import_id: UUID, name: str, chunks: Iterable[bytes]) -> Path:
    """Store a file piece by piece; raises `FileTooLarge`, and then nothing is kept."""
    path = file_of(workspace_id, import_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return write(path, name, chunks)


def keep(workspace_id: UUID, import_id: UUID, path: Path) -> Path:
    """Store a file that lies somewhere for a moment."""
    with path.open("rb") as content:
        return store(workspace_id, import_id, path.name, iter(lambda: content.read(BLOCK), b""))


def write(path: Path, name: str, chunks: Iterable[bytes]) -> Path:
    """Write a file piece by piece; raises `FileTooLarge`, and then nothing is left of it."""
    size = 0
    try:
        with path.open("wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > DEFAULT.file_bytes:
                    most = f"{DEFAULT.file_bytes / 1024**2:.0f}"
                    raise refused.FileTooLarge(name=name, size=f"{size / 1024**2:.1f}", most=most)  # noqa: TRY301
                out.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def delete_expired() -> None:
    """Delete files that lay long enough, whether or not they were imported."""
    oldest = time.time() - KEPT_DAYS * DAY
    for file in (Path(settings.PLEXUS_DATA) / "imports").glob("*/*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
