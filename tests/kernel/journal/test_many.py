"""A statement that writes many rows leaves the same journal as one statement for each of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.casting import a_contact

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.many import MANY
from plexus.kernel.records.acting import acting

TWIN = """
INSERT INTO customers_contact (id, {columns}) SELECT gen_random_uuid(), {columns} FROM customers_contact
CROSS JOIN generate_series(1, %s) n WHERE id = %s RETURNING id
"""
CHANGE = """
UPDATE customers_contact SET source = 'Fair', birthday = CASE WHEN family_name = 'Odd' THEN birthday END,
    emails = emails
        || CASE WHEN family_name = 'Odd' THEN '[]' ELSE '[{{"value": "b@c.example", "label": null}}]'::jsonb END
WHERE id {which}
"""


def twins(of: Contact, count: int) -> list[UUID]:
    """Rows like another, by one statement."""
    names = ", ".join(
        str(each.column) for each in Contact._meta.concrete_fields if not each.generated and each.attname != "id"
    )
    with connection.cursor() as cursor:
        cursor.execute(TWIN.format(columns=names), [count, of.pk])
        return [key for (key,) in cursor.fetchall()]


def written(op: str, ids: list[UUID]) -> list[tuple[Any, ...]]:
    """What the journal says of rows, but for their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object, cause_id, before::jsonb - 'id', after::jsonb - 'id' FROM journal_change"
            " WHERE op = %s AND record_id = ANY(%s) ORDER BY array_position(%s, record_id)",
            [op, ids, ids],
        )
        return list(cursor.fetchall())


@pytest.fixture
def contact(ada: Actor) -> Contact:
    """One with a value of every kind."""
    return a_contact(
        ada, full_name="张伟", emails=["a@b.example"], birthday="1990-02-03", tags=["vip", "a “b”"], city="上海"
    )


def test_rows_that_come_together_are_told_as_rows_that_come_alone(ada: Actor, contact: Contact) -> None:
    with acting(ada):
        alone = twins(contact, 1)
        together = twins(contact, MANY)

        (one,) = written("I", alone)
        many = written("I", together)

    assert many == [one] * MANY
    assert '"birthday": "1990-02-03"' in one[3]
    assert "workspace_id" not in one[3]


def test_rows_that_change_together_are_told_as_rows_that_change_alone(ada: Actor, contact: Contact) -> None:
    with acting(ada), connection.cursor() as cursor:
        pairs = twins(contact, 2), twins(contact, MANY + 2)
        for alone_or_together in pairs:
            cursor.execute(
                "UPDATE customers_contact SET family_name = 'Odd' WHERE id = ANY(%s)", [alone_or_together[::2]]
            )
        for key in pairs[0]:
            cursor.execute(CHANGE.format(which="= %s"), [key])
        cursor.execute(CHANGE.format(which="= ANY(%s)"), [pairs[1]])

        (odd, even), many = (written("U", each)[-2:] if each is pairs[0] else written("U", each) for each in pairs)
        many = [each for each in many if "source" in each[3]]

    assert (odd[2], odd[3]) == ('{"source": ""}', '{"source": "Fair"}')
    assert '"birthday": null' in even[3]
    assert many == [odd, even] * (MANY // 2 + 1)


def test_rows_that_go_together_are_told_as_rows_that_go_alone(ada: Actor, contact: Contact) -> None:
    with acting(ada), connection.cursor() as cursor:
        alone, together = twins(contact, 1), twins(contact, MANY)
        for keys in (alone, together):
            cursor.execute("DELETE FROM customers_contact WHERE id = ANY(%s)", [keys])

        (one,) = written("D", alone)

        assert written("D", together) == [one] * MANY


def test_many_rows_written_over_with_what_they_are_leave_no_change(ada: Actor, contact: Contact) -> None:
    with acting(ada), connection.cursor() as cursor:
        together = twins(contact, MANY)
        cursor.execute("UPDATE customers_contact SET city = city WHERE id = ANY(%s)", [together])

        assert written("U", together) == []
