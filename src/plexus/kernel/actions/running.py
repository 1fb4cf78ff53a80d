"""Doing an action to one record or to many: parameters parsed, the policy asked, one cause."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from plexus.kernel.actions import registry
from plexus.kernel.actions.action import Action, Told
from plexus.kernel.actions.refusals import OneByOne
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.preparing import assigning
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError, Refusal


def run(
    *, actor: Actor, about: Object, key: str, record_id: UUID, now: datetime, params: Mapping[str, Any] | None = None,
    told: Told | None = None,
) -> Any:  # fmt: skip
    """Do an action to one record; gives what the action gives. `told` hears how far one is that touches many others."""
    wanted = _wanted(actor, about, key)
    given = _parsed(wanted, actor, about, params) | wanted.subject(about) | _hearing(wanted, told)
    with causing(actor=actor, action=wanted.name(about)):
        return wanted.run(actor=actor, record_id=record_id, now=now, **given)


def expect(*, actor: Actor, about: Object, key: str, record_id: UUID, version: int | None) -> None:
    """Hold the record of an action to come at the version that the actor read, if he says; raises `Conflict`."""
    verb = registry.find(about, key).verb
    if version is not None:
        changing.expect(actor=actor, about=about, record_id=record_id, version=version, verb=verb)


def size(
    *, actor: Actor, about: Object, key: str, rows: Collection[UUID], most: int | None = None,
    params: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """How many records an action would touch beside those it is done to, counted no further than beyond `most`.

    What can be refused of the question is refused here already.
    """
    wanted = _wanted(actor, about, key)
    if wanted.size is None:
        return 0
    return wanted.size(actor=actor, rows=rows, most=most, **_parsed(wanted, actor, about, params))


def ready(*, actor: Actor, about: Object, key: str, now: datetime, params: Mapping[str, Any] | None = None) -> None:
    """Refuse now what would be refused whatever the records: the action is done to none, and leaves no trace."""
    with transaction.atomic():
        run_many(actor=actor, about=about, key=key, rows=(), now=now, params=params)
        transaction.set_rollback(True)


def run_many(
    *, actor: Actor, about: Object, key: str, rows: Rows, now: datetime, params: Mapping[str, Any] | None = None,
    told: Told | None = None,
) -> BulkResult:  # fmt: skip
    """Do an action to a selection under one cause; each record that is refused is told, the others go on."""
    wanted = _wanted(actor, about, key)
    if not wanted.bulk:
        raise OneByOne
    given = _parsed(wanted, actor, about, params) | wanted.subject(about) | _hearing(wanted, told)
    with causing(actor=actor, action=wanted.name(about)) as cause_id:
        if wanted.many:
            return wanted.many(actor=actor, rows=rows, now=now, **given)
        result = BulkResult(cause_id)
        for each in selecting.chosen(actor, about, rows, wanted.verb, result, trashed=wanted.trashed):
            _one(partial(wanted.run, actor=actor, now=now, **given), each, result)
    return result


def _hearing(wanted: Action, told: Told | None) -> dict[str, Any]:
    return {"told": told} if told and wanted.size else {}


def _one(call: Any, record_id: UUID, result: BulkResult) -> None:
    try:
        with transaction.atomic():
            call(record_id=record_id)
    except Refusal as refusal:
        result.refuse([record_id], refusal)
    else:
        result.changed += 1


def _wanted(actor: Actor, about: Object, key: str) -> Action:
    """The action, when the policy opens it to the actor."""
    wanted = registry.find(about, key)
    if not wanted.is_open_to(actor, about):
        raise NotAllowed
    return wanted


def _parsed(wanted: Action, actor: Actor, about: Object, params: Mapping[str, Any] | None) -> dict[str, Any]:
    """The parameters as their kinds understand them; raises `Invalid` with each that does not fit."""
    asked = {each.name: each for each in wanted.params(actor, about)}
    given = params or {}
    absent = [name for name, each in asked.items() if each.required and name not in given]
    form = replace(about, described=replace(about.described, plural=wanted.name(about)), fields=asked)
    try:
        parsed = assigning.parse(actor, form, given)
    except Invalid as invalid:
        raise Invalid(fields=[*invalid.fields, *_required(absent)]) from invalid
    if absent:
        raise Invalid(fields=_required(absent))
    return parsed


def _required(names: list[str]) -> list[FieldError]:
    return [FieldError(name, "required", assigning.REQUIRED) for name in names]
