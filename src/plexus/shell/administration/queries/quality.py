"""What the settings show of standards."""

from __future__ import annotations

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.models import QualityStandard


def standard(actor: Actor, plural: str) -> QualityStandard | None:
    """The standard that an administrator set for an object, if anybody did."""
    rows = QualityStandard.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    return rows.first()
