"""An administrator adds a field, and everything knows it at once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, a_record, an_account

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import filtering
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
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


def test_a_field_is_retired_with_its_values_and_comes_back_with_them(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", label_en="Credit line")
    row = an_account(cast.ada, credit_line="A1")
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=made.pk, now=NOW)
        gone = "credit_line" in about(cast.root, "accounts").fields
        with pytest.raises(Invalid) as unknown:
            changing.update(
                actor=cast.root, about=about(cast.root, "accounts"), record_id=row.pk,
                values={"credit_line": "B2"}, now=NOW,
            )  # fmt: skip

        fields.reinstate_field(actor=cast.root, record_id=made.pk, now=NOW)
        read = reading.read_one(cast.root, about(cast.root, "accounts"), row.pk)["credit_line"]

    assert (gone, unknown.value.fields[0].code, read) == (False, "unknown_field", "A1")


NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({"label_en": ""}, "required"),
    ({"name": "name", "label_en": "x"}, "reserved"),
    ({"name": "workspace", "label_en": "x"}, "reserved"),
    ({"name": "Credit Line", "label_en": "x"}, "bad_name"),
    ({"type": "choice", "label_en": "x"}, "no_choices"),
    ({"type": "choice", "label_en": "x", "options": {"choices": [{"key": "a", "label_en": "A"}] * 2}}, "same_key"),
    ({"type": "reference", "label_en": "x"}, "no_target"),
    ({"type": "reference", "label_en": "x", "options": {"target": "ghosts"}}, "unknown_target"),
    ({"type": "rating", "label_en": "x", "options": {"most": 7}}, "not_stars"),
    ({"type": "yes_no", "label_en": "x", "unique": True}, "never_unique"),
    ({"type": "integer", "label_en": "x", "options": {"default": "many"}}, "not_a_number"),
    ({"type": "text", "label_en": "x", "options": {"choices": []}}, "unknown_option"),
    ({"label_en": "City"}, "same_label"),
    ({"type": "wish", "label_en": "x"}, "not_a_choice"),
]


@pytest.mark.parametrize(("values", "code"), NONSENSE, ids=[f"{n}-{code}" for n, (_, code) in enumerate(NONSENSE)])
def test_nonsense_is_refused_with_its_reason(cast: Cast, values: dict[str, Any], code: str) -> None:
    with acting(cast.root), pytest.raises(Invalid) as refused:
        fields.create_field(actor=cast.root, plural="accounts", values={"type": "text"} | values, now=NOW)

    assert code in [each.code for each in refused.value.fields]
    assert about(cast.root, "accounts").custom_fields == ()


def test_a_name_is_never_given_twice_not_even_after_retirement(cast: Cast) -> None:
    first = a_field(cast.root, "accounts", label_en="Credit line")
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=first.pk, now=NOW)

    second = a_field(cast.root, "accounts", label_en="Credit line")
    with acting(cast.root), pytest.raises(Taken) as refused:
        fields.create_field(
            actor=cast.root, plural="accounts", values={"type": "text", "name": "credit_line", "label_en": "x"}, now=NOW
        )

    assert (first.name, second.name, refused.value.fields[0].field) == ("credit_line", "credit_line_2", "name")


def test_what_a_field_was_made_as_stays(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", label_en="Credit line")
    with acting(cast.root):
        for name, value in {"name": "other", "object": "contacts", "type": "integer"}.items():
            with pytest.raises(Invalid) as refused:
                changing.update(
                    actor=cast.root, about=about(cast.root, "custom-fields"), record_id=made.pk,
                    values={name: value}, now=NOW,
                )  # fmt: skip
            assert [(each.field, each.code) for each in refused.value.fields] == [(name, "fixed")]


@pytest.mark.parametrize("who", ["ada", "max", "lee"])
def test_only_administrators_shape_objects(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    made = a_field(cast.root, "accounts", label_en="Credit line")
    values = {"type": "text", "label_en": "Mine"}
    with acting(actor):
        for attempt in (
            lambda: fields.create_field(actor=actor, plural="accounts", values=values, now=NOW),
            lambda: fields.change_field(actor=actor, field_id=made.pk, values={"label_en": "Mine"}, now=NOW),
            lambda: fields.reorder_fields(actor=actor, plural="accounts", names=[], now=NOW),
            lambda: fields.retire_field(actor=actor, record_id=made.pk, now=NOW),
            lambda: objects.create_object(actor=actor, values={"label_en": "Mine"}, now=NOW),
            lambda: changing.create(
                actor=actor, about=about(actor, "custom-fields"), values=values | {"object": "accounts", "name": "m"},
                now=NOW,
            ),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                attempt()

    assert [each.name for each in about(cast.root, "accounts").custom_fields] == ["credit_line"]


def test_fields_stand_in_the_order_that_was_given(cast: Cast) -> None:
    for label in ("One", "Two", "Three"):
        a_field(cast.root, "accounts", label_en=label)

    with acting(cast.root):
        fields.reorder_fields(actor=cast.root, plural="accounts", names=["three", "one"], now=NOW)

    assert [each.name for each in about(cast.root, "accounts").custom_fields] == ["three", "one", "two"]
