"""A column that fits no field gets one of its own from the wizard, if the visitor may add fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast
from tests.signing import login_of

from plexus.crm.customers.models import Contact
from plexus.kernel.jobs import running, telling
from plexus.kernel.schema.models import FieldDefinition
from plexus.shell.importing.models import Import

ROWS = "Full name,E-mail,Shirt,Miles\nZhang Wei,zhang@example.com,Large,12.5\nLi Na,li@example.com,Small,7.25\n"
MORE = "".join(f"P{number},p{number}@example.com,{('Large', 'Small')[number % 2]},{number}.5\n" for number in range(6))
FORM = {"field_0": "full_name", "field_1": "emails", "mode": "upsert"}


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


def uploaded(client: Client) -> str:
    file = SimpleUploadedFile("people.csv", (ROWS + MORE).encode())
    return str(client.post("/imports/new", {"object": "contacts", "file": file})["Location"])


def entered(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(login_of(getattr(cast, name)))
    return client


def test_an_administrator_makes_fields_for_columns_on_the_way(cast: Cast) -> None:
    client = entered(cast, "root")
    mapping = uploaded(client)
    wanted = FORM | {"field_2": "__new__", "field_3": "__new__"}

    drawn = client.post(f"{mapping}/draw", wanted).content.decode()
    tried = client.post(
        mapping, wanted | {"label_2": "Shirt size", "type_2": "choice", "type_3": "decimal"}, follow=True
    )
    found = Import.objects.get(pk=UUID(mapping.split("/")[2]))
    running.run(cast.root.workspace_id, found.check_job_id)  # type: ignore[arg-type]
    client.post(f"/imports/{found.pk}/run")
    found.refresh_from_db()
    running.run(cast.root.workspace_id, found.job_id)  # type: ignore[arg-type]

    zhang = Contact.objects.get(email="zhang@example.com")
    assert "are there now. They stay whatever becomes of the import." in tried.content.decode()
    assert '<option value="choice" selected>' in drawn
    assert '<option value="decimal" selected>' in drawn
    assert list(FieldDefinition.objects.order_by("position").values_list("label_en", "type")) == [
        ("Shirt size", "choice"), ("Miles", "decimal"),
    ]  # fmt: skip
    assert zhang.custom == {"shirt_size": "large", "miles": "12.5"}


def test_no_field_is_made_when_the_mapping_does_not_fit(cast: Cast) -> None:
    client = entered(cast, "root")
    mapping = uploaded(client)

    answer = client.post(mapping, {"field_1": "emails", "field_2": "__new__", "mode": "upsert"})

    assert answer.status_code == 422
    assert FieldDefinition.objects.count() == 0
    assert '<option value="__new__" selected>' in answer.content.decode()


def test_who_is_no_administrator_is_neither_offered_nor_given_a_field(cast: Cast) -> None:
    client = entered(cast, "ada")
    mapping = uploaded(client)

    page = client.get(mapping).content.decode()
    answer = client.post(mapping, FORM | {"field_2": "__new__"})

    assert "__new__" not in page
    assert answer.status_code == 422
    assert FieldDefinition.objects.count() == 0
