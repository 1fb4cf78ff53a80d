"""Lists that administrators keep and records choose from: stages, reasons, tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.setup import catalogue, portable
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.refusals import NoSuchChoice
from plexus.shell.setup.section import Held, Scope, Section

RECORDS = frozenset({"reference", "references"})


class Chosen(Section):
    """By name, or by the name of the entry of another list `within` which it stands, and its own."""

    rank = 30

    def __init__(self, plural: str, *, within: str = "") -> None:
        # The part is called like its object.
        self.name = plural  # type: ignore[misc]
        self._within = within
        self.depth = 2 if within else 1
        self.rank = 31 if within else 30

    def title(self, key: Key, entry: Entry) -> str:
        return " › ".join(key)

    def known(self, scope: Scope) -> Mapping[str, str]:
        return dict.fromkeys(self._fields(scope.schema.object(self.name)), "")

    def held(self, actor: Actor) -> dict[Key, Held]:
        about = registry.of(actor.workspace_id).object(self.name)
        rows = about.rows(actor.workspace_id).filter(deleted_at=None)
        fields = self._fields(about)
        if self._within:
            rows = rows.filter(**{f"{self._within}__deleted_at": None}).select_related(self._within)
        return {self._key(row): Held(row.pk, _told(row, fields)) for row in rows}

    def keys(self, actor: Actor) -> Mapping[Key, UUID]:
        """Each entry by its key."""
        return {key: each.row_id for key, each in self.held(actor).items() if each.row_id}

    def wanted(self, entry: Entry, held: Held | None, scope: Scope) -> Entry:
        """Values as they are kept: the same number written otherwise is no change."""
        fields = self._fields(scope.schema.object(self.name))
        made, errors = {}, []
        for name, value in entry.items():
            try:
                made[name] = fields[name].type.render(fields[name].type.parse(value, fields[name]))
            except Unfit as unfit:
                errors.append(FieldError(name, unfit.code, unfit.message, unfit.params))
        if errors:
            raise Invalid(fields=errors)
        return made

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        about = scope.schema.object(self.name)
        if held and held.row_id:
            return changing.update(
                actor=scope.actor, about=about, record_id=held.row_id, values=values, now=scope.now
            ).pk  # fmt: skip
        given = {**values, about.title.name: key[-1]}
        if self._within:
            given[self._within] = self._whole(about, key, scope)
        return changing.create(actor=scope.actor, about=about, values=given, now=scope.now).pk

    def _whole(self, about: Object, key: Key, scope: Scope) -> UUID:
        target = scope.schema.object(about.fields[self._within].target or "")
        rows = target.rows(scope.actor.workspace_id).filter(deleted_at=None, **{target.title.column: key[0]})
        found = rows.first()
        if found is None:
            raise NoSuchChoice(name=key[0][:200], objects=target.label_plural)
        return found.pk

    def _key(self, row: Any) -> Key:
        whole = (str(getattr(row, self._within)),) if self._within else ()
        return (*whole, str(row))

    def _fields(self, about: Object) -> dict[str, Field]:
        """What is told of an entry beside its name: nothing that leads to records."""
        names = [*about.described.form, *(each.name for each in about.custom_fields)]
        fields = (about.fields[name] for name in dict.fromkeys(names) if name in about.fields)
        return {
            each.name: each
            for each in fields
            if each.writable and each.type.key not in RECORDS and each.name != about.title.name
        }


def _told(row: Any, fields: Mapping[str, Field]) -> Entry:
    return {name: one.type.render(_value(row, one)) for name, one in fields.items()}


def _value(row: Any, one: Field) -> Any:
    return one.read({"custom": row.custom, one.column: getattr(row, one.column, None)})


def add(plural: str, *, within: str = "") -> None:
    """Let set-ups hold the entries of a list, and filters in them name these; called while apps load."""
    section = Chosen(plural, within=within)
    catalogue.add(section)
    portable.names_of(plural, section.keys)
