"""From what a door received to the attributes of a row: parsed, permitted, complete, references found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.models import Record
from plexus.kernel.records.preparing import filing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import By, Unfit
from plexus.kernel.schema.field_types.file import Named
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import bearing
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import WorkspaceRow

UNKNOWN = _("There is no field “%(field)s”.")
READ_ONLY = _("“%(field)s” cannot be set.")
REQUIRED = _("This field is required.")
NO_RECORD = _("No record was found for this reference.")
AMBIGUOUS = _("Several records fit this reference. Give its id.")

Values = dict[str, Any]


def parse(actor: Actor, about: Object, given: Mapping[str, Any]) -> Values:
    """Parsed values by field name; raises `Invalid` with every field that does not fit, not only the first."""
    fits, unfit = fitting(actor, about, given)
    if unfit:
        raise Invalid(fields=unfit)
    return fits


def fitting(
    actor: Actor, about: Object, given: Mapping[str, Any], row: WorkspaceRow | None = None
) -> tuple[Values, list[FieldError]]:
    """Parsed values by field name as far as they fit, and what is wrong with the others.

    What the row refers to already it may go on referring to, also where the actor may not see that record.
    """
    known = readable_fields(actor, about)
    parsed: Values = {}
    errors: list[FieldError] = []
    for name, value in given.items():
        try:
            parsed[name] = _one(actor, about, known.get(name), name, value)
        except Unfit as unfit:
            errors.append(FieldError(name, unfit.code, unfit.message, unfit.params))
    errors += _find_references(actor, about, parsed, row)
    errors += _find_files(actor, about, parsed)
    wrong = {each.field for each in errors}
    return {name: value for name, value in parsed.items() if name not in wrong}, errors


def _one(actor: Actor, about: Object, one: Field | None, name: str, value: Any) -> Any:
    if one is None:
        raise Unfit("unknown_field", UNKNOWN, field=name)
    if not may_write(actor, about, one):
        raise Unfit("read_only", READ_ONLY, field=name)
    parsed = one.type.parse(value, one)
    if _is_emptied(about, one, parsed):
        raise Unfit("required", REQUIRED)
    return parsed


def emptied(about: Object, parsed: Values) -> list[FieldError]:
    """What is said to be empty and cannot be."""
    return [
        FieldError(name, "required", REQUIRED)
        for name, value in parsed.items()
        if _is_emptied(about, about.fields[name], value)
    ]


def _is_emptied(about: Object, one: Field, parsed: Any) -> bool:
    return parsed == one.type.empty and (one.required or (parsed is None and _always_has_a_value(about, one)))


def _always_has_a_value(about: Object, one: Field) -> bool:
    """Whether a field that nobody must fill is never empty: without a value it has its default.

    The parameters of an action are no columns of the object.
    """
    if one.custom or one.computed:
        return False
    column = next((each for each in about.model._meta.concrete_fields if each.attname == one.column), None)
    return column is not None and not column.null and column.has_default()


def missing(about: Object, row: WorkspaceRow) -> list[FieldError]:
    """The required fields that a row lacks."""
    empty = (each.name for each in about.required_fields if is_empty(each, row))
    return [FieldError(name, "required", REQUIRED) for name in empty]


def is_empty(one: Field, row: WorkspaceRow) -> bool:
    """Whether a row holds nothing in a field."""
    value = row.custom.get(one.name) if one.custom else getattr(row, one.alias_of or one.column)
    return value is None or value in ("", [])


def _find_references(actor: Actor, about: Object, parsed: Values, row: WorkspaceRow | None) -> list[FieldError]:
    """Replace each reference by the id of a record that the actor may read; gives the errors."""
    errors = []
    for name in [name for name, value in parsed.items() if value and about.fields[name].type.key == "reference"]:
        if row is not None and str(parsed[name]) == str(referred(about.fields[name], row)):
            continue
        try:
            parsed[name] = _find(actor, about.fields[name].target or "", parsed[name])
        except Unfit as unfit:
            errors.append(FieldError(name, unfit.code, unfit.message, unfit.params))
    for name in [name for name, value in parsed.items() if value and about.fields[name].type.key == "references"]:
        try:
            parsed[name] = [_found(actor, each) for each in parsed[name]]
        except Unfit as unfit:
            errors.append(FieldError(name, unfit.code, unfit.message, unfit.params))
        else:
            held = (referred(about.fields[name], row) if row is not None else None) or []
            fresh = [each for each in parsed[name] if each not in held]
            errors += [] if _all_exist(actor, fresh) else [FieldError(name, "not_found", NO_RECORD)]
    return errors


def referred(one: Field, row: WorkspaceRow) -> Any:
    """What a row refers to in a field: an id, or several references."""
    return row.custom.get(one.name) if one.custom else getattr(row, one.column)


def _find_files(actor: Actor, about: Object, parsed: Values) -> list[FieldError]:
    """Replace each file that was named by what its field will hold; gives the errors."""
    errors = []
    for name, value in parsed.items():
        if isinstance(value, Named):
            try:
                parsed[name] = filing.found(actor, about.fields[name], value)
            except Unfit as unfit:
                errors.append(FieldError(name, unfit.code, unfit.message, unfit.params))
    return errors


def _found(actor: Actor, one: dict[str, Any]) -> dict[str, str]:
    """One of several references, with the record looked up that it names by a field."""
    return one | {"id": str(_find(actor, one["object"], one["id"]))} if isinstance(one["id"], By) else one


def _find(actor: Actor, plural: str, wanted: UUID | By) -> UUID:
    target = registry.of(actor.workspace_id).object(plural)
    rows = target.rows(actor.workspace_id).filter(permitted(actor, target), deleted_at=None)
    if isinstance(wanted, By):
        found = list(rows.filter(_lookup(actor, target, wanted)).values_list("pk", flat=True)[:2])
    else:
        found = list(rows.filter(pk=wanted).values_list("pk", flat=True))
    if len(found) != 1:
        raise Unfit("ambiguous", AMBIGUOUS) if found else Unfit("not_found", NO_RECORD)
    return found[0]


def _lookup(actor: Actor, target: Object, by: By) -> Q:
    one = readable_fields(actor, target).get(by.field)
    if one is None:
        raise Unfit("unknown_field", UNKNOWN, field=by.field)
    return bearing(one, one.type.operand(by.value, one))


def _all_exist(actor: Actor, references: list[dict[str, str]]) -> bool:
    schema = registry.of(actor.workspace_id)
    ids: dict[str, set[str]] = {}
    for each in references:
        ids.setdefault(each["object"], set()).add(each["id"])
    return all(
        plural in schema.objects and _exist(actor, schema.object(plural), wanted) for plural, wanted in ids.items()
    )


def _exist(actor: Actor, target: Object, wanted: set[str]) -> bool:
    rows = target.rows(actor.workspace_id).filter(permitted(actor, target))
    return rows.filter(pk__in=wanted, deleted_at=None).count() == len(wanted)


def assign(about: Object, row: WorkspaceRow, parsed: Values) -> frozenset[str]:
    """Set parsed values on a row; gives the names of the fields that became different."""
    changed = set()
    for name, value in parsed.items():
        if _set(about, about.fields[name], row, value):
            changed.add(name)
    return frozenset(changed)


def _set(about: Object, one: Field, row: WorkspaceRow, value: Any) -> bool:
    if one.alias_of:
        return _set_primary(about.fields[one.alias_of], row, value)
    if one.custom:
        return _set_custom(one, row, value)
    different = False
    for column, stored in one.type.store(value, one).items():
        different |= getattr(row, column) != stored
        setattr(row, column, stored)
    return different


def _set_custom(one: Field, row: WorkspaceRow, value: Any) -> bool:
    stored = one.type.keep(filing.held(one, row, value) if isinstance(value, Named) else value)
    if one.type.alike(row.custom.get(one.name), stored):
        return False
    kept = {name: each for name, each in row.custom.items() if name != one.name}
    row.custom = kept if stored in (None, [], "") else kept | {one.name: stored}
    return True


def _set_primary(points: Field, row: WorkspaceRow, value: str) -> bool:
    """Put an address or number first among its points; empty takes the first away."""
    held: list[dict[str, Any]] = getattr(row, points.column)
    if not held:
        setattr(row, points.column, [{"value": value, "label": "", "primary": True}] if value else [])
        return bool(value)
    if held[0]["value"] == value:
        return False
    label = held[0].get("label", "")
    rest = [each for each in held[1:] if each["value"].lower() != value.lower()]
    first = [{"value": value, "label": label, "primary": True}] if value else []
    made = first + rest
    setattr(row, points.column, [each | {"primary": index == 0} for index, each in enumerate(made)])
    return made != held


def with_defaults(about: Object, row: WorkspaceRow, given: frozenset[str], *, today: date) -> None:
    """Give a new row what its model and its own fields say where nothing was said."""
    for name, value in _defaults(about, today).items():
        if name not in given:
            setattr(row, about.fields[name].column, value)
    for one in about.custom_fields:
        if one.default not in (None, "") and one.name not in given:
            _set_custom(one, row, one.type.parse(one.default, one))


def _defaults(about: Object, today: date) -> Values:
    return about.model.defaults(today=today) if issubclass(about.model, Record) else {}
