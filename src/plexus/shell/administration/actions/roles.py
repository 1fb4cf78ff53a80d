"""What roles may do: levels by object and verb, and fields that are hidden or read-only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.text import slugify

from plexus.kernel.access.rights import FIELD_RIGHTS, LEVELS, Verb
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.administration.queries import listing

Grants = Mapping[str, Mapping[str, str]]
EVERY_OTHER = "*"
# Whoever could change these could raise himself: they stay with administrators.
RESERVED = frozenset({"people", "teams", "roles", "custom-objects", "custom-fields"})
NOTHING: Grants = {}
EVERYTHING: Grants = {EVERY_OTHER: dict.fromkeys((verb.value for verb in Verb), "all")}
NOT_A_RIGHT = _("“%(value)s” is no right.")


class RoleHeld(Refusal):
    """Somebody has the role, and nobody may be without one."""

    message = _("%(name)s is somebody's role. Give those people another one first.")


class RoleStays(Refusal):
    """Without administrators nobody could put anything right."""

    message = _("The role of administrators stays.")


def create_role(
    *, actor: Actor, name: str, now: datetime, grants: Grants = NOTHING, fields: Grants = NOTHING, key: str = ""
) -> Role:
    """A role with these rights; without any it may do nothing yet, without a key it gets one. Raises `Invalid`."""
    _must_administer(actor)
    _check_grants(actor, grants)
    made_key = key or f"{slugify(name)[:50] or 'role'}-{new_id().hex[-6:]}"
    with causing(actor=actor, action="roles.create"):
        values = {"name": name, "key": made_key}
        made = changing.create(actor=actor, about=_roles(actor), values=values, now=now, action="roles.create")
        with changing.changing(actor=actor, about=_roles(actor), record_id=made.pk, now=now) as role:
            role.grants = {plural: dict(rules) for plural, rules in grants.items()}
            role.fields = {plural: dict(rules) for plural, rules in fields.items()}
    return cast("Role", role)


def copy_role(*, actor: Actor, role_id: UUID, name: str, now: datetime) -> Role:
    """A role with the rights of another, to be changed from there; what administrators may, everybody may with it."""
    _must_administer(actor)
    held = listing.role(actor, role_id)
    grants: Grants = EVERYTHING if held.is_administrator else held.grants
    return create_role(actor=actor, name=name, now=now, grants=grants, fields=held.fields)


def remove_role(*, actor: Actor, role_id: UUID, now: datetime) -> Role:
    """Put a role that nobody has into the trash; raises `RoleHeld`, `RoleStays`."""
    _must_administer(actor)
    role = listing.role(actor, role_id)
    if role.is_administrator:
        raise RoleStays
    if listing.holders(actor, role_id):
        raise RoleHeld(name=role.name)
    return cast("Role", changing.trash(actor=actor, about=_roles(actor), record_id=role_id, now=now))


def change_rights(
    *, actor: Actor, role_id: UUID, grants: Grants, now: datetime, name: str = "", version: int | None = None
) -> Role:
    """Replace the levels of a role; an administrator's role needs none. Raises `Invalid`, `Conflict`."""
    _must_administer(actor)
    held = listing.role(actor, role_id).grants
    _check_grants(actor, {plural: rules for plural, rules in grants.items() if rules != held.get(plural)})
    with changing.changing(
        actor=actor, about=_roles(actor), record_id=role_id, now=now, version=version, action="roles.change_rights"
    ) as role:
        role.name = name.strip() or role.name
        if not role.is_administrator:
            role.grants = {plural: dict(rules) for plural, rules in grants.items()}
    return cast("Role", role)


def change_field_rights(
    *, actor: Actor, role_id: UUID, plural: str, fields: Mapping[str, str], now: datetime, version: int | None = None
) -> Role:
    """Replace what a role may do with the fields of one object; what is not named is free."""
    _must_administer(actor)
    about = registry.of(actor.workspace_id).object(plural)
    held = listing.role(actor, role_id).fields.get(plural, {})
    _check_fields(about, {name: right for name, right in fields.items() if right != held.get(name)})
    kept = {name: right for name, right in fields.items() if right != "full"}
    with changing.changing(
        actor=actor,
        about=_roles(actor),
        record_id=role_id,
        now=now,
        version=version,
        action="roles.change_field_rights",
    ) as role:
        others = {name: rules for name, rules in role.fields.items() if name != plural}
        role.fields = others | {plural: kept} if kept else others
    return cast("Role", role)


def _check_grants(actor: Actor, grants: Grants) -> None:
    objects = {each.plural for each in registry.of(actor.workspace_id)} - RESERVED | {EVERY_OTHER}
    verbs = {verb.value for verb in Verb}
    for plural, rules in grants.items():
        for verb, level in rules.items():
            if plural not in objects or verb not in verbs or level not in LEVELS:
                _refuse(f"{plural}.{verb}", level)


def _check_fields(about: Object, fields: Mapping[str, str]) -> None:
    for name, right in fields.items():
        if name not in about.fields or right not in FIELD_RIGHTS:
            _refuse(name, right)


def _refuse(field: str, value: str) -> None:
    raise Invalid(fields=[FieldError(field, "not_a_right", NOT_A_RIGHT, {"value": value})])


def _roles(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).object("roles")


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
