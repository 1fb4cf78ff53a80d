"""Objects that administrators make beside those of the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.actions import action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import ObjectDefinition
from plexus.kernel.schema.object import Object
from plexus.shell.administration.actions import naming

CHANGEABLE = frozenset({"label_en", "plural_en", "label_zh", "icon", "description", "in_rail", "position"})


def create_object(*, actor: Actor, values: Mapping[str, Any], now: datetime) -> ObjectDefinition:
    """A new object, usable at once; raises `NotAllowed`, `Invalid` or `Taken`.

    Without a `name` it gets one made of its label.
    """
    _must_administer(actor)
    given = dict(values)
    rows = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id)
    taken = set(rows.values_list("name", flat=True))
    given["name"] = given.get("name") or naming.object_name(given, taken)
    given = dict(placed(actor, given))
    row = changing.create(actor=actor, about=_definitions(actor), values=given, now=now, action="custom-objects.create")
    return cast("ObjectDefinition", row)


def placed(actor: Actor, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a new object, which stands last in the menu unless its position is told."""
    count = ObjectDefinition.objects.filter(workspace_id=actor.workspace_id).count()
    return {"position": count + 1} | dict(values)


def change_object(
    *, actor: Actor, object_id: UUID, values: Mapping[str, Any], now: datetime, version: int | None = None
) -> ObjectDefinition:
    """Change what may change of an object: its labels, icon, description and place; raises `Invalid`, `Conflict`."""
    _must_administer(actor)
    given = {name: value for name, value in values.items() if name in CHANGEABLE}
    row = changing.update(
        actor=actor, about=_definitions(actor), record_id=object_id, values=given, now=now, version=version,
        action="custom-objects.change",
    )  # fmt: skip
    return cast("ObjectDefinition", row)


@action("retire", on="custom-objects", label=_("Retire"), icon="archive", bulk=False)
def retire_object(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Show an object nowhere any more; its records stay and come back with it."""
    with _changed(actor, record_id, now, "custom-objects.retire") as row:
        row.retired_at = row.retired_at or now
    return row


@action("reinstate", on="custom-objects", label=_("Use again"), icon="archive-restore", bulk=False)
def reinstate_object(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Show a retired object again, with the records that it had."""
    with _changed(actor, record_id, now, "custom-objects.reinstate") as row:
        row.retired_at = None
    return row


def _changed(actor: Actor, record_id: UUID, now: datetime, name: str) -> Any:
    return changing.changing(actor=actor, about=_definitions(actor), record_id=record_id, now=now, action=name)


def _definitions(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).object("custom-objects")


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
