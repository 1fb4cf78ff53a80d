"""The wizard on a vendor's file: its columns stand at their fields, and what the page shows runs as it is."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast
from tests.signing import login_of

from plexus.crm.engagement.models import Activity
from plexus.kernel.jobs import running, telling
from plexus.shell.importing.models import Import

CALLS = Path(__file__).parent / "samples" / "zoho" / "Calls.csv"
SELECT = re.compile(r'<select[^>]*name="((?:field|also|constant|constant_value)_\d+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option[^>]*value="([^"]*)"[^>]*\bselected')


@pytest.fixture(autouse=True)
def data_folder(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


def test_a_vendors_file_goes_through_the_wizard_as_it_is_shown(cast: Cast) -> None:
    client = Client()
    client.force_login(login_of(cast.ada))
    file = SimpleUploadedFile("Calls.csv", CALLS.read_bytes())
    mapping = str(client.post("/imports/new", {"object": "activities", "file": file})["Location"])
    import_id = mapping.split("/")[2]

    page = client.get(mapping).content.decode()
    shown = {name: unescape(found[1]) for name, body in SELECT.findall(page) if (found := CHOSEN.search(body))}
    client.post(mapping, {**shown, "mode": "upsert"})
    client.post(f"/imports/{import_id}/run")
    held = Import.objects.get(pk=import_id)
    assert held.job_id is not None
    running.run(cast.ada.workspace_id, held.job_id)

    call = Activity.objects.get(external_id="call:zcrm_8001")
    assert {"related.contacts.external_id", "external_id", "happened_at"} <= set(shown.values())
    assert (call.kind, call.duration_minutes, call.body) == ("call", 3, "Hello & welcome\nSecond line")
