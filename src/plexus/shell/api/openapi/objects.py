"""The operations of one object."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.kernel import actions
from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.action import Action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.shell.api.acts import BULK
from plexus.shell.api.batching import BATCH, OPERATION
from plexus.shell.api.openapi import answers, examples, parameters, sharing
from plexus.shell.api.openapi.operations import BODY, Operations, json_body
from plexus.shell.api.openapi.schemas import TEXT, Json, as_written, ref
from plexus.shell.api.openapi.told import Told
from plexus.shell.api.upserting import keys_of


def operations(actor: Actor, about: Object) -> Operations:
    """Address, method and operation of everything that the actor may do with an object."""
    told = Told(actor, about)
    yield from _reading(told)
    if told.may(Verb.CREATE) or told.may(Verb.UPDATE):
        yield from _writing(told)
    if told.may(Verb.DELETE):
        yield from _removing(told)
    yield from sharing.operations(told)
    for each in actions.available(actor, about):
        yield from _acting(told, each)


def _reading(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    page = answers.success(200, _("A page of the list."), ref(f"{told.name}Page"))
    yield told.path, "get", told.operation(
        "list", _("List %(plural)s") % {"plural": told.plural},
        _("A page of what you may see: filtered, searched, sorted, with the fields and references that you name. "
          "“next” and “previous” are cursors; “count” is exact up to a bound and says so."),
        page | answers.refusals(),
        parameters=parameters.listing(told.about),
    )  # fmt: skip
    found = answers.success(200, _("The record."), ref(told.name), "ETag")
    yield one, "get", told.operation(
        "read", _("Read %(label)s") % {"label": told.label},
        _("The record with all fields that you may read; its ETag is the version for If-Match, and for If-None-Match, "
          "which answers 304 while that is its version. With as_of: as it stood at that moment."),
        found | answers.success(304, _("You hold this version."), None, "ETag") | answers.refusals(),
        parameters=[
            parameters.record_id(), parameters.fields(told.about), parameters.expand(), parameters.as_of(),
            parameters.if_none_match(),
        ],
    )  # fmt: skip
    yield f"{told.path}/aggregate", "get", told.operation(
        "aggregate", _("Groups and figures of %(plural)s") % {"plural": told.plural},
        _("Counts and figures of what you may see, group by group; amounts one by one in each currency. Each group "
          "bears the filter by which the list finds its records. “rest” is what the groups beyond the limit hold "
          "together, “total” what all hold."),
        answers.success(200, _("Groups and figures."), ref("Aggregate")) | answers.refusals(),
        parameters=parameters.grouping(),
    )  # fmt: skip
    changes = answers.thing(data=answers.several(ref("Change")), next={"type": ["string", "null"]})
    yield f"{one}/history", "get", told.operation(
        "history-of", _("What became of it"),
        _("Every change of the record: who made it, when, under which cause, and each field before and after."),
        answers.success(200, _("Changes, newest first."), changes) | answers.refusals(),
        parameters=[parameters.record_id(), *parameters.paging()],
    )  # fmt: skip
    events = answers.thing(data=answers.several(ref("Event")), next={"type": ["string", "null"]})
    yield f"{one}/timeline", "get", told.operation(
        "timeline-of", _("What happened about it"),
        _("Activities, tasks and comments about the record and its relatives, as its page shows them."),
        answers.success(200, _("Activities, tasks and comments, newest first."), events) | answers.refusals(),
        parameters=[parameters.record_id(), *parameters.paging()],
    )  # fmt: skip


def _writing(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    key = parameters.idempotency_key()
    if told.may(Verb.CREATE):
        made = told.record(201, _("It was created."), "Location", "Plexus-Cause") | _unseen("Location")
        yield told.path, "post", told.operation(
            "create", _("Create %(label)s") % {"label": told.label},
            _("Fields that are left out get their default. References are given by id, or by a key of the record: "
              "{\"by\": {\"name\": \"…\"}}."),
            made | answers.refusals(*BODY, 409),
            parameters=[key], body=json_body(ref(f"{told.name}Create")),
        )  # fmt: skip
    if told.may(Verb.UPDATE):
        changed = told.record(200, _("The record as it is now."), "Plexus-Cause")
        yield one, "patch", told.operation(
            "update", _("Change %(label)s") % {"label": told.label},
            _("Changes the fields given and no other; null empties one. With If-Match nobody's change is lost: another "
              "version there now is answered with 412 and both versions."),
            changed | answers.refusals(*BODY, 409, 412),
            parameters=[parameters.record_id(), parameters.if_match()], body=json_body(ref(f"{told.name}Update")),
        )  # fmt: skip
    yield from _together(told, key)


def _together(told: Told, key: Json) -> Operations:
    """Many at once, and by a key."""
    results = answers.success(200, _("A verdict for each operation."), ref("BatchResult"), "Plexus-Cause")
    schema = answers.of_parts(BATCH)
    schema["properties"]["operations"]["items"] = answers.of_parts(OPERATION)
    yield f"{told.path}/batch", "post", told.operation(
        "batch", _("Up to 1,000 operations at once"),
        _("Creates, changes, deletes, restores or puts, in order, with a verdict for each. All stand under one cause, "
          "so one undo takes them back. “atomic” keeps all or nothing: where one operation is refused, "
          "the others say 424."),
        results | answers.refusals(*BODY, 409), parameters=[key],
        body=json_body(schema, example=examples.batch(told.actor, told.about)),
    )  # fmt: skip
    names = keys_of(told.actor, told.about)
    if names:
        address = [
            parameters.in_path("key", _("The field that names the record."), {"type": "string", "enum": names}),
            parameters.in_path("value", _("Its value."), TEXT | {"minLength": 1}),
        ]
        put = told.record(200, _("It was changed."), "Plexus-Cause")
        made = told.record(201, _("It was created."), "Location", "Plexus-Cause") | _unseen("Location")
        yield f"{told.path}/by/{{key}}/{{value}}", "put", told.operation(
            "put", _("Create or change by a key"),
            _("Changes the record whose key has this value, or creates it. Two requests with one key make one record; "
              "a key that several records have is refused."),
            put | made | answers.refusals(*BODY, 409), parameters=address,
            body=json_body(ref(f"{told.name}Update")),
        )  # fmt: skip


def _unseen(*headers: str) -> Json:
    """What was done to a record, or made one, that its reader may not see."""
    return answers.success(204, _("Done; the record is out of your sight now."), None, *headers, "Plexus-Cause")


def _removing(told: Told) -> Operations:
    one = f"{told.path}/{{id}}"
    gone = answers.success(204, _("It lies in the trash."), None, "Plexus-Cause")
    yield one, "delete", told.operation(
        "delete", _("Move %(label)s to the trash") % {"label": told.label},
        _("Nothing is lost: restore takes it out again, and so does undoing the cause."),
        gone | answers.refusals(409, 412),
        parameters=[parameters.record_id(), parameters.if_match()],
    )  # fmt: skip
    back = told.record(200, _("The record as it is now."), "Plexus-Cause")
    yield f"{one}/restore", "post", told.operation(
        "restore", _("Take %(label)s out of the trash") % {"label": told.label},
        _("A record that is in no trash stays as it is."), back | answers.refusals(409, 412, 413),
        parameters=[parameters.record_id(), parameters.if_match(), parameters.idempotency_key()],
    )  # fmt: skip


def _acting(told: Told, action: Action) -> Operations:
    wanted = action.params(told.actor, told.about)
    shown = examples.act(told.actor, told.about, action.key, wanted)
    required = [each.name for each in wanted if each.required]
    schema: Json = {
        "type": "object",
        "properties": {each.name: as_written(each) for each in wanted},
        "additionalProperties": False,
    }
    schema |= {"required": required} if required else {}
    done = told.record(200, _("The record as it is now."), "Plexus-Cause")
    unseen = _unseen()
    done |= answers.handed_over() if action.size else {}
    yield f"{told.path}/{{id}}/actions/{action.key}", "post", told.operation(
        f"act-{action.key}", str(action.label),
        _("What the button “%(label)s” does on a page, under the same rules; the journal keeps it as %(name)s.")
        % {"label": action.label, "name": action.name(told.about)}, done | unseen | answers.refusals(*BODY, 409, 412),
        parameters=[parameters.record_id(), parameters.if_match(), parameters.idempotency_key()],
        body=json_body(schema, required=bool(required), example=shown),
    )  # fmt: skip
    if action.bulk:
        many = answers.of_parts(BULK)
        many["properties"]["params"] = schema
        yield f"{told.path}/actions/{action.key}", "post", told.operation(
            f"act-on-many-{action.key}", _("%(label)s: many at once") % {"label": action.label},
            _("On the records named by id or found by a filter. Those that cannot be are told with the reason and stay "
              "as they are; the others are changed, under one cause."),
            answers.success(200, _("What became of them."), ref("BulkResult"), "Plexus-Cause") | answers.handed_over()
            | answers.refusals(*BODY, 409),
            parameters=[parameters.idempotency_key()],
            body=json_body(many, example=examples.bulk(shown)),
        )  # fmt: skip
