"""What changes arrives at a real server: signed, once, as its person may read it, again after every failure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from tests.casting import Cast, a_deal, a_record, an_account
from tests.conformance import tailored
from tests.shell.hooks.conftest import Courier, a_webhook
from tests.shell.hooks.listening import Heard, Listener

from plexus.kernel.identity.models import Role
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import inside
from plexus.shell.hooks.actions import delivering, managing
from plexus.shell.hooks.models import Attempt, Message, State, Webhook

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAY = timedelta(days=1)


def verified(secret: str, heard: Heard) -> bool:
    """As a receiver verifies by the standard."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in heard.headers["webhook-signature"].split()


def changed(actor: Any, row: Any, **values: Any) -> None:
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=timezone.now())


def of(webhook: Webhook) -> Webhook:
    with acting_in(webhook):
        return Webhook.objects.get(pk=webhook.pk)


def acting_in(webhook: Webhook) -> Any:
    return inside(webhook.workspace_id)


def states(webhook: Webhook) -> list[tuple[str, int]]:
    with acting_in(webhook):
        rows = Message.objects.filter(webhook=webhook).order_by("id")
        return [(each.state, each.attempts) for each in rows]


def test_what_changes_is_told_signed_and_once(people: Cast, listener: Listener, courier: Courier) -> None:
    before = an_account(people.ada, name="Before")
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    account = an_account(people.ada, name="Hengtong", city="Wuxi")
    changed(people.ada, account, city="Suzhou")
    a_deal(people.ada)
    with acting(people.ada):
        about = registry.of(people.ada.workspace_id).object("accounts")
        changing.trash(actor=people.ada, about=about, record_id=account.pk, now=timezone.now())

    due_before, first, second, due_after = courier.is_due(), courier.goes(), courier.goes(), courier.is_due()

    assert (due_before, first, second, due_after) == (True, 3, 0, False)
    assert sorted(listener.types()) == ["accounts.changed", "accounts.created", "accounts.trashed"]
    assert all(verified(shown.secret, each) for each in listener.heard)
    (told,) = [each.said["data"] for each in listener.heard if each.said["type"] == "accounts.changed"]
    city = {"field": "city", "label": "City", "before": "Wuxi", "after": "Suzhou"}
    assert told["fields"] == [city]
    assert (told["record"], told["kind"], told["person"]["name"]) == (str(account.pk), "changed", "Ada")
    assert (told["now"]["name"], told["now"]["city"]) == ("Hengtong", "Suzhou")
    assert str(before.pk) not in str([each.body for each in listener.heard])
    assert states(shown.webhook) == [("delivered", 1)] * 3


def test_hidden_records_and_fields_are_never_sent(people: Cast, listener: Listener, courier: Courier) -> None:
    with acting(people.root):
        Role.objects.filter(key="sales").update(
            grants={"*": {"read": "own", "create": "all", "update": "own"}},
            fields={"accounts": {"annual_revenue": "hidden"}},
        )
    shown = a_webhook(people.ada, listener)
    mine = an_account(people.ada, name="Mine", annual_revenue={"amount": "9876543"})
    an_account(people.cyd, name="Cyd's secret")
    changed(people.root, mine, annual_revenue={"amount": "1234567"})

    courier.goes()

    said = b"".join(each.body for each in listener.heard)
    assert set(listener.types()) == {"accounts.created"}
    assert b"Mine" in said
    assert b"secret" not in said
    assert b"annual_revenue" not in said
    assert b"9876543" not in said
    assert len(states(shown.webhook)) == len(listener.heard)


def test_rights_are_those_of_the_moment_it_is_sent(people: Cast, listener: Listener, courier: Courier) -> None:
    shown = a_webhook(people.ada, listener, objects_told=["accounts"])
    an_account(people.ada, name="Mine")
    listener.status = 500
    courier.goes()
    with acting(people.root):
        Role.objects.filter(key="sales").update(grants={"*": {"read": "none"}})
    listener.status = 204

    courier.goes(after=timedelta(minutes=10))

    assert len(listener.heard) == 1
    assert states(shown.webhook) == [("dropped", 2)]


def test_events_and_filter_narrow_what_is_told(people: Cast, listener: Listener, courier: Courier) -> None:
    in_wuxi = {"field": "city", "op": "eq", "value": "Wuxi"}
    a_webhook(people.root, listener, objects_told=["accounts"], events=["changed"], filter=in_wuxi)
    wuxi = an_account(people.ada, name="In Wuxi", city="Wuxi")
    suzhou = an_account(people.ada, name="In Suzhou", city="Suzhou")
    changed(people.ada, wuxi, phone="1234567")
    changed(people.ada, suzhou, phone="1234567")

    courier.goes()

    assert [(each.said["type"], each.said["data"]["now"]["name"]) for each in listener.heard] == [
        ("accounts.changed", "In Wuxi")
    ]


def test_a_failure_is_tried_again_later_and_later_with_the_same_id(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada)
    listener.status = 500

    at_once, soon = courier.goes(), courier.goes(after=timedelta(seconds=2))
    second = courier.goes(after=timedelta(seconds=8))
    early, third = courier.goes(after=timedelta(seconds=20)), courier.goes(after=timedelta(seconds=60))
    listener.status = 200
    last = courier.goes(after=timedelta(minutes=7))

    assert (at_once, soon, second, early, third, last) == (1, 0, 1, 0, 1, 1)
    assert len({each.name for each in listener.heard}) == 1
    assert len({each.headers["webhook-timestamp"] for each in listener.heard}) > 1
    assert states(shown.webhook) == [("delivered", 4)]
    assert (of(shown.webhook).failures, of(shown.webhook).failing_since) == (0, None)


def test_what_never_arrives_dies_and_is_sent_again_when_asked(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada, name="One")
    listener.status = lambda heard: 204 if b'"Two"' in heard.body else 503
    for each in range(14):
        courier.goes(after=timedelta(hours=15))
        if each % 2 == 0:
            an_account(people.ada, name="Two")

    dead = [state for state, _attempts in states(shown.webhook)].count("dead")
    with acting(people.root):
        refused = Message.objects.get(webhook=shown.webhook, state=State.DEAD)
    attempts_until = refused.attempts
    listener.status = 204
    with acting(people.root):
        count = managing.replay(actor=people.root, webhook_id=shown.webhook.pk, now=courier.clock())
    courier.goes()

    assert (dead, attempts_until, count) == (1, 9, 1)
    assert listener.heard[-1].name == refused.name
    assert {state for state, _attempts in states(shown.webhook)} == {"delivered"}


def test_days_of_failure_switch_it_off_with_a_letter_and_resuming_sends_what_was_missed(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    listener.status = 500
    an_account(people.ada, name="First")
    courier.goes()
    courier.goes(after=3 * DAY)
    still = of(shown.webhook).active
    courier.goes(after=3 * DAY)
    off = of(shown.webhook)
    an_account(people.ada, name="Missed")
    nothing = courier.goes(after=DAY)

    listener.status, listener.heard = 204, []
    with acting(people.root):
        managing.resume_webhook(actor=people.root, webhook_id=off.pk, missed=True, now=courier.clock())
    courier.goes(after=DAY)

    assert (still, off.active, nothing) == (True, False, 0)
    assert off.trouble == {
        "text": "No message has arrived for %(days)d days. The last reason: %(reason)s",
        "params": {"days": 5, "reason": "The server answered with an error."},
    }
    (letter,) = mail.outbox
    assert (letter.to, "ERP" in letter.subject, "5 days" in letter.body) == (["root@example.com"], True, True)
    assert sorted(listener.now()) == ["First", "Missed"]


def test_resuming_from_now_leaves_out_what_was_missed(people: Cast, listener: Listener, courier: Courier) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    with acting(people.root):
        managing.pause_webhook(actor=people.root, webhook_id=shown.webhook.pk)
    an_account(people.ada, name="Missed")
    with acting(people.root):
        managing.resume_webhook(actor=people.root, webhook_id=shown.webhook.pk, missed=False, now=courier.clock())
    an_account(people.ada, name="Told")

    courier.goes()

    assert listener.now() == ["Told"]


def test_one_that_fails_is_spared_and_keeps_no_other_waiting(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    broken = a_webhook(people.root, listener, url=listener.url + "/broken", objects_told=["accounts"])
    a_webhook(people.root, listener, objects_told=["accounts"])
    listener.status = lambda heard: 500 if heard.path.endswith("broken") else 204
    for each in range(30):
        an_account(people.ada, name=f"A{each}")

    courier.goes()

    paths = [each.path for each in listener.heard]
    assert paths.count("/hooks") == 30
    assert paths.count("/hooks/broken") <= 15
    assert of(broken.webhook).paused_until is not None


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [(302, {"Location": "http://127.0.0.1:1/"}, "redirect"), (404, {}, "status"), (204, {}, "")],
)
def test_each_attempt_is_written_down(
    people: Cast, listener: Listener, courier: Courier, status: int, headers: dict[str, str], error: str
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada, name="Hengtong")
    listener.status, listener.headers, listener.answer = status, headers, b"" if status == 204 else b"Because."

    courier.goes()

    with acting(people.root):
        (found,) = Attempt.objects.filter(message__webhook=shown.webhook)
    assert (found.status, found.error, found.response) == (status, error, "" if status == 204 else "Because.")
    assert "Hengtong" in found.request
    assert shown.secret not in found.request


def test_gone_switches_off_at_once_and_a_busy_server_is_left_alone_for_as_long_as_it_says(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    shown = a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada)
    listener.status, listener.headers = 503, {"Retry-After": "600"}
    courier.goes()
    early = courier.goes(after=timedelta(minutes=9))
    listener.status = 410
    courier.goes(after=timedelta(minutes=2))

    assert early == 0
    assert of(shown.webhook).active is False
    assert "410" in str(of(shown.webhook).trouble)


def test_nothing_is_missed_or_told_twice_while_many_write_at_once(
    people: Cast, listener: Listener, courier: Courier
) -> None:
    a_webhook(people.root, listener, objects_told=["accounts"])

    def write(number: int) -> None:
        try:
            for each in range(5):
                with transaction.atomic():
                    an_account(people.ada, name=f"{number}-{each}")
                    time.sleep(0.01 * (number % 3))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        writers = [pool.submit(write, number) for number in range(5)]
        while not all(each.done() for each in writers):
            courier.goes()
        for each in writers:
            each.result()
    courier.goes()

    assert sorted(listener.now()) == sorted(f"{number}-{each}" for number in range(5) for each in range(5))
    assert len({each.name for each in listener.heard}) == 25
    assert len({each.said["data"]["id"] for each in listener.heard}) == 25


def _dies(*_given: Any) -> None:
    raise SystemExit


def test_what_was_being_sent_when_the_worker_died_is_sent_again(
    people: Cast, listener: Listener, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_webhook(people.root, listener, objects_told=["accounts"])
    an_account(people.ada)
    with monkeypatch.context() as dying:
        dying.setattr(delivering, "_noted", _dies)
        with pytest.raises(SystemExit):
            courier.goes()

    at_once, later = courier.goes(), courier.goes(after=timedelta(minutes=3))

    assert (at_once, later) == (0, 1)
    assert len(listener.heard) == 2
    assert len({each.name for each in listener.heard}) == 1


def test_custom_objects_are_told_like_any_other(people: Cast, listener: Listener, courier: Courier) -> None:
    tailored.machines(people.root)
    a_webhook(people.root, listener, objects_told=["machines"])
    a_record("machines", people.root, name="Press 7", c_text="X-1")

    courier.goes()

    (heard,) = listener.heard
    assert heard.said["type"] == "machines.created"
    assert (heard.said["data"]["now"]["name"], heard.said["data"]["now"]["c_text"]) == ("Press 7", "X-1")
