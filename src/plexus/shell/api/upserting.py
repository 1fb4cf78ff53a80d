"""Create or change the record that a key names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import bearing
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies, keeping
from plexus.shell.api.door import Call
from plexus.shell.api.records import created, object_of, record
from plexus.shell.api.writing import under_cause


class NotAKey(Refusal):
    """Records of the object are not found by this field."""

    message = _("Records are not found by “%(field)s” here. Use one of: %(known)s.")


class SeveralFit(Refusal):
    """More than one record has the key."""

    message = _("Several records have this key, so it names none of them.")


def put_record(call: Call, objects: str, key_field: str, value: str) -> HttpResponse:
    """PUT /{objects}/by/{key_field}/{value}: change the record with this key, or create it (201)."""
    about = object_of(call, objects)
    values = call.body()

    def work() -> HttpResponse:
        record_id, is_new = put(call, about, key_field, value, values)
        return created(call, about, record_id) if is_new else record(call, about, record_id)

    return under_cause(call, f"{objects}.put", work)


def put(call: Call, about: Object, key_field: str, value: Any, values: dict[str, Any]) -> tuple[UUID, bool]:
    """The record that the key names and whether it was made; one key is put by one request at a time."""
    one = key_of(call, about, key_field)
    try:
        operand = one.type.operand(value, one)
    except Unfit as unfit:
        raise bodies.QueryInvalid(fields=[FieldError(key_field, unfit.code, unfit.message, unfit.params)]) from unfit
    _lock(call, about, key_field, operand)
    found = list(reading.visible(call.actor, about).filter(bearing(one, operand)).values_list("pk", flat=True)[:2])
    if len(found) > 1:
        raise SeveralFit
    if found:
        keeping.update(call, about, found[0], values)
        return found[0], False
    made = keeping.create(call, about, {key_field: value} | values)
    return made.pk, True


def keys_of(actor: Actor, about: Object) -> list[str]:
    """The fields that name a record of an object."""
    known = readable_fields(actor, about)
    named = (*about.described.match, *(each.name for each in known.values() if each.unique))
    return [name for name in dict.fromkeys(named) if name in known]


def key_of(call: Call, about: Object, name: str) -> Field:
    """A field that names records; raises `NotAKey`."""
    if name not in keys_of(call.actor, about):
        raise NotAKey(field=name, known=", ".join(keys_of(call.actor, about)))
    return about.fields[name]


def _lock(call: Call, about: Object, name: str, operand: Any) -> None:
    key = f"{call.actor.workspace_id} {about.plural} {name} {str(operand).casefold()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
