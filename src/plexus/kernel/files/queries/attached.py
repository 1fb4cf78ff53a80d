"""The files of a record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from plexus.kernel.access.models import Link
from plexus.kernel.files.models import File
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.schema import registry

MOST = 20
FIELDS = ("id", "name", "media_type", "size", "owner", "created_at")


@dataclass(frozen=True, slots=True)
class Attached:
    """The newest files of a record, and how many there are."""

    rows: tuple[reading.Values, ...]
    count: int


NONE = Attached((), 0)


def attached(*, actor: Actor, record_id: UUID, limit: int = MOST) -> Attached:
    """The files of a record that the actor has just read."""
    files = registry.of(actor.workspace_id).of_model(File)
    links = Link.objects.filter(workspace_id=actor.workspace_id, target_id=record_id, source_object=files.plural)
    on_it = Exists(links.filter(source_id=OuterRef("pk")))
    asked = reading.Asked(condition=Q(on_it), fields=FIELDS, limit=limit, sort="-created_at", where_readable=True)
    page = reading.read_page(actor, files, asked)
    return Attached(tuple(page.rows), page.count.value if page.count else len(page.rows))
