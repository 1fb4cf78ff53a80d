"""API tokens."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.casting import NOW
from tests.signing import actor_of_token, id_of

from plexus.kernel.identity.actions.tokens import NoSuchToken, TokenRefused, note_use
from plexus.kernel.identity.actor import Actor, ActorKind
from plexus.kernel.identity.models import Person, Token
from plexus.kernel.journal.models import Cause
from plexus.kernel.records.refusals import NotAllowed
from plexus.shell.administration.actions.tokens import create_token, revoke_token


def _made(actor: Actor, *scopes: str, days: int = 3650) -> str:
    expires_at = timezone.now() + timedelta(days=days)
    return create_token(actor=actor, name="a script", scopes=scopes or ["*"], now=NOW, expires_at=expires_at).secret


def test_a_token_is_four_letters_and_forty_three_characters(ada: Actor) -> None:
    secret = _made(ada)

    assert secret.startswith("plx_")
    assert len(secret) == 47


def test_a_token_acts_as_its_person_within_its_scopes(ada: Actor) -> None:
    actor = actor_of_token(_made(ada, "accounts:read", "deals:write"))

    assert actor is not None
    assert (actor.person_id, actor.kind, actor.scopes) == (
        ada.person_id,
        ActorKind.TOKEN,
        ("accounts:read", "deals:write"),
    )


def test_the_secret_is_kept_nowhere(ada: Actor) -> None:
    secret = _made(ada)

    kept = Token.objects.get()
    cause = Cause.objects.get(action="tokens.create")

    assert (kept.prefix, len(bytes(kept.digest))) == (secret[:8], 32)
    assert secret not in str({**vars(kept), **vars(cause)})


@pytest.mark.parametrize("scope", ["accounts", "accounts:delete", "unknowns:read", ":read", "*:*", "", "read"])
def test_unknown_scopes_are_refused_by_name(ada: Actor, scope: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        _made(ada, scope)

    assert [(each.field, each.params) for each in refused.value.fields] == [("scopes", {"scope": scope})]
    assert not Token.objects.exists()


def test_a_token_without_scopes_is_refused(ada: Actor) -> None:
    with pytest.raises(TokenRefused):
        create_token(actor=ada, name="x", scopes=[], now=NOW)


def test_a_token_that_has_ended_already_is_refused(ada: Actor) -> None:
    with pytest.raises(TokenRefused):
        create_token(actor=ada, name="x", scopes=["*"], now=NOW, expires_at=NOW)


def test_an_expired_token_is_nobody(ada: Actor) -> None:
    secret = _made(ada)
    Token.objects.update(expires_at=timezone.now() - timedelta(hours=1))

    assert actor_of_token(secret) is None


def test_a_revoked_token_is_nobody(ada: Actor) -> None:
    secret = _made(ada)

    revoke_token(actor=ada, token_id=Token.objects.get().pk, now=NOW)

    assert actor_of_token(secret) is None


def test_a_token_of_somebody_who_was_let_go_is_nobody(ada: Actor) -> None:
    secret = _made(ada)

    Person.objects.filter(pk=id_of(ada)).update(active=False)

    assert actor_of_token(secret) is None


def test_a_colleague_can_neither_end_nor_make_a_token_of_ada(ada: Actor, ben: Actor) -> None:
    secret = _made(ada)

    with pytest.raises(NoSuchToken):
        revoke_token(actor=ben, token_id=Token.objects.get().pk, now=NOW)
    with pytest.raises(NotAllowed):
        create_token(actor=ben, person_id=ada.person_id, name="x", scopes=["*"], now=NOW)

    assert actor_of_token(secret) is not None
    assert Token.objects.count() == 1


def test_an_administrator_ends_anybodys_token(ada: Actor, root: Actor) -> None:
    secret = _made(ada)

    revoke_token(actor=root, token_id=Token.objects.get().pk, now=NOW)

    assert actor_of_token(secret) is None


def test_nobody_ends_a_token_that_is_not_there(root: Actor) -> None:
    with pytest.raises(NoSuchToken):
        revoke_token(actor=root, token_id=uuid4(), now=NOW)


def test_a_token_makes_no_tokens(ada: Actor) -> None:
    actor = actor_of_token(_made(ada))
    assert actor is not None

    with pytest.raises(NotAllowed):
        create_token(actor=actor, name="x", scopes=["*"], now=NOW)


def test_use_is_noted_at_most_once_a_minute(ada: Actor) -> None:
    secret = _made(ada)
    now = timezone.now()

    for seconds in (0, 30, 59, 61):
        actor = actor_of_token(secret)
        assert actor is not None
        note_use(actor=actor, now=now + timedelta(seconds=seconds))
        if seconds == 59:
            assert Token.objects.get().last_used_at == now

    assert Token.objects.get().last_used_at == now + timedelta(seconds=61)


def test_the_api_notes_the_use_and_logs_no_secret(ada: Actor, caplog: pytest.LogCaptureFixture) -> None:
    secret = _made(ada)

    with caplog.at_level(logging.DEBUG):
        answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 200
    assert Token.objects.get().last_used_at is not None
    assert secret not in caplog.text
