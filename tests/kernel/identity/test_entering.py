"""Entering a workspace with a login: one statement finds the person and binds the transaction."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.casting import Cast

from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.records.acting import acting_as_login
from plexus.kernel.values.uuid7 import new_id


def _bound_to() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plexus.workspace'), current_setting('plexus.person')")
        workspace, person = cursor.fetchone()
    return workspace, person


def test_a_login_enters_as_the_person_that_it_is_there(cast: Cast) -> None:
    assert cast.eve.user_id is not None

    with acting_as_login(cast.eve.user_id, workspace_id=cast.eve.workspace_id) as actor:
        bound = _bound_to()

    assert actor == actor_of_login(cast.eve.user_id, workspace_id=cast.eve.workspace_id)
    assert bound == (str(cast.eve.workspace_id), str(cast.eve.person_id))


def test_a_login_cannot_enter_a_workspace_that_it_does_not_belong_to(cast: Cast) -> None:
    assert cast.eve.user_id is not None

    with acting_as_login(cast.eve.user_id, workspace_id=cast.ada.workspace_id) as actor:
        bound = _bound_to()

    assert actor is not None
    assert (actor.workspace_id, actor.person_id) == (cast.eve.workspace_id, cast.eve.person_id)
    assert bound[0] == str(cast.eve.workspace_id)


@pytest.mark.usefixtures("ada")
def test_a_login_without_a_person_enters_nothing() -> None:
    before = _bound_to()

    with acting_as_login(new_id(), workspace_id=None) as actor:
        bound = _bound_to()

    assert actor is None
    assert bound == before


def test_who_does_not_work_here_any_more_enters_nothing(cast: Cast) -> None:
    assert cast.eve.user_id is not None
    with acting_as_login(cast.eve.user_id, workspace_id=cast.eve.workspace_id), connection.cursor() as cursor:
        cursor.execute("UPDATE identity_person SET active = false WHERE id = %s", [cast.eve.person_id])
        changed = cursor.rowcount

    with acting_as_login(cast.eve.user_id, workspace_id=cast.eve.workspace_id) as actor:
        pass

    assert (changed, actor) == (1, None)
