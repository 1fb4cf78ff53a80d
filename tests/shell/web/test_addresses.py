"""The e-mail address that one signs in with: changed by oneself after proving the password, or by an administrator."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.signing import PASSWORD, browser_of, id_of, is_signed_in, login_of, signs_in

from plexus.kernel.identity.actions.founding import add_person
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries import logins
from plexus.kernel.journal.models import Cause
from plexus.kernel.workspaces.scope import enter
from plexus.shell.web.settings import browsers

PAGE = "/settings/security/email"


def _proved(actor: Actor) -> Client:
    """A browser whose owner has just proved the password."""
    browser = browser_of(actor)
    browser.post("/me/confirm", {"password": PASSWORD})
    return browser


def _addresses(actor: Actor) -> tuple[str, str]:
    enter(actor.workspace_id)
    return logins.login_of(actor.user_id or id_of(actor)).email, Person.objects.get(pk=id_of(actor)).email


def test_the_password_is_asked_for_before_the_address_changes(ada: Actor) -> None:
    browser = browser_of(ada)

    answers = browser.get(PAGE), browser.post(PAGE, {"email": "new@example.com"})

    assert [each["Location"] for each in answers] == ["/me/confirm?next=%2Fsettings%2Fsecurity%2Femail"] * 2
    assert _addresses(ada) == ("ada@example.com", "ada@example.com")


def test_one_signs_in_with_the_new_address_from_then_on(ada: Actor) -> None:
    answer = _proved(ada).post(PAGE, {"email": " Ada.New@Example.com "})

    assert answer["Location"] == "/settings/security"
    assert _addresses(ada) == ("ada.new@example.com", "ada.new@example.com")
    assert Cause.objects.filter(action="people.change_own_address", person=ada.person_id).count() == 1
    old, new = Client(), Client()
    signs_in(old, "ada@example.com")
    signs_in(new, "ada.new@example.com")
    assert (is_signed_in(old), is_signed_in(new)) == (False, True)


@pytest.mark.parametrize("email", ["ben@example.com", "BEN@example.com", "eve@example.com", "no address", ""])
def test_an_address_of_somebody_else_or_none_is_refused(ada: Actor, ben: Actor, eve: Actor, email: str) -> None:
    answer = _proved(ada).post(PAGE, {"email": email})

    assert answer.status_code == 422
    assert _addresses(ada) == ("ada@example.com", "ada@example.com")


def test_the_old_address_is_told(
    ada: Actor, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    browser = _proved(ada)

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(PAGE, {"email": "new@example.com"})

    assert [(each.to, "new@example.com" in each.body) for each in mail.outbox] == [(["ada@example.com"], True)]


def test_an_administrator_moves_a_persons_address_and_login_together(ada: Actor, root: Actor) -> None:
    login_of(ada)
    browser = browser_of(root)

    browser.post(f"/settings/people/{ada.person_id}", {"name": "Ada", "email": "ada@new.example"})

    assert _addresses(ada) == ("ada@new.example", "ada@new.example")
    assert signs_in(Client(), "ada@new.example") == 302


def test_an_administrator_cannot_give_the_address_of_another_login(ada: Actor, root: Actor, eve: Actor) -> None:
    answer = browser_of(root).post(f"/settings/people/{ada.person_id}", {"email": "eve@example.com"})

    assert answer.status_code == 422
    assert _addresses(ada) == ("ada@example.com", "ada@example.com")


def test_an_administrator_cannot_move_a_login_that_opens_another_company(ada: Actor, root: Actor, eve: Actor) -> None:
    enter(eve.workspace_id)
    add_person(workspace_id=eve.workspace_id, name="Ada", email="ada@example.com")
    enter(root.workspace_id)

    answer = browser_of(root).post(f"/settings/people/{id_of(ada)}", {"email": "ada@new.example"})

    assert answer.status_code == 422
    assert _addresses(ada) == ("ada@example.com", "ada@example.com")


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat on Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "Unknown browser"),
    ],
)
def test_a_session_is_named_by_browser_and_machine(agent: str, label: str) -> None:
    assert browsers.label(agent) == label
