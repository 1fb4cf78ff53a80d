"""Webhooks as their people see them, and what they sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.shell.hooks.models import Attempt, Message, State, Webhook
from plexus.shell.hooks.refusals import PUT_BACK, NoSuchWebhook


@dataclass(frozen=True)
class Counts:
    """How many messages wait, were given up, and have arrived."""

    waiting: int
    dead: int
    delivered: int


@dataclass(frozen=True)
class Log:
    """Messages, newest first; `next` is the id to go on after."""

    messages: Sequence[Message]
    next: UUID | None


def owned(actor: Actor) -> QuerySet[Webhook]:
    """One's own webhooks."""
    return Webhook.objects.filter(workspace_id=actor.workspace_id, person__pk__in=[actor.person_id])


def visible(actor: Actor) -> QuerySet[Webhook]:
    """One's own webhooks; an administrator's are those of all."""
    if "*" not in actor.scopes:
        return Webhook.objects.none()
    return Webhook.objects.filter(workspace_id=actor.workspace_id) if actor.is_administrator else owned(actor)


def webhooks(actor: Actor) -> list[Webhook]:
    """All that one sees, the newest first."""
    return list(visible(actor).select_related("person").order_by("-created_at", "-id"))


def held(actor: Actor) -> QuerySet[Webhook]:
    """Those that wait since a backup was put back, as far as one sees them."""
    return visible(actor).filter(active=False, trouble__text=PUT_BACK)


def by_id(actor: Actor, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """One of them; raises `NoSuchWebhook`."""
    rows = visible(actor).select_related("person")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=webhook_id).first()
    if found is None:
        raise NoSuchWebhook
    return found


def counts(webhook: Webhook) -> Counts:
    """What became of its messages, as far as they are kept."""
    found = {each: Count("pk", filter=Q(state=each)) for each in ("waiting", "dead", "delivered")}
    return Counts(**Message.objects.filter(webhook=webhook).aggregate(**found))


def log(webhook: Webhook, *, state: State | None, limit: int, after: UUID | None) -> Log:
    """Its messages page by page, of one state or all."""
    rows = Message.objects.filter(webhook=webhook)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=after) if after else rows
    found = list(rows.order_by("-id")[: limit + 1])
    return Log(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def message(webhook: Webhook, message_id: UUID) -> tuple[Message, list[Attempt]]:
    """One message with each attempt, the newest first; raises `NoSuchWebhook`."""
    found = Message.objects.filter(webhook=webhook, pk=message_id).first()
    if found is None:
        raise NoSuchWebhook
    return found, list(Attempt.objects.filter(message=found).order_by("-id"))
