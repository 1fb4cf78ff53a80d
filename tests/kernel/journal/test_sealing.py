"""The seals on the journal: every forgery shows, and nothing undecided is sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.test import override_settings
from tests.casting import NOW, Cast, a_cast, an_account
from tests.settling import settle

from plexus.kernel.journal import sealing
from plexus.kernel.journal.sealing import Broken
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def firm() -> Cast:
    """Two firms, in each an account that was made and changed."""
    with transaction.atomic():
        cast = a_cast()
    for actor in (cast.root, replace(cast.eve, is_administrator=True)):
        made = an_account(actor, name="Hengtong")
        about = registry.standard().object("accounts")
        with acting(actor):
            changing.update(
                actor=actor, about=about, record_id=made.pk, values={"city": "上海"}, version=made.version, now=NOW
            )
    return cast


def sealed_up() -> int:
    """What two runs seal once all is decided: the first sees how far it may go, the second goes."""
    settle()
    count = sealing.seal()
    settle()
    return count + sealing.seal()


def forged(statement: str, *values: Any) -> None:
    """Something done by whoever has the database, past the application."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def one_of(cast: Cast) -> int:
    """The id of a change of the home firm in the middle of its journal."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_change WHERE workspace_id = %s AND cause_id IS NOT NULL ORDER BY id",
            [cast.root.workspace_id],
        )
        found = [key for (key,) in cursor.fetchall()]
    return int(found[len(found) // 2])


def test_an_untouched_journal_is_proved_whole(firm: Cast) -> None:
    count = sealed_up()

    proved = sealing.verify()

    assert (proved.sealed, proved.waiting, proved.broken) == (count, 0, ())
    assert count > 4


ALTERED = 'UPDATE journal_change SET after = after || \'{"city": "北京"}\' WHERE id = %s'
FORGERIES: dict[str, Callable[[int], None]] = {
    "a value": lambda key: forged(ALTERED, key),
    "the time": lambda key: forged("UPDATE journal_change SET at = at + interval '1 microsecond' WHERE id = %s", key),
    "who did it": lambda key: forged(
        "UPDATE journal_cause SET person_id = gen_random_uuid() FROM journal_change c"
        " WHERE c.id = %s AND c.cause_id = journal_cause.id", key
    ),
    "a change removed": lambda key: forged("DELETE FROM journal_change WHERE id = %s", key),
    "a change moved to another firm": lambda key: forged(
        "UPDATE journal_change SET workspace_id = gen_random_uuid() WHERE id = %s", key
    ),
    "a change slipped in": lambda key: forged(
        "INSERT INTO journal_change (id, workspace_id, at, object, record_id, op, after)"
        " SELECT id, workspace_id, at + interval '1 second', object, record_id, op, after FROM journal_change"
        " WHERE id = %s", key
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_a_planted_forgery_shows(firm: Cast, what: str) -> None:
    sealed_up()
    key = one_of(firm)

    FORGERIES[what](key)

    found = [each for each in sealing.verify().broken if each.workspace_id == firm.root.workspace_id]
    assert [(each.why, each.first_id <= key <= each.last_id) for each in found] == [("rows", True)]


def test_a_forger_without_the_key_cannot_seal_again(firm: Cast) -> None:
    sealed_up()
    forged(ALTERED, one_of(firm))
    with override_settings(SECRET_KEY="the forger's own"):
        forged("DELETE FROM journal_seal")
        sealed_up()

    assert {each.why for each in sealing.verify().broken} == {"key"}
    forged("UPDATE journal_seal SET key = %s", sealing.key_name())
    assert {each.why for each in sealing.verify().broken} == {"seal"}


def test_a_seal_taken_from_the_middle_shows(firm: Cast) -> None:
    sealed_up()
    an_account(firm.root, name="Later")
    sealed_up()
    an_account(firm.root, name="Latest")
    sealed_up()

    forged(
        "DELETE FROM journal_seal WHERE id = (SELECT id FROM journal_seal WHERE workspace_id = %s ORDER BY id"
        " OFFSET 1 LIMIT 1)", firm.root.workspace_id
    )  # fmt: skip

    assert [(type(each), each.why) for each in sealing.verify().broken] == [(Broken, "gap")]


def test_what_an_open_transaction_may_still_write_is_not_sealed(firm: Cast) -> None:
    sealed_up()
    before = sealing.verify().sealed
    wanted = settings.DATABASES["default"]
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"], host=wanted["HOST"], user=wanted["USER"]
    ) as other, other.cursor() as cursor:  # fmt: skip
        cursor.execute("SELECT set_config('plexus.workspace', %s, true)", [str(firm.root.workspace_id)])
        cursor.execute("UPDATE customers_account SET city = 'open' WHERE workspace_id = %s", [firm.root.workspace_id])
        late = an_account(firm.root, name="Committed while another is open")
        for _turn in range(5):
            sealing.seal()
        assert sealing.verify().sealed == before

    sealed_up()
    proved = sealing.verify()
    assert proved.broken == ()
    assert proved.waiting == 0
    assert late.pk is not None


def test_numbers_of_transactions_from_before_a_restore_do_not_stop_the_sealing(firm: Cast) -> None:
    forged("UPDATE journal_horizon SET candidate = 0, open_below = 9000000000000")
    forged("UPDATE journal_change SET txid = '8999999999999'::xid8")

    assert sealed_up() > 0
    assert sealing.verify().broken == ()


def test_the_application_cannot_touch_seals_and_causes(firm: Cast) -> None:
    sealed_up()
    for statement in (
        "DELETE FROM journal_seal", "UPDATE journal_seal SET digest = ''", "UPDATE journal_horizon SET candidate = 0",
        "UPDATE journal_cause SET action = 'x'", "DELETE FROM journal_cause",
    ):  # fmt: skip
        with acting(firm.root), pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)
