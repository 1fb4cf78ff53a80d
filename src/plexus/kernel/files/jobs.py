"""Throwing away bytes that no file is made of any more, long after the last one went: undo may bring it back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import connections

from plexus.kernel.files import keeping, pictures
from plexus.kernel.jobs.registry import chore

DAY = 24 * 60 * 60
UNUSED_DAYS = 30
COMING_DAYS = 1
MARK = ".unused"
USED = "SELECT DISTINCT content FROM files_file WHERE workspace_id = %s AND content = ANY(%s)"


@chore("files.sweep")
def sweep() -> None:
    """Mark bytes that nothing uses, and remove those that were marked long ago; what is used again is unmarked."""
    now = time.time()
    by_workspace: dict[UUID, list[Path]] = {}
    for workspace_id, path in keeping.everything():
        by_workspace.setdefault(workspace_id, []).append(path)
    for workspace_id, paths in by_workspace.items():
        _sweep(workspace_id, paths, now)
    for path in keeping.left_behind():
        _remove_when(path, path.stat().st_mtime < now - COMING_DAYS * DAY)


def _sweep(workspace_id: UUID, paths: Iterable[Path], now: float) -> None:
    held = {path.name: path for path in paths if path.suffix != MARK}
    used = _used(workspace_id, list(held))
    for digest, path in held.items():
        mark = path.with_suffix(MARK)
        if digest in used:
            mark.unlink(missing_ok=True)
        elif not mark.exists():
            mark.touch(mode=0o600)
        elif max(mark.stat().st_mtime, path.stat().st_mtime) < now - UNUSED_DAYS * DAY:
            _forget(workspace_id, path, mark)


def _used(workspace_id: UUID, digests: list[str]) -> set[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(USED, [workspace_id, digests])
        return {digest for (digest,) in cursor.fetchall()}


def _forget(workspace_id: UUID, path: Path, mark: Path) -> None:
    for each in (pictures.folder() / str(workspace_id)).glob(f"{path.name}-*"):
        each.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)


def _remove_when(path: Path, wanted: bool) -> None:
    if wanted:
        path.unlink(missing_ok=True)
