"""Lists kept by hand: records go on and off, one or many, under the rights on the list and on each record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.casting import NOW, Cast, a_contact, a_deal, a_list, a_record, an_account, references

from plexus.kernel import actions
from plexus.kernel.identity.actor import Actor
from plexus.kernel.lists.models import HandList, Member
from plexus.kernel.lists.queries.membership import lists_of_record
from plexus.kernel.query import sentences
from plexus.kernel.query.checking import check
from plexus.kernel.query.filtering import from_document
from plexus.kernel.query.parsing import parse
from plexus.kernel.records import changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound, Taken
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
ACCOUNTS, DEALS, LISTS, MEMBERS = (
    registry.standard().object(name) for name in ("accounts", "deals", "lists", "list-members")
)


def on_it(key: UUID, *, exists: bool = True) -> dict[str, Any]:
    """The filter for what stands on a list."""
    return {"related": "list-members", "where": {"field": "list", "op": "eq", "value": str(key)}, "exists": exists}


def standing(actor: Actor, key: UUID, about: Any = ACCOUNTS, **more: Any) -> set[str]:
    """The names of what stands on a list as somebody reads it."""
    condition = from_document(on_it(key, **more), about=about, actor=actor, now=NOW)
    return {row["name"] for row in reading.read_page(actor, about, reading.Asked(condition=condition)).rows}


def put(actor: Actor, rows: Any, about: Any = ACCOUNTS, **params: Any) -> Any:
    """Put records on a list."""
    return actions.run_many(actor=actor, about=about, key="add-to-list", rows=rows, now=NOW, params=params)


def test_records_go_on_a_list_once_and_off_it_again(cast: Cast) -> None:
    kept = a_list(cast.ada)
    rows = [an_account(cast.ada, name=name).pk for name in ("Hengtong", "Northwind", "Lindqvist")]
    with acting(cast.ada):
        first, again = (put(cast.ada, some, list=str(kept.pk)) for some in (rows[:2], rows))

        assert [(each.changed, each.unchanged) for each in (first, again)] == [(2, 0), (1, 2)]
        assert standing(cast.ada, kept.pk) == {"Hengtong", "Northwind", "Lindqvist"}
        assert lists_of_record(actor=cast.ada, record_id=rows[0]) == ((kept.pk, "Trade fair 2026"),)
        taken = actions.run_many(
            actor=cast.ada,
            about=ACCOUNTS,
            key="remove-from-list",
            rows=rows[1:],
            now=NOW,
            params={"list": str(kept.pk)},
        )
        assert (taken.changed, standing(cast.ada, kept.pk)) == (2, {"Hengtong"})
        assert standing(cast.ada, kept.pk, exists=False) == {"Northwind", "Lindqvist"}
        undoing.undo_cause(actor=cast.ada, cause_id=taken.cause_id, now=NOW)  # type: ignore[arg-type]
        assert len(standing(cast.ada, kept.pk)) == 3


def test_all_that_match_go_on_a_new_list_and_one_undo_takes_it_all_back(cast: Cast) -> None:
    for name, city in (("Hengtong", "Wuxi"), ("Northwind", "Wuxi"), ("Lindqvist", "Lund")):
        an_account(cast.ada, name=name, city=city)
    with acting(cast.ada):
        condition = from_document(
            {"field": "city", "op": "eq", "value": "Wuxi"}, about=ACCOUNTS, actor=cast.ada, now=NOW
        )

        done = put(cast.ada, condition, name="Wuxi tour")

        made = HandList.objects.get()
        assert (made.name, made.object, made.owner_id, done.changed) == ("Wuxi tour", "accounts", cast.ada.person_id, 2)
        assert standing(cast.ada, made.pk) == {"Hengtong", "Northwind"}
        undone = undoing.undo_cause(actor=cast.ada, cause_id=done.cause_id, now=NOW)
        assert undone.records == {"lists": 1, "list-members": 2}


def test_a_list_is_its_owners_alone_until_it_is_shared(cast: Cast) -> None:
    kept = a_list(cast.ada)
    mine = an_account(cast.ada)
    with acting(cast.ada):
        put(cast.ada, [mine.pk], list=str(kept.pk))

    for actor in (cast.ben, cast.lee, cast.max):
        with acting(actor):
            with pytest.raises(NotFound):
                reading.read_one(actor, LISTS, kept.pk)
            assert standing(actor, kept.pk) == set()
            assert reading.read_page(actor, MEMBERS, reading.Asked()).rows == []
            assert lists_of_record(actor=actor, record_id=mine.pk) == ()
    with acting(cast.ben), pytest.raises(Invalid):
        put(cast.ben, [mine.pk], list=str(kept.pk))
    with acting(cast.ada):
        changing.update(actor=cast.ada, about=LISTS, record_id=kept.pk, values={"shared": True}, now=NOW)
    with acting(cast.lee):
        assert standing(cast.lee, kept.pk) == {"Hengtong Precision"}
    with acting(cast.ben), pytest.raises((NotAllowed, NotFound)):
        put(cast.ben, [mine.pk], list=str(kept.pk))


def test_who_may_not_see_a_record_does_not_see_that_it_stands_on_a_list(cast: Cast) -> None:
    kept = a_list(cast.ada, object="deals", shared=True)
    seen, hidden = a_deal(cast.cyd, name="Seen"), a_deal(cast.ada, name="Hidden")
    with acting(cast.ada):
        put(cast.ada, [hidden.pk], DEALS, list=str(kept.pk))
        refused = put(cast.ada, [seen.pk], DEALS, list=str(kept.pk))
        assert (refused.changed, [each.code for each in refused.refused]) == (0, ["not_found"])
    a_record("list-members", cast.root, list=kept.pk, related=references(seen))

    with acting(cast.cyd):
        reader = replace(
            cast.cyd, grants={"*": {"read": "own"}, "lists": {"read": "all"}, "list-members": {"read": "all"}}
        )
        assert standing(reader, kept.pk, DEALS) == {"Seen"}
        rows = reading.read_page(reader, MEMBERS, reading.Asked()).rows
        assert [each["related"][0]["id"] for each in rows] == [str(seen.pk)]
    with acting(cast.root):
        assert standing(cast.root, kept.pk, DEALS) == {"Seen", "Hidden"}


def test_a_list_holds_one_kind_of_record_and_each_once(cast: Cast) -> None:
    kept, contact, account = a_list(cast.ada), a_contact(cast.ada), an_account(cast.ada)
    a_record("list-members", cast.ada, list=kept.pk, related=references(account))

    with acting(cast.ada):
        for row, refusal, code in ((contact, Invalid, "other_object"), (account, Taken, "taken")):
            values = {"list": kept.pk, "related": references(row)}
            with pytest.raises(refusal) as refused:
                changing.create(actor=cast.ada, about=MEMBERS, values=values, now=NOW)
            assert [each.code for each in refused.value.fields] == [code]
        contacts = registry.standard().object("contacts")
        with pytest.raises(Invalid) as other:
            put(cast.ada, [contact.pk], contacts, list=str(kept.pk))
        assert [each.code for each in other.value.fields] == ["other_object"]
        with pytest.raises(Invalid) as unsaid:
            put(cast.ada, [account.pk])
        assert [each.field for each in unsaid.value.fields] == ["list"]
        for plural in ("ghosts", "teams", "files"):
            with pytest.raises(Invalid) as unknown:
                changing.create(actor=cast.ada, about=LISTS, values={"name": "x", "object": plural}, now=NOW)
            assert [each.code for each in unknown.value.fields] == ["unknown"]
        assert Member.objects.count() == 1


def test_the_filter_reads_as_a_sentence(cast: Cast) -> None:
    kept = a_list(cast.ada)
    with acting(cast.ada):
        told = [
            sentences.describe(
                check(parse(on_it(kept.pk, exists=exists)), ACCOUNTS, cast.ada),
                lambda _plural, ids: dict.fromkeys(ids, "Trade fair"),
            )
            for exists in (True, False)
        ]

    assert told == ["On the list Trade fair", "Not on the list Trade fair"]
