"""Secrets are told once and kept from everybody; what cannot go on ends in words; the journal knows who did it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.casting import Cast, an_account
from tests.shell.hooks.conftest import Courier, a_webhook
from tests.shell.hooks.listening import Listener
from tests.shell.hooks.test_delivering import of, verified

from plexus.kernel.identity.models import Person, Role
from plexus.kernel.journal.models import Change
from plexus.kernel.records.acting import acting
from plexus.shell.hooks.actions import managing

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_both_secrets_sign_while_one_follows_the_other(people: Cast, listener: Listener, courier: Courier) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    with acting(people.root):
        new = managing.rotate_secret(actor=people.root, webhook_id=shown.webhook.pk, hours=24, now=timezone.now())
    an_account(people.ada)
    courier.goes()
    an_account(people.ada, name="Later")
    courier.goes(after=timedelta(hours=25))

    both, later = listener.heard
    assert (verified(shown.secret, both), verified(new.secret, both)) == (True, True)
    assert (verified(shown.secret, later), verified(new.secret, later)) == (False, True)


def test_the_secret_is_in_no_table_no_journal_and_no_log(
    people: Cast, listener: Listener, courier: Courier, caplog: pytest.LogCaptureFixture
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada)
    listener.status = 500
    courier.goes()
    bare = shown.secret.removeprefix("whsec_")

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(w::text, '') FROM hooks_webhook w")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(c::text, ''), '') FROM journal_cause c")
        kept += cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(a::text, ''), '') FROM hooks_attempt a")
        kept += cursor.fetchone()[0]

    assert "webhooks.create" in kept
    assert bare not in kept + caplog.text


def test_a_person_who_left_and_a_key_that_was_lost_end_it_in_words(
    people: Cast, listener: Listener, courier: Courier, settings: Any
) -> None:
    left, lost = a_webhook(people.ada, listener), a_webhook(people.root, listener)
    an_account(people.ben)
    with acting(people.root):
        Person.objects.filter(pk__in=[people.ada.person_id]).update(active=False)
    settings.SECRET_KEY = "another"

    courier.goes()

    assert listener.heard == []
    assert (of(left.webhook).active, of(lost.webhook).active) == (False, False)
    assert "does not work here" in str(of(left.webhook).trouble)
    assert "secret" in str(of(lost.webhook).trouble)


def test_a_filter_that_may_not_be_asked_any_more_ends_it(people: Cast, listener: Listener, courier: Courier) -> None:
    rich = {"field": "annual_revenue", "op": "not_empty"}
    shown = a_webhook(people.ada, listener, objects_told=["accounts"], filter=rich)
    with acting(people.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"annual_revenue": "hidden"}})
    an_account(people.root, annual_revenue={"amount": "5"})

    courier.goes()

    assert (listener.heard, of(shown.webhook).active) == ([], False)


def test_the_journal_knows_who_set_it_up(people: Cast, listener: Listener) -> None:
    shown = a_webhook(people.ada, listener)

    with acting(people.root):
        assert not Change.objects.filter(record_id=shown.webhook.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT action, params FROM journal_cause WHERE person_id = %s", [people.ada.person_id])
            ((action, params),) = cursor.fetchall()
    assert action == "webhooks.create"
    assert str(shown.webhook.pk) in str(params)
