"""Saved views: kept, shared, pinned and first; each reader sees only the rows and fields that are theirs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, an_account, fresh
from tests.conformance import making
from tests.shell.web.views.asking import ACCOUNTS, SHANGHAI, VIEWS, a_view, body, group_counts, names, tabs
from tests.signing import browser_of, undo_of

from plexus.kernel.identity.models import Role
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound
from plexus.kernel.views.models import View
from plexus.kernel.views.opening import opened
from plexus.kernel.views.queries.offered import offered


@contextmanager
def _role(cast: Cast, key: str, **changed: Any) -> Iterator[None]:
    with acting(cast.root):
        Role.objects.filter(key=key, workspace_id=cast.root.workspace_id).update(**changed)
    yield


def test_whom_a_view_is_shared_with_is_asked_without_an_empty_answer(cast: Cast) -> None:
    shown = browser_of(cast.ada).get("/accounts/views/new").content.decode()

    asked = re.search(r'<select[^>]*name="audience"[^>]*>(.*?)</select>', shown, re.DOTALL)
    assert asked
    assert re.findall(r'value="(\w*)"', asked.group(1)) == ["nobody", "team", "role", "everybody"]


def test_saving_a_list_as_a_view_keeps_what_is_shown(cast: Cast) -> None:
    making.minimal("accounts", cast.ada, name="Inside", city="Shanghai")
    making.minimal("accounts", cast.ada, name="Outside", city="Wuxi")
    browser = browser_of(cast.ada)
    query = f"filter={quote(json.dumps(SHANGHAI))}&sort=-name&layout=grouped&by=owner&measures=employees:sum"

    answer = browser.post(f"/accounts/views/new?{query}", {"name": "East coast", "audience": "nobody", "pinned": "1"})

    assert answer.status_code == 204
    address = answer["HX-Redirect"]
    with acting(cast.ada):
        kept = View.objects.get()
    assert address == f"/accounts?view={kept.pk}"
    assert (json.loads(kept.filter), kept.sort, kept.layout, kept.group_by, kept.measures, kept.owner_id) == (
        SHANGHAI, "-name", "grouped", "owner", ["employees:sum"], cast.ada.person_id,
    )  # fmt: skip
    page = body(browser, address)
    assert tabs(page)["East coast"]
    assert names(page) == {"Inside"}
    assert "Not saved" not in page
    assert f'href="{address}" title="East coast"' in page


def test_the_address_overrides_the_view_and_the_change_can_be_saved_and_taken_back(cast: Cast) -> None:
    making.minimal("accounts", cast.ada, name="Inside", city="Shanghai")
    making.minimal("accounts", cast.ada, name="Outside", city="Wuxi")
    view, browser = a_view(cast.ada), browser_of(cast.ada)
    wuxi = {"field": "city", "op": "eq", "value": "Wuxi"}
    query = f"view={view.pk}&filter={quote(json.dumps(wuxi))}"

    assert names(body(browser, f"/accounts?view={view.pk}")) == {"Inside"}
    page = body(browser, f"/accounts?{query}")
    assert names(page) == {"Outside"}
    assert "Not saved" in page
    assert names(body(browser, f"/accounts?view={view.pk}&filter={{}}")) == {"Inside", "Outside"}
    assert browser.post(f"/accounts/views/{view.pk}/save?{query}").status_code == 204
    with acting(cast.ada):
        assert json.loads(fresh(view).filter) == wuxi
    saved = body(browser, f"/accounts?view={view.pk}")
    assert "Not saved" not in saved

    browser.post(re.findall(r'data-undo="([^"]+)"', saved)[0])

    with acting(cast.ada):
        assert json.loads(fresh(view).filter) == SHANGHAI


def test_columns_are_kept_for_a_person_and_view_until_they_are_reset(cast: Cast) -> None:
    view, browser = a_view(cast.ada, columns=["name", "city:222"], audience="everybody"), browser_of(cast.ben)
    url = f"/accounts?view={view.pk}"
    making.minimal("accounts", cast.ada, name="Inside", city="Shanghai")
    assert 'data-column="city" width="222"' in body(browser, url)

    browser.post(f"/accounts/columns?view={view.pk}", {"column": ["owner", "city"]})

    page = body(browser, url)
    assert re.findall(r'<col data-column="(\w+)"', page) == ["name", "owner", "city"]
    assert "Not saved" in page
    assert "/save?" not in page
    with acting(cast.ada):
        assert fresh(view).columns == ["name", "city:222"]
    browser.post(f"/accounts/views/{view.pk}/reset")
    assert re.findall(r'<col data-column="(\w+)"', body(browser, url)) == ["name", "city"]


def shares(cast: Cast) -> dict[str, View]:
    """A view of ada's for each audience."""
    with acting(cast.root):
        role = Role.objects.get(key="reader", workspace_id=cast.root.workspace_id)
    return {
        "nobody": a_view(cast.ada, name="nobody"),
        "everybody": a_view(cast.ada, name="everybody", audience="everybody"),
        "east": a_view(cast.ada, name="east", audience="team", shared_team=cast.east.pk),
        "hq": a_view(cast.ada, name="hq", audience="team", shared_team=cast.hq.pk),
        "reader": a_view(cast.ada, name="reader", audience="role", shared_role=role.pk),
    }


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ada", {"nobody", "everybody", "east", "hq", "reader"}),
        ("ben", {"everybody", "east", "hq"}),
        ("cyd", {"everybody", "hq"}),
        ("max", {"everybody", "east", "hq"}),
        ("lee", {"everybody", "reader"}),
        ("root", {"everybody"}),
    ],
)
def test_a_view_is_offered_to_whom_it_is_shared_with(cast: Cast, who: str, expected: set[str]) -> None:
    made, actor = shares(cast), getattr(cast, who)

    with acting(actor):
        assert {each.name for each in offered(actor, ACCOUNTS)} == expected
        listed = {row["name"] for row in reading.read_page(actor, VIEWS, reading.Asked(fields=("name",))).rows}
        assert listed == (set(made) if who == "root" else expected)
        for name, view in made.items():
            if name not in listed:
                with pytest.raises(NotFound):
                    reading.read_one(actor, VIEWS, view.pk)


@pytest.mark.parametrize("who", ["ben", "cyd", "lee"])
def test_a_shared_view_is_changed_by_its_owner_only(cast: Cast, who: str) -> None:
    view, actor = a_view(cast.ada, audience="everybody"), getattr(cast, who)
    browser = browser_of(actor)

    with acting(actor):
        with pytest.raises(NotAllowed):
            changing.update(actor=actor, about=VIEWS, record_id=view.pk, values={"name": "x"}, now=NOW)
        with pytest.raises(NotAllowed):
            changing.trash(actor=actor, about=VIEWS, record_id=view.pk, now=NOW)
    assert browser.post(f"/accounts/views/{view.pk}/save").status_code == 403
    assert browser.post(f"/accounts/views/{view.pk}/delete").status_code == 403
    page = body(browser, f"/accounts?view={view.pk}")
    assert "Rename and share" not in page
    with acting(cast.root):
        assert (fresh(view).name, fresh(view).version, fresh(view).deleted_at) == ("Shanghai", 1, None)


def test_another_firm_knows_nothing_of_a_view_for_everybody(cast: Cast) -> None:
    view = a_view(cast.ada, audience="everybody")
    eve = replace(cast.eve, is_administrator=True)

    with acting(eve):
        assert offered(eve, ACCOUNTS) == ()
        with pytest.raises(NotFound):
            reading.read_one(eve, VIEWS, view.pk)


def test_a_view_shows_each_reader_their_rows_and_never_more(cast: Cast) -> None:
    making.minimal("accounts", cast.ada, name="Of ada", city="Shanghai")
    making.minimal("accounts", cast.cyd, name="Of cyd", city="Shanghai")
    view = a_view(cast.ada, audience="everybody")
    grants = {**cast.ada.grants, "accounts": {"read": "own", "update": "own"}}

    with _role(cast, "sales", grants=grants):
        shown = {
            who: names(body(browser_of(getattr(cast, who)), f"/accounts?view={view.pk}"))
            for who in ("ada", "cyd", "ben")
        }

    assert shown == {"ada": {"Of ada"}, "cyd": {"Of cyd"}, "ben": set()}


@pytest.mark.parametrize("layout", ["table", "grouped", "board", "calendar"])
def test_a_field_that_the_reader_may_not_see_drops_out_and_it_is_said(cast: Cast, layout: str) -> None:
    making.minimal("accounts", cast.ada, name="Inside", city="Shanghai", industry="Secret steel", kind="customer")
    making.minimal("accounts", cast.ada, name="Outside", city="Wuxi", industry="Secret wool", kind="customer")
    secret = {"field": "industry", "op": "eq", "value": "Secret steel"}
    view = a_view(
        cast.ada, audience="everybody", layout=layout, sort="industry", columns=["name", "industry", "city"],
        group_by="industry", board_by="kind", date_by="created_at", filter=json.dumps({"and": [secret, SHANGHAI]}),
    )  # fmt: skip

    with _role(cast, "reader", fields={"accounts": {"industry": "hidden", "kind": "hidden"}}):
        page = body(browser_of(cast.lee), f"/accounts?view={view.pk}&day=2026-03-16")

    assert "Secret" not in page
    assert "A part of this view's filter uses a field that you may not see." in page
    assert "Columns that you may not see are left out" in page
    assert "This view is sorted by a field" in page
    assert "This view is laid out by a field" in page
    assert "Inside" in page
    assert "Outside" not in page
    with acting(cast.lee):
        blind = replace(cast.lee, fields={"accounts": {"industry": "hidden"}})
        found = opened(view, blind, ACCOUNTS)
    assert (found.filter, found.columns, found.sort, found.group_by) == ({"and": [SHANGHAI]}, ("name", "city"), "", "")


def test_part_of_an_or_is_never_dropped_by_itself(cast: Cast) -> None:
    either = {"or": [SHANGHAI, {"field": "industry", "op": "eq", "value": "Steel"}]}
    view = a_view(cast.ada, filter=json.dumps(either))
    blind = replace(cast.ada, fields={"accounts": {"industry": "hidden"}})

    with acting(blind):
        found = opened(view, blind, ACCOUNTS)

    assert found.filter == {}
    assert found.left_out == {"filter"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"object": "horses"}, "object"),
        ({"filter": '{"field": "hooves", "op": "empty"}'}, "filter"),
        ({"filter": "{"}, "filter"),
        ({"sort": "hooves"}, "sort"),
        ({"columns": ["hooves"]}, "columns"),
        ({"columns": ["name:wide"]}, "columns"),
        ({"group_by": "hooves"}, "group_by"),
        ({"board_by": "city"}, "board_by"),
        ({"board_by": "created_by"}, "board_by"),
        ({"date_by": "city"}, "date_by"),
        ({"measures": ["city:sum"]}, "measures"),
        ({"measures": ["employees:most"]}, "measures"),
        ({"audience": "team"}, "shared_team"),
        ({"audience": "role"}, "shared_role"),
    ],
)
def test_a_view_that_does_not_fit_is_refused_with_the_part(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_view(cast.ada, **values)

    assert [each.field for each in refused.value.fields] == [field]
    with acting(cast.ada):
        assert View.objects.count() == 0


def test_what_the_schema_has_lost_does_not_keep_a_view_from_being_renamed(cast: Cast) -> None:
    view = a_view(cast.ada)
    with acting(cast.ada):
        View.objects.filter(pk=view.pk).update(filter='{"field": "hooves", "op": "empty"}')

        changing.update(actor=cast.ada, about=VIEWS, record_id=view.pk, values={"name": "Horses"}, now=NOW)

        assert fresh(view).name == "Horses"
        found = opened(fresh(view), cast.ada, ACCOUNTS)
        assert (found.filter, found.left_out, found.gone) == ({}, frozenset(), ("hooves",))


def test_a_list_opens_with_the_persons_first_view_then_the_roles(cast: Cast) -> None:
    mine = a_view(cast.ada, name="Mine first")
    roles = a_view(cast.root, name="Roles first", audience="everybody", first_for=[str(cast.ada.role_id)])
    browser = browser_of(cast.ada)

    assert browser.get("/accounts")["Location"] == f"/accounts?view={roles.pk}"
    assert browser.get("/accounts?view=all").status_code == 200
    assert browser.get("/accounts?q=x").status_code == 200
    browser.post(f"/accounts/views/{mine.pk}/first")
    assert browser.get("/accounts")["Location"] == f"/accounts?view={mine.pk}"
    browser.post(f"/accounts/views/{mine.pk}/first?off=1")
    assert browser.get("/accounts").status_code == 200
    assert browser_of(cast.lee).get("/accounts").status_code == 200


def test_only_an_administrator_says_what_a_role_sees_first(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_view(cast.ada, audience="everybody", first_for=[str(cast.ada.role_id)])

    assert [(each.field, each.code) for each in refused.value.fields] == [("first_for", "read_only")]


def test_deleting_a_view_leaves_the_records_and_can_be_undone(cast: Cast) -> None:
    making.minimal("accounts", cast.ada, name="Inside", city="Shanghai")
    view, browser = a_view(cast.ada), browser_of(cast.ada)
    browser.post(f"/accounts/views/{view.pk}/pin")

    answer = browser.post(f"/accounts/views/{view.pk}/delete")

    assert answer["HX-Redirect"] == "/accounts?view=all"
    page = body(browser, f"/accounts?view={view.pk}")
    assert "The view in this address does not exist, or is not shared with you." in page
    assert "Shanghai" not in tabs(page)
    assert names(page) == {"Inside"}
    assert browser.post(f"/views/{view.pk}/restore").status_code == 204
    assert "Shanghai" in tabs(body(browser, f"/accounts?view={view.pk}"))


def test_tabs_move_for_one_person_only(cast: Cast) -> None:
    first, second = (a_view(cast.ada, name=name, audience="everybody") for name in ("A first", "B second"))

    browser_of(cast.ben).post(f"/accounts/views/{second.pk}/move?by=-1")

    assert list(tabs(body(browser_of(cast.ben), "/accounts")))[-2:] == ["B second", "A first"]
    assert list(tabs(body(browser_of(cast.cyd), "/accounts")))[-2:] == [first.name, second.name]


def test_all_that_match_a_view_are_changed_even_when_the_view_has_changed_since(cast: Cast) -> None:
    inside = making.minimal("accounts", cast.ada, name="Inside", city="Shanghai")
    outside = making.minimal("accounts", cast.ada, name="Outside", city="Wuxi")
    view, browser = a_view(cast.ada), browser_of(cast.ada)
    query = re.search(r'data-query="([^"]*)"', browser.get(f"/accounts?view={view.pk}").content.decode())
    assert query is not None
    with acting(cast.ada):
        changing.update(actor=cast.ada, about=VIEWS, record_id=view.pk, values={"filter": "{}"}, now=NOW)

    browser.post("/accounts/bulk/delete", {"all": "1", "query": html.unescape(query[1])})

    with acting(cast.root):
        assert fresh(inside).deleted_at is not None
        assert fresh(outside).deleted_at is None


@pytest.mark.parametrize("query", ["layout=table", "layout=grouped&by=owner", "layout=board&by=lifecycle_stage",
                                   "layout=board&by=owner", "layout=calendar&by=created_at"])  # fmt: skip
def test_a_layout_costs_as_many_statements_for_many_rows_as_for_some(cast: Cast, query: str) -> None:
    costs = []
    browser = browser_of(cast.ada)
    for more in (60, 60):
        for number in range(more):
            owner = (cast.ada, cast.ben, cast.cyd)[number % 3]
            making.minimal("accounts", owner, lifecycle_stage=("active", "potential")[number % 2])
        for _warm in range(4):  # A list's statement is prepared when it was asked a few times.
            browser.get(f"/accounts?{query}")
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(f"/accounts?{query}").status_code == 200
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_moving_a_card_sets_the_field_and_can_be_undone(cast: Cast) -> None:
    row, browser = making.minimal("accounts", cast.ada, lifecycle_stage="potential"), browser_of(cast.ada)

    answer = browser.post(
        "/accounts/lanes/move?layout=board&by=lifecycle_stage",
        {"card": str(row.pk), "lane": "=active", "version": "1"},
    )

    assert answer.status_code == 200
    assert "Moved." in answer["HX-Trigger"]
    assert 'id="lane-head-=active"' in answer.content.decode()
    assert fresh(row).lifecycle_stage == "active"
    browser.post(undo_of(answer))
    assert fresh(row).lifecycle_stage == "potential"
    stale = {"card": str(row.pk), "lane": "=active", "version": "1"}
    assert browser.post("/accounts/lanes/move?layout=board&by=lifecycle_stage", stale).status_code == 412
    assert browser_of(cast.lee).post("/accounts/lanes/move?layout=board&by=lifecycle_stage", stale).status_code == 403


def test_moving_an_entry_changes_the_day_and_keeps_the_time(cast: Cast) -> None:
    row = making.minimal("tasks", cast.ada, due_at="2026-03-16T16:30:00Z")

    answer = browser_of(cast.ada).post(
        "/tasks/days/move?layout=calendar&by=due_at", {"record": str(row.pk), "day": "2026-03-20", "version": "1"}
    )

    assert answer.status_code == 204
    assert fresh(row).due_at.isoformat() == "2026-03-19T16:30:00+00:00"


def test_a_group_its_rows_and_the_list_of_it_hold_the_same_whatever_the_letter_case(cast: Cast) -> None:
    for name, city in (("Acme", "Shanghai"), ("Beta", "SHANGHAI"), ("Gamma", "Wuxi")):
        making.minimal("accounts", cast.ada, name=name, city=city)
    browser = browser_of(cast.ada)

    page = body(browser, "/accounts?view=all&layout=grouped&by=city")
    way = re.search(r'href="(/accounts\?[^"]*SHANGHAI[^"]*layout=table[^"]*)"', page)

    assert group_counts(page) == {"SHANGHAI": "2", "Wuxi": "1"}
    assert way is not None
    assert names(body(browser, html.unescape(way[1]))) == {"Acme", "Beta"}
    rows = browser.get("/accounts/group?layout=grouped&by=city&group==shanghai").content.decode()
    assert "Acme" in rows and "Beta" in rows and "Gamma" not in rows  # noqa: PT018 - one row each


def test_further_rows_of_a_group_come_page_by_page_and_once(cast: Cast) -> None:
    made = {making.minimal("accounts", cast.ada, name=f"A{number:03}", city="Wuxi").pk for number in range(75)}
    making.minimal("accounts", cast.ada, name="Elsewhere", city="Beijing")
    browser = browser_of(cast.ada)
    page = browser.get("/accounts?layout=grouped&by=city").content.decode()
    wuxi = page.partition('aria-controls="g-1"')[2]
    seen = re.findall(r'data-id="([^"]+)"', wuxi)
    assert len(seen) == 10
    while found := re.search(r'data-more hx-get="([^"]+)"', wuxi):
        wuxi = browser.get(html.unescape(found[1])).content.decode()
        seen += re.findall(r'data-id="([^"]+)"', wuxi)

    assert len(seen) == 75
    assert {UUID(each) for each in seen} == made


def test_what_is_done_to_all_of_a_view_is_done_to_no_more(cast: Cast) -> None:
    here = an_account(cast.ada, name="Here", city="Shanghai")
    there = an_account(cast.ada, name="There", city="Wuxi")
    view, browser = a_view(cast.ada), browser_of(cast.ada)
    change = {"all": "1", "value_of": "industry", "industry": "Steel", "has_industry": "1"}
    asked = [f"view={view.pk}", f"view={a_view(cast.ben, name='Of Ben').pk}", f"view={here.pk}", "view=strange"]

    answers = [browser.post("/accounts/bulk/change", {**change, "query": query}).status_code for query in asked]
    exported = browser.get(f"/accounts/export?format=csv&{asked[0]}")
    lines = b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]

    assert answers == [204, 404, 404, 404]
    assert (fresh(here).industry, fresh(there).industry) == ("Steel", "")
    assert ("Here" in lines, "There" in lines) == (True, False)
    assert [browser.get(f"/accounts/export?format=csv&{query}").status_code for query in asked[1:]] == [404] * 3


def test_only_who_may_change_a_view_is_asked_how_it_is_to_be_called(cast: Cast) -> None:
    view = a_view(cast.ada, audience="everybody")
    answers = [browser_of(each).get(f"/accounts/views/{view.pk}/edit").status_code for each in (cast.ada, cast.ben)]

    assert answers == [200, 403]
