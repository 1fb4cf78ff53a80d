"""What the wizard offers afterwards: the records it touched, why rows stayed out, undo, and the next file."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast
from tests.shell.importing.test_wizard import data_folder, uploaded, visitor, work

from plexus.crm.customers.models import Contact
from plexus.kernel.journal.models import Cause
from plexus.shell.commanding.actions import handing_over
from plexus.shell.importing.models import Import

__all__ = ["data_folder"]
ROWS = "Who,E-mail\nZhang Wei,zhang@example.com\nBroken,no-address\nLi Na,no-address\n"
MAPPING = {"field_0": "full_name", "field_1": "email", "mode": "create"}


def imported(cast: Cast, content: str = ROWS) -> tuple[str, str]:
    """An import that is through, and its page."""
    client = visitor(cast.ada)
    mapping = uploaded(client, content)
    import_id = mapping.split("/")[2]
    client.post(mapping, MAPPING)
    work(cast.ada, import_id)
    client.post(f"/imports/{import_id}/run")
    work(cast.ada, import_id)
    return import_id, client.get(f"/imports/{import_id}").content.decode()


def test_the_result_leads_to_the_records_of_this_import_alone(cast: Cast) -> None:
    visitor(cast.ada).post("/contacts/new", {"full_name": "Somebody Else", "has_full_name": "1"})

    _import_id, result = imported(cast)
    cause = Cause.objects.get(action="contacts.import")
    client = visitor(cast.ada)
    whole = client.get("/contacts").content.decode()
    shown = client.get(f"/contacts?cause={cause.pk}").content.decode()

    assert f"/contacts?cause={cause.pk}" in result
    assert "Somebody Else" in whole
    assert "Zhang Wei" in shown
    assert "Somebody Else" not in shown


def test_nobody_sees_by_an_import_of_somebody_else(cast: Cast) -> None:
    imported(cast)
    cause = Cause.objects.get(action="contacts.import")

    shown = visitor(cast.ben).get(f"/contacts?cause={cause.pk}").content.decode()

    assert "Zhang Wei" not in shown


def test_rows_that_stay_out_for_the_same_reason_are_told_once_with_their_number(cast: Cast) -> None:
    _import_id, result = imported(cast)

    assert result.count('<b class="num">2</b>') == 1
    assert "first in row 3" in result


def test_looking_at_the_result_tries_no_undo_and_asking_does(cast: Cast) -> None:
    import_id, result = imported(cast)
    client = visitor(cast.ada)

    asked = client.get(f"/imports/{import_id}/undo").content.decode()
    assert Contact.objects.filter(email="zhang@example.com", deleted_at=None).exists()
    client.post(f"/imports/{import_id}/undo")
    after = client.get(f"/imports/{import_id}").content.decode()

    assert f'hx-get="/imports/{import_id}/undo"' in result
    assert "This is taken back: 1 contact." in asked
    assert not Contact.objects.filter(email="zhang@example.com", deleted_at=None).exists()
    assert "This import was taken back." in after
    assert f'hx-get="/imports/{import_id}/undo"' not in after


def test_of_a_large_import_neither_its_page_nor_the_dialog_counts_what_it_touched(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id, _result = imported(cast, "Who,E-mail\nZhang Wei,zhang@example.com\nLi Na,lina@example.com\n")
    client = visitor(cast.ada)
    monkeypatch.setattr(handing_over, "AT_ONCE", 1)

    with CaptureQueriesContext(connection) as statements:
        page, asked = client.get(f"/imports/{import_id}").text, client.get(f"/imports/{import_id}/undo").text
        taken = client.post(f"/imports/{import_id}/undo", {"decided": "1"})

    of_the_journal = [each["sql"] for each in statements if "journal_change" in str(each["sql"])]
    assert f'hx-get="/imports/{import_id}/undo"' in page
    assert "This act made more than 1 changes." in asked
    assert taken["HX-Redirect"].startswith("/commands/")
    assert ["LIMIT 2" in each for each in of_the_journal] == [True, True]


def test_the_next_file_with_these_columns_is_asked_for_in_the_same_way(cast: Cast) -> None:
    imported(cast)

    repaired = uploaded(visitor(cast.ada), "Who,E-mail,import_error\nLi Na,lina@example.com,E-mail: wrong\n")
    other = uploaded(visitor(cast.ada), "Who,Phone\nLi Na,13800138000\n")

    orders = [Import.objects.get(pk=each.split("/")[2]).order for each in (repaired, other)]
    assert orders[0]["mapping"] == [["Who", "full_name"], ["E-mail", "email"]]
    assert orders[0]["mode"] == "create"
    assert orders[1]["mapping"] == []
