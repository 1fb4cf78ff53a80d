"""Making and ending API tokens, each with a cause that names the token and never its secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from plexus.kernel.identity.actions import tokens
from plexus.kernel.identity.actions.tokens import NewToken
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry


def create_token(
    *,
    actor: Actor,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    person_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> NewToken:
    """A token for oneself, or as an administrator for anybody; a token itself makes no tokens; raises `NotAllowed`."""
    owner_id = person_id or actor.person_id
    if owner_id is None or actor.token_id or not (actor.is_administrator or owner_id == actor.person_id):
        raise NotAllowed
    objects = {each.plural for each in registry.of(actor.workspace_id)}
    wanted = list(scopes)
    with causing(actor=actor, action="tokens.create", person=owner_id, name=name, scopes=wanted):
        return tokens.create_token(
            actor=actor, person_id=owner_id, name=name, scopes=wanted, objects=objects, now=now, expires_at=expires_at
        )


def revoke_token(*, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token; raises `NoSuchToken`."""
    with causing(actor=actor, action="tokens.revoke", token=token_id):
        tokens.revoke_token(actor=actor, token_id=token_id, now=now)
