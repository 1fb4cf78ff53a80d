"""Layouts by what a firm made itself: own fields on accounts, and an own object; what becomes of retired ones."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.casting import NOW, Cast, fresh
from tests.conformance import tailored
from tests.shell.web.views.asking import a_view, body, days, group_counts, lanes
from tests.signing import browser_of, undo_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.views.models import View
from plexus.shell.administration.actions import choices, fields, objects


def _made(actor: Actor, plural: str, **values: Any) -> Any:
    about = tailored.about(actor, plural)
    with acting(actor):
        return changing.create(actor=actor, about=about, values=values, now=NOW)


@pytest.fixture(params=["accounts", "machines"])
def plural(request: pytest.FixtureRequest, cast: Cast) -> str:
    """An object with own fields: one of the product, or the firm's own; it has three records."""
    if request.param == "machines":
        with acting(cast.root):
            objects.create_object(actor=cast.root, values={"label_en": "Machine", "plural_en": "Machines"}, now=NOW)
    for kind in ("choice", "date", "date_time", "money", "reference", "yes_no"):
        tailored.a_field(cast.root, request.param, kind)
    held = _made(cast.root, "accounts", name="Haier")
    for name, choice, day, amount, account in (
        ("One", "lathe", "2026-03-16", "10", held.pk),
        ("Two", "lathe", "2026-03-18", "32", None),
        ("Three", "press", "2026-04-02", None, held.pk),
    ):
        money = {"c_money": {"amount": amount, "currency": "EUR"}} if amount else {}
        given = {"c_choice": choice, "c_date": day, "c_date_time": f"{day}T20:30:00Z", "c_reference": account}
        _made(cast.root, request.param, name=name, **given, **money)
    return str(request.param)


def _row(cast: Cast, plural: str, name: str) -> Any:
    """A record by its name."""
    rows: Any = tailored.about(cast.root, plural).rows(cast.root.workspace_id)
    return rows.get(name=name)


def _mine(counts: dict[str, str]) -> dict[str, str]:
    """Without the account that others refer to, which has none of the fields."""
    return {label: count for label, count in counts.items() if not label.startswith("No ")}


def test_a_table_is_grouped_by_an_own_choice_with_the_sum_of_an_own_amount(cast: Cast, plural: str) -> None:
    page = body(browser_of(cast.root), f"/{plural}?view=all&layout=grouped&by=c_choice&measures=c_money:sum")

    assert _mine(group_counts(page)) == {"Lathe": "2", "Press": "1"}
    assert [each.split() for each in re.findall(r'class="figure">([^<]*)<', page)] == [["Own", "money", "€", "42"]]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("c_date", {"March 2026": "2", "April 2026": "1"}),
        ("c_date_time", {"March 2026": "2", "April 2026": "1"}),
        ("c_reference", {"Haier": "2"}),
    ],
)
def test_a_table_is_grouped_by_own_days_moments_and_references(
    cast: Cast, plural: str, by: str, expected: dict[str, str]
) -> None:
    found = _mine(group_counts(body(browser_of(cast.root), f"/{plural}?view=all&layout=grouped&by={by}")))

    assert found == expected


def test_a_board_stands_by_an_own_choice_and_a_card_moves(cast: Cast, plural: str) -> None:
    browser = browser_of(cast.root)
    page = body(browser, f"/{plural}?view=all&layout=board&by=c_choice&sort=name")
    found = {label: cards for label, cards in lanes(page).items() if not label.startswith("No ")}
    assert found == {"Lathe": ["One", "Two"], "Press": ["Three"], "Mill": []}
    row = _row(cast, plural, "Two")

    answer = browser.post(
        f"/{plural}/lanes/move?layout=board&by=c_choice", {"card": str(row.pk), "lane": "=mill", "version": "1"}
    )

    assert answer.status_code == 200
    assert fresh(row).custom["c_choice"] == "mill"
    browser.post(undo_of(answer))
    assert fresh(row).custom["c_choice"] == "lathe"


@pytest.mark.parametrize(("by", "day"), [("c_date", "2026-03-18"), ("c_date_time", "2026-03-19")])
def test_a_calendar_stands_by_an_own_day_or_moment_and_an_entry_moves(
    cast: Cast, plural: str, by: str, day: str
) -> None:
    browser = browser_of(cast.root)
    page = body(browser, f"/{plural}?view=all&layout=calendar&by={by}&day=2026-03-01")
    first = {"c_date": "2026-03-16", "c_date_time": "2026-03-17"}[by]
    assert {at: held for at, held in days(page).items() if at < "2026-04"} == {first: ["One"], day: ["Two"]}
    row = _row(cast, plural, "Two")

    answer = browser.post(
        f"/{plural}/days/move?layout=calendar&by={by}", {"record": str(row.pk), "day": "2026-03-25", "version": "1"}
    )

    assert answer.status_code == 204
    assert fresh(row).custom[by] == {"c_date": "2026-03-25", "c_date_time": "2026-03-24T20:30:00Z"}[by]


def test_a_retired_choice_makes_a_lane_only_while_records_hold_it(cast: Cast, plural: str) -> None:
    rest = [{**each, "retired": each["key"] != "press"} for each in tailored.CHOICES]
    about = tailored.about(cast.root, plural)
    with acting(cast.root):
        key = about.fields["c_choice"].definition
        assert key
        choices.set_choices(actor=cast.root, field_id=key, now=NOW, choices=rest)

    found = lanes(body(browser_of(cast.root), f"/{plural}?view=all&layout=board&by=c_choice"))

    assert [label for label in found if not label.startswith("No ")] == ["Press", "Lathe"]


def test_the_groups_of_a_rating_are_called_by_their_stars(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "rating", options={"most": 5})
    _made(cast.root, "accounts", name="Haier", c_rating=3)

    page = body(browser_of(cast.root), "/accounts?view=all&layout=grouped&by=c_rating")

    assert group_counts(page) == {"★★★☆☆": "1"}


def test_every_own_field_that_fits_is_offered_to_make_groups_of_any_object(cast: Cast) -> None:
    tailored.a_field(cast.root, "deals", "choice")
    for number in range(15):
        tailored.a_field(cast.root, "deals", "date", name=f"day_{number}", label_en=f"Day {number}")

    page = body(browser_of(cast.root), "/deals?view=all")

    ways = {"grouped": ("c_choice", "day_0", "day_14"), "board": ("c_choice",), "calendar": ("day_0", "day_14")}
    wanted = [f'layout={layout}&by={name}"' for layout, names in ways.items() for name in names]
    assert [each for each in wanted if each not in page] == []


def test_a_view_over_a_retired_field_says_so_and_shows_the_rest(cast: Cast, plural: str) -> None:
    about = tailored.about(cast.root, plural)
    both = {
        "and": [
            {"field": "c_choice", "op": "eq", "value": "lathe"},
            {"field": "name", "op": "in", "value": ["One", "Two", "Three"]},
        ]
    }
    view = a_view(
        cast.root, object=plural, name="Lathes", filter=json.dumps(both), layout="grouped", group_by="c_choice",
        sort="c_date,name", columns=["name", "c_choice"], measures=["c_money:sum"], audience="everybody",
    )  # fmt: skip
    browser = browser_of(cast.root)
    assert group_counts(body(browser, f"/{plural}?view={view.pk}")) == {"Lathe": "2"}
    with acting(cast.root):
        for name in ("c_choice", "c_date", "c_money"):
            key = about.fields[name].definition
            assert key
            fields.retire_field(actor=cast.root, record_id=key, now=NOW)

    page = body(browser, f"/{plural}?view={view.pk}")

    assert "No longer there, and so left out of this view: “Own choice”, “Own money”, “Own date”." in page
    assert all(name in page for name in ("One", "Two", "Three"))
    assert "may not see" not in page
    with acting(cast.root):
        key = about.fields["c_choice"].definition
        assert key
        fields.reinstate_field(actor=cast.root, record_id=key, now=NOW)
    assert group_counts(body(browser, f"/{plural}?view={view.pk}")) == {"Lathe": "2"}


def test_the_views_of_a_retired_object_lead_nowhere_and_disturb_no_other_page(cast: Cast) -> None:
    with acting(cast.root):
        made = objects.create_object(actor=cast.root, values={"label_en": "Machine", "plural_en": "Machines"}, now=NOW)
    view = a_view(cast.root, object="machines", name="All machines", filter="")
    browser = browser_of(cast.root)
    browser.post(f"/machines/views/{view.pk}/pin")
    assert "All machines" in body(browser, "/accounts")
    with acting(cast.root):
        objects.retire_object(actor=cast.root, record_id=made.pk, now=NOW)

    assert "All machines" not in body(browser, "/accounts")
    assert browser.get(f"/machines?view={view.pk}").status_code == 404
    with acting(cast.root):
        assert View.objects.filter(pk=view.pk).exists()
