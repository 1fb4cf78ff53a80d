"""Values of a choice field change while records hold them, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, an_account, fresh
from tests.conformance.tailored import a_field, about

from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.query import check, describe, parse
from plexus.kernel.records import reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field_types.choice import choice_of
from plexus.shell.administration.actions import choices, retyping

ABC: list[dict[str, Any]] = [{"key": key, "label_en": key.upper()} for key in "abc"]


def _held(cast: Cast, row: Any, name: str) -> Any:
    with acting(cast.ada):
        return reading.read_one(cast.ada, about(cast.ada, "accounts"), row.pk)[name]


def _undo_last(cast: Cast) -> None:
    with acting(cast.root):
        cause = Cause.objects.order_by("-id").values_list("pk", flat=True)[0]
        undoing.undo_cause(actor=cast.root, cause_id=cause, now=NOW)


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_two_values_become_one_in_every_record_and_undo_parts_them(cast: Cast, kind: str) -> None:
    made = a_field(cast.root, "accounts", kind, name="grade", options={"choices": ABC})
    entered = {"choice": "a", "choices": ["a", "b"]}[kind]
    row, other = an_account(cast.ada, grade=entered), an_account(cast.cyd, grade="c" if kind == "choice" else ["c"])

    with acting(cast.root):
        done = choices.merge_choices(actor=cast.root, record_id=made.pk, key="a", into="b", now=NOW)
    merged, keys = _held(cast, row, "grade"), about(cast.ada, "accounts").fields["grade"].choice_keys
    _undo_last(cast)

    assert (done.kept, merged, keys) == (2, "b" if kind == "choice" else ["b"], ("b", "c"))
    assert _held(cast, row, "grade") == entered
    assert about(cast.ada, "accounts").fields["grade"].choice_keys == ("a", "b", "c")
    assert fresh(other).custom["grade"] in ("c", ["c"])


def test_whoever_names_a_merged_value_means_what_it_became(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", "choice", name="grade", options={"choices": ABC})
    first, second = an_account(cast.ada, grade="a"), an_account(cast.ada, grade="b")

    with acting(cast.root):
        choices.merge_choices(actor=cast.root, record_id=made.pk, key="a", into="b", now=NOW)
        choices.merge_choices(actor=cast.root, record_id=made.pk, key="b", into="c", now=NOW)

    field = about(cast.ada, "accounts").fields["grade"]
    assert [choice_of(each, field) for each in ("a", "A", "b", "c")] == ["c"] * 4
    with acting(cast.ada):
        asked = parse({"field": "grade", "op": "in", "value": ["a", "b"]})
        told = describe(check(asked, about(cast.ada, "accounts"), cast.ada))
    assert told.endswith("is C")
    assert [str(field.label_of(key)) for key in "abc"] == ["A", "B", "C"]
    assert {fresh(first).custom["grade"], fresh(second).custom["grade"]} == {"c"}


def test_a_value_that_records_may_hold_cannot_be_left_out_and_can_be_retired(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", "choice", name="grade", options={"choices": ABC})
    row = an_account(cast.ada, grade="a")

    with acting(cast.root):
        with pytest.raises(Invalid) as refused:
            choices.set_choices(actor=cast.root, field_id=made.pk, choices=ABC[1:], now=NOW)
        retired = [ABC[0] | {"retired": True, "label_en": "Old A"}, *ABC[1:], {"label_en": "New grade"}]
        choices.set_choices(actor=cast.root, field_id=made.pk, choices=retired, now=NOW)

    field = about(cast.ada, "accounts").fields["grade"]
    assert [each.code for each in refused.value.fields] == ["dropped"]
    assert [each.key for each in field.offered] == ["b", "c", "new-grade"]
    assert (_held(cast, row, "grade"), str(field.label_of("a"))) == ("a", "Old A")


def test_a_change_of_type_tells_what_it_loses_and_undo_brings_it_back(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", "text", name="size")
    good, bad = an_account(cast.ada, size="12"), an_account(cast.ada, size="about a dozen")

    with acting(cast.root):
        seen = retyping.preview_type(actor=cast.root, field_id=made.pk, type="integer", options={})
        untouched = [_held(cast, each, "size") for each in (good, bad)]
        done = retyping.change_type(actor=cast.root, record_id=made.pk, type="integer", now=NOW)
    became = [_held(cast, each, "size") for each in (good, bad)]
    _undo_last(cast)

    assert (seen.kept, seen.lost, seen.examples) == (done.kept, done.lost, done.examples) == (1, 1, ["about a dozen"])
    assert (untouched, became) == (["12", "about a dozen"], [12, None])
    assert [_held(cast, each, "size") for each in (good, bad)] == ["12", "about a dozen"]
    assert about(cast.ada, "accounts").fields["size"].type.key == "text"


def test_undo_in_the_history_of_a_field_brings_the_values_back_with_it(cast: Cast) -> None:
    made = a_field(cast.root, "accounts", "text", name="size")
    row = an_account(cast.ada, size="about a dozen")

    with acting(cast.root):
        retyping.change_type(actor=cast.root, record_id=made.pk, type="integer", now=NOW)
        change = Change.objects.filter(object="custom-fields", record_id=made.pk).latest("pk")
        undoing.undo_change(actor=cast.root, change_id=change.pk, now=NOW)
    back = _held(cast, row, "size")
    with acting(cast.root):
        again = Change.objects.filter(object="custom-fields", record_id=made.pk).latest("pk")
        undoing.undo_change(actor=cast.root, change_id=again.pk, now=NOW)

    assert back == "about a dozen"
    assert _held(cast, row, "size") is None


WAYS = [
    ("text", "choice", {"choices": ABC}, "B", "b"),
    ("choice", "text", {}, "b", "B"),
    ("choice", "choices", {"choices": ABC}, "b", ["b"]),
    ("integer", "decimal", {}, 7, "7"),
    ("text", "date", {}, "2026-03-01", "2026-03-01"),
    ("money", "decimal", {}, {"amount": "12.50", "currency": "EUR"}, "12.5"),
    ("yes_no", "text", {}, True, "yes"),
]


@pytest.mark.parametrize(("old", "new", "options", "entered", "kept"), WAYS, ids=[f"{w[0]}-{w[1]}" for w in WAYS])
def test_a_value_says_the_same_in_its_new_type(
    cast: Cast, old: str, new: str, options: dict[str, Any], entered: Any, kept: Any
) -> None:
    made = a_field(cast.root, "accounts", old, name="held", options={"choices": ABC} if "choice" in old else {})
    row = an_account(cast.ada, held=entered)

    with acting(cast.root):
        retyping.change_type(actor=cast.root, record_id=made.pk, type=new, options=options, now=NOW)

    assert fresh(row).custom["held"] == kept
