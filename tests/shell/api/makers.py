"""The least that a record of each object needs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests import casting
from tests.casting import NOW
from tests.conformance import making as conformance

from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actor import Actor

Values = dict[str, Any]
_number = count(1)


def _named(actor: Actor) -> Values:
    return {"name": f"Number {next(_number)}"}


def _deal(actor: Actor) -> Values:
    return {"name": f"Deal {next(_number)}", "stage": str(casting.a_stage(actor).pk)}


def _line_item(actor: Actor) -> Values:
    deal, product = casting.a_deal(actor), casting.a_product(actor, name=f"Lathe {next(_number)}")
    return {"deal": str(deal.pk), "product": str(product.pk), "quantity": "2", "unit_price": "10"}


def _stage(actor: Actor) -> Values:
    return _named(actor) | {"pipeline": str(casting.a_pipeline(actor).pk)}


def _person(actor: Actor) -> Values:
    return _named(actor) | {"role": str(actor.role_id)}


def _field_of_ones_own(_actor: Actor) -> Values:
    number = next(_number)
    return {"object": "accounts", "type": "text", "name": f"own_{number}", "label_en": f"Own {number}"}


def _object_of_ones_own(_actor: Actor) -> Values:
    number = next(_number)
    return {"name": f"machines-{number}", "label_en": f"Machine {number}"}


def _rule(_actor: Actor) -> Values:
    return {"object": "accounts", "refuse_when": "false", "message_en": f"Not like this {next(_number)}."}


FIELDS = [pair for pair in conformance.RULED if pair[1] in conformance.of(pair[0]).fields]


def _field_rule(_actor: Actor) -> Values:
    plural, name = FIELDS[next(_number) % len(FIELDS)]
    return {"object": plural, "field": name, "required_when": "false"}


def _relation_type(_actor: Actor) -> Values:
    kinds = {"from_kinds": ["contacts"], "to_kinds": ["accounts", "deals"]}
    return {"name": f"refers {(number := next(_number))}", "inverse_name": f"is referred by {number}", **kinds}


def _relation(actor: Actor) -> Values:
    kind = casting.a_record("relation-types", actors.system(actor.workspace_id), **_relation_type(actor))
    person, firm = casting.a_contact(actor), casting.an_account(actor)
    return {"type": str(kind.pk), "from_contact": str(person.pk), "to_account": str(firm.pk)}


def _layout(actor: Actor) -> Values:
    key = f"role-{next(_number)}"
    role = casting.a_record("roles", actors.system(actor.workspace_id), name=key, key=key)
    return {"object": "accounts", "role": str(role.pk), "name": key, "parts": {"columns": ["name", "city"]}}


MAKERS: dict[str, Callable[[Actor], Values]] = {
    "accounts": _named,
    "contacts": lambda actor: {"full_name": f"Person {next(_number)}"},
    "tags": _named,
    "activities": lambda actor: {"kind": "call", "subject": f"Call {next(_number)}", "happened_at": NOW.isoformat()},
    "tasks": lambda actor: {"subject": f"Task {next(_number)}"},
    "comments": lambda actor: {
        "body": f"Remark {next(_number)}", "related": casting.references(casting.an_account(actor)),
    },
    "files": lambda actor: _named(actor) | {
        "content": casting.uploaded(actor), "related": casting.references(casting.an_account(actor)),
    },
    "follows": lambda actor: {"related": casting.references(casting.an_account(actor))},
    "lists": lambda actor: _named(actor) | {"object": "accounts", "shared": True},
    "list-members": lambda actor: {
        "list": str(casting.a_list(actor, shared=True).pk), "related": casting.references(casting.an_account(actor)),
    },
    "pipelines": _named,
    "stages": _stage,
    "lost-reasons": _named,
    "products": _named,
    "deals": _deal,
    "deal-line-items": _line_item,
    "people": _person,
    "teams": _named,
    "custom-objects": _object_of_ones_own,
    "custom-fields": _field_of_ones_own,
    "custom-rules": _rule,
    "field-rules": _field_rule,
    "layouts": _layout,
    "quality-standards": conformance.NEEDED["quality-standards"],
    "relation-types": _relation_type,
    "relations": _relation,
    "roles": lambda actor: _named(actor) | {"key": f"role-{next(_number)}"},
    "views": lambda actor: _named(actor) | {"object": "accounts"},
}  # fmt: skip
