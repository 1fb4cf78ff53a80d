"""What is said of single fields: when they are needed, what they begin with, when they are shown, which are fast."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.models import FieldRule
from plexus.shell.administration.actions import rules
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined


class FieldRules(Section):
    """By object and field."""

    name = "field-rules"
    depth, rank, shapes = 2, 50, True
    kinds = dict.fromkeys(rules.SAID, "text") | {rules.FAST: "flag"}

    def held(self, actor: Actor) -> dict[Key, Held]:
        named = defined.named(actor)
        rows = FieldRule.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return {
            (row.object, row.field): Held(row.pk, {name: getattr(row, name) for name in self.kinds})
            for row in rows
            if named.field(row.object, row.field)
        }

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        said = (held.entry if held else {}) | values
        kept = rules.keep_field_rule(actor=scope.actor, plural=key[0], field=key[1], values=said, now=scope.now)
        return kept.pk if kept else None
