"""Sharing by the API, and asking why somebody can see a record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.casting import Cast, a_deal, a_line_item, a_product, a_record, references
from tests.shell.api.asking import Api
from tests.signing import id_of

from plexus.kernel.access.models import Share
from plexus.kernel.identity.models import Person, Role

pytestmark = pytest.mark.django_db
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)


@pytest.fixture
def deal(cast: Cast) -> str:
    """Where ada's deal is."""
    return f"/deals/{a_deal(cast.ada).pk}"


def test_a_deal_is_shared_until_tomorrow_and_taken_back(cast: Cast, adas: Api, deal: str) -> None:
    cyds = Api(cast.cyd)
    assert cyds.get(deal).status_code == 404

    made = adas.post(f"{deal}/shares", {"person": str(cast.cyd.person_id), "expires_at": TOMORROW.isoformat()})

    share = made.json()
    assert made.status_code == 201
    assert share["person"] == {"id": str(cast.cyd.person_id), "object": "people", "name": "Cyd"}
    assert (share["team"], share["right"], share["expired"]) == (None, "read", False)
    assert datetime.fromisoformat(share["expires_at"]) == TOMORROW
    assert adas.get(f"{deal}/shares").json() == {"data": [share]}
    assert cyds.get(deal).status_code == 200
    assert cyds.patch(deal, {"name": "Mine"}).status_code == 403

    gone = adas.delete(f"{deal}/shares/{share['id']}")

    assert (gone.status_code, adas.get(f"{deal}/shares").json()) == (204, {"data": []})
    assert cyds.get(deal).status_code == 404
    assert adas.delete(f"{deal}/shares/{share['id']}").status_code == 404
    undone = adas.post(f"/causes/{gone['Plexus-Cause']}/undo").json()
    assert undone["records"] == {"shares": 1}
    assert cyds.get(deal).status_code == 200


def test_other_terms_are_given_by_sharing_again(cast: Cast, adas: Api, deal: str) -> None:
    first = adas.post(f"{deal}/shares", {"team": str(cast.west.pk)})

    again = adas.post(f"{deal}/shares", {"team": str(cast.west.pk), "right": "change"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["id"], again.json()["right"]) == (first.json()["id"], "change")
    assert Api(cast.cyd).patch(deal, {"name": "Ours"}).status_code == 200


def test_what_is_shared_with_one_is_not_passed_on(cast: Cast, adas: Api, deal: str) -> None:
    adas.post(f"{deal}/shares", {"person": str(cast.cyd.person_id), "right": "change"})
    cyds = Api(cast.cyd)

    refused = cyds.post(f"{deal}/shares", {"person": str(cast.ben.person_id)})

    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/problems#not_yours")
    assert Share.objects.count() == 1
    assert [each["person"]["name"] for each in cyds.get(f"{deal}/shares").json()["data"]] == ["Cyd"]


@pytest.mark.parametrize("body", [{}, {"person": None}, {"person": "x"}, {"whom": "x"}, {"right": "all"}])
def test_what_does_not_fit_is_told_by_field(adas: Api, deal: str, body: dict[str, Any]) -> None:
    answer = adas.post(f"{deal}/shares", body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in {"person", "whom", "right"}


def test_a_token_that_only_reads_shares_nothing(cast: Cast, deal: str) -> None:
    reading = Api(cast.ada, scopes=("*:read",))

    assert reading.post(f"{deal}/shares", {"person": str(cast.cyd.person_id)}).status_code == 403
    assert reading.get(f"{deal}/shares").status_code == 200


def test_a_part_is_shared_with_its_whole_only(cast: Cast, adas: Api) -> None:
    whole = a_deal(cast.ada)
    item = f"/deal-line-items/{a_line_item(cast.ada, whole, a_product(cast.ada)).pk}"
    cyds = Api(cast.cyd)

    assert adas.post(f"{item}/shares", {"person": str(cast.cyd.person_id)}).status_code == 404
    adas.post(f"/deals/{whole.pk}/shares", {"person": str(cast.cyd.person_id)})

    assert cyds.get(item).status_code == 200


def test_the_history_tells_with_whom(cast: Cast, adas: Api, deal: str) -> None:
    adas.post(f"{deal}/shares", {"person": str(cast.cyd.person_id)})

    newest, created = adas.get(f"{deal}/history").json()["data"]

    assert (newest["object"], newest["kind"], newest["shared_with"]["name"]) == ("shares", "created", "Cyd")
    assert created["shared_with"] is None


def test_an_administrator_asks_why(cast: Cast, api: Api, adas: Api, deal: str) -> None:
    adas.post(f"{deal}/shares", {"person": str(cast.cyd.person_id), "expires_at": TOMORROW.isoformat()})

    told = api.get(f"{deal}/access?person={cast.cyd.person_id}").json()

    verbs = {each["verb"]: each for each in told["verbs"]}
    assert {verb: each["allowed"] for verb, each in verbs.items()} == {"read": True, "update": False, "delete": False}
    assert [(each["rule"], each["holds"]) for each in verbs["read"]["reasons"]] == [
        ("role", None), ("own", False), ("team", False), ("shared", True),
    ]  # fmt: skip
    sentences = [each["sentence"] for each in verbs["read"]["reasons"]]
    assert sentences[:3] == [
        "The role “Sales” lets Cyd see the deals of one's own team.", "It belongs to Ada.",
        "Its team East is not the team of Cyd.",
    ]  # fmt: skip
    assert sentences[3].startswith("Ada shared it with Cyd, to see, until ")


def test_a_share_that_is_over_is_told_as_over(cast: Cast, api: Api, adas: Api, deal: str) -> None:
    adas.post(f"{deal}/shares", {"person": str(cast.cyd.person_id), "expires_at": TOMORROW.isoformat()})
    Share.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))

    told = api.get(f"{deal}/access?person={cast.cyd.person_id}").json()["verbs"][0]

    assert (told["allowed"], told["reasons"][3]["rule"], told["reasons"][3]["holds"]) == (False, "shared", False)
    assert told["reasons"][3]["sentence"] == "Ada shared it with Cyd until Jan 1, 2020 8:00\u202fAM; that is over."
    assert adas.get(f"{deal}/shares").json()["data"][0]["expired"] is True


def test_fields_that_stay_hidden_are_named(cast: Cast, api: Api, deal: str) -> None:
    fields = {"deals": {"amount": "hidden", "name": "read_only"}}
    Role.objects.filter(key="sales", workspace_id=cast.root.workspace_id).update(fields=fields)

    told = api.get(f"{deal}/access?person={cast.cyd.person_id}").json()

    assert (told["hidden_fields"], told["read_only_fields"]) == (["amount"], ["name"])


def test_who_may_ask_why(cast: Cast, adas: Api, lees: Api, deal: str) -> None:
    cyd, lee = cast.cyd.person_id, cast.lee.person_id

    assert adas.get(f"{deal}/access?person={cyd}").status_code == 200
    assert Api(cast.max).get(f"{deal}/access?person={cyd}").status_code == 200
    assert lees.get(f"{deal}/access?person={cyd}").status_code == 403
    assert lees.get(f"{deal}/access?person={lee}").json()["verbs"][0]["allowed"] is True
    assert Api(cast.cyd).get(f"{deal}/access?person={cyd}").status_code == 404
    assert adas.get(f"{deal}/access?person={cast.eve.person_id}").status_code == 404
    assert adas.get(f"{deal}/access").status_code == 422


def test_what_a_remark_is_about_is_named_to_whoever_may_see_that(cast: Cast, api: Api) -> None:
    deal = a_deal(cast.ada)
    values = {"subject": "Send the offer", "related": references(deal)}
    task = f"/tasks/{a_record('tasks', cast.cyd, by=cast.root, **values).pk}"

    bens = api.get(f"{task}/access?person={cast.ben.person_id}").json()["verbs"][0]
    asked_by_cyd = Api(cast.cyd).get(f"{task}/access?person={cast.ben.person_id}").json()["verbs"][0]

    assert bens["allowed"]
    assert "It is about “Ten lathes” (deal), which Ben may see." in [each["sentence"] for each in bens["reasons"]]
    sentences = [each["sentence"] for each in asked_by_cyd["reasons"]]
    assert "It is about a record that Ben may see: deal." in sentences
    assert "Ten lathes" not in "".join(sentences)


def test_what_is_not_seen_is_not_changed_whatever_the_role_says(cast: Cast, api: Api, deal: str) -> None:
    odd = {"*": {"read": "own", "update": "all", "delete": "none"}}
    Role.objects.filter(key="sales", workspace_id=cast.root.workspace_id).update(grants=odd)

    told = api.get(f"{deal}/access?person={cast.cyd.person_id}").json()["verbs"]

    assert [each["allowed"] for each in told] == [False] * 3
    assert told[1]["reasons"][-1]["sentence"] == "Cyd cannot see it, and so can neither change nor delete it."
    assert Api(cast.cyd).patch(deal, {"name": "Mine"}).status_code == 404


def test_somebody_who_left_can_see_nothing(cast: Cast, api: Api, deal: str) -> None:
    Person.objects.filter(pk=id_of(cast.cyd)).update(active=False)

    told = api.get(f"{deal}/access?person={cast.cyd.person_id}").json()["verbs"]

    assert [each["allowed"] for each in told] == [False] * 3
    assert told[0]["reasons"] == [{"rule": "inactive", "holds": False, "sentence": "Cyd cannot sign in."}]
