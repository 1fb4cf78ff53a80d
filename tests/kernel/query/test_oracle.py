"""SQL and plain Python agree about every filter."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.casting import NOW, Cast, a_pipeline, a_stage
from tests.kernel.query import asking
from tests.kernel.query.oracle import World

from plexus.crm.customers.models import Account, Contact
from plexus.crm.engagement.models import Activity
from plexus.crm.sales.models import Deal
from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.records.reading import visible
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.registry import Schema

OPTIONS = (ChoiceOption("a", "A"), ChoiceOption("b", "B"))
KINDS = [key for key in EVERY_TYPE if key not in {"id", "document"}]
GARBAGE: tuple[Any, ...] = ("nonsense", "2026-02-30", 10**17, [], {}, None, "", "true", 1.5)


def overlay() -> Schema:
    """The standard schema with a custom field of every kind on accounts."""
    standard = registry.standard()
    fields = [
        Field(
            f"c_{key}", EVERY_TYPE[key], key, custom=True, choices=OPTIONS if "choice" in key else (),
            target="people" if key == "reference" else None,
        )
        for key in KINDS
    ]  # fmt: skip
    return standard.having(standard.object("accounts").with_fields(*fields))


class Making:
    """Rows with random values, many of them empty."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - rows, not secrets
        self.people = (cast.ada, cast.ben, cast.cyd)
        self.workspace_id = cast.root.workspace_id

    def pick(self, values: Any, *, empty: Any = None) -> Any:
        """One of the values, or none."""
        return empty if self.chance.random() < 0.3 else self.chance.choice(list(values))

    def row(self) -> dict[str, Any]:
        """What every record has."""
        owner = self.pick(self.people)
        return {
            "workspace_id": self.workspace_id,
            "owner_id": owner and owner.person_id,
            "team_id": owner and owner.team_id,
            "tags": self.chance.sample(asking.TAGS, self.chance.randint(0, 2)),
            "created_at": self.chance.choice(asking.MOMENTS),
            "deleted_at": NOW if self.chance.random() < 0.1 else None,
        }

    def custom(self) -> dict[str, Any]:
        """Custom values: mostly what fits, some garbage."""
        made = {}
        for key in KINDS:
            if self.chance.random() < 0.6:
                made[f"c_{key}"] = self._custom(key)
            elif self.chance.random() < 0.3 and not EVERY_TYPE[key].textual and key not in LOOSE:
                made[f"c_{key}"] = self.chance.choice(GARBAGE)
        return {name: each for name, each in made.items() if each is not None}

    def _custom(self, key: str) -> Any:
        pick = self.chance.choice
        kinds: dict[str, Any] = {
            "integer": asking.WHOLE, "decimal": asking.NUMBERS, "percent": asking.NUMBERS, "yes_no": (True, False),
            "money": [{"amount": each, "currency": "CNY"} for each in asking.NUMBERS], "date": asking.DAYS,
            "date_time": asking.MOMENTS, "choice": ("a", "b"), "choices": (["a"], ["b", "a"], []),
            "tags": (["VIP"], ["华东", "vip"], []), "emails": ([{"value": "a@b.cn", "primary": True}], []),
            "phones": ([{"value": "555", "primary": True}],), "references": ([],),
            "reference": [str(each.person_id) for each in self.people], "rating": (1, 3, 5),
            "email": ("anna@b.cn", "VIP@b.cn"), "phone": ("555", "+86 555"), "url": ("https://anna.cn",),
        }  # fmt: skip
        return pick(kinds.get(key, asking.TEXTS))

    def world(self, stages: list[Any]) -> None:
        """Accounts, contacts, deals and activities that refer to each other."""
        pick, chance = self.pick, self.chance
        accounts: list[Account] = []
        for _each in range(12):
            accounts.append(
                Account(
                    **self.row(), name=chance.choice(asking.TEXTS), city=pick(asking.TEXTS, empty=""),
                    employees=pick((0, 1, 2, 10)), annual_revenue=pick(asking.NUMBERS), parent=pick(accounts or [None]),
                    lifecycle_stage=pick(("lost", "active"), empty=""), custom=self.custom(),
                )
            )  # fmt: skip
        Account.objects.bulk_create(accounts)
        contacts = [
            Contact(
                **self.row(), full_name=chance.choice(asking.TEXTS), account=pick(accounts), birthday=pick(asking.DAYS),
                emails=[{"value": each} for each in chance.sample(asking.MAILS, chance.randint(0, 2))],
            )
            for _each in range(8)
        ]  # fmt: skip
        Contact.objects.bulk_create(contacts)
        deals = [
            Deal(
                **self.row(), name=chance.choice(asking.TEXTS), account=pick(accounts), contact=pick(contacts),
                stage=(stage := chance.choice(stages)), pipeline_id=stage.pipeline_id, amount=pick(asking.WORTHS),
                expected_close_on=pick(asking.DAYS), probability=pick(("0", "10", "12.5")),
            )
            for _each in range(16)
        ]  # fmt: skip
        Deal.objects.bulk_create(deals)
        Activity.objects.bulk_create(
            Activity(
                **self.row(), subject=chance.choice(asking.TEXTS), happened_at=pick(asking.MOMENTS),
                duration_minutes=pick((0, 1, 10)),
                related=[
                    {"object": name, "id": str(each.pk)}
                    for name, each in (("accounts", pick(accounts)), ("deals", pick(deals)))
                    if each
                ],
            )
            for _each in range(16)
        )  # fmt: skip


LOOSE = {
    "choices",
    "tags",
    "emails",
    "phones",
    "references",
    "choice",
    "yes_no",
    "money",
    "decimal",
    "percent",
    "integer",
}


def world_of(actor: Actor, schema: Schema) -> World:
    """What an actor may read, in memory."""
    rows = {about.plural: {row.pk: row for row in visible(actor, about)} for about in schema}
    return World(rows, dict(Person.objects.values_list("pk", "team_id")), actor, NOW)


@pytest.mark.parametrize("who", ["root", "ada"])
@pytest.mark.parametrize(
    ("seed", "plural"), [(1, "accounts"), (2, "deals"), (3, "contacts"), (4, "activities"), (5, "people")]
)
def test_sql_and_plain_python_agree(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, seed: int, plural: str, who: str
) -> None:
    schema = overlay()
    monkeypatch.setattr(registry, "of", lambda _workspace: schema)
    actor = replace(getattr(cast, who), time_zone="Asia/Shanghai")
    pipeline = a_pipeline(cast.ada)
    Making(cast, seed).world([a_stage(cast.ada, name, pipeline=pipeline) for name in ("Qualified", "Quoted")])
    world = world_of(actor, schema)
    about = schema.object(plural)
    ground = asking.Ground(
        schema, {each: [str(key) for key in list(rows)[:4]] for each, rows in world.rows.items() if rows}
    )

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(asked=asking.tree(ground, plural))
    def agree(asked: dict[str, Any]) -> None:
        checked = query.check(query.parse(asked), about, actor)
        rows = visible(actor, about).filter(query.condition(checked, actor, NOW))
        expected = {key for key, row in world.rows[plural].items() if world.holds(checked.part, row)}

        found = list(rows.values_list("pk", flat=True))

        assert len(found) == len(set(found))
        assert set(found) == expected, repr(asked)
        assert query.parse(query.write(query.parse(asked))) == query.parse(asked)

    agree()
