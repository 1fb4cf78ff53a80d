"""A new firm in the product and its twin beside it: people with any rights, and fields of any type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.shell.api.asking import Api
from tests.twin.firm import Column, Firm, Person
from tests.twin.kinds import KINDS, PAPERS

from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.models import Person as Hired
from plexus.kernel.identity.models import Role, Team
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.values.uuid7 import new_id

NAMES = ("root", "max", "ada", "ben", "cyd")
TEAMS = {"max": "hq", "ada": "east", "ben": "east", "cyd": "west"}
PLACES: Mapping[str, tuple[set[str], set[str]]] = {
    "hq": ({"hq", "east", "west"}, {"hq"}), "east": ({"east"}, {"east", "hq"}), "west": ({"west"}, {"west", "hq"}),
}  # fmt: skip
HEADCOUNT = replace(KINDS["integer"], values=(0, 1, 7))
STANDARD: Mapping[str, Column] = {
    "name": Column(replace(KINDS["text"], values=("Acme", "acme", "Bolt 10%", "恒通", "上海"))),
    "external_id": Column(KINDS["text"]),
    "tags": Column(KINDS["tags"]),
    "owner": Column(KINDS["reference"]),
    "team": Column(KINDS["reference"]),
}
NAMED: tuple[str, ...] = STANDARD["name"].kind.values
OF_ACCOUNTS: Mapping[str, Column] = {"city": Column(KINDS["text"]), "employees": Column(HEADCOUNT)}
LENGTH = {"expression": "length(name)", "places": 0}
COUNT = {"list": "machines-c_reference", "function": "count"}


def founded(kinds: Mapping[str, Sequence[str]]) -> tuple[Firm, dict[str, Api], UUID]:
    """A firm whose objects have custom fields of these types, and the programs of its people."""
    with transaction.atomic():
        workspace = found_workspace(slug=f"w{new_id().hex}", name="Twin", language="en").pk
        firm, apis = _staffed(workspace)
    root = apis[next(key for key, each in firm.people.items() if each.administers)]
    _made(root, "/custom-objects", {"name": "machines", "label_en": "Machine", "plural_en": "Machines"})
    firm.columns = {
        "accounts": {name: replace(each) for name, each in (*STANDARD.items(), *OF_ACCOUNTS.items())},
        "machines": {name: replace(each) for name, each in STANDARD.items()},
    }
    for plural, several in kinds.items():
        for kind in several:
            add_field(firm, root, plural, kind)
    _reckoned(firm, root)
    return firm, apis, workspace


def add_field(firm: Firm, root: Api, plural: str, kind: str) -> None:
    """A further field of a type, called after it."""
    name = f"c_{kind}"
    body = {"object": plural, "type": kind, "name": name, "label_en": f"Own {kind}", "options": KINDS[kind].options}
    firm.columns[plural][name] = Column(KINDS[kind], custom=True, id=_made(root, "/custom-fields", body))


def sent_ahead(root: Api) -> dict[str, dict[str, str]]:
    """The files that fields may hold, as a door is told of each."""
    found = {}
    for name, content in PAPERS.items():
        form = {"file": SimpleUploadedFile(name, content)}
        told = root.client.post("/api/v1/uploads", form, headers={"Authorization": f"Bearer {root.secret}"}).json()
        found[name] = {"upload": told["upload"], "name": name}
    return found


def _reckoned(firm: Firm, root: Api) -> None:
    """A formula and a roll-up of accounts, each known to whoever knows what it is made of."""
    made = {
        "c_length": ("formula", LENGTH, ("accounts", "name")),
        "c_count": ("rollup", COUNT, ("machines", "c_reference")),
    }
    for name, (kind, options, read) in made.items():
        body = {"object": "accounts", "type": kind, "name": name, "label_en": name, "options": options}
        _made(root, "/custom-fields", body)
        firm.columns["accounts"][name] = Column(
            KINDS["integer" if name == "c_count" else "decimal"], custom=True, reads=(read,)
        )


def _staffed(workspace: UUID) -> tuple[Firm, dict[str, Api]]:
    teams = {"hq": Team.objects.create(workspace_id=workspace, name="hq")}
    for name in ("east", "west"):
        teams[name] = Team.objects.create(workspace_id=workspace, name=name, parent=teams["hq"])
    firm, apis = Firm(), {}
    for name in NAMES:
        hired = _hired(workspace, name, teams)
        actor = actor_of_person(hired.pk)
        assert actor is not None
        firm.people[str(hired.pk)] = _twin_of(hired, teams)
        apis[str(hired.pk)] = Api(actor)
    return firm, apis


def _hired(workspace: UUID, name: str, teams: Mapping[str, Team]) -> Hired:
    place = TEAMS.get(name)
    if place is None:
        return add_person(workspace_id=workspace, name=name, role_key="administrator")
    Role.objects.create(workspace_id=workspace, key=f"of-{name}", name=f"Of {name}")
    return add_person(workspace_id=workspace, name=name, role_key=f"of-{name}", team_id=teams[place].pk)


def _twin_of(hired: Hired, teams: Mapping[str, Team]) -> Person:
    place = TEAMS.get(hired.name)
    below, above = PLACES[place] if place else (set(), set())
    return Person(
        str(hired.pk), hired.name, str(teams[place].pk) if place else None,
        below=_keys(teams, below), above=_keys(teams, above), administers=place is None,
    )  # fmt: skip


def _keys(teams: Mapping[str, Team], names: Iterable[str]) -> frozenset[str]:
    return frozenset(str(teams[name].pk) for name in names)


def _made(root: Api, path: str, body: object) -> str:
    answer = root.post(path, body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])
