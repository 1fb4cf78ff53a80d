"""What a person prefers to see: kept with the login, no business data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User


@transaction.atomic
def keep_columns(*, actor: Actor, objects: str, names: Sequence[str], widths: dict[str, int]) -> None:
    """Remember the columns of a list; no names keep those that were, no widths likewise."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    columns = user.preferences.setdefault("columns", {})
    kept = columns.get(objects, {})
    columns[objects] = kept | ({"names": list(names)} if names else {}) | ({"widths": widths} if widths else {})
    user.save(update_fields=["preferences"])


@transaction.atomic
def keep_muted(*, actor: Actor, kinds: Sequence[str]) -> None:
    """Remember of which kinds of things a person does not want to be told."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    user.preferences["muted"] = sorted(kinds)
    user.save(update_fields=["preferences"])


@transaction.atomic
def keep_hidden(*, actor: Actor, what: str, hidden: bool) -> None:
    """Remember that a person wants something of a workspace out of sight, or back."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    names = set(user.preferences.get("hidden", []))
    name = f"{what}:{actor.workspace_id}"
    user.preferences["hidden"] = sorted(names | {name} if hidden else names - {name})
    user.save(update_fields=["preferences"])


def is_hidden(preferences: Mapping[str, Any], *, actor: Actor, what: str) -> bool:
    """Whether a person wants something of the actor's workspace out of sight."""
    return f"{what}:{actor.workspace_id}" in preferences.get("hidden", ())
