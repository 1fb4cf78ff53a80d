"""Which fields count for completeness and which are kept in one form, object by object."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.models import QualityStandard
from plexus.shell.administration.actions import standards
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.section import Held, Scope, Section


class QualityStandards(Section):
    """By object; an object without an entry has the standard that the product ships with."""

    name = "quality-standards"
    depth, rank, shapes = 1, 50, True
    kinds = {"weights": "object", "important_by": "text", "normalised": "list"}

    def title(self, key: Key, entry: Entry) -> str:
        return key[-1]

    def held(self, actor: Actor) -> dict[Key, Held]:
        rows = QualityStandard.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return {(row.object,): Held(row.pk, _told(row)) for row in rows}

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        said = (held.entry if held else {}) | values
        return standards.keep_standard(actor=scope.actor, plural=key[0], values=said, now=scope.now).pk


def _told(row: QualityStandard) -> Entry:
    return {"weights": row.weights, "important_by": row.important_by, "normalised": sorted(row.normalised or ())}
