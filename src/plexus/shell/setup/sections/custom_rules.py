"""Rules that refuse records."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.models import RuleDefinition
from plexus.shell.administration.actions import rules
from plexus.shell.setup.document import Entry, Key, keyed
from plexus.shell.setup.refusals import NotItsMessage
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined


class CustomRules(Section):
    """By object and message; a rule that only changed its words is found again by what it refuses."""

    name = "custom-rules"
    depth, rank, shapes, retires = 2, 40, True, True
    kinds = {
        "refuse_when": "text", "field": "text", "message_en": "text", "message_zh": "text", "position": "whole",
        "retired": "flag",
    }  # fmt: skip

    def title(self, key: Key, entry: Entry) -> str:
        return key[-1]

    def held(self, actor: Actor) -> dict[Key, Held]:
        objects = defined.named(actor).objects
        rows = RuleDefinition.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        found = [(row.pk, row.object, self._told(row)) for row in rows if row.object in objects]
        keys = keyed(((plural, _message(entry)), entry) for _row_id, plural, entry in found)
        return {key: Held(row_id, entry) for key, (row_id, _plural, entry) in zip(keys, found, strict=True)}

    def _told(self, row: RuleDefinition) -> Entry:
        told = {name: getattr(row, name) for name in self.kinds if name != "retired"}
        return told | {"retired": row.retired_at is not None}

    def aligned(self, key: Key, entry: Entry, held: Mapping[Key, Held], scope: Scope) -> Key:
        if key in held:
            return key
        named = scope.document.entries(self.name)
        same = [
            name for name, each in held.items()
            if name[0] == key[0] and name not in named and each.entry["refuse_when"] == entry.get("refuse_when")
        ]  # fmt: skip
        return same[0] if len(same) == 1 else key

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        message = _message((held.entry if held else {}) | values)
        if not (key[1] == message or key[1].startswith(f"{message} (") or held):
            raise NotItsMessage(message=message)
        if held and held.row_id:
            return rules.change_rule(actor=scope.actor, rule_id=held.row_id, values=values, now=scope.now).pk
        return rules.create_rule(actor=scope.actor, plural=key[0], values=values, now=scope.now).pk

    def retire(self, row_id: UUID, scope: Scope) -> None:
        rules.retire_rule(actor=scope.actor, record_id=row_id, now=scope.now)

    def reinstate(self, row_id: UUID, scope: Scope) -> None:
        rules.reinstate_rule(actor=scope.actor, record_id=row_id, now=scope.now)


def _message(entry: Entry) -> str:
    return str(entry.get("message_en") or entry.get("message_zh") or "")
