"""The index follows its tables within the same transaction, however they are written."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.casting import NOW, a_contact, an_account

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.search.models import SearchEntry
from plexus.kernel.search.queries.finding import find


def titles(actor: Actor, text: str) -> list[str]:
    with acting(actor):
        return [hit.title for hit in find(actor=actor, text=text)]


def test_a_new_record_is_found_at_once(ada: Actor) -> None:
    a_contact(ada, full_name="张三")

    assert titles(ada, "zhangs") == ["张三"]


def test_a_renamed_record_is_found_by_its_new_name_only(ada: Actor) -> None:
    contact = a_contact(ada, full_name="张三")

    with acting(ada):
        changing.update(
            actor=ada,
            about=registry.standard().object("contacts"),
            record_id=contact.pk,
            now=NOW,
            values={"full_name": "李四"},
        )

    assert (titles(ada, "张三"), titles(ada, "ls")) == ([], ["李四"])


def test_the_trash_is_not_searched_and_what_is_restored_is_found_again(ada: Actor) -> None:
    contacts = registry.standard().object("contacts")
    contact = a_contact(ada, full_name="张三")

    with acting(ada):
        changing.trash(actor=ada, about=contacts, record_id=contact.pk, now=NOW)
    trashed = titles(ada, "张三")
    with acting(ada):
        changing.restore(actor=ada, about=contacts, record_id=contact.pk, now=NOW + timedelta(hours=1))

    assert (trashed, titles(ada, "张三")) == ([], ["张三"])


def test_rows_written_in_bulk_and_by_plain_sql_are_found(ada: Actor) -> None:
    made = [
        Contact(workspace_id=ada.workspace_id, owner_id=ada.person_id, full_name=name, emails=[], phones=[])
        for name in ("王小明", "王大明")
    ]

    with acting(ada), connection.cursor() as cursor:
        Contact.objects.bulk_create(made)
        cursor.execute("UPDATE customers_contact SET full_name = '赵大明' WHERE full_name = '王大明'")
        cursor.execute("DELETE FROM customers_contact WHERE full_name = '王小明'")

    assert titles(ada, "大明") == ["赵大明"]
    assert titles(ada, "小明") == []


def test_a_new_owner_takes_the_record_along_in_the_index(ada: Actor, cyd: Actor) -> None:
    contact = a_contact(ada, full_name="张三")
    before = titles(cyd, "张三")

    with acting(ada):
        Contact.objects.filter(pk=contact.pk).update(owner_id=cyd.person_id, team_id=cyd.team_id)

    assert (before, titles(cyd, "张三"), titles(ada, "张三")) == ([], ["张三"], [])


def test_the_application_may_not_write_the_index(ada: Actor) -> None:
    an_account(ada)

    with acting(ada), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SearchEntry.objects.all().delete()


def test_an_untouched_entry_is_not_written_again(ada: Actor) -> None:
    contact = a_contact(ada, full_name="张三")

    with acting(ada), connection.cursor() as cursor:
        cursor.execute("SELECT xmin, ctid FROM search_entry WHERE record_id = %s", [contact.pk])
        before = cursor.fetchone()
        Contact.objects.filter(pk=contact.pk).update(job_title="Buyer")
        cursor.execute("SELECT xmin, ctid FROM search_entry WHERE record_id = %s", [contact.pk])

        assert cursor.fetchone() == before
