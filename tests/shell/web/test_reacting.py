"""A form answers while it is typed: what must be filled, what is shown, and what a new record begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast, a_deal, a_record, a_stage, an_account, fresh
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.crm.sales.models import Deal
from plexus.kernel.identity.models import Role


@dataclass
class Seller:
    """Ada's browser, and the form that she fills in as it was drawn."""

    client: Client
    stage: str

    def drawn(self, address: str = "/deals/new") -> dict[str, str]:
        """The form as it came."""
        return dict(sent(self.client.get(address).content.decode().partition("<main")[2]))

    def reacts(self, form: dict[str, str], address: str = "/deals/new") -> dict[str, Any]:
        """What the form is told while it is typed."""
        answer = self.client.post(f"{address}/react", form)
        assert answer.status_code == 200
        fields: dict[str, Any] = answer.json()["fields"]
        return fields


@pytest.fixture
def seller(cast: Cast) -> Seller:
    return Seller(browser_of(cast.ada), str(a_stage(cast.ada).pk))


def says(cast: Cast, field: str, **said: Any) -> None:
    """An administrator says something of a field of deals."""
    a_record("field-rules", cast.root, object="deals", field=field, **said)


def test_what_is_required_follows_what_is_typed(cast: Cast, seller: Seller) -> None:
    says(cast, "description", required_when="source = 'fair'")
    form = seller.drawn()

    before = seller.reacts(form)
    after = seller.reacts(form | {"source": "fair"})

    assert before == {"description": {"shown": True, "required": False}}
    assert after == {"description": {"shown": True, "required": True}}


def test_a_field_is_shown_only_while_its_expression_holds(cast: Cast, seller: Seller) -> None:
    says(cast, "description", visible_when="source = 'fair'")

    html = seller.client.get("/deals/new").content.decode()
    told = seller.reacts(seller.drawn() | {"source": "fair"})

    assert 'data-control="description" hidden' in html
    assert told["description"]["shown"] is True


def test_what_must_be_filled_is_shown_whatever_else_was_said(cast: Cast, seller: Seller) -> None:
    says(cast, "description", visible_when="false", required_when="source = 'fair'")
    form = seller.drawn()

    assert seller.reacts(form)["description"] == {"shown": False, "required": False}
    assert seller.reacts(form | {"source": "fair"})["description"] == {"shown": True, "required": True}


def test_nobody_saves_what_the_form_does_not_show(cast: Cast, seller: Seller) -> None:
    deal = a_deal(cast.ada, source="web", description="kept")
    says(cast, "description", visible_when="source = 'fair'")

    form = {"source": "web", "description": "typed before", "version": "1"}
    answer = seller.client.post(f"/deals/{deal.pk}/edit", form)

    assert answer.status_code == 302
    assert fresh(deal).description == "kept"


def test_a_default_stands_in_the_form_and_follows_until_somebody_writes_over_it(cast: Cast, seller: Seller) -> None:
    says(cast, "description", default="'About ' & name")
    form = seller.drawn() | {"name": "lathes"}

    told = seller.reacts(form)["description"]
    own = seller.reacts(form | {"description": "my words"})["description"]

    assert form["description"] == "About"
    assert told["was"] == "About lathes"
    assert "About lathes" in told["html"]
    assert "html" not in own


def test_an_untouched_default_is_reckoned_anew_when_it_is_saved(cast: Cast, seller: Seller) -> None:
    says(cast, "description", default="'About ' & name")
    form = seller.drawn() | {"name": "lathes", "stage": seller.stage}

    assert seller.client.post("/deals/new", form).status_code == 302

    assert Deal.objects.get().description == "About lathes"


def test_a_default_that_was_emptied_or_overwritten_stays_so(cast: Cast, seller: Seller) -> None:
    says(cast, "description", default="'About it'")

    for name, words in (("emptied", ""), ("overwritten", "my words")):
        form = seller.drawn() | {"stage": seller.stage, "name": name, "description": words}
        assert seller.client.post("/deals/new", form).status_code == 302

    assert Deal.objects.get(name="emptied").description == ""
    assert Deal.objects.get(name="overwritten").description == "my words"


def test_what_was_written_survives_a_refusal_and_another_try(cast: Cast, seller: Seller) -> None:
    says(cast, "description", default="'About it'")
    form = seller.drawn() | {"description": "my words", "source": "web"}

    refused = seller.client.post("/deals/new", form)
    again = dict(sent(refused.content.decode().partition("<main")[2]))
    made = seller.client.post("/deals/new", again | {"name": "lathes", "stage": seller.stage})

    assert (refused.status_code, made.status_code) == (422, 302)
    assert Deal.objects.get().description == "my words"


def test_a_reference_can_be_begun_with_and_replaced(cast: Cast, seller: Seller) -> None:
    account = an_account(cast.ben, name="Hengtong")
    says(cast, "owner", default="account.owner")
    form = seller.drawn(f"/deals/new?account={account.pk}") | {"name": "lathes", "stage": seller.stage}

    assert form["owner"] == str(cast.ben.person_id)
    assert seller.client.post("/deals/new", form).status_code == 302
    assert Deal.objects.get().owner_id == cast.ben.person_id


def test_a_form_tells_nothing_of_what_is_hidden(cast: Cast, seller: Seller) -> None:
    account = an_account(cast.ada, name="Hengtong", city="Oslo")
    says(cast, "source", visible_when="account.city = 'Oslo'", default="account.city")
    form = {"account": str(account.pk)}
    open_to_her = seller.reacts(form)["source"]["shown"]

    Role.objects.filter(key="sales").update(fields={"accounts": {"city": "hidden"}})

    assert (open_to_her, seller.reacts(form)["source"]["shown"]) == (True, False)
    assert "Oslo" not in seller.client.get(f"/deals/new?account={account.pk}").content.decode()


def test_a_record_out_of_sight_does_not_react(cast: Cast, seller: Seller) -> None:
    deal = a_deal(cast.cyd)
    says(cast, "source", visible_when="true")

    assert seller.client.post(f"/deals/{deal.pk}/edit/react", {"source": "x"}).status_code == 404


def test_the_page_of_a_record_follows_and_asks_no_more_for_it(cast: Cast, seller: Seller) -> None:
    account = an_account(cast.ada, name="Hengtong", city="Oslo")
    deal = a_deal(cast.ada, account=account.pk, source="fair", description="Seen at the fair")
    page = f"/deals/{deal.pk}"
    seller.client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert "Seen at the fair" in seller.client.get(page).content.decode()
    before = len(asked)

    says(cast, "description", visible_when="account.city = 'Bergen'")
    seller.client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert "Seen at the fair" not in seller.client.get(page).content.decode()

    assert len(asked) == before
