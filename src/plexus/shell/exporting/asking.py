"""From a filter as JSON to the condition of an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object


def condition_of(actor: Actor, about: Object, asked: Mapping[str, Any] | None, now: datetime) -> Q:
    """The condition that a filter says; nothing asked is everything. Raises `FilterInvalid`."""
    if not asked:
        return Q()
    return query.condition(query.check(query.parse(asked), about, actor), actor, now)
