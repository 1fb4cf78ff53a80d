"""What a person prefers to see: kept with the login, no business data."""

from __future__ import annotations

from collections.abc import Sequence

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
