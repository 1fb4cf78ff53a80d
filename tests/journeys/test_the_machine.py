"""An administrator builds machines with a sum and a formula, brings in 5,000, and hides a field from the sales people.

Somebody without that right then tries every door that there is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.test_calculating import choose, choose_type
from tests.journeys.test_importing import UNDO, Importer
from tests.journeys.test_made_to_measure import a_field
from tests.journeys.visiting import Visitor

MACHINES, DEAREST = 5_000, 987_654
WORKED = 180_000


def makes_the_object(at: Visitor, label: str) -> str:
    """An object of its own with fields of several types; gives its name in addresses."""
    page = at.page
    at.go("/settings/objects")
    page.get_by_role("link", name="New object").click()
    page.locator("#f-label_en").fill(label)
    page.locator("#f-plural_en").fill(f"{label}s")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("h1")).to_have_text(f"{label}s")
    plural = page.url.rpartition("/")[2]
    a_field(at, "Serial number", "text")
    a_field(at, "State", "choice", choices=("Running", "Broken"))
    a_field(at, "Cost", "integer")
    a_field(at, "Customer", "reference")
    return plural


def makes_a_formula(at: Visitor, plural: str) -> None:
    """What a machine costs with tax, reckoned from its cost."""
    page = at.page
    at.go(f"/settings/objects/{plural}")
    page.get_by_role("link", name="New field").first.click()
    choose_type(page, "formula")
    page.locator("#f-label_en").fill("Cost with tax")
    page.locator("#f-expression").fill("cost * 1.1")
    expect(page.locator("#field-told")).to_contain_text("This gives")
    page.get_by_role("button", name="Make the field").click()
    expect(page.locator("[data-order]")).to_contain_text("Cost with tax")


def makes_a_roll_up(at: Visitor, plural: str, label: str) -> str:
    """How many machines an account has; gives the field's name."""
    page = at.page
    at.go("/settings/objects/accounts")
    page.get_by_role("link", name="New field").first.click()
    choose_type(page, "rollup")
    page.locator("#f-label_en").fill(label)
    choose(page, "list", plural)
    page.get_by_role("button", name="Make the field").click()
    expect(page.locator("[data-order]")).to_contain_text(label)
    return page.locator("[data-order] li", has_text=label).get_attribute("data-name") or ""


def many_machines(folder: Path, customer: str) -> Path:
    """A file of 5,000, every tenth at one customer, the last the dearest."""
    file = folder / "machines.csv"
    lines = [
        f"Press {number},SN-{number:05},{'Broken' if number % 5 == 0 else 'Running'},"
        f"{DEAREST if number == MACHINES else number},{customer if number % 10 == 0 else ''}"
        for number in range(1, MACHINES + 1)
    ]
    file.write_text("\n".join(["Name,Serial number,State,Cost,Customer", *lines]), "utf-8")
    return file


def of_sales(at: Visitor) -> None:
    """Open the role of sales people."""
    at.go("/settings/roles")
    at.page.locator(".role-line").get_by_role("link", name="Sales", exact=True).click()


def keeps(at: Visitor) -> None:
    """Save what was said of a role."""
    at.page.locator("main form button[type=submit].main").click()
    expect(at.page.locator("h1")).to_contain_text("Sales")


def shows_all(at: Visitor, plural: str) -> None:
    """Sales people see everybody's machines."""
    of_sales(at)
    at.page.locator(f"select[name='{plural}.read']").select_option("all")
    keeps(at)


def hides_the_cost(at: Visitor, plural: str) -> None:
    """Sales people see nothing any more of what a machine costs."""
    page = at.page
    of_sales(at)
    page.locator(f"tr:has(select[name='{plural}.read']) .limits a").click()
    page.locator("input[name=cost][value=hidden]").check()
    keeps(at)


def makes_a_token(at: Visitor) -> str:
    """A token by which a program may do what this person may."""
    at.go("/settings/tokens")
    at.page.locator("#f-name").fill("Curious")
    at.page.get_by_role("button", name="Make the token").click()
    return at.page.locator("main code").first.inner_text().strip()


def asked(at: Visitor, path: str, token: str) -> tuple[int, str]:
    """What an address answers to this person, or to the program of this person."""
    status, text = at.page.evaluate(
        """async ([path, token]) => {
            const headers = path.startsWith("/api/") ? {Authorization: `Bearer ${token}`} : {};
            const answer = await fetch(path, {headers});
            return [answer.status, await answer.text()];
        }""",
        [path, token],
    )
    return int(status), str(text)


def doors(plural: str, record: str) -> dict[str, str]:
    """Every address by which somebody might learn what a machine costs."""
    secret = {"field": "cost", "op": "gt", "value": 5}
    dearest = quote(json.dumps({"field": "cost", "op": "eq", "value": DEAREST}))
    taxed = quote(json.dumps({"field": "cost_with_tax", "op": "gt", "value": 5}))
    return {
        "list": f"/{plural}", "filter": f"/{plural}?filter={dearest}", "sort": f"/{plural}?sort=-cost",
        "formula": f"/{plural}?filter={taxed}", "sort by formula": f"/{plural}?sort=-cost_with_tax",
        "board": f"/{plural}?layout=board&by=state&measures=sum:cost",
        "record": f"/{plural}/{record}", "edit": f"/{plural}/{record}/edit",
        "history": f"/{plural}/{record}/history", "new": f"/{plural}/new", "search": f"/search/palette?q={DEAREST}",
        "as of": f"/{plural}/{record}?as_of=2026-01-01T00:00",
        "export": f"/{plural}/export?format=csv&fields=name,cost,cost_with_tax",
        "from afar": f"/accounts?filter={quote(json.dumps({'has': plural, 'where': secret}))}",
        "API list": f"/api/v1/{plural}?sort=-cost", "API record": f"/api/v1/{plural}/{record}",
        "API filter": f"/api/v1/{plural}?filter={dearest}", "API sums": f"/api/v1/{plural}/aggregate?measure=sum:cost",
        "API history": f"/api/v1/{plural}/{record}/history", "API schema": f"/api/v1/schema/{plural}",
    }  # fmt: skip


def test_machines_are_built_brought_in_and_kept_from_those_who_may_not_know(visit: Visiting, tmp_path: Path) -> None:
    mark = token_hex(2)
    label, rolled = f"Machine {mark}", f"Machines {mark} here"
    with visit() as admin, visit() as seller:
        page = admin.page
        admin.come_in("administrator")
        admin.go("/accounts?view=all")
        customer = admin.first_row().locator("td.lead a").inner_text()
        plural = makes_the_object(admin, label)
        makes_a_formula(admin, plural)
        roll_up = makes_a_roll_up(admin, plural, rolled)

        importer = Importer(admin)
        admin.go(f"/imports/new?object={plural}")
        importer.upload(many_machines(tmp_path, customer))
        importer.try_it()
        page.locator(".form-foot button.main").click()
        expect(page.locator(UNDO)).to_be_visible(timeout=WORKED)

        assert importer.sums()[0] == "5,000"
        admin.go(f"/{plural}?sort=-cost_with_tax")
        expect(admin.first_row()).to_contain_text(f"Press {MACHINES}")
        expect(page.locator(".head .count")).to_have_text("5,000")
        admin.go(f"/accounts?sort=-{roll_up}")
        expect(admin.first_row()).to_contain_text(customer)
        admin.go(f"/{plural}?layout=board&by=state")
        expect(page.locator("main")).to_contain_text("1,000")

        shows_all(admin, plural)
        seller.come_in("sales")
        token = makes_a_token(seller)
        seller.go(f"/{plural}?sort=-cost")
        expect(seller.first_row()).to_contain_text(f"Press {MACHINES}")
        seller.first_row().locator("td.lead a").click()
        expect(seller.page.locator("#record")).to_be_visible()
        record = seller.page.url.rpartition("/")[2]
        open_before = {name: asked(seller, path, token) for name, path in doors(plural, record).items()}
        hides_the_cost(admin, plural)
        shut = {name: asked(seller, path, token) for name, path in doors(plural, record).items()}

        told = re.compile(f"{DEAREST}|{DEAREST:,}|1086419|1,086,419")
        assert [name for name, (_status, text) in open_before.items() if told.search(text)]
        assert {name: _around(told, text) for name, (_status, text) in shut.items() if told.search(_own(text))} == {}
        assert {name: status for name, (status, _text) in shut.items() if status >= 500} == {}
        refused = {name for name, (status, _text) in shut.items() if status == 422}
        assert {"API list", "API filter", "API sums"} <= refused


def _own(text: str) -> str:
    """An answer without what it only repeats of the question."""
    return re.sub(r'(href|value|content|hx-[a-z]+|data-[a-z-]+|action)="[^"]*"', "", text)


def _around(told: re.Pattern[str], text: str) -> Any:
    found = told.search(text)
    return text[max(found.start() - 120, 0) : found.end() + 40] if found else ""
