"""One-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.signing import PASSWORD, browser_of, is_signed_in, login_of, signs_in

from plexus.crm.relations.models import RelationType
from plexus.crm.sales.models import Stage
from plexus.kernel.identity.actions import links
from plexus.kernel.identity.actions.links import LinkSpent, make_link, use_link
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Link, Person, Role, User
from plexus.kernel.identity.queries import logins
from plexus.kernel.workspaces.models import Workspace
from plexus.site import welcome


def _login(actor: Actor) -> User:
    assert actor.user_id
    return logins.login_of(actor.user_id)


def test_looking_at_a_link_uses_nothing_up(ada: Actor) -> None:
    path = make_link(_login(ada), now=timezone.now())

    looked = [Client().get(path).status_code for _ in range(3)]
    answer = Client().post(path, {"password": PASSWORD})

    assert looked == [200, 200, 200]
    assert answer.status_code == 302


def test_a_link_signs_in_once_and_sets_the_password(ada: Actor) -> None:
    path = make_link(_login(ada), now=timezone.now())
    first, second = Client(), Client()

    first.post(path, {"password": PASSWORD})
    again = second.post(path, {"password": PASSWORD})

    assert is_signed_in(first)
    assert again.status_code == 410
    assert not is_signed_in(second)
    assert signs_in(Client(), "ada@example.com") == 302


def test_a_link_ends_after_a_day(ada: Actor) -> None:
    path = make_link(_login(ada), now=timezone.now() - timedelta(hours=24, seconds=1))

    assert Client().get(path).status_code == 410


def test_a_new_link_ends_the_one_before(ada: Actor) -> None:
    old = make_link(_login(ada), now=timezone.now())
    new = make_link(_login(ada), now=timezone.now())

    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)


def test_only_the_hash_of_a_link_is_kept(ada: Actor) -> None:
    secret = make_link(_login(ada), now=timezone.now()).removeprefix(links.PLACE)

    kept = Link.objects.get()

    assert len(secret) == 43
    assert secret.encode() not in bytes(kept.digest)
    assert len(bytes(kept.digest)) == 32


@pytest.mark.parametrize("form", [{"password": "short"}, {"password": PASSWORD}])
def test_no_log_holds_the_secret_of_a_link(ada: Actor, form: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    path = make_link(_login(ada), now=timezone.now())
    browser = Client()

    statuses = [browser.post(path, form).status_code for _twice in range(2)]

    assert statuses in ([422, 422], [302, 410])
    assert "/welcome/…" in caplog.text
    assert path not in caplog.text


def test_a_weak_password_leaves_the_link_as_it_was(ada: Actor) -> None:
    path = make_link(_login(ada), now=timezone.now())
    browser = Client(headers={"Accept-Language": "en"})

    answer = browser.post(path, {"password": "short"})

    assert answer.status_code == 422
    assert "too short" in answer.text
    assert not is_signed_in(browser)
    assert Client().post(path, {"password": PASSWORD}).status_code == 302


def test_a_used_link_is_refused_even_when_both_looked_before(ada: Actor) -> None:
    now = timezone.now()
    secret = make_link(_login(ada), now=now).removeprefix(links.PLACE)

    use_link(secret, now=now)

    with pytest.raises(LinkSpent):
        use_link(secret, now=now)


def test_a_link_never_leads_to_another_site(ada: Actor) -> None:
    path = make_link(_login(ada), now=timezone.now())

    answer = Client().post(f"{path}?next=https://evil.example/", {"password": PASSWORD})

    assert answer["Location"] == "/"


def test_a_link_replaces_whoever_was_signed_in(ada: Actor, ben: Actor) -> None:
    login_of(ben)
    browser = browser_of(ada)

    browser.post(make_link(_login(ben), now=timezone.now()))

    assert browser.session["_auth_user_id"] == str(ben.user_id)


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_first_administrator_says_who_she_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None
    browser = Client(headers={"Accept-Language": "en"})

    answer = browser.post(
        link, {"company": "Hengtong", "name": "Wang Fang", "email": "Fang@Example.com", "password": PASSWORD}
    )

    person = Person.objects.select_related("role").get()
    assert answer.status_code == 302
    assert (person.name, person.email, person.role.is_administrator) == ("Wang Fang", "fang@example.com", True)
    assert Workspace.objects.get().name == "Hengtong"
    assert signs_in(Client(), "fang@example.com") == 302
    assert welcome.sign_in_link("http://localhost:8000") is None


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_starting_again_before_anybody_came_gives_a_new_link_for_the_same_administrator() -> None:
    first = welcome.sign_in_link("http://localhost:8000")
    second = welcome.sign_in_link("http://localhost:8000")

    assert first is not None
    assert second is not None
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    assert User.objects.count() == 1


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_is_missing_is_named_and_nothing_moves() -> None:
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None

    answer = Client(headers={"Accept-Language": "en"}).post(
        link, {"company": "", "name": "", "email": "", "password": PASSWORD}
    )

    assert answer.status_code == 422
    assert answer.text.count("This field is required.") == 3
    assert User.objects.get().email == "admin@localhost"


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_first_administrator_chooses_language_currency_and_time_zone_of_the_company() -> None:
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None
    chosen = {"language": "zh-hans", "currency": "EUR", "time_zone": "Europe/Berlin"}

    Client(headers={"Accept-Language": "en"}).post(
        link,
        {"company": "Hengtong", "name": "Wang Fang", "email": "fang@example.com", "password": PASSWORD, **chosen},
    )

    company = Workspace.objects.get()
    kept = (company.language, company.currency, company.time_zone, company.country)
    assert kept == ("zh-hans", "EUR", "Europe/Berlin", "DE")


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    ("accepted", "currency", "zone"),
    [
        ("zh-CN,zh;q=0.9", "CNY", "Asia/Shanghai"),
        ("en-GB,en;q=0.9", "GBP", "Europe/London"),
        ("en", "USD", "America/New_York"),
        ("ja-JP", "JPY", "Asia/Tokyo"),
        ("*", "USD", "America/New_York"),
    ],
)
def test_what_the_browser_speaks_is_the_first_guess(accepted: str, currency: str, zone: str) -> None:
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None

    page = Client(headers={"Accept-Language": accepted}).get(link)

    guessed = {
        control.name: next(option.value for option in control.options if option.chosen)
        for control in page.context["controls"]
        if control.kind == "select"
    }
    assert (guessed["currency"], guessed["time_zone"]) == (currency, zone)
    assert page.context["currencies"]["Asia/Shanghai"] == "CNY"


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_new_company_speaks_the_language_that_its_first_administrator_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None
    Stage.objects.filter(name="Quoted").update(name="Offer sent")
    browser = Client(headers={"Accept-Language": "en"})

    answer = browser.post(
        link,
        {"company": "恒通", "name": "王芳", "email": "f@example.com", "password": PASSWORD, "language": "zh-hans"},
    )

    stages = list(Stage.objects.order_by("position").values_list("name", flat=True))
    assert stages == ["初步接洽", "需求确认", "Offer sent", "商务谈判", "赢单", "输单"]
    assert set(Role.objects.values_list("key", "name")) >= {("administrator", "管理员"), ("manager", "经理")}
    assert RelationType.objects.filter(name__regex="[a-z]").count() == 0
    assert RelationType.objects.filter(inverse_name__regex="[a-z]").count() == 0
    assert answer.status_code == 302
    assert "欢迎您，王芳。" in browser.get("/").text


@pytest.mark.django_db(databases=["default", "owner"])
def test_everything_that_is_wrong_with_a_first_introduction_is_told_at_once() -> None:
    link = welcome.sign_in_link("http://localhost:8000")
    assert link is not None

    answer = Client(headers={"Accept-Language": "en"}).post(
        link, {"company": "Ours", "name": "Fang", "email": "nowhere", "password": "123"}
    )

    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert "“nowhere” is not an e-mail address." in answer.text
    assert "too short" in answer.text
