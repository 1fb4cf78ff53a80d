"""Rules that administrators make for an object's records, and what they say of single fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.actions import action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.schema.models import FieldRule, RuleDefinition
from plexus.shell.administration.actions.administering import defined_as

CHANGEABLE = frozenset({"refuse_when", "field", "message_en", "message_zh", "position"})
SAID = ("required_when", "default", "visible_when")
FAST = "filterable"


def create_rule(*, actor: Actor, plural: str, values: Mapping[str, Any], now: datetime) -> RuleDefinition:
    """A new rule, asked from now on; raises `NotAllowed` or `Invalid`."""
    given = {name: value for name, value in values.items() if name in CHANGEABLE} | {"object": plural}
    about = defined_as(actor, "custom-rules")
    return cast("RuleDefinition", changing.create(actor=actor, about=about, values=given, now=now))


def change_rule(
    *, actor: Actor, rule_id: UUID, values: Mapping[str, Any], now: datetime, version: int | None = None
) -> RuleDefinition:
    """Change what a rule refuses, or what it says; raises `Invalid` or `Conflict`."""
    given = {name: value for name, value in values.items() if name in CHANGEABLE}
    about = defined_as(actor, "custom-rules")
    row = changing.update(actor=actor, about=about, record_id=rule_id, values=given, now=now, version=version)
    return cast("RuleDefinition", row)


@action("retire", on="custom-rules", label=_("Switch off"), icon="archive", bulk=False)
def retire_rule(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Ask a rule no more; it can be switched on again."""
    with _changed(actor, record_id, now, "custom-rules.retire") as row:
        row.retired_at = row.retired_at or now
    return row


@action("reinstate", on="custom-rules", label=_("Switch on"), icon="archive-restore", bulk=False)
def reinstate_rule(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Ask a rule again."""
    with _changed(actor, record_id, now, "custom-rules.reinstate") as row:
        row.retired_at = None
    return row


def keep_field_rule(
    *, actor: Actor, plural: str, field: str, values: Mapping[str, Any], now: datetime
) -> FieldRule | None:
    """Say of a field when it is needed, what it begins with, when it is shown, and whether it is fast to filter by.

    Nothing said takes the rule away.
    """
    about = defined_as(actor, "field-rules")
    given: dict[str, Any] = {name: str(values.get(name) or "").strip() for name in SAID}
    given[FAST] = values.get(FAST) is True
    with causing(actor=actor, action="field-rules.keep"):
        known = FieldRule.objects.filter(workspace_id=actor.workspace_id, object=plural, field=field, deleted_at=None)
        held = known.select_for_update().first()
        if not any(given.values()):
            if held is not None:
                changing.trash(actor=actor, about=about, record_id=held.pk, now=now)
            return None
        if held is None:
            row = changing.create(actor=actor, about=about, values={"object": plural, "field": field, **given}, now=now)
        else:
            row = changing.update(actor=actor, about=about, record_id=held.pk, values=given, now=now)
        return cast("FieldRule", row)


def _changed(actor: Actor, record_id: UUID, now: datetime, name: str) -> Any:
    about = defined_as(actor, "custom-rules")
    return changing.changing(actor=actor, about=about, record_id=record_id, now=now, action=name)
