"""Pages with nothing on them yet say what they are for and what to do."""

from __future__ import annotations

import pytest
from tests.casting import Cast, a_deal, a_record
from tests.signing import browser_of

from plexus.kernel.identity.models import Role


@pytest.mark.parametrize(
    ("objects", "purpose", "imported"),
    [
        ("accounts", "Companies you sell to", True),
        ("contacts", "The people you deal with.", True),
        ("deals", "What you may sell, and for how much.", True),
        ("tasks", "What is to be done next", True),
        ("products", "What you sell, with its price.", True),
        ("lists", "Records picked by hand", False),
        ("files", "A file belongs to a record.", False),
    ],
)
def test_an_empty_list_says_what_it_is_for(cast: Cast, objects: str, purpose: str, *, imported: bool) -> None:
    page = browser_of(cast.root).get(f"/{objects}").text
    empty = page[page.index('<div class="empty">') :]

    assert purpose in empty
    assert (f'href="/imports/new?object={objects}"' in empty) is imported


def test_who_only_reads_is_offered_no_way_to_fill_it(cast: Cast) -> None:
    Role.objects.filter(key="sales").update(grants={"*": {"read": "all"}})

    page = browser_of(cast.ada).get("/products").text
    empty = page[page.index('<div class="empty">') :]

    assert "What you sell, with its price." in empty
    assert "btn" not in empty[: empty.index("</div>")]


def test_a_dashboard_before_the_first_deal_says_so_instead_of_drawing_nothing(cast: Cast) -> None:
    browser = browser_of(cast.root)

    before = browser.get("/dashboard").text
    a_deal(owner=cast.root)
    after = browser.get("/dashboard").text

    assert ("No deals yet" in before, "data-chart" in before) == (True, False)
    assert ("No deals yet" in after, "data-chart" in after) == (False, True)


def test_a_board_before_the_first_deal_says_how_it_is_used(cast: Cast) -> None:
    browser = browser_of(cast.root)
    deal = a_deal(owner=cast.root)

    filled = browser.get("/deals/board").text
    deal.__class__.objects.filter(pk=deal.pk).delete()
    empty = browser.get("/deals/board").text

    assert "No deals yet. A new one starts in the first stage" in empty
    assert "No deals yet." not in filled


def test_data_quality_does_not_praise_records_that_are_not_there(cast: Cast) -> None:
    browser = browser_of(cast.root)

    before = browser.get("/quality/accounts").text
    a_record("accounts", cast.root, name="Ours")
    after = browser.get("/quality/accounts").text

    assert ("No accounts yet" in before, "Nothing is missing" in before) == (True, False)
    assert "No accounts yet" not in after
