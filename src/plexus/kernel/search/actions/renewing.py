"""Renewing by what records are found, once a field of theirs is retired, used again or of another type."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop as N_

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.records.acting import acting
from plexus.kernel.records.models import CustomRecord
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition

CHUNK = 5_000
RENEWED = N_("%(done)s records looked at")


def renew_keys(*, actor: Actor, progress: Progress, field_id: UUID) -> dict[str, Any]:
    """Let what records hold in a field find them, or no longer."""
    done: dict[str, Any] = dict(progress.checkpoint) or {"last": "", "done": 0, "changed": 0}
    while _step(actor, progress, field_id, done):
        progress.report(done["done"], None, RENEWED, done=done["done"])
    return {"changed": done["changed"]}


def _step(actor: Actor, progress: Progress, field_id: UUID, done: dict[str, Any]) -> bool:
    """Renew the next records; whether there were any."""
    with acting(actor):
        row = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, pk=field_id).first()
        if row is None:
            return False
        known = registry.standard().objects.get(row.object)
        if known and not known.described.searched:
            return False
        if known:
            every = known.rows(actor.workspace_id)
        else:
            every = CustomRecord.objects.filter(workspace_id=actor.workspace_id, object=row.object)
        rows = every.filter(custom__has_key=row.name).order_by("pk")
        beyond = rows.filter(pk__gt=done["last"]) if done["last"] else rows
        keys = list(beyond.values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return False
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT search_refresh_{every.model._meta.db_table}(%s)", [keys])
            done["changed"] += cursor.fetchone()[0]
        done["last"], done["done"] = str(keys[-1]), done["done"] + len(keys)
        progress.save(done)
    return True
