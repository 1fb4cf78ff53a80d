"""What a person prefers to see: kept with the login, no business data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User

MOST_PINNED = 30


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
def forget_columns(*, actor: Actor, objects: str) -> None:
    """Forget the columns that a person chose for a list."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    if user.preferences.get("columns", {}).pop(objects, None) is not None:
        user.save(update_fields=["preferences"])


@transaction.atomic
def keep_pinned(*, actor: Actor, view: str, on: bool) -> None:
    """Put a view among those that stand in a person's rail, or take it away."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    rest = [each for each in user.preferences.get("pinned", []) if each != view]
    user.preferences["pinned"] = [*rest, view][-MOST_PINNED:] if on else rest
    user.save(update_fields=["preferences"])


@transaction.atomic
def keep_first(*, actor: Actor, objects: str, view: str) -> None:
    """Remember the view with which a list opens for a person; an empty one leaves it to the role."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    first = user.preferences.setdefault("first", {})
    first.pop(_first_key(actor, objects), None)
    if view:
        first[_first_key(actor, objects)] = view
    user.save(update_fields=["preferences"])


def first_of(preferences: Mapping[str, Any], *, actor: Actor, objects: str) -> str:
    """The view with which a list opens for a person; empty where the person chose none."""
    return str(preferences.get("first", {}).get(_first_key(actor, objects), ""))


def _first_key(actor: Actor, objects: str) -> str:
    return f"{actor.workspace_id}:{objects}"


@transaction.atomic
def keep_order(*, actor: Actor, objects: str, views: Sequence[str]) -> None:
    """Remember the order in which a person wants the views of a list."""
    if actor.user_id is None:
        return
    user = User.objects.select_for_update().get(pk=actor.user_id)
    user.preferences.setdefault("tabs", {})[_first_key(actor, objects)] = list(views)
    user.save(update_fields=["preferences"])


def order_of(preferences: Mapping[str, Any], *, actor: Actor, objects: str) -> list[str]:
    """The order in which a person wants the views of a list."""
    return list(preferences.get("tabs", {}).get(_first_key(actor, objects), ()))


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
