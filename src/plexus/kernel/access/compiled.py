"""Conditions compiled once: a policy's SQL changes with the policy only, and Django takes long to write it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet

from plexus.kernel.identity.actor import Actor

# The share in its own statement is nearest, so its columns need no name before them.
OPENING = """
    SELECT {what} FROM access_share WHERE workspace_id = %s AND object = %s AND record_id = {key} AND deleted_at IS NULL
    AND (expires_at IS NULL OR expires_at > statement_timestamp())
    AND (person_id = %s OR shared_team_id = ANY(%s)){more}
"""
SHARED = f"EXISTS ({OPENING.replace('{what} ', '')})"
TO_CHANGE = " AND may_change"


class Compiled(Func):
    """A condition on rows as SQL with its values; `{key}` stands for the key of the row that is asked about."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, statement: str, values: Sequence[Any], *expressions: Any) -> None:
        super().__init__(*(expressions or (F("pk"),)))
        self.statement, self.values = statement, tuple(values)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        key, _none = compiler.compile(self.source_expressions[0])
        return self.statement.replace("{key}", key), list(self.values)


def compiled_rows(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement that selects the keys of some rows, and its values."""
    sql, values = rows.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


def shared_with(actor: Actor, plural: str, *, to_change: bool) -> Compiled:
    """The condition that a row is shared with an actor, or with his team or one above it, for changing it if asked."""
    statement = SHARED.replace("{more}", TO_CHANGE if to_change else "")
    return Compiled(statement, (actor.workspace_id, plural, actor.person_id, list(actor.above_ids)))
