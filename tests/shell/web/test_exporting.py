"""Export from a list: what the list shows or what was selected, with the columns and the format that were chosen."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import openpyxl
import orjson
import pytest
from django.test import Client
from tests.casting import Cast, a_record
from tests.signing import login_of

from plexus.crm.customers.models import Account
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job
from plexus.shell.web.lists import exports


@pytest.fixture(autouse=True)
def _data_folder(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


@pytest.fixture
def ada(cast: Cast) -> Client:
    """Ada's browser; she has four companies, one of which a spreadsheet would compute."""
    for name, city in (("Acme", "Berlin"), ("Beta", "Paris"), ("=1+1", "Berlin"), ("Delta", "Rome")):
        a_record("accounts", cast.ada, name=name, city=city)
    client = Client()
    client.force_login(login_of(cast.ada))
    return client


def exported(client: Client, form: dict[str, Any]) -> bytes:
    """The file to which the dialog leads."""
    answer = client.post("/accounts/export/ask", form, headers={"HX-Request": "true"})
    assert answer.status_code == 204, answer.content.decode()
    file = client.get(answer["HX-Redirect"])
    assert file["Content-Disposition"].startswith("attachment")
    return b"".join(file)


def lines(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_dialog_offers_the_columns_of_the_list_and_says_how_much_there_is(ada: Client) -> None:
    ada.post("/accounts/columns", {"column": ["city"]})
    berlin = orjson.dumps({"field": "city", "op": "eq", "value": "Berlin"}).decode()

    page = ada.get("/accounts/export/ask", {"query": urlencode({"filter": berlin})}).content.decode()

    assert "2 records, as the list is filtered and sorted." in page
    assert 'name="column" value="name" checked' in page
    assert 'name="column" value="city" checked' in page
    assert 'name="column" value="industry" checked' not in page
    assert 'name="column" value="industry"' in page


def test_what_the_list_shows_is_what_the_file_holds(ada: Client) -> None:
    berlin = orjson.dumps({"field": "city", "op": "eq", "value": "Berlin"}).decode()
    query = urlencode({"filter": berlin, "sort": "-name"})

    found = lines(exported(ada, {"query": query, "format": "csv", "column": ["name", "city"]}))

    assert found == [["Name", "City"], ["Acme", "Berlin"], ["'=1+1", "Berlin"]]


def test_only_the_selected_records_go_into_the_file(ada: Client) -> None:
    chosen = [str(key) for key in Account.objects.filter(city="Berlin").values_list("pk", flat=True)]

    dialog = ada.get("/accounts/export/ask", {"id": chosen}).content.decode()
    found = lines(exported(ada, {"id": chosen, "query": "sort=name", "format": "csv", "column": ["name"]}))

    assert "The 2 records that you selected." in dialog
    assert sorted(row[0] for row in found[1:]) == ["'=1+1", "Acme"]


def test_all_that_match_is_the_whole_list_whatever_was_ticked(ada: Client) -> None:
    found = lines(exported(ada, {"all": "1", "query": "sort=name", "format": "csv", "column": ["name"]}))

    assert sorted(row[0] for row in found[1:]) == ["'=1+1", "Acme", "Beta", "Delta"]


def test_a_workbook_holds_texts_and_no_formula(ada: Client) -> None:
    content = exported(ada, {"query": "sort=name", "format": "xlsx", "column": ["name"]})

    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]  # type: ignore[union-attr]
    assert {cell.data_type for cell in cells} == {"s"}


def test_programs_get_the_names_of_the_api(ada: Client) -> None:
    content = exported(ada, {"query": "sort=name&q=Acme", "format": "ndjson", "column": ["name", "city"]})

    assert orjson.loads(content.splitlines()[0].removeprefix(b"\xef\xbb\xbf")) == {"name": "Acme", "city": "Berlin"}


def test_a_long_list_is_written_by_a_worker_and_fetched_on_its_page(
    ada: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    form = {"query": "sort=name&q=Acme", "format": "csv", "column": ["name"]}
    assert lines(exported(ada, form)) == [["Name"], ["Acme"]]

    answer = ada.post("/accounts/export/ask", form | {"query": "sort=name"}, headers={"HX-Request": "true"})
    page = answer["HX-Redirect"]
    waiting = ada.get(page).content.decode()
    running.run(cast.ada.workspace_id, Job.objects.get(kind="exports.run").pk)
    ready = ada.get(page).content.decode()
    file = ada.get(f"{page}/file")

    assert f'hx-get="{page}/progress"' in waiting
    assert f'hx-post="{page}/cancel"' in waiting
    assert "The file is ready." in ready
    assert "4 rows · CSV" in ready
    assert sorted(row[0] for row in lines(b"".join(file))[1:]) == ["'=1+1", "Acme", "Beta", "Delta"]
    assert page in ada.get("/exports").content.decode()
    assert ada.get(f"{page}/progress")["HX-Refresh"] == "true"


def test_a_worker_writes_the_selected_records_and_those_that_words_find(
    ada: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)

    answer = ada.post("/accounts/export/ask", {"query": "q=Acme", "format": "csv", "column": ["name"]})
    running.run(cast.ada.workspace_id, Job.objects.get(kind="exports.run").pk)
    file = ada.get(f"{answer['Location']}/file")

    assert lines(b"".join(file)) == [["Name"], ["Acme"]]


def test_an_export_that_is_stopped_leaves_no_file(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    page = ada.post("/accounts/export/ask", {"format": "csv", "column": ["name"]})["Location"]

    stopped = ada.post(f"{page}/cancel")

    assert stopped.status_code == 204
    assert "It was stopped. There is no file." in ada.get(page).content.decode()
    assert ada.get(f"{page}/file").status_code == 404


def test_nobody_else_sees_an_export_or_its_file(ada: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    page = ada.post("/accounts/export/ask", {"format": "csv", "column": ["name"]})["Location"]

    for who in (cast.ben, cast.root, cast.eve):
        other = Client()
        other.force_login(login_of(who))
        statuses = {other.get(f"{page}{part}").status_code for part in ("", "/file", "/progress")}
        assert statuses == {404}
        assert other.post(f"{page}/cancel").status_code == 404
        assert page not in other.get("/exports").content.decode()


def test_the_address_of_a_short_export_carries_nothing_that_was_not_asked(ada: Client) -> None:
    form = {"query": "sort=name&cursor=abc&format=xlsx", "format": "csv", "column": ["name"]}

    answer = ada.post("/accounts/export/ask", form)

    assert dict(parse_qsl(urlsplit(answer["Location"]).query)) == {"sort": "name", "format": "csv", "column": "name"}


def test_a_foreign_column_is_refused_in_the_dialog(ada: Client) -> None:
    answer = ada.post("/accounts/export/ask", {"format": "csv", "column": ["secret"]}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
