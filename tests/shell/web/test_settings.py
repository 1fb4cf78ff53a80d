"""The settings pages as a whole: who may open which, languages, sessions, workspaces."""

from __future__ import annotations

from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.signing import browser_of, login_of, signs_in

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role, Token, User
from plexus.kernel.journal.models import Cause
from plexus.kernel.workspaces.models import Workspace
from plexus.kernel.workspaces.scope import enter

MINE = ("/settings", "/settings/security", "/settings/tokens", "/settings/rights")
COMPANY = ("/settings/company", "/settings/people", "/settings/people/invite", "/settings/teams", "/settings/roles",
           "/settings/setup")  # fmt: skip
ACCOUNT = ("/me/password", "/me/two-step", "/workspaces")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("address", [*MINE, *COMPANY, *ACCOUNT])
def test_an_administrator_opens_every_page(root: Actor, address: str, language: str) -> None:
    browser = browser_of(root)
    User.objects.filter(email="root@example.com").update(language=language)

    answer = browser.get(address)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("address", COMPANY)
def test_the_companys_pages_are_closed_to_everybody_else(ada: Actor, address: str) -> None:
    browser = browser_of(ada)

    assert browser.get(address).status_code == 403
    assert browser.post(address, {"name": "Mine now"}).status_code == 403
    assert Workspace.objects.get(pk=ada.workspace_id).name == "Home Ltd"


def test_a_sales_person_reads_what_she_may_do(ada: Actor) -> None:
    page = browser_of(ada).get("/settings/rights")

    words = {row.plural: row.words for row in page.context["rows"]}
    assert words["products"] == ("everybody's", "nobody's", "nobody's", "nobody's")
    assert words["deals"] == ("the team's", "everybody's", "one's own", "one's own")


def test_the_company_is_renamed_with_a_cause_that_remembers_the_old_name(root: Actor) -> None:
    browser = browser_of(root)

    browser.post("/settings/company", {"name": "Hengtong", "currency": "EUR", "country": "DE"})

    company = Workspace.objects.get(pk=root.workspace_id)
    cause = Cause.objects.get(action="company.change")
    assert (company.name, company.currency, company.country) == ("Hengtong", "EUR", "DE")
    assert cause.params["before"] == {"name": "Home Ltd", "currency": "CNY", "country": "CN"}


@pytest.mark.parametrize(
    ("field", "value"), [("language", "xx"), ("currency", "ABC"), ("time_zone", "Mars/Base"), ("name", "")]
)
def test_the_company_refuses_what_is_not_offered(root: Actor, field: str, value: str) -> None:
    answer = browser_of(root).post("/settings/company", {"name": "New name", field: value})

    assert answer.status_code == 422
    assert Workspace.objects.get(pk=root.workspace_id).name == "Home Ltd"


def test_a_new_token_is_shown_once(ada: Actor) -> None:
    browser = browser_of(ada)

    made = browser.post("/settings/tokens", {"name": "A script", "scopes": "accounts:read", "days": "30"})
    later = browser.get("/settings/tokens")

    secret = made.context["made"].secret
    assert secret in made.text
    assert secret not in later.text
    assert "no-store" in made["Cache-Control"]
    assert "A script" in later.text


def test_one_revokes_ones_own_token_and_nobody_elses(ada: Actor, ben: Actor) -> None:
    browser_of(ada).post("/settings/tokens", {"name": "A script", "scopes": "*"})
    token = Token.objects.get()

    refused = browser_of(ben).post(f"/settings/tokens/{token.pk}/revoke")
    browser_of(ada).post(f"/settings/tokens/{token.pk}/revoke")

    assert refused.status_code == 422
    assert Token.objects.get().deleted_at is not None


def test_one_signs_another_browser_out_but_nobody_elses(ada: Actor, ben: Actor) -> None:
    login_of(ada)
    login_of(ben)
    here, there, strange = Client(), Client(), Client()
    for browser, email in ((here, "ada@example.com"), (there, "ada@example.com"), (strange, "ben@example.com")):
        signs_in(browser, email)
    held = {each.session_key: each.pk for each in UserSession.objects.all()}

    refused = here.post(f"/settings/security/{held[strange.session.session_key or '']}/end")
    here.post(f"/settings/security/{held[there.session.session_key or '']}/end")

    assert refused.status_code == 404
    statuses = [browser.get("/settings").status_code for browser in (here, there, strange)]
    assert statuses == [200, 302, 200]


def test_signing_out_everywhere_else_keeps_this_browser(ada: Actor) -> None:
    login_of(ada)
    here, there = Client(), Client()
    signs_in(here, "ada@example.com")
    signs_in(there, "ada@example.com")

    here.post("/settings/security/others/end")

    assert [browser.get("/settings").status_code for browser in (here, there)] == [200, 302]


def test_the_language_of_a_stranger_is_kept_in_a_cookie(db: None) -> None:
    browser = Client(headers={"Accept-Language": "en"})

    answer = browser.post("/language", {"language": "zh-hans", "next": "//evil.example"})

    assert (answer["Location"], browser.cookies["django_language"].value) == ("/", "zh-hans")
    assert '<html lang="zh-hans"' in browser.get("/sign-in").text


def test_the_language_of_a_person_is_kept_with_the_login(ada: Actor) -> None:
    browser = browser_of(ada)

    browser.post("/language", {"language": "zh-hans"})
    elsewhere = browser_of(ada)

    assert '<html lang="zh-hans"' in elsewhere.get("/settings").text
    assert '<html lang="zh-hans"' in elsewhere.get("/sign-out").text  # A page that strangers may open, too.


def test_theme_and_time_zone_are_kept_without_a_page(ada: Actor) -> None:
    browser = browser_of(ada)

    kept = browser.post("/me/preferences", {"theme": "dark", "time_zone": "Asia/Tokyo"})
    refused = browser.post("/me/preferences", {"theme": "pink"})

    user = login_of(ada)
    assert (kept.status_code, refused.status_code) == (204, 422)
    assert (user.theme, user.time_zone) == ("dark", "Asia/Tokyo")


def test_one_switches_to_ones_other_workspace_and_to_no_other(ada: Actor, eve: Actor) -> None:
    browser = browser_of(ada)
    there = eve.workspace_id
    refused = browser.post(f"/workspaces/{there}")
    before = browser.get("/settings").context["request"].actor.workspace_id
    _works_also(ada, there)

    browser.post(f"/workspaces/{there}")

    assert refused.status_code == 404
    assert before == ada.workspace_id
    assert browser.get("/settings").context["request"].actor.workspace_id == there


def test_a_login_without_a_workspace_is_told_so(db: None) -> None:
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(User.objects.create_user("nobody@example.com", "x"))

    answer = browser.get("/settings", follow=True)

    assert answer.status_code == 403
    assert "You are signed in as nobody@example.com, but no company works with you here" in answer.text


def _works_also(actor: Actor, workspace_id: UUID) -> None:
    enter(workspace_id)
    role = Role.objects.get(workspace_id=workspace_id, key="sales")
    Person.objects.create(
        workspace_id=workspace_id, name="Ada", user=User.objects.get(email="ada@example.com"), role=role
    )
    enter(actor.workspace_id)


@pytest.mark.parametrize(
    ("reach", "typed", "scopes"),
    [
        ("*", "", ["*"]),
        ("*:read", "deals:write", ["*:read"]),
        ("some", "accounts:read, deals:write", ["accounts:read", "deals:write"]),
    ],
)
def test_what_a_token_may_do_is_chosen_in_words(ada: Actor, reach: str, typed: str, scopes: list[str]) -> None:
    made = browser_of(ada).post("/settings/tokens", {"name": "A script", "reach": reach, "scopes": typed})

    assert made.status_code == 200
    assert 'data-copy="#secret"' in made.text
    assert Token.objects.get().scopes == scopes


def test_a_token_for_some_objects_names_them_and_keeps_what_was_typed(ada: Actor) -> None:
    refused = browser_of(ada).post("/settings/tokens", {"name": "My script", "reach": "some", "scopes": "nothing:read"})

    assert refused.status_code == 422
    assert 'value="My script"' in refused.text
    assert 'value="nothing:read"' in refused.text
    assert Token.objects.count() == 0


def test_people_are_listed_with_their_second_step(root: Actor, ada: Actor) -> None:
    Authenticator.objects.create(user_id=ada.user_id, type="totp", data={})

    page = browser_of(root).get("/settings/people")

    assert [person.name for person, second in page.context["people"] if second] == ["Ada"]


def test_the_language_can_be_chosen_on_a_phone_too(ada: Actor) -> None:
    page = browser_of(ada).get("/settings")

    menu = page.text.partition('id="menu-account"')[2].partition("</header>")[0]
    assert menu.count('name="language"') == 2
