"""From a filter as JSON to the condition of an export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import filtering
from plexus.kernel.schema.object import Object


def condition_of(actor: Actor, about: Object, asked: Mapping[str, Any] | None) -> Q:
    """The condition that a filter says, as of now; nothing asked is everything; raises `FilterInvalid`."""
    if not asked:
        return Q()
    return filtering.from_document(dict(asked), about=about, actor=actor, now=timezone.now())
