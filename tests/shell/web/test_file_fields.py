"""Files in fields on pages: shown again when something else is refused, kept or replaced, told apart in a conflict."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.casting import NOW, Cast, an_account, fresh, uploaded
from tests.conformance import tailored
from tests.kernel.files.drawing import PDF, a_picture
from tests.signing import browser_of

from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast: Cast) -> Client:
    """Ada's, where accounts have a contract."""
    tailored.a_field(cast.root, "accounts", "file", name="contract", label_en="Contract")
    return browser_of(cast.ada)


def typed(cast: Cast, content: bytes = b"Ten lathes.", name: str = "offer.txt") -> str:
    """What stands in the form once a file was sent ahead."""
    return f"{uploaded(cast.ada, content, name=name)}/{name}"


def value(page: Any, name: str = "contract") -> str:
    """What the form holds for the field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found
    return found[1]


def test_a_file_stays_in_the_form_when_something_else_is_refused(cast: Cast, browser: Client) -> None:
    sent = typed(cast, name="合同.pdf")

    refused = browser.post("/accounts/new", {"name": "Hengtong", "website": "no address", "contract": sent})
    made = browser.post("/accounts/new", {"name": "Hengtong", "website": "", "contract": value(refused)})

    assert refused.status_code == 422
    assert value(refused) == sent
    assert ">合同.pdf</b>" in refused.content.decode()
    page = browser.get(made["Location"]).content.decode()
    assert page.count("合同.pdf") >= 2
    assert "Contract · 11\xa0bytes" in page


def test_what_the_form_holds_unchanged_stays(cast: Cast, browser: Client) -> None:
    row = an_account(cast.ada, contract={"upload": uploaded(cast.ada), "name": "offer.txt"})
    before = fresh(row).custom["contract"]
    held = value(browser.get(f"/accounts/{row.pk}/edit"))

    saved = browser.post(f"/accounts/{row.pk}/edit", {"name": "Weida", "contract": held, "version": "1"})

    assert held == f"{before['id']}/offer.txt"
    assert saved.status_code == 302
    assert (fresh(row).name, fresh(row).custom["contract"]) == ("Weida", before)


def test_in_a_conflict_the_files_are_told_by_name_and_an_unchanged_one_is_none(cast: Cast, browser: Client) -> None:
    row = an_account(cast.ada, name="Hengtong", contract={"upload": uploaded(cast.ada), "name": "first.txt"})
    held = value(browser.get(f"/accounts/{row.pk}/edit"))
    about = tailored.about(cast.ada, "accounts")
    with acting(cast.ada):
        changing.update(actor=cast.ada, about=about, record_id=row.pk, values={"name": "Theirs"}, now=NOW)

    form = {"name": "Mine", "version": "1"}
    unchanged = browser.post(f"/accounts/{row.pk}/edit", {**form, "contract": held})
    changed = browser.post(f"/accounts/{row.pk}/edit", {**form, "contract": typed(cast, name="second.txt")})

    assert (unchanged.status_code, changed.status_code) == (409, 409)
    assert "first.txt" not in unchanged.content.decode()
    assert "first.txt" in changed.content.decode()
    assert "second.txt" in changed.content.decode()


def test_a_cell_is_replaced_emptied_and_refused(cast: Cast, browser: Client) -> None:
    tailored.a_field(cast.root, "accounts", "file", name="photo", label_en="Photo", options={"kinds": "pictures"})
    row = an_account(cast.ada)
    url = f"/accounts/{row.pk}/cell/photo"

    control = browser.get(url).content.decode()
    refused = browser.post(url, {"photo": typed(cast, PDF, "site.pdf"), "version": "1"})
    saved = browser.post(url, {"photo": typed(cast, a_picture(), "site.png"), "version": "1"})
    path = f"/accounts/{row.pk}/fields/photo/{fresh(row).custom['photo']['id']}"
    emptied = browser.post(url, {"photo": "", "version": "2"})

    assert 'accept="image/*"' in control
    assert (refused.status_code, saved.status_code, emptied.status_code) == (422, 200, 200)
    assert "“site.pdf” is application/pdf, which this field does not take." in refused.content.decode()
    assert ">site.pdf</b>" in refused.content.decode()
    assert f'href="{path}/look" hx-get="{path}/look"' in saved.content.decode()
    assert "photo" not in fresh(row).custom


def test_a_list_leads_to_the_file(cast: Cast, browser: Client) -> None:
    row = an_account(cast.ada, contract={"upload": uploaded(cast.ada), "name": "<b>offer.txt"})
    browser.post("/accounts/columns", {"column": ["name", "contract"]})

    page = browser.get("/accounts").content.decode()

    key = fresh(row).custom["contract"]["id"]
    assert f'href="/accounts/{row.pk}/fields/contract/{key}/content" download>&lt;b&gt;offer.txt</a>' in page


def test_the_settings_page_makes_a_field_that_takes_pictures(cast: Cast) -> None:
    browser = browser_of(cast.root)
    asked = browser.get("/settings/objects/accounts/fields/new?type=file").content.decode()

    made = browser.post(
        "/settings/objects/accounts/fields/new", {"label_en": "Photo", "type": "file", "kinds": "pictures"}
    )

    assert "File · a contract, a drawing, a photograph" in asked
    assert made.status_code == 302
    field = tailored.about(cast.root, "accounts").fields["photo"]
    assert (field.type.key, field.kinds, field.home) == ("file", "pictures", "accounts")


def test_history_leads_to_the_files_it_names_where_one_may_open_them(cast: Cast, browser: Client) -> None:
    row = an_account(cast.ada, contract={"upload": uploaded(cast.ada), "name": "first.txt"})
    first = fresh(row).custom["contract"]["id"]
    browser.post(f"/accounts/{row.pk}/cell/contract", {"contract": typed(cast, PDF, "<b>.pdf"), "version": "1"})
    second = fresh(row).custom["contract"]["id"]
    within = f"/accounts/{row.pk}/fields/contract"
    fetched, looked = f"{within}/{first}/content", f"{within}/{second}/look"

    pages = [browser.get(f"/accounts/{row.pk}{end}").content.decode() for end in ("", "/history")]
    browser.post(f"/accounts/{row.pk}/delete")
    lying = browser.get(f"/accounts/{row.pk}/history").content.decode()

    for page in pages:
        told = page.partition('<ul class="changes">')[2].partition("</ul>")[0]
        assert f'<s><a class="link" href="{fetched}" download>first.txt</a></s>' in told
        assert f'<a class="link" href="{looked}" hx-get="{looked}"' in told
        assert ">&lt;b&gt;.pdf</a>" in told
    assert browser.get(looked).status_code == 404
    assert "first.txt" in lying
    assert "/fields/contract/" not in lying
