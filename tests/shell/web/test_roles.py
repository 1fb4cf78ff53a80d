"""The pages of roles: usual rights to begin with, copies, the matrix, and what a change means before it is saved."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.casting import NOW, Cast, found
from tests.signing import browser_of, id_of

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role
from plexus.kernel.identity.roles import STANDARD
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import roles
from plexus.shell.administration.queries.beginnings import BEGINNINGS


def cells(page: Any) -> dict[str, str]:
    """What the matrix of a page would send as it stands."""
    return {
        control.name: next(option.value for option in control.options if option.chosen)
        for group in page.context["groups"] for row in group.rows for control in row.controls
    }  # fmt: skip


def sentences(page: Any) -> list[str]:
    """What was told."""
    found_: list[str] = page.context["sentences"]
    return found_


def test_the_list_says_what_a_role_may_and_who_has_it(root: Actor) -> None:
    page = browser_of(root).get("/settings/roles")

    told = {line.role.name: (line.text, line.members) for line in page.context["lines"]}
    assert told == {
        "Administrator": ("May do everything, in settings too.", 1),
        "Manager": ("Sees everybody's records, changes everybody's, deletes the team's and below.", 1),
        "Sales": ("Sees the team's records, changes one's own, deletes one's own.", 3),
        "Reader": ("Sees everybody's records, changes nobody's, deletes nobody's.", 1),
    }


@pytest.mark.parametrize("begin", [each.key for each in BEGINNINGS])
def test_a_new_role_begins_with_what_was_chosen(root: Actor, ada: Actor, begin: str) -> None:
    answer = browser_of(root).post("/settings/roles", {"name": "New one", "begin": begin})

    made = Role.objects.get(name="New one")
    Person.objects.filter(pk=id_of(ada)).update(role=made)
    deals = registry.of(ada.workspace_id).object("deals")
    levels = [level(found(ada.person_id), deals, verb).name.lower() for verb in Verb]
    assert answer["Location"] == f"/settings/roles/{made.pk}"
    assert levels == {
        "sales": ["team", "all", "own", "own"], "alone": ["own", "own", "own", "own"],
        "lead": ["below", "all", "below", "own"], "manager": ["all", "all", "all", "below"],
        "office": ["all", "all", "all", "none"], "reader": ["all", "none", "none", "none"],
        "nothing": ["none", "none", "none", "none"],
    }[begin]  # fmt: skip


def test_a_role_is_copied_with_its_fields(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    browser.post(f"/settings/roles/{ada.role_id}/fields/deals", {"amount": "hidden"})

    browser.post(f"/settings/roles/{ada.role_id}/copy")

    held, made = Role.objects.get(key="sales", workspace_id=ada.workspace_id), Role.objects.get(name="Copy of Sales")
    assert (made.grants, made.fields) == (held.grants, {"deals": {"amount": "hidden"}})
    assert made.key != held.key


def test_a_copy_of_the_administrators_sees_all_and_does_not_administer(root: Actor, ada: Actor) -> None:
    browser_of(root).post("/settings/roles", {"name": "Deputy", "begin": f"role:{root.role_id}"})

    made = Role.objects.get(name="Deputy")
    assert not made.is_administrator
    assert made.grants == {"*": {"read": "all", "create": "all", "update": "all", "delete": "all"}}


@pytest.mark.parametrize("key", [each.key for each in STANDARD if not each.is_administrator])
def test_every_shipped_role_is_saved_as_it_is_shown(root: Actor, key: str) -> None:
    browser, held = browser_of(root), Role.objects.get(workspace_id=root.workspace_id, key=key)
    page = browser.get(f"/settings/roles/{held.pk}")

    told = browser.post(f"/settings/roles/{held.pk}/told", cells(page))
    browser.post(f"/settings/roles/{held.pk}", {"name": held.name, **cells(page)})

    assert sentences(told) == []
    assert Role.objects.get(pk=held.pk).grants == held.grants


def test_a_cell_says_what_is_so_also_where_everything_else_decides(root: Actor, ada: Actor) -> None:
    shown = cells(browser_of(root).get(f"/settings/roles/{ada.role_id}"))

    assert [shown[f"deals.{verb}"] for verb in Verb] == ["team", "all", "own", "own"]
    assert [shown[f"products.{verb}"] for verb in Verb] == ["all", "none", "none", "none"]
    assert [shown[f"stages.{verb}"] for verb in Verb] == ["all", "none", "none", "none"]
    assert not [name for name in shown if name.split(".")[0] in {"people", "teams", "roles"}]


def test_a_change_is_told_in_sentences_and_nothing_moves(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    shown = cells(browser.get(f"/settings/roles/{ada.role_id}"))
    wanted = shown | {
        "deals.delete": "all", "contacts.delete": "all", "accounts.read": "none", "products.update": "own",
        "*.read": "all",
    }  # fmt: skip

    told = browser.post(f"/settings/roles/{ada.role_id}/told", wanted)

    assert sentences(told) == [
        "No longer sees any: accounts.",
        "Deletes everybody's instead of one's own: contacts, deals.",
        "Now changes one's own: products.",
        "Sees everybody's instead of the team's: objects made later.",
    ]
    assert "What is not seen cannot be changed or deleted either: accounts, contacts, deals." in told.text
    assert "This counts at once for 3 people." in told.text
    assert found(ada.person_id).grants == ada.grants


def test_one_object_changes_and_the_others_stay(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    shown = cells(browser.get(f"/settings/roles/{ada.role_id}"))

    browser.post(f"/settings/roles/{ada.role_id}", {"name": "Sales", **shown, "deals.delete": "all"})

    rules = {"read": "team", "create": "all", "update": "own", "delete": "all"}
    assert found(ada.person_id).grants == {**ada.grants, "deals": rules}


def test_what_is_made_later_can_be_opened_without_opening_what_is_there(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    shown = cells(browser.get(f"/settings/roles/{ada.role_id}"))

    browser.post(f"/settings/roles/{ada.role_id}", {"name": "Sales", **shown, "*.read": "none"})

    now = found(ada.person_id)
    deals = registry.of(ada.workspace_id).object("deals")
    assert now.grants["*"]["read"] == "none"
    assert level(now, deals, Verb.READ).name == "TEAM"


def test_the_fields_are_told_too(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    address = f"/settings/roles/{ada.role_id}/told/deals"

    told = browser.post(address, {"amount": "hidden", "stage": "read_only", "account": "hidden", "name": "full"})

    assert sentences(told) == [
        "Hidden everywhere, from lists to files and history: Account, Amount.", "Seen, but no longer changed: Stage.",
    ]  # fmt: skip
    assert found(ada.person_id).fields == {}


def test_the_form_of_the_fields_is_saved_as_a_browser_sends_it(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    address = f"/settings/roles/{ada.role_id}/fields/deals"
    page = browser.get(address).text
    checked = dict(re.findall(r'name="(\w+)" value="(\w+)" aria-label="[^"]*" checked', page))
    version = re.findall(r'name="version" value="(\d+)"', page)[0]

    answer = browser.post(address, {**checked, "amount": "hidden", "version": version})
    stale = browser.post(address, {**checked, "amount": "full", "version": version})

    assert answer.status_code == 302
    assert stale.status_code == 412
    assert len(checked) > 15
    assert found(ada.person_id).fields == {"deals": {"amount": "hidden"}}


def test_a_role_that_nobody_has_is_removed_and_others_are_not(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    spare = roles.create_role(actor=root, name="Spare", now=NOW)

    removed = browser.post(f"/settings/roles/{spare.pk}/remove")
    held = browser.post(f"/settings/roles/{ada.role_id}/remove")
    stays = browser.post(f"/settings/roles/{root.role_id}/remove")

    assert removed["Location"] == "/settings/roles"
    assert Role.objects.get(pk=spare.pk).deleted_at is not None
    assert (held.status_code, stays.status_code) == (422, 422)
    assert "Sales is somebody&#x27;s role." in held.text
    assert Role.objects.filter(pk__in=[ada.role_id, root.role_id], deleted_at=None).count() == 2


def test_somebody_who_left_keeps_the_role_from_being_removed(root: Actor, ada: Actor) -> None:
    spare = roles.create_role(actor=root, name="Spare", now=NOW)
    Person.objects.filter(pk=id_of(ada)).update(role=spare, active=False)

    with pytest.raises(roles.RoleHeld):
        roles.remove_role(actor=root, role_id=spare.pk, now=NOW)


@pytest.mark.parametrize("door", ["", "/told", "/copy", "/remove", "/told/deals", "/fields/deals"])
def test_only_administrators_come_near(cast: Cast, door: str) -> None:
    for stranger in (cast.ada, cast.max, cast.lee):
        assert browser_of(stranger).post(f"/settings/roles/{cast.ada.role_id}{door}").status_code == 403
    with pytest.raises(NotAllowed):
        roles.copy_role(actor=cast.max, role_id=cast.ada.role_id, name="Mine", now=NOW)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        roles.remove_role(actor=cast.max, role_id=cast.ada.role_id, now=NOW)  # type: ignore[arg-type]
    assert Role.objects.filter(workspace_id=cast.root.workspace_id).count() == 4


def test_another_firms_role_is_not_there(root: Actor, eve: Actor) -> None:
    for door in ("", "/told", "/copy", "/remove"):
        assert browser_of(root).post(f"/settings/roles/{eve.role_id}{door}").status_code == 404


def test_what_was_chosen_survives_a_refusal(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    shown = cells(browser.get(f"/settings/roles/{ada.role_id}"))

    answer = browser.post(
        f"/settings/roles/{ada.role_id}", {**shown, "name": "Typed", "version": "99", "deals.read": "all"}
    )

    assert answer.status_code == 412
    assert cells(answer)["deals.read"] == "all"
    assert 'value="Typed"' in answer.text
