"""What a relation is: two ends that its type allows, once, never with oneself, and no circle in a hierarchy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.casting import (
    NOW,
    Cast,
    a_contact,
    a_deal,
    a_relation,
    a_relation_type,
    an_account,
    assert_unchanged,
    fresh,
)

from plexus.crm.relations.actions import relating
from plexus.crm.relations.actions.starting import start_relating
from plexus.crm.relations.models import Relation, RelationType
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
from plexus.kernel.records.undoing import undo_cause
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import enter


def refused(trying: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    """The fields that were refused, each with the reason."""
    return [(each.field, each.code) for each in trying.value.fields]


def test_people_companies_and_deals_stand_in_relations(ada: Actor) -> None:
    person, firm, deal = a_contact(ada), an_account(ada), a_deal(ada)
    decides = a_relation_type(ada, name="decides for", inverse_name="decided by")

    made = [a_relation(ada, person, other, decides) for other in (a_contact(ada, full_name="Li Na"), firm, deal)]
    between_firms = a_relation(ada, firm, an_account(ada, name="Weida"), decides)

    assert [each.target for each in made[1:]] == [("accounts", firm.pk), ("deals", deal.pk)]
    assert (between_firms.source, between_firms.from_contact) == (("accounts", firm.pk), None)


@pytest.mark.parametrize("end", ["from_contact", "to_account"])
def test_a_relation_has_one_record_at_each_end(ada: Actor, end: str) -> None:
    ends = {"from_contact": a_contact(ada).pk, "to_account": an_account(ada).pk}
    del ends[end]
    values = {"type": a_relation_type(ada).pk, **ends}

    with acting(ada), pytest.raises(Invalid) as trying:
        changing.create(actor=ada, about=registry.standard().object("relations"), values=values, now=NOW)

    assert refused(trying) == [("from_contact" if end == "from_contact" else "to_contact", "one_end")]
    assert Relation.objects.count() == 0


def test_nobody_stands_in_a_relation_to_oneself(ada: Actor) -> None:
    person, kind = a_contact(ada), a_relation_type(ada)

    with pytest.raises(Invalid) as trying:
        a_relation(ada, person, person, kind)

    assert refused(trying) == [("to_contact", "itself")]
    assert Relation.objects.count() == 0


def test_the_database_insists_on_two_different_ends(ada: Actor) -> None:
    person = a_contact(ada)
    made = a_relation(ada, person, an_account(ada), a_relation_type(ada, name="decides for", inverse_name="decided by"))
    enter(ada.workspace_id)

    wrongs: tuple[dict[str, Any], ...] = (
        {"from_contact": None}, {"to_contact": person, "to_account": None}, {"to_account": None},
    )  # fmt: skip
    for values in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            assert Relation.objects.filter(pk=made.pk).update(**values) == 1


def test_a_type_says_whom_it_joins(ada: Actor) -> None:
    reports = a_relation_type(
        ada, name="reports to", inverse_name="manages", from_kinds=["contacts"], to_kinds=["contacts"]
    )

    with pytest.raises(Invalid) as trying:
        a_relation(ada, a_contact(ada), an_account(ada), reports)

    assert refused(trying) == [("type", "not_joined")]
    said = trying.value.fields[0].sentence(str)
    assert said == "“reports to” does not lead from contacts to accounts. Choose another relation."


def test_the_same_relation_is_there_once(ada: Actor) -> None:
    person, firm = a_contact(ada), an_account(ada)
    decides = a_relation_type(ada, name="decides for", inverse_name="decided by")
    first = a_relation(ada, person, firm, decides)

    with pytest.raises(Taken):
        a_relation(ada, person, firm, decides)

    assert_unchanged(first)
    assert Relation.objects.count() == 1


def test_what_reads_the_same_both_ways_is_not_there_again_the_other_way_round(ada: Actor) -> None:
    one, other, firm = a_contact(ada), a_contact(ada, full_name="Li Na"), an_account(ada)
    knows = a_relation_type(ada)
    a_relation(ada, one, other, knows)
    a_relation(ada, firm, one, knows)

    for source, target in ((other, one), (one, firm)):
        with pytest.raises(Taken):
            a_relation(ada, source, target, knows)

    assert Relation.objects.count() == 2


def test_what_has_ended_may_begin_again(ada: Actor) -> None:
    person, firm = a_contact(ada), an_account(ada)
    works = a_relation_type(ada, name="works at", inverse_name="employs")
    a_relation(ada, person, firm, works, started_on="2020-01-01", ended_on="2021-01-01")

    again = a_relation(ada, person, firm, works, started_on="2024-01-01")

    assert again.started_on == date(2024, 1, 1)
    with pytest.raises(Invalid) as trying:
        a_relation(ada, person, an_account(ada, name="Weida"), works, started_on="2024-01-02", ended_on="2024-01-01")
    assert refused(trying) == [("ended_on", "before_start")]


def test_nobody_stands_above_himself(ada: Actor) -> None:
    low, middle, high = (a_contact(ada, full_name=name) for name in ("Low", "Middle", "High"))
    reports = a_relation_type(ada, name="reports to", inverse_name="manages", hierarchical=True)
    a_relation(ada, low, middle, reports)
    over = a_relation(ada, middle, high, reports)

    with pytest.raises(Invalid) as trying:
        a_relation(ada, high, low, reports)

    assert refused(trying) == [("to_contact", "circle")]
    relations = registry.standard().object("relations")
    with acting(ada):
        changing.update(actor=ada, about=relations, record_id=over.pk, values={"ended_on": "2026-01-01"}, now=NOW)
    assert a_relation(ada, high, low, reports).target == ("contacts", low.pk)


def test_a_circle_through_what_is_hidden_is_not_told(cast: Cast) -> None:
    """A refusal would say that the hidden one stands between; whoever reads relations does not mind circles."""
    own = {"read": "own", "create": "all", "update": "own", "delete": "own"}
    cyd = replace(cast.cyd, grants={"*": own})
    low, high = (a_contact(cast.cyd, full_name=name) for name in ("Low", "High"))
    hidden = a_contact(cast.ada, full_name="Hidden")
    reports = a_relation_type(cast.root, name="reports to", inverse_name="manages", hierarchical=True)
    a_relation(cast.root, low, hidden, reports)
    a_relation(cast.root, hidden, high, reports)

    assert a_relation(cyd, high, low, reports).target == ("contacts", low.pk)


def test_a_type_reads_in_words_from_both_sides(ada: Actor) -> None:
    refers = a_relation_type(ada, name="refers", inverse_name="is referred by")
    knows = a_relation_type(ada)

    assert [refers.words(back=False), refers.words(back=True)] == ["refers", "is referred by"]
    assert [knows.words(back=False), knows.words(back=True)] == ["knows", "knows"]
    given: dict[str, Any] = {"name": "wrong", "inverse_name": "gnorw", "symmetric": False}
    wrongs: tuple[dict[str, Any], ...] = (
        {"inverse_name": ""}, {"from_kinds": []}, {"symmetric": True, "to_kinds": ["deals"]},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(Invalid):
            a_relation_type(ada, **given | wrong)


def test_a_removed_relation_comes_back(ada: Actor) -> None:
    made = a_relation(ada, a_contact(ada), an_account(ada))

    with acting(ada):
        cause_id = relating.unrelate(actor=ada, relation_id=made.pk, now=NOW)
        assert fresh(made).deleted_at == NOW
        undo_cause(actor=ada, cause_id=cause_id, now=NOW)

    assert fresh(made).deleted_at is None


def test_a_company_starts_with_relation_types(root: Actor, ada: Actor) -> None:
    with pytest.raises(NotAllowed):
        start_relating(ada, now=NOW)
    assert start_relating(root, now=NOW)

    names = list(RelationType.objects.order_by("position").values_list("name", flat=True))
    assert names[:6] == [
        "is decision maker for", "is influencer for", "is champion for", "is blocker for", "refers", "reports to",
    ]  # fmt: skip
    assert len(names) == 15
    assert not start_relating(root, now=NOW)
    assert RelationType.objects.count() == 15
