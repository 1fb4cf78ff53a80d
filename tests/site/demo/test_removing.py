"""Removing the demo leaves nothing of it and touches nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from psycopg import sql
from tests.casting import a_record

from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import system
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries import logins
from plexus.kernel.workspaces.models import Workspace
from plexus.site.demo.actions.founding import Demo, found_demo
from plexus.site.demo.actions.removing import TABLES, NoDemo, remove_demo

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def demo() -> Demo:
    """The small demo, committed."""
    return found_demo(now=NOW, size="small")


@pytest.fixture
def browser(settings: Any) -> Client:
    """A browser on this machine, with the demo's doors open."""
    settings.PLEXUS_DEMO = True
    return Client(headers={"Accept-Language": "en"})


def _rows_of(workspace_id: UUID) -> dict[str, int]:
    """How many rows each table holds of a workspace, without those that hold none."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLES)
        found = {}
        for (table,) in cursor.fetchall():
            count = sql.SQL("SELECT count(*) FROM {} WHERE workspace_id = %s").format(sql.Identifier(table))
            cursor.execute(count, [workspace_id])
            found[table] = cursor.fetchone()[0]
    return {table: rows for table, rows in found.items() if rows}


def _slugs() -> list[str]:
    return list(Workspace.objects.using("owner").order_by("slug").values_list("slug", flat=True))


def test_nothing_of_the_demo_remains_in_any_table(demo: Demo) -> None:
    assert len(_rows_of(demo.workspace_id)) > 15

    removed = remove_demo(slug="demo")

    assert _rows_of(demo.workspace_id) == {}
    assert _slugs() == []
    assert User.objects.count() == 0
    assert removed.rows > demo.records
    assert removed.added == 0


def test_what_people_added_goes_too_and_is_counted(demo: Demo) -> None:
    a_record("accounts", system(demo.workspace_id), name="Really Ours")

    assert remove_demo(slug="demo").added == 1
    assert _rows_of(demo.workspace_id) == {}


def test_its_files_go_and_those_of_others_stay(demo: Demo, settings: Any, tmp_path: Path) -> None:
    settings.PLEXUS_DATA = tmp_path
    kept = tmp_path / "exports" / "other" / "accounts.csv"
    gone = tmp_path / "imports" / str(demo.workspace_id) / "accounts.csv"
    for file in (kept, gone):
        file.parent.mkdir(parents=True)
        file.touch()

    remove_demo(slug="demo")

    assert (kept.exists(), gone.parent.exists()) == (True, False)


def test_another_workspace_and_its_people_stay_as_they_were(demo: Demo) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    add_person(workspace_id=home.pk, name="Root", email="root@example.com", role_key="administrator")
    add_person(workspace_id=demo.workspace_id, name="Root", email="root@example.com")
    a_record("accounts", system(home.pk), name="Ours")
    held = _rows_of(home.pk)

    remove_demo(slug="demo")

    assert _rows_of(home.pk) == held
    assert _slugs() == ["home"]
    assert [user.email for user in User.objects.all()] == ["root@example.com"]


def test_a_workspace_that_is_no_demo_is_not_removed(demo: Demo) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    held = _rows_of(home.pk)

    with pytest.raises(NoDemo, match="There is no demo “home”"):
        remove_demo(slug="home")

    assert _rows_of(home.pk) == held


def test_a_demo_can_be_founded_again_after_its_removal(demo: Demo) -> None:
    remove_demo(slug="demo")

    again = found_demo(now=NOW, size="small")

    assert again.records == demo.records
    assert again.workspace_id != demo.workspace_id


def test_one_click_leads_from_the_demo_to_a_company_of_ones_own(demo: Demo, browser: Client) -> None:
    browser.post("/demo/sales")
    assert "Start with your own data" in browser.get("/").text

    answer = browser.post("/settings/demo/start")
    welcome = browser.get(answer["Location"])
    browser.post(
        answer["Location"],
        {"company": "Ours", "name": "Fang", "email": "fang@example.com", "password": "a calm river in spring"},
    )

    assert welcome.status_code == 200
    assert "Your name" in welcome.text
    assert "Good day, Fang" in browser.get("/").text
    assert "In negotiation" in browser.get("/deals/board").text
    assert _slugs() == ["demo", "main"]


def test_nobody_becomes_administrator_of_a_company_that_has_one(demo: Demo, browser: Client) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    add_person(
        workspace_id=home.pk, name="Root", email="root@example.com", role_key="administrator", password="a calm river"
    )
    browser.post("/demo/administrator")

    answer = browser.post("/settings/demo/start", follow=True)

    assert answer.redirect_chain == [("/settings/demo", 302)]
    assert "Somebody works with own data here already." in answer.text
    assert _slugs() == ["demo", "home"]


def test_one_click_removes_the_demo_and_goes_on_to_own_data(demo: Demo, browser: Client) -> None:
    browser.post("/demo/administrator")
    assert "Remove the demo" in browser.get("/settings/demo").text

    answer = browser.post("/settings/demo/remove")

    assert answer["Location"].startswith("/welcome/")
    assert _rows_of(demo.workspace_id) == {}
    assert browser.get("/").status_code == 302
    assert logins.demo_entries() == ()


def test_a_company_of_ones_own_says_nothing_of_removing_the_demo_beside_it(demo: Demo, browser: Client) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    root = add_person(workspace_id=home.pk, name="Root", email="root@example.com", role_key="administrator")
    assert root.user is not None
    browser.force_login(root.user)

    start = browser.get("/").text
    answers = [browser.get("/settings/demo").status_code, browser.post("/settings/demo/remove").status_code]

    assert "Import your customers" in start
    assert "Remove the demo" not in start
    assert answers == [404, 404]
    assert _slugs() == ["demo", "home"]


@pytest.mark.parametrize("role", ["manager", "sales"])
def test_only_administrators_remove_it(demo: Demo, browser: Client, role: str) -> None:
    browser.post(f"/demo/{role}")

    assert "Remove the demo" not in browser.get("/settings/demo").text
    assert browser.post("/settings/demo/remove").status_code == 404
    assert _slugs() == ["demo"]


def test_without_a_demo_there_is_no_page_about_one(browser: Client) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    root = add_person(workspace_id=home.pk, name="Root", email="root@example.com", role_key="administrator")
    assert root.user is not None
    browser.force_login(root.user)

    assert browser.get("/settings/demo").status_code == 404
    assert "Remove the demo" not in browser.get("/").text
