"""PostgreSQL's programs are told the password where nobody else on the machine reads it."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from plexus.site.keeping import programs


@pytest.mark.parametrize(
    "url", ["postgresql://ada:pa%20ss%27@db.example:5433/firm?sslmode=require",
            r"host=db.example port=5433 user=ada password='pa ss\'' dbname=firm sslmode=require"],
)  # fmt: skip
def test_the_password_is_no_argument_and_all_else_is(url: str) -> None:
    argument, environment = programs.reached(url)

    assert environment["PGPASSWORD"] == "pa ss'"
    assert "pa ss" not in argument
    assert conninfo_to_dict(argument.removeprefix("--dbname=")) == {
        "host": "db.example", "port": "5433", "user": "ada", "dbname": "firm", "sslmode": "require",
    }  # fmt: skip


def test_without_a_password_the_environment_names_none() -> None:
    argument, environment = programs.reached("postgresql:///plexus")

    assert (argument, "PGPASSWORD" in environment) == ("--dbname=dbname=plexus", False)
