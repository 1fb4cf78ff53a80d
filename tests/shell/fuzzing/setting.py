"""A world of records, and whatever may be set in their fields."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from tests import casting
from tests.casting import Cast, columns, fresh
from tests.conformance import making, tailored

from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.workspaces.models import WorkspaceRow

OBJECTS = [*(each.plural for each in registry.standard()), "machines"]
# Who changed a record last and when stays with whoever took something back.
STAMPS = frozenset({"updated_at", "updated_by_id"})
# Larger samples are for whoever looks for faults; in the suite each run draws the same.
ALIKE = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
TAILORED = ("accounts", "contacts", "deals", "tasks")


def a_world(cast: Cast) -> dict[str, list[str]]:
    """Ids of what fields may refer to, by object; four objects and one of the firm's own have fields of every type."""
    tailored.machines(cast.root)
    for plural in TAILORED:
        tailored.tailored(cast.root, plural)
    account = casting.an_account(cast.ada, name="Acme", external_id="A1", city="Bonn")
    made: dict[str, list[WorkspaceRow]] = {
        "accounts": [account, casting.an_account(cast.ada, name="Weida", parent=account.pk)],
        "contacts": [casting.a_contact(cast.ada, account=account.pk)],
        "deals": [casting.a_deal(cast.ben, account=account.pk)],
        "stages": [casting.a_stage(cast.ada, "Won"), casting.a_stage(cast.ada, "Lost")],
        "products": [casting.a_product(cast.ada)],
    }
    known = {plural: [str(each.pk) for each in rows] for plural, rows in made.items()}
    people = [str(each.person_id) for each in (cast.ada, cast.cyd)]
    return {**known, "people": people, "teams": [str(cast.east.pk)]}


def a_row(cast: Cast, plural: str) -> Any:
    """A record of Ada's with little more than it needs."""
    if plural == "machines":
        return casting.a_record("machines", cast.ada, name="Lathe 10")
    return making.minimal(plural, cast.ada)


def fitting(field: Field, known: dict[str, list[str]]) -> list[str]:
    """Texts that fit a field with choices or a target."""
    if field.choices:
        return list(field.choice_keys)
    every = [key for keys in known.values() for key in keys]
    return known.get(field.target, every) if field.target else []


def stored(row: WorkspaceRow, before: dict[str, Any]) -> dict[str, Any]:
    """What a row holds otherwise than before."""
    now = columns(fresh(row))
    return {name: value for name, value in now.items() if value != before[name] and name not in STAMPS}
