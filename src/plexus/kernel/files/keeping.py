"""Where the bytes of files lie: in the data folder, apart for each workspace, under their SHA-256, each once.

What lies there never changes, so a backup that is taken meanwhile is whole. Names that people gave stand in the
database alone; no name of theirs becomes a path.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from plexus.kernel.files.refusals import FileEmpty, FileTooBig, KindRefused
from plexus.kernel.files.sniffing import HEAD, kind_of

INCOMING = ".incoming-"


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that are kept: their SHA-256, how many there are, and what they are."""

    digest: str
    size: int
    media_type: str


def folder_of(workspace_id: UUID) -> Path:
    """The folder of a workspace's bytes."""
    return Path(settings.MEDIA_ROOT) / str(workspace_id)


def path_of(workspace_id: UUID, digest: str) -> Path:
    """Where bytes lie, whether or not they are there."""
    return folder_of(workspace_id) / digest[:2] / digest


def receive(workspace_id: UUID, name: str, chunks: Iterable[bytes]) -> Kept:
    """Keep bytes piece by piece; raises `FileTooBig`, `FileEmpty` or `KindRefused`, and then nothing is kept."""
    folder = folder_of(workspace_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = folder / f"{INCOMING}{uuid4()}"
    try:
        digest = _write(coming, name, chunks)
        found = _looked_at(coming, digest, name)
        _must_be_welcome(name, found)
        target = path_of(workspace_id, digest)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if target.exists():
            os.utime(target)  # whoever sweeps sees that it is wanted again
        else:
            coming.replace(target)
        return found
    finally:
        coming.unlink(missing_ok=True)


def look(workspace_id: UUID, digest: str, name: str) -> Kept | None:
    """What is kept under a digest; None where it is not there."""
    path = path_of(workspace_id, digest)
    return _looked_at(path, digest, name) if path.is_file() else None


def type_and_size(workspace_id: UUID, digest: str, name: str) -> tuple[str, int] | None:
    """What a field that holds a file says of the bytes under a digest; None where they are not there."""
    found = look(workspace_id, digest, name)
    return (found.media_type, found.size) if found else None


def is_whole(workspace_id: UUID, digest: str) -> bool:
    """Whether bytes are there and are those that the digest says."""
    path = path_of(workspace_id, digest)
    if not path.is_file():
        return False
    with path.open("rb") as given:
        return hashlib.file_digest(given, "sha256").hexdigest() == digest


def everything() -> Iterator[tuple[UUID, Path]]:
    """Every file of bytes with its workspace."""
    for folder in Path(settings.MEDIA_ROOT).glob("*-*-*-*-*"):
        for path in folder.glob("??/*"):
            yield UUID(folder.name), path


def left_behind() -> Iterator[Path]:
    """What uploads that broke off have left."""
    yield from Path(settings.MEDIA_ROOT).glob(f"*/{INCOMING}*")


def _write(path: Path, name: str, chunks: Iterable[bytes]) -> str:
    found, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        path.chmod(0o600)
        for chunk in chunks:
            size += len(chunk)
            if size > settings.PLEXUS_FILE_BYTES:
                raise FileTooBig(name=name, most=f"{settings.PLEXUS_FILE_BYTES / 1024**2:.0f}")
            found.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise FileEmpty(name=name)
    return found.hexdigest()


def _looked_at(path: Path, digest: str, name: str) -> Kept:
    with path.open("rb") as given:
        return Kept(digest, path.stat().st_size, kind_of(given.read(HEAD), name))


def _must_be_welcome(name: str, found: Kept) -> None:
    allowed = any(fnmatch(found.media_type, each) for each in settings.PLEXUS_FILE_TYPES)
    if not allowed or any(fnmatch(found.media_type, each) for each in settings.PLEXUS_FILE_TYPES_REFUSED):
        raise KindRefused(name=name, kind=found.media_type)
