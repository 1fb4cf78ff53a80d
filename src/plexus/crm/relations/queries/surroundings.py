"""Who and what stands around a record: its relations, the people at a company, its parent and subsidiaries.

The statements are the same few however many records are opened and however large they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from plexus.crm.customers.models import Account, Contact
from plexus.crm.relations.queries import bonds
from plexus.crm.relations.queries.bonds import Bond, Key
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry

MOST_OPENED, MOST_BONDS, MOST_PEOPLE, MOST_BELOW, MOST_SHOWN = 8, 40, 10, 8, 90
# What a record of each object leads up to, and what is said of it.
UP = {"contacts": "account", "accounts": "parent", "deals": "account"}
SAID = {"contacts": ("job_title",), "accounts": ("industry", "city"), "deals": ("stage",)}


@dataclass(frozen=True, slots=True)
class Fact:
    """A record that the actor may read: its name, a word about it, and what it leads up to."""

    object: str
    id: UUID
    name: str
    below: str = ""
    up: Key | None = None

    @property
    def key(self) -> Key:
        """What tells it from every other record."""
        return self.object, self.id


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Records by key, the first of them in the middle; their relations; and how many more there are of what, where.

    `more` counts by record and by the object of what is not shown.
    """

    centre: Key
    opened: tuple[Key, ...]
    facts: Mapping[Key, Fact]
    bonds: tuple[Bond, ...]
    more: Mapping[tuple[Key, str], int]
    more_bonds: int


def surroundings(*, actor: Actor, centre: Key, opened: Sequence[Key] = ()) -> Surroundings:
    """What stands around a record and around those that were opened; `NotFound` where the first is not to be seen."""
    facts = _facts(actor, dict.fromkeys((centre, *opened[:MOST_OPENED])))
    if centre not in facts:
        raise NotFound
    around = tuple(facts)
    touching = bonds.bonds_of(actor=actor, keys=around, limit=MOST_BONDS)
    accounts = [key for plural, key in around if plural == "accounts"]
    people, more_people = _below(actor, Contact, "account", accounts, MOST_PEOPLE)
    parts, more_parts = _below(actor, Account, "parent", accounts, MOST_BELOW)
    ups = [each.up for each in facts.values() if each.up]
    ends = [end.key for each in touching.rows for end in (each.source, each.target)]
    found = dict.fromkeys((*ups, *ends, *parts, *people))
    facts |= _facts(actor, [key for key in found if key not in facts][: MOST_SHOWN - len(facts)])
    among = bonds.bonds_among(actor=actor, keys=facts, limit=MOST_SHOWN)
    known = {each.id: each for each in (*touching.rows, *among.rows)}
    shown = (each for each in known.values() if each.source.key in facts and each.target.key in facts)
    return Surroundings(
        centre=centre,
        opened=tuple(key for key in around if key != centre),
        facts=facts,
        bonds=tuple(shown),
        more=_left(facts, more_people, more_parts),
        more_bonds=max(0, touching.count.value - len(touching.rows)),
    )


def _facts(actor: Actor, keys: Iterable[Key]) -> dict[Key, Fact]:
    """Those of some records that the actor may read, in the order asked; a statement for each object among them."""
    wanted = tuple(keys)
    found: dict[Key, Fact] = {}
    for plural in UP:
        ids = [key for each, key in wanted if each == plural]
        found |= {each.key: each for each in _read(actor, plural, ids)} if ids else {}
    return {key: found[key] for key in wanted if key in found}


def _read(actor: Actor, plural: str, ids: list[UUID]) -> Iterator[Fact]:
    about = registry.of(actor.workspace_id).object(plural)
    if not level(actor, about, Verb.READ):
        return
    known = readable_fields(actor, about)
    names = [name for name in (about.described.title, UP[plural], *SAID[plural]) if name in known]
    asked = reading.Asked(condition=Q(pk__in=ids), fields=("id", *names), limit=len(ids), counted=False)
    for row in reading.read_page(actor, about, asked).rows:
        up, above = row.get(UP[plural]), known.get(UP[plural])
        words = (reading.title_text(row.get(name)) for name in SAID[plural])
        yield Fact(
            plural, row["id"], reading.title_text(row.get(about.described.title)),
            below=" · ".join(word for word in words if word),
            up=(above.target or "", up["id"]) if up and above else None,
        )  # fmt: skip


def _below(
    actor: Actor, model: type[Any], reference: str, ids: Sequence[UUID], most: int
) -> tuple[list[Key], dict[UUID, int]]:
    """The first records that lead up to each of some, and how many do: two statements."""
    about = registry.of(actor.workspace_id).of_model(model)
    if not ids or not level(actor, about, Verb.READ) or reference not in readable_fields(actor, about):
        return [], {}
    column = f"{reference}_id"
    rows = reading.visible(actor, about)
    each = [rows.filter(**{column: key}).order_by("sort_key", "id").values_list("pk", flat=True)[:most] for key in ids]
    first = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    counted = rows.filter(**{f"{column}__in": ids}).order_by().values_list(column).annotate(number=Count("pk"))
    return [(about.plural, key) for key in first], dict(counted)


def _left(facts: Mapping[Key, Fact], *counts: Mapping[UUID, int]) -> dict[tuple[Key, str], int]:
    """How many people and parts of each company are not shown."""
    found: dict[tuple[Key, str], int] = {}
    for plural, counted in zip(("contacts", "accounts"), counts, strict=True):
        for key, number in counted.items():
            company = ("accounts", key)
            shown = sum(each.object == plural and each.up == company for each in facts.values())
            if number > shown:
                found[company, plural] = number - shown
    return found
