"""Nothing crosses the wall between workspaces, whatever statement the application sends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from tests.architecture import catalog
from tests.casting import Cast, a_comment, a_record, an_account

from plexus.kernel.identity.actor import Actor
from plexus.kernel.workspaces.role import APPLICATION_ROLE

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

WITHOUT_WORKSPACE = {
    "workspaces_workspace": "is the workspace; its own id is compared",
    "identity_user": "a login may work for several firms; it holds no business data",
    "identity_link": "a one-time link signs a login in, before any workspace is known",
    "auth_permission": "Django's; nothing here asks it",
    "auth_group": "Django's; nothing here asks it",
    "auth_group_permissions": "Django's; nothing here asks it",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "django_session": "a session is a login's, and stands before any workspace is known",
    "api_meter": "counts of requests by digest and address; unlogged, a minute long",
    "account_emailaddress": "addresses of logins",
    "account_emailconfirmation": "addresses of logins",
    "mfa_authenticator": "second factors of logins",
    "plexus_cache": "counts of attempts to sign in",
    "usersessions_usersession": "where a login is signed in",
    "journal_horizon": "how far the sealing of all journals may go; the application cannot read it",
    "procrastinate_events": "the queue knows ids only; the job's row is isolated",
    "procrastinate_jobs": "the queue knows ids only; the job's row is isolated",
    "procrastinate_periodic_defers": "the queue's clock",
    "procrastinate_workers": "the queue's workers",
}
# Written once by the application, and never again.
ADDED_ONLY = {"journal_cause"}
READ_ONLY = {
    "journal_change", "journal_seal", "access_link", "search_entry", "search_visible", "search_file",
    "search_file_visible", "search_glimpse", "search_sample",
}  # fmt: skip
# Values by which a row that nobody has a maker for fulfils its table's constraints.
GIVEN: dict[str, dict[str, Any]] = {
    "jobs_job": {"state": "queued"}, "sales_deal": {"outcome": "open"}, "hooks_message": {"state": "delivered"},
}  # fmt: skip
# Tables whose rows are found by custom fields.
SEARCHED = (
    "customers_account", "customers_contact", "engagement_activity", "engagement_task", "files_file", "identity_person",
    "records_custom", "sales_deal", "sales_product",
)  # fmt: skip
# Functions that run with the owner's rights outside of triggers.
DEFINERS = {
    "api_enter": "a door finds the actor by its secret and counts the request, before any workspace is in scope",
    "api_count": "a request, an attempt or an export is counted, before any workspace is in scope",
    "api_tidy": "counts of minutes gone are removed for all",
    "identity_actor_by_token": "a door finds the actor by its secret before any workspace is in scope",
    "identity_actor_by_login": "likewise by the signed-in login",
    "identity_demo_entries": "whom the demo offers at its sign-in page, of workspaces marked as demo only",
    "identity_workspaces": "which firms a signed-in login may enter",
} | {
    f"search_refresh_{table}": "a job renews entries of the workspace in scope, which the application may only read"
    for table in SEARCHED
}


@pytest.fixture
def firms(cast: Cast) -> tuple[UUID, UUID]:
    """Two firms with a row in every table that has a workspace."""
    with catalog.as_owner(), connection.cursor() as cursor:
        # Samples of it show some pages only, were there many entries that other tests left behind.
        cursor.execute("TRUNCATE search_entry")
    for actor in (cast.ada, cast.eve):
        a_comment(actor, an_account(actor))
    home, elsewhere = cast.root.workspace_id, cast.eve.workspace_id
    with catalog.as_owner():
        for firm in (home, elsewhere):
            catalog.a_row_in_each(firm, _given(firm, cast))
    return home, elsewhere


def _given(firm: UUID, cast: Cast) -> dict[str, dict[str, Any]]:
    person = cast.root.person_id if firm == cast.root.workspace_id else cast.eve.person_id
    mark = str(firm)
    return GIVEN | {
        "access_seeing": {"id": mark, "person_id": str(person), "ends_at": "2099-01-01T00:00:00Z"},
        "access_share": {"id": mark, "object": "accounts", "person_id": str(person)},
        "relations_relation": {"from_contact_id": mark, "to_account_id": mark},
        "identity_token": {"digest": f"\\x{mark[-12:]}"},
    }


def _owned() -> list[str]:
    return [*(name for name, owned in catalog.relations().items() if owned), "workspaces_workspace"]


def test_every_table_belongs_to_workspaces_or_stands_on_the_list(db: None) -> None:
    free = {name for name, owned in catalog.relations().items() if not owned}

    assert free == set(WITHOUT_WORKSPACE)


def test_every_table_with_a_workspace_is_isolated(db: None) -> None:
    isolated = {
        name for (name,) in catalog.rows("SELECT relname::text FROM pg_class c WHERE relrowsecurity AND EXISTS ("
        "SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'workspace' AND p.polcmd = '*')")
    }  # fmt: skip

    assert isolated == {*_owned()} - catalog.views()


def test_rows_of_another_workspace_do_not_exist(firms: tuple[UUID, UUID]) -> None:
    for mine, theirs in (firms, firms[::-1]):
        with catalog.standing_in(mine):
            seen = {table: (catalog.number(table, mine) > 0, catalog.number(table, theirs)) for table in _owned()}

        assert seen == dict.fromkeys(_owned(), (True, 0))


def test_without_a_workspace_there_is_no_row(firms: tuple[UUID, UUID]) -> None:
    with catalog.standing_in(None):
        seen = {table: sum(catalog.number(table, each) for each in firms) for table in _owned()}

    assert seen == dict.fromkeys(_owned(), 0)


@pytest.mark.parametrize(
    "verb", ["UPDATE {table} SET {key} = {key} WHERE {key} = %s", "DELETE FROM {table} WHERE {key} = %s"]
)
def test_rows_of_another_workspace_cannot_be_touched(firms: tuple[UUID, UUID], verb: str) -> None:
    for mine, theirs in (firms, firms[::-1], (None, firms[0])):
        with catalog.standing_in(mine):
            touched = {table: catalog.changed(_filled(verb, table), theirs) for table in _owned()}

        assert touched == {table: None if table in READ_ONLY | ADDED_ONLY else 0 for table in _owned()}


def test_no_row_can_be_put_into_another_workspace(firms: tuple[UUID, UUID]) -> None:
    tables = [table for table in _owned() if table not in catalog.views()]
    for mine, theirs in (firms, firms[::-1], (None, firms[0])):
        with catalog.as_owner():
            held = {table: _document(table, theirs) for table in tables}
        with catalog.standing_in(mine):
            put = {
                table: catalog.changed(catalog.inserting(table, list(row)), orjson.dumps(row).decode())
                for table, row in held.items()
            }

        assert put == dict.fromkeys(tables)


def test_no_row_can_be_moved_into_another_workspace(firms: tuple[UUID, UUID]) -> None:
    tables = [table for table in _owned() if table not in READ_ONLY | ADDED_ONLY]
    for mine, theirs in (firms, firms[::-1]):
        with catalog.standing_in(mine):
            moved = {
                table: catalog.changed(_filled("UPDATE {table} SET {key} = %s", table), theirs) for table in tables
            }

        assert moved == dict.fromkeys(tables)


def test_one_cannot_write_what_triggers_write(firms: tuple[UUID, UUID]) -> None:
    statements = (
        "UPDATE {table} SET {key} = {key}",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
    )
    with catalog.standing_in(firms[0]):
        done = [catalog.changed(_filled(each, table)) for each in statements for table in sorted(READ_ONLY)]

    assert done == [None] * len(statements) * len(READ_ONLY)


def test_partitions_are_closed_to_the_application(db: None) -> None:
    allowed = [
        table
        for table in catalog.partitions()
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
        if catalog.rows("SELECT has_table_privilege(%s, %s, %s)", APPLICATION_ROLE, table, right) == [(True,)]
    ]

    assert len(catalog.partitions()) > 12
    assert allowed == []


def test_a_partition_of_next_year_is_closed_too(db: None) -> None:
    with catalog.as_owner():
        assert catalog.rows("SELECT journal_ensure_partitions('2031-01-01', 2)") == [(2,)]

    rights = catalog.rows("SELECT has_table_privilege(%s, 'journal_change_203102', 'SELECT')", APPLICATION_ROLE)

    assert rights == [(False,)]


def test_the_application_works_as_a_role_without_powers(db: None) -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["assume_role"] == APPLICATION_ROLE
    assert catalog.rows("SELECT current_user::text") == [(APPLICATION_ROLE,)]
    assert catalog.rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolinherit"
        " FROM pg_roles WHERE rolname = %s",
        APPLICATION_ROLE,
    ) == [(False,) * 6]  # fmt: skip
    assert catalog.rows("SELECT relname FROM pg_class WHERE relowner = %s::regrole", APPLICATION_ROLE) == []
    assert catalog.rows("SELECT proname FROM pg_proc WHERE proowner = %s::regrole", APPLICATION_ROLE) == []
    assert catalog.rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", APPLICATION_ROLE) == [(False,)]


@pytest.mark.parametrize("right", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_the_application_may_not_do_more_than_write_rows(db: None, right: str) -> None:
    tables = [*catalog.relations(), *catalog.partitions()]

    allowed = [
        table
        for table in tables
        if catalog.rows("SELECT has_table_privilege(%s, %s, %s)", APPLICATION_ROLE, table, right) == [(True,)]
    ]

    assert allowed == []


def test_the_owners_rights_are_lent_to_triggers_and_the_listed_functions_only(db: None) -> None:
    found = catalog.rows(
        "SELECT proname::text, prorettype::regtype::text, proconfig FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )

    assert {name for name, gives, _config in found if gives != "trigger"} == set(DEFINERS)
    assert {tuple(config or ()) for _name, _gives, config in found} == {("search_path=public, pg_temp",)}


def test_a_secret_finds_its_own_person_and_nobody_elses(cast: Cast, eve: Actor) -> None:
    with catalog.standing_in(None):
        person = catalog.rows("SELECT identity_actor(%s)::text", eve.person_id)
        nobody = catalog.rows("SELECT identity_actor_by_token(%s)::text", b"guessed")
    with catalog.standing_in(cast.root.workspace_id):
        stranger = catalog.rows("SELECT identity_actor(%s)::text", eve.person_id)

    assert (person, nobody, stranger) == ([(None,)], [(None,)], [(None,)])


def test_a_row_can_refer_to_its_own_workspace_only_through_the_door(cast: Cast, eve: Actor) -> None:
    theirs = an_account(eve)

    with pytest.raises(Exception, match="Some fields need attention"):
        a_record("contacts", cast.ada, full_name="Spy", account=theirs.pk)


def _filled(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(table=sql.Identifier(table), key=sql.Identifier(catalog.key_of(table)))


def _document(table: str, workspace_id: UUID) -> dict[str, Any]:
    """A row of a workspace as it stands in a table."""
    statement = sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE {} = %s LIMIT 1")
    ((text,),) = catalog.rows(
        statement.format(sql.Identifier(table), sql.Identifier(catalog.key_of(table))), workspace_id
    )
    held = orjson.loads(text)
    return {name: held[name] for name in catalog.columns_of(table)}


def test_the_owner_sees_all_so_that_the_tests_above_are_not_empty(firms: tuple[UUID, UUID]) -> None:
    with catalog.as_owner():
        seen = {
            table
            for table in _owned()
            for each in firms
            if table not in catalog.views() and not catalog.number(table, each)
        }

    assert seen == set()
    assert connection.in_atomic_block
