"""No hidden input shows through what is reckoned out of it, and a roll-up counts only what its reader may read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, a_record, a_stage, an_account
from tests.kernel.reckoned.asking import compare, listed
from tests.kernel.reckoned.defining import a_field, a_formula, a_roll_up

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.query.sorting import SortInvalid
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.search.queries.finding import find
from plexus.shell.administration.actions import objects

pytestmark = pytest.mark.django_db

# What each field takes: to hide one of these is to hide the field.
FIELDS = {
    ("deals", "weighted"): [("deals", "amount"), ("deals", "probability")],
    ("deals", "twice"): [("deals", "amount"), ("deals", "probability"), ("deals", "weighted")],
    ("deals", "town"): [("deals", "account"), ("accounts", "city")],
    ("accounts", "total"): [("deals", "account"), ("deals", "weighted"), ("deals", "amount"), ("deals", "probability")],
    ("accounts", "won"): [("deals", "account"), ("deals", "stage"), ("stages", "outcome")],
    ("accounts", "last"): [("deals", "account"), ("deals", "name"), ("deals", "expected_close_on")],
    ("accounts", "grade"): [("accounts", "won"), ("accounts", "employees"), ("stages", "outcome")],
    ("contacts", "weight"): [("contacts", "account"), ("accounts", "total"), ("deals", "amount")],
}  # fmt: skip
PAIRS = [(field, hidden) for field, inputs in FIELDS.items() for hidden in inputs]


@pytest.fixture
def made(cast: Cast) -> Cast:
    """The cast, in a firm that reckons one thing out of another."""
    root = cast.root
    a_formula(root, "deals", "weighted", "amount * probability / 100")
    a_formula(root, "deals", "twice", "weighted * 2")
    a_formula(root, "deals", "town", "account.city & '!'")
    a_roll_up(root, "accounts", "total", "deals", "sum", of="weighted")
    a_roll_up(root, "accounts", "won", "deals", "count", where=compare("stage.outcome", "eq", "won"))
    a_roll_up(root, "accounts", "last", "deals", "latest", of="name", by="expected_close_on")
    a_formula(root, "accounts", "grade", "won / employees")
    a_formula(root, "contacts", "weight", "account.total / 2")
    return cast


def blind(actor: Actor, plural: str, name: str) -> Actor:
    """The actor without a field."""
    return replace(actor, fields={plural: {name: "hidden"}})


@pytest.mark.parametrize(("field", "hidden"), PAIRS, ids=".".join)
def test_a_hidden_input_hides_what_is_reckoned_out_of_it(
    made: Cast, field: tuple[str, str], hidden: tuple[str, str]
) -> None:
    plural, name = field
    actor = blind(made.ada, *hidden)

    with acting(made.ada):
        assert name in readable_fields(made.ada, registry.of(made.ada.workspace_id).object(plural))
    with acting(actor):
        assert name not in readable_fields(actor, registry.of(actor.workspace_id).object(plural))
    with pytest.raises(Invalid):
        listed(actor, plural, name)
    with pytest.raises(SortInvalid):
        listed(actor, plural, "id", sort=name)
    for asked in (compare(name, "not_empty"), {"not": compare(name, "empty")}):
        assert filter_refused(actor, plural, asked) == filter_refused(actor, plural, compare("nonsense", "not_empty"))


def filter_refused(actor: Actor, plural: str, asked: Any) -> list[str]:
    """The codes with which a filter is refused."""
    with pytest.raises(FilterInvalid) as refusal:
        listed(actor, plural, "id", where=asked)
    return [each.code for each in refusal.value.fields]


@pytest.mark.parametrize("object_hidden", ["deals", "stages"])
def test_who_may_read_no_record_of_an_object_has_nothing_that_is_reckoned_out_of_them(
    made: Cast, object_hidden: str
) -> None:
    grants = {**made.ada.grants, object_hidden: {"read": "none"}}
    actor = replace(made.ada, grants=grants)

    with acting(actor):
        known = readable_fields(actor, registry.of(actor.workspace_id).object("accounts"))

    assert "won" not in known
    assert "grade" not in known
    assert ("total" in known) == (object_hidden == "stages")


def test_a_token_that_reads_accounts_only_has_no_roll_up_of_deals(made: Cast) -> None:
    actor = replace(made.root, scopes=("accounts:read",))

    with acting(actor):
        known = readable_fields(actor, registry.of(actor.workspace_id).object("accounts"))

    assert {"total", "won", "last", "grade"}.isdisjoint(known)
    assert "employees" in known


def test_a_roll_up_counts_what_its_reader_may_read_whatever_was_asked_before(made: Cast) -> None:
    a_roll_up(made.root, "accounts", "held", "deals", "count")
    a_roll_up(made.root, "accounts", "sum", "deals", "sum", of="amount")
    account = an_account(made.ada, name="Shared ground")
    a_deal(made.ada, name="Mine", account=account.pk, amount="10")
    a_deal(made.cyd, name="His", account=account.pk, amount="100")
    own = {**made.ada.grants, "deals": {"read": "own"}}
    narrow, other = (
        replace(made.ada, grants=own),
        replace(made.cyd, grants={**made.cyd.grants, "deals": {"read": "own"}}),
    )
    wide = {"accounts": {"read": "all"}, "deals": {"read": "own"}}

    def seen(actor: Actor) -> tuple[Any, ...]:
        ((held, total),) = listed(replace(actor, grants={**actor.grants, **wide}), "accounts", "held", "sum")
        return held, total.amount

    assert seen(narrow) == (1, 10)
    assert seen(other) == (1, 100)
    assert listed(made.root, "accounts", "held") == [2]
    everything = compare("sum", "gt", 50)
    as_ada = replace(made.ada, grants={**made.ada.grants, **wide})
    assert listed(as_ada, "accounts", "name", where=everything) == []
    assert listed(made.root, "accounts", "name", where=everything) == ["Shared ground"]


def test_a_record_out_of_sight_reads_as_empty(made: Cast) -> None:
    account = an_account(made.cyd, name="His", city="Ningbo")
    a_record("deals", made.ada, by=made.root, name="Mine", account=account.pk, stage=a_stage(made.ada).pk)
    narrow = replace(made.ada, grants={**made.ada.grants, "accounts": {"read": "own"}, "deals": {"read": "own"}})

    assert listed(made.root, "deals", "town") == ["Ningbo!"]
    assert listed(narrow, "deals", "town") == ["!"]
    assert listed(narrow, "deals", "name", where=compare("town", "contains", "Ningbo")) == []


def test_a_hidden_formula_keeps_nobody_from_searching_an_object_of_ones_own(cast: Cast) -> None:
    with acting(cast.root):
        made = objects.create_object(actor=cast.root, values={"label_en": "Machine", "plural_en": "Machines"}, now=NOW)
    a_field(cast.root, made.name, "serial", "text")
    a_formula(cast.root, made.name, "long_name", "name & '!'")
    a_record(made.name, cast.ada, name="Press 7", serial="SN-4711")
    actor = blind(cast.ada, made.name, "long_name")

    with acting(actor):
        found = [each.title for each in find(actor=actor, text="SN-4711")]

    assert found == ["Press 7"]
    assert listed(cast.ada, made.name, "long_name") == ["Press 7!"]
