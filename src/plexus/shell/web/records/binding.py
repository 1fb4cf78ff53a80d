"""What is bound to the record of a page, asked once for all parts of it."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.records.queries.bound import kinds_bound
from plexus.shell.web.visit import Visit


def kinds(visit: Visit, record_id: UUID) -> frozenset[str]:
    """The objects of which something is bound to it."""
    return visit.once(("bound", record_id), lambda: kinds_bound(visit.actor, record_id))
