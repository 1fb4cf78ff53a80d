"""The second step: codes of a phone, recovery codes, and proving oneself again before changing them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.casting import NOW
from tests.signing import PASSWORD, browser_of, id_of, is_signed_in, login_of, signs_in

from plexus.kernel.identity.actions.founding import add_person
from plexus.kernel.identity.actions.links import make_link
from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.journal.models import Cause
from plexus.kernel.workspaces.scope import enter
from plexus.shell.administration.actions.second_step import GuardsAnotherCompany, NoSecondStep, reset_second_step


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def _switch_on(browser: Client) -> str:
    """Prove the password where it is asked for, scan, type the code; gives the secret."""
    asked = browser.get("/me/two-step/app")
    if asked.status_code == 302:
        browser.post(asked["Location"], {"password": PASSWORD})
    secret: str = browser.get("/me/two-step/app").context["form"].secret
    answer = browser.post("/me/two-step/app", {"code": _code(secret)})
    assert answer["Location"] == "/me/two-step/codes"
    return secret


def test_switching_on_asks_for_the_password_first(ada: Actor) -> None:
    browser = browser_of(ada)

    answer = browser.get("/me/two-step/app")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/me/confirm?next=")


def test_after_switching_on_the_password_alone_does_not_sign_in(ada: Actor) -> None:
    secret = _switch_on(browser_of(ada))
    cache.clear()
    browser = Client()

    first = browser.post("/sign-in", {"login": "ada@example.com", "password": PASSWORD})
    halfway = is_signed_in(browser)
    wrong = browser.post(first["Location"], {"code": "000000"})
    right = browser.post(first["Location"], {"code": _code(secret)})

    assert first["Location"] == "/sign-in/code"
    assert not halfway
    assert wrong.status_code == 200
    assert right["Location"] == "/"
    assert is_signed_in(browser)


def test_a_recovery_code_works_once(ada: Actor) -> None:
    browser = browser_of(ada)
    _switch_on(browser)
    code: str = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    cache.clear()

    def enters() -> bool:
        visitor = Client()
        signs_in(visitor, "ada@example.com")
        visitor.post("/sign-in/code", {"code": code})
        return is_signed_in(visitor)

    assert [enters(), enters()] == [True, False]


def test_the_secret_is_encrypted_in_the_database(ada: Actor) -> None:
    secret = _switch_on(browser_of(ada))

    kept: dict[str, Any] = Authenticator.objects.get(type="totp").data

    assert secret not in str(kept)


def test_a_one_time_link_asks_for_the_second_step_too(ada: Actor) -> None:
    _switch_on(browser_of(ada))
    browser = Client()

    answer = browser.post(make_link(login_of(ada), now=timezone.now()))

    assert answer["Location"] == "/sign-in/code"
    assert not is_signed_in(browser)


def test_switching_off_works_after_proving_oneself(ada: Actor) -> None:
    browser = browser_of(ada)
    _switch_on(browser)

    browser.post("/me/two-step/app/off")

    assert not Authenticator.objects.filter(type="totp").exists()


def test_proving_oneself_is_forgotten_after_a_while(ada: Actor) -> None:
    browser = browser_of(ada)
    _switch_on(browser)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 3600
    session.save()

    answer = browser.post("/me/two-step/app/off")

    assert answer.status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()


def test_changing_the_password_signs_every_other_browser_out(ada: Actor) -> None:
    here = browser_of(ada)
    elsewhere = Client()
    signs_in(elsewhere, "ada@example.com")

    here.post(
        "/me/password", {"oldpassword": PASSWORD, "password1": "another calm river", "password2": "another calm river"}
    )

    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302


def test_an_administrator_resets_a_lost_second_step(ada: Actor, root: Actor) -> None:
    login_of(ada)
    hers = Client()
    signs_in(hers, "ada@example.com")
    _switch_on(hers)
    assert hers.get("/settings").status_code == 200
    cache.clear()

    answer = browser_of(root).post(f"/settings/people/{ada.person_id}/second-step/reset")

    enter(root.workspace_id)
    cause = Cause.objects.get(action="people.reset_second_step")
    assert answer["Location"] == f"/settings/people/{ada.person_id}"
    assert (cause.person_id, cause.params) == (root.person_id, {"person": str(ada.person_id)})
    assert not Authenticator.objects.exists()
    assert hers.get("/settings").status_code == 302
    again = Client()
    signs_in(again, "ada@example.com")
    assert is_signed_in(again)


def test_nobody_else_resets_a_second_step_and_nobody_ones_own_that_way(ada: Actor, ben: Actor, root: Actor) -> None:
    _switch_on(browser_of(ada))
    cache.clear()
    roots = browser_of(root)
    _switch_on(roots)

    by_ben = browser_of(ben).post(f"/settings/people/{ada.person_id}/second-step/reset")
    own = roots.post(f"/settings/people/{root.person_id}/second-step/reset")

    assert (by_ben.status_code, own.status_code) == (403, 422)
    assert Authenticator.objects.filter(type="totp").count() == 2


def test_an_administrator_does_not_open_another_company_by_resetting(ada: Actor, root: Actor, eve: Actor) -> None:
    _switch_on(browser_of(ada))
    enter(eve.workspace_id)
    add_person(workspace_id=eve.workspace_id, name="Ada", email="ada@example.com")
    enter(root.workspace_id)

    with pytest.raises(GuardsAnotherCompany):
        reset_second_step(actor=root, person_id=id_of(ada), now=NOW)

    assert Authenticator.objects.filter(type="totp").count() == 1
    reset_second_step(actor=system(root.workspace_id), person_id=id_of(ada), now=NOW)
    assert Authenticator.objects.count() == 0


def test_who_has_no_second_step_has_nothing_to_reset(ada: Actor, root: Actor) -> None:
    with pytest.raises(NoSecondStep):
        reset_second_step(actor=root, person_id=id_of(ada), now=NOW)


def test_the_page_tells_how_many_recovery_codes_are_left(ada: Actor) -> None:
    browser = browser_of(ada)
    _switch_on(browser)
    code: str = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    cache.clear()
    visitor = Client()
    signs_in(visitor, "ada@example.com")
    visitor.post("/sign-in/code", {"code": code})

    assert browser.get("/settings/security").context["codes"] == 9
