"""Where a column's cells go: a field, a part of one, or the key by which a reference is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext, override

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import LANGUAGES, Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.shell.importing import refusals
from plexus.shell.importing.reading.mapping import Target

ID = "id"
FILE = "file"
KINDS = {"long_text": "text", "date_time": "datetime", "id": "uuid", "choices": "tags", "references": "reference",
         "rich_text": "text", "auto_number": "text", "document": "text", "rating": "integer"}  # fmt: skip


@dataclass(frozen=True)
class Destination:
    """A path such as `name`, `account`, `account.external_id` or `amount.currency`; `lookup` is a reference's key."""

    path: str
    field: Field
    lookup: str = ""

    @property
    def is_reference(self) -> bool:
        """Whether the cells name a record of another object."""
        return self.field.target is not None

    @property
    def is_looked_up(self) -> bool:
        """Whether the cells say by what one record, or several, are to be found."""
        return self.is_reference or bool(self.lookup)


@dataclass(frozen=True)
class Destinations:
    """Everything that columns may fill, for one actor."""

    actor: Actor
    about: Object

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields that the actor may set, and the id, by which records are found."""
        known = readable_fields(self.actor, self.about)
        taken = {name: each for name, each in known.items() if each.type.key != FILE}
        writable = {name: each for name, each in taken.items() if may_write(self.actor, self.about, each)}
        return {ID: known[ID], **writable}

    def of(self, path: str) -> Destination:
        """The destination that a path means; raises `Unfit`."""
        name, _dot, rest = path.partition(".")
        one = self.fields.get(name)
        if one is None:
            known = readable_fields(self.actor, self.about).get(name)
            raise Unfit("read_only" if known else "unknown_field", _sentence(known), field=path)
        if not rest:
            return Destination(path, one)
        if rest == "currency" and (currency := self._currency(one)):
            return Destination(path, currency)
        if one.target and rest in readable_fields(self.actor, self.target(one)):
            return Destination(path, one, rest)
        if one.type.key == "references" and self.led_to(one, rest):
            return Destination(path, one, rest)
        raise Unfit("unknown_field", refusals.NO_FIELD, field=path)

    def led_to(self, one: Field, rest: str) -> tuple[Object, Field] | None:
        """The object that a path behind a list of references names, and the text by which its records are found."""
        plural, _dot, key = rest.partition(".")
        if one.among not in {None, plural}:
            return None
        target = next((each for each in registry.of(self.actor.workspace_id) if each.plural == plural), None)
        found = readable_fields(self.actor, target).get(key) if target else None
        return (target, found) if target and found and found.type.textual else None

    def _currency(self, one: Field) -> Field | None:
        return self.about.fields.get(one.currency_column) if one.currency_column else None

    def target(self, one: Field) -> Object:
        """The object that a reference leads to."""
        return registry.of(self.actor.workspace_id).object(one.target or "")

    def paths(self) -> Iterator[str]:
        """Every path that a mapping page offers."""
        for name, one in self.fields.items():
            yield name
            if one.type.key == "references":
                yield from self._paths_on(one)
            if one.target:
                yield f"{name}.id"
                yield from (
                    f"{name}.{key}"
                    for key in self.target(one).described.match
                    if key in ("external_id", "email", "code")
                )
            elif self._currency(one):
                yield f"{name}.currency"

    def _paths_on(self, one: Field) -> Iterator[str]:
        """The keys of everything that a list of references may lead to."""
        for target in registry.of(self.actor.workspace_id):
            if target.plural == one.among or (target.described.in_rail and not target.described.about):
                for key in dict.fromkeys((*target.described.match, target.title.name)):
                    if self.led_to(one, f"{target.plural}.{key}"):
                        yield f"{one.name}.{target.plural}.{key}"

    @cached_property
    def headers(self) -> dict[str, str]:
        """The headers that exports write, in every language, with their paths; what cannot be set has none."""
        found: dict[str, str] = {}
        for name, one in readable_fields(self.actor, self.about).items():
            found[name] = name if name in self.fields else ""
            for suffix, word in _parts(one):
                header = f"{name}.{suffix}"
                path = name if one.type.key == "references" else header
                found[header] = path if name in self.fields else ""
                for language in LANGUAGES:
                    with override(language):
                        found[f"{one.label} ({gettext(word)})".casefold()] = found[header]
        return found

    def targets(self) -> list[Target]:
        """The fields for the proposals; those that cannot be set are among them, so that their columns stay theirs."""
        return [_target(each, needed=each.required) for each in readable_fields(self.actor, self.about).values()]


def _parts(one: Field) -> Iterator[tuple[str, str]]:
    """The parts of a field that exports write beside it, with their words."""
    if one.target or one.type.key == "references":
        yield "id", "ID"
    if one.currency_column:
        yield "currency", "Currency"


def _sentence(known: Field | None) -> str:
    if known is None:
        return refusals.NO_FIELD
    return refusals.HOLDS_A_FILE if known.type.key == FILE else refusals.NOT_WRITABLE


def _target(one: Field, *, needed: bool) -> Target:
    with override("en"):
        english = str(one.label)
    with override("zh-hans"):
        chinese = str(one.label)
    return Target(one.name, english, chinese, KINDS.get(one.type.key, one.type.key), one.synonyms, needed)
