"""Every object has what comes free: a workspace, triggers, a policy, and an index for its list."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from tests.architecture import catalog
from tests.casting import Cast
from tests.conformance import making

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.roles import STANDARD
from plexus.kernel.query.sorting import sort_keys
from plexus.kernel.records.fetching import paging
from plexus.kernel.records.models import Record
from plexus.kernel.records.reading import visible
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

OBJECTS = list(registry.standard())
NOT_OBJECTS = {
    "records.CustomRecord": "the rows of all custom objects, which each workspace has of its own",
    "schema.Counter": "how far a running number has come",
    "api.Remembered": "answers kept for a day so that a repeated request does nothing twice",
    "importing.Import": "one's own file on its way in; shown by its own pages",
    "importing.ImportSet": "one's own files that come in together; shown by its own pages",
    "importing.ImportRow": "rows of such a file that were kept back",
    "following.Notice": "points a person to a change; shown by his own page under his rights of then",
    "following.Watermark": "how far the journal was read to tell people",
    "hooks.Webhook": "keeps a secret and sends what its person may read; pages and addresses of its own",
    "hooks.Message": "what a webhook has to send",
    "hooks.Attempt": "what became of that",
    "access.Link": "an index over reference lists, kept by triggers",
    "access.Seeing": "that an administrator looked as somebody; shown to both on their pages",
    "access.Share": "belongs to the record it shows, is given and taken on that record's page",
    "identity.Token": "shown once to its person and kept as a digest; pages of its own",
    "jobs.Checkpoint": "how far a job has come",
    "jobs.Job": "work for later; shown by its person's own page",
    "journal.Cause": "the journal itself",
    "journal.Change": "the journal itself",
    "search.FileEntry": "an index, kept by a trigger",
    "search.SearchEntry": "an index, kept by triggers",
}
JOURNALED_BESIDES = {"access_seeing": "seeings", "access_share": "shares", "records_custom": "named by each row"}
# The lists that people live in: with many rows the first page must come out of an index in order.
LONG = ("accounts", "contacts", "deals", "activities", "tasks", "products")
TRIGGERS = """
SELECT tgname::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s ORDER BY 1
"""
SOURCE = Path(__file__).parents[2] / "src"


def _id(about: Object) -> str:
    return about.plural


def test_every_model_of_a_workspace_is_an_object_or_stands_on_the_list() -> None:
    registered = {each.model for each in OBJECTS}
    others = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "workspace" for field in model._meta.fields) and model not in registered
    }

    assert others == set(NOT_OBJECTS)


def test_every_versioned_row_is_written_down() -> None:
    versioned = {model._meta.db_table for model in apps.get_models() if issubclass(model, WorkspaceRow)}
    journaled = {
        name
        for (name,) in catalog.rows(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'journal%%'"
        )
    }

    assert versioned - journaled == {"identity_token"}, "a token's digest stays out of the log"
    assert journaled == {each.table for each in OBJECTS} | set(JOURNALED_BESIDES)


@pytest.mark.parametrize("about", OBJECTS, ids=_id)
def test_every_insert_update_and_delete_reaches_the_journal(about: Object) -> None:
    found = catalog.rows(TRIGGERS, about.table, "journal%")

    named = f"{about.plural}\\000"
    assert found == [("journal_delete", named), ("journal_insert", named), ("journal_update", named)]


@pytest.mark.parametrize("about", [each for each in OBJECTS if each.described.about], ids=_id)
def test_what_a_remark_is_about_is_kept_as_links(about: Object) -> None:
    found = catalog.rows(TRIGGERS, about.table, "link%")

    assert [name for name, _arguments in found] == ["link_delete", "link_insert", "link_update"]
    assert [arguments.split("\\000")[0] for _name, arguments in found[1:]] == [about.plural] * 2


@pytest.mark.parametrize("about", OBJECTS, ids=_id)
def test_a_description_names_fields_that_exist(about: Object) -> None:
    described = about.described
    named = {*described.columns, *described.form, *described.summary, *described.searched, *described.keys}
    sorted_by = {each.lstrip("-") for each in described.sort} - described.orders.keys()
    named |= {described.title, *sorted_by, *described.labels}
    named |= {each for order in described.orders.values() for each in order.made_of}
    named |= {each for each in (described.part_of, described.about) if each}

    assert named - about.fields.keys() == set()
    assert set(described.match) - about.fields.keys() <= {"external_id"}
    assert about.fields.keys() >= {"id", "version", "created_at", "updated_at"}
    if issubclass(about.model, Record):
        assert about.fields.keys() >= {"owner", "team", "tags", "external_id"}


@pytest.mark.parametrize("about", OBJECTS, ids=_id)
def test_every_role_says_what_it_allows(cast: Cast, about: Object) -> None:
    roles = {"administrator": cast.root, "manager": cast.max, "sales": cast.ada, "reader": cast.lee}
    assert set(roles) == {each.key for each in STANDARD}

    for actor in roles.values():
        assert level(actor, about, Verb.READ) is not Level.NONE
    own = Level.OWN if about.described.personal else Level.NONE
    assert [level(cast.lee, about, verb) for verb in Verb if verb is not Verb.READ] == [own] * 3
    assert [level(cast.root, about, verb) for verb in Verb] == [Level.ALL] * 4


@pytest.mark.parametrize("plural", LONG)
@pytest.mark.parametrize("who", ["root", "lee"])
def test_the_first_page_of_a_long_list_comes_out_of_an_index(cast: Cast, plural: str, who: str) -> None:
    actor: Actor = getattr(cast, who)
    about = registry.standard().object(plural)
    _many(cast, about)

    plan = _plan(about, actor)

    assert not {"Seq Scan", "Sort", "Incremental Sort"} & _nodes(plan), plan
    assert plan["Actual Rows"] == 50
    assert _removed(plan) < 50


def test_the_plan_of_a_list_without_an_index_would_be_noticed(cast: Cast) -> None:
    about = registry.standard().object("accounts")
    _many(cast, about)

    plan = _explained(visible(cast.root, about).order_by("postal_code")[:50])

    assert {"Seq Scan", "Sort"} <= _nodes(plan)


def test_migrations_are_complete_linear_and_named() -> None:
    out = io.StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)

    assert out.getvalue().strip() == "No changes detected"
    graph = MigrationLoader(connection, ignore_no_migrations=True).graph
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(SOURCE)}
    assert {app: len(graph.leaf_nodes(app)) for app in ours if graph.leaf_nodes(app)} == {
        app: 1 for app in ours if graph.leaf_nodes(app)
    }
    names = [name for app, name in graph.nodes if app in ours]
    assert [name for name in names if "_auto_" in name or not name[:4].isdigit()] == []


def _many(cast: Cast, about: Object) -> None:
    """Some thousand rows as copies of one, each with its own key, times and name."""
    columns = [name for name in catalog.columns_of(about.table) if name != "id"]
    given: dict[str, Any] = {
        "sort_key": "md5(g::text)", "created_at": "now() - g * interval '1 minute'",
        "updated_at": "now() - g * interval '1 minute'", "happened_at": "now() - g * interval '1 minute'",
        "due_at": "now() + g * interval '1 minute'",
    }  # fmt: skip
    values = sql.SQL(", ").join(
        sql.SQL(given[name]) if name in given else sql.SQL("r.{}").format(sql.Identifier(name)) for name in columns
    )
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            sql.SQL(
                "INSERT INTO {table} (id, {names}) SELECT gen_random_uuid(), {values}"
                " FROM {table} r, generate_series(1, 4000) g WHERE r.id = %s"
            ).format(
                table=sql.Identifier(about.table), values=values, names=sql.SQL(", ").join(map(sql.Identifier, columns))
            ),
            [making.minimal(about.plural, cast.ada).pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(about.table)))


def _plan(about: Object, actor: Actor) -> dict[str, Any]:
    keys = sort_keys(about, actor, ",".join(about.described.sort))
    return _explained(visible(actor, about).order_by(*paging.order(keys, backward=False))[:50])


def _explained(found: Any) -> dict[str, Any]:
    statement, values = found.values("pk").query.sql_with_params()
    ((plan,),) = catalog.rows(f"EXPLAIN (ANALYZE, FORMAT JSON, COSTS OFF, TIMING OFF) {statement}", *values)
    root: dict[str, Any] = plan[0]["Plan"]
    return root


def _nodes(plan: dict[str, Any]) -> set[str]:
    """The kinds of steps of a plan."""
    return {plan["Node Type"]}.union(*(_nodes(each) for each in plan.get("Plans", ())))


def _removed(plan: dict[str, Any]) -> int:
    """How many rows were read for nothing."""
    return int(plan.get("Rows Removed by Filter", 0)) + sum(_removed(each) for each in plan.get("Plans", ()))
