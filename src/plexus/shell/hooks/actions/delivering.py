"""The errand of a workspace: what changed becomes messages, and what is due is sent, several at once.

No transaction is open while the network is waited for. A message that is being sent is lent for a while: when this
process dies, it is due again, and its receiver knows it by its id.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import connection, connections
from django.utils import translation

from plexus import __version__
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.jobs.running import stopping
from plexus.kernel.records.acting import acting
from plexus.kernel.values import sentences
from plexus.kernel.workspaces.scope import inside
from plexus.shell.hooks import content, refusals, sealing
from plexus.shell.hooks.actions import standing
from plexus.shell.hooks.actions.gathering import gather
from plexus.shell.hooks.guarding import Guard
from plexus.shell.hooks.models import Attempt, Message, State, Webhook
from plexus.shell.hooks.posting import Reply, post

AT_ONCE = 8
EACH = 8
LENT = timedelta(minutes=2)
LONGEST = timedelta(seconds=30)
KEPT = 4_000
GONE = 410
# A webhook that fails is tried with one message only; one that is paused with none.
LEND = """
UPDATE hooks_message SET attempts = attempts + 1, next_at = %s WHERE id IN (
    SELECT m.id FROM hooks_webhook w CROSS JOIN LATERAL (
        SELECT id FROM hooks_message WHERE webhook_id = w.id AND state = 'waiting' AND next_at <= %s
        ORDER BY next_at, id LIMIT CASE WHEN w.failures > 0 THEN 1 ELSE %s END FOR UPDATE SKIP LOCKED
    ) m WHERE w.workspace_id = %s AND w.active AND (w.paused_until IS NULL OR w.paused_until <= %s) LIMIT %s
) RETURNING id
"""
DUE = """
SELECT DISTINCT w.workspace_id FROM hooks_webhook w WHERE w.active AND (
    (w.paused_until IS NULL OR w.paused_until <= %(now)s) AND EXISTS (
        SELECT FROM hooks_message m WHERE m.webhook_id = w.id AND m.state = 'waiting' AND m.next_at <= %(now)s
    ) OR EXISTS (
        SELECT FROM journal_change c WHERE c.workspace_id = w.workspace_id
        AND (c.epoch, c.txid, c.id) > (w.epoch, w.txid::text::xid8, w.change)
    )
)
"""


@dataclass(frozen=True)
class Outside:
    """Everything from outside: the clock, chance, and the network behind its guard."""

    clock: Callable[[], datetime]
    chance: random.Random
    guard: Guard


@dataclass(frozen=True)
class Letter:
    """A message ready to be sent."""

    message: Message
    webhook: Webhook
    body: bytes
    headers: Mapping[str, str]


def due(now: datetime) -> list[UUID]:
    """The workspaces in which something waits to be gathered or sent."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(DUE, {"now": now})
        return [row[0] for row in cursor.fetchall()]


def deliver(workspace_id: UUID, outside: Outside) -> int:
    """Gather and send until nothing is due or others' turn has come; gives how many attempts were made."""
    until = outside.clock() + LONGEST
    for webhook_id in _active(workspace_id):
        _gather(workspace_id, webhook_id, outside)
    made = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        while outside.clock() < until and not stopping.is_set() and (lent := _lent(workspace_id, outside.clock())):
            letters = _written(workspace_id, lent, outside.clock())
            replies = list(pool.map(lambda letter: _sent(letter, outside.guard), letters))
            for letter, reply in zip(letters, replies, strict=True):
                _noted(letter, reply, outside)
            made += len(letters)
    return made


def _active(workspace_id: UUID) -> list[UUID]:
    with inside(workspace_id):
        return list(Webhook.objects.filter(workspace_id=workspace_id, active=True).values_list("pk", flat=True))


def _gather(workspace_id: UUID, webhook_id: UUID, outside: Outside) -> None:
    actor = _actor(workspace_id, webhook_id)
    try:
        while actor and not stopping.is_set() and gather(actor, webhook_id, outside.clock()):
            pass
    except standing.Hindered as hindered:
        _switch_off(workspace_id, webhook_id, hindered)


def _actor(workspace_id: UUID, webhook_id: UUID) -> Actor | None:
    """Who reads for a webhook; without that person it is switched off."""
    with inside(workspace_id):
        webhook = Webhook.objects.filter(pk=webhook_id, active=True).select_related("person").first()
        actor = actor_of_person(webhook.person_id) if webhook else None
        if webhook and actor is None:
            standing.switch_off(webhook, standing.Hindered(refusals.PERSON_GONE).sentence)
    return actor


def _switch_off(workspace_id: UUID, webhook_id: UUID, hindered: standing.Hindered) -> None:
    with inside(workspace_id):
        standing.switch_off(Webhook.objects.select_related("person__user").get(pk=webhook_id), hindered.sentence)


def _lent(workspace_id: UUID, now: datetime) -> Sequence[Message]:
    """Some messages that are due, ours for a while; each counts one more attempt."""
    with inside(workspace_id):
        with connection.cursor() as cursor:
            cursor.execute(LEND, [now + LENT, now, EACH, workspace_id, now, AT_ONCE * 2])
            ids = [row[0] for row in cursor.fetchall()]
        found = Message.objects.filter(pk__in=ids).select_related("webhook__person__user")
        return list(found.order_by("webhook_id", "id"))


def _written(workspace_id: UUID, messages: Iterable[Message], now: datetime) -> list[Letter]:
    """The messages with what they say now; those that their person may not read any more are dropped."""
    letters: list[Letter] = []
    for webhook, mine in ((each, list(group)) for each, group in groupby(messages, lambda one: one.webhook)):
        actor = _actor(workspace_id, webhook.pk)
        if actor is None:
            continue
        try:
            letters += _letters(actor, webhook, mine, now)
        except standing.Hindered as hindered:
            _switch_off(workspace_id, webhook.pk, hindered)
    return letters


def _letters(actor: Actor, webhook: Webhook, messages: Sequence[Message], now: datetime) -> list[Letter]:
    with acting(actor), translation.override(actor.language):
        bodies = content.bodies(actor, messages, now)
        unseen = [each.pk for each in messages if each.pk not in bodies]
        Message.objects.filter(pk__in=unseen).update(state=State.DROPPED, ended_at=now, next_at=None)
    try:
        keys = [sealing.unseal(each) for each in webhook.secrets(now)]
    except sealing.SecretLost as lost:
        raise standing.Hindered(refusals.SECRET_LOST) from lost
    stamp = int(now.timestamp())
    return [
        Letter(each, webhook, bodies[each.pk], _headers(each, stamp, bodies[each.pk], keys))
        for each in messages
        if each.pk in bodies
    ]


def _headers(message: Message, stamp: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    signatures = (sealing.signature(key, message.name, stamp, body) for key in keys)
    return {
        "Content-Type": "application/json", "User-Agent": f"Plexus/{__version__}", "Accept": "*/*",
        "webhook-id": message.name, "webhook-timestamp": str(stamp), "webhook-signature": " ".join(signatures),
    }  # fmt: skip


def _sent(letter: Letter, guard: Guard) -> Reply:
    """What came back; other answers than a success are errors, and another address is not followed."""
    reply = post(letter.webhook.url, letter.headers, letter.body, guard)
    if reply.arrived or reply.error:
        return reply
    return replace(reply, error="redirect" if reply.status and 300 <= reply.status < 400 else "status")


def _noted(letter: Letter, reply: Reply, outside: Outside) -> None:
    """Write down what came back, and what follows for the message and the webhook, if that is still there."""
    now, message = outside.clock(), letter.message
    with inside(message.workspace_id):
        rows = Webhook.objects.select_for_update(of=("self",)).select_related("person__user")
        webhook = rows.filter(pk=letter.webhook.pk).first()
        if webhook is None:
            return
        Attempt.objects.create(
            workspace_id=message.workspace_id, message=message, at=now, milliseconds=reply.milliseconds,
            status=reply.status, error=reply.error, request=letter.body[:KEPT].decode("utf-8", "ignore"),
            response=reply.text[:KEPT],
        )  # fmt: skip
        if not reply.error:
            _end(message, State.DELIVERED, now)
            standing.arrived(webhook)
        else:
            _later(message, webhook, reply, now, outside.chance)


def _later(message: Message, webhook: Webhook, reply: Reply, now: datetime, chance: random.Random) -> None:
    wait = standing.wait_after(message.attempts, chance)
    if wait is None:
        _end(message, State.DEAD, now)
    else:
        asked = timedelta(seconds=min(reply.retry_after, 3600))
        Message.objects.filter(pk=message.pk).update(next_at=now + max(wait, asked))
    if reply.status == GONE:
        standing.switch_off(webhook, sentences.kept(refusals.GONE, {}))
    elif webhook.active:
        standing.failed(webhook, now, sentences.kept(refusals.SENTENCES[reply.error], {}), chance)


def _end(message: Message, state: State, now: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(state=state, ended_at=now, next_at=None)


def guard_of_installation() -> Guard:
    """The guard as this installation is set up."""
    return Guard(tuple(settings.PLEXUS_WEBHOOK_NETWORKS))
