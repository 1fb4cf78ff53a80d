"""Data quality: figures over what the reader may read, the worklist, and the standard in the settings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import Cast, a_contact, an_account
from tests.kernel.completeness.defining import a_standard
from tests.signing import browser_of

from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(cast: Cast) -> Cast:
    """Accounts that lack something, and one that does not, in a firm where phone and industry count."""
    a_standard(cast.root, "accounts", {"phone": 3, "industry": 1}, important_by="annual_revenue")
    an_account(cast.ada, name="Whole", phone="021 5555 0000", industry="Machines")
    an_account(cast.ada, name="Small", phone="021 5555 0000", annual_revenue={"amount": "5", "currency": "CNY"})
    an_account(cast.ada, name="Large", annual_revenue={"amount": "9", "currency": "CNY"})
    an_account(cast.cyd, name="Foreign", industry="Machines")
    return cast


def test_the_page_shows_the_figures_and_what_to_repair_first(accounts: Cast) -> None:
    client = browser_of(accounts.root)

    page = client.get("/quality/accounts").content.decode()

    assert "50.0%" in page
    assert page.index(">Large<") < page.index(">Small<")
    assert ">Whole<" not in page
    assert 'data-fix="phone"' in page


def test_somebody_sees_the_quality_of_what_he_may_read(accounts: Cast) -> None:
    client = browser_of(accounts.ada)

    page = client.get("/quality/accounts?whose=mine").content.decode()

    assert ">Large<" in page
    assert ">Foreign<" not in page


def test_a_hidden_field_is_on_no_page_of_quality(accounts: Cast) -> None:
    with acting(accounts.root):
        Role.objects.filter(workspace_id=accounts.root.workspace_id, key="sales").update(
            fields={"accounts": {"industry": "hidden"}}
        )
    client = browser_of(accounts.ada)

    page = client.get("/quality/accounts").content.decode()

    assert "Industry" not in page
    assert ">Small<" not in page


def test_the_past_comes_after_the_page_and_an_unknown_object_is_none(accounts: Cast) -> None:
    client = browser_of(accounts.root)

    assert client.get("/quality/accounts/past").status_code == 200
    assert client.get("/quality/products").status_code == 404
    assert client.get("/quality").headers["Location"] == "/quality/accounts"


def test_a_record_page_says_what_it_lacks(accounts: Cast) -> None:
    row = an_account(accounts.ada, name="Half", phone="021 5555 0000")
    client = browser_of(accounts.ada)

    page = client.get(f"/accounts/{row.pk}").content.decode()

    assert "75%" in page
    assert f"/accounts/{row.pk}/edit#f-industry" in page


def test_an_administrator_sets_the_standard_and_takes_it_back(cast: Cast) -> None:
    client = browser_of(cast.root)
    url = "/settings/objects/deals/standard"

    client.post(url, {"weight_amount": "10", "weight_source": "", "important_by": "amount", "normalised": ["name"]})
    said = standard(cast, "deals")
    refused = client.post(url, {"weight_amount": "11"})
    client.post(f"{url}/drop")

    assert (dict(said.weights), said.important_by, said.normalised) == ({"amount": 10}, "amount", {"name"})
    assert refused.status_code == 422
    assert standard(cast, "deals").weights["account"] == 3


def test_nobody_else_reaches_the_standard(cast: Cast) -> None:
    client = browser_of(cast.ada)

    assert client.get("/settings/objects/deals/standard").status_code in {403, 404}
    assert client.post("/settings/objects/deals/standard", {"weight_amount": "10"}).status_code in {403, 404}


def test_the_dialog_of_cleaning_up_shows_what_would_change(cast: Cast) -> None:
    row = a_contact(cast.ada, full_name="SMITH, JOHN")
    client = browser_of(cast.ada)

    page = client.get(f"/contacts/bulk/normalise?id={row.pk}").content.decode()

    assert "1 of 1 record would change." in page
    assert "SMITH, JOHN → John Smith" in page


def standard(cast: Cast, plural: str) -> Any:
    """The standard of an object as it is now."""
    with acting(cast.root):
        return registry.of(cast.root.workspace_id).object(plural).standard
