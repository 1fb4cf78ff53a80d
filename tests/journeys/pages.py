"""Every page, for those who look at all of them; a test of addresses fails while one lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.visiting import path_of

if TYPE_CHECKING:
    from tests.journeys.visiting import Visitor

# Before anybody has signed in.
OUTSIDE = (
    "/sign-in", "/sign-in/inactive", "/password/reset", "/password/reset/sent", "/password/reset/key/1-unknown",
    "/password/reset/done", "/api/v1/problems",
)  # fmt: skip
PAGES = (
    "/", "/accounts", "/deals", "/tasks", "/stages", "/deals/board", "/dashboard", "/accounts/new", "/deals/new",
    "/trash", "/imports", "/imports/new", "/exports", "/settings", "/settings/security", "/settings/security/email",
    "/settings/tokens", "/settings/rights", "/settings/webhooks", "/settings/company", "/settings/setup",
    "/notifications", "/lists", "/lists/new", "/files",
    "/settings/people", "/settings/people/invite", "/settings/teams", "/settings/roles",
    "/settings/objects", "/settings/objects/new", "/settings/objects/deals", "/settings/objects/deals/change",
    "/settings/objects/deals/fields/new", "/settings/objects/deals/rules", "/settings/objects/deals/rules/new",
    "/settings/objects/deals/field-rules", "/settings/objects/deals/field-rules/source",
    "/settings/objects/deals/layouts", "/settings/objects/deals/layouts/everybody", "/settings/objects/deals/standard",
    "/quality/accounts", "/quality/deals", "/workspaces", "/me/password", "/me/two-step", "/me/two-step/app",
    "/me/confirm", "/sign-out",
)  # fmt: skip
# Where no address can be written down: the page that leads there, by its address or its name here, and the link on it.
LINKED = {
    "record": ("/accounts", "td.lead a"),
    "edit": ("record", "main a[href$='/edit']"),
    "history": ("record", "main a[href$='/history']"),
    "relations-map": ("record", "main a[href$='/relations/map']"),
    "relate": ("record", "main a[href$='/relations/new']"),
    "settings-person": ("/settings/people", "main a[href^='/settings/people/'] >> nth=1"),
    "settings-team": ("/settings/teams", "main a[href^='/settings/teams/']"),
    "settings-role": ("/settings/roles", ".role-line a.lead >> nth=2"),
    "settings-role-fields": ("settings-role", ".limits a >> nth=0"),
    "settings-layout": ("/settings/objects/deals/layouts", "main a[href*='/layouts/'] >> nth=1"),
}
# Where the demo leads nowhere yet: the journey that goes there.
ELSEWHERE = {
    "api:docs": "test_browser_security",
    "export-job": "test_selling",
    "import-mapping": "test_importing",
    "import-set-files": "test_importing_together",
    "relate-again": "test_relating",
    "settings-field": "test_made_to_measure",
    "settings-rule": "test_rules",
    "settings-webhook": "test_webhooks",
    "settings-webhook-message": "test_webhooks",
}


def addresses(visitor: Visitor) -> list[str]:
    """Every page that an administrator comes to; those without an address of their own by the link that leads there."""
    led: dict[str, str] = {}
    for name, (start, link) in LINKED.items():
        visitor.go(led.get(start, start))
        led[name] = path_of(visitor.page.locator(link).first.evaluate("link => link.href"))
    return [*PAGES, *led.values(), "/nothing-here"]
