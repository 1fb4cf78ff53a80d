"""The demo's open doors."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from tests.casting import Cast
from tests.signing import PASSWORD, SIGN_IN, is_signed_in, login_of

from plexus.kernel.identity.actions.founding import add_person
from plexus.kernel.identity.actor import Actor
from plexus.kernel.workspaces.models import Workspace


@pytest.fixture
def demo(root: Actor, settings: Any) -> Actor:
    """The home firm as the demo, its doors open."""
    Workspace.objects.filter(pk=root.workspace_id).update(settings={"demo": True})
    settings.PLEXUS_DEMO = True
    return root


def with_a_second_step(actor: Actor) -> str:
    """Somebody switched the second step on for this person, and left the phone at home; a code that would do."""
    secret = "JBSWY3DPEHPK3PXP"
    kept = get_adapter().encrypt(secret)
    Authenticator.objects.create(user_id=actor.user_id, type=Authenticator.Type.TOTP, data={"secret": kept})
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


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


def test_nobody_enters_as_somebody_of_a_real_company_who_was_invited_here(demo: Actor, ada: Actor, cast: Cast) -> None:
    add_person(workspace_id=cast.eve.workspace_id, name="Ada", email="ada@example.com")
    browser = Client()

    browser.post("/demo/sales")

    assert browser.session["_auth_user_id"] == str(cast.ben.user_id)


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


def test_who_has_a_second_step_is_asked_for_the_code_and_told_so(demo: Actor, ada: Actor) -> None:
    with_a_second_step(ada)
    browser = Client()

    answer = browser.post("/demo/sales")
    page = browser.get(answer["Location"]).text

    assert answer["Location"] == "/sign-in/code"
    assert "Ada signs in with a second step" in page
    assert "Come in without the code" in page
    assert not is_signed_in(browser)


def test_the_demo_lets_in_without_the_code(demo: Actor, ada: Actor) -> None:
    with_a_second_step(ada)
    browser = Client()
    browser.post("/demo/sales")

    answer = browser.post("/sign-in/code", {"without": "1"})

    assert answer["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(ada.user_id)
    assert Authenticator.objects.filter(user_id=ada.user_id).count() == 1


def test_a_code_of_the_demos_person_signs_in_too(demo: Actor, ada: Actor) -> None:
    code = with_a_second_step(ada)
    browser = Client()
    browser.post("/demo/sales")

    wrong = browser.post("/sign-in/code", {"code": "000000"})
    right = browser.post("/sign-in/code", {"code": code})

    assert (wrong.status_code, right["Location"]) == (200, "/")
    assert is_signed_in(browser)


@pytest.mark.parametrize("closed", ["off", "elsewhere", "not the demo's"])
def test_outside_the_demo_nobody_comes_in_without_the_code(demo: Actor, ada: Actor, settings: Any, closed: str) -> None:
    login_of(ada)
    with_a_second_step(ada)
    browser = Client()
    browser.post(SIGN_IN, {"login": "ada@example.com", "password": PASSWORD})
    settings.PLEXUS_DEMO = closed != "off"
    if closed == "not the demo's":
        Workspace.objects.filter(pk=demo.workspace_id).update(settings={})
    if closed == "elsewhere":
        browser.defaults["REMOTE_ADDR"] = "192.168.1.20"

    page = browser.get("/sign-in/code").text
    answer = browser.post("/sign-in/code", {"without": "1"})

    assert "Come in without the code" not in page
    assert "An administrator can reset your second step" in page
    assert answer.status_code == 200
    assert not is_signed_in(browser)
