"""Where exports lie until somebody fetches them, and for how long."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

KEPT_DAYS = 7
DAY = 24 * 60 * 60


def folder(workspace_id: UUID) -> Path:
    """The folder of a workspace's exports."""
    return Path(settings.PLEXUS_DATA) / "exports" / str(workspace_id)


def file_of(workspace_id: UUID, job_id: UUID, format: str) -> Path:
    """The file that an export writes."""
    return folder(workspace_id) / f"{job_id}.{format}"


def delete_expired() -> None:
    """Delete what was not fetched in a week, and what broken runs left."""
    oldest = time.time() - KEPT_DAYS * DAY
    for file in (Path(settings.PLEXUS_DATA) / "exports").glob("*/*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
