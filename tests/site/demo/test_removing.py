"""Removing the demo leaves nothing of it and touches nothing else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import Client
from psycopg import sql
from tests.casting import a_record
from tests.signing import is_signed_in

from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.actor import system
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries import logins
from plexus.kernel.jobs import errands, registry, running
from plexus.kernel.workspaces.models import Workspace
from plexus.site.demo.actions import going
from plexus.site.demo.actions.founding import Demo, found_demo
from plexus.site.demo.actions.removing import TABLES, NoDemo, remove_demo
from plexus.site.demo.queries import demos

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


def _work() -> None:
    """What a worker does as soon as it looks around."""
    for workspace_id in registry.errands()[going.ERRAND].due():
        errands.run(going.ERRAND, workspace_id)


def _and_close(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def _hold_a_deal() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM sales_deal LIMIT 1 FOR UPDATE")


def _waiting_for_us() -> int:
    """The process of the database that waits for what this connection holds."""
    with connections["owner"].cursor() as cursor:
        for _try in range(600):
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if row := cursor.fetchone():
                return int(row[0])
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.1)")
    pytest.fail("nobody waits")


def _kill(pid: int) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


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
    bytes_of_it, picture = (tmp_path / each / str(demo.workspace_id) / "ab" / "abc" for each in ("files", "previews"))
    for file in (kept, gone, bytes_of_it, picture):
        file.parent.mkdir(parents=True)
        file.touch()

    remove_demo(slug="demo")

    assert [each.exists() for each in (kept, gone.parent, bytes_of_it, picture)] == [True, False, False, False]


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


def test_a_login_of_the_demo_that_works_in_a_company_too_stays_there(demo: Demo) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    made_up = User.objects.using("owner").filter(email__endswith="@demo.example").order_by("email")
    kept, gone = made_up.values_list("email", flat=True)[:2]
    add_person(workspace_id=home.pk, name="Lent", email=kept)

    remove_demo(slug="demo")

    assert User.objects.using("owner").filter(email=kept).exists()
    assert not User.objects.using("owner").filter(email=gone).exists()


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
    waiting = browser.get(answer["Location"]).text
    entries, early = logins.demo_entries(), browser.post("/settings/demo/removal/on")["Location"]
    _work()
    told = browser.get(answer["Location"], headers={"HX-Request": "true"})
    gone = browser.get(answer["Location"]).text
    onward = browser.post("/settings/demo/removal/on")["Location"]

    assert answer["Location"] == early == "/settings/demo/removal"
    assert "The demo is being removed" in waiting
    assert entries == ()
    assert (told.status_code, told["HX-Refresh"]) == (204, "true")
    assert "The demo is gone" in gone
    assert onward.startswith("/welcome/")
    assert _rows_of(demo.workspace_id) == {}
    assert browser.get("/").status_code == 302
    assert browser.get("/settings/demo/removal")["Location"] == "/"


def test_whoever_works_in_a_demo_only_is_signed_out_as_soon_as_it_goes(demo: Demo, browser: Client) -> None:
    home = found_workspace(slug="home", name="Home", language="en")
    root = add_person(workspace_id=home.pk, name="Root", email="root@example.com", role_key="administrator")
    assert root.user is not None
    add_person(workspace_id=demo.workspace_id, name="Root", email="root@example.com")
    at_work, at_home = Client(headers={"Accept-Language": "en"}), Client()
    at_work.post("/demo/sales")
    at_home.force_login(root.user)
    browser.post("/demo/administrator")
    held, before = _rows_of(demo.workspace_id)["sales_deal"], at_work.get("/deals").status_code

    asked = browser.post("/settings/demo/remove")
    page, part = at_work.get("/deals"), at_work.get("/deals", headers={"HX-Request": "true"})

    assert (before, page.status_code, page["Location"]) == (200, 302, "/sign-in?next=%2Fdeals")
    assert part["X-Signed-Out"] == "1"
    assert "The demo is being removed" in browser.get(asked["Location"]).text
    assert at_home.get("/", follow=True).status_code == 200
    assert is_signed_in(at_home)
    assert _rows_of(demo.workspace_id)["sales_deal"] == held


def test_a_removal_that_is_cut_off_leaves_the_demo_whole_and_is_begun_anew(demo: Demo) -> None:
    held = _rows_of(demo.workspace_id)
    going.begin(slug="demo")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(using="owner"):
            _hold_a_deal()
            removing = pool.submit(_and_close, partial(going.finish, demo.workspace_id))
            worker = _waiting_for_us()
            told = demos.removal_of(demo.workspace_id)
            _kill(worker)
        removing.result(timeout=30)

    assert told.total is not None
    assert (told.state, 0 < told.done < told.total) == ("going", True)
    assert _rows_of(demo.workspace_id) == held
    assert demos.going() == [demo.workspace_id]
    _work()
    assert (_rows_of(demo.workspace_id), _slugs()) == ({}, [])
    assert demos.removal_of(demo.workspace_id).state == "gone"


def test_a_removal_that_a_stopping_worker_leaves_is_begun_anew(demo: Demo) -> None:
    held = _rows_of(demo.workspace_id)
    going.begin(slug="demo")
    running.stopping.set()
    going.finish(demo.workspace_id)
    running.stopping.clear()

    assert (_rows_of(demo.workspace_id), demos.going()) == (held, [demo.workspace_id])


def test_where_the_removal_fails_the_demo_stays_as_it_was_and_whoever_asked_is_told(
    demo: Demo, browser: Client
) -> None:
    browser.post("/demo/administrator")
    held = _rows_of(demo.workspace_id)
    with connections["owner"].cursor() as cursor:
        # What somebody else keeps beside Plexus in the same database points at the demo.
        cursor.execute("CREATE TABLE beside (of uuid REFERENCES workspaces_workspace)")
        cursor.execute("INSERT INTO beside VALUES (%s)", [demo.workspace_id])

    browser.post("/settings/demo/remove")
    _work()
    told = browser.get("/settings/demo/removal").text
    onward = browser.post("/settings/demo/removal/on")["Location"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE beside")

    assert "The demo is still there" in told
    assert (onward, demos.going()) == ("/", [])
    assert _rows_of(demo.workspace_id) == held
    assert [each.role for each in logins.demo_entries()] == ["administrator", "manager", "sales"]


def test_a_demo_that_goes_counts_as_no_company_of_ones_own(demo: Demo) -> None:
    going.begin(slug="demo")

    assert demos.own_workspace() is None
    assert remove_demo(slug="demo").rows > demo.records


def test_nobody_else_is_told_of_a_removal(demo: Demo, browser: Client) -> None:
    going.begin(slug="demo")

    assert browser.get("/settings/demo/removal")["Location"] == "/"
    assert browser.post("/settings/demo/removal/on")["Location"] == "/"
    assert _slugs() == ["demo"]


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
