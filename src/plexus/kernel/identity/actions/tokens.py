"""API tokens: a secret that is shown once, and the row that remembers its SHA-256."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Token
from plexus.kernel.identity.queries.actors import digest_of
from plexus.kernel.identity.scopes import EVERYTHING, RIGHTS
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

PREFIX = "plx_"
NOTED_EVERY = timedelta(minutes=1)
SHOWN = 8

UNKNOWN_SCOPE = _("There is no scope “%(scope)s”. Scopes look like this: *, *:read, accounts:read, deals:write.")
NO_SCOPE = _("Choose at least one scope.")
PAST = _("The day lies in the past.")


class TokenRefused(Refusal):
    """The token cannot be made like this; each field says why."""

    message = _("Some fields need attention.")


class NoSuchToken(Refusal):
    """The token is not there, or belongs to somebody else."""

    message = _("There is no such token.")


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with the secret that nobody can show again."""

    token: Token
    secret: str


def create_token(
    *,
    actor: Actor,
    person_id: UUID,
    name: str,
    scopes: Iterable[str],
    objects: Collection[str],
    now: datetime,
    expires_at: datetime | None = None,
) -> NewToken:
    """A token by which a program acts as a person of the workspace; `objects` are the names that scopes may use.

    Raises `TokenRefused`.
    """
    wanted = tuple(dict.fromkeys(scopes))
    faults = [*_scope_faults(wanted, objects)]
    if expires_at is not None and expires_at <= now:
        faults.append(FieldError("expires_at", "past", PAST))
    if faults:
        raise TokenRefused(fields=faults)
    person = Person.objects.get(pk=person_id, workspace_id=actor.workspace_id, active=True, deleted_at=None)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        workspace_id=actor.workspace_id,
        person=person,
        name=name,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        scopes=list(wanted),
        expires_at=expires_at,
        created_at=now,
        created_by_id=actor.person_id,
    )
    return NewToken(token, secret)


def revoke_token(*, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token at once; one's own, or as an administrator anybody's. Raises `NoSuchToken`."""
    live = Token.objects.filter(pk=token_id, workspace_id=actor.workspace_id, deleted_at=None)
    mine = live if actor.is_administrator else live.filter(person__pk__in=[actor.person_id])
    if not mine.update(deleted_at=now, updated_at=now, updated_by_id=actor.person_id):
        raise NoSuchToken


def note_use(*, actor: Actor, now: datetime) -> None:
    """Remember that the actor's token was used, at most once a minute."""
    if actor.token_id is None or (actor.token_used_at and now - actor.token_used_at < NOTED_EVERY):
        return
    Token.objects.filter(pk=actor.token_id, workspace_id=actor.workspace_id).update(last_used_at=now)


def _scope_faults(wanted: tuple[str, ...], objects: Collection[str]) -> Iterable[FieldError]:
    if not wanted:
        yield FieldError("scopes", "required", NO_SCOPE)
    for scope in wanted:
        if not _is_scope(scope, objects):
            yield FieldError("scopes", "unknown_scope", UNKNOWN_SCOPE, {"scope": scope})


def _is_scope(scope: str, objects: Collection[str]) -> bool:
    name, _colon, right = scope.partition(":")
    return scope == EVERYTHING or ((name == EVERYTHING or name in objects) and right in RIGHTS)
