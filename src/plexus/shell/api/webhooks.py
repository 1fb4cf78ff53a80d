"""Webhooks: made with a secret that is told once, tested, followed, and sent again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies, remembering
from plexus.shell.api.bodies import Part, QueryInvalid
from plexus.shell.api.door import Call, answer
from plexus.shell.hooks import refusals
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.actions.managing import Shown
from plexus.shell.hooks.models import Attempt, Message, State, Webhook
from plexus.shell.hooks.queries import listing

WEBHOOK = {
    "name": Part("text", _("What it is for."), required=True),
    "url": Part("text", _("Where to send: an address that begins with https://."), required=True),
    "objects": Part("list", _("The objects that it is about; all by default."), of="text", default=(), most=100),
    "events": Part(
        "list", _("created, changed, trashed, restored, removed; all by default."), of="text", default=(), most=20
    ),
    "filter": Part("object", _("Only records that this filter finds; then exactly one object is named.")),
}
CHANGE = {
    **{name: Part(each.kind, each.about, of=each.of, most=each.most) for name, each in WEBHOOK.items()},
    "active": Part("flag", _("false pauses it, true resumes it.")),
    "skip_missed": Part("flag", _("On resuming: leave out what was missed."), default=False),
}
LONGEST_HOURS = 168
ROTATION = {"hours": Part("whole", _("How long the secret before signs too."), default=24, largest=LONGEST_HOURS)}
NO_STATE = _("Use one of: %(known)s.")


def list_webhooks(call: Call) -> HttpResponse:
    """GET /webhooks: one's own; an administrator sees those of all."""
    _wide(call)
    return answer({"data": [told(each) for each in listing.webhooks(call.actor)]})


def create_webhook(call: Call) -> HttpResponse:
    """POST /webhooks: a webhook for what changes from now on; the answer tells its secret, and nothing later does."""
    made = managing.create_webhook(actor=call.actor, values=_renamed(bodies.taken(call.body(), WEBHOOK)), now=call.now)
    response = _shown(made, status=201)
    response["Location"] = reverse("api:webhook", kwargs={"webhook_id": made.webhook.pk})
    return response


def read_webhook(call: Call, webhook_id: UUID) -> HttpResponse:
    """GET /webhooks/{id}: how it is set up and how it stands."""
    _wide(call)
    return _one(listing.by_id(call.actor, webhook_id))


def change_webhook(call: Call, webhook_id: UUID) -> HttpResponse:
    """PATCH /webhooks/{id}: change what is given; `active` pauses and resumes."""
    body = call.body()
    given = bodies.taken(body, CHANGE)
    active, skip = given.pop("active"), given.pop("skip_missed")
    values = {name: each for name, each in given.items() if each is not None or (name == "filter" and name in body)}
    if values:
        managing.change_webhook(actor=call.actor, webhook_id=webhook_id, values=_renamed(values), now=call.now)
    if active is True:
        managing.resume_webhook(actor=call.actor, webhook_id=webhook_id, missed=not skip, now=call.now)
    elif active is False:
        managing.pause_webhook(actor=call.actor, webhook_id=webhook_id)
    return read_webhook(call, webhook_id)


def remove_webhook(call: Call, webhook_id: UUID) -> HttpResponse:
    """DELETE /webhooks/{id}: with all that it had to send."""
    managing.remove_webhook(actor=call.actor, webhook_id=webhook_id)
    return HttpResponse(status=204)


def rotate_secret(call: Call, webhook_id: UUID) -> HttpResponse:
    """POST /webhooks/{id}/secret: a new secret, told once; the one before signs beside it for a while."""
    hours = bodies.taken(call.body(optional=True), ROTATION)["hours"]
    return _shown(managing.rotate_secret(actor=call.actor, webhook_id=webhook_id, hours=hours, now=call.now))


def test_webhook(call: Call, webhook_id: UUID) -> HttpResponse:
    """POST /webhooks/{id}/test: send a message that says nothing; follow it at `Location`."""
    made = managing.test_webhook(actor=call.actor, webhook_id=webhook_id, now=call.now)
    response = answer(message_told(made), status=202)
    response["Location"] = _address(webhook_id, made.pk)
    return response


def list_messages(call: Call, webhook_id: UUID) -> HttpResponse:
    """GET /webhooks/{id}/messages: what it had to send, newest first; `state=dead` are those that were given up."""
    limit, cursor = asking.page(call, "state")
    _wide(call)
    state = _state(call.http.GET.get("state", ""))
    webhook = listing.by_id(call.actor, webhook_id)
    log = listing.log(webhook, state=state, limit=limit, after=asking.id_cursor(cursor))
    return answer({"data": [message_told(each) for each in log.messages], "next": log.next and str(log.next)})


def read_message(call: Call, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """GET /webhooks/{id}/messages/{message}: with each attempt, what was sent and what came back."""
    _wide(call)
    found, tries = listing.message(listing.by_id(call.actor, webhook_id), message_id)
    return answer(message_told(found) | {"tries": [_attempt(each) for each in tries]})


def replay_message(call: Call, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """POST /webhooks/{id}/messages/{message}/replay: send it again, under the same id."""
    managing.replay(actor=call.actor, webhook_id=webhook_id, now=call.now, message_ids=[message_id])
    found, _tries = listing.message(listing.by_id(call.actor, webhook_id), message_id)
    return answer(message_told(found), status=202)


def replay_dead(call: Call, webhook_id: UUID) -> HttpResponse:
    """POST /webhooks/{id}/replay: send all again that were given up."""
    return answer({"count": managing.replay(actor=call.actor, webhook_id=webhook_id, now=call.now)}, status=202)


def told(webhook: Webhook) -> dict[str, Any]:
    """A webhook as JSON, without its secret."""
    person = {"id": webhook.person_id, "object": "people", "name": webhook.person.name}
    return {
        "id": webhook.pk, "name": webhook.name, "url": webhook.url, "objects": webhook.objects_told,
        "events": webhook.events, "filter": webhook.filter, "active": webhook.active, "person": person,
        "trouble": sentences.spoken(webhook.trouble, gettext) or None, "failing_since": webhook.failing_since,
        "created_at": webhook.created_at,
    }  # fmt: skip


def message_told(message: Message) -> dict[str, Any]:
    """A message as JSON."""
    return {
        "id": message.pk, "webhook_id": message.name, "type": message.type, "object": message.object or None,
        "record": message.record_id, "at": message.at, "state": message.state, "attempts": message.attempts,
        "next_at": message.next_at, "ended_at": message.ended_at,
    }  # fmt: skip


def _attempt(one: Attempt) -> dict[str, Any]:
    error = gettext(refusals.SENTENCES[one.error]) if one.error else None
    return {
        "at": one.at, "milliseconds": one.milliseconds, "status": one.status, "error": error, "request": one.request,
        "response": one.response,
    }  # fmt: skip


def _one(webhook: Webhook) -> HttpResponse:
    counts = listing.counts(webhook)
    messages = {"waiting": counts.waiting, "dead": counts.dead, "delivered": counts.delivered}
    return answer(told(webhook) | {"messages": messages})


def _shown(shown: Shown, *, status: int = 200) -> HttpResponse:
    """The webhook with its secret; what is kept for a repeated request is without it."""
    response = answer(told(shown.webhook) | {"secret": shown.secret}, status=status)
    remembering.keep_instead(response, answer(told(shown.webhook) | {"secret": None}).content)
    return response


def _renamed(given: dict[str, Any]) -> dict[str, Any]:
    """`objects` is a word of the ORM."""
    return {("objects_told" if name == "objects" else name): each for name, each in given.items()}


def _state(text: str) -> State | None:
    if text and text not in State.values:
        known = {"known": ", ".join(State.values)}
        raise QueryInvalid(fields=[FieldError("state", "unknown", NO_STATE, known)])
    return State(text) if text else None


def _address(webhook_id: UUID, message_id: UUID) -> str:
    return reverse("api:webhook-message", kwargs={"webhook_id": webhook_id, "message_id": message_id})


def _wide(call: Call) -> None:
    """A narrow token does not look at webhooks: their messages hold more than it may read."""
    if "*" not in call.actor.scopes:
        raise NotAllowed
