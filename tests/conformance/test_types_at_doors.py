"""Every type of a custom field at the doors that read or write it in a way of their own, by API and by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests.casting import Cast, a_contact, an_account, uploaded
from tests.conformance import tailored
from tests.shell.api.asking import Api, quoted
from tests.shell.web.forms import sent
from tests.shell.web.views.asking import a_view, body
from tests.signing import browser_of

from plexus.kernel.schema.models.field_definition import CustomType

pytestmark = pytest.mark.django_db
KINDS = [each.value for each in CustomType]
MADE_BY_THE_PRODUCT = frozenset({"auto_number", "formula", "rollup"})
ENTERED = [each for each in KINDS if each not in MADE_BY_THE_PRODUCT]
# What stays of the type it was made with.
FIXED = MADE_BY_THE_PRODUCT | {"reference", "references"}
# What an expression cannot ask of a record that is not kept yet.
NOT_RULED = frozenset({"auto_number", "rollup"})
NOT_SORTED = frozenset({"long_text", "rich_text", "choices", "references"})
NOT_GROUPED = NOT_SORTED | {"money", "file"}
# A value of each type that is entered, and what a page in English shows of it.
VALUES: dict[str, tuple[Any, str]] = {
    "text": ("Kingfisher", "Kingfisher"), "long_text": ("First line\nand second", "First line"),
    "rich_text": ("<p>Serviced in <strong>March</strong></p>", "March"), "integer": (4711, "4,711"),
    "decimal": ("1234.5", "1,234.5"), "percent": ("12.5", "12.5"), "yes_no": (True, "Yes"),
    "money": ({"amount": "1234.50", "currency": "EUR"}, "1,234.5"), "date": ("2026-03-17", "17"),
    "date_time": ("2026-03-17T02:30:00Z", "17"), "choice": ("press", "Press"),
    "choices": (["press", "mill"], "Press"), "email": ("zhang@example.com", "zhang@example.com"),
    "phone": ("+86 138 1234 5678", "138"), "url": ("https://kingfisher.example", "kingfisher.example"),
    "rating": (7, "7"),
}  # fmt: skip

OTHERS: dict[str, Any] = {
    "text": "Heron", "long_text": "One\ntwo", "rich_text": "<p>Heron</p>", "integer": 12, "decimal": "0.25",
    "percent": "80", "money": {"amount": "99", "currency": "EUR"}, "date": "2026-04-01",
    "date_time": "2026-04-01T08:00:00Z", "choice": "mill", "choices": ["lathe"], "email": "heron@example.com",
    "phone": "+86 21 5555 0000", "url": "https://heron.example", "rating": 2,
}  # fmt: skip


@dataclass
class Filled:
    """An account whose field of the type is filled and one whose is empty, and the administrator's doors."""

    cast: Cast
    kind: str
    field: Any
    value: Any
    shown: str
    full: str
    bare: str
    api: Api

    @property
    def name(self) -> str:
        return f"c_{self.kind}"

    def read(self, key: str, **asked: Any) -> Any:
        """What the API reads in the field of a record."""
        return self.api.get(f"/accounts/{key}" + (quoted(**asked) if asked else "")).json()[self.name]

    def browser(self) -> Client:
        return browser_of(self.cast.root)


def a_value(cast: Cast, kind: str) -> tuple[Any, str]:
    """Something to enter, and what a page shows of it."""
    match kind:
        case "reference":
            return str(an_account(cast.ada, name="Weida Heavy").pk), "Weida Heavy"
        case "references":
            return [str(a_contact(cast.ada, full_name=name).pk) for name in ("Li Na", "Wang Fang")], "Li Na"
        case "file":
            return {"upload": uploaded(cast.ada), "name": "kingfisher.txt"}, "kingfisher.txt"
        case _:
            return VALUES.get(kind, (None, ""))


@pytest.fixture
def filled(cast: Cast, kind: str) -> Filled:
    """The two accounts, made by a program; what the product makes itself is in both."""
    field = tailored.a_field(cast.root, "accounts", kind)
    api, (value, shown) = Api(cast.root), a_value(cast, kind)
    given = {} if kind in MADE_BY_THE_PRODUCT else {field.name: value}
    full, bare = (api.post("/accounts", {"name": name, **more}) for name, more in (("Full", given), ("Bare", {})))
    assert (full.status_code, bare.status_code) == (201, 201), full.content
    return Filled(cast, kind, field, value, shown, full.json()["id"], bare.json()["id"], api)


@pytest.mark.parametrize("kind", ENTERED)
def test_what_was_read_is_written_back_and_nothing_changes(filled: Filled) -> None:
    read = filled.read(filled.full)

    again = filled.api.patch(f"/accounts/{filled.full}", {filled.name: read})

    assert (again.status_code, again.json()["version"], again.json()[filled.name]) == (200, 1, read)


@pytest.mark.parametrize("kind", ENTERED)
def test_the_form_sent_as_it_stands_changes_nothing(filled: Filled) -> None:
    browser, path = filled.browser(), f"/accounts/{filled.full}/edit"

    form = sent(browser.get(path).content.decode().partition("data-draft")[2])
    saved = browser.post(path, _by_name(form))

    assert saved.status_code == 302, saved.content
    assert filled.name in dict(form) or filled.kind == "choices"
    assert filled.api.get(f"/accounts/{filled.full}").json()["version"] == 1


def _by_name(form: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("kind", ENTERED)
def test_a_page_a_table_and_a_card_show_it(filled: Filled) -> None:
    view = a_view(
        filled.cast.root, name="All of them", filter="", columns=["name", filled.name], layout="board", board_by="owner"
    )  # fmt: skip
    browser = filled.browser()
    filled.api.patch(f"/accounts/{filled.bare}", {filled.name: filled.value})

    pages = {
        "page": body(browser, f"/accounts/{filled.full}"),
        "table": body(browser, f"/accounts?view={view.pk}&layout=table"),
        "board": body(browser, f"/accounts?view={view.pk}"),
        "history": body(browser, f"/accounts/{filled.bare}/history"),
    }

    assert "data-lane" in pages["board"]
    assert {name: filled.shown in page for name, page in pages.items()} == dict.fromkeys(pages, True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_expression_knows_what_is_empty(filled: Filled) -> None:
    words = {"object": "accounts", "type": "formula", "name": "known", "label_en": "Known",
             "options": {"expression": f'if(is_empty({filled.name}), "none", "some")'}}  # fmt: skip
    made = filled.api.post("/custom-fields", words)
    if filled.kind == "yes_no":
        assert made.json()["errors"][0]["code"] == "unfit", "a yes or no is never empty"
        return
    assert made.status_code == 201, made.content

    rows = {each["name"]: each["known"] for each in filled.api.get("/accounts").json()["data"]}

    # What the product makes is there for every record.
    assert (rows["Full"], rows["Bare"]) == ("some", "some" if filled.kind in MADE_BY_THE_PRODUCT else "none")


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_refuses_what_lacks_it(filled: Filled) -> None:
    lacks = f"not {filled.name}" if filled.kind == "yes_no" else f"is_empty({filled.name})"
    rule = {"object": "accounts", "refuse_when": lacks, "message_en": "Say it.", "field": "name"}

    made = filled.api.post("/custom-rules", rule)
    lacking = filled.api.patch(f"/accounts/{filled.bare}", {"name": "Still bare"})
    having = filled.api.patch(f"/accounts/{filled.full}", {"name": "Still full"})

    if filled.kind in NOT_RULED:
        assert (made.status_code, made.json()["errors"][0]["code"]) == (422, "not_in_memory")
        return
    assert made.status_code == 201, made.content
    refused = filled.kind not in MADE_BY_THE_PRODUCT
    assert (lacking.status_code, having.status_code) == (422 if refused else 200, 200), lacking.content
    if refused:
        assert [each["message"] for each in lacking.json()["errors"]] == ["Say it."]


@pytest.mark.parametrize("kind", ENTERED)
def test_it_is_required_when_an_expression_says_so(filled: Filled) -> None:
    rule = {"object": "accounts", "field": filled.name, "required_when": "city = 'Wuxi'"}
    made = filled.api.post("/field-rules", rule)
    assert made.status_code == 201, made.content

    answers = [
        filled.api.patch(f"/accounts/{key}", {"city": city})
        for key, city in ((filled.bare, "Wuxi"), (filled.bare, "Suzhou"), (filled.full, "Wuxi"))
    ]

    assert [each.status_code for each in answers] == [422, 200, 200]
    assert [each["field"] for each in answers[0].json()["errors"]] == [filled.name]


@pytest.mark.parametrize("kind", ENTERED)
def test_many_are_changed_at_once_emptied_and_taken_back(filled: Filled) -> None:
    both, path = [filled.full, filled.bare], "/accounts/actions/change"

    set_ = filled.api.post(path, {"ids": both, "params": {"field": filled.name, "value": filled.value}})
    same = [filled.read(key) for key in both]
    emptied = filled.api.post(path, {"ids": both, "params": {"field": filled.name, "value": None}})
    none = [filled.read(key) for key in both]
    filled.api.post(f"/causes/{emptied.json()['cause']}/undo")

    told = set_.json()
    assert (told["changed"], told["unchanged"], told["refused_count"]) == (1, 1, 0), told
    assert emptied.json()["changed"] == 2
    assert [_plain(each) for each in same] == [_plain(same[0])] * 2
    assert all(each in (None, [], "") for each in none)
    assert [_plain(filled.read(key)) for key in both] == [_plain(same[0])] * 2


def _plain(value: Any) -> Any:
    """A value without where it stands: of the same file each record has its own."""
    return {name: each for name, each in value.items() if name not in {"id", "url"}} if _is_file(value) else value


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and "url" in value


@pytest.mark.parametrize("kind", ENTERED)
def test_the_bar_of_a_list_sets_it_in_many(filled: Filled) -> None:
    """What stands in the form of one record is typed into the dialog for both."""
    browser, path, htmx = filled.browser(), "/accounts/bulk/change", {"HX-Request": "true"}
    both = [filled.full, filled.bare]
    other = filled.api.post("/accounts", {"name": "Other", filled.name: _another(filled)}).json()["id"]
    form = sent(browser.get(f"/accounts/{other}/edit").content.decode().partition("data-draft")[2])
    typed = {name: values for name, values in _by_name(form).items() if name.startswith(filled.name)}
    if filled.kind == "file":
        typed = {filled.name: [f"{uploaded(filled.cast.ada, b'Another.', name='heron.txt')}/heron.txt"]}

    asked = browser.post(path, {"id": both, "field": filled.name}, headers=htmx).content.decode()
    dialog = {name: values for name, values in _by_name(sent(asked)).items() if not name.startswith(filled.name)}
    done = browser.post(path, dialog | typed, headers=htmx)

    assert dialog["value_of"] == [filled.name]
    assert done.status_code in {200, 204}, done.content
    assert [_plain(filled.read(key)) for key in both] == [_plain(filled.read(other))] * 2


def _another(filled: Filled) -> Any:
    """A value that neither of the two has."""
    if filled.kind == "file":
        return {"upload": uploaded(filled.cast.ada, b"Another.", name="heron.txt"), "name": "heron.txt"}
    return OTHERS.get(filled.kind, filled.value)


@pytest.mark.parametrize("kind", KINDS)
def test_as_text_it_keeps_what_it_says_and_undo_gives_back_what_it_was(filled: Filled) -> None:
    path, before = f"/custom-fields/{filled.field.pk}", filled.read(filled.full)

    seen = filled.api.post(f"{path}/preview-type", {"type": "text"})
    if filled.kind in FIXED:
        assert seen.status_code == 422
        return
    made = filled.api.post(f"{path}/actions/change-type", {"type": "text", "options": {}})
    said = filled.read(filled.full)
    undone = filled.api.post(f"/causes/{made['Plexus-Cause']}/undo")

    assert (seen.json()["kept"], seen.json()["lost"]) == (1, 0), seen.json()
    assert made.status_code == 200, made.content
    assert isinstance(said, str)
    assert said
    assert "<" not in said, "nobody reads marks"
    assert (undone.status_code, filled.read(filled.full)) == (200, before)


@pytest.mark.parametrize("kind", KINDS)
def test_figures_count_it_and_group_by_it_or_say_why_not(filled: Filled) -> None:
    counted = filled.api.get("/accounts/aggregate" + quoted(measure=f"count,count:{filled.name}"))
    grouped = filled.api.get("/accounts/aggregate" + quoted(group=filled.name, measure="count"))

    if filled.kind not in NOT_SORTED:
        there = filled.api.get("/accounts" + quoted(filter={"field": filled.name, "op": "not_empty"})).json()["count"]
        assert counted.json()["total"]["figures"][f"count:{filled.name}"] == there["value"]
    for each, refused in ((counted, NOT_SORTED), (grouped, NOT_GROUPED)):
        assert each.status_code == (422 if filled.kind in refused else 200), each.content
