"""An administrator sees Plexus as somebody else: exactly what that person sees, and nothing can be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from psycopg import sql
from tests.casting import Cast, a_deal, a_task, an_account, found
from tests.shell.api.asking import Api
from tests.signing import browser_of, id_of, is_signed_in

from plexus.kernel.access.models import Seeing, Share
from plexus.kernel.identity.models import Person, Role
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.workspaces.scope import enter
from plexus.shell.gates import Gate, gate_of

pytestmark = pytest.mark.django_db
CONTENT = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
UNSAFE = ("post", "put", "patch", "delete")
# One is oneself on the way back and on the way out; whom a token speaks for is no matter of the session.
OPEN = {"stop-seeing", "account_logout"}
BANNER = re.compile(r'<aside class="seeing".*?</form></aside>', re.DOTALL)
CHANGING = re.compile(r'name="csrf[^"]*" (?:content|value)="[^"]*"|class="menu-who".*?</div></div>', re.DOTALL)


@pytest.fixture
def looking(cast: Cast) -> Client:
    """The browser of root, who sees as cyd."""
    browser = browser_of(cast.root)
    assert browser.post(f"/settings/people/{cast.cyd.person_id}/see-as").status_code == 302
    return browser


def _addresses(kinds: frozenset[Gate]) -> Iterator[tuple[str, URLPattern]]:
    yield from ((name, each) for name, each in _patterns(get_resolver()) if gate_of(each.callback) in kinds)


def _patterns(resolver: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each


def _example(cast: Cast) -> dict[str, Any]:
    """What stands in addresses: records that root could change, were he himself."""
    deal = a_deal(cast.ada)
    return {
        "objects": "deals", "plural": "deals", "record_id": deal.pk, "key": "win", "field": "name",
        "person_id": cast.ben.person_id, "team_id": cast.east.pk, "workspace_id": cast.root.workspace_id,
        "role_id": Role.objects.get(key="sales", workspace_id=cast.root.workspace_id).pk, "role": "sales",
        "cause_id": Cause.objects.order_by("-id").values_list("pk", flat=True)[0],
        "change_id": Change.objects.order_by("-id").values_list("pk", flat=True)[0],
    }  # fmt: skip


def _address(name: str, pattern: URLPattern, known: dict[str, Any]) -> str:
    usual = {"SlugConverter": "x", "UUIDConverter": UUID(int=1), "IntConverter": 1, "StringConverter": "x"}
    wanted = pattern.pattern.converters
    return reverse(
        name, kwargs={each: known.get(each, usual.get(type(kind).__name__)) for each, kind in wanted.items()}
    )


def _everything() -> dict[str, str]:
    """What every table holds, but for sessions and counts of requests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in {"django_session", "plexus_cache"}]
        held = {}
        for name in tables:
            cursor.execute(sql.SQL(CONTENT).format(sql.Identifier(name)))
            held[name] = cursor.fetchone()[0]
    return held


def _seen(answer: Any) -> str:
    """A page without the banner, the tokens against forgery, and what else differs from browser to browser."""
    page = CHANGING.sub("", BANNER.sub("", answer.content.decode()))
    return "\n".join(line.rstrip() for line in page.splitlines() if line.strip())


def test_no_address_lets_a_change_through(cast: Cast, looking: Client) -> None:
    known = _example(cast)
    enter(cast.root.workspace_id)
    before = _everything()
    kinds = frozenset({Gate.OPEN, Gate.LOGIN, Gate.PERSON})
    walked = [
        (name, _address(name, each, known))
        for name, each in _addresses(kinds)
        if each.name not in OPEN and "reset_password_from_key" not in name
    ]

    answers = {
        (method, url): getattr(looking, method)(url, {"name": "Changed", "person": str(cast.ben.person_id)})
        for _name, url in walked
        for method in UNSAFE
    }

    assert len(walked) > 100
    assert {url: each.status_code for url, each in answers.items() if each.status_code != 403} == {}
    assert all("to look only" in each.content.decode() for each in answers.values())
    enter(cast.root.workspace_id)
    assert _everything() == before


def test_what_was_refused_would_have_been_done(cast: Cast) -> None:
    """The proof that the walk above can fail: the same browser, being itself, changes things."""
    known = _example(cast)
    browser = browser_of(cast.root)

    answer = browser.post(f"/deals/{known['record_id']}/actions/win")

    assert answer.status_code == 204


def test_looking_at_pages_changes_nothing(cast: Cast, looking: Client) -> None:
    known = _example(cast)
    enter(cast.root.workspace_id)
    before = _everything()

    statuses = {
        url: looking.get(url).status_code
        for name, each in _addresses(frozenset({Gate.PERSON}))
        if (url := _address(name, each, known)) and each.name != "stop-seeing"
    }

    assert {url: status for url, status in statuses.items() if status >= 500} == {}
    enter(cast.root.workspace_id)
    assert _everything() == before


def test_a_page_that_would_write_all_the_same_is_stopped_by_the_database(
    cast: Cast, looking: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(*_given: Any, **_named: Any) -> Any:
        Share.objects.update(may_change=True)

    monkeypatch.setattr("plexus.shell.web.records.showing.reading.read_one", writes)

    answer = looking.get(f"/accounts/{an_account(cast.cyd).pk}")

    assert answer.status_code == 403
    assert "to look only" in answer.content.decode()


def test_it_shows_what_the_person_sees(cast: Cast, looking: Client) -> None:
    mine, adas = a_deal(cast.cyd, name="Cyd's lathes"), a_deal(cast.ada, name="Ada's lathes")
    a_task(cast.cyd, mine)
    own = browser_of(found(cast.cyd.person_id))
    paths = (
        "/", "/deals", "/accounts", "/contacts", "/tasks", f"/deals/{mine.pk}", f"/deals/{adas.pk}", "/deals/board",
        f"/deals/{mine.pk}/history", "/trash", "/dashboard", "/settings/people", "/settings/rights", "/exports",
        "/search/palette?q=lathes", f"/deals/{mine.pk}/sharing",
    )  # fmt: skip

    pairs = {path: (looking.get(path), own.get(path)) for path in paths}

    assert {path: seen.status_code for path, (seen, _its) in pairs.items()} == {
        path: its.status_code for path, (_seen_, its) in pairs.items()
    }
    assert pairs[f"/deals/{adas.pk}"][0].status_code == 404
    assert pairs["/settings/people"][0].status_code == 403
    for path, (seen, its) in pairs.items():
        assert _seen(seen) == _seen(its), path


def test_the_columns_are_those_that_the_person_chose(cast: Cast, looking: Client) -> None:
    own = browser_of(found(cast.cyd.person_id))
    own.post("/deals/columns", {"columns": ["name", "amount"]})

    assert _seen(looking.get("/deals")) == _seen(own.get("/deals"))


def test_every_page_says_so_and_leads_back(cast: Cast, looking: Client) -> None:
    for path in ("/", "/deals", "/nothing-here", f"/deals/{UUID(int=1)}", "/settings/rights"):
        page = looking.get(path).content.decode()
        assert "You see Plexus as <b>Cyd</b>, to look only." in page, path
        assert 'action="/see-as/stop"' in page, path

    back = looking.post("/see-as/stop", follow=True)

    assert "You see Plexus as" not in back.content.decode()
    assert looking.get("/settings/people").status_code == 200
    assert looking.post(f"/deals/{a_deal(cast.ada).pk}/actions/win").status_code == 204


def test_what_belongs_to_a_login_alone_is_not_shown(cast: Cast, looking: Client) -> None:
    own = (
        "/settings",
        "/settings/security",
        "/settings/security/email",
        "/settings/tokens",
        "/me/password",
        "/me/two-step",
        "/workspaces",
    )

    assert {path: looking.get(path).status_code for path in own} == dict.fromkeys(own, 403)
    assert "What belongs to a login alone" in looking.get("/settings/security").content.decode()


def test_who_may_begin(cast: Cast) -> None:
    def begins(who: Any, whom: UUID) -> int:
        return browser_of(who).post(f"/settings/people/{whom}/see-as").status_code

    assert begins(cast.max, id_of(cast.ada)) == 403
    assert begins(cast.root, id_of(cast.root)) == 422
    assert begins(cast.root, id_of(cast.eve)) == 404
    Person.objects.filter(pk=id_of(cast.ben)).update(active=False)
    assert begins(cast.root, id_of(cast.ben)) == 404
    assert not Seeing.objects.exists()


def test_nothing_is_exported_in_somebodys_name(cast: Cast, looking: Client) -> None:
    answer = looking.get("/accounts/export?format=csv")

    assert answer.status_code == 403
    assert "to look only" in answer.content.decode()


def test_it_cannot_be_nested(cast: Cast, looking: Client) -> None:
    assert looking.post(f"/settings/people/{cast.max.person_id}/see-as").status_code == 403
    assert Seeing.objects.count() == 1


def test_it_ends_after_half_an_hour(cast: Cast, looking: Client) -> None:
    enter(cast.root.workspace_id)
    seeing = Seeing.objects.get()
    assert timedelta(minutes=29) < seeing.ends_at - timezone.now() <= timedelta(minutes=30)
    past = timezone.now() - timedelta(hours=1)
    Seeing.objects.update(ends_at=past, created_at=past - timedelta(minutes=30))

    answer = looking.get("/deals", follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "the time to see Plexus as somebody else was over" in answer.content.decode()
    seeing.refresh_from_db()
    assert seeing.ended_at == past
    assert looking.get("/settings/people").status_code == 200


def test_it_ends_when_the_administrator_is_none_any_more(cast: Cast, looking: Client) -> None:
    roles = {each.key: each for each in Role.objects.filter(workspace_id=cast.root.workspace_id)}
    Person.objects.filter(pk=id_of(cast.max)).update(role=roles["administrator"])
    Person.objects.filter(pk=id_of(cast.root)).update(role=roles["reader"])

    assert looking.get("/deals").status_code == 302
    assert looking.get("/settings/people").status_code == 403


def test_it_ends_when_the_person_leaves(cast: Cast, looking: Client) -> None:
    Person.objects.filter(pk=id_of(cast.cyd)).update(active=False)

    assert looking.post("/deals/columns").status_code == 302
    assert looking.get("/settings/people").status_code == 200


def test_it_ends_with_the_session(cast: Cast, looking: Client) -> None:
    looking.post("/sign-out")

    assert not is_signed_in(looking)
    enter(cast.root.workspace_id)
    assert Seeing.objects.get().ended_at is not None


def test_the_journal_tells_who_saw_as_whom_from_when_to_when(cast: Cast, looking: Client) -> None:
    looking.post("/see-as/stop")

    enter(cast.root.workspace_id)
    changes = list(Change.objects.filter(object="seeings").order_by("id").select_related("cause"))
    causes = [each.cause for each in changes if each.cause]
    assert [(each.op, each.became.get("person_id")) for each in changes] == [
        ("I", str(cast.cyd.person_id)),
        ("U", None),
    ]
    assert changes[1].became["ended_at"] is not None
    assert [(each.action, each.person_id) for each in causes] == [
        ("people.see-as", cast.root.person_id), ("people.see-as-end", cast.root.person_id),
    ]  # fmt: skip
    assert causes[0].params == {"person": str(cast.cyd.person_id)}


def test_the_person_can_see_who_looked(cast: Cast, looking: Client) -> None:
    mine = browser_of(found(cast.cyd.person_id)).get("/settings/security").content.decode()
    bens = browser_of(cast.ben).get("/settings/security").content.decode()

    assert "Administrators who saw Plexus as you" in mine
    assert "Administrators who saw Plexus as you" not in bens


def test_programs_are_not_touched_by_it(cast: Cast, looking: Client) -> None:
    api = Api(cast.root)
    api.client = looking

    assert looking.get("/api/v1/me").status_code == 401
    assert api.post("/accounts", {"name": "By a program"}).status_code == 201
