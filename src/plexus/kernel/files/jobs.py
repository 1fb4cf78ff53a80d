"""Throwing away bytes that no file is made of any more, long after the last one went: undo may bring it back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from plexus.kernel.files import keeping, pictures, using
from plexus.kernel.jobs.registry import chore

DAY = 24 * 60 * 60
UNUSED_DAYS = 30
COMING_DAYS = 1
MARK = ".unused"


@chore("files.sweep")
def sweep() -> None:
    """Mark bytes that nothing uses, and remove those that were marked long ago; what is used again is unmarked."""
    now = time.time()
    by_workspace: dict[UUID, list[Path]] = {}
    for workspace_id, path in keeping.everything():
        by_workspace.setdefault(workspace_id, []).append(path)
    used = using.contents() if by_workspace else set()
    for workspace_id, paths in by_workspace.items():
        _sweep(workspace_id, paths, {digest for owner, digest in used if owner == workspace_id}, now)
    for path in keeping.left_behind():
        _remove_when(path, path.stat().st_mtime < now - COMING_DAYS * DAY)


def _sweep(workspace_id: UUID, paths: Iterable[Path], used: set[str], now: float) -> None:
    held = {path.name: path for path in paths if path.suffix != MARK}
    for digest, path in held.items():
        mark = path.with_suffix(MARK)
        if digest in used:
            mark.unlink(missing_ok=True)
        elif not mark.exists():
            mark.touch(mode=0o600)
        elif max(mark.stat().st_mtime, path.stat().st_mtime) < now - UNUSED_DAYS * DAY:
            _forget(workspace_id, path, mark)


def _forget(workspace_id: UUID, path: Path, mark: Path) -> None:
    for each in (pictures.folder() / str(workspace_id)).glob(f"{path.name}-*"):
        each.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)


def _remove_when(path: Path, wanted: bool) -> None:
    if wanted:
        path.unlink(missing_ok=True)
