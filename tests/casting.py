"""The people of the tests, the records that they keep, and the clock that stands still.

Two firms: at home HQ has the teams East (ada, ben) and West (cyd), max manages from HQ, lee only reads and stands in no
team, root administers; eve works elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

from plexus.crm.customers.models import Account, Contact
from plexus.crm.engagement.models import Activity, Comment, Task
from plexus.crm.relations.models import Relation, RelationType
from plexus.crm.sales.models import Deal, DealLineItem, Pipeline, Product, Stage
from plexus.kernel.files import keeping, uploads
from plexus.kernel.files.models import File
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Team
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.lists.models import HandList
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.models import WorkspaceRow
from plexus.kernel.workspaces.scope import enter

# Monday, 16 March 2026, ten in the morning in Shanghai.
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 16)
TUESDAY = date(2026, 3, 17)
FRIDAY = date(2026, 3, 20)
STAGES = (("Qualified", 20, "open"), ("Quoted", 60, "open"), ("Won", 100, "won"), ("Lost", 0, "lost"))


@dataclass(frozen=True)
class Cast:
    """Everybody, each as the actor that a door would find."""

    root: Actor
    ada: Actor
    ben: Actor
    cyd: Actor
    lee: Actor
    max: Actor
    eve: Actor
    hq: Team
    east: Team
    west: Team


def a_cast() -> Cast:
    """Found both firms and hire everybody; the transaction then stands in the home firm."""
    elsewhere = found_workspace(slug="elsewhere", name="Elsewhere Ltd", language="en")
    eve = _person(elsewhere.id, "eve", "sales")
    home = found_workspace(slug="home", name="Home Ltd", language="en").id
    enter(home)
    hq = Team.objects.create(workspace_id=home, name="HQ")
    east = Team.objects.create(workspace_id=home, name="East", parent=hq)
    west = Team.objects.create(workspace_id=home, name="West", parent=hq)
    people = {
        "root": _person(home, "root", "administrator"),
        "max": _person(home, "max", "manager", hq),
        "ada": _person(home, "ada", "sales", east),
        "ben": _person(home, "ben", "sales", east),
        "cyd": _person(home, "cyd", "sales", west),
        "lee": _person(home, "lee", "reader"),
    }
    Person.objects.filter(team__in=(east, west)).update(manager=people["max"].person_id)
    return Cast(eve=eve, hq=hq, east=east, west=west, **people)


def _person(workspace_id: UUID, name: str, role: str, team: Team | None = None) -> Actor:
    person = add_person(
        workspace_id=workspace_id, name=name.title(), email=f"{name}@example.com", role_key=role,
        team_id=team.pk if team else None,
    )  # fmt: skip
    return found(person.pk)


def found(person_id: UUID | None) -> Actor:
    """The actor of a person of the firm in scope, as the database tells it now."""
    actor = actor_of_person(cast("UUID", person_id))
    assert actor is not None
    return actor


def a_record(plural: str, owner: Actor, *, by: Actor | None = None, **values: Any) -> Any:
    """A record of any object through the one door for writes, made by its owner unless `by` says another."""
    maker = by or owner
    with acting(maker):
        about = registry.of(maker.workspace_id).object(plural)
        given = {"owner": owner.person_id} if by and about.has_owner else {}
        made = changing.create(actor=maker, about=about, values=given | values, now=NOW)
        return about.model._default_manager.get(pk=made.pk)


def an_account(owner: Actor, *, name: str = "Hengtong Precision", **values: Any) -> Account:
    """A company."""
    return cast("Account", a_record("accounts", owner, name=name, **values))


def a_contact(owner: Actor, *, full_name: str = "Zhang Wei", **values: Any) -> Contact:
    """A person whom the firm deals with."""
    return cast("Contact", a_record("contacts", owner, full_name=full_name, **values))


def a_pipeline(actor: Actor, *, name: str = "Sales") -> Pipeline:
    """The pipeline of this name in the actor's firm, with the stages of STAGES; made when it is not there yet."""
    system = actors.system(actor.workspace_id)
    with acting(system):
        known = Pipeline.objects.filter(workspace_id=actor.workspace_id, name=name).first()
    if known:
        return known
    made = cast("Pipeline", a_record("pipelines", system, name=name))
    for position, (stage, probability, outcome) in enumerate(STAGES):
        a_record(
            "stages", system, name=stage, pipeline=made.pk, position=position, probability=probability, outcome=outcome
        )
    return made


def a_stage(actor: Actor, name: str = "Qualified", *, pipeline: Pipeline | None = None) -> Stage:
    """The stage of this name in a pipeline of the actor's firm."""
    within = pipeline or a_pipeline(actor)
    with acting(actor):
        return Stage.objects.get(pipeline=within, name=name)


def a_deal(owner: Actor, *, name: str = "Ten lathes", stage: str | Stage = "Qualified", **values: Any) -> Deal:
    """A deal that stands in a stage, given by name or itself."""
    standing = a_stage(owner, stage) if isinstance(stage, str) else stage
    return cast("Deal", a_record("deals", owner, name=name, stage=standing.pk, **values))


def a_product(actor: Actor, *, name: str = "Lathe", price: str = "1000", **values: Any) -> Product:
    """Something to sell, entered by the system so that any role can have one."""
    system = actors.system(actor.workspace_id)
    return cast("Product", a_record("products", system, name=name, price=price, **values))


def a_line_item(owner: Actor, deal: Deal, product: Product, **values: Any) -> DealLineItem:
    """So much of a product on a deal."""
    return cast("DealLineItem", a_record("deal-line-items", owner, deal=deal.pk, product=product.pk, **values))


def an_activity(owner: Actor, *about: WorkspaceRow, subject: str = "Call about the offer", **values: Any) -> Activity:
    """A call about records."""
    given: dict[str, Any] = {"kind": "call", "happened_at": NOW} | values
    return cast("Activity", a_record("activities", owner, subject=subject, related=references(*about), **given))


def a_task(owner: Actor, *about: WorkspaceRow, subject: str = "Send the offer", **values: Any) -> Task:
    """Something to do about records."""
    return cast("Task", a_record("tasks", owner, subject=subject, related=references(*about), **values))


def a_comment(owner: Actor, *about: WorkspaceRow, body: str = "Good news.", **values: Any) -> Comment:
    """A remark about records."""
    return cast("Comment", a_record("comments", owner, body=body, related=references(*about), **values))


def uploaded(actor: Actor, content: bytes = b"Ten lathes, net 30 days.", *, name: str = "offer.txt") -> str:
    """What stands for bytes that somebody uploaded."""
    return uploads.told(keeping.receive(actor.workspace_id, name, [content]))


def a_file(owner: Actor, *about: WorkspaceRow, name: str = "offer.txt", content: bytes = b"Ten lathes.") -> File:
    """A file on records."""
    given: dict[str, Any] = {
        "name": name,
        "content": uploaded(owner, content, name=name),
        "related": references(*about),
    }
    return cast("File", a_record("files", owner, **given))


def a_list(owner: Actor, *, name: str = "Trade fair 2026", object: str = "accounts", **values: Any) -> HandList:
    """A list that somebody keeps by hand."""
    return cast("HandList", a_record("lists", owner, name=name, object=object, **values))


def a_relation_type(actor: Actor, *, name: str = "knows", **values: Any) -> RelationType:
    """A way in which anybody may stand to anybody, entered by the system; the same both ways unless said otherwise."""
    system = actors.system(actor.workspace_id)
    everybody = ["contacts", "accounts"]
    to = everybody if values.get("symmetric", "inverse_name" not in values) else [*everybody, "deals"]
    both: dict[str, Any] = {"symmetric": "inverse_name" not in values, "from_kinds": everybody, "to_kinds": to}
    return cast("RelationType", a_record("relation-types", system, name=name, **both | values))


def a_relation(
    owner: Actor, source: WorkspaceRow, target: WorkspaceRow, kind: RelationType | None = None, **values: Any
) -> Relation:
    """That one record stands in a relation to another."""
    kinds: dict[type[WorkspaceRow], str] = {Account: "account", Contact: "contact", Deal: "deal"}
    ends = {f"from_{kinds[source.__class__]}": source.pk, f"to_{kinds[target.__class__]}": target.pk}
    known = kind or a_relation_type(owner)
    return cast("Relation", a_record("relations", owner, type=known.pk, **ends | values))


def references(*rows: WorkspaceRow) -> list[dict[str, str]]:
    """The rows as a list of references."""
    schema = registry.standard()
    return [{"object": schema.of_model(type(row)).plural, "id": str(row.pk)} for row in rows]


def fresh(row: WorkspaceRow) -> Any:
    """The row as the database has it now."""
    enter(row.workspace_id)
    return type(row)._default_manager.get(pk=row.pk)


def columns(row: WorkspaceRow) -> dict[str, Any]:
    """Every column of a row by attribute."""
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def assert_unchanged(row: WorkspaceRow) -> None:
    """The database still has the row exactly as it was when it was made or last read."""
    assert columns(fresh(row)) == columns(row)
