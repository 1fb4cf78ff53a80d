"""Fields that administrators add to objects: made, changed, moved, retired and taken back while everybody works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.actions import action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.journal.causing import causing
from plexus.kernel.query.rollups import RollUp
from plexus.kernel.records import changing
from plexus.kernel.records.jobs import KIND, NUMBERS, SEARCH
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import ROLL_UP
from plexus.shell.administration.actions import naming

CHANGEABLE = frozenset(
    {"label_en", "label_zh", "help_en", "help_zh", "required", "unique", "filterable", "position", "options"}
)


def create_field(*, actor: Actor, plural: str, values: Mapping[str, Any], now: datetime) -> FieldDefinition:
    """A new field of an object, usable at once; raises `NotAllowed`, `Invalid` or `Taken`.

    Without a `name` it gets one made of its label; it stands last unless its position is told.
    """
    _must_administer(actor)
    about = registry.of(actor.workspace_id).object(plural)
    given = dict(values) | {"object": plural}
    given["name"] = given.get("name") or naming.field_name(about, given, held_names(actor, plural))
    given = dict(placed(actor, given))
    given["options"] = _with_list_name(actor, about, given.get("options") or {})
    with causing(actor=actor, action="custom-fields.create"):
        row = changing.create(actor=actor, about=_definitions(actor), values=given, now=now)
        return followed(actor=actor, row=cast("FieldDefinition", row), now=now)


def placed(actor: Actor, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a new field, which stands last among those of its object unless its position is told."""
    held = FieldDefinition.objects.filter(workspace_id=actor.workspace_id).values_list("object", "position")
    last = max((position for name, position in held if name == values.get("object")), default=0)
    return {"position": last + 1} | dict(values)


def followed(*, actor: Actor, row: FieldDefinition, now: datetime) -> FieldDefinition:
    """The field that was made or changed, with the indexes that it and the reference of a roll-up ask for.

    Where a new one draws running numbers, a job gives one to each record that is there already.
    """
    if row.version == 1:
        _numbered(actor, row)
    return _indexed(actor, _with_fast_reference(actor, row, now))


def change_field(
    *, actor: Actor, field_id: UUID, values: Mapping[str, Any], now: datetime, version: int | None = None
) -> FieldDefinition:
    """Change what may change of a field: its labels, help, rules, place and options; raises `Invalid`, `Conflict`."""
    _must_administer(actor)
    given = {name: value for name, value in values.items() if name in CHANGEABLE}
    with causing(actor=actor, action="custom-fields.change"):
        row = changing.update(
            actor=actor, about=_definitions(actor), record_id=field_id, values=given, now=now, version=version
        )
        return followed(actor=actor, row=cast("FieldDefinition", row), now=now)


def reorder_fields(*, actor: Actor, plural: str, names: Sequence[str], now: datetime) -> None:
    """Put the custom fields of an object into this order; those that are not named follow as they were."""
    _must_administer(actor)
    rows = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural, deleted_at=None)
    wanted = {name: place for place, name in enumerate(names)}
    ordered = sorted(rows, key=lambda row: (wanted.get(row.name, len(wanted)), row.position, row.name))
    with causing(actor=actor, action="custom-fields.reorder"):
        for place, row in enumerate(ordered, start=1):
            if row.position != place:
                changing.update(
                    actor=actor, about=_definitions(actor), record_id=row.pk, values={"position": place}, now=now
                )


@action("retire", on="custom-fields", label=_("Retire"), icon="archive", bulk=False)
def retire_field(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Show a field nowhere any more; its values stay and come back with it."""
    with _changed(actor, record_id, now, "custom-fields.retire") as row:
        row.retired_at = row.retired_at or now
    return _indexed(actor, searched(actor, row))


@action("reinstate", on="custom-fields", label=_("Use again"), icon="archive-restore", bulk=False)
def reinstate_field(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Show a retired field again, with the values that it had."""
    with _changed(actor, record_id, now, "custom-fields.reinstate") as row:
        row.retired_at = None
    _numbered(actor, row)
    return _indexed(actor, searched(actor, row))


def _numbered(actor: Actor, row: FieldDefinition) -> None:
    about = registry.of(actor.workspace_id).objects.get(row.object)
    if row.type == CustomType.AUTO_NUMBER and about and about.rows(actor.workspace_id).exists():
        enqueue(actor, NUMBERS, field_id=row.pk)


def searched(actor: Actor, row: FieldDefinition) -> FieldDefinition:
    """The field, which a job lets records be found by, or no longer, once this is kept."""
    enqueue(actor, SEARCH, field_id=row.pk)
    return row


def _indexed(actor: Actor, row: FieldDefinition) -> FieldDefinition:
    """The field, whose indexes a job will see to once this is kept."""
    if row.filterable or row.unique or row.pk in _watched(actor):
        enqueue(actor, KIND, field_id=row.pk)
    return row


def _with_fast_reference(actor: Actor, row: FieldDefinition, now: datetime) -> FieldDefinition:
    """The field; a roll-up asks for its reference once for each record shown, so a custom one gets an index."""
    about = registry.supposing(actor.workspace_id, row).objects.get(row.object) if row.type == ROLL_UP else None
    made = about.fields.get(row.name) if about else None
    if made is None or not isinstance(made.reckoning, RollUp):
        return row
    reference = made.reckoning.rows.reference
    if reference.custom and reference.definition and not (reference.filterable or reference.unique):
        change_field(actor=actor, field_id=reference.definition, values={"filterable": True}, now=now)
    return row


def _watched(actor: Actor) -> set[UUID]:
    """The fields that have had such a job, and so may have an index that is not wanted any more."""
    jobs = Job.objects.filter(workspace_id=actor.workspace_id, kind=KIND)
    return {UUID(each) for each in jobs.values_list("params__field_id", flat=True)}


def held_names(actor: Actor, plural: str) -> set[str]:
    """The names of all custom fields that an object has or had."""
    rows = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, object=plural)
    return set(rows.values_list("name", flat=True))


def _changed(actor: Actor, record_id: UUID, now: datetime, name: str) -> Any:
    return changing.changing(actor=actor, about=_definitions(actor), record_id=record_id, now=now, action=name)


def _with_list_name(actor: Actor, about: Object, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a reference with the name of the list that it makes on the other side, settled for good."""
    target = options.get("target")
    if not target or options.get("related"):
        return dict(options)
    known = registry.of(actor.workspace_id)
    free = target in known.objects and about.plural not in known.related(target)
    return dict(options) | ({"related": about.plural} if free else {})


def _definitions(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).object("custom-fields")


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
