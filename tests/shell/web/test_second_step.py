"""The second step: codes of a phone, recovery codes, and proving oneself again before changing them."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.signing import PASSWORD, browser_of, is_signed_in, login_of, signs_in

from plexus.kernel.identity.actions.links import make_link
from plexus.kernel.identity.actor import Actor


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def _switch_on(browser: Client) -> str:
    """Prove the password, scan, type the code; gives the secret."""
    asked = browser.get("/me/two-step/app")
    assert asked.status_code == 302, asked.status_code
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
