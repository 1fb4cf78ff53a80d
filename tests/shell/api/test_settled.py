"""What a field may hold is asked whichever way it is set, and what is settled back to what it was is no change."""

from __future__ import annotations

import pytest
from tests import casting
from tests.casting import Cast, assert_unchanged, fresh, references
from tests.conformance import making
from tests.shell.api.asking import Api
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


def test_many_take_no_currency_that_is_none(cast: Cast) -> None:
    deal, api = casting.a_deal(cast.ada), Api(cast.ada)
    params = {"field": "currency", "value": "VIP"}

    told = api.post("/deals/actions/change", {"ids": [str(deal.pk)], "params": params}).json()

    assert [each["message"] for each in told["refused"][0]["errors"]] == ["“VIP” is not a currency code such as CNY."]
    assert_unchanged(deal)


@pytest.mark.parametrize("plural", ["files", "follows"])
def test_nothing_is_bound_to_what_can_have_nothing(cast: Cast, plural: str) -> None:
    """It would be out of everybody's sight, an administrator's too."""
    row, api = making.minimal(plural, cast.root), Api(cast.root)
    stage = references(casting.a_stage(cast.root))
    operation = {"op": "update", "id": str(row.pk), "values": {"related": stage}}
    given = making.needed(plural, cast.root) | {"related": stage}

    answers = [
        api.patch(f"/{plural}/{row.pk}", {"related": stage}),
        api.post(f"/{plural}/{row.pk}/actions/change", {"field": "related", "value": stage}),
        api.post(f"/{plural}", given),
    ]
    batch = api.post(f"/{plural}/batch", {"operations": [operation]}).json()["results"][0]["problem"]

    for errors in (*(each.json()["errors"] for each in answers), batch["errors"]):
        assert [(each["field"], each["code"]) for each in errors] == [("related", "no_subject")]
    assert_unchanged(row)


def test_what_is_settled_back_is_no_change(cast: Cast) -> None:
    """A view that is nobody else's has no team to be shared with."""
    view, api = making.minimal("views", cast.ada), Api(cast.ada)
    team = str(cast.east.pk)

    one = api.patch(f"/views/{view.pk}", {"shared_team": team})
    params = {"field": "shared_team", "value": team}
    many = api.post("/views/actions/change", {"ids": [str(view.pk)], "params": params})

    assert (one.status_code, one.json()["version"], one.json()["shared_team"]) == (200, 1, None)
    assert (many.status_code, many.json()["changed"], many.json()["unchanged"]) == (200, 0, 1)
    assert fresh(view).version == 1


@pytest.mark.parametrize("tag", ["VIP, vip", "华东；华南", "a|b"])
def test_no_tag_holds_what_stands_between_tags(cast: Cast, tag: str) -> None:
    """In the form of the record it would become two."""
    account, api = casting.an_account(cast.root), Api(cast.root)

    answers = [api.patch(f"/accounts/{account.pk}", {"tags": [tag]}), api.post("/tags", {"name": tag})]

    assert [each.json()["errors"][0]["code"] for each in answers] == ["several_tags"] * 2
    assert_unchanged(account)


def test_what_is_made_for_somebody_else_is_made_though_its_maker_may_not_see_it(cast: Cast) -> None:
    api, given = Api(cast.ada), {"kind": "call", "subject": "Asks for Cyd", "owner": str(cast.cyd.person_id)}

    made = api.post("/activities", given)
    put = api.put("/activities/by/external_id/X1", given)

    assert [(each.status_code, each.content) for each in (made, put)] == [(204, b"")] * 2
    assert Api(cast.cyd).get(made["Location"].removeprefix("/api/v1")).json()["subject"] == "Asks for Cyd"
    assert api.get(made["Location"].removeprefix("/api/v1")).status_code == 404


def test_a_person_who_makes_it_is_told_so(cast: Cast) -> None:
    browser, given = browser_of(cast.ada), {"kind": "call", "subject": "Asks", "owner": str(cast.cyd.person_id)}

    answer = browser.post("/activities/new", given, follow=True)

    assert answer.redirect_chain == [("/activities", 302)]
    assert "Saved. It is out of your sight now" in answer.content.decode()
