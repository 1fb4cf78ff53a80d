"""Any filter opens in the builder and comes back the same, in rows or as text."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from tests.casting import Cast, a_deal, an_account
from tests.kernel.query import asking
from tests.kernel.query.test_oracle import overlay
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checked import Part
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.web.filters.opening import plain_form


def meaning(asked: Any, about: Object, actor: Actor) -> Part:
    """What a filter says, however it is put."""
    return plain_form(query.check(query.parse(asked), about, actor).part)


def applied(browser: Client, plural: str, form: list[tuple[str, str]]) -> Any:
    """The filter in the address that applying the form leads to."""
    body = QueryDict(mutable=True)
    for name, value in form:
        body.appendlist(name, value)
    answer = browser.post(
        f"/{plural}/filter",
        body.urlencode(),
        content_type="application/x-www-form-urlencoded",
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204, answer.text
    return json.loads(parse_qs(urlsplit(answer["HX-Redirect"]).query).get("filter", ["{}"])[0])


@pytest.mark.parametrize("plural", ["accounts", "deals", "contacts", "tasks"])
def test_every_filter_comes_back_as_it_went_in(cast: Cast, monkeypatch: pytest.MonkeyPatch, plural: str) -> None:
    schema = overlay()
    account = an_account(cast.ada)
    ids = {
        "accounts": [str(account.pk)], "deals": [str(a_deal(cast.ada, account=account.pk).pk)],
        "people": [str(cast.ada.person_id), str(cast.ben.person_id)],
    }  # fmt: skip
    browser = browser_of(cast.root)
    monkeypatch.setattr(registry, "of", lambda _workspace: schema)
    about = schema.object(plural)
    shown = []

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(asked=asking.tree(asking.Ground(schema, ids), plural))
    def comes_back(asked: dict[str, Any]) -> None:
        page = browser.get(f"/{plural}/filter?" + urlencode({"filter": json.dumps(asked)})).text
        form = sent(page)
        shown.append("text" not in dict(form))

        again = applied(browser, plural, form)

        assert meaning(again, about, cast.root) == meaning(asked, about, cast.root), repr(asked)

    comes_back()
    assert sum(shown) >= 8


@pytest.mark.parametrize(
    "asked",
    [
        {"field": "created_at", "op": "lt", "value": "2026-03-15T16:00:00Z"},
        {"field": "name", "op": "eq", "value": "two\nlines"},
        {"field": "city", "op": "in", "value": []},
        {"or": []},
        {"field": "created_at", "op": "in", "value": [{"relative": "today"}, {"relative": "yesterday"}]},
        {"and": [{"field": "city", "op": "eq", "value": f"{n}"} for n in range(70)]},
    ],
)
def test_what_rows_cannot_show_is_edited_as_text(ada: Actor, asked: dict[str, Any]) -> None:
    page = browser_of(ada).get("/accounts/filter?" + urlencode({"filter": json.dumps(asked)})).text

    assert json.loads(dict(sent(page))["text"]) == asked
    assert "says more than the rows can show" in page
