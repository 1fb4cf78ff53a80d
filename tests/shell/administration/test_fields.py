"""An administrator adds a field, and everything knows it at once."""

from __future__ import annotations

from typing import Any

from tests.casting import NOW, Cast, a_record, an_account

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import filtering
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import fields, objects


def a_field(actor: Actor, plural: str, type: str = "text", **values: Any) -> Any:
    """A field made as the settings page makes it."""
    with acting(actor):
        return fields.create_field(actor=actor, plural=plural, values={"type": type, **values}, now=NOW)


def about(actor: Actor, plural: str) -> Any:
    """An object as the actor's firm has it now."""
    return registry.of(actor.workspace_id).object(plural)


def test_a_new_field_is_written_read_filtered_sorted_and_told(cast: Cast) -> None:
    a_field(cast.root, "accounts", label_en="Credit line", label_zh="信用额度")
    accounts = about(cast.ada, "accounts")
    first, _second = an_account(cast.ada, credit_line="A1"), an_account(cast.ada, credit_line="B2")

    with acting(cast.ada):
        condition = filtering.from_document(
            {"field": "credit_line", "op": "eq", "value": "a1"}, about=accounts, actor=cast.ada, now=NOW
        )
        found = reading.read_page(cast.ada, accounts, reading.Asked(condition=condition, fields=("id", "credit_line")))
        ordered = reading.read_page(cast.ada, accounts, reading.Asked(sort="-credit_line", fields=("credit_line",)))
        told = history(actor=cast.ada, about=accounts, record_id=first.pk).changes[0].fields

    assert [(row["id"], row["credit_line"]) for row in found.rows] == [(first.pk, "A1")]
    assert [row["credit_line"] for row in ordered.rows] == ["B2", "A1"]
    assert ("credit_line", "A1") in {(each.field.name, each.after) for each in told if isinstance(each.after, str)}


def test_a_new_object_keeps_records(cast: Cast) -> None:
    with acting(cast.root):
        objects.create_object(
            actor=cast.root, values={"label_en": "Machine", "label_zh": "机器", "plural_en": "Machines"}, now=NOW
        )
    a_field(cast.root, "machines", label_en="Serial number", unique=True)
    row = a_record("machines", cast.ada, name="Press 1", serial_number="X-1")

    with acting(cast.ada):
        read = reading.read_one(cast.ada, about(cast.ada, "machines"), row.pk)

    assert (read["name"], read["serial_number"], read["owner"]["name"]) == ("Press 1", "X-1", "Ada")
