"""The made-up firm written into the database: a workspace, somebody who may do everything, and rows by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from bench import firm

TABLES = {
    "account": "customers_account", "contact": "customers_contact", "deal": "sales_deal",
    "activity": "engagement_activity",
}  # fmt: skip
WRITTEN = (*TABLES.values(), "access_link", "search_entry", "journal_change")
# So many rows in each statement and transaction: the triggers write what belongs to them in one more statement each.
AT_ONCE = 100_000


@dataclass(frozen=True)
class Entry:
    """Who asks: an API token, the session of the same person, and the ids that made rows need."""

    workspace: UUID
    person: UUID
    token: str
    session: str


@dataclass(frozen=True)
class Way:
    """A pipeline with its stages."""

    pipeline: UUID
    steps: tuple[firm.Step, ...]


KNOWN = """
SELECT w.id, p.id FROM workspaces_workspace w JOIN identity_person p ON p.workspace_id = w.id
WHERE w.slug = %s AND p.email = %s
"""
WAY = """
SELECT s.pipeline_id, s.id, s.probability, s.outcome FROM sales_stage s JOIN sales_pipeline p ON p.id = s.pipeline_id
WHERE s.workspace_id = %s AND p.name = %s ORDER BY s.position
"""
SLUG, EMAIL, PIPELINE = "bench", "ada@bench.example", "Sales"


def known(owner: psycopg.Connection) -> tuple[UUID, UUID] | None:
    """The firm and its administrator, if an earlier run made them."""
    return owner.execute(KNOWN, [SLUG, EMAIL]).fetchone()


def enter(known: tuple[UUID, UUID] | None = None) -> Entry:
    """Found the firm with its administrator, or go to the one that is known; a new token and session."""
    # Django's apps load once the database is there.
    from django.test import Client
    from django.utils import timezone

    from plexus.kernel.identity.actions import tokens
    from plexus.kernel.identity.actor import system
    from plexus.kernel.identity.models import User
    from plexus.kernel.records.acting import acting

    workspace_id, person_id = known or _founded()
    actor = system(workspace_id)
    with acting(actor):
        made = tokens.create_token(
            actor=actor, person_id=person_id, name="bench", scopes=["*"], objects=(), now=timezone.now()
        )
    client = Client()
    client.force_login(User.objects.get(email=EMAIL))
    return Entry(workspace_id, person_id, made.secret, client.cookies["sessionid"].value)


def _founded() -> tuple[UUID, UUID]:
    from plexus.kernel.identity.actions import founding

    workspace = founding.found_workspace(slug=SLUG, name="Bench", language="en")
    person = founding.add_person(workspace_id=workspace.pk, name="Ada Bench", email=EMAIL, role_key="administrator")
    return workspace.pk, person.pk


def way(entry: Entry) -> Way:
    """A pipeline of five open stages, won and lost."""
    from plexus.crm.sales.models import Pipeline, Stage
    from plexus.kernel.workspaces.scope import inside

    with inside(entry.workspace):
        pipeline = Pipeline.objects.create(workspace_id=entry.workspace, name=PIPELINE)
        stages = [
            Stage.objects.create(
                workspace_id=entry.workspace, pipeline=pipeline, name=f"Stage {place}", position=place,
                probability=probability, outcome=outcome,
            )
            for place, (probability, outcome) in enumerate(STEPS, start=1)
        ]  # fmt: skip
    return Way(pipeline.pk, tuple(firm.Step(each.pk, each.probability or 0, each.outcome) for each in stages))


def way_of(owner: psycopg.Connection, entry: Entry) -> Way:
    """The pipeline that an earlier run made."""
    rows = owner.execute(WAY, [entry.workspace, PIPELINE]).fetchall()
    return Way(rows[0][0], tuple(firm.Step(key, probability, outcome) for _of, key, probability, outcome in rows))


def stretches(kind: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The numbers of a kind that belong to those contacts, in portions."""
    begin, end = (number * firm.SHARES[kind] // 10 for number in (first, last))
    for start in range(begin, end, AT_ONCE):
        yield start, min(start + AT_ONCE, end)


def fill_stretch(owner: psycopg.Connection, entry: Entry, way: Way, kind: str, stretch: tuple[int, int]) -> None:
    """The rows of these numbers under a cause of their own, in the open transaction."""
    owner.execute(CAUSE, [entry.workspace, entry.person])
    write(owner, TABLES[kind], COLUMNS[kind], live(entry, _rows(way, kind, *stretch), stretch[0], kind))


def _rows(way: Way, kind: str, first: int, last: int) -> Iterator[firm.Row]:
    match kind:
        case "account":
            return firm.accounts(first, last)
        case "contact":
            return firm.contacts(first, last)
        case "deal":
            return firm.deals(first, last, pipeline=way.pipeline, steps=way.steps)
        case _:
            return firm.activities(first, last)


CAUSE = """
WITH made AS (
    INSERT INTO journal_cause (id, workspace_id, action, person_id, actor_kind, params)
    VALUES (gen_random_uuid(), %s, 'import', %s, 'system', '{}') RETURNING id
)
SELECT set_config('plexus.cause', id::text, true) FROM made
"""


def live(entry: Entry, rows: Iterable[firm.Row], first: int, kind: str = "contact") -> Iterator[firm.Row]:
    """Rows with what every record has."""
    for number, row in enumerate(rows, start=first):
        moment = firm.at(number, kind)
        yield (*row, entry.workspace, entry.person, firm.sorted_by(row[1]), moment, moment, entry.person, 1, "{}", "")


COLUMNS = {"account": firm.ACCOUNT, "contact": firm.CONTACT, "deal": firm.DEAL, "activity": firm.ACTIVITY}
STEPS = (*((place * 15, "open") for place in range(1, 6)), (100, "won"), (0, "lost"))
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
    "engagement_activity": ("body",),
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
