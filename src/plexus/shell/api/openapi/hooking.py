"""The operations of webhooks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import ID, TEXT, Json, nullable, ref
from plexus.shell.api.webhooks import CHANGE, ROTATION, WEBHOOK
from plexus.shell.hooks.models import EVENTS, State

EXAMPLE = {"name": "ERP", "url": "https://example.com/hooks", "objects": ["deals"], "events": ["created", "changed"]}


def operations() -> Operations:
    """Address, method and operation of webhooks and their messages."""
    yield from _webhooks()
    yield from _one()
    yield from _secrets()
    yield from _messages()


def schemas() -> dict[str, Json]:
    """What webhooks and their messages look like."""
    text, flag, instant = TEXT, answers.FLAG, nullable(answers.INSTANT)
    webhook: dict[str, Json] = {
        "id": ID, "name": text, "url": text, "objects": answers.several(text), "events": answers.several(text),
        "filter": nullable(answers.OBJECT), "active": flag, "person": ref("Reference"), "trouble": nullable(text),
        "failing_since": instant, "created_at": answers.INSTANT,
    }  # fmt: skip
    counts = answers.thing(**dict.fromkeys(("waiting", "dead", "delivered"), answers.WHOLE))
    message: dict[str, Json] = {
        "id": ID, "webhook_id": text, "type": text, "object": nullable(text), "record": nullable(ID),
        "at": answers.INSTANT, "state": {"enum": list(State.values)}, "attempts": answers.WHOLE, "next_at": instant,
        "ended_at": instant,
    }  # fmt: skip
    attempt = answers.thing(
        at=answers.INSTANT, milliseconds=answers.WHOLE, status=nullable(answers.WHOLE), error=nullable(text),
        request=text, response=text,
    )  # fmt: skip
    return {
        "Webhook": answers.thing(**webhook),
        "WebhookInDetail": answers.thing(**webhook, messages=counts),
        "WebhookWithSecret": answers.thing(**webhook, secret=nullable(text)),
        "WebhookMessage": answers.thing(**message),
        "WebhookMessageInDetail": answers.thing(**message, tries=answers.several(attempt)),
    }


def _webhooks() -> Operations:
    tag = _("Webhooks")
    every = answers.success(200, _("The webhooks."), answers.thing(data=answers.several(ref("Webhook"))))
    yield "/webhooks", "get", operation(
        "list-webhooks", tag, _("List webhooks"),
        _("Your own; an administrator sees those of all. Only a token of full scope does."),
        every | answers.refusals(),
    )  # fmt: skip
    made = answers.success(201, _("It was made. Its secret is told here and never again."), ref("WebhookWithSecret"),
                           "Location")  # fmt: skip
    schema = answers.of_parts(WEBHOOK)
    schema["properties"]["events"]["items"] = {"enum": list(EVENTS)}
    yield "/webhooks", "post", operation(
        "create-webhook", tag, _("Make a webhook"),
        _("From now on each change of what you may read is posted to the address: signed by Standard Webhooks, with "
          "the fields that you may read when it is sent, again and again until it is taken, and with the same "
          "webhook-id each time. Messages do not always come in the order of the changes."),
        made | answers.refusals(*BODY, 409), parameters=[parameters.idempotency_key()],
        body=json_body(schema, example=EXAMPLE),
    )  # fmt: skip


def _one() -> Operations:
    tag, one = _("Webhooks"), parameters.in_path("id", _("The id of the webhook."))
    found = answers.success(200, _("The webhook."), ref("WebhookInDetail"))
    yield "/webhooks/{id}", "get", operation(
        "read-webhook", tag, _("How a webhook stands"),
        _("How it is set up, how many messages wait, were given up and have arrived, and why it was switched off."),
        found | answers.refusals(), parameters=[one],
    )  # fmt: skip
    schema = answers.of_parts(CHANGE)
    schema["properties"]["events"]["items"] = {"enum": list(EVENTS)}
    schema["properties"]["filter"] = nullable(schema["properties"]["filter"])
    yield "/webhooks/{id}", "patch", operation(
        "change-webhook", tag, _("Change a webhook"),
        _("Changes what is given. “active” false pauses it; true resumes it where it stopped, or with “skip_missed” "
          "from now on. Only its own person changes it; an administrator may pause any."),
        found | answers.refusals(*BODY), parameters=[one], body=json_body(schema, example={"active": True}),
    )  # fmt: skip
    yield "/webhooks/{id}", "delete", operation(
        "remove-webhook", tag, _("Remove a webhook"), _("With all that it had to send and what it sent."),
        answers.success(204, _("It is gone."), None) | answers.refusals(), parameters=[one],
    )  # fmt: skip


def _secrets() -> Operations:
    tag, one = _("Webhooks"), parameters.in_path("id", _("The id of the webhook."))
    shown = answers.success(200, _("The new secret, told here and never again."), ref("WebhookWithSecret"))
    yield "/webhooks/{id}/secret", "post", operation(
        "rotate-webhook-secret", tag, _("Make a new secret"),
        _("For as many hours as you say, a day by default, messages bear the signatures of both secrets, so that "
          "none is refused while you put the new one in its place."),
        shown | answers.refusals(*BODY, 409), parameters=[one, parameters.idempotency_key()],
        body=json_body(answers.of_parts(ROTATION), required=False, example={"hours": 24}),
    )  # fmt: skip
    sent = answers.success(202, _("It will be sent at once."), ref("WebhookMessage"), "Location")
    yield "/webhooks/{id}/test", "post", operation(
        "test-webhook", tag, _("Send a test"),
        _("A message of type webhook.test that says nothing. Follow it at Location."),
        sent | answers.refusals(409, 413), parameters=[one, parameters.idempotency_key()],
    )  # fmt: skip


def _messages() -> Operations:
    tag, one = _("Webhooks"), parameters.in_path("id", _("The id of the webhook."))
    message = parameters.in_path("message", _("The id of the message."))
    page = answers.thing(data=answers.several(ref("WebhookMessage")), next=nullable(TEXT))
    state = parameters.query("state", _("Only those of this state."), {"enum": list(State.values)}, example="dead")
    yield "/webhooks/{id}/messages", "get", operation(
        "webhook-messages", tag, _("What a webhook had to send"),
        _("Its messages, newest first, for as long as they are kept. “dead” are those that were given up."),
        answers.success(200, _("Messages, newest first."), page) | answers.refusals(),
        parameters=[one, *parameters.paging(), state],
    )  # fmt: skip
    yield "/webhooks/{id}/messages/{message}", "get", operation(
        "webhook-message", tag, _("One message with its attempts"),
        _("Each attempt with what was sent and what came back, both cut short."),
        answers.success(200, _("The message."), ref("WebhookMessageInDetail")) | answers.refusals(),
        parameters=[one, message],
    )  # fmt: skip
    again = answers.success(202, _("It will be sent again."), ref("WebhookMessage"))
    yield "/webhooks/{id}/messages/{message}/replay", "post", operation(
        "replay-webhook-message", tag, _("Send a message again"),
        _("A message that has ended, under its webhook-id, with what you may read now."),
        again | answers.refusals(409, 413), parameters=[one, message, parameters.idempotency_key()],
    )  # fmt: skip
    count = answers.success(202, _("How many will be sent again."), answers.thing(count=answers.WHOLE))
    yield "/webhooks/{id}/replay", "post", operation(
        "replay-webhook", tag, _("Send all again that were given up"),
        _("Every message of the dead list, as soon as the address takes them."),
        count | answers.refusals(409, 413), parameters=[one, parameters.idempotency_key()],
    )  # fmt: skip
