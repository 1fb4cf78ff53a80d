"""From a filter as a door received it to a condition: read, checked and compiled in one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checking import check
from plexus.kernel.query.compiling import condition
from plexus.kernel.query.parsing import parse, read
from plexus.kernel.schema.object import Object


def from_text(text: str, *, about: Object, actor: Actor, now: datetime) -> Q:
    """The condition that a filter in JSON asks for; raises `FilterInvalid`; blank text asks for everything."""
    return condition(check(read(text), about, actor), actor, now) if text.strip() else Q()


def from_document(document: Any, *, about: Object, actor: Actor, now: datetime) -> Q:
    """The condition that a decoded filter asks for; raises `FilterInvalid`."""
    return condition(check(parse(document), about, actor), actor, now)
