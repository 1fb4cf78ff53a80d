"""From the feed of changes to messages: each change once for each webhook that wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, filtering
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.feed import changes_after
from plexus.kernel.records.queries.history import RecordChange
from plexus.kernel.schema import registry
from plexus.shell.hooks import refusals
from plexus.shell.hooks.actions.standing import Hindered
from plexus.shell.hooks.models import Message, Webhook

STRETCH = 500


def gather(actor: Actor, webhook_id: UUID, now: datetime) -> bool:
    """Make messages of the next changes; whether there may be more. Raises `Hindered` where nothing can be asked."""
    with acting(actor):
        webhook = Webhook.objects.select_for_update().filter(pk=webhook_id, active=True).first()
        if webhook is None:
            return False
        since = now - timedelta(days=settings.PLEXUS_FEED_DAYS)
        objects = _objects(actor, webhook)
        page = changes_after(actor=actor, place=webhook.place, objects=objects, since=since, limit=STRETCH)
        wanted = _wanted(actor, webhook, page.changes, now)
        made = [_message(webhook, each, now) for each in wanted]
        Message.objects.bulk_create(made, ignore_conflicts=True)
        Webhook.objects.filter(pk=webhook.pk).update(**webhook.stand_at(page.end))
        return page.more


def _objects(actor: Actor, webhook: Webhook) -> list[str]:
    """The objects that it is about, as far as they are there; raises `Hindered` where none is left."""
    known = {each.plural for each in registry.of(actor.workspace_id)}
    found = [each for each in webhook.objects_told if each in known]
    if webhook.objects_told and not found:
        raise Hindered(refusals.UNKNOWN_OBJECT, name=webhook.objects_told[0])
    return found


def _wanted(actor: Actor, webhook: Webhook, changes: Iterable[RecordChange], now: datetime) -> list[RecordChange]:
    found = [each for each in changes if not webhook.events or each.became.value in webhook.events]
    if webhook.filter is None or not found:
        return found
    matching = _matching(actor, webhook.objects_told[0], webhook.filter, {each.record_id for each in found}, now)
    return [each for each in found if each.record_id in matching]


def _matching(actor: Actor, plural: str, asked: Mapping[str, Any], ids: set[UUID], now: datetime) -> set[UUID]:
    """Those records that the filter finds now, in the trash or not."""
    about = registry.of(actor.workspace_id).object(plural)
    try:
        condition = filtering.from_document(asked, about=about, actor=actor, now=now)
    except FilterInvalid as invalid:
        raise Hindered(refusals.FILTER_LOST) from invalid
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), condition, pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _message(webhook: Webhook, change: RecordChange, now: datetime) -> Message:
    return Message(
        workspace_id=webhook.workspace_id, webhook=webhook, change=change.id, at=change.at, object=change.object,
        record_id=change.record_id, event=change.became.value, next_at=now,
    )  # fmt: skip
