"""Changing the type of a field: what its values become, what would be lost, and then the change itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.actions import Told, action, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.many import rewriting
from plexus.kernel.records.many.rewriting import Lost, Rewritten
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import WAYS
from plexus.kernel.schema.tailoring import field_made
from plexus.kernel.values.markup import marked, seen
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.administration.actions.choices import keyed
from plexus.shell.administration.actions.fields import searched

# What a number that is drawn, or a record, was before says nothing of what it would be.
FIXED = frozenset({"auto_number", "reference", "references"}) | WAYS
MOST_CHOICES, LONGEST_LABEL = 100, 100
NO_FILE = N_("No value becomes a file. Make a new field beside it.")
NO_WAY = N_("A field of this type stays what it is. Make a new field beside it.")


def preview_type(
    *, actor: Actor, field_id: UUID, type: str, options: Mapping[str, Any] = MappingProxyType({}),
    told: Told = rewriting.silent,
) -> Rewritten:  # fmt: skip
    """What a change of type would keep and lose; nothing is changed. Raises `NotAllowed`, `NotFound`, `Invalid`."""
    _must_administer(actor)
    row = _row(actor, field_id)
    _must_read(actor, row)
    convert = _converting(row, type, dict(options) or options_for(actor=actor, field_id=field_id, type=type))
    return rewriting.foresee(actor=actor, about=_about(actor, row), name=row.name, convert=convert, told=told)


def values_held(*, actor: Actor, field_id: UUID, rows: Collection[UUID]) -> list[str]:
    """What some records hold in a field now, as it is written; raises `NotAllowed` or `NotFound`."""
    _must_administer(actor)
    row = _row(actor, field_id)
    _must_read(actor, row)
    holding = _about(actor, row).rows(actor.workspace_id).filter(pk__in=rows, custom__has_key=row.name)
    return [rewriting.shown(value) for value in holding.order_by("pk").values_list(f"custom__{row.name}", flat=True)]


def size_of_type(
    *, actor: Actor, rows: Collection[UUID], most: int | None, type: str,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> int:  # fmt: skip
    """How many records hold a value that would be converted; raises as the change itself does."""
    _must_administer(actor)
    row = _row(actor, next(iter(rows)))
    _converting(row, type, options)
    return rewriting.size(actor=actor, about=_about(actor, row), name=row.name, most=most)


RETYPING = (
    param(
        "type", "choice", _("Type"), required=True, choices=tuple(ChoiceOption(*each) for each in CustomType.choices)
    ),
    param("options", "document", _("Options")),
)


@action(
    "change-type", on="custom-fields", label=_("Change type"), icon="replace", params=RETYPING, bulk=False,
    size=size_of_type,
)  # fmt: skip
def change_type(
    *, actor: Actor, record_id: UUID, type: str, now: datetime, options: Mapping[str, Any] = MappingProxyType({}),
    told: Told = rewriting.silent,
) -> Rewritten:  # fmt: skip
    """Make a field of one type one of another with all its values; one cause, so undo brings back what was lost.

    A list to choose from that is given no values offers what the records say.
    """
    with causing(actor=actor, action="custom-fields.change_type"):
        definitions = registry.of(actor.workspace_id).object("custom-fields")
        with changing.changing(actor=actor, about=definitions, record_id=record_id, now=now) as row:
            wanted = dict(options) or options_for(actor=actor, field_id=record_id, type=type)
            convert = _converting(row, type, wanted)
            row.lifted = frozenset({"type", "options"})
            row.type, row.options = type, wanted
        searched(actor, row)
        return rewriting.rewrite(
            actor=actor, about=_about(actor, row), name=row.name, convert=convert, now=now,
            action="custom-fields.change_type", told=told,
        )  # fmt: skip


def options_for(*, actor: Actor, field_id: UUID, type: str) -> dict[str, Any]:
    """Options with which a field can take a type: a list to choose from offers what the records say."""
    row = _row(actor, field_id)
    if type not in {"choice", "choices"}:
        return {}
    if row.options.get("choices"):
        return {name: row.options[name] for name in ("choices", "merged") if name in row.options}
    rows = _about(actor, row).rows(actor.workspace_id).filter(custom__has_key=row.name)
    held, words = field_made(vars(row)), field_made({**vars(row), "type": "text", "options": {}})
    said = {str(_said(held.type.revive(value, held, {}), held, words)) for value in _distinct(rows, row.name)}
    labels = sorted(each for each in said if each and len(each) <= LONGEST_LABEL)
    return {"choices": keyed([{"label_en": each} for each in labels])}


def _distinct(rows: Any, name: str) -> list[Any]:
    return list(rows.order_by().values_list(f"custom__{name}", flat=True).distinct()[:MOST_CHOICES])


def _converting(row: Any, type: str, options: Mapping[str, Any]) -> rewriting.Convert:
    """How a stored value becomes one of the new type: by what it says in words."""
    if row.type in FIXED or type in FIXED:
        raise Invalid(fields=[FieldError("type", "no_way", NO_WAY)])
    if type == "file":
        raise Invalid(fields=[FieldError("type", "no_file", NO_FILE)])
    old, new = field_made(vars(row)), field_made({**vars(row), "type": type, "options": options})

    def convert(stored: Any) -> Any:
        value = old.type.revive(stored, old, {})
        try:
            return new.type.keep(new.type.parse(_said(value, old, new), new))
        except Unfit as unfit:
            raise Lost from unfit

    return convert


def _said(value: Any, old: Field, new: Field) -> Any:
    """A value as people would type it into the new field."""
    match old.type.key:
        case "choice":
            return value if new.choices else str(old.label_of(value))
        case "choices":
            return value if new.type.key == "choices" else ", ".join(str(old.label_of(each)) for each in value)
        case "money" if new.type.key != "money":
            return value.amount if new.type.numeric else f"{value.amount:f} {value.currency}".strip()
        case "yes_no" if new.type.textual or new.choices:
            return "yes" if value else "no"
        case _:
            return _worded(value, old, new)


def _worded(value: Any, old: Field, new: Field) -> Any:
    """A file by its name, formatted text as it is seen, plain text as formatted; anything else as programs read it."""
    formatted = [each.type.key == "rich_text" for each in (old, new)]
    match old.type.key:
        case "file":
            return value["name"] if value else ""
        case "rich_text" if not formatted[1]:
            return seen(value or "")
        case _ if formatted == [False, True] and old.type.textual:
            return marked(value or "")
        case _:
            rendered = old.type.render(value)
            return str(rendered) if new.type.textual and rendered is not None else rendered


def _row(actor: Actor, field_id: UUID) -> Any:
    row = FieldDefinition.objects.filter(workspace_id=actor.workspace_id, pk=field_id, deleted_at=None).first()
    if row is None:
        raise NotFound
    return row


def _about(actor: Actor, row: Any) -> Object:
    return registry.of(actor.workspace_id).object(row.object)


def _must_read(actor: Actor, row: Any) -> None:
    """What would be lost is told by its values: a token must be able to read the records that hold them."""
    if not level(actor, _about(actor, row), Verb.READ):
        raise NotAllowed


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
