"""The job by which search follows the definition of a field."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import job
from plexus.kernel.records.jobs import SEARCH
from plexus.kernel.search.actions import renewing


@job(SEARCH, label=_("Search by a field"))
def renew_keys(actor: Actor, progress: Progress, *, field_id: str) -> dict[str, Any]:
    """Let what records hold in a field find them, or no longer."""
    return renewing.renew_keys(actor=actor, progress=progress, field_id=UUID(field_id))
