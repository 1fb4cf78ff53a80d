"""The cast stands as described."""

from __future__ import annotations

import pytest
from tests.casting import (
    Cast,
    a_comment,
    a_contact,
    a_deal,
    a_line_item,
    a_product,
    a_task,
    an_account,
    an_activity,
    assert_unchanged,
)

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting


def test_everybody_stands_in_his_team_with_his_role(cast: Cast) -> None:
    everybody = (cast.root, cast.ada, cast.ben, cast.cyd, cast.lee, cast.max, cast.eve)

    assert [each.role_name for each in everybody] == [
        "Administrator", "Sales", "Sales", "Sales", "Reader", "Manager", "Sales",
    ]  # fmt: skip
    assert cast.ada.team_id == cast.ben.team_id == cast.east.pk
    assert cast.cyd.team_id == cast.west.pk
    assert set(cast.max.team_ids) == {cast.hq.pk, cast.east.pk, cast.west.pk}
    assert cast.lee.team_id is None
    assert cast.eve.workspace_id != cast.ada.workspace_id


def test_a_record_of_each_kind_can_be_made(ada: Actor, eve: Actor) -> None:
    account = an_account(ada)
    contact = a_contact(ada, account=account.pk)
    deal = a_deal(ada, account=account.pk, amount="500")
    line = a_line_item(ada, deal, a_product(ada))
    remarks = (an_activity(ada, deal), a_task(ada, deal, account), a_comment(ada, contact))
    theirs = an_account(eve)

    for row in (account, contact, deal, line, *remarks, theirs):
        assert_unchanged(row)
    with acting(ada):
        assert not Account.objects.filter(pk=theirs.pk).exists()


def test_a_record_that_was_changed_is_noticed(ada: Actor) -> None:
    account = an_account(ada)
    Account.objects.filter(pk=account.pk).update(city="Suzhou")

    with pytest.raises(AssertionError):
        assert_unchanged(account)
