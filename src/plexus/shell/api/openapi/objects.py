"""The operations of one object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel import actions
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.actions.action import Action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.shell.api.acts import BULK
from plexus.shell.api.batching import BATCH, OPERATION
from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.schemas import TEXT, Json, as_written, name_of, ref
from plexus.shell.api.upserting import keys_of

BODY = (400, 413, 415)
Operations = Iterator[tuple[str, str, Json]]


class Told:
    """An object as the document tells it, to one actor."""

    def __init__(self, actor: Actor, about: Object) -> None:
        self.actor, self.about = actor, about
        self.name = name_of(about)
        self.label, self.plural = str(about.label), str(about.label_plural)
        self.path = f"/{about.plural}"

    def may(self, verb: Verb) -> bool:
        """Whether the actor may do this to any record at all."""
        return bool(level(self.actor, self.about, verb))

    def operation(
        self, key: str, summary: str, answers: Json, *, parameters: Any = (), body: Json | None = None
    ) -> Json:
        """An operation of this object."""
        made: Json = {
            "operationId": f"{key}-{self.about.plural}", "summary": summary, "tags": [self.plural],
            "parameters": list(parameters), "responses": answers,
        }  # fmt: skip
        return made | ({"requestBody": body} if body else {})

    def record(self, status: int, text: str, *more: str) -> Json:
        """An answer that shows a record."""
        return answers.success(status, text, ref(self.name), "ETag", *more)


def json_body(schema: Json, *, required: bool = True) -> Json:
    """A body of JSON."""
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def operations(actor: Actor, about: Object) -> Operations:
    """Address, method and operation of everything that the actor may do with an object."""
    told = Told(actor, about)
    yield from _reading(told)
    if told.may(Verb.CREATE) or told.may(Verb.UPDATE):
        yield from _writing(told)
    if told.may(Verb.DELETE):
        yield from _removing(told)
    for each in actions.available(actor, about):
        yield from _acting(told, each)


def _reading(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    page = answers.success(200, _("A page of the list."), ref(f"{told.name}Page"))
    yield told.path, "get", told.operation(
        "list", _("List %(plural)s") % {"plural": told.plural}, page | answers.refusals(),
        parameters=parameters.listing(told.about),
    )  # fmt: skip
    moment = parameters.query("as_of", _("As it stood at this moment."), answers.INSTANT)
    found = answers.success(200, _("The record."), ref(told.name), "ETag")
    yield one, "get", told.operation(
        "read", _("Read %(label)s") % {"label": told.label}, found | answers.refusals(),
        parameters=[parameters.record_id(), parameters.fields(told.about), parameters.expand(), moment],
    )  # fmt: skip
    changes = answers.thing(data=answers.several(ref("Change")), next={"type": ["string", "null"]})
    yield f"{one}/history", "get", told.operation(
        "history-of", _("What became of it"),
        answers.success(200, _("Changes, newest first."), changes) | answers.refusals(),
        parameters=[parameters.record_id(), *parameters.paging()],
    )  # fmt: skip
    events = answers.thing(data=answers.several(ref("Event")))
    yield f"{one}/timeline", "get", told.operation(
        "timeline-of", _("What happened about it"),
        answers.success(200, _("Activities, tasks and comments, newest first."), events) | answers.refusals(),
        parameters=[parameters.record_id(), parameters.paging()[0]],
    )  # fmt: skip


def _writing(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    key = parameters.idempotency_key()
    if told.may(Verb.CREATE):
        made = told.record(201, _("It was created."), "Location", "Plexus-Cause")
        yield told.path, "post", told.operation(
            "create", _("Create %(label)s") % {"label": told.label}, made | answers.refusals(*BODY, 409),
            parameters=[key], body=json_body(ref(f"{told.name}Create")),
        )  # fmt: skip
    if told.may(Verb.UPDATE):
        changed = told.record(200, _("The record as it is now."), "Plexus-Cause")
        yield one, "patch", told.operation(
            "update", _("Change %(label)s") % {"label": told.label}, changed | answers.refusals(*BODY, 409, 412),
            parameters=[parameters.record_id(), parameters.if_match()], body=json_body(ref(f"{told.name}Update")),
        )  # fmt: skip
    yield from _together(told, key)


def _together(told: Told, key: Json) -> Operations:
    """Many at once, and by a key."""
    results = answers.success(200, _("A verdict for each operation."), ref("BatchResult"), "Plexus-Cause")
    schema = answers.of_parts(BATCH)
    schema["properties"]["operations"]["items"] = answers.of_parts(OPERATION)
    yield f"{told.path}/batch", "post", told.operation(
        "batch", _("Up to 1,000 operations at once"), results | answers.refusals(*BODY, 409), parameters=[key],
        body=json_body(schema),
    )  # fmt: skip
    names = keys_of(told.actor, told.about)
    if names:
        address = [
            parameters.in_path("key", _("The field that names the record."), {"type": "string", "enum": names}),
            parameters.in_path("value", _("Its value."), TEXT | {"minLength": 1}),
        ]
        put = told.record(200, _("It was changed."), "Plexus-Cause")
        made = told.record(201, _("It was created."), "Location", "Plexus-Cause")
        yield f"{told.path}/by/{{key}}/{{value}}", "put", told.operation(
            "put", _("Create or change by a key"), put | made | answers.refusals(*BODY, 409), parameters=address,
            body=json_body(ref(f"{told.name}Update")),
        )  # fmt: skip


def _removing(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    gone = answers.success(204, _("It lies in the trash."), None, "Plexus-Cause")
    yield one, "delete", told.operation(
        "delete", _("Move %(label)s to the trash") % {"label": told.label}, gone | answers.refusals(409, 412),
        parameters=[parameters.record_id(), parameters.if_match()],
    )  # fmt: skip
    back = told.record(200, _("The record as it is now."), "Plexus-Cause")
    yield f"{one}/restore", "post", told.operation(
        "restore", _("Take %(label)s out of the trash") % {"label": told.label}, back | answers.refusals(409, 413),
        parameters=[parameters.record_id(), parameters.idempotency_key()],
    )  # fmt: skip


def _acting(told: Told, action: Action) -> Operations:
    wanted = action.params(told.actor, told.about)
    required = [each.name for each in wanted if each.required]
    schema: Json = {
        "type": "object",
        "properties": {each.name: as_written(each) for each in wanted},
        "additionalProperties": False,
    }
    schema |= {"required": required} if required else {}
    done = told.record(200, _("The record as it is now."), "Plexus-Cause")
    unseen = answers.success(204, _("Done; the record is out of your sight now."), None, "Plexus-Cause")
    yield f"{told.path}/{{id}}/actions/{action.key}", "post", told.operation(
        f"act-{action.key}", str(action.label), done | unseen | answers.refusals(*BODY, 409),
        parameters=[parameters.record_id(), parameters.idempotency_key()],
        body=json_body(schema, required=bool(required)),
    )  # fmt: skip
    if action.bulk:
        many = answers.of_parts(BULK)
        many["properties"]["params"] = schema
        yield f"{told.path}/actions/{action.key}", "post", told.operation(
            f"act-on-many-{action.key}", _("%(label)s: many at once") % {"label": action.label},
            answers.success(200, _("What became of them."), ref("BulkResult"), "Plexus-Cause")
            | answers.refusals(*BODY, 409),
            parameters=[parameters.idempotency_key()], body=json_body(many),
        )  # fmt: skip
