"""A firm that has arranged something of everything, and firms that have arranged nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from tests.casting import NOW, a_pipeline, a_record

from plexus.crm.sales.models import Stage
from plexus.kernel.identity import roles as standard
from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition
from plexus.shell.administration.actions import company, fields, layouts, objects, roles, rules
from plexus.shell.setup.actions import importing
from plexus.shell.setup.document import Document
from plexus.shell.setup.outcome import Outcome
from plexus.shell.setup.queries import exporting
from plexus.shell.setup.reading import read

CHOICES = [
    {"key": "lathe", "label_en": "Lathe", "label_zh": "车床", "tone": "info"},
    {"key": "press", "label_en": "Press", "label_zh": "冲床", "tone": "good", "retired": True},
]


@transaction.atomic
def a_firm(slug: str) -> Actor:
    """The administrator of a firm that has arranged nothing."""
    home = found_workspace(slug=slug, name=slug.title(), language="en").pk
    person = add_person(workspace_id=home, name="Admin", email=f"admin@{slug}.example", role_key=standard.ADMINISTRATOR)
    actor = actor_of_person(person.pk)
    assert actor is not None
    return actor


def a_field(actor: Actor, plural: str, name: str, type: str = "text", **values: Any) -> FieldDefinition:
    """A field made as the settings make it, called after its name."""
    given = {"name": name, "type": type, "label_en": name.replace("_", " ").capitalize()} | values
    with acting(actor):
        return fields.create_field(actor=actor, plural=plural, values=given, now=NOW)


def arrange(actor: Actor, now: datetime = NOW) -> None:
    """Something of everything that a set-up holds, retired things and a formula on a formula among them."""
    a_pipeline(actor)
    for position, reason in enumerate(("Price", "Delivery")):
        a_record("lost-reasons", actor, name=reason, position=position)
    a_field(actor, "tags", "since", "date")
    weights = {"industry": 3, "city": 1}
    a_record("quality-standards", actor, object="accounts", weights=weights, normalised=["name"], important_by="name")
    kinds: dict[str, Any] = {"from_kinds": ["contacts"], "to_kinds": ["accounts", "deals"]}
    a_record("relation-types", actor, name="audits", inverse_name="is audited by", tone="warn", **kinds)
    a_record("tags", actor, name="VIP", tone="accent", since="2026-01-31")
    with acting(actor):
        made = objects.create_object(
            actor=actor, values={"label_en": "Machine", "plural_en": "Machines", "label_zh": "机器"}, now=now
        )
        old = objects.create_object(actor=actor, values={"label_en": "Course", "plural_en": "Courses"}, now=now)
    assert made.name == "machines"
    a_field(actor, "machines", "site", "reference", options={"target": "accounts"})
    a_field(actor, "machines", "kind", "choice", options={"choices": CHOICES}, filterable=True)
    a_field(actor, "machines", "serial", "auto_number", options={"prefix": "M-", "digits": 4})
    a_field(actor, "machines", "price", "money", options={"currency": "EUR"}, required=True)
    a_field(actor, "machines", "heavy", "yes_no", help_en="More than ten tons", help_zh="超过十吨")
    # Its name comes before that of what it reads.
    a_field(actor, "accounts", "b_lead", "formula", options={"expression": "length(name) + 1", "places": 0})
    a_field(actor, "accounts", "a_score", "formula", options={"expression": "b_lead * 2", "places": 1})
    a_field(
        actor, "accounts", "machines_heavy", "rollup",
        options={"list": "machines", "function": "count", "where": {"field": "heavy", "op": "eq", "value": True}},
    )  # fmt: skip
    retired = a_field(actor, "accounts", "priority", "integer")
    _retire(actor, fields.retire_field, retired)
    a_field(actor, "accounts", "priority_2", "rating", label_en="Priority", options={"most": 3})
    a_field(actor, "courses", "seats", "integer")
    _retire(actor, objects.retire_object, old)
    _rule(actor, now)
    _present(actor, now)


def _rule(actor: Actor, now: datetime) -> None:
    with acting(actor):
        rules.create_rule(
            actor=actor, plural="machines", now=now,
            values={"refuse_when": "heavy and is_empty(site)", "field": "site", "message_en": "Say where it stands.",
                    "message_zh": "请填写安装地点。"},
        )  # fmt: skip
        off = rules.create_rule(
            actor=actor, plural="accounts", now=now,
            values={"refuse_when": "employees < 0", "message_en": "Nobody employs fewer than none."},
        )  # fmt: skip
        rules.retire_rule(actor=actor, record_id=off.pk, now=now)
        rules.keep_field_rule(
            actor=actor, plural="machines", field="price", now=now,
            values={"default": "money(100, 'EUR')"},
        )  # fmt: skip
        rules.keep_field_rule(
            actor=actor, plural="deals", field="source", now=now,
            values={"required_when": "amount > money(100000, 'CNY')", "visible_when": "outcome = 'open'"},
        )  # fmt: skip


def _present(actor: Actor, now: datetime) -> None:
    with acting(actor):
        lead = roles.create_role(actor=actor, name="Team lead", now=now, grants={"*": {"read": "team"}})
        roles.change_rights(
            actor=actor, role_id=lead.pk, now=now,
            grants={"*": {"read": "below", "create": "all"}, "machines": {"read": "all", "update": "own"}},
        )  # fmt: skip
        roles.change_field_rights(
            actor=actor, role_id=lead.pk, plural="machines", fields={"price": "hidden", "kind": "read_only"}, now=now
        )
        parts = {
            "sections": [{"label_en": "Machine", "label_zh": "机器", "fields": ["name", "kind", "site"]}],
            "hidden": ["heavy"], "columns": ["name", "price"],
        }  # fmt: skip
        layouts.keep_layout(actor=actor, plural="machines", role_id=None, name="", parts=parts, now=now)
        layouts.keep_layout(
            actor=actor, plural="machines", role_id=lead.pk, name="For leads", now=now,
            parts={"sections": [{"label_en": "All", "fields": ["name", "serial"]}]},
        )  # fmt: skip
        won = Stage.objects.get(workspace_id=actor.workspace_id, name="Won")
        a_view(actor, "deals", "Won", filter=f'{{"field": "stage", "op": "eq", "value": "{won.pk}"}}')
        a_view(
            actor, "machines", "Heavy", audience="role", shared_role=lead.pk, first_for=[str(lead.pk)],
            layout="grouped", group_by="kind", sort="-price,name",
            filter='{"field": "heavy", "op": "eq", "value": true}', columns=["name", "price:140"],
            measures=["price:sum"],
        )  # fmt: skip
        a_view(actor, "accounts", "Mine alone", audience="nobody")
        company.change_company(actor=actor, values={"currency": "EUR", "time_zone": "Europe/Berlin"})


def a_view(actor: Actor, plural: str, name: str, **values: Any) -> Any:
    """A view, shared with everybody unless something else is said."""
    given = {"object": plural, "name": name, "audience": "everybody"} | values
    about = registry.of(actor.workspace_id).object("views")
    return changing.create(actor=actor, about=about, values=given, now=NOW)


def _retire(actor: Actor, act: Any, row: Any) -> None:
    with acting(actor):
        act(actor=actor, record_id=row.pk, now=NOW)


def exported(actor: Actor) -> str:
    """The file of a firm's set-up."""
    with acting(actor):
        return exporting.export_setup(actor=actor).document.text()


def document(actor: Actor) -> Document:
    """A firm's set-up as it is read back from its file."""
    return read(exported(actor).encode())


def imported(actor: Actor, found: Document, **asked: Any) -> Outcome:
    """What became of a set-up in a firm."""
    with acting(actor):
        return importing.import_setup(actor=actor, document=found, now=NOW, **asked)


def tried(actor: Actor, found: Document) -> Outcome:
    """What would become of it."""
    return imported(actor, found, dry_run=True)


def role(actor: Actor, key: str) -> Role:
    """A role by its key."""
    with acting(actor):
        return Role.objects.get(workspace_id=actor.workspace_id, key=key)


def narrow(actor: Actor) -> Actor:
    """The same administrator through a token that reaches accounts alone."""
    return replace(actor, scopes=("accounts:write",))
