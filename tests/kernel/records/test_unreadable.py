"""What somebody may not read is not there for him, whatever else his role lets him do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.casting import NOW, Cast, an_account, assert_unchanged, fresh

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry

ACCOUNTS = registry.standard().object("accounts")
BLIND = {"*": {"read": "own", "update": "all", "delete": "all"}}
LEFT = {"*": {"read": "all", "update": "own", "delete": "own"}}


def restored(actor: Actor, key: Any) -> None:
    changing.restore(actor=actor, about=ACCOUNTS, record_id=key, now=NOW)


def trashed(actor: Actor, key: Any) -> None:
    changing.trash(actor=actor, about=ACCOUNTS, record_id=key, now=NOW)


def taken(actor: Actor, key: Any) -> None:
    """Made his own, and so readable."""
    values = {"owner": str(actor.person_id)}
    changing.update(actor=actor, about=ACCOUNTS, record_id=key, values=values, now=NOW)


@pytest.mark.parametrize("work", [restored, trashed, taken])
@pytest.mark.parametrize(("grants", "refusal"), [(BLIND, NotFound), (LEFT, NotAllowed)])
def test_nobody_changes_restores_or_takes_what_he_does_not_read(
    cast: Cast, work: Callable[[Actor, Any], None], grants: Any, refusal: type[Exception]
) -> None:
    account = an_account(cast.cyd)
    if work is restored:
        trashed(cast.root, account.pk)
    held = fresh(account)
    ada = replace(cast.ada, grants=grants)

    with acting(ada), pytest.raises(refusal):
        work(ada, account.pk)

    assert_unchanged(held)
