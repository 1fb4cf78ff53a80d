"""Signing in with a password."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.signing import PASSWORD, SIGN_IN, browser_of, id_of, is_signed_in, login_of, signs_in

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, User


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> None:
    cache.clear()


def test_the_right_password_signs_in_and_leads_home(ada: Actor) -> None:
    login_of(ada)
    browser = Client()

    answer = browser.post(SIGN_IN, {"login": "ada@example.com", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(browser)


def test_the_address_may_be_written_in_capitals(ada: Actor) -> None:
    login_of(ada)
    browser = Client()

    assert signs_in(browser, "ADA@Example.com") == 302
    assert is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(ada: Actor) -> None:
    login_of(ada)
    browser = Client(headers={"Accept-Language": "en"})

    wrong = browser.post(SIGN_IN, {"login": "ada@example.com", "password": "wrong"})
    unknown = browser.post(SIGN_IN, {"login": "nobody@example.com", "password": "wrong"})

    said = "The email address and/or password you specified are not correct."
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert said in wrong.text
    assert said in unknown.text
    assert not is_signed_in(browser)


def test_after_five_wrong_passwords_even_the_right_one_must_wait(ada: Actor) -> None:
    login_of(ada)
    browser = Client(headers={"Accept-Language": "en"})
    for _ in range(5):
        signs_in(browser, "ada@example.com", "wrong")

    answer = browser.post(SIGN_IN, {"login": "ada@example.com", "password": PASSWORD})

    assert "Too many failed login attempts. Try again later." in answer.text
    assert not is_signed_in(browser)


def test_attempts_on_one_login_do_not_lock_another(ada: Actor, ben: Actor) -> None:
    login_of(ada)
    login_of(ben)
    browser = Client()
    for _ in range(6):
        signs_in(browser, "ada@example.com", "wrong")

    assert signs_in(browser, "ben@example.com") == 302


def test_attempts_are_counted_in_the_database_where_every_process_sees_them(ada: Actor) -> None:
    login_of(ada)
    signs_in(Client(), "ada@example.com", "wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plexus_cache WHERE cache_key LIKE '%%login_failed%%'")
        (counted,) = cursor.fetchone()
    assert counted == 2


def test_signing_in_gives_the_session_a_new_key(ada: Actor) -> None:
    login_of(ada)
    browser = Client()
    planted = browser.session
    planted["planted"] = True
    planted.save()
    before = planted.session_key
    browser.cookies["sessionid"] = before or ""

    signs_in(browser, "ada@example.com")

    assert browser.cookies["sessionid"].value != before
    assert not SessionStore(before).exists(before or "")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_to_another_site(ada: Actor, elsewhere: str) -> None:
    login_of(ada)
    browser = Client()

    answer = browser.post(SIGN_IN, {"login": "ada@example.com", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/"


def test_next_leads_back_to_the_page_that_was_asked_for(ada: Actor) -> None:
    login_of(ada)
    browser = Client()
    asked = browser.get("/settings/tokens?page=2")

    answer = browser.post(
        asked["Location"], {"login": "ada@example.com", "password": PASSWORD, "next": "/settings/tokens?page=2"}
    )

    assert asked["Location"] == "/sign-in?next=%2Fsettings%2Ftokens%3Fpage%3D2"
    assert answer["Location"] == "/settings/tokens?page=2"


def test_htmx_is_told_to_load_the_sign_in_page(db: None) -> None:
    answer = Client().get("/settings", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/settings"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in?next=%2Fsettings")


def test_a_login_that_is_switched_off_cannot_sign_in(ada: Actor) -> None:
    user = login_of(ada)
    user.is_active = False
    user.save()
    browser = Client()

    signs_in(browser, "ada@example.com")

    assert not is_signed_in(browser)


def test_a_person_who_was_let_go_loses_every_page_at_once(ada: Actor) -> None:
    browser = browser_of(ada)
    assert browser.get("/settings").status_code == 200

    Person.objects.filter(pk=id_of(ada)).update(active=False)
    answer = browser.get("/settings", follow=True)

    assert answer.status_code == 403
    assert answer.redirect_chain == [("/workspaces/none", 302)]


def test_nobody_signs_up_by_himself(db: None) -> None:
    answer = Client(headers={"Accept-Language": "en"}).post(
        "/sign-up", {"email": "x@example.com", "password1": PASSWORD}
    )

    assert answer.status_code == 403
    assert not User.objects.filter(email="x@example.com").exists()


def test_signing_out_needs_a_post(ada: Actor) -> None:
    browser = browser_of(ada)

    browser.get("/sign-out")
    still = is_signed_in(browser)
    browser.post("/sign-out")

    assert still
    assert not is_signed_in(browser)


def test_a_forgotten_password_without_a_mail_server_is_answered_honestly(db: None) -> None:
    answer = Client(headers={"Accept-Language": "en"}).get("/password/reset")

    assert "This Plexus sends no mail." in answer.text


def test_a_letter_leads_to_a_new_password(ada: Actor, mailoutbox: list[object]) -> None:
    login_of(ada)
    browser = Client()

    browser.post("/password/reset", {"email": "ada@example.com"})
    letter = mailoutbox[0].body  # type: ignore[attr-defined]
    path = re.search(r"http://testserver(/password/reset/key/\S+)", letter)
    assert path
    form = browser.get(path[1], follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": "another calm river", "password2": "another calm river"})

    assert signs_in(Client(), "ada@example.com", "another calm river") == 302


def test_a_letter_to_an_unknown_address_is_never_written(db: None, mailoutbox: list[object]) -> None:
    answer = Client().post("/password/reset", {"email": "nobody@example.com"})

    assert answer.status_code == 302
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("sent_from", "back"),
    [
        ("http://testserver/imports/new?object=contacts", "/sign-in?next=%2Fimports%2Fnew%3Fobject%3Dcontacts"),
        ("https://evil.example/imports", "/sign-in"),
        ("", "/sign-in"),
    ],
)
def test_who_sends_a_form_without_a_session_comes_back_to_it(db: None, sent_from: str, back: str) -> None:
    answer = Client().post("/imports/new", {}, headers={"Referer": sent_from} if sent_from else {})

    assert answer["Location"] == back


def test_what_a_form_holds_is_not_taken_for_sent_when_nobody_is_signed_in(db: None) -> None:
    answer = Client().post("/contacts/new", {}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["X-Signed-Out"]) == (204, "1")
