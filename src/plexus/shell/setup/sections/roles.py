"""Roles: what they may do, and what becomes of each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.values.refusals import FieldError
from plexus.shell.administration.actions import roles
from plexus.shell.setup.document import Document, Entry, Key
from plexus.shell.setup.refusals import OBJECT, TEXT, WRONG_KIND, AdministratorsStay
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined


class Roles(Section):
    """By key; a role made by hand under the same name is the same role.

    The file tells the whole role, but for objects and fields that only the workspace has: those stay as they are.
    """

    name = "roles"
    rank = 60
    kinds = {"name": "text", "administrator": "flag", "grants": "object", "fields": "object"}

    def title(self, key: Key, entry: Entry) -> str:
        return str(entry.get("name") or key[0])

    def held(self, actor: Actor) -> dict[Key, Held]:
        named = defined.named(actor)
        rows = Role.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return {(row.key,): Held(row.pk, _told(row, named)) for row in rows}

    def aligned(self, key: Key, entry: Entry, held: Mapping[Key, Held], scope: Scope) -> Key:
        return (scope.role_key(key[0]),)

    def wanted(self, entry: Entry, held: Held | None, scope: Scope) -> Entry:
        made = dict(entry)
        _must_be_rights(made)
        if held is None:
            return made
        if held.entry["administrator"]:
            return {name: value for name, value in made.items() if name in {"name", "administrator"}}
        if "grants" in made:
            theirs = {each: rules for each, rules in held.entry["grants"].items() if not _is_told(each, scope)}
            made["grants"] = theirs | made["grants"]
        if "fields" in made:
            made["fields"] = _with_theirs(held.entry["fields"], made["fields"], scope)
        return made

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        if "administrator" in values and values["administrator"] != bool(held and held.entry["administrator"]):
            raise AdministratorsStay
        row = self._row(held, key, values, scope)
        said: Entry = {"grants": {}, "fields": {}} | (held.entry if held else {}) | values
        if "name" in values or "grants" in values or not held:
            name = str(values.get("name", ""))
            roles.change_rights(actor=scope.actor, role_id=row.pk, grants=said["grants"], name=name, now=scope.now)
        before: Entry = held.entry["fields"] if held else row.fields
        for plural in sorted({*before, *said["fields"]}):
            rules = said["fields"].get(plural, {})
            if before.get(plural, {}) != rules:
                roles.change_field_rights(actor=scope.actor, role_id=row.pk, plural=plural, fields=rules, now=scope.now)
        return row.pk

    def _row(self, held: Held | None, key: Key, values: Entry, scope: Scope) -> Role:
        """The role that is there, or lay in the trash under this key, or a new one without any right."""
        rows = Role.objects.filter(workspace_id=scope.actor.workspace_id)
        back = held.row_id if held else defined.taken_back(
            Role.objects.filter(key=key[0], is_administrator=False), self.name, scope
        )  # fmt: skip
        if back:
            return rows.get(pk=back)
        name = str(values.get("name") or key[0])
        return roles.create_role(actor=scope.actor, name=name, key=key[0], now=scope.now)


def same_roles(document: Document, held: Mapping[Key, Held]) -> dict[str, str]:
    """Roles of the file that the workspace has under another key, by the one name that they share."""
    names: dict[str, list[str]] = {}
    for key, each in held.items():
        if key not in document.entries("roles") and not each.entry["administrator"]:
            names.setdefault(str(each.entry["name"]), []).append(key[0])
    found = {}
    for key, entry in document.entries("roles").items():
        same = names.get(str(entry.get("name")), [])
        if key not in held and len(same) == 1:
            found[key[0]] = same[0]
    return found


def _told(row: Role, named: defined.Named) -> Entry:
    if row.is_administrator:
        return {"name": row.name, "administrator": True, "grants": {}, "fields": {}}
    return {
        "name": row.name,
        "administrator": False,
        "grants": {each: dict(rules) for each, rules in row.grants.items() if each in {*named.objects, "*"}},
        "fields": {
            each: known
            for each, rules in row.fields.items()
            if (known := {name: right for name, right in rules.items() if named.field(each, name)})
        },
    }


def _is_told(plural: str, scope: Scope) -> bool:
    return plural == roles.EVERY_OTHER or plural in scope.told_objects


def _with_theirs(before: Mapping[str, Any], after: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The field rights that are wanted, with those of fields that the file does not know."""
    made: dict[str, Any] = {}
    for plural in {*before, *after}:
        theirs = {
            name: right for name, right in before.get(plural, {}).items() if not scope.tells_field(plural, name)
        }  # fmt: skip
        if rules := theirs | after.get(plural, {}):
            made[plural] = rules
    return made


def _must_be_rights(entry: Entry) -> None:
    """Refuse what is not `{object: {name: word}}`."""
    for name in ("grants", "fields"):
        for plural, rules in entry.get(name, {}).items():
            if not isinstance(rules, dict):
                raise Invalid(fields=[FieldError(f"{name}.{plural}", "wrong_kind", WRONG_KIND, {"kind": OBJECT})])
            if not all(isinstance(each, str) for each in rules.values()):
                raise Invalid(fields=[FieldError(f"{name}.{plural}", "wrong_kind", WRONG_KIND, {"kind": TEXT})])
