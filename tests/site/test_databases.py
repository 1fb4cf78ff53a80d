"""The application is bound by row-level security; its owner is not."""

import pytest
from django.db import ProgrammingError, connection, connections


@pytest.mark.django_db
def test_the_application_works_as_a_role_that_cannot_pass_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()

    assert row == ("plexus_app", False, False)


@pytest.mark.django_db
def test_the_application_cannot_change_the_schema() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("CREATE TABLE mine ()")


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_reaches_the_same_database() -> None:
    names = []
    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_database()")
            names.append(cursor.fetchone())

    assert names[0] == names[1]


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_cleaned_up_by_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('committed', '', now())")
        cursor.execute("SELECT count(*) FROM django_session")
        found = cursor.fetchone()

    assert found == (1,)


@pytest.mark.django_db
def test_the_next_test_finds_nothing_of_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        found = cursor.fetchone()

    assert found == (0,)
