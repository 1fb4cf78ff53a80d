"""Layouts: what form, record page and list of an object show, for everybody or for one role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.schema.models import LayoutDefinition
from plexus.shell.administration.actions.administering import defined_as


def keep_layout(
    *, actor: Actor, plural: str, role_id: UUID | None, name: str, parts: Mapping[str, Any], now: datetime
) -> LayoutDefinition:
    """Keep the layout of an object for a role, or without one for everybody else; raises `NotAllowed`, `Invalid`."""
    about = defined_as(actor, "layouts")
    with causing(actor=actor, action="layouts.keep"):
        held = _held(actor, plural, role_id)
        given: dict[str, Any] = {"name": name, "parts": dict(parts)}
        if held is None:
            given |= {"object": plural} | ({"role": role_id} if role_id else {})
            row = changing.create(actor=actor, about=about, values=given, now=now)
        else:
            row = changing.update(actor=actor, about=about, record_id=held.pk, values=given, now=now)
        return cast("LayoutDefinition", row)


def drop_layout(*, actor: Actor, plural: str, role_id: UUID | None, now: datetime) -> None:
    """Go back to what was shown before there was this layout."""
    about = defined_as(actor, "layouts")
    if held := _held(actor, plural, role_id):
        changing.trash(actor=actor, about=about, record_id=held.pk, now=now)


def _held(actor: Actor, plural: str, role_id: UUID | None) -> LayoutDefinition | None:
    rows = LayoutDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    mine = rows.filter(role_id=role_id) if role_id else rows.filter(role=None)
    return mine.select_for_update().first()
