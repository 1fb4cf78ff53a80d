"""How a record of each object is made with as little as it takes, and how all its fields are filled."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.casting import (
    NOW,
    Cast,
    a_contact,
    a_list,
    a_pipeline,
    a_product,
    a_record,
    a_stage,
    an_account,
    references,
    uploaded,
)

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.file import Named
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

Values = dict[str, Any]
NUMBERS = itertools.count(1)


def _role(actor: Actor) -> Any:
    with acting(actors.system(actor.workspace_id)):
        return Role.objects.get(workspace_id=actor.workspace_id, key="sales").pk


def _deal(actor: Actor) -> Values:
    return {"name": "Ten lathes", "stage": a_stage(actor).pk}


def _line(actor: Actor) -> Values:
    deal = a_record("deals", actor, **_deal(actor))
    return {"deal": deal.pk, "product": a_product(actor).pk}


def _relation_type(_actor: Actor) -> Values:
    kinds = {"from_kinds": ["contacts", "accounts"], "to_kinds": ["contacts", "accounts", "deals"]}
    return {"name": f"refers {(number := next(NUMBERS))}", "inverse_name": f"is referred by {number}", **kinds}


def _relation(actor: Actor) -> Values:
    kind = a_record("relation-types", actors.system(actor.workspace_id), **_relation_type(actor))
    return {"type": kind.pk, "from_contact": a_contact(actor).pk, "to_account": an_account(actor).pk}


def _field_definition(number: int) -> Values:
    choices = [{"key": "a", "label_en": "A"}, {"key": "b", "label_en": "B"}]
    named = {"name": f"credit_line_{number}", "label_en": f"Credit line {number}"}
    return {"object": "accounts", "type": "choice", "options": {"choices": choices}, **named}


# Fields of text that no record needs, so that any expression may stand at them.
RULED = [
    (plural, name)
    for plural in ("accounts", "contacts", "deals", "products", "activities", "tasks")
    for name in (
        "city", "region", "industry", "website", "street", "country", "postal_code", "source", "description",
        "external_id", "job_title", "department", "phone", "email", "code", "unit", "body",
    )
]  # fmt: skip


def _field_rule(number: int) -> Values:
    known = [(plural, name) for plural, name in RULED if name in of(plural).fields]
    plural, name = known[number % len(known)]
    return {"object": plural, "field": name}


def _machines(number: int) -> Values:
    return {"name": f"machines-{number}", "label_en": f"Machine {number}"}


def _standard(actor: Actor) -> Values:
    """Each object may have one, so each is of an object of its own."""
    made = a_record("custom-objects", actors.system(actor.workspace_id), **_machines(next(NUMBERS)))
    return {"object": made.name}


def _layout(actor: Actor) -> Values:
    role = a_record("roles", actors.system(actor.workspace_id), name="Guest", key=f"guest-{next(NUMBERS)}")
    return {"object": "accounts", "role": role.pk, "name": "For guests"}


NEEDED: dict[str, Callable[[Actor], Values]] = {
    "accounts": lambda _actor: {"name": "Hengtong"},
    "contacts": lambda _actor: {"full_name": "Zhang Wei"},
    "tags": lambda _actor: {"name": f"VIP {next(NUMBERS)}"},
    "people": lambda actor: {"name": "Dan", "role": _role(actor)},
    "teams": lambda _actor: {"name": f"North {next(NUMBERS)}"},
    "roles": lambda _actor: {"name": "Guest", "key": f"guest-{next(NUMBERS)}"},
    "activities": lambda _actor: {"kind": "call", "subject": "Call"},
    "tasks": lambda _actor: {"subject": "Send the offer"},
    "comments": lambda actor: {"body": "Good news.", "related": references(an_account(actor))},
    "follows": lambda actor: {"related": references(an_account(actor)), "owner": actor.person_id},
    "lists": lambda _actor: {"name": "Trade fair 2026", "object": "accounts", "shared": True},
    "list-members": lambda actor: {"list": a_list(actor, shared=True).pk, "related": references(an_account(actor))},
    "pipelines": lambda _actor: {"name": f"Partners {next(NUMBERS)}"},
    "stages": lambda actor: {"name": f"Waiting {next(NUMBERS)}", "pipeline": a_pipeline(actor).pk},
    "lost-reasons": lambda _actor: {"name": f"Price {next(NUMBERS)}"},
    "custom-objects": lambda _actor: _machines(next(NUMBERS)),
    "custom-fields": lambda _actor: _field_definition(next(NUMBERS)),
    "custom-rules": lambda _actor: {"object": "accounts", "refuse_when": "false", "message_en": "Not like this."},
    "field-rules": lambda _actor: _field_rule(next(NUMBERS)),
    "layouts": _layout,
    "quality-standards": _standard,
    "products": lambda _actor: {"name": "Lathe"},
    "files": lambda actor: {
        "name": "offer.txt",
        "content": uploaded(actor),
        "related": references(an_account(actor)),
    },
    "deals": _deal,
    "deal-line-items": _line,
    "relation-types": _relation_type,
    "relations": _relation,
    "views": lambda _actor: {"name": "Those of the East", "object": "accounts"},
}
# Fields whose text must make sense: an example, and another.
SENSIBLE: dict[tuple[str, str], tuple[Any, Any]] = {
    ("currency", "text"): ("EUR", "USD"),
    ("object", "text"): ("accounts", "deals"),
    ("filter", "long_text"): ('{"field": "name", "op": "not_empty"}', "{}"),
    ("sort", "text"): ("-created_at", "name"),
    ("columns", "tags"): (["name", "owner:140"], ["owner"]),
    ("measures", "tags"): (["version:sum"], ["version:mean"]),
    ("group_by", "text"): ("owner", "created_at"),
    ("board_by", "text"): ("owner", "team"),
    ("date_by", "text"): ("created_at", "updated_at"),
    ("field", "text"): ("name", "city"),
}

# What means something beside its kind.
EXPRESSIONS = ("refuse_when", "required_when", "visible_when")
EXAMPLES: dict[str, Any] = {
    "default": "'x'",
    "important_by": "created_at",
    "normalised": ["name"],
    **dict.fromkeys(EXPRESSIONS, "external_id = 'x'"),
}
OTHERS: dict[str, Any] = {
    "default": "'y'",
    "shared": True,
    "important_by": "updated_at",
    "normalised": ["name"],
    **dict.fromkeys(EXPRESSIONS, "external_id = 'y'"),
}
# What administrators define agrees with itself and with others, and cannot be filled at random.
DEFINED = frozenset({"custom-objects", "custom-fields", "custom-rules", "field-rules", "layouts", "quality-standards"})


def of(plural: str) -> Object:
    """An object by its API name."""
    return registry.standard().object(plural)


def of_row(row: WorkspaceRow) -> Object:
    """The object of a record."""
    return registry.standard().of_model(type(row))


def needed(plural: str, actor: Actor) -> Values:
    """The values that a record cannot do without; what they refer to is made first."""
    return NEEDED[plural](actor)


def minimal(plural: str, owner: Actor, **values: Any) -> Any:
    """A record with nothing but what it needs, entered by the system; people's records are the owner's."""
    about, system = of(plural), actors.system(owner.workspace_id)
    mine = {"owner": owner.person_id, "team": owner.team_id} if about.has_owner else {}
    given = {**needed(plural, owner), **mine, **values}
    with acting(system):
        made = changing.create(actor=system, about=about, values=given, now=NOW)
        return about.model._default_manager.get(pk=made.pk)


def example(field: Field) -> Any:
    """A plausible value that a door might receive for a field that is no reference."""
    if field.name in EXAMPLES:
        return EXAMPLES[field.name]
    known = SENSIBLE.get((field.name, field.type.key))
    return known[0] if known else field.type.example(field)


def settable(about: Object) -> list[Field]:
    """The fields that can be set and set again, and refer to nothing."""
    fields = (each for each in about.fields.values() if each.writable and not each.fixed)
    return [each for each in fields if each.type.key not in {"reference", "references", "id", "document"}]


def another_value(about: Object) -> dict[str, Any]:
    """A field of an object and a value to set it to, as the action `change` is told."""
    fitting = (each for each in settable(about) if each.type.textual or each.type.numeric)
    first = next(each for each in fitting if (each.name, each.type.key) not in SENSIBLE)
    return {"field": first.name, "value": example(first)}


def filled(about: Object) -> dict[str, Any]:
    """A plausible value for every field that can be set and is no reference."""
    return {each.name: example(each) for each in settable(about)}


def bare(value: Any) -> Any:
    """A value as it compares: a reference by its id, money by its amount, a file by its name and bytes."""
    if isinstance(value, dict) and "object" in value:
        return value["id"]
    if isinstance(value, Named):
        return value.name, value.content
    if isinstance(value, dict) and "content" in value:
        return value["name"], value["content"]
    return value.amount if isinstance(value, Amount) else value


def other(field: Field) -> Any:
    """A value other than the example and other than what a new record is given."""
    values: dict[str, Any] = {
        "yes_no": False, "integer": 7, "decimal": "7.5", "percent": "7.5", "date": "2026-04-01", "tags": ["华东"],
        "money": {"amount": "77.10", "currency": "EUR"}, "date_time": "2026-04-01T08:00:00Z", "text": "other",
        "email": "other@example.com", "url": "https://example.org/other", "phone": "+86 21 5555 0000",
        "long_text": "other\ntext", "rich_text": "<p>other</p>", "rating": 2, "auto_number": "M-0043",
    }  # fmt: skip
    if field.name in OTHERS:
        return OTHERS[field.name]
    if known := SENSIBLE.get((field.name, field.type.key)):
        return known[1]
    if field.type.key == "choices":
        return [field.choice_keys[-1]]
    return field.choice_keys[-1] if field.choices else values.get(field.type.key, example(field))


def reader(cast: Cast, about: Object) -> Actor:
    """Somebody who reads every record and changes none; a role says so of a personal object by naming it."""
    return replace(cast.lee, grants={**cast.lee.grants, about.plural: {"read": "all"}})


def stranger(cast: Cast, about: Object, level: str) -> Actor:
    """Somebody who may do everything with records of an object, but not with those of ada: by firm, team, or at all."""
    if level == "firm":
        return replace(cast.eve, is_administrator=True)
    rights = {verb.value: level for verb in Verb}
    parts = {} if about.described.part_of is None else {"deals": rights, "lists": rights}
    parts |= {"contacts": rights, "accounts": rights} if about.described.between else {}
    return replace(cast.cyd, grants={"*": rights, **parts, about.plural: rights})


def needed_names(about: Object) -> set[str]:
    """The fields that `needed` gives."""
    return {each.name for each in about.fields.values() if each.required} | {"name", "key"}
