"""Making, changing, pausing and removing webhooks; testing them and sending again.

A webhook is its person's own: nobody else changes where it sends or what, for it sends what that person may read.
Administrators may pause and remove any. Each act has a cause that names the webhook and never its secret.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import errands
from plexus.kernel.journal.causing import causing
from plexus.kernel.journal.queries import feed
from plexus.kernel.records.refusals import NotAllowed
from plexus.shell.hooks import sealing
from plexus.shell.hooks.checking import checked
from plexus.shell.hooks.guarding import Guard
from plexus.shell.hooks.models import Message, State, Webhook
from plexus.shell.hooks.models.message import TEST
from plexus.shell.hooks.queries.listing import by_id, held, owned
from plexus.shell.hooks.refusals import NoSuchWebhook, StillWaiting, TooManyWebhooks

ERRAND = "webhooks.deliver"
MOST = 50
AGAIN = (State.DEAD, State.DELIVERED, State.DROPPED)


@dataclass(frozen=True)
class Shown:
    """A webhook with the secret that nobody can show again."""

    webhook: Webhook
    secret: str


def create_webhook(*, actor: Actor, values: Mapping[str, Any], now: datetime) -> Shown:
    """A webhook that begins with what changes from now on; raises `WebhookInvalid`, `NotAllowed`."""
    person_id = _may(actor)
    if owned(actor).count() >= MOST:
        raise TooManyWebhooks(most=MOST)
    given = checked(actor, values, _guard(), now)
    secret = sealing.new_secret()
    made = Webhook(
        workspace_id=actor.workspace_id, person_id=person_id, sealed=sealing.seal(secret), created_at=now, **given
    )
    made.stand_at(feed.newest())
    with causing(actor=actor, action="webhooks.create", webhook=made.pk, name=made.name):
        made.save(force_insert=True)
    return Shown(made, secret)


def change_webhook(*, actor: Actor, webhook_id: UUID, values: Mapping[str, Any], now: datetime) -> Webhook:
    """Another address, name, objects, events or filter; raises `NoSuchWebhook`, `WebhookInvalid`."""
    _may(actor)
    webhook = _own(actor, webhook_id)
    given = checked(actor, values, _guard(), now, known=webhook)
    with causing(actor=actor, action="webhooks.change", webhook=webhook.pk, fields=sorted(given)):
        _save(webhook, **given)
    return webhook


def pause_webhook(*, actor: Actor, webhook_id: UUID) -> Webhook:
    """Send nothing until it is resumed."""
    _may(actor)
    webhook = by_id(actor, webhook_id, lock=True)
    with causing(actor=actor, action="webhooks.pause", webhook=webhook.pk):
        _save(webhook, active=False)
    return webhook


def resume_webhook(*, actor: Actor, webhook_id: UUID, missed: bool, now: datetime) -> Webhook:
    """Send again: what was missed too, or only what changes from now on."""
    _may(actor)
    webhook = _own(actor, webhook_id)
    if not webhook.active:
        _resume(actor, webhook, missed=missed, now=now)
    return webhook


def release_webhooks(*, actor: Actor, missed: bool, now: datetime) -> int:
    """Let all send again that wait since a backup was put back, whosesoever they are; gives how many they were.

    Raises `NotAllowed`.
    """
    _may(actor)
    if not actor.is_administrator:
        raise NotAllowed
    waiting = list(held(actor).select_for_update(of=("self",)))
    for webhook in waiting:
        _resume(actor, webhook, missed=missed, now=now)
    return len(waiting)


def _resume(actor: Actor, webhook: Webhook, *, missed: bool, now: datetime) -> None:
    with causing(actor=actor, action="webhooks.resume", webhook=webhook.pk, missed=missed):
        place = {} if missed else webhook.stand_at(feed.newest())
        _save(webhook, active=True, trouble=None, failures=0, failing_since=None, paused_until=None, **place)
        if not missed:
            waiting = Message.objects.filter(webhook=webhook, state=State.WAITING)
            waiting.update(state=State.DEAD, ended_at=now, next_at=None)


def remove_webhook(*, actor: Actor, webhook_id: UUID) -> None:
    """Remove it with all that it had to send."""
    _may(actor)
    webhook = by_id(actor, webhook_id, lock=True)
    with causing(actor=actor, action="webhooks.remove", webhook=webhook.pk, name=webhook.name):
        webhook.delete()


def rotate_secret(*, actor: Actor, webhook_id: UUID, hours: int, now: datetime) -> Shown:
    """A new secret; the one before signs beside it for so many hours, so that no message is refused meanwhile."""
    _may(actor)
    webhook = _own(actor, webhook_id)
    secret = sealing.new_secret()
    until = now + timedelta(hours=hours) if hours else None
    with causing(actor=actor, action="webhooks.rotate_secret", webhook=webhook.pk, hours=hours):
        _save(webhook, sealed_before=webhook.sealed if until else "", before_until=until, sealed=sealing.seal(secret))
    return Shown(webhook, secret)


def test_webhook(*, actor: Actor, webhook_id: UUID, now: datetime) -> Message:
    """Send a message that says nothing, to see whether it arrives."""
    _may(actor)
    webhook = _own(actor, webhook_id)
    _save(webhook, paused_until=None)
    made = Message.objects.create(
        workspace_id=actor.workspace_id, webhook=webhook, at=now, object="", event=TEST, next_at=now
    )
    errands.send(ERRAND, actor.workspace_id)
    return made


def replay(*, actor: Actor, webhook_id: UUID, now: datetime, message_ids: Collection[UUID] | None = None) -> int:
    """Send messages again that ended, all dead ones unless some are named; gives how many.

    Raises `NoSuchWebhook`; `StillWaiting` where none of those named has ended.
    """
    _may(actor)
    webhook = _own(actor, webhook_id)
    ended = Message.objects.filter(webhook=webhook, state__in=AGAIN)
    wanted = ended.filter(state=State.DEAD) if message_ids is None else ended.filter(pk__in=message_ids)
    with causing(actor=actor, action="webhooks.replay", webhook=webhook.pk):
        count = wanted.update(state=State.WAITING, attempts=0, next_at=now, ended_at=None)
        if message_ids and not count:
            waits = Message.objects.filter(webhook=webhook, pk__in=message_ids).exists()
            raise StillWaiting if waits else NoSuchWebhook
        _save(webhook, paused_until=None)
    errands.send(ERRAND, actor.workspace_id)
    return count


def _may(actor: Actor) -> UUID:
    """A person, or a token that may do whatever its person may; narrower tokens could reach further by a webhook."""
    if actor.person_id is None or "*" not in actor.scopes:
        raise NotAllowed
    return actor.person_id


def _own(actor: Actor, webhook_id: UUID) -> Webhook:
    webhook = by_id(actor, webhook_id, lock=True)
    if webhook.person_id != actor.person_id:
        raise NotAllowed
    return webhook


def _guard() -> Guard:
    return Guard(tuple(settings.PLEXUS_WEBHOOK_NETWORKS))


def _save(webhook: Webhook, **known: Any) -> None:
    for name, value in known.items():
        setattr(webhook, name, value)
    Webhook.objects.filter(pk=webhook.pk, workspace_id=webhook.workspace_id).update(**known)
