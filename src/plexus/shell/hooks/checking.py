"""What a webhook may be like: a name, an address, objects and events, a filter that its person may ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, filtering
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.shell.hooks import refusals
from plexus.shell.hooks.guarding import Guard, Refused
from plexus.shell.hooks.models import EVENTS, Webhook
from plexus.shell.hooks.refusals import WebhookInvalid

FIELDS = {"name": "", "url": "", "objects_told": (), "events": (), "filter": None}
LONGEST_NAME, MOST_OBJECTS = 100, 100


def checked(
    actor: Actor, values: Mapping[str, Any], guard: Guard, now: datetime, *, known: Webhook | None = None
) -> dict[str, Any]:
    """The fields to set, lists without repetition; raises `WebhookInvalid` with everything that does not fit."""
    whole = {name: values.get(name, getattr(known, name) if known else usual) for name, usual in FIELDS.items()}
    whole["name"], whole["url"] = str(whole["name"]).strip(), str(whole["url"]).strip()
    for name in ("objects_told", "events"):
        whole[name] = list(dict.fromkeys(whole[name]))
    if faults := [*_faults(actor, whole, guard, now)]:
        raise WebhookInvalid(fields=faults)
    return {name: whole[name] for name in FIELDS if known is None or name in values}


def _faults(actor: Actor, whole: Mapping[str, Any], guard: Guard, now: datetime) -> Iterator[FieldError]:
    if not 0 < len(whole["name"]) <= LONGEST_NAME or "\x00" in whole["name"]:
        yield FieldError("name", "required", refusals.REQUIRED)
    try:
        guard.judge(whole["url"])
    except Refused as refused:
        yield FieldError("url", refused.code, refusals.SENTENCES[refused.code])
    for each in whole["events"]:
        if each not in EVENTS:
            named = {"name": each[:50], "known": ", ".join(EVENTS)}
            yield FieldError("events", "unknown_event", refusals.UNKNOWN_EVENT, named)
    unknown = [each for each in whole["objects_told"] if not _is_readable(actor, each)]
    yield from (
        FieldError("objects", "unknown_object", refusals.UNKNOWN_OBJECT, {"name": each[:50]}) for each in unknown
    )
    if whole["filter"] is not None and not unknown:
        yield from _filter_faults(actor, whole, now)


def _is_readable(actor: Actor, plural: str) -> bool:
    found = registry.of(actor.workspace_id).objects.get(plural)
    return found is not None and bool(level(actor, found, Verb.READ))


def _filter_faults(actor: Actor, whole: Mapping[str, Any], now: datetime) -> Iterator[FieldError]:
    if len(whole["objects_told"]) != 1:
        yield FieldError("filter", "one_object", refusals.ONE_OBJECT)
        return
    about = registry.of(actor.workspace_id).object(whole["objects_told"][0])
    try:
        filtering.from_document(whole["filter"], about=about, actor=actor, now=now)
    except FilterInvalid as invalid:
        yield from (FieldError("filter", each.code, each.message, each.params) for each in invalid.fields)
