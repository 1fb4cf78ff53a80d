"""What a customer's deals are worth: a sum for each currency, so that none of them is missing without a word."""

from __future__ import annotations

from decimal import Decimal

from tests.casting import Cast, a_deal, an_account, found
from tests.signing import browser_of

from plexus.crm.sales.queries.worth import Worth, worth
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.workspaces.models import WorkspaceRow


def told(actor: Actor, account: WorkspaceRow) -> Worth | None:
    """What the actor is told of a customer."""
    with acting(actor):
        return worth(actor=actor, field="account", record_id=account.pk)


def test_each_currency_has_a_sum_of_its_own_the_companys_first(cast: Cast) -> None:
    account = an_account(cast.ada)
    for amount, currency in (("1000", "USD"), ("2000", "EUR"), ("500", "CNY"), ("30", "USD")):
        a_deal(cast.ada, account=account.pk, amount=amount, currency=currency)
    a_deal(cast.ada, account=account.pk)

    sums = {"CNY": Decimal(500), "EUR": Decimal(2000), "USD": Decimal(1030)}
    assert told(cast.ada, account) == Worth(open=5, won=0, lost=0, open_value=sums, won_value={})


def test_the_page_of_a_customer_abroad_shows_no_zero_where_there_are_amounts(cast: Cast) -> None:
    account = an_account(cast.ada)
    a_deal(cast.ada, account=account.pk, amount="1000", currency="USD")
    a_deal(cast.ada, account=account.pk, amount="2000", currency="EUR")

    page = browser_of(cast.ada).get(f"/accounts/{account.pk}").content.decode()

    assert "€\N{NO-BREAK SPACE}2K · $\N{NO-BREAK SPACE}1K" in page
    assert "¥\N{NO-BREAK SPACE}0" not in page


def test_whoever_may_not_read_amounts_is_told_how_many_deals_and_no_sum(cast: Cast) -> None:
    account = an_account(cast.ada)
    a_deal(cast.ada, account=account.pk, amount="1000", currency="USD")
    a_deal(cast.ada, account=account.pk, amount="500", currency="CNY")
    Role.objects.filter(pk=str(cast.ada.role_id)).update(fields={"deals": {"amount": "hidden"}})

    assert told(found(cast.ada.person_id), account) == Worth(2, 0, 0, None, None)
