"""Groups and figures: SQL and plain Python agree, over random rows, filters, keys, measures and policies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casting import NOW, Cast, a_deal, a_pipeline, a_stage, an_account
from tests.kernel.query import asking
from tests.kernel.query.oracle import World, _value
from tests.kernel.query.test_oracle import Making, overlay, world_of

from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.records.acting import acting
from plexus.kernel.records.grouping.asked import Asked, Bucket, Function, GroupingInvalid, Key, Measure, asked
from plexus.kernel.records.queries.figures import Figures, Group, TooMuchAsked, figures, filter_of_group
from plexus.kernel.records.reading import visible
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

DATES = {"date", "date_time"}
PATHS = {
    "accounts": ("city", "kind", "owner", "parent", "created_at:month", "parent.city", "owner.team", "c_choice",
                 "c_text", "c_reference", "c_date:week", "c_date_time:quarter", "c_integer", "c_yes_no", "c_decimal"),
    "deals": ("stage", "outcome", "account", "account.city", "contact.account", "expected_close_on:month",
              "expected_close_on:year", "created_at:day", "expected_close_on", "created_at:week", "probability"),
}  # fmt: skip
MEASURES = {
    "accounts": ("count", "sum:annual_revenue", "mean:c_money", "max:employees", "distinct:city", "sum:c_money",
                 "count:city", "sum:employees", "mean:c_decimal", "min:c_date", "max:c_date_time", "distinct:owner"),
    "deals": ("count", "sum:amount", "mean:amount", "min:amount", "max:amount", "min:expected_close_on",
              "mean:probability", "distinct:account", "count:amount", "distinct:name"),
}  # fmt: skip


class Python:
    """The same groups, made of rows in memory."""

    def __init__(self, world: World, about: Object, asked: Asked) -> None:
        self.world, self.about, self.asked = world, about, asked

    def groups(self, rows: list[Any]) -> dict[tuple[Any, ...], tuple[int, dict[str, Any]]]:
        held: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in rows:
            held[tuple(self._key(key, row) for key in self.asked.keys)].append(row)
        return {key: self.figures(each) for key, each in held.items()}

    def figures(self, rows: list[Any]) -> tuple[int, dict[str, Any]]:
        return len(rows), {each.name: self._figure(each, rows) for each in self.asked.measures}

    def _key(self, key: Key, row: Any) -> Any:
        if key.step:
            row = self.world.rows[key.step.target.plural].get(getattr(row, key.step.reference.column))
        return None if row is None else self._shared(key.field, key.bucket, _value(key.field, row))

    def _shared(self, field: Field, bucket: Bucket | None, value: Any) -> Any:
        if value is None or value == "":
            return None
        if bucket is None:
            return value.upper() if field.type.textual else value
        if isinstance(value, datetime):
            value = value.astimezone(zone_of(self.world.actor.time_zone)).date()
        return _first(bucket, value)

    def _figure(self, one: Measure, rows: list[Any]) -> Any:
        if one.field is None:
            return len(rows)
        values = [(_currency(one.field, row), _value(one.field, row)) for row in rows]
        known = [(currency, each) for currency, each in values if each is not None and each != ""]
        if not one.by_currency:
            return _of(one, [self._plain(one, each) for _currency, each in known])
        return {name: _of(one, [each for held, each in known if held == name]) for name in {held for held, _ in known}}

    def _plain(self, one: Measure, value: Any) -> Any:
        text = one.field is not None and one.field.type.textual
        return value.upper() if text else value


def _currency(field: Field, row: Any) -> str:
    if field.type.key != "money":
        return ""
    if not field.custom:
        return str(getattr(row, field.currency_column or ""))
    held = row.custom.get(field.name)
    return str(held.get("currency") or "") if isinstance(held, dict) else ""


def _of(one: Measure, values: list[Any]) -> Any:
    match one.function:
        case Function.COUNT:
            return len(values)
        case Function.SUM:
            return sum(values, Decimal(0))
        case Function.MEAN:
            return sum(values, Decimal(0)) / len(values) if values else None
        case Function.LEAST:
            return min(values, default=None)
        case Function.GREATEST:
            return max(values, default=None)
        case Function.DISTINCT:
            return len(set(values))


def _first(bucket: Bucket, day: date) -> date:
    match bucket:
        case Bucket.DAY:
            return day
        case Bucket.WEEK:
            return day - timedelta(days=day.weekday())
        case Bucket.MONTH:
            return day.replace(day=1)
        case Bucket.QUARTER:
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case Bucket.YEAR:
            return date(day.year, 1, 1)


def _comparable(asked: Asked, group: Group) -> tuple[tuple[Any, ...], tuple[int, dict[str, Any]]]:
    keys = []
    for key, value in zip(asked.keys, group.keys, strict=True):
        plain = value["id"] if isinstance(value, dict) else value
        keys.append(plain.upper() if key.field.type.textual and plain else plain)
    return tuple(keys), (group.count, dict(group.figures))


def _rounded(found: Any) -> Any:
    """Means to twelve places: both sides divide exactly, but not equally far."""
    if isinstance(found, dict):
        return {name: _rounded(each) for name, each in found.items()}
    if isinstance(found, tuple):
        return tuple(_rounded(each) for each in found)
    return round(found, 12) if isinstance(found, Decimal) else found


@pytest.fixture
def schema(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = overlay()
    monkeypatch.setattr(registry, "of", lambda _workspace: made)
    return made


@pytest.mark.parametrize("who", ["root", "ada"])
@pytest.mark.parametrize(("seed", "plural"), [(1, "accounts"), (2, "deals"), (3, "deals")])
def test_sql_and_plain_python_agree_about_groups(cast: Cast, schema: Any, seed: int, plural: str, who: str) -> None:
    actor = replace(
        getattr(cast, who), time_zone="Asia/Shanghai",
        grants={"*": {"read": "all"}, "accounts": {"read": "own"}, "deals": {"read": "team"}},
    )  # fmt: skip
    pipeline = a_pipeline(cast.ada)
    stages = [a_stage(cast.ada, name, pipeline=pipeline) for name in ("Qualified", "Quoted")]
    Making(cast, seed).world(stages)
    about = schema.object(plural)
    about.model._default_manager.filter(name__in=("Anna", "恒通")).update(currency="EUR")
    world = world_of(actor, schema)
    ids = {each: [str(key) for key in list(rows)[:4]] for each, rows in world.rows.items() if rows}
    ids.setdefault("accounts", ids["people"])
    ids.setdefault("deals", ids["people"])
    ground = asking.Ground(schema, ids)

    @settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(
        filtered=asking.tree(ground, plural, 1) | st.just({}),
        keys=st.lists(st.sampled_from(PATHS[plural]), max_size=2, unique=True),
        measures=st.lists(st.sampled_from(MEASURES[plural]), max_size=4, unique=True),
        limit=st.sampled_from((1, 2, 3, 100)),
    )
    def agree(filtered: dict[str, Any], keys: list[str], measures: list[str], limit: int) -> None:
        checked = query.check(query.parse(filtered), about, actor)
        whole = asked(actor, about, keys=keys, measures=measures, limit=limit)
        rows = [row for row in world.rows[plural].values() if world.holds(checked.part, row)]
        python = Python(world, about, whole)
        expected = python.groups(rows) if keys else {}

        found = figures(actor=actor, about=about, condition=query.condition(checked, actor, NOW), asked=whole)

        told = dict(_comparable(whole, each) for each in found.groups)
        assert len(told) == len(found.groups) == min(limit, len(expected))
        assert _rounded(told) == _rounded({key: expected[key] for key in told})
        assert _rounded((found.whole.count, dict(found.whole.figures))) == _rounded(python.figures(rows))
        assert found.rest_groups == len(expected) - len(told)
        _agrees_about_the_rest(python, found, told, rows)

    agree()


def _agrees_about_the_rest(python: Python, found: Figures, told: dict[Any, Any], rows: list[Any]) -> None:
    if found.rest is None:
        return
    keys = python.asked.keys
    left = [row for row in rows if tuple(python._key(key, row) for key in keys) not in told]
    count, expected = python.figures(left)
    unknown = {each.name: None for each in python.asked.measures if each.function is Function.DISTINCT}
    assert _rounded((found.rest.count, dict(found.rest.figures))) == _rounded((count, expected | unknown))


@pytest.mark.parametrize("plural", ["accounts", "deals"])
def test_the_filter_of_a_group_finds_its_rows(cast: Cast, schema: Any, plural: str) -> None:
    actor = replace(cast.ada, time_zone="America/New_York", grants={"*": {"read": "all"}, "accounts": {"read": "own"}})
    pipeline = a_pipeline(cast.ada)
    Making(cast, 4).world([a_stage(cast.ada, name, pipeline=pipeline) for name in ("Qualified", "Quoted")])
    about = schema.object(plural)

    for first in PATHS[plural]:
        for second in PATHS[plural][:3]:
            both = asked(actor, about, keys=dict.fromkeys((first, second)))  # type: ignore[arg-type]
            for group in figures(actor=actor, about=about, condition=Q(), asked=both).groups:
                wanted = query.check(query.parse(filter_of_group(both, group)), about, actor)
                rows = visible(actor, about).filter(query.condition(wanted, actor, NOW))
                assert rows.count() == group.count, filter_of_group(both, group)


def _some_deals(cast: Cast) -> None:
    for owner, amount, currency, day in (
        (cast.ada, "100", "CNY", "2026-03-16"),
        (cast.ada, "50", "EUR", "2026-03-31"),
        (cast.ben, "70", "CNY", "2026-04-01"),
        (cast.ben, None, "CNY", None),
        (cast.cyd, "9000", "CNY", "2026-03-16"),
    ):
        money: dict[str, Any] = {"amount": {"amount": amount, "currency": currency}} if amount else {}
        a_deal(owner, expected_close_on=day, **money)


def _of_deals(actor: Actor, **given: Any) -> Figures:
    with acting(actor):
        about = registry.of(actor.workspace_id).object("deals")
        return figures(actor=actor, about=about, condition=Q(), asked=asked(actor, about, **given))


def test_amounts_are_told_by_currency_and_sorted_by_the_firms(cast: Cast) -> None:
    _some_deals(cast)

    found = _of_deals(cast.root, keys=["owner"], measures=["count", "sum:amount", "mean:amount"], sort=["-sum:amount"])

    assert [(each.keys[0]["name"], each.count, each.figures["sum:amount"]) for each in found.groups] == [
        ("Cyd", 1, {"CNY": Decimal(9000)}),
        ("Ada", 2, {"CNY": Decimal(100), "EUR": Decimal(50)}),
        ("Ben", 2, {"CNY": Decimal(70)}),
    ]
    assert found.whole.figures["sum:amount"] == {"CNY": Decimal(9170), "EUR": Decimal(50)}
    assert found.whole.figures["mean:amount"]["CNY"] == Decimal(9170) / 3
    assert found.rest is None


def test_stretches_of_days_come_in_their_order_and_records_by_name(cast: Cast) -> None:
    _some_deals(cast)

    months = _of_deals(cast.root, keys=["expected_close_on:month"])
    owners = _of_deals(cast.root, keys=["owner"], sort=["owner"])
    back = _of_deals(cast.root, keys=["owner"], sort=["-owner"], limit=1)

    assert [each.keys[0] for each in months.groups] == [date(2026, 3, 1), date(2026, 4, 1), None]
    assert [each.keys[0]["name"] for each in owners.groups] == ["Ada", "Ben", "Cyd"]
    assert ([each.keys[0]["name"] for each in back.groups], back.rest_groups) == (["Cyd"], 2)
    assert back.rest is not None
    assert back.rest.count == 4


def test_one_sees_only_what_one_may_read(cast: Cast) -> None:
    _some_deals(cast)
    ada = replace(cast.ada, grants={"*": {"read": "all"}, "deals": {"read": "own"}, "people": {"read": "none"}})

    found = _of_deals(ada, keys=["owner"], measures=["count", "max:amount"])

    assert [each.keys[0]["name"] for each in found.groups] == [None]
    assert found.whole.figures == {"count": 2, "max:amount": {"CNY": Decimal(100), "EUR": Decimal(50)}}


def test_days_are_those_of_the_reader(cast: Cast) -> None:
    account = an_account(cast.ada)
    type(account)._default_manager.filter(pk=account.pk).update(created_at=datetime(2026, 3, 31, 16, 30, tzinfo=UTC))

    def month(zone: str) -> Any:
        actor = replace(cast.ada, time_zone=zone)
        with acting(actor):
            about = registry.of(actor.workspace_id).object("accounts")
            wanted = asked(actor, about, keys=["created_at:month"])
            return figures(actor=actor, about=about, condition=Q(), asked=wanted).groups[0].keys[0]

    assert (month("Asia/Shanghai"), month("UTC")) == (date(2026, 4, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"keys": ["colour"]}, "unknown_field"),
        ({"keys": ["account.annual_revenue"]}, "unknown_field"),
        ({"keys": ["annual_revenue"]}, "unknown_field"),
        ({"keys": ["amount"]}, "not_a_group"),
        ({"keys": ["tags"]}, "not_a_group"),
        ({"keys": ["stage:month"]}, "not_a_bucket"),
        ({"keys": ["expected_close_on:decade"]}, "not_a_bucket"),
        ({"keys": ["name.x"]}, "unknown_field"),
        ({"keys": ["stage", "owner", "account"]}, "too_many"),
        ({"keys": [], "measures": ["median:amount"]}, "unknown_function"),
        ({"keys": [], "measures": ["sum:name"]}, "no_figure"),
        ({"keys": [], "measures": ["sum"]}, "unknown_field"),
        ({"keys": [], "measures": ["sum:probability"]}, "unknown_field"),
        ({"keys": [], "sort": ["-sum:amount"]}, "not_sortable"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_hidden_is_unknown(cast: Cast, given: dict[str, Any], code: str) -> None:
    hidden = {"accounts": {"annual_revenue": "hidden"}, "deals": {"probability": "hidden"}}
    ada = replace(cast.ada, fields=hidden)

    with pytest.raises(GroupingInvalid) as refusal:
        asked(ada, registry.standard().object("deals"), **given)

    assert [each.code for each in refusal.value.fields] == [code]
    assert "%(" not in refusal.value.fields[0].sentence()


def test_a_grouping_is_one_statement_beside_its_bound(cast: Cast) -> None:
    _some_deals(cast)

    with CaptureQueriesContext(connection) as sent:
        _of_deals(cast.ada, keys=["owner", "account.city"], measures=["sum:amount"], sort=["owner"], limit=1)

    assert len([each for each in sent if "GROUPING SETS" in each["sql"]]) == 1
    assert len(sent) < 12


def test_what_takes_too_long_is_refused_and_the_transaction_goes_on(cast: Cast) -> None:
    an_account(cast.ada)
    about = registry.of(cast.ada.workspace_id).object("accounts")
    slow = Q(pk__in=_slow())

    with acting(cast.ada):
        whole = asked(cast.ada, about, keys=["city"])
        with pytest.raises(TooMuchAsked):
            figures(actor=cast.ada, about=about, condition=slow, asked=whole, longest=timedelta(milliseconds=50))
        after = figures(actor=cast.ada, about=about, condition=Q(), asked=whole)

    assert after.whole.count == 1
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def _slow() -> Any:
    """Rows that take a second to be found."""
    return RawSQL("SELECT id FROM customers_account, pg_sleep(1)", ())
