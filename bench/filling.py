"""The made-up firm written into the database: a workspace, somebody who may do everything, and rows by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from bench import firm

SHARE = {"accounts": 2, "deals": 3}
TABLES = ("customers_account", "customers_contact", "sales_deal", "search_entry", "journal_change")


@dataclass(frozen=True)
class Entry:
    """Who asks: an API token, the session of the same person, and the ids that made rows need."""

    workspace: UUID
    person: UUID
    token: str
    session: str


@dataclass(frozen=True)
class Way:
    """A pipeline with its open stages."""

    pipeline: UUID
    stages: tuple[tuple[UUID, int], ...]


def enter() -> Entry:
    """Found the firm with its administrator, a token and a session."""
    # Django's apps load once the database is there.
    from django.test import Client
    from django.utils import timezone

    from plexus.kernel.identity.actions import founding, tokens
    from plexus.kernel.identity.actor import system
    from plexus.kernel.identity.models import User
    from plexus.kernel.records.acting import acting

    workspace = founding.found_workspace(slug="bench", name="Bench", language="en")
    person = founding.add_person(
        workspace_id=workspace.pk, name="Ada Bench", email="ada@bench.example", role_key="administrator"
    )
    actor = system(workspace.pk)
    with acting(actor):
        made = tokens.create_token(
            actor=actor, person_id=person.pk, name="bench", scopes=["*"], objects=(), now=timezone.now()
        )
    client = Client()
    client.force_login(User.objects.get(email=person.email))
    return Entry(workspace.pk, person.pk, made.secret, client.cookies["sessionid"].value)


def way(entry: Entry) -> Way:
    """A pipeline of five open stages."""
    from plexus.crm.sales.models import Pipeline, Stage
    from plexus.kernel.workspaces.scope import inside

    with inside(entry.workspace):
        pipeline = Pipeline.objects.create(workspace_id=entry.workspace, name="Sales")
        stages = [
            Stage.objects.create(
                workspace_id=entry.workspace, pipeline=pipeline, name=f"Stage {place}", position=place,
                probability=place * 15,
            )
            for place in range(1, 6)
        ]  # fmt: skip
    return Way(pipeline.pk, tuple((each.pk, each.position * 15) for each in stages))


def fill(owner: psycopg.Connection, entry: Entry, way: Way, first: int, last: int) -> None:
    """Add the contacts numbered from first to last with their share of accounts and deals; triggers do their work."""
    stretch = {name: (first // share, last // share) for name, share in SHARE.items()}
    with owner.transaction():
        write(owner, "customers_account", firm.ACCOUNT, live(entry, firm.accounts(*stretch["accounts"]), first // 2))
        write(owner, "customers_contact", firm.CONTACT, live(entry, firm.contacts(first, last), first))
        deals = firm.deals(*stretch["deals"], pipeline=way.pipeline, stages=way.stages)
        write(owner, "sales_deal", firm.DEAL, live(entry, deals, first // 3))
    owner.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def live(entry: Entry, rows: Iterable[firm.Row], first: int) -> Iterator[firm.Row]:
    """Rows with what every record has."""
    for number, row in enumerate(rows, start=first):
        moment = firm.at(number)
        yield (*row, entry.workspace, entry.person, firm.sorted_by(row[1]), moment, moment, entry.person, 1, "{}", "")


RECORD = (
    "workspace_id", "owner_id", "sort_key", "created_at", "updated_at", "created_by_id", "version", "tags",
    "external_id",
)  # fmt: skip
BLANK = {
    "customers_account": ("website", "street", "region", "postal_code", "lifecycle_stage", "description"),
    "customers_contact": (
        "department", "street", "region", "postal_code", "language", "lifecycle_stage", "source", "description",
    ),
    "sales_deal": ("source", "description"),
}  # fmt: skip


def write(owner: psycopg.Connection, table: str, columns: Iterable[str], rows: Iterable[firm.Row]) -> None:
    """COPY rows of a kind, blank where a column must not be NULL, into a table of that kind or a copy of it."""
    blank = BLANK[table.removesuffix("_copy")]
    names = sql.SQL(", ").join(map(sql.Identifier, (*columns, *RECORD, *blank)))
    rest = ("",) * len(blank)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with owner.cursor() as cursor, cursor.copy(statement) as copying:
        for row in rows:
            copying.write_row((*row, *rest))
