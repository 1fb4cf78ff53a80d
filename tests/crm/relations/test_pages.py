"""The box of relations, its dialog, and the map, as the browser asks for them."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast, a_contact, a_deal, a_relation, a_relation_type, an_account
from tests.signing import browser_of, undo_of

from plexus.crm.customers.models import Contact
from plexus.crm.relations.models import Relation, RelationType
from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.uuid7 import new_id
from plexus.kernel.workspaces.scope import enter

PART = {"HX-Request": "true"}


def statements(browser: Any, path: str) -> int:
    """How many statements a page asks when it is asked for again."""
    assert browser.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    return len(asked)


def told(html: str) -> list[str]:
    """The words and the name of each relation in the box."""
    text = re.sub(r"<svg.*?</svg>|<span class=\"face.*?</span>", "", html, flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in text.split("<li")[1:]]


def test_the_box_reads_in_the_right_direction_on_either_page(ada: Actor) -> None:
    person, firm = a_contact(ada, full_name="Li Na"), an_account(ada, name="Hengtong")
    decides = a_relation_type(ada, name="decides for", inverse_name="is decided by")
    a_relation(ada, person, firm, decides, strength="strong", note="Since the fair.")
    browser = browser_of(ada)

    there = browser.get(f"/contacts/{person.pk}/relations").content.decode()
    back = browser.get(f"/accounts/{firm.pk}/relations").content.decode()

    assert ["decides for Hengtong Strong · Since the fair." in line for line in told(there)] == [True]
    assert ["is decided by Li Na Strong · Since the fair." in line for line in told(back)] == [True]


def test_a_relation_is_added_changed_and_removed_from_the_page_of_a_record(ada: Actor) -> None:
    firm, person = an_account(ada, name="Hengtong"), a_contact(ada, full_name="Li Na")
    decides = a_relation_type(ada, name="decides for", inverse_name="is decided by")
    browser, path = browser_of(ada), f"/accounts/{firm.pk}/relations"
    form = {"way": f"{decides.pk}:back", "other": f"contacts:{person.pk}", "strength": "weak", "has_strength": "1"}

    shown = browser.get(f"{path}/new", headers=PART).content.decode()
    added = browser.post(f"{path}/new", form, headers=PART)

    assert "is decided by" in shown
    assert added.status_code == 204
    enter(ada.workspace_id)
    made = Relation.objects.get()
    assert (made.source, made.target, made.strength) == (("contacts", person.pk), ("accounts", firm.pk), "weak")
    held = browser.get(f"{path}/{made.pk}/edit", headers=PART).content.decode()
    assert f'value="contacts:{person.pk}"' in held
    changed = browser.post(f"{path}/{made.pk}/edit", form | {"strength": "strong", "version": "1"}, headers=PART)
    assert changed.status_code == 204
    stale = browser.post(f"{path}/{made.pk}/edit", form | {"version": "1"}, headers=PART)
    assert (stale.status_code, "Somebody else changed" in stale.content.decode()) == (422, True)
    again = browser.post(f"{path}/new", form, headers=PART)
    assert (again.status_code, "This relation is there already." in again.content.decode()) == (422, True)
    removed = browser.post(f"{path}/{made.pk}/remove")
    assert "undo" in removed.headers["HX-Trigger"]
    enter(ada.workspace_id)
    assert [(each.strength, each.deleted_at is None) for each in Relation.objects.all()] == [("strong", False)]


def test_a_relation_that_was_added_or_ended_is_taken_back_from_what_is_said(ada: Actor) -> None:
    firm, person = an_account(ada), a_contact(ada)
    browser, path = browser_of(ada), f"/accounts/{firm.pk}/relations"
    form = {"way": f"{a_relation_type(ada).pk}:back", "other": f"contacts:{person.pk}", "has_ended_on": "1"}
    added = browser.post(f"{path}/new", form, headers=PART)
    enter(ada.workspace_id)
    made = Relation.objects.get()
    ended = browser.post(f"{path}/{made.pk}/edit", form | {"ended_on": "2026-11-01", "version": "1"}, headers=PART)

    browser.post(undo_of(ended))
    enter(ada.workspace_id)
    going_on = Relation.objects.get().ended_on
    same = browser.post(f"{path}/{made.pk}/edit", form | {"version": "3"}, headers=PART)
    nothing = browser.post(undo_of(same))
    browser.post(undo_of(added))

    enter(ada.workspace_id)
    assert (ended.status_code, going_on, same.status_code, nothing.status_code) == (204, None, 204, 204)
    assert Relation.objects.get().deleted_at is not None


def test_what_is_missing_is_said_and_nothing_is_kept(ada: Actor) -> None:
    firm, browser = an_account(ada), browser_of(ada)
    a_relation_type(ada)

    answer = browser.post(f"/accounts/{firm.pk}/relations/new", {"way": "", "other": ""}, headers=PART)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Say how they stand to each other." in html
    assert "Type a name and choose whom you mean." in html
    enter(ada.workspace_id)
    assert Relation.objects.count() == 0


def test_a_relation_is_reached_only_from_its_own_ends(ada: Actor) -> None:
    made, other = a_relation(ada, a_contact(ada), an_account(ada)), an_account(ada, name="Weida")
    browser, path = browser_of(ada), f"/accounts/{other.pk}/relations/{made.pk}"

    assert [browser.get(f"{path}/edit").status_code, browser.post(f"{path}/remove").status_code] == [404, 404]
    enter(ada.workspace_id)
    assert Relation.objects.filter(deleted_at=None).count() == 1


def test_an_administrator_takes_the_standard_types_with_one_press(cast: Cast) -> None:
    firm = an_account(cast.ada)
    path = f"/accounts/{firm.pk}/relations"

    assert f'action="{path}/standard"' in browser_of(cast.root).get(f"{path}/new", headers=PART).content.decode()
    assert browser_of(cast.ada).post(f"{path}/standard").status_code == 403
    taken = browser_of(cast.root).post(f"{path}/standard", headers=PART).content.decode()

    assert "has decision maker" in taken
    enter(cast.root.workspace_id)
    assert RelationType.objects.count() == 15


def test_the_page_of_a_record_asks_no_more_for_its_relations(ada: Actor) -> None:
    firm = an_account(ada)
    browser, path = browser_of(ada), f"/accounts/{firm.pk}"
    before = statements(browser, path)
    for number in range(3):
        a_relation(
            ada, a_contact(ada, full_name=f"Person {number}"), firm, a_relation_type(ada, name=f"knows {number}")
        )

    assert statements(browser, path) == before


def test_the_map_of_a_company_of_two_thousand_asks_as_little_as_of_five(ada: Actor) -> None:
    small, large = an_account(ada, name="Small"), an_account(ada, name="Large")
    kind = a_relation_type(ada)
    for firm, number in ((small, 5), (large, 2_000)):
        Contact.objects.bulk_create(
            Contact(
                id=new_id(), workspace_id=ada.workspace_id, full_name=f"Person {n:04}", sort_key=f"person {n:04}",
                account=firm, owner_id=ada.person_id, team_id=ada.team_id,
            )
            for n in range(number)
        )  # fmt: skip
        an_account(ada, name="Part", parent=firm.pk)
        first = Contact.objects.filter(account=firm).first()
        assert first is not None
        a_relation(ada, first, firm, kind)
    browser = browser_of(ada)

    asked = [statements(browser, f"/accounts/{firm.pk}/relations/map") for firm in (small, large)]
    html = browser.get(f"/accounts/{large.pk}/relations/map").content.decode()

    assert asked[0] == asked[1]
    assert asked[0] <= 16
    assert "and 1,990 more people" in html or "and 1,989 more people" in html
    assert html.count('class="node') < 40


def test_opening_more_asks_no_more(ada: Actor) -> None:
    firms = [an_account(ada, name=f"Firm {n}") for n in range(6)]
    kind = a_relation_type(ada)
    for n, firm in enumerate(firms):
        a_contact(ada, full_name=f"Person {n}", account=firm.pk)
        an_account(ada, name=f"Part {n}", parent=firm.pk)
        if n:
            a_relation(ada, firms[0], firm, kind)
    browser, path = browser_of(ada), f"/accounts/{firms[0].pk}/relations/map"

    one = statements(browser, f"{path}?open=accounts:{firms[1].pk}")
    five = statements(browser, f"{path}?" + "&".join(f"open=accounts:{firm.pk}" for firm in firms[1:]))

    assert one == five
    html = browser.get(f"{path}?open=accounts:{firms[3].pk}").content.decode()
    assert "Person 3" in html
    assert "Person 4" not in html


def test_the_map_shows_who_decides_on_a_deal(ada: Actor) -> None:
    firm = an_account(ada, name="Hengtong")
    person, deal = a_contact(ada, full_name="Li Na", account=firm.pk), a_deal(ada, name="Ten lathes", account=firm.pk)
    a_relation(ada, person, deal, a_relation_type(ada, name="decides for", inverse_name="is decided by"))

    html = browser_of(ada).get(f"/deals/{deal.pk}/relations/map").content.decode()

    said = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in html.split('id="spelled"')[1].split("<li")[1:]]
    assert said[0].startswith("> Li Na decides for Ten lathes")
    assert "Hengtong" in html


def test_a_map_of_what_has_no_relations_is_not_there(ada: Actor) -> None:
    browser = browser_of(ada)

    assert browser.get(f"/products/{new_id()}/relations/map").status_code == 404
    assert browser.get(f"/accounts/{new_id()}/relations/map").status_code == 404
    assert browser.get(f"/accounts/{an_account(ada).pk}/relations/map?open=nonsense&open=deals:x").status_code == 200


def test_what_stands_between_two_people_is_drawn_on_a_phone_too(ada: Actor) -> None:
    firm = an_account(ada, name="Hengtong")
    people = [a_contact(ada, full_name=name, account=firm.pk) for name in ("Li Na", "Wang Fang", "Zhao Min")]
    reports = a_relation_type(ada, name="reports to", inverse_name="leads")
    for one in people[1:]:
        a_relation(ada, one, people[0], reports)

    html = browser_of(ada).get(f"/accounts/{firm.pk}/relations/map").content.decode()

    wide, narrow = html.split('<div class="sheet ')[1:]
    drawn = [sheet.count('<path class="tie') for sheet in (wide, narrow)]
    assert drawn == [5, 5]
