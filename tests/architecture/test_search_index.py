"""The triggers that keep the search index agree with what the objects say of themselves."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from plexus.kernel.records.models import CustomRecord
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.indexing import INDEXED
from plexus.kernel.search.models import SearchEntry

MIGRATIONS = (
    "plexus.kernel.search.migrations.0002_index",
    "plexus.kernel.search.migrations.0004_custom",
    "plexus.crm.customers.migrations.0003_search",
    "plexus.crm.engagement.migrations.0003_search",
    "plexus.crm.sales.migrations.0003_search",
)
SEARCHED = [about for about in registry.standard() if about.described.searched]
EVENTS = {"search_insert", "search_update", "search_delete"}


@pytest.mark.parametrize("about", SEARCHED, ids=lambda about: about.plural)
def test_what_is_indexed_is_what_the_object_describes(about: Object) -> None:
    for name in MIGRATIONS:
        import_module(name)
    made, described = INDEXED[about.table], about.described

    assert made.object == about.plural
    assert (made.title, made.searched, made.keys) == (described.title, described.searched, described.keys)
    assert made.owned == about.has_owner


def test_nothing_else_is_indexed() -> None:
    for name in MIGRATIONS:
        import_module(name)

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
