"""The demo's open doors."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.signing import is_signed_in

from plexus.kernel.identity.actor import Actor
from plexus.kernel.workspaces.models import Workspace


@pytest.fixture
def demo(root: Actor, settings: Any) -> Actor:
    """The home firm as the demo, its doors open."""
    Workspace.objects.filter(pk=root.workspace_id).update(settings={"demo": True})
    settings.PLEXUS_DEMO = True
    return root


def test_the_sign_in_page_offers_one_person_of_each_role(demo: Actor) -> None:
    page = Client().get("/sign-in").text

    assert [page.count(f'action="/demo/{role}"') for role in ("administrator", "manager", "sales", "reader")] == [
        1,
        1,
        1,
        0,
    ]


def test_one_click_enters_as_a_sales_person(demo: Actor, ada: Actor) -> None:
    browser = Client()

    answer = browser.post("/demo/sales")

    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(ada.user_id)


def test_looking_is_not_entering(demo: Actor) -> None:
    assert Client().get("/demo/sales").status_code == 405


def test_entering_wants_the_forms_own_token(demo: Actor) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/demo/sales").status_code == 403
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "came_from",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_nobody_enters_from_another_machine(demo: Actor, came_from: dict[str, Any]) -> None:
    browser = Client(**came_from)

    assert "/demo/" not in (browser.get("/sign-in").text if came_from["REMOTE_ADDR"] else "")
    assert browser.post("/demo/administrator").status_code == 404
    assert not is_signed_in(browser)


def test_nobody_enters_when_the_demo_is_off(demo: Actor, settings: Any) -> None:
    settings.PLEXUS_DEMO = False

    assert Client().post("/demo/administrator").status_code == 404


def test_a_firm_that_is_no_demo_has_no_open_doors(root: Actor, settings: Any) -> None:
    settings.PLEXUS_DEMO = True

    assert Client().post("/demo/administrator").status_code == 404


def test_roles_that_the_demo_does_not_offer_stay_closed(demo: Actor) -> None:
    assert Client().post("/demo/reader").status_code == 404
