"""Django's PostgreSQL, with statements that the server plans once, and a check of kept connections that costs nothing.

Before each request Django would ask the server whether it still answers. A server that goes away closes its end first,
and that can be seen without asking; only after a while of silence the server is asked all the same.
"""

from __future__ import annotations

import select
import time
from typing import Any, Self, cast

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

TRUSTED = 30.0
# Plans take room in every server process.
MOST_PLANS = 40


class PreparedCursor(psycopg.Cursor[Any]):
    """A cursor whose statements are prepared the first time; values go beside them."""

    def execute(self, query: Any, params: Any = None, **_usual: Any) -> Self:
        """Run a statement by its plan."""
        return super().execute(query, params, prepare=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when it was last sure of the other end."""

    def __init__(self, *given: Any, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self._sure_at = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that keeps few plans."""
        made = super().get_new_connection(conn_params)
        made.prepare_threshold, made.prepared_max = 0, MOST_PLANS
        return made

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for a statement that is sent again and again with other values."""
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = cast("CursorWrapper", PreparedCursor(self.connection))
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)

    def is_usable(self) -> bool:
        """Whether the server still holds its end."""
        now = time.monotonic()
        if now - self._sure_at < TRUSTED and self._idle() and self._silent():
            return True
        usable = bool(super().is_usable())
        self._sure_at = now if usable else float("-inf")
        return usable

    def _idle(self) -> bool:
        """Whether no transaction is open, which might have failed."""
        return bool(self.connection.pgconn.transaction_status == TransactionStatus.IDLE)

    def _silent(self) -> bool:
        """Whether nothing waits to be read: neither a farewell nor the end of the stream."""
        glance = select.poll()
        glance.register(self.connection.pgconn.socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return not glance.poll(0)
