"""By each door: what is defined of a field is told only to who may read that field; administrators know all of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from tests.casting import NOW, Cast, a_cast, a_record
from tests.conformance import tailored
from tests.settling import settle
from tests.shell.api.asking import Api, quoted

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.journal.models import Change
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.feed import changes_told
from plexus.kernel.schema import registry
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export
from plexus.shell.hooks import content
from plexus.shell.hooks.models import Message

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SECRET = "margin"
DEFINED = ("custom-fields", "custom-rules", "field-rules", "layouts")
SALES = {"accounts": {SECRET: "hidden"}}


@pytest.fixture
def people() -> Cast:
    """A firm with a field that sales may not see, one that it may, and of every kind of definition some of both."""
    with transaction.atomic():
        cast = a_cast()
    root = cast.root
    for name, kind, more in (
        (SECRET, "integer", {}),
        ("grade", "integer", {}),
        ("doubled", "formula", {"expression": f"{SECRET} * 2", "places": 0}),
        ("tripled", "formula", {"expression": "doubled * 2", "places": 0}),
        ("halved", "formula", {"expression": "grade / 2", "places": 0}),
    ):
        tailored.a_field(root, "accounts", kind, name=name, label_en=name.title(), options=more)
    for words in (f"{SECRET} > 5", "tripled > 5", "grade > 5"):
        _defined(root, "custom-rules", object="accounts", refuse_when=words, message_en="Not so.")
    for words in (f"account.{SECRET} > 5", "probability > 5"):
        _defined(root, "custom-rules", object="deals", refuse_when=words, message_en="Not so.")
    _defined(root, "field-rules", object="accounts", field=SECRET, required_when="grade > 1")
    _defined(root, "field-rules", object="accounts", field="industry", required_when=f"{SECRET} > 1")
    _defined(root, "field-rules", object="accounts", field="city", required_when="grade > 1")
    for role, names in ((None, ["name", SECRET]), (cast.max.role_id, ["name", "grade"])):
        parts = {"sections": [{"label_en": "All", "fields": names}]}
        _defined(root, "layouts", object="accounts", role=role and str(role), name="L", parts=parts)
    with acting(root):
        Role.objects.filter(key="sales").update(fields=SALES)
    return cast


def _defined(actor: Actor, plural: str, **values: Any) -> Any:
    return a_record(plural, actor, **values)


def _program(people: Cast, name: str) -> Api:
    with transaction.atomic():
        return Api(getattr(people, name))


def _rows(api: Api, plural: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/{plural}{quoted(limit='100', **asked)}").json()["data"]
    return found


KNOWN = {"custom-fields": 2, "custom-rules": 2, "field-rules": 1, "layouts": 1}
EVERY = {"custom-fields": 5, "custom-rules": 5, "field-rules": 3, "layouts": 2}


def _tells(text: str) -> bool:
    return any(word in text for word in (SECRET, "doubled", "tripled"))


@pytest.mark.parametrize("plural", DEFINED)
def test_in_list_and_count(people: Cast, plural: str) -> None:
    ada, root = _program(people, "ada"), _program(people, "root")

    mine, every = _rows(ada, plural), _rows(root, plural)

    assert (len(mine), len(every)) == (KNOWN[plural], EVERY[plural])
    assert _tells(json.dumps(every))
    assert not _tells(json.dumps(mine))
    counted = [each.get(f"/{plural}/aggregate").json()["total"]["figures"]["count"] for each in (ada, root)]
    assert counted == [KNOWN[plural], EVERY[plural]]


@pytest.mark.parametrize("plural", DEFINED)
def test_by_id_and_in_history(people: Cast, plural: str) -> None:
    ada, root = _program(people, "ada"), _program(people, "root")
    mine = {each["id"] for each in _rows(ada, plural)}

    for each in _rows(root, plural):
        status = 200 if each["id"] in mine else 404
        paths = [f"/{plural}/{each['id']}", f"/{plural}/{each['id']}/history"]
        assert [ada.get(path).status_code for path in paths] == [status] * 2
        assert [root.get(path).status_code for path in paths] == [200] * 2


def test_by_filter_and_search(people: Cast) -> None:
    ada = _program(people, "ada")
    asked = {"field": "refuse_when", "op": "contains", "value": SECRET}

    assert _rows(ada, "custom-rules", filter=asked) == []
    assert len(_rows(_program(people, "root"), "custom-rules", filter=asked)) == 2
    assert _rows(ada, "custom-fields", q="Margin") == []
    assert not _tells(ada.get("/search?q=margin").content.decode())


@pytest.fixture
def mended(people: Cast) -> Any:
    """A rule that named the hidden field once and does not any more."""
    rule = _defined(people.root, "custom-rules", object="accounts", refuse_when=f"{SECRET} = 7", message_en="No.")
    about = registry.standard().object("custom-rules")
    with acting(people.root):
        values = {"refuse_when": "grade = 7"}
        changing.update(actor=people.root, about=about, record_id=rule.pk, values=values, now=timezone.now())
    return rule


def test_what_a_definition_said_before_is_not_told_either(people: Cast, mended: Any) -> None:
    ada, root = _program(people, "ada"), _program(people, "root")
    path = f"/custom-rules/{mended.pk}"
    with acting(people.root):
        between = Change.objects.filter(record_id=mended.pk).earliest("at").at + timedelta(milliseconds=1)

    assert ada.get(path).json()["refuse_when"] == "grade = 7"
    assert not _tells(ada.get(f"{path}/history").content.decode())
    assert _tells(root.get(f"{path}/history").content.decode())
    before = {"as_of": between.isoformat()}
    assert ada.get(path + quoted(**before)).status_code == 404
    assert root.get(path + quoted(**before)).json()["refuse_when"] == f"{SECRET} = 7"
    for who, held in ((ada, []), (root, [f"{SECRET} = 7"])):
        then = _rows(who, "custom-rules", **before, filter={"field": "id", "op": "eq", "value": str(mended.pk)})
        assert [each["refuse_when"] for each in then] == held


def test_in_the_feed(people: Cast, mended: Any) -> None:
    settle()
    pages = {who: _program(people, who).get("/changes?limit=100") for who in ("ada", "root")}

    assert [each.status_code for each in pages.values()] == [200, 200]
    assert _tells(pages["root"].content.decode())
    assert not _tells(pages["ada"].content.decode())
    told = {each["object"] for each in pages["ada"].json()["data"]}
    assert told >= set(DEFINED)


def test_in_a_webhook(people: Cast, mended: Any) -> None:
    with acting(people.root):
        changes = list(Change.objects.filter(object__in=DEFINED))
        messages = [
            Message(change=each.pk, at=each.at, object=each.object, record_id=each.record_id, event="changed")
            for each in changes
        ]

    def sent(actor: Actor) -> str:
        with acting(actor):
            return b" ".join(content.bodies(actor, messages, NOW).values()).decode()

    ada = _as_their_role_says(people)
    assert _tells(sent(people.root))
    assert sent(ada)
    assert not _tells(sent(ada))
    with acting(ada):
        assert changes_told(actor=ada, changes={each.pk: each.at for each in changes})


def _as_their_role_says(people: Cast) -> Actor:
    return replace(people.ada, fields=SALES)


@pytest.mark.parametrize("plural", DEFINED)
def test_in_an_export(people: Cast, plural: str) -> None:
    about = registry.standard().object(plural)

    def written(actor: Actor) -> list[dict[str, str]]:
        out = io.BytesIO()
        with acting(actor):
            write_export(actor, about, Q(), Wanted("csv", fields=tuple(about.described.form)), out)
        return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))

    mine, every = written(_as_their_role_says(people)), written(people.root)

    assert (len(mine), len(every)) == (KNOWN[plural], EVERY[plural])
    assert not _tells(json.dumps(mine))


def test_an_object_that_a_role_does_not_read_is_not_told_of_by_its_definition(people: Cast) -> None:
    tailored.machines(people.root)
    with acting(people.root):
        role = Role.objects.get(key="sales")
        role.grants = {**role.grants, "machines": {"read": "none"}}
        role.save(update_fields=["grants"])

    ada, root = _program(people, "ada"), _program(people, "root")

    assert [len(_rows(each, "custom-objects")) for each in (ada, root)] == [0, 1]
    assert "machines" not in json.dumps(_rows(ada, "custom-fields"))


def test_a_view_does_not_tell_of_what_is_calculated_from_a_hidden_field(people: Cast) -> None:
    a_record("views", people.root, name="Doubled", object="accounts", columns=["name", "tripled"], audience="everybody")
    a_record("views", people.root, name="Halved", object="accounts", columns=["name", "halved"], audience="everybody")

    assert [each["name"] for each in _rows(_program(people, "ada"), "views")] == ["Halved"]
