"""Noting on a record what happened with a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.crm.engagement.models import Activity
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.actions import action
from plexus.kernel.actions.action import EVERY_OBJECT, Params
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing, reading
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

ASKED = ("kind", "subject", "body", "happened_at", "duration_minutes", "direction", "outcome", "mentions")


def _activities(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Activity)


def _form(actor: Actor, about: Object) -> Params:
    fields = _activities(actor).fields
    return tuple(fields[name] for name in ASKED)


def _takes_activities(about: Object) -> bool:
    return not (about.described.about or about.is_led or about.described.administered)


def _may_log(actor: Actor, about: Object) -> bool:
    return level(actor, _activities(actor), Verb.CREATE) is not Level.NONE


@action(
    "log", on=EVERY_OBJECT, label=_("Log activity"), params=_form, verb=Verb.READ, applies=_takes_activities,
    allowed=_may_log, icon="message-square-plus",
)  # fmt: skip
def log_activity(*, actor: Actor, about: Object, record_id: UUID, now: datetime, **values: Any) -> Any:
    """A new activity about a record that the actor may read, else `NotFound`; it happened now unless said otherwise."""
    reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    related = [{"object": about.plural, "id": str(record_id)}]
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return changing.create(
        actor=actor, about=_activities(actor), values={"happened_at": now} | given | {"related": related}, now=now,
        action="activities.log",
    )  # fmt: skip
