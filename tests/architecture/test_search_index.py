"""The triggers that keep the search index agree with what the objects say of themselves."""

from __future__ import annotations

from importlib import import_module, reload

import pytest
from django.db import connection

from plexus.kernel.records.models import CustomRecord
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.indexing import INDEXED
from plexus.kernel.search.models import SearchEntry

MIGRATIONS = (
    "plexus.kernel.files.migrations.0005_found_by_custom_fields",
    "plexus.kernel.search.migrations.0010_own",
    "plexus.crm.customers.migrations.0009_found_by_custom_fields",
    "plexus.crm.engagement.migrations.0007_found_by_custom_fields",
    "plexus.crm.sales.migrations.0012_found_by_custom_fields",
)
SEARCHED = [about for about in registry.standard() if about.described.searched]
EVENTS = {"search_insert", "search_update", "search_delete"}


@pytest.fixture(autouse=True)
def _read_last() -> None:
    """Migrations are read in any order, and the last word of each table counts."""
    for name in MIGRATIONS:
        reload(import_module(name))


@pytest.mark.parametrize("about", SEARCHED, ids=lambda about: about.plural)
def test_what_is_indexed_is_what_the_object_describes(about: Object) -> None:
    made, described = INDEXED[about.table], about.described

    assert made.object == about.plural
    assert (made.title, made.searched, made.keys) == (described.title, described.searched, described.keys)
    assert (made.owned, made.custom) == (about.has_owner, hasattr(about.model, "custom"))


def test_nothing_else_is_indexed() -> None:
    assert set(INDEXED) == {about.table for about in SEARCHED} | {CustomRecord._meta.db_table}


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("about", SEARCHED, ids=lambda about: about.plural)
def test_each_searched_table_has_its_triggers(about: Object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'search%%'", [about.table]
        )

        assert {name for (name,) in cursor.fetchall()} == EVENTS


@pytest.mark.django_db(databases=["default", "owner"])
def test_an_entry_has_the_columns_of_the_view() -> None:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "search_visible")

    assert {column.name for column in described} == {each.column for each in SearchEntry._meta.concrete_fields}
