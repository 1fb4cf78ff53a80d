"""How often anybody may ask, at every door that counts, and that it is announced."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast, an_account
from tests.shell.api.asking import Api
from tests.signing import browser_of, login_of, signs_in

from plexus.shell.metering import Rate, Rates

pytestmark = pytest.mark.django_db
SIGN_IN = {"login": "nobody@example.com", "password": "wrong"}


def test_every_policy_is_announced_in_both_forms() -> None:
    rates = Rates((Rate("token", 1_200, 3, 42), Rate("exports", 600, 599, 900, span=3_600)))

    assert dict(rates.headers()) == {
        "RateLimit-Limit": "600", "RateLimit-Remaining": "1", "RateLimit-Reset": "900",
        "RateLimit-Policy": '"token";q=1200;w=60, "exports";q=600;w=3600',
        "RateLimit": '"token";r=1197;t=42, "exports";r=1;t=900',
    }  # fmt: skip


def test_what_is_exceeded_is_told_before_what_is_only_near() -> None:
    rates = Rates((Rate("token", 10, 10, 5), Rate("exports", 2, 3, 900, span=3_600), Rate("address", 1, 2, 5)))

    assert rates.exceeded
    assert rates.exceeded.name == "exports"
    assert dict(rates.headers())["RateLimit-Reset"] == "900"


def test_an_answer_of_the_api_names_token_and_address(cast: Cast, settings: LazySettings) -> None:
    settings.PLEXUS_API_RATE, settings.PLEXUS_ADDRESS_RATE = 100, 1_000

    answer = Api(cast.ada).get("/me")

    assert answer["RateLimit-Policy"] == '"token";q=100;w=60, "address";q=1000;w=60'
    assert answer["RateLimit"].startswith('"token";r=99;t=')


def test_an_address_is_limited_whatever_its_tokens(cast: Cast, settings: LazySettings) -> None:
    settings.PLEXUS_ADDRESS_RATE = 2
    programs = [Api(who) for who in (cast.ada, cast.ben, cast.cyd)]

    answers = [each.get("/me") for each in programs]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == answers[2]["RateLimit-Reset"]


@pytest.mark.parametrize(("path", "body", "setting"), [("/exports", {"object": "accounts"}, "PLEXUS_EXPORT_RATE")])
def test_exports_have_a_rate_of_their_own(
    cast: Cast, settings: LazySettings, path: str, body: dict[str, Any], setting: str
) -> None:
    setattr(settings, setting, 2)
    api, other = Api(cast.ada), Api(cast.ben)

    answers = [api.post(path, body) for _number in range(3)]

    assert [each.status_code for each in answers] == [202, 202, 429]
    assert '"exports";q=2;w=3600' in answers[0]["RateLimit-Policy"]
    assert int(answers[2]["Retry-After"]) <= 3_600
    assert api.get("/accounts").status_code == 200
    assert other.post(path, body).status_code == 202


def test_a_page_and_a_program_share_the_rate_of_exports(cast: Cast, settings: LazySettings) -> None:
    settings.PLEXUS_EXPORT_RATE = 1
    an_account(cast.ada)
    Api(cast.ada).post("/exports", {"object": "accounts"})

    answer = browser_of(cast.ada).get("/accounts/export?format=csv")

    assert (answer.status_code, answer["RateLimit-Remaining"]) == (429, "0")
    assert "Retry-After" in answer
    assert "Too many requests." in answer.content.decode()


def test_imports_have_a_rate_of_their_own(cast: Cast, settings: LazySettings) -> None:
    settings.PLEXUS_IMPORT_RATE = 1
    browser = browser_of(cast.ada)

    def uploads() -> int:
        file = SimpleUploadedFile("accounts.csv", b"name\nAcme\n")
        return browser.post("/imports/new", {"object": "accounts", "file": file}).status_code

    assert [uploads(), uploads()] == [302, 429]


def test_signing_in_is_limited_by_address_and_says_so(db: None, settings: LazySettings) -> None:
    settings.PLEXUS_SIGN_IN_RATE = 2
    strangers = [Client(REMOTE_ADDR="192.0.2.1") for _number in range(3)]

    answers = [each.post("/sign-in", SIGN_IN) for each in strangers]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"sign-in";q=2;w=60'
    assert answers[0]["RateLimit-Remaining"] == "1"
    assert int(answers[2]["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.2").post("/sign-in", SIGN_IN).status_code == 200
    assert strangers[0].get("/sign-in").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/code", "/password/reset", "/welcome/guessed"])
def test_whatever_strangers_may_guess_is_counted_together(db: None, settings: LazySettings, path: str) -> None:
    settings.PLEXUS_SIGN_IN_RATE = 1
    stranger = Client(REMOTE_ADDR="192.0.2.1")
    stranger.post("/sign-in", SIGN_IN)

    assert stranger.post(path, {"email": "nobody@example.com"}).status_code == 429


def test_whoever_is_refused_here_signs_in_from_elsewhere(cast: Cast, settings: LazySettings) -> None:
    settings.PLEXUS_SIGN_IN_RATE = 1
    email = login_of(cast.ada).email
    Client(REMOTE_ADDR="192.0.2.1").post("/sign-in", SIGN_IN)

    assert signs_in(Client(REMOTE_ADDR="192.0.2.1"), email) == 429
    assert signs_in(Client(REMOTE_ADDR="192.0.2.2"), email) == 302
