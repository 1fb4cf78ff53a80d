"""What a record names of its workspace and its people is there, though it is asked once for each statement."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.casting import a_contact, fresh

from plexus.crm.customers.models import Account, Contact
from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.belonging import COLUMNS
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import inside

NAMES = [each for each in COLUMNS if each != "workspace_id"]


@pytest.mark.parametrize("named", NAMES)
def test_a_record_names_nobody_who_is_not_there(ada: Actor, named: str) -> None:
    contact = a_contact(ada)

    with acting(ada), pytest.raises(IntegrityError, match=f"customers_contact.{named} names"), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(**{named: uuid4()})

    with acting(ada):
        assert getattr(fresh(contact), named) == getattr(contact, named)


def test_of_many_rows_one_that_names_nobody_refuses_all(ada: Actor) -> None:
    rows = [Account(workspace_id=ada.workspace_id, name=f"Firm {at}", owner_id=ada.person_id) for at in range(5)]
    rows[3].owner_id = uuid4()

    with acting(ada), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Account.objects.bulk_create(rows)

    assert refused.value.__cause__.diag.constraint_name == "customers_account_owner_id_fk"  # type: ignore[union-attr]
    with acting(ada):
        assert Account.objects.count() == 0


# Columns that neither a foreign key nor the triggers of both events hold to what they name.
LOOSE = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relname = ANY(%s) AND a.attname = ANY(%s)
AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum])
AND 2 > (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname IN ('belong_insert', 'belong_update'))
"""


@pytest.mark.django_db
def test_every_kind_of_record_is_held_to_what_it_names() -> None:
    tables = [each.table for each in registry.standard()] + ["records_custom"]

    with connection.cursor() as cursor:
        cursor.execute(LOOSE, [tables, list(COLUMNS)])
        loose = cursor.fetchall()

    assert loose == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
class TestWhoIsNamed:
    """Rows that are committed, as two transactions see them."""

    @pytest.fixture
    def root(self) -> Actor:
        firm = found_workspace(slug="firm", name="Firm", language="en")
        person = add_person(workspace_id=firm.pk, name="Root", role_key="administrator")
        with inside(firm.pk):
            found = actor_of_person(person.pk)
        assert found is not None
        return found

    @pytest.fixture
    def other(self, root: Actor) -> UUID:
        return add_person(workspace_id=root.workspace_id, name="Other", role_key="administrator").pk

    def test_who_owns_a_record_is_not_deleted(self, root: Actor, other: UUID) -> None:
        owned(root, other)

        with pytest.raises(IntegrityError, match="still names"):
            delete(other)

        assert is_there(other)

    def test_who_owns_nothing_any_more_is_deleted_in_the_same_transaction(self, root: Actor, other: UUID) -> None:
        contact = owned(root, other)

        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM identity_person WHERE id = %s", [other])
            cursor.execute("UPDATE customers_contact SET owner_id = NULL WHERE id = %s", [contact.pk])

        assert not is_there(other)

    def test_who_is_being_named_is_deleted_afterwards_or_not_at_all(self, root: Actor, other: UUID) -> None:
        refused: list[Exception] = []

        with acting(root):
            owned(root, other)
            deleting = threading.Thread(target=lambda: refused.extend(tried(other)))
            deleting.start()
            deleting.join(1)
            waits = deleting.is_alive()
        deleting.join(20)

        assert waits
        assert [type(each) for each in refused] == [IntegrityError]
        assert is_there(other)


def owned(actor: Actor, person: UUID) -> Contact:
    """A contact of somebody."""
    with acting(actor):
        contact = a_contact(actor)
        Contact.objects.filter(pk=contact.pk).update(owner_id=person)
    return contact


def delete(person: UUID) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM identity_person WHERE id = %s", [person])


def tried(person: UUID) -> Iterator[Exception]:
    try:
        delete(person)
    except IntegrityError as error:
        yield error
    finally:
        connections.close_all()


def is_there(person: UUID) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_person WHERE id = %s", [person])
        return bool(cursor.fetchone()[0])
