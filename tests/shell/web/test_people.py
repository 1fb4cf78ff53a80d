"""People: inviting, changing, letting go; the last administrator stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.casting import NOW, found
from tests.signing import PASSWORD, browser_of, id_of, is_signed_in, login_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role, User
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import people, roles
from plexus.shell.administration.actions.people import SignsInHimself


def _role(actor: Actor, key: str) -> str:
    return str(Role.objects.get(workspace_id=actor.workspace_id, key=key).pk)


def _invite(root: Actor, email: str = "New@Example.com", role: str = "sales") -> people.Invitation:
    return people.invite(actor=root, values={"name": "New", "email": email, "role": _role(root, role)}, now=NOW)


def test_an_invitation_makes_a_person_a_login_and_one_cause(root: Actor) -> None:
    made = _invite(root)

    assert (made.person.email, made.person.role.key, made.person.active) == ("new@example.com", "sales", True)
    assert made.person.user == User.objects.get(email="new@example.com")
    causes = Cause.objects.filter(action__startswith="people.")
    assert [each.action for each in causes] == ["people.invite"]
    assert Change.objects.filter(cause_id=causes[0].pk, object="people").count() == 2


def test_who_is_invited_is_no_administrator_unless_somebody_says_so(root: Actor) -> None:
    shown = browser_of(root).get("/settings/people/invite").text

    assert f'value="{_role(root, "sales")}" selected' in shown
    assert f'value="{_role(root, "administrator")}" selected' not in shown


def test_the_page_shows_a_link_that_lets_the_invited_person_in(root: Actor) -> None:
    browser = browser_of(root)

    page = browser.post(
        "/settings/people/invite", {"name": "New", "email": "new@example.com", "role": _role(root, "sales")}
    )
    link = re.search(r"http://testserver(/welcome/[\w-]{43})", page.text)
    assert link
    invited = Client()
    invited.post(link[1], {"password": PASSWORD})

    assert is_signed_in(invited)
    assert invited.get("/settings").status_code == 200
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_somebody_who_works_elsewhere_is_let_in_but_no_link_is_made_for_her(root: Actor, eve: Actor) -> None:
    made = _invite(root, email="eve@example.com")

    assert made.path is None
    assert made.person.user_id == eve.user_id
    with pytest.raises(SignsInHimself):
        people.give_link(actor=root, person_id=made.person.pk, now=NOW)


def test_nobody_is_invited_twice_and_it_is_said_who_has_the_address(root: Actor, ada: Actor) -> None:
    form = {"name": "New", "email": "Ada@example.com", "role": _role(root, "sales")}
    with pytest.raises(Taken):
        _invite(root, email="ada@example.com")
    page = browser_of(root).post("/settings/people/invite", form)
    people.deactivate(actor=root, person_id=id_of(ada), now=NOW)
    later = browser_of(root).post("/settings/people/invite", form)

    assert "Ada works here already and signs in with this e-mail address." in page.text
    assert "Ada worked here with this e-mail address. Reactivate that person instead." in later.text
    assert Person.objects.filter(email__iexact="ada@example.com").count() == 1


@pytest.mark.parametrize("who", ["ada", "max", "lee"])
def test_only_administrators_invite_change_let_go_and_make_links(
    who: str, cast: object, root: Actor, ada: Actor
) -> None:
    actor: Actor = getattr(cast, who)
    person_id = id_of(ada)

    for attempt in (
        lambda: people.invite(
            actor=actor, values={"name": "N", "email": "n@example.com", "role": _role(root, "sales")}, now=NOW
        ),
        lambda: people.change(actor=actor, person_id=person_id, values={"role": _role(root, "administrator")}, now=NOW),
        lambda: people.deactivate(actor=actor, person_id=person_id, now=NOW),
        lambda: people.reactivate(actor=actor, person_id=person_id, now=NOW),
        lambda: people.give_link(actor=actor, person_id=person_id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert Person.objects.get(pk=person_id).version == 1


@pytest.mark.parametrize("who", ["ada", "max", "lee"])
def test_nobody_raises_his_own_role_through_the_one_door_for_writes(who: str, cast: object, root: Actor) -> None:
    actor: Actor = getattr(cast, who)
    schema = registry.of(actor.workspace_id)
    administrator = {"role": _role(root, "administrator")}

    with pytest.raises(NotAllowed):
        changing.update(
            actor=actor, about=schema.object("people"), record_id=id_of(actor), values=administrator, now=NOW
        )
    with pytest.raises(NotAllowed):
        changing.update(
            actor=actor, about=schema.object("roles"), record_id=actor.role_id or id_of(actor),
            values={"is_administrator": True}, now=NOW,
        )  # fmt: skip

    assert not found(actor.person_id).is_administrator


def test_the_last_administrator_cannot_be_let_go(root: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        people.deactivate(actor=root, person_id=id_of(root), now=NOW)

    assert [each.code for each in refused.value.fields] == ["last_administrator"]
    assert Person.objects.get(pk=id_of(root)).active


def test_the_last_administrator_cannot_be_demoted(root: Actor) -> None:
    with pytest.raises(Invalid):
        people.change(actor=root, person_id=id_of(root), values={"role": _role(root, "sales")}, now=NOW)

    assert Person.objects.get(pk=id_of(root)).role_id == root.role_id


def test_the_last_administrator_cannot_be_put_into_the_trash(root: Actor) -> None:
    with pytest.raises(Invalid):
        changing.trash(
            actor=root, about=registry.of(root.workspace_id).object("people"), record_id=id_of(root), now=NOW
        )

    assert Person.objects.get(pk=id_of(root)).deleted_at is None


def test_the_database_itself_keeps_the_last_administrator(root: Actor) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: Person.objects.filter(pk=id_of(root)).update(active=False),
        lambda: Person.objects.filter(pk=id_of(root)).update(role_id=_role(root, "sales")),
        lambda: Person.objects.filter(pk=id_of(root)).update(user=None),
        lambda: Role.objects.filter(pk=Person.objects.get(pk=id_of(root)).role_id).update(is_administrator=False),
    )

    for attempt in attempts:
        with pytest.raises(DatabaseError, match="last administrator"), transaction.atomic():
            attempt()


def test_an_administrator_may_go_when_another_stays(root: Actor, ada: Actor) -> None:
    people.change(actor=root, person_id=id_of(ada), values={"role": _role(root, "administrator")}, now=NOW)

    people.deactivate(actor=root, person_id=id_of(root), now=NOW)

    assert not Person.objects.get(pk=id_of(root)).active


def test_the_page_says_why_the_last_administrator_stays(root: Actor) -> None:
    browser = browser_of(root)

    answer = browser.post(f"/settings/people/{root.person_id}/deactivate")

    assert answer.status_code == 422
    assert "This is the last administrator. Make somebody else an administrator first." in answer.text


def test_who_was_let_go_is_out_at_once_and_back_in_when_taken_back(root: Actor, ada: Actor) -> None:
    browser = browser_of(ada)

    people.deactivate(actor=root, person_id=id_of(ada), now=NOW)
    out = browser.get("/settings").status_code
    people.reactivate(actor=root, person_id=id_of(ada), now=NOW)
    back = browser.get("/settings").status_code

    assert (out, back) == (302, 200)


def test_a_change_of_somebody_elses_change_is_refused(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    Person.objects.filter(pk=id_of(ada)).update(version=7)

    answer = browser.post(f"/settings/people/{ada.person_id}", {"name": "Ada L.", "version": "1"})

    assert answer.status_code == 412
    assert "Ada L." in answer.text
    assert Person.objects.get(pk=id_of(ada)).name == "Ada"


def test_nobody_manages_himself(root: Actor, ada: Actor) -> None:
    with pytest.raises(Invalid):
        people.change(actor=root, person_id=id_of(ada), values={"manager": str(ada.person_id)}, now=NOW)


def test_a_person_of_another_firm_is_not_there(root: Actor, eve: Actor) -> None:
    browser = browser_of(root)

    assert browser.get(f"/settings/people/{eve.person_id}").status_code == 404
    assert browser.post(f"/settings/people/{eve.person_id}/deactivate").status_code == 404


def test_everybody_renames_himself_and_nothing_else(ada: Actor) -> None:
    browser = browser_of(ada)

    browser.post(
        "/settings",
        {"name": "Ada Lovelace", "role": "x", "language": "zh-hans", "theme": "dark", "time_zone": "Europe/Berlin"},
    )

    person, user = Person.objects.get(pk=id_of(ada)), login_of(ada)
    assert (person.name, person.role_id) == ("Ada Lovelace", ada.role_id)
    assert (user.name, user.language, user.theme, user.time_zone) == (
        "Ada Lovelace",
        "zh-hans",
        "dark",
        "Europe/Berlin",
    )


def test_rights_are_changed_by_administrators_alone(root: Actor, ada: Actor) -> None:
    assert ada.role_id
    grants = {"deals": {"read": "all", "create": "all", "update": "all", "delete": "all"}}

    with pytest.raises(NotAllowed):
        roles.change_rights(actor=ada, role_id=ada.role_id, grants=grants, now=NOW)
    with pytest.raises(NotAllowed):
        roles.change_field_rights(actor=ada, role_id=ada.role_id, plural="deals", fields={}, now=NOW)
    roles.change_rights(actor=root, role_id=ada.role_id, grants=grants, now=NOW)

    assert found(ada.person_id).grants == grants


@pytest.mark.parametrize("plural", ["people", "roles", "teams", "unknowns"])
def test_no_role_is_given_rights_over_people_and_roles(root: Actor, ada: Actor, plural: str) -> None:
    assert ada.role_id
    with pytest.raises(Invalid):
        roles.change_rights(actor=root, role_id=ada.role_id, grants={plural: {"update": "all"}}, now=NOW)

    assert found(ada.person_id).grants == ada.grants


def test_a_field_is_hidden_from_a_role(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)

    browser.post(
        f"/settings/roles/{ada.role_id}/fields/deals", {"amount": "hidden", "name": "full", "stage": "read_only"}
    )

    assert found(ada.person_id).fields == {"deals": {"amount": "hidden", "stage": "read_only"}}


def test_the_table_of_a_role_keeps_what_it_shows(root: Actor, ada: Actor) -> None:
    browser = browser_of(root)
    page = browser.get(f"/settings/roles/{ada.role_id}")
    shown = {
        control.name: next(option.value for option in control.options if option.chosen)
        for group in page.context["groups"]
        for row in group.rows
        for control in row.controls
    }

    browser.post(f"/settings/roles/{ada.role_id}", {"name": "Sellers", **shown})

    assert found(ada.person_id).grants == ada.grants
    assert found(ada.person_id).role_name == "Sellers"


def test_a_team_is_no_part_of_itself(root: Actor, cast: object) -> None:
    browser = browser_of(root)
    hq, east = cast.hq, cast.east  # type: ignore[attr-defined]

    answer = browser.post(f"/settings/teams/{hq.pk}", {"name": "HQ", "parent": str(east.pk)})

    assert answer.status_code == 422
    assert "A team cannot be part of itself or of a team below it." in answer.text
