"""Everybody of the cast, hired once for many tests.

They stand in a transaction of the worker that stays open; the changes of each test are rolled back to there. A test
that asks for nobody, or that commits, must not find them: for it they go, and come back for the next that asks.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from django.db import connection, transaction
from tests import casting
from tests.casting import Cast

from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import note_version


class Scene:
    """Where the cast stands, or nobody does."""

    def __init__(self) -> None:
        self._cast: Cast | None = None
        self._open: transaction.Atomic | None = None
        self._session: object = None

    @property
    def cast(self) -> Cast | None:
        """Everybody, while they stand there; teams of a test's own, because a test may write on them."""
        if self._cast is None:
            return None
        hq, east, west = deepcopy((self._cast.hq, self._cast.east, self._cast.west))
        return replace(self._cast, hq=hq, east=east, west=west)

    def set_up(self) -> None:
        """Have everybody stand in the home firm as they were hired; what a rolled back test defined is forgotten."""
        if self._cast is None or connection.connection is not self._session:
            self.clear()
            self._cast = self._hired()
        registry._kept.clear()
        note_version(self._cast.root.workspace_id, 0)

    def clear(self) -> None:
        """Nobody stands there any more."""
        if self._open is not None:
            if connection.in_atomic_block:
                transaction.set_rollback(True)
            self._open.__exit__(None, None, None)
        self._cast = self._open = self._session = None

    def _hired(self) -> Cast:
        self._open = transaction.atomic()
        self._open.__enter__()
        cast = casting.a_cast()
        # Else each test would check the rows of the cast again when it ends.
        connection.check_constraints()
        self._session = connection.connection
        return cast
