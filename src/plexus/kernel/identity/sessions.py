"""Django's sessions in the database; the one statement that every page begins with is planned once."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.sessions.backends import db
from django.db import connection

from plexus.kernel.workspaces.engine.base import DatabaseWrapper

LOAD = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(db.SessionStore):
    """As Django's; a session that is over or unknown has no key afterwards."""

    def _get_session_from_db(self) -> Any:
        key = self.session_key or ""
        with cast("DatabaseWrapper", connection).prepared_cursor() as cursor:
            cursor.execute(LOAD, [key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=key, session_data=row[0], expire_date=row[1])
