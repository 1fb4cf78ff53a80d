"""The same POST twice does its work once: answers kept under the caller's Idempotency-Key.

The key is claimed in the transaction of the work. A second request with it waits for the first to end; when that
succeeded it gets the same answer, and when it was refused nothing was kept and the key is free again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies, problems
from plexus.shell.api.models import Remembered

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
NOBODY = UUID(int=0)
INSTEAD = "plexus_kept"
TOLD = ("Content-Type", "Location", "ETag", "Plexus-Cause")
CLAIM = """
INSERT INTO api_remembered AS r (workspace_id, token_id, key, digest, headers, expires_at)
VALUES (%s, %s, %s, %s, '{}', %s)
ON CONFLICT (workspace_id, token_id, key) DO UPDATE
SET digest = excluded.digest, status = NULL, body = NULL, expires_at = excluded.expires_at
WHERE r.expires_at < %s
RETURNING id
"""


class KeyMalformed(bodies.BodyInvalid):
    """The key is not one."""

    code = "idempotency_key_malformed"


def once(http: HttpRequest, actor: Actor, now: datetime, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do the work, or give the answer that it had under the same key; raises `KeyReused` for another request."""
    if HEADER not in http.headers:
        return work()
    owner = (actor.workspace_id, actor.token_id or NOBODY, _key(http.headers[HEADER]))
    digest = _digest(http)
    claim = _claim(owner, digest, now)
    if claim is None:
        return _again(owner, digest)
    response = work()
    if isinstance(response, HttpResponse) and response.status_code < 300:
        _keep(claim, response)
    return response


def keep_instead(response: HttpResponse, content: bytes) -> None:
    """Let a repeated request have another content, because this one holds what is told only once."""
    setattr(response, INSTEAD, content)


def _key(text: str) -> str:
    if not (0 < len(text) <= 255 and text.isascii() and text.isprintable()):
        message = _("Give 1 to 255 printable ASCII characters.")
        raise KeyMalformed(fields=[FieldError(HEADER, "malformed", message)])
    return text


def _digest(http: HttpRequest) -> bytes:
    made = hashlib.sha256(http.get_full_path().encode() + b"\n")
    for part in _form(http) if http.content_type == bodies.FORM else (bodies.raw(http),):
        made.update(part)
    return made.digest()


def _form(http: HttpRequest) -> Iterator[bytes]:
    """What a form says, whatever boundary parts it."""
    fields, files = bodies.read_form(http)
    yield orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    for name, each in sorted(files.items()):
        yield orjson.dumps([name, each.name])
        yield from each.chunks()


def _claim(owner: tuple[Any, ...], digest: bytes, now: datetime) -> int | None:
    """The row for this key, ours now; nothing when another request has it. Waits at most ten seconds for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '10s', true)")
        cursor.execute(CLAIM, [*owner, digest, now + KEPT, now])
        row = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    return row[0] if row else None


def _again(owner: tuple[Any, ...], digest: bytes) -> HttpResponse:
    workspace_id, token_id, key = owner
    known = Remembered.of(workspace_id, token_id, key)
    if bytes(known.digest) != digest:
        raise problems.KeyReused
    response = HttpResponse(bytes(known.body or b""), status=known.status)
    for name, value in known.headers.items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response


def _keep(claim: int, response: HttpResponse) -> None:
    headers = {name: response[name] for name in TOLD if response.has_header(name)}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE api_remembered SET status = %s, headers = %s, body = %s WHERE id = %s",
            [response.status_code, orjson.dumps(headers).decode(), getattr(response, INSTEAD, response.content), claim],
        )
