"""On a phone whatever is pressed is large enough for a finger, and no page is wider than the screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import PHONE, Visitor, path_of

# What answers to a tap: found by feeling the screen around each control. Links within a sentence are as high as it is.
SMALL = """() => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
  const LEAST = 39;
  const unit = (node) => node?.closest("[data-list] tbody tr[data-id], [data-card], label") ?? node?.closest(TARGETS);
  const far = (own, x, y, dx, dy) => {
    let steps = 0;
    const there = () => document.elementFromPoint(x + dx * (steps + 1), y + dy * (steps + 1));
    while (steps < LEAST && unit(there()) === own) steps += 1;
    return steps;
  };
  const isText = (node) => node.nodeType === 3 && node.data.trim().length > 2;
  const within = (node) => [...node.parentNode.childNodes].some(isText);
  const found = [];
  for (const node of document.querySelectorAll(TARGETS)) {
    if (node.closest("dialog:not([open]), [popover]:not(:popover-open), [hidden], .skip, .seen")) continue;
    const style = getComputedStyle(node);
    if (style.visibility === "hidden" || style.opacity === "0" || style.pointerEvents === "none") continue;
    if (style.display === "inline" && node.matches("a") && within(node)) continue;
    node.scrollIntoView({ block: "center", inline: "center" });
    const box = node.getClientRects()[0];
    if (!box || box.width < 2 || box.height < 2) continue;
    const [x, y, own] = [box.left + box.width / 2, box.top + box.height / 2, unit(node)];
    if (unit(document.elementFromPoint(x, y)) !== own) continue;
    const high = far(own, x, y, 0, -1) + far(own, x, y, 0, 1) + 1;
    const wide = far(own, x, y, -1, 0) + far(own, x, y, 1, 0) + 1;
    if (high < LEAST || wide < LEAST) found.push([node.className, wide, high, node.textContent.trim()].join(" "));
  }
  return found;
}"""
OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"
SALES = (
    "/", "/accounts", "/contacts", "/deals", "/deals/board", "/dashboard", "/activities", "/tasks", "/products",
    "/lists", "/files", "/trash", "/imports/new", "/quality/accounts", "/notifications", "/accounts/new", "/settings",
    "/settings/security", "/settings/tokens", "/settings/rights",
)  # fmt: skip
ADMINISTRATION = (
    "/settings/company", "/settings/people", "/settings/teams", "/settings/roles", "/settings/objects",
    "/settings/setup", "/settings/webhooks", "/settings/objects/deals/rules", "/settings/objects/deals/layouts",
    "/settings/demo",
)  # fmt: skip


def _felt(visitor: Visitor) -> list[Any]:
    """What is too small or too wide on the page that is open."""
    wide = ["wider than the screen"] if visitor.page.evaluate(OVERFLOWS) else []
    return [(visitor.page.url, each) for each in [*wide, *visitor.page.evaluate(SMALL)]]


def _felt_where_something_can_be_taken_back(visitor: Visitor) -> list[Any]:
    """The same of a company that was entered, changed and then deleted: its page, and what lies in the trash."""
    visitor.go("/accounts/new")
    visitor.page.locator("main [name=name]").fill("掌上公司")
    visitor.page.locator("main [name=name]").press("Enter")
    expect(visitor.page.locator("h1")).to_contain_text("掌上公司")
    there = path_of(visitor.page.url)
    assert visitor.post(f"{there}/edit", name="指尖公司", version="1") < 400
    visitor.go(there)
    expect(visitor.page.locator(".line .undo").first).to_be_visible()
    found = _felt(visitor)
    assert visitor.post(f"{there}/delete") == 204
    return found


@pytest.mark.parametrize(("role", "paths"), [("sales", SALES), ("administrator", ADMINISTRATION)])
def test_whatever_is_pressed_on_a_phone_is_as_large_as_a_finger(
    visit: Visiting, role: str, paths: tuple[str, ...]
) -> None:
    found: list[Any] = []
    with visit(PHONE) as person:
        person.come_in(role, "zh-hans")
        if role == "sales":
            found += _felt_where_something_can_be_taken_back(person)
        for path in paths:
            person.go(path)
            found += _felt(person)
        for objects in ("accounts", "deals") if role == "sales" else ():
            person.go(f"/{objects}")
            person.page.goto(person.origin + str(person.first_row().get_attribute("data-url")))
            person.page.wait_for_function("window.htmx !== undefined")
            found += _felt(person)

    assert not found
