"""People and tokens from the command line."""

from __future__ import annotations

import pytest
from tests.signing import actor_of_token

from plexus.kernel.values.refusals import Refusal
from plexus.site.command import hiring
from plexus.site.command.hiring import Hired
from plexus.site.command.workspaces import NoSuchPerson

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _hire(email: str, *, role: str | None = None, team: str | None = None, password: str | None = None) -> Hired:
    return hiring.hire(
        workspace=None, email=email, name="", role=role, team=team, password=password, origin="http://localhost:9123"
    )


def test_the_first_person_founds_the_workspace_and_administers_it() -> None:
    first, second = _hire("wang@example.com"), _hire("li@example.com", password="a calm river in spring")

    assert (first.workspace, first.name, first.role) == ("main", "wang", "Administrator")
    assert first.sign_in is not None
    assert first.sign_in.startswith("http://localhost:9123/welcome/")
    assert (second.role, second.sign_in) == ("Sales", None)


def test_a_token_acts_as_the_person_it_was_made_for() -> None:
    _hire("wang@example.com")

    made = hiring.make_token(workspace=None, email="WANG@example.com", name="x", scopes=["accounts:read"], days=1)

    actor = actor_of_token(made.secret)
    assert actor is not None
    assert (actor.name, actor.scopes) == ("wang", ("accounts:read",))


@pytest.mark.parametrize(
    ("email", "more"),
    [
        ("wang@example.com", {}),
        ("not an address", {}),
        ("li@example.com", {"role": "emperor"}),
        ("li@example.com", {"team": "Nowhere"}),
        ("li@example.com", {"password": "short"}),
    ],
)
def test_what_is_refused_leaves_nobody_behind(email: str, more: dict[str, str]) -> None:
    _hire("wang@example.com")

    with pytest.raises(Refusal):
        _hire(email, **more)

    with pytest.raises(NoSuchPerson):
        hiring.make_token(workspace=None, email="li@example.com", name="x", scopes=["*"], days=None)
