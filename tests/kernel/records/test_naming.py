"""The name of a record is told to those who may read it, over however many references one comes."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_comment, a_deal, a_line_item, a_product, an_account

from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries.history import history
from plexus.kernel.schema import registry

LINES, PRODUCTS, ACCOUNTS = (registry.standard().object(each) for each in ("deal-line-items", "products", "accounts"))


def test_a_name_two_references_away_needs_the_right_to_read_both(cast: Cast) -> None:
    account = an_account(cast.cyd)
    deal = a_deal(cast.ada, by=cast.root, account=account.pk)
    line = a_line_item(cast.root, deal, a_product(cast.root))
    own, everything = {"read": "own"}, {"read": "all"}
    ada = replace(cast.ada, grants={"*": own, "products": everything})
    max_ = replace(cast.max, grants={"*": everything})

    with acting(ada):
        hidden = reading.read_one(ada, LINES, line.pk, fields=("deal", "deal.account"))
    with acting(max_):
        shown = reading.read_one(max_, LINES, line.pk, fields=("deal", "deal.account"))

    assert (hidden["deal"]["name"], hidden["deal.account"]["name"]) == ("Ten lathes", None)
    assert (shown["deal"]["name"], shown["deal.account"]["name"]) == ("Ten lathes", "Hengtong Precision")


def test_a_part_is_named_by_what_it_refers_to_only_to_whom_may_read_that(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    line = a_line_item(cast.ada, deal, a_product(cast.ada))
    remark = a_comment(cast.ada, line)
    own = {"read": "own"}
    blind, seeing = (
        replace(cast.ada, grants={"*": own}),
        replace(cast.ada, grants={"*": own, "products": {"read": "all"}}),
    )

    told = []
    for actor in (blind, seeing):
        with acting(actor):
            told.append(naming.titles(actor, LINES, [line.pk]))
            page = history(actor=actor, about=registry.standard().object("comments"), record_id=remark.pk)
            related = next(each.after for each in page.changes[0].fields if each.field.name == "related")
            told.append(related[0]["name"])

    assert told == [{line.pk: ""}, None, {line.pk: "Lathe"}, "Lathe"]


def test_records_of_several_objects_are_named_in_one_statement(cast: Cast) -> None:
    account, deal, hidden = an_account(cast.ada), a_deal(cast.ada), an_account(cast.cyd, name="Not hers")
    gone = a_product(cast.root, name="Old lathe")
    changing.trash(actor=cast.root, about=PRODUCTS, record_id=gone.pk, now=NOW)
    wanted = {"accounts": {account.pk, hidden.pk}, "deals": {deal.pk}, "products": {gone.pk}, "nothing": {deal.pk}}
    named = {account.pk: "Hengtong Precision", deal.pk: "Ten lathes"}
    ada = replace(cast.ada, grants={"*": {"read": "own"}, "products": {"read": "all"}})

    with acting(ada), CaptureQueriesContext(connection) as asked:
        told = naming.names(ada, wanted)
        everywhere = naming.names(ada, wanted, trashed=None)

    assert told == named
    assert everywhere == named | {gone.pk: "Old lathe"}
    assert len(asked) == 2


def test_a_hidden_title_names_nothing_though_the_record_may_be_read(cast: Cast) -> None:
    account, deal = an_account(cast.ada), a_deal(cast.ada)
    blind = replace(cast.ada, fields={"accounts": {"name": "hidden"}})

    with acting(blind):
        told = naming.names(blind, {"accounts": {account.pk}, "deals": {deal.pk}})
        readable = naming.readable(blind, ACCOUNTS, [account.pk])

    assert told == {deal.pk: "Ten lathes"}
    assert readable == {account.pk: ""}
