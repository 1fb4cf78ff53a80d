"""The connection to PostgreSQL: when it is trusted, and plans that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from plexus.kernel.workspaces.engine.base import DatabaseWrapper


def another() -> DatabaseWrapper:
    """A connection beside that of the test."""
    return cast("DatabaseWrapper", connections["default"]).copy()


@pytest.fixture
def kept(db: None) -> Iterator[DatabaseWrapper]:
    """A connection that was just found usable."""
    own = another()
    own.connect()
    assert own.is_usable()
    yield own
    own.close()


def test_a_silent_connection_is_not_asked(kept: DatabaseWrapper) -> None:
    with CaptureQueriesContext(kept) as sent:
        usable = kept.is_usable()

    assert usable
    assert len(sent) == 0


def test_a_connection_whose_server_went_away_is_not_usable(kept: DatabaseWrapper) -> None:
    owner = another()
    with owner.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    owner.close()

    assert not kept.is_usable()


def test_a_kept_statement_is_planned_once_and_counted_like_any_other(kept: DatabaseWrapper) -> None:
    with CaptureQueriesContext(kept) as sent:
        for number in (1, 2):
            with kept.prepared_cursor() as cursor:
                cursor.execute("SELECT %s::int + 1", [number])
                assert cursor.fetchone() == (number + 1,)
    with kept.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        plans = cursor.fetchall()

    assert len(sent) == 2
    assert plans == [("SELECT $1::int + 1",)]
