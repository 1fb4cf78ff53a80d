"""The people of the demo: teams, persons, and logins that no password opens."""

from __future__ import annotations

from uuid import UUID

from plexus.kernel.identity.actions.founding import add_person
from plexus.kernel.identity.models import Person, Team
from plexus.site.demo.making.setting import Player
from plexus.site.demo.words import colleagues
from plexus.site.demo.words.colleagues import ABROAD, EAST, HQ, SOUTH, Colleague


def hire(workspace_id: UUID, *, domain: str, language: str) -> tuple[Player, ...]:
    """Everybody, each below the manager of his or her team and the managers below the one at headquarters."""
    teams = _teams(workspace_id, language)
    hired = [
        Player(_person(workspace_id, each, teams[each.team.en], domain, language), each)
        for each in colleagues.colleagues(language)
    ]
    _put_below(hired)
    return tuple(hired)


def domain_of(slug: str) -> str:
    """Where the addresses of made-up people end: a domain that cannot exist, of its own for each demo."""
    return f"{slug}.example"


def _teams(workspace_id: UUID, language: str) -> dict[str, Team]:
    top = Team.objects.create(workspace_id=workspace_id, name=HQ.said(language))
    below = {
        each.en: Team.objects.create(workspace_id=workspace_id, name=each.said(language), parent=top)
        for each in (EAST, SOUTH, ABROAD)
    }
    return {HQ.en: top, **below}


def _person(workspace_id: UUID, each: Colleague, team: Team, domain: str, language: str) -> Person:
    person = add_person(
        workspace_id=workspace_id, name=each.name.said(language), email=f"{each.email}@{domain}", role_key=each.role,
        team_id=team.pk,
    )  # fmt: skip
    person.job_title = each.title.said(language)
    return person


def _put_below(hired: list[Player]) -> None:
    managers = {each.colleague.team: each.person for each in hired if each.colleague.role == "manager"}
    for each in hired:
        above = managers[each.colleague.team]
        above = managers[HQ] if above is each.person else above
        each.person.manager = above if above is not each.person else None
    Person.objects.bulk_update([each.person for each in hired], ["job_title", "manager"])
