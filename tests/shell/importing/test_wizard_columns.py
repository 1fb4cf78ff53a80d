"""The page of columns: what it proposes beyond names, and everything that can be asked for on it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast, a_stage
from tests.shell.importing.test_wizard import data_folder, visitor, work

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal
from plexus.shell.importing.models import Import

__all__ = ["data_folder"]
COMPANIES = "Company,Kind,Since\nAcme,Key client,3/4/2026\nBeta,Partner,5/4/2026\n"
PIPELINE = (
    "opportunity_id,product,account,close_value\n"
    "A1,GTX Pro,Acme,10\nA2,GTX Basic,,20\nA3,GTX Pro,Beta,30\nA4,GTX Basic,Acme,40\n"
)


def sent(client: Client, objects: str, content: str, name: str = "file.csv") -> str:
    file = SimpleUploadedFile(name, content.encode())
    return str(client.post("/imports/new", {"object": objects, "file": file})["Location"])


def key_of(mapping: str) -> str:
    return mapping.split("/")[2]


def ran(cast: Cast, client: Client, mapping: str, form: dict[str, Any]) -> None:
    answer = client.post(mapping, form)
    assert answer.status_code == 302, answer.content.decode().partition('class="notice')[2][:2000]
    work(cast.ada, key_of(mapping))
    client.post(f"/imports/{key_of(mapping)}/run")
    work(cast.ada, key_of(mapping))


def test_a_text_that_is_no_choice_is_shown_and_read_as_the_one_that_is_meant(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "accounts", COMPANIES)
    form = {"field_0": "name", "field_1": "kind", "mode": "create"}

    drawn = client.post(f"{mapping}/draw", form).content.decode()
    pairs = {"old_1_0": "Key client", "new_1_0": "customer", "old_1_1": "Partner", "new_1_1": ""}
    ran(cast, client, mapping, form | pairs)

    assert "1 text is no choice of “Kind”" in drawn
    assert dict(Account.objects.values_list("name", "kind")) == {"Acme": "customer", "Beta": "partner"}


def test_a_text_can_be_read_as_an_empty_cell(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "contacts", "Name,Title\nZhang Wei,tbd\nLi Na,CEO\n")
    form = {"field_0": "full_name", "field_1": "job_title", "old_1_0": "tbd", "new_1_0": "__blank__", "mode": "create"}

    ran(cast, client, mapping, form)

    assert dict(Contact.objects.values_list("full_name", "job_title")) == {"Zhang Wei": "", "Li Na": "CEO"}


def test_days_that_can_be_read_in_two_ways_are_shown_with_both_and_read_as_chosen(cast: Cast) -> None:
    stage = str(a_stage(cast.ada).pk)
    client = visitor(cast.ada)
    mapping = sent(client, "deals", "Deal,Close date\nBig,3/4/2026\nSmall,5/4/2026\n")
    form = {"field_0": "name", "field_1": "expected_close_on", "mode": "create"}
    form |= {"constant_0": "stage", "constant_value_0": stage}

    drawn = client.post(f"{mapping}/draw", form).content.decode()
    ran(cast, client, mapping, form | {"days_1": "DMY"})

    assert "M/D/YYYY: 3/4/2026 → 2026-03-04" in drawn
    assert "D/M/YYYY: 3/4/2026 → 2026-04-03" in drawn
    days = {name: str(day) for name, day in Deal.objects.values_list("name", "expected_close_on")}
    assert days == {"Big": "2026-04-03", "Small": "2026-04-05"}


def test_days_that_nobody_decided_on_are_left_to_the_whole_file(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "deals", "Deal,Close date\nBig,3/4/2026\nSmall,5/4/2026\n")

    client.post(mapping, {"field_0": "name", "field_1": "expected_close_on", "days_1": "MDY", "mode": "create"})

    assert Import.objects.get(pk=key_of(mapping)).order["day_orders"] == {}


def test_every_row_gets_what_was_said_and_the_owner_who_was_chosen(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "accounts", "Company\nAcme\nBeta\n")
    fixed = {
        "constant_0": "industry", "constant_value_0": "Shipping",
        "constant_1": "owner", "constant_value_1": str(cast.ben.person_id), "constant_2": "", "constant_value_2": "",
    }  # fmt: skip

    ran(cast, client, mapping, {"field_0": "name", "mode": "create"} | fixed)

    found = set(Account.objects.values_list("name", "industry", "owner_id"))
    assert found == {("Acme", "Shipping", cast.ben.person_id), ("Beta", "Shipping", cast.ben.person_id)}


def test_a_name_that_no_column_fills_is_put_together_of_what_tells_rows_apart(cast: Cast) -> None:
    stage = str(a_stage(cast.ada).pk)
    client = visitor(cast.ada)
    mapping = sent(client, "deals", PIPELINE)

    page = client.get(mapping).content.decode()
    form = {
        "field_0": "external_id", "field_2": "account", "field_3": "amount", "mode": "create",
        "create_missing": "account", "constant_0": "name", "constant_value_0": "{account} – {product}",
        "constant_1": "stage", "constant_value_1": stage,
    }  # fmt: skip
    ran(cast, client, mapping, form)

    assert 'value="{account} – {product}"' in page
    assert "The first row becomes “Acme – GTX Pro”." in page
    names = dict(Deal.objects.values_list("external_id", "name"))
    assert names == {"A1": "Acme – GTX Pro", "A2": "GTX Basic", "A3": "Beta – GTX Pro", "A4": "Acme – GTX Basic"}


def test_a_column_that_has_no_field_here_says_where_it_belongs(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "deals", PIPELINE)

    page = client.get(mapping).content.decode()

    assert "belongs to deal line items (“Product”)" in page


def test_a_file_of_another_object_says_so_and_can_be_taken_for_that(cast: Cast) -> None:
    client = visitor(cast.ada)
    rows = "First Name,Last Name,Email,Job Title\nWei,Zhang,z@example.com,CEO\n"
    mapping = sent(client, "deals", rows)

    page = client.get(mapping).content.decode()
    answer = client.post(f"/imports/{key_of(mapping)}/object", {"object": "contacts"})
    after = client.get(str(answer["Location"])).content.decode()

    assert "The columns look like contacts rather than deals." in page
    assert answer["Location"] == mapping
    assert "Import contacts" in after
    assert "rather than" not in after


def test_a_file_that_was_imported_is_taken_once_more_for_another_object(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "accounts", "Company\nAcme\n")
    ran(cast, client, mapping, {"field_0": "name", "mode": "create"})

    answer = client.post(f"/imports/{key_of(mapping)}/object", {"object": "contacts"})

    assert answer["Location"] != mapping
    assert sorted(Import.objects.values_list("object", flat=True)) == ["accounts", "contacts"]
    assert client.get(str(answer["Location"])).status_code == 200


def test_nobody_takes_the_file_of_somebody_else(cast: Cast) -> None:
    mapping = sent(visitor(cast.ada), "accounts", "Company\nAcme\n")

    answers = [
        visitor(cast.ben).post(f"/imports/{key_of(mapping)}/{verb}", {"object": "contacts"}).status_code
        for verb in ("object", "afresh", "mapping/draw")
    ]

    assert answers == [404, 404, 404]
    assert Import.objects.get().object == "accounts"


def test_what_is_remembered_is_announced_and_can_be_forgotten(cast: Cast) -> None:
    client = visitor(cast.ada)
    first = sent(client, "accounts", "Firm,Where\nAcme,Berlin\n", "spring.csv")
    ran(cast, client, first, {"field_0": "name", "field_1": "city", "mode": "create"})
    second = sent(client, "accounts", "Firm,Where\nBeta,Paris\n", "autumn.csv")

    before = client.get(second).content.decode()
    client.post(f"/imports/{key_of(second)}/afresh")
    after = client.get(second).content.decode()

    assert "Everything is set as in your import of spring.csv on" in before
    assert "Everything is set as in" not in after
    assert Import.objects.get(pk=key_of(second)).order["mapping"] == []


def test_rows_that_come_twice_stand_among_the_reasons_once(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = sent(client, "contacts", "Name,E-mail\nA,a@example.com\nB,a@example.com\nC,a@example.com\n")

    ran(cast, client, mapping, {"field_0": "full_name", "field_1": "email", "match": "email", "mode": "upsert"})
    result = client.get(f"/imports/{key_of(mapping)}").content.decode()

    assert result.count("An earlier row of the file has the same keys.") == 1
    assert '<b class="num">2</b>' in result


def test_a_file_without_a_known_column_is_not_said_to_be_of_another_object(cast: Cast) -> None:
    client = visitor(cast.ada)

    page = client.get(sent(client, "accounts", "1985,Infektiologie\n12,34\n56,78\n")).content.decode()

    assert "rather than" not in page


def test_columns_of_cards_are_called_as_the_fields_are(cast: Cast) -> None:
    client = visitor(cast.ada)
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Kern\r\nEMAIL:anna@example.com\r\nEND:VCARD\r\n"
    mapping = sent(client, "contacts", card, "people.vcf")

    english = client.get(mapping).content.decode()
    client.post("/language", {"language": "zh-hans", "next": "/"})
    chinese = client.get(mapping).content.decode()

    assert '<span class="column">Full name</span>' in english
    assert '<span class="column">姓名</span>' in chinese
    assert "full_name</span>" not in english + chinese
