"""Contacts leave as vCards and come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.customers.models import Account, Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.site.command.verb import Output
from plexus.site.command.verbs.export import Export

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
HELD = (
    "full_name", "family_name", "given_name", "job_title", "department", "street", "city", "region", "country",
    "postal_code", "birthday", "description", "tags", "emails", "phones", "external_id", "account__name",
)  # fmt: skip
ROWS = (
    ("full_name", "job_title", "department", "account", "emails", "phones", "street", "city", "postal_code", "birthday",
     "description", "tags", "external_id"),
    ("李明", "工程师", "研发部", "恒通; 精密", "ming@example.cn [work]; li@example.cn [home]",
     "+86 138 0000 0000 [mobile]; +1 202 555 0101 [Boat]", "长安街1号, 三层", "北京", "100000", "1990-02-03",
     "一行很长的说明，" * 12 + "\n第二行; 完, 了\\", "VIP; 华\\;北", "c-1"),
)  # fmt: skip


def written(commands: Commands, plural: str, name: str) -> Path:
    import argparse  # noqa: PLC0415

    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace")
    verb = Export()
    verb.add_arguments(parser)
    to = commands.folder / name
    verb.run(parser.parse_args([plural, str(to)]), Output(as_json=True))
    return to


def contacts(operator: Actor) -> list[dict[str, object]]:
    with acting(operator):
        return list(Contact.objects.filter(deleted_at=None).values(*HELD))


def test_what_leaves_as_cards_comes_back_the_same(commands: Commands, operator: Actor) -> None:
    commands.bring_in("contacts", commands.a_file(ROWS), "--create-missing", "account")
    before = contacts(operator)
    file = written(commands, "contacts", "people.vcf")
    with acting(operator):
        Contact.objects.all().delete()

    brought = commands.bring_in("contacts", file)

    assert brought.figures == {"created": 1}
    assert contacts(operator) == before
    assert max(map(len, file.read_bytes().split(b"\r\n"))) <= 75


def test_the_same_cards_again_change_nothing(commands: Commands, operator: Actor) -> None:
    commands.bring_in("contacts", commands.a_file(ROWS), "--create-missing", "account")

    again = commands.bring_in("contacts", written(commands, "contacts", "people.vcf"))

    assert again.figures == {"unchanged": 1}


def test_a_company_that_is_not_here_does_not_keep_a_card_back(commands: Commands, operator: Actor) -> None:
    file = commands.folder / "one.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nORG:Nowhere\nPHOTO:x\nEND:VCARD\n", encoding="utf-8")

    brought = commands.bring_in("contacts", file)

    assert brought.figures == {"created": 1, "incomplete": 1}
    assert brought.reasons == ["Account: No record is called “Nowhere”."]
    with acting(operator):
        assert Account.objects.count() == 0


def test_only_contacts_are_written_as_cards(commands: Commands) -> None:
    from plexus.shell.exporting.formats.vcard import NoCards  # noqa: PLC0415

    with pytest.raises(NoCards):
        written(commands, "accounts", "firms.vcf")
