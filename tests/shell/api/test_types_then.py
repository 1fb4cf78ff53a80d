"""A list and a record of then, with a custom field of every type: to programs and on pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.casting import Cast, a_cast
from tests.conformance import tailored
from tests.conformance.test_types_at_doors import ENTERED, a_value
from tests.shell.api.asking import Api, quoted
from tests.shell.web.views.asking import a_view, body
from tests.signing import browser_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def people() -> tuple[Cast, Api, Client]:
    """A firm whose accounts have a field of every type, and the administrator's program and browser."""
    with transaction.atomic():
        cast = a_cast()
        for kind in ENTERED:
            tailored.a_field(cast.root, "accounts", kind)
        return cast, Api(cast.root), browser_of(cast.root)


def moment() -> datetime:
    """Now, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, datetime)
    return at


def unnamed(value: Any) -> Any:
    """Several references without the names that a single record of then has beside them."""
    return (
        [{"id": each["id"]} if isinstance(each, dict) else each for each in value] if isinstance(value, list) else value
    )


def test_every_type_stands_in_the_list_of_then_as_it_was() -> None:
    cast, api, browser = people()
    with transaction.atomic():
        given = {kind: a_value(cast, kind) for kind in ENTERED}
        columns = ["name", *(f"c_{kind}" for kind in ENTERED)]
        view = a_view(cast.root, name="All of them", filter="", columns=columns)
    row = api.post("/accounts", {"name": "Full", **{f"c_{kind}": value for kind, (value, _shown) in given.items()}})
    path = f"/accounts/{row.json()['id']}"
    before, at = api.get(path).json(), moment().isoformat()
    emptied = api.patch(path, {f"c_{kind}": None for kind in ENTERED})
    only = {"field": "id", "op": "eq", "value": before["id"]}

    (listed,) = api.get("/accounts" + quoted(as_of=at, filter=only)).json()["data"]
    one = api.get(path + quoted(as_of=at)).json()
    pages = [
        body(browser, f"/accounts{quoted(view=str(view.pk), layout='table', as_of=at)}"),
        body(browser, path + quoted(as_of=at)),
    ]

    assert (row.status_code, emptied.status_code) == (201, 200), (row.content, emptied.content)
    for kind, (_value, shown) in given.items():
        name = f"c_{kind}"
        assert emptied.json()[name] in (None, [], ""), kind
        assert [unnamed(each[name]) for each in (listed, one)] == [unnamed(before[name])] * 2, kind
        assert [shown in page for page in pages] == [True, True], kind


def test_several_references_are_named_in_a_list_of_then_as_in_a_record() -> None:
    with transaction.atomic():
        cast = a_cast()
        tailored.a_field(cast.root, "accounts", "references")
        api = Api(cast.root)
    person = api.post("/contacts", {"family_name": "Weber", "given_name": "Lucas"}).json()
    path = f"/accounts/{api.post('/accounts', {'name': 'Acme', 'c_references': [person['id']]}).json()['id']}"
    at = moment().isoformat()
    api.patch(path, {"c_references": []})

    listed = api.get("/accounts" + quoted(as_of=at, fields="c_references")).json()["data"][0]
    one = api.get(path + quoted(as_of=at)).json()
    opened = api.get(path + quoted(as_of=at, expand="owner")).json()

    (named,) = one["c_references"]
    assert named == {"object": "contacts", "id": person["id"], "name": "Lucas Weber"}
    assert [each["c_references"] for each in (listed, opened)] == [[named]] * 2
