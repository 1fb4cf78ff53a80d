"""References opened up, two deep, under the rights of who asks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import a_contact, a_deal, an_account
from tests.shell.api.asking import Api

from plexus.kernel.identity.actor import Actor


def test_a_reference_of_a_reference_is_opened(adas: Api, ada: Actor) -> None:
    parent = an_account(ada, name="Holding", city="Wuxi")
    account = an_account(ada, name="Branch", parent=parent.pk)
    deal = a_deal(ada, account=account.pk)

    one = adas.get(f"/deals/{deal.pk}?expand=account.parent,owner").json()

    assert one["account"]["name"] == "Branch"
    assert (one["account"]["parent"]["name"], one["account"]["parent"]["city"]) == ("Holding", "Wuxi")
    assert one["owner"]["email"] == "ada@example.com"


def test_what_one_may_not_read_stays_a_bare_reference(adas: Api, ada: Actor, cyd: Actor, root: Actor) -> None:
    hidden = a_contact(cyd, full_name="Secret")
    deal = a_deal(ada, by=root, contact=hidden.pk)

    one = adas.get(f"/deals/{deal.pk}?expand=contact.account").json()

    assert one["contact"] == {"id": str(hidden.pk), "object": "contacts", "name": None}


def test_a_list_opens_each_path_in_one_statement(adas: Api, ada: Actor) -> None:
    parent = an_account(ada, name="Holding")
    counted = []
    adas.get("/accounts")  # the token notes its first use
    for _more in range(2):
        for each in range(3):
            an_account(ada, name=f"Branch {each}", parent=parent.pk)
        with CaptureQueriesContext(connection) as asked:
            adas.get("/accounts?expand=parent.owner,owner")
        counted.append(len(asked))

    assert counted[0] == counted[1]


@pytest.mark.parametrize("path", ["name", "parent.name", "parent.parent.parent", "ghost", "parent.", "a,b,c,d,e,f"])
def test_what_is_no_reference_within_two_steps_is_refused(adas: Api, path: str) -> None:
    answer = adas.get(f"/accounts?expand={path}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "expand"
