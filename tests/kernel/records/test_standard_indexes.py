"""What an administrator wants fast of the fields that objects came with is filtered and sorted through an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import orjson
import pytest
from django.db import connection, connections, transaction
from tests.casting import NOW, Cast, a_cast, a_record, an_account
from tests.conformance import tailored

from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Unwatched
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import changing, jobs, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.indexing import standard
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.records.undoing import undo_cause
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces import leakproof
from plexus.shell.administration.actions.rules import keep_field_rule

# Indexes are built outside of every transaction, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
MADE = """
SELECT c.relname::text FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relname ~ '^(s[fu]|c[fsu])_[0-9a-f]{24}$' AND i.indisvalid ORDER BY 1
"""


@pytest.fixture
def cast() -> Cast:
    """Everybody, committed."""
    with transaction.atomic():
        made = a_cast()
    leakproof.declare()
    return made


@pytest.fixture(autouse=True)
def _gone() -> Iterator[None]:
    """What was committed goes, and with it every index."""
    yield
    with connections["owner"].cursor() as cursor:
        for name in made():
            cursor.execute(f"DROP INDEX {name}")


def made() -> list[str]:
    """The indexes that there are."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(MADE)
        return [name for (name,) in cursor.fetchall()]


def fast(cast: Cast, field: str, *, wanted: bool = True) -> Any:
    """Say that a field of accounts is to be fast, or no longer, and do the job that follows."""
    with acting(cast.root):
        rule = keep_field_rule(
            actor=cast.root, plural="accounts", field=field, values={"filterable": wanted}, now=NOW
        )  # fmt: skip
    worked(cast)
    return rule


def worked(cast: Cast) -> int:
    """Do the jobs of this kind that wait; how many there were."""
    with acting(cast.root):
        waiting = list(Job.objects.filter(workspace_id=cast.root.workspace_id, kind=standard.KIND))
    for each in waiting:
        jobs.make_standard_indexes_agree(cast.root, Unwatched(), **each.params)
    return len(waiting)


def many(cast: Cast, about: Object, number: int = 2_000) -> None:
    """So many accounts; a fifth of them say nothing of how many they employ, and there are few regions."""
    row = an_account(cast.ada, region="Region 0")
    names = "workspace_id, name, kind, industry, website, phone, email, street, city, country, postal_code,"
    names += "currency, lifecycle_stage, description, owner_id, tags, sort_key, external_id"
    own = "jsonb_build_object('c_integer', nullif(mod(g * 7, 500), 3), 'c_text', 'Word ' || mod(g * 3, 700))"
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {about.table} (id, custom, region, employees, {names}) SELECT gen_random_uuid(), {own},"  # noqa: S608
            f" 'Region ' || mod(g, 40), CASE WHEN mod(g, 5) > 0 THEN mod(g * 31, 900) END, {names}"
            f" FROM {about.table} CROSS JOIN generate_series(1, %s) g WHERE id = %s",
            [number, row.pk],
        )
        cursor.execute(f"ANALYZE {about.table}")


def plans(cast: Cast, do: Callable[[], Any]) -> list[str]:
    """How PostgreSQL answers the statements that something sends."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, *rest)

    with acting(cast.root):
        with connection.execute_wrapper(note):
            do()
        found = []
        with connection.cursor() as cursor:
            for sql, values in sent:
                if "ORDER BY" in sql or "count" in sql.lower():
                    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
                    (plan,) = cursor.fetchone()
                    found.append(orjson.dumps(plan if not isinstance(plan, str) else orjson.loads(plan)).decode())
    return found


def everything(cast: Cast, about: Object, sort: str) -> tuple[list[Any], list[Any], list[str]]:
    """All values of a sort page after page, then back again from the end; and the plans of pages on both ways."""
    name, forth, back, cursors = sort.lstrip("-"), list[Any](), list[Any](), list[str | None]([""])

    def page(cursor: str | None) -> Any:
        asked = Asked(sort=sort, fields=(name,), limit=170, counted=False, cursor=cursor or "")
        return reading.read_page(cast.root, about, asked)

    with acting(cast.root):
        while cursors[-1] is not None:
            here = page(cursors[-1])
            forth += [row[name] or None if name == "c_text" else row[name] for row in here.rows]
            cursors.append(here.next)
        returning = here.previous
        while here.previous:
            here = page(here.previous)
            back = [row[name] for row in here.rows] + back
    told = (plan for cursor in ("", cursors[4], returning) for plan in plans(cast, partial(page, cursor)))
    return forth, back, list(told)


@pytest.mark.parametrize("sort", ["employees", "-employees", "region", "-region"])
def test_a_list_is_sorted_through_the_index_on_every_page(cast: Cast, sort: str) -> None:
    fast(cast, sort.lstrip("-"))
    about = tailored.about(cast.root, "accounts")
    many(cast, about)

    forth, back, told = everything(cast, about, sort)

    known = sorted(each for each in forth if each is not None)
    known = known[::-1] if sort.startswith("-") else known
    assert forth == known + [None] * (len(forth) - len(known))
    assert len(forth) == 2_001
    assert forth[: len(back)] == back
    assert [("sf_" in plan, '"Sort"' in plan) for plan in told] == [(True, False)] * len(told)


@pytest.mark.parametrize("sort", ["c_integer", "-c_integer", "c_text", "-c_text"])
def test_a_list_is_sorted_by_a_fast_field_of_ones_own_so_too(cast: Cast, sort: str) -> None:
    row = tailored.a_field(cast.root, "accounts", sort.removeprefix("-c_").removeprefix("c_"), filterable=True)
    about = tailored.about(cast.root, "accounts")
    many(cast, about)
    jobs.make_indexes_agree(cast.root, Unwatched(), field_id=str(row.pk))

    forth, back, told = everything(cast, about, sort)

    known = sorted(each for each in forth if each is not None)
    known = known[::-1] if sort.startswith("-") else known
    assert forth == known + [None] * (len(forth) - len(known))
    assert len(forth) == 2_001
    assert forth[: len(back)] == back
    index = "cs_" if "text" in sort else "cf_"
    assert [(index in plan, '"Sort"' in plan) for plan in told] == [(True, False)] * len(told)


@pytest.mark.parametrize(
    ("field", "op", "value", "index"),
    [("employees", "gte", 898, "sf_"), ("region", "eq", "region 7", "su_"), ("region", "in", ["REGION 8"], "su_")],
)
def test_a_list_is_filtered_through_the_index(cast: Cast, field: str, op: str, value: Any, index: str) -> None:
    fast(cast, field)
    about = tailored.about(cast.root, "accounts")
    many(cast, about)
    with acting(cast.root):
        document = {"field": field, "op": op, "value": value}
        condition = from_document(document, about=about, actor=cast.root, now=NOW)
        found = reading.read_page(cast.root, about, Asked(condition=condition, fields=(field,)))

    told = plans(cast, lambda: reading.visible(cast.root, about).filter(condition).count())

    assert len(found.rows) > 0
    assert all(index in plan for plan in told)
    assert told


def test_text_has_two_indexes_and_what_nobody_wants_any_more_goes(cast: Cast) -> None:
    fast(cast, "employees")
    fast(cast, "region")
    before = [name[:3] for name in made()]

    fast(cast, "region", wanted=False)

    assert (before, [name[:3] for name in made()]) == (["sf_", "sf_", "su_"], ["sf_"])


def test_the_rules_of_a_field_and_its_index_are_apart(cast: Cast) -> None:
    fast(cast, "employees")
    with acting(cast.root):
        said = {"required_when": "kind = 'customer'", "filterable": True}
        keep_field_rule(actor=cast.root, plural="accounts", field="employees", values=said, now=NOW)

    one = tailored.about(cast.root, "accounts").fields["employees"]

    assert (one.required_when, one.filterable, len(made())) == ("kind = 'customer'", True, 1)


def test_an_undo_takes_the_index_along_and_brings_it_back(cast: Cast) -> None:
    rule = fast(cast, "employees")
    with acting(cast.root):
        changing.trash(actor=cast.root, about=tailored.about(cast.root, "field-rules"), record_id=rule.pk, now=NOW)
    worked(cast)
    assert made() == []
    with acting(cast.root):
        changing.restore(actor=cast.root, about=tailored.about(cast.root, "field-rules"), record_id=rule.pk, now=NOW)
    worked(cast)
    assert [name[:3] for name in made()] == ["sf_"]

    with acting(cast.root):
        undo_cause(actor=cast.root, cause_id=first_cause(cast), now=NOW, force=True)
    worked(cast)

    assert made() == []


def first_cause(cast: Cast) -> Any:
    """The cause under which the rule was made."""
    from plexus.kernel.journal.models import Change  # noqa: PLC0415

    with acting(cast.root):
        return Change.objects.filter(object="field-rules").order_by("id").values_list("cause_id", flat=True)[0]


@pytest.mark.parametrize(
    ("plural", "field", "says"),
    [("accounts", "city", "through an index already"), ("accounts", "c_text", "added here"),
     ("accounts", "description", "through an index already"), ("contacts", "emails", "cannot be at all"),
     ("contacts", "account", "through an index already"), ("accounts", "open_deals", "cannot be at all")],
)  # fmt: skip
def test_a_field_that_can_have_none_says_why(cast: Cast, plural: str, field: str, says: str) -> None:
    tailored.a_field(cast.root, "accounts", "text")
    if field not in tailored.about(cast.root, plural).fields:
        tailored.a_field(cast.root, plural, "rollup", name=field)

    with pytest.raises(Invalid) as refused:
        a_record("field-rules", cast.root, object=plural, field=field, filterable=True)

    assert [(each.field, each.code) for each in refused.value.fields] == [("filterable", "not_indexed")]
    assert says in refused.value.fields[0].message or "added here" in refused.value.fields[0].message
