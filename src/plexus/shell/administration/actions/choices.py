"""The values of a choice field: renamed, put in order, retired, and two made one, without losing what records hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from plexus.kernel.access.rights import Verb
from plexus.kernel.actions import Told, action, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.many import rewriting
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.values.collation import sort_key
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

NO_CHOICE = N_("There is no value “%(key)s” here.")
SAME = N_("A value cannot be merged into itself.")
Choice = Mapping[str, Any]


def keyed(given: Sequence[Choice]) -> list[dict[str, Any]]:
    """The same values, with keys made of their labels where they have none."""
    taken = {each["key"] for each in given if each.get("key")}
    made = []
    for each in given:
        key = each.get("key") or _free_key(each, taken)
        taken.add(key)
        made.append({**each, "key": key})
    return made


def _free_key(choice: Choice, taken: set[str]) -> str:
    label = choice.get("label_en") or choice.get("label_zh") or choice.get("label") or ""
    stem = slugify(sort_key(label))[:40].strip("-_") or "value"
    return next(
        name for number in range(1, 10_000) if (name := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def set_choices(
    *, actor: Actor, field_id: UUID, choices: Sequence[Choice], now: datetime, version: int | None = None
) -> FieldDefinition:
    """Replace labels, tones, order and retirement; none that a record may hold can be left out. Raises `Invalid`."""
    _must_administer(actor)
    with _changed(actor, field_id, now, "custom-fields.set_choices", version) as row:
        row.options = {**row.options, "choices": keyed(choices)}
    return cast("FieldDefinition", row)


MERGING = (param("key", "text", _("Value"), required=True), param("into", "text", _("Into"), required=True))


def _size(*, actor: Actor, rows: Collection[UUID], most: int | None, key: str, into: str) -> int:
    """How many records hold a value of the list, for all of them are looked through; raises as the merging does."""
    row: Any = changing.locked(actor, _definitions(actor), next(iter(rows)), Verb.UPDATE)
    _must_be_there(row, key, into)
    about = registry.of(actor.workspace_id).object(row.object)
    return rewriting.size(actor=actor, about=about, name=row.name, most=most)


@action(
    "merge-choices", on="custom-fields", label=_("Merge values"), icon="merge", params=MERGING, bulk=False, size=_size
)
def merge_choices(
    *, actor: Actor, record_id: UUID, key: str, into: str, now: datetime, told: Told = rewriting.silent
) -> rewriting.Rewritten:
    """Give every record that holds one value the other, and offer the first no more; whoever still names it (a filter,
    a program, an old file) means the other. One cause, so undo brings both back.

    Raises `Invalid` for a value that is not there.
    """
    with causing(actor=actor, action="custom-fields.merge_choices"):
        with _changed(actor, record_id, now, "custom-fields.merge_choices") as row:
            _must_be_there(row, key, into)
            row.lifted = frozenset({"options"})
            row.options = _with_merged(row.options, key, into)
        about = registry.of(actor.workspace_id).object(row.object)
        return rewriting.rewrite(
            actor=actor, about=about, name=row.name, convert=lambda held: _merged(held, key, into), now=now,
            action="custom-fields.merge_choices", told=told,
        )  # fmt: skip


def _with_merged(options: Mapping[str, Any], key: str, into: str) -> dict[str, Any]:
    """The options once one value is another, and what was merged into the first before with it."""
    gone = [one for one in options["choices"] if one["key"] == key]
    before = [one | {"into": into} if one["into"] == key else one for one in options.get("merged") or ()]
    return {
        **options,
        "choices": [one for one in options["choices"] if one["key"] != key],
        "merged": [*(one for one in before if one["key"] != key), *(one | {"into": into} for one in gone)],
    }


def _merged(held: Any, key: str, into: str) -> Any:
    if isinstance(held, list):
        return list(dict.fromkeys(into if each == key else each for each in held))
    return into if held == key else held


def _must_be_there(row: Any, key: str, into: str) -> None:
    known = {each["key"] for each in row.options.get("choices", ())}
    for each in (key, into):
        if each not in known:
            raise Invalid(fields=[FieldError("options", "unknown_choice", NO_CHOICE, {"key": each})])
    if key == into:
        raise Invalid(fields=[FieldError("options", "same_choice", SAME)])


def _changed(actor: Actor, field_id: UUID, now: datetime, name: str, version: int | None = None) -> Any:
    return changing.changing(
        actor=actor, about=_definitions(actor), record_id=field_id, now=now, action=name, version=version
    )


def _definitions(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).object("custom-fields")


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
