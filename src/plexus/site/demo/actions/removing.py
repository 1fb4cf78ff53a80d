"""Removing the demo: its workspace with every row in every table, its made-up logins and its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from plexus.kernel.identity.models import User
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import Workspace
from plexus.site.demo.actions import hiring
from plexus.site.demo.queries import demos

# The owner sees over the walls between workspaces, and may take from the journal.
OWNER = "owner"
# Where the data folder keeps files of workspaces.
PLACES = ("exports", "imports", "files", "previews")
TABLES = """
SELECT c.relname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""


class NoDemo(Refusal):
    """There is no workspace of this short name, or it is a real one."""

    message = _("There is no demo “%(slug)s”. Workspaces that are no demo are not removed this way.")


@dataclass(frozen=True)
class Removed:
    """How many rows went, and how many records among them people had added to the demo."""

    rows: int
    added: int


def remove_demo(*, slug: str, told: Callable[[int, int], None] = lambda _done, _total: None) -> Removed:
    """Take a demo away for good; raises `NoDemo`, and then nothing is gone.

    All of it goes in one transaction: whatever ends it early leaves the company whole. `told` hears after each table
    how many rows went, of how many; what it raises ends it.
    """
    with transaction.atomic(using=OWNER):
        workspace = locked(slug)
        added = demos.added_by_people(workspace)
        made_up = _made_up_logins(workspace)
        with connections[OWNER].cursor() as cursor:
            rows = _emptied(cursor, workspace.pk, told)
            cursor.execute("DELETE FROM workspaces_workspace WHERE id = %s", [workspace.pk])
        User.objects.using(OWNER).filter(pk__in=made_up).delete()
    for kept in PLACES:
        shutil.rmtree(Path(settings.PLEXUS_DATA) / kept / str(workspace.pk), ignore_errors=True)
    return Removed(rows + 1, added)


def locked(slug: str) -> Workspace:
    """A demo, going or not, for this transaction alone; raises `NoDemo`."""
    found = Workspace.objects.using(OWNER).filter(slug=slug).filter(demos.MADE_UP)
    if (workspace := found.select_for_update().first()) is None:
        raise NoDemo(slug=slug)
    return workspace


def _made_up_logins(workspace: Workspace) -> list[UUID]:
    """Logins of the demo's own addresses that work nowhere else."""
    made_up = demos.working_only_in(workspace.pk).filter(email__endswith=f"@{hiring.domain_of(workspace.slug)}")
    return list(made_up.values_list("pk", flat=True))


def _emptied(cursor: CursorWrapper, workspace_id: UUID, told: Callable[[int, int], None]) -> int:
    """Delete from every table of workspaces; then once more what triggers wrote about the deleting."""
    held = _held(cursor, workspace_id)
    total, done = sum(held.values()), 0
    for table in held:
        told(min(done, total), total)
        done += _deleted(cursor, table, workspace_id)
    for table in held:
        _deleted(cursor, table, workspace_id)
    told(total, total)
    return done


def _held(cursor: CursorWrapper, workspace_id: UUID) -> Mapping[str, int]:
    """How many rows of the workspace each table holds."""
    cursor.execute(TABLES)
    return {table: _counted(cursor, table, workspace_id) for (table,) in cursor.fetchall()}


def _counted(cursor: CursorWrapper, table: str, workspace_id: UUID) -> int:
    cursor.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE workspace_id = %s").format(sql.Identifier(table)), [workspace_id]
    )
    return int(cursor.fetchone()[0])


def _deleted(cursor: CursorWrapper, table: str, workspace_id: UUID) -> int:
    cursor.execute(sql.SQL("DELETE FROM {} WHERE workspace_id = %s").format(sql.Identifier(table)), [workspace_id])
    return int(cursor.rowcount)
