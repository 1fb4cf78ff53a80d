"""Whatever stands in an address, a form or a body: a page, an answer or a refusal, never an error of ours, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_from_bytes

import orjson
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests import strange
from tests.casting import Cast, an_account
from tests.shell.api.asking import Api
from tests.signing import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(900)]
# Processor seconds of ours, so that a busy machine fails nothing.
AT_MOST = 2.0
BOUNDED = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
PART = {"HX-Request": "true"}
QUERY = st.dictionaries(
    st.sampled_from(("filter", "q", "sort", "cursor", "fields", "limit", "as_of", "expand", "trashed", "group",
        "measure")),
    strange.contents, min_size=1, max_size=3,
)  # fmt: skip
LISTS = st.dictionaries(
    st.sampled_from((
        "filter", "q", "sort", "cursor", "view", "layout", "by", "measures", "cause", "breaks", "as_of", "group",
        "skip",
        "trashed", "columns", "page", "at",
    )),
    strange.contents, min_size=1, max_size=3,
)  # fmt: skip


def soon(ask: Callable[[], Any]) -> Any:
    """An answer that is no error of ours and takes no longer than it may."""
    begun = time.process_time()
    answer = ask()
    assert answer.status_code < 500, answer.content
    assert time.process_time() - begun < AT_MOST
    return answer


def address(path: str, query: Mapping[str, bytes]) -> str:
    """An address whose query holds any bytes."""
    return path + "?" + "&".join(f"{name}={quote_from_bytes(value)}" for name, value in query.items())


def told(answer: Any) -> None:
    """A refusal of the API says what was wrong."""
    if answer.status_code in {400, 422}:
        document = orjson.loads(answer.content)
        assert document["title"]
        assert all(each["message"] for each in document.get("errors", ()))


@pytest.mark.parametrize("door", ["/accounts", "/deals/aggregate", "/changes", "/search"])
def test_any_query_of_a_program_is_answered_or_refused(cast: Cast, door: str) -> None:
    an_account(cast.ada, name="Acme", city="Wuxi")
    api = Api(cast.ada)

    @BOUNDED
    @given(QUERY)
    @example({"filter": b'{"field":"city","op":"eq","value":"\\u0000"}'})
    @example({"filter": b'{"field":"city","op":"eq","value":"\\ud800"}'})
    @example({"filter": b"\xff"})
    @example({"q": b"\x00"})
    @example({"sort": b"\x00"})
    def ask(query: dict[str, bytes]) -> None:
        told(soon(lambda: api.get(address(door, query))))

    ask()


@pytest.mark.parametrize("door", ["/accounts", "/accounts/filter", "/deals"])
def test_any_query_of_a_page_is_shown_or_refused(cast: Cast, door: str) -> None:
    an_account(cast.ada, name="Acme", city="Wuxi")
    browser = browser_of(cast.ada)

    @BOUNDED
    @given(LISTS, st.booleans())
    @example({"filter": b'{"field":"city","op":"eq","value":"\\u0000"}'}, False)
    @example({"q": b"\x00"}, False)
    @example({"layout": b"board", "by": b"\x00"}, False)
    @example({"breaks": b"name = '\x00'"}, False)
    def ask(query: dict[str, bytes], part: bool) -> None:
        soon(lambda: browser.get(address(door, query), headers=PART if part else {}))

    ask()


@pytest.mark.parametrize("door", ["/accounts/filter", "/accounts/filter/build"])
def test_any_filter_that_is_typed_is_shown_or_refused_at_its_place(cast: Cast, door: str) -> None:
    browser = browser_of(cast.ada)

    @BOUNDED
    @given(strange.filters, strange.filters, st.sampled_from(("rows", "text", "add:0", "off:0", "group:", "²:²")))
    @example('{"field": "city", "op": "eq", "value": "\x00"}', "", "rows")
    @example('{"field": "city", "op": "eq", "value": "\\u0000"}', "", "rows")
    @example("{}", "into=webhook&filter={", "rows")
    def ask(text: str, given_list: str, verb: str) -> None:
        form = {"text": _sendable(text), "list": _sendable(given_list)}
        soon(lambda: browser.post(f"{door}?do={verb}", form, headers=PART))

    ask()


PLACES = st.sampled_from(("0", "0.0", "0.1", "0.0.0", "0.1.where", "0.1.where.0", "0.²", "0.0.0.0.0.0.0.0.0.0"))
NODES = st.lists(st.builds("{}:{}".format, st.sampled_from(("group", "row", "")), PLACES), max_size=6)
PARTS = st.sampled_from((
    "join", "pick", "was", "op", "value", "word", "when", "number", "unit", "test", "tested", "figure",
))  # fmt: skip
PICKS = st.sampled_from(("field:name", "field:created_at", "field:account.city", "list:deals-account", "list:x", "x"))
ROWS = st.dictionaries(st.builds("{}.{}".format, PLACES, PARTS), PICKS | strange.mixed, max_size=10)


@pytest.mark.parametrize("door", ["/accounts/filter", "/accounts/filter/build"])
def test_any_rows_of_a_filter_are_shown_or_refused(cast: Cast, door: str) -> None:
    browser = browser_of(cast.ada)

    @BOUNDED
    @given(NODES, ROWS, st.sampled_from(("text", "add", "off", "group")), PLACES)
    @example(["group:0", "row:0.0"], {"0.0.pick": "field:name"}, "off", "0.²")
    @example(["group:0", "row:0.0"], {"0.0.pick": "field:name"}, "add", "0.²")
    @example(["group:0", "row:0.0"], {"0.0.pick": "field:name"}, "off", "0." + "9" * 5_000)
    def ask(nodes: list[str], rows: dict[str, str], verb: str, place: str) -> None:
        form = {"node": nodes} | {name: _sendable(value) for name, value in rows.items()}
        query = quote_from_bytes(f"{verb}:{place}".encode())
        soon(lambda: browser.post(f"{door}?do={query}", form, headers=PART))

    ask()


def _sendable(text: str) -> str:
    """A text as a browser can send it: halves of pairs are replaced on the way."""
    return text.encode("utf-8", "replace").decode()


NUMBERS = ["²", "٣", "9" * 5_000, "-1", "1.5", "000001999999999", "000001" + "9" * 5_000]


@pytest.mark.parametrize("width", [*NUMBERS, True, None, [1], {"a": 1}])
def test_any_width_of_a_column_is_kept_or_left_out(cast: Cast, width: Any) -> None:
    form = {"column": "name", "widths": orjson.dumps({"name": width}).decode()}
    browser = browser_of(cast.ada)

    soon(lambda: browser.post("/accounts/columns", form, headers=PART))

    assert browser.get("/accounts").status_code == 200


@pytest.mark.parametrize("limit", NUMBERS)
def test_a_limit_is_a_number_that_is_small_enough(cast: Cast, limit: str) -> None:
    answer = soon(lambda: Api(cast.ada).get(address("/accounts", {"limit": limit.encode()})))

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "out_of_range")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "door",
    ["/notifications?before={}", "/accounts/{}/history?before=_", "/accounts/groups?layout=groups&by=city&skip={}"],
)
def test_any_place_in_a_list_is_shown_or_refused(cast: Cast, door: str, number: str) -> None:
    row = an_account(cast.ada, name="Acme", city="Wuxi")
    said = quote_from_bytes(number.encode())
    path = door.format(row.pk).replace("_", said) if "_" in door else door.format(said)

    soon(lambda: browser_of(cast.ada).get(path, headers=PART))


@pytest.mark.parametrize("number", NUMBERS)
def test_any_version_of_a_cell_is_compared_or_left_out(cast: Cast, number: str) -> None:
    row = an_account(cast.ada, name="Acme", city="Wuxi")

    soon(lambda: browser_of(cast.ada).post(f"/accounts/{row.pk}/cell/city", {"city": "X", "version": number}))
