"""What every door shows and does is what the rules say, for any policy over any records."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casting import NOW, Cast, a_pipeline, a_product, a_relation_type, a_stage
from tests.kernel.access.rules import ORDER, Rules

from plexus.crm.customers.models import Account, Contact
from plexus.crm.engagement.models import Activity, Comment, Task
from plexus.crm.relations.models import Relation
from plexus.crm.sales.models import Deal, DealLineItem
from plexus.kernel.access import filtering
from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.models import Share
from plexus.kernel.access.rights import Verb
from plexus.kernel.access.weighing import weigh
from plexus.kernel.files.models import File
from plexus.kernel.following.models import Follow
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.lists.models import HandList, Member
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.kernel.views.models import View
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

SCHEMA = registry.standard()
NAMED = ("accounts", "contacts", "deals", "deal-line-items", "activities", "tasks", "comments", "products", "files",
         "follows", "lists", "list-members", "views", "relations")  # fmt: skip
LAPSED, LASTING = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
WORD = "Zhaoyuan"
TITLES = {"contacts": "full_name", "activities": "subject", "tasks": "subject", "comments": "body"}

LEVELS = st.fixed_dictionaries({verb.value: st.sampled_from(ORDER) for verb in Verb})
POLICIES = st.dictionaries(st.sampled_from(NAMED), LEVELS, max_size=5).flatmap(
    lambda named: LEVELS.map(lambda rest: {**named, "*": rest})
)


class World:
    """Records of every kind with owners, teams, shares and remarks thrown together by chance."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)  # noqa: S311
        self.people = (cast.ada, cast.ben, cast.cyd, cast.max, None)
        self.teams = (cast.hq, cast.east, cast.west)
        self.rows: dict[str, dict[Any, Any]] = {}
        self.joined: set[Any] = set()
        a_pipeline(cast.root)
        product, stage = a_product(cast.root, name=WORD), a_stage(cast.root)
        pick = self.chance.choice
        self._make(Account, 5, lambda: {"name": WORD})
        self._make(Contact, 5, lambda: {"full_name": WORD})
        self._make(Deal, 5, lambda: {"name": WORD, "stage": stage, "pipeline_id": stage.pipeline_id})
        self._make(DealLineItem, 4, lambda: {"deal": pick(list(self.rows["deals"].values())), "product": product})
        self._make(Activity, 6, lambda: {"kind": "call", "subject": WORD, "related": self._related()})
        self._make(Task, 6, lambda: {"subject": WORD, "related": self._related()})
        self._make(Comment, 6, lambda: {"body": WORD, "related": self._related()})
        self._make(File, 6, lambda: {"name": WORD, "content": "0" * 64, "related": self._related()})
        self._make(HandList, 4, lambda: {"name": WORD, "object": "accounts", "shared": pick((True, False))})
        self._make(View, 6, lambda: {"name": WORD, "object": "accounts", **self._audience()})
        accounts, deals = (iter(self.rows[name]) for name in ("accounts", "deals"))
        chosen = list(self.rows["lists"].values())
        self._make(Member, 5, lambda: {"list": pick(chosen), "related": _naming("accounts", next(accounts))})
        self._make(Follow, 5, lambda: {"related": _naming("deals", next(deals))})
        kind = a_relation_type(cast.root, name=WORD, inverse_name="back")
        self._make(Relation, 8, lambda: {"type": kind, **self._ends()})
        Share.objects.bulk_create((self._share() for _each in range(24)), ignore_conflicts=True)
        self.rows |= {
            about.plural: {row.pk: row for row in about.model._default_manager.all()}
            for about in SCHEMA
            if about.plural not in self.rows
        }
        self.shares = list(Share.objects.all())

    def _make(self, model: type[Any], number: int, values: Callable[[], dict[str, Any]]) -> None:
        about = SCHEMA.of_model(model)
        made = [model(**self._whose(), **values()) for _each in range(number)]
        model.objects.bulk_create(made)
        self.rows[about.plural] = {row.pk: model.objects.get(pk=row.pk) for row in made}

    def _whose(self) -> dict[str, Any]:
        owner = self.chance.choice(self.people)
        team = self.chance.choice((*self.teams, None)) if self.chance.random() < 0.3 else None
        return {
            "workspace_id": self.cast.root.workspace_id,
            "owner_id": owner and owner.person_id,
            "team_id": team.pk if team else owner and owner.team_id,
        }

    def _audience(self) -> dict[str, Any]:
        return {
            "audience": self.chance.choice(("nobody", "team", "role", "everybody")),
            "shared_team_id": self.chance.choice(self.teams).pk,
            "shared_role_id": self.chance.choice((self.cast.ada, self.cast.max)).role_id,
        }

    def _related(self) -> list[dict[str, str]]:
        known = [(plural, key) for plural, rows in self.rows.items() for key in rows if plural != "comments"]
        return [
            {"object": plural, "id": str(key)} for plural, key in self.chance.sample(known, self.chance.randint(0, 2))
        ]

    def _ends(self) -> dict[str, Any]:
        """A record on each side, never the same twice."""
        sources = [(f"from_{name}_id", key) for name in ("account", "contact") for key in self.rows[f"{name}s"]]
        targets = [(f"to_{name}_id", key) for name in ("account", "contact", "deal") for key in self.rows[f"{name}s"]]
        while True:
            pair = (self.chance.choice(sources), self.chance.choice(targets))
            if pair[0][1] != pair[1][1] and pair not in self.joined:
                self.joined.add(pair)
                return dict(pair)

    def _share(self) -> Share:
        pick = self.chance.choice
        plural = pick([name for name in self.rows if name != "deal-line-items"])
        person = pick((*self.people[:4], None, None, None))
        team = None if person else pick(self.teams)
        return Share(
            workspace_id=self.cast.root.workspace_id, object=plural, record_id=pick(list(self.rows[plural])),
            person_id=person.person_id if person else None, shared_team=team, may_change=pick((True, False)),
            expires_at=pick((None, LAPSED, LASTING)), deleted_at=pick((None, None, NOW)),
        )  # fmt: skip


def _naming(plural: str, key: Any) -> list[dict[str, str]]:
    return [{"object": plural, "id": str(key)}]


@pytest.mark.parametrize("seed", range(3))
def test_every_door_agrees_with_the_rules(cast: Cast, seed: int) -> None:
    world = World(cast, seed)
    askers = st.sampled_from([cast.ada, cast.cyd, cast.max, cast.lee])

    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
    @given(policy=POLICIES, asker=askers, pick=st.integers(0, 5), plural=st.sampled_from(NAMED))
    def agree(policy: dict[str, Any], asker: Actor, pick: int, plural: str) -> None:
        actor = replace(asker, grants=policy)
        rules = Rules(SCHEMA, world.rows, world.shares, actor, datetime.now(UTC))
        _lists_agree(rules)
        rows = list(world.rows[plural].values())
        _record_agrees(rules, SCHEMA.object(plural), rows[pick % len(rows)])
        _weighing_agrees(rules, SCHEMA.object(plural), rows[pick % len(rows)])

    agree()


def _lists_agree(rules: Rules) -> None:
    """Lists, counts, exports, search, and what the policy filters for each verb."""
    actor = rules.actor
    for plural in NAMED:
        about = SCHEMA.object(plural)
        rows = rules.rows[plural].values()
        allowed = {verb: {row.pk for row in rows if rules.allow(verb.value, about, row)} for verb in Verb}
        with acting(actor):
            page = reading.read_page(actor, about, reading.Asked(fields=("id",), limit=200))
            assert {row["id"] for row in page.rows} == allowed[Verb.READ], plural
            assert page.count is not None
            assert page.count.value == len(allowed[Verb.READ])
            _rules_agree(rules, about)
            for verb in (Verb.UPDATE, Verb.DELETE):
                found = about.model._default_manager.filter(permitted(actor, about, verb)).values_list("pk", flat=True)
                assert set(found) == allowed[verb], (plural, verb)
            if about.described.searched:
                hits = find(actor=actor, text=WORD, objects=[plural], limit=100)
                assert {hit.record_id for hit in hits} == allowed[Verb.READ], plural
            assert _exported(actor, about) == allowed[Verb.READ]


def _rules_agree(rules: Rules, about: Object) -> None:
    """Each named rule opens the rows that it should, and together they open what the policy does."""
    rows = about.model._default_manager
    for verb in (Verb.READ, Verb.UPDATE, Verb.DELETE):
        opened: dict[UUID, set[tuple[str, str]]] = {}
        for each in filtering.rules(rules.actor, about, verb):
            for key in rows.filter(each.condition).values_list("pk", flat=True):
                opened.setdefault(key, set()).add((each.kind.value, each.through))

        expected = {row.pk: rules.names(verb.value, about, row) for row in rules.rows[about.plural].values()}
        assert opened == {key: names for key, names in expected.items() if names}, (about.plural, verb)
        assert opened.keys() == set(rows.filter(permitted(rules.actor, about, verb)).values_list("pk", flat=True))
    shared = set(rows.filter(filtering.shareable(rules.actor, about)).values_list("pk", flat=True))
    assert shared == {row.pk for row in rules.rows[about.plural].values() if rules.may_share(about, row)}


def _weighing_agrees(rules: Rules, about: Object, row: Any) -> None:
    """One record weighed by itself: the rules that hold are those that open it."""
    for verdict in weigh(rules.actor, about, row.pk):
        held = {(each.kind.value, each.through) for each in verdict.rules if each.holds}
        assert held == rules.names(verdict.verb.value, about, row), (about.plural, verdict)


def _exported(actor: Actor, about: Object) -> set[UUID]:
    """The ids in an export; none where it is refused as a whole."""
    out = io.BytesIO()
    try:
        write_export(actor, about, Q(), Wanted("csv", fields=("id",)), out)
    except NotAllowed:
        return set()
    return {UUID(row["id"]) for row in csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))}


def _record_agrees(rules: Rules, about: Object, row: Any) -> None:
    """Each door to one record: open, closed with a word, or not there at all."""
    may = {verb: rules.allow(verb.value, about, row) for verb in Verb}
    seen = None if may[Verb.READ] else NotFound
    actor, key = rules.actor, row.pk
    value = {TITLES.get(about.plural, "name"): "Other"} if about.plural != "deal-line-items" else {"quantity": "7"}
    value = value if about.plural not in {"follows", "list-members", "relations"} else {"external_id": "x-1"}

    def refused(verb: Verb) -> type[Exception] | None:
        if not may[Verb.READ]:
            return NotFound
        return None if may[verb] else NotAllowed

    doors: tuple[tuple[Callable[[], Any], type[Exception] | None], ...] = (
        (lambda: reading.read_one(actor, about, key), seen),
        (lambda: history(actor=actor, about=about, record_id=key), seen),
        (lambda: changing.update(actor=actor, about=about, record_id=key, values=value, now=NOW), refused(Verb.UPDATE)),
        (lambda: changing.trash(actor=actor, about=about, record_id=key, now=NOW), refused(Verb.DELETE)),
    )
    for door, expected in doors:
        with acting(actor), transaction.atomic():
            assert _refusal(door) is expected, (about.plural, may, expected)
            transaction.set_rollback(True)


def _refusal(door: Callable[[], Any]) -> type[Exception] | None:
    """How a door refuses; after a refusal nothing has moved."""
    before = Change.objects.count()
    try:
        with transaction.atomic():
            door()
    except (NotFound, NotAllowed) as refusal:
        assert Change.objects.count() == before
        return type(refusal)
    return None
