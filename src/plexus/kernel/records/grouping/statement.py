"""The one statement of a grouping: groups, what they hold by currency, the rest and the whole, ranked and cut in SQL.

Rows are read once. Sets of columns are grouped side by side: the keys, the keys with each currency, each currency, and
nothing but the rows themselves. Groups are then ranked, and those beyond the limit fall together into one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet, TextField, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import naming
from plexus.kernel.records.grouping import keys as grouped
from plexus.kernel.records.grouping.asked import DATES, Asked, Function, Key, Measure, Sort
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Text
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import value_of

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Statement:
    """A grouping of some rows as SQL; `row` names what stands in each row of its answer."""

    actor: Actor
    about: Object
    rows: QuerySet[Any, Any]
    asked: Asked

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The measured fields by the name under which their values stand."""
        named = {each.field.name: each.field for each in self.asked.measures if each.field}
        return {f"value_{place}": field for place, field in enumerate(named.values())}

    @cached_property
    def currencies(self) -> dict[str, str]:
        """For each measured amount the name under which its currency stands; amounts may share one."""
        found: dict[str, str] = {}
        sources: dict[str, str] = {}
        for name, field in self.fields.items():
            if field.type.key == "money":
                source = f"custom {field.name}" if field.custom else field.currency_column or ""
                found[name] = sources.setdefault(source, f"currency_{len(sources)}")
        return found

    @cached_property
    def keys(self) -> list[str]:
        """The names under which the keys stand."""
        return [f"key_{place}" for place in range(len(self.asked.keys))]

    def value_name(self, measure: Measure) -> str:
        """The name under which the values of a measure stand."""
        return next(name for name, field in self.fields.items() if field is measure.field)

    def level_of(self, *, whole: bool, currency: str = "") -> int:
        """How a row of the answer tells what it was grouped by: a bit for each column that it was not."""
        bits = ([whole] if self.keys else []) + [each != currency for each in self._money]
        return int("".join("01"[bit] for bit in bits) or "0", 2)

    @cached_property
    def _money(self) -> list[str]:
        return list(dict.fromkeys(self.currencies.values()))

    @cached_property
    def row(self) -> list[str]:
        """What stands in a row of the answer, in its order."""
        figures = [name for name, _sql in self._figures()]
        return ["place", "level", "groups", *self._shown_keys, *self._money, "size", *figures, *self._titles]

    @cached_property
    def words(self) -> list[str]:
        """The names under which words stand as they are written, where their key is without letter case."""
        return [f"word_{place}" for place, key in enumerate(self.asked.keys) if isinstance(key.field.type, Text)]

    @cached_property
    def _shown_keys(self) -> list[str]:
        return [*self.keys, *self.words]

    @cached_property
    def _titles(self) -> dict[str, Key]:
        """The keys that are records, by the name under which their titles stand."""
        return {f"title_{place}": key for place, key in enumerate(self.asked.keys) if key.field.target}

    def sql(self) -> Sql:
        """The whole; raises `EmptyResultSet` where there can be no rows."""
        ranked, values = self._ranked()
        limit = self.asked.limit
        shown = ", ".join(f"CASE WHEN place <= {limit} THEN {name} END AS {name}" for name in self._shown_keys)
        figures = ", ".join(f"{how}({name}) AS {name}" for name, how in self._figures())
        names = ", ".join((*self._cut_keys(limit), *self._money))
        cut = ", ".join(filter(None, [
            f"least(place, {limit + 1}) AS place", "level", "count(*) AS groups", shown, *self._money,
            "sum(size)::bigint AS size", figures,
        ]))  # fmt: skip
        told = f"SELECT {cut} FROM ({ranked}) ranked GROUP BY {', '.join(filter(None, ['1, level', names]))}"
        titles = [self._title(name, key, "told") for name, key in self._titles.items()]
        more = "".join(f", {sql} AS {name}" for name, (sql, _values) in zip(self._titles, titles, strict=True))
        own = ", ".join(f"told.{name}" for name in self.row if name not in self._titles)
        whole = f"SELECT {own}{more} FROM ({told}) told ORDER BY told.place, told.level"
        return whole, [*(each for _sql, given in titles for each in given), *values]

    def _cut_keys(self, limit: int) -> Iterator[str]:
        """The keys by which the answer is grouped; none of those beyond the limit."""
        for name in self._shown_keys:
            yield f"CASE WHEN place <= {limit} THEN {name} END"

    def _figures(self) -> Iterator[tuple[str, str]]:
        """Each figure that is taken, by its name, with how figures of several groups become one."""
        for name in self.fields:
            functions = {each.function for each in self.asked.measures if each.field is self.fields[name]}
            yield f"count_{name}", "sum"
            if functions & {Function.SUM, Function.MEAN}:
                yield f"sum_{name}", "sum"
            for function in functions & {Function.LEAST, Function.GREATEST}:
                yield f"{function}_{name}", str(function)
            if Function.DISTINCT in functions:
                yield f"distinct_{name}", "max"

    def _base(self) -> tuple[str, list[Any], list[str]]:
        """The rows: keys, words, measured values and their currencies, and the names of those columns."""
        columns: dict[str, Combinable] = {"mark": Value(0, output_field=IntegerField())}
        for place, key in enumerate(self.asked.keys):
            columns[f"key_{place}"] = grouped.shared(key, self.actor)
            if f"word_{place}" in self.words:
                columns[f"word_{place}"] = grouped.shown(key, self.actor)
        for name, field in self.fields.items():
            columns[name] = _measured(field, self.actor)
            if name in self.currencies:
                columns[self.currencies[name]] = _currency(field, self.actor)
        renamed = {f"plexus_{name}": each for name, each in columns.items()}
        rows = self.rows.annotate(**renamed).order_by().values_list(*renamed)
        sql, values = rows.query.get_compiler(connection=connection).as_sql()
        return sql, list(values), list(columns)

    def _grouped(self) -> Sql:
        """The sets of groups side by side."""
        base, values, names = self._base()
        sets = [["mark"], ["mark", *self.keys]] if self.keys else [["mark"]]
        sets += [[*each, currency] for each in list(sets) for currency in self._money]
        marks = ", ".join([*self.keys[:1], *self._money])
        level = f"GROUPING({marks})" if marks else "0"
        words = [f'min({name} COLLATE "C") AS {name}' for name in self.words]
        taken = [f"{self._taken(name)} AS {name}" for name, _how in self._figures()]
        columns = ", ".join([*self.keys, *words, *self._money, f"{level} AS level", "count(*) AS size", *taken])
        groups = ", ".join(f"({', '.join(each)})" for each in sets)
        return f"SELECT {columns} FROM ({base}) base ({', '.join(names)}) GROUP BY GROUPING SETS ({groups})", values

    @staticmethod
    def _taken(figure: str) -> str:
        function, _line, name = figure.partition("_")
        return f"count(DISTINCT {name})" if function == "distinct" else f"{function}({name})"

    def _ranked(self) -> Sql:
        """The groups with their places; what is not a group has none."""
        inner, values = self._grouped()
        if not self.keys:
            return f"SELECT *, 0 AS place FROM ({inner}) found", values
        orders = [self._order(each) for each in self._sorts()]
        whole = f"(level & {1 << len(self._money)}) <> 0"
        sorts = ", ".join(f"{sql} AS sort_{place}" for place, (sql, _values) in enumerate(orders))
        sorted_by = [
            f"sort_{place} {'DESC' if each.descending else 'ASC'} NULLS LAST"
            for place, each in enumerate(self._sorts())
        ]
        order = ", ".join([*sorted_by, *(f"{name} NULLS LAST" for name in self.keys)])
        given = [each for _sql, parts in orders for each in parts]
        placed = f"CASE WHEN {whole} THEN 0 ELSE dense_rank() OVER (PARTITION BY {whole} ORDER BY {order}) END"
        return f"SELECT *, {placed} AS place FROM (SELECT *, {sorts} FROM ({inner}) found) sorted", [*given, *values]

    def _sorts(self) -> Sequence[Sort]:
        """The order asked for; else stretches of days as they come, and all else by the first measure, most first."""
        if self.asked.sort:
            return self.asked.sort
        first = self.asked.keys[0]
        return (Sort(first.name, False) if first.bucket else Sort(self.asked.measures[0].name, True),)

    def _order(self, sort: Sort) -> Sql:
        for place, key in enumerate(self.asked.keys):
            if key.name == sort.name:
                return self._key_order(place, key)
        measure = next(each for each in self.asked.measures if each.name == sort.name)
        return self._measure_order(measure)

    def _key_order(self, place: int, key: Key) -> Sql:
        name = f"key_{place}"
        if key.field.target:
            return self._title(f"title_{place}", key, "found", order=True)
        if key.field.choices:
            return f"array_position(%s::text[], {name}::text)", [list(key.field.choice_keys)]
        return name, []

    def _measure_order(self, measure: Measure) -> Sql:
        """A group's figure; of amounts the one in the firm's currency."""
        if measure.field is None:
            return self._of_group("size", self.level_of(whole=False)), []
        name = self.value_name(measure)
        figure = f"{measure.function}_{name}"
        if measure.function is Function.MEAN:
            figure = f"sum_{name} / nullif(count_{name}, 0)"
        if not measure.by_currency:
            return self._of_group(figure, self.level_of(whole=False)), []
        currency = self.currencies[name]
        level = self.level_of(whole=False, currency=currency)
        return self._of_group(figure, level, f" AND {currency} = %s"), [self.actor.currency]

    def _of_group(self, figure: str, level: int, more: str = "") -> str:
        keys = ", ".join(self.keys)
        whole = f"(level & {1 << len(self._money)}) <> 0"
        return f"max({figure}) FILTER (WHERE level = {level}{more}) OVER (PARTITION BY {whole}, {keys})"

    def _title(self, name: str, key: Key, of: str, *, order: bool = False) -> Sql:
        """The name of the record that a key is, where the actor may read it."""
        target = registry.of(self.actor.workspace_id).object(key.field.target or "")
        place = name.removeprefix("title_")
        rows = target.rows(self.actor.workspace_id).filter(
            permitted(self.actor, target),
            pk=Func(function=f"{of}.key_{place}", template="%(function)s", output_field=UUIDField()),
        )
        title = naming(self.actor, target)
        one = target.fields[target.described.title]
        if order and one.sort_column and title == F(one.column):
            title = F(one.sort_column)
        query = rows.annotate(key_title=title).order_by().values_list("key_title").query
        try:
            sql, values = query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return "NULL::text", []
        return f"({sql})", list(values)


def _measured(field: Field, actor: Actor) -> Combinable:
    """The value of which figures are taken; words that differ by letter case alone are the same."""
    if field.type.numeric or field.type.key in DATES:
        return value_of(field, actor)
    return grouped.shared(Key(field.name, field), actor)


def _currency(field: Field, actor: Actor) -> Combinable:
    """The currency in which an amount stands, the field's own where none was written down."""
    if field.reckoning:
        return field.reckoning.currency_of(actor)
    usual = Value(field.currency, output_field=TextField())
    if not field.custom:
        return F(field.currency_column) if field.currency_column else usual
    stored = KeyTextTransform("currency", KeyTransform(field.name, "custom"))
    return Coalesce(stored, usual, output_field=TextField())
