"""Any list, group, board, calendar, figure and export of any object, with whatever filter, order and moment fit it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import casting
from tests.casting import Cast
from tests.conformance import tailored
from tests.kernel.query.asking import Ground, tree
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.slow]
OBJECTS = ["accounts", "contacts", "deals", "tasks", "activities", "machines", "people"]
PLAUSIBLE = settings(
    max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
MOMENTS = ("", "", "2026-11-20T09:00:00+08:00", "2020-01-01", datetime(2026, 11, 22, 1, 0, tzinfo=UTC).isoformat())


@pytest.fixture
def ground(cast: Cast) -> Ground:
    """A firm with a field of every type, an object of its own, and a few records."""
    tailored.machines(cast.root)
    tailored.tailored(cast.root, "deals")
    account = casting.an_account(cast.ada, name="Acme", city="Bonn")
    contact = casting.a_contact(cast.ada, full_name="Anna", account=account.pk)
    deal = casting.a_deal(cast.ben, account=account.pk, c_money={"amount": "5", "currency": "EUR"}, c_choice="lathe")
    casting.a_task(cast.ada, contact)
    casting.an_activity(cast.ada, account)
    casting.a_record("machines", cast.ada, name="Lathe 10", c_date="2026-03-15", c_choice="press")
    ids = {"accounts": [str(account.pk)], "deals": [str(deal.pk)], "contacts": [str(contact.pk)],
           "people": [str(cast.ada.person_id)]}  # fmt: skip
    with acting(cast.root):
        return Ground(registry.of(cast.root.workspace_id), ids)


def asked(data: st.DataObject, ground: Ground, about: Object) -> dict[str, str]:
    """Parts of an address that each fit the object."""
    name = st.sampled_from(list(about.fields))
    parts: dict[str, st.SearchStrategy[str]] = {
        "filter": tree(ground, about.plural, 1).map(lambda each: orjson.dumps(each).decode()),
        "sort": st.builds("{}{}".format, st.sampled_from(("", "-")), name),
        "as_of": st.sampled_from(MOMENTS),
        "q": st.sampled_from(("", "an", "Acme", "13", "恒")),
        "trashed": st.sampled_from(("", "true")),
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(parts)), max_size=4))
    return {each: data.draw(parts[each]) for each in sorted(chosen)}


@pytest.mark.parametrize("plural", OBJECTS)
@PLAUSIBLE
@given(data=st.data())
def test_any_layout_of_any_list_is_shown(cast: Cast, ground: Ground, plural: str, data: st.DataObject) -> None:
    about = ground.about(plural)
    names = st.sampled_from(list(about.fields))
    more = {
        "layout": data.draw(st.sampled_from(("", "table", "groups", "board", "calendar"))), "by": data.draw(names),
        "measures": ",".join(data.draw(st.lists(names, max_size=2))), "span": data.draw(st.sampled_from(("", "week"))),
    }  # fmt: skip
    browser = browser_of(data.draw(st.sampled_from([cast.root, cast.ada, cast.lee])))

    answer = browser.get(f"/{plural}?{urlencode(asked(data, ground, about) | more)}")

    assert answer.status_code in {200, 403, 404, 422}, answer.content[:500]


@pytest.mark.parametrize("plural", OBJECTS)
@PLAUSIBLE
@given(data=st.data())
def test_any_list_or_figure_of_a_program_is_answered(
    cast: Cast, ground: Ground, plural: str, data: st.DataObject
) -> None:
    about = ground.about(plural)
    names = st.sampled_from(list(about.fields))
    api = Api(data.draw(st.sampled_from([cast.root, cast.ada, cast.lee])))
    query = asked(data, ground, about)
    fields, expand = (",".join(data.draw(st.lists(names, max_size=most))) for most in (4, 2))
    group = ",".join(data.draw(st.lists(names, max_size=2)))
    measure = ",".join(
        f"{data.draw(st.sampled_from(('sum', 'avg', 'min', 'max')))}:{each}"
        for each in data.draw(st.lists(names, max_size=2))
    )
    told = {name: value for name, value in (("fields", fields), ("expand", expand)) if value}
    figures = {name: value for name, value in (("group", group), ("measure", measure)) if value}

    answers: list[Any] = [
        api.get(f"/{plural}?{urlencode({**query, **told})}"),
        api.get(f"/{plural}/aggregate?{urlencode({**query, **figures})}"),
        api.get(f"/{plural}/export?{urlencode({**query, **({'fields': fields} if fields else {})})}"),
    ]

    assert {answer.status_code for answer in answers} <= {200, 202, 403, 404, 422}, [
        each.content[:300] for each in answers
    ]
