"""What was put back from a backup sends nothing until an administrator says so, in the page that tells of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from tests.architecture import catalog
from tests.casting import Cast, an_account
from tests.shell.hooks.conftest import Courier, a_webhook
from tests.shell.hooks.listening import Listener
from tests.signing import browser_of

from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotAllowed
from plexus.shell.hooks import holding
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.models import Webhook

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def put_back() -> None:
    """What restoring does to the webhooks of every workspace."""
    with transaction.atomic(), catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(holding.THERE)
        assert cursor.fetchone() == (True,)
        cursor.execute(holding.HOLD, [holding.reason()])


def active(people: Cast) -> dict[str, bool]:
    with acting(people.root):
        return dict(Webhook.objects.order_by("name").values_list("name", "active"))


@pytest.fixture
def held(people: Cast, listener: Listener) -> None:
    """Two webhooks that wait, and one that its person had paused before."""
    a_webhook(people.ada, listener, name="Ada's", objects_told=["accounts"])
    a_webhook(people.root, listener, name="ERP", objects_told=["accounts"])
    paused = a_webhook(people.root, listener, name="Paused")
    with acting(people.root):
        managing.pause_webhook(actor=people.root, webhook_id=paused.webhook.pk)
    put_back()


@pytest.mark.parametrize(("missed", "told"), [("true", ["Missed", "Missed"]), ("", [])])
def test_an_administrator_lets_all_go_that_wait(
    people: Cast, held: None, listener: Listener, courier: Courier, missed: str, told: list[str]
) -> None:
    an_account(people.ada, name="Missed")
    nothing = courier.goes()
    with transaction.atomic():
        browser = browser_of(people.root)
    before = browser.get("/settings/company").content.decode()

    answer = browser.post("/settings/webhooks/release", {"missed": missed})
    courier.goes()

    assert (nothing, "2 webhooks wait since a backup was put back" in before) == (0, True)
    assert answer.status_code == 302
    assert active(people) == {"Ada's": True, "ERP": True, "Paused": False}
    assert listener.now() == told
    assert "since a backup was put back" not in browser.get("/settings/company").content.decode()


def test_nobody_else_lets_them_go_or_is_told(people: Cast, held: None) -> None:
    with transaction.atomic():
        browser = browser_of(people.ada)

    answer = browser.post("/settings/webhooks/release", {"missed": "true"})
    with acting(people.ada), pytest.raises(NotAllowed):
        managing.release_webhooks(actor=people.ada, missed=True, now=datetime.now(UTC))

    assert answer.status_code == 403
    assert "settings/webhooks/release" not in browser.get("/settings/webhooks").content.decode()
    assert active(people) == {"Ada's": False, "ERP": False, "Paused": False}
