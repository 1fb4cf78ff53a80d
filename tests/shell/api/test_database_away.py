"""While the database is away a program is told so, and when to come again."""

from __future__ import annotations

import pytest
from django.db import close_old_connections, connection, connections, transaction
from tests.casting import a_cast
from tests.shell.api.asking import Api

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def cut_off() -> None:
    """Let the owner end the connection of the application, as a server does that goes down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with connections["owner"].cursor() as owner:
        owner.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_request_that_finds_no_database_may_come_again(caplog: pytest.LogCaptureFixture) -> None:
    with transaction.atomic():
        api = Api(a_cast().root)
    cut_off()

    away = api.post("/accounts", {"name": "Acme"}, Idempotency_Key="k-1")
    close_old_connections()  # as the server does when a request has ended
    again = api.post("/accounts", {"name": "Acme"}, Idempotency_Key="k-1")

    assert (away.status_code, away["Retry-After"]) == (503, "2")
    assert away.json()["type"] == "/api/v1/problems#database_away"
    assert again.status_code == 201
    assert len(api.get("/accounts").json()["data"]) == 1
