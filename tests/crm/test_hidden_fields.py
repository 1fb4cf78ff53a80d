"""No page breaks because its reader may not read one of the fields that it usually shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import casting
from tests.casting import NOW, Cast
from tests.signing import browser_of

from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry

OBJECTS = (
    "accounts", "contacts", "deals", "deal-line-items", "products", "activities", "tasks", "comments", "files",
    "relations", "lists", "tags",
)  # fmt: skip
BOUND = {"accounts": ["files"], "deals": ["deal-line-items"]}


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """A record of each object, all of them about the same customer; by object the address of its page."""
    a_pipeline = casting.a_pipeline(cast.ada)
    account = casting.an_account(cast.ada, city="Suzhou", phone="+86 512 6603 0000")
    contact = casting.a_contact(cast.ada, account=str(account.pk))
    deal = casting.a_deal(cast.ada, account=str(account.pk), contact=str(contact.pk), amount="5000")
    assert deal.pipeline_id == a_pipeline.pk
    product = casting.a_product(cast.ada)
    found: dict[str, Any] = {"accounts": account, "contacts": contact, "deals": deal, "products": product}
    found["deal-line-items"] = casting.a_line_item(cast.ada, deal, product)
    found["activities"] = casting.an_activity(cast.ada, account, deal)
    found["tasks"] = casting.a_task(cast.ada, account, deal, due_at=(NOW - timedelta(days=2)).isoformat())
    found["comments"] = casting.a_comment(cast.ada, account)
    found["files"] = casting.a_file(cast.ada, account)
    casting.a_relation(cast.ada, contact, account)
    return {plural: f"/{plural}/{row.pk}" for plural, row in found.items()}


def pages(plural: str, addresses: dict[str, str]) -> Iterator[str]:
    """Where the fields of an object are shown."""
    yield addresses["accounts"]
    if plural in {"accounts", "contacts", "deals", "tasks"}:
        yield "/"
    if plural in {"accounts", "deals", "tasks"}:
        yield from ("/dashboard", "/deals/board", addresses["deals"])
    if plural in addresses:
        own = addresses[plural]
        yield from (f"/{plural}", f"/{plural}/new", own, f"{own}/history", f"{own}/edit", f"{own}/preview")


def broken(browser: Client, plural: str, addresses: dict[str, str]) -> Iterator[str]:
    """Which of these pages do not open, and how they say so."""
    for address in dict.fromkeys(pages(plural, addresses)):
        answer = browser.get(address)
        if answer.status_code != 200:
            yield f"{answer.status_code} {address}"


@pytest.mark.parametrize("plural", OBJECTS)
def test_every_page_opens_whichever_field_is_hidden(cast: Cast, addresses: dict[str, str], plural: str) -> None:
    browser, role = browser_of(cast.ada), Role.objects.filter(pk=str(cast.ada.role_id))
    fields = registry.of(cast.ada.workspace_id).object(plural).fields
    never = set(broken(browser, plural, addresses))

    found: dict[str, set[str]] = {}
    for name in fields:
        role.update(fields={plural: {name: "hidden"}})
        if wrong := {*broken(browser, plural, addresses)} - never:
            found[name] = wrong

    assert {each[:3] for each in never} <= {"403", "404"}
    # Without the stages of deals there is nothing to make a board of.
    assert found == ({"stage": {"422 /deals/board"}} if plural == "deals" else {})


@pytest.mark.parametrize("plural", OBJECTS)
def test_every_other_page_opens_where_an_object_may_not_be_read(
    cast: Cast, addresses: dict[str, str], plural: str
) -> None:
    browser, role = browser_of(cast.ada), Role.objects.get(pk=str(cast.ada.role_id))
    nothing = dict.fromkeys(("read", "create", "update", "delete"), "none")
    Role.objects.filter(pk=role.pk).update(grants={**role.grants, plural: nothing})
    shown = ["/", "/dashboard", "/deals/board", *(page for each, page in addresses.items() if each != plural)]

    found = {each: browser.get(each).status_code for each in shown}

    # What is bound to a record goes with it.
    closed = {addresses[each] for each in BOUND.get(plural, ())}
    assert {each for each, status in found.items() if status != 200} == closed
