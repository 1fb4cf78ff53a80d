"""The feed of changes: everything that became of anything, once, from a cursor on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from plexus.kernel.journal.queries import feed
from plexus.kernel.records.fetching.paging import CursorInvalid, CursorTooOld
from plexus.kernel.records.queries.feed import changes_after
from plexus.shell.api import asking
from plexus.shell.api.door import Call, answer
from plexus.shell.telling import change_told

SALT = "plexus.changes"
NEWEST = "now"


def list_changes(call: Call) -> HttpResponse:
    """GET /changes: what became of records since a cursor, in an order that nothing is added before."""
    limit, cursor = asking.page(call, "object")
    objects = asking.names(call.http.GET.get("object", ""))
    since = call.now - timedelta(days=settings.PLEXUS_FEED_DAYS)
    page = changes_after(actor=call.actor, place=_place(cursor, since), objects=objects, since=since, limit=limit)
    told = [change_told(each) for each in page.changes]
    return answer({"data": told, "next": _written(page.end), "more": page.more})


def _place(cursor: str, since: datetime) -> feed.Place:
    """Where to go on; raises `CursorInvalid`, and `CursorTooOld` where some of what follows may be told no more."""
    if not cursor:
        return feed.beginning(since)
    if cursor == NEWEST:
        return feed.newest()
    try:
        epoch, txid, key, at = orjson.loads(signing.b64_decode(signing.Signer(salt=SALT).unsign(cursor).encode()))
    except (signing.BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise CursorInvalid from error
    place = feed.Place(epoch, txid, key, datetime.fromtimestamp(at, UTC))
    if place.at < since:
        raise CursorTooOld(days=settings.PLEXUS_FEED_DAYS)
    return place


def _written(place: feed.Place) -> str:
    content = [place.epoch, place.txid, place.id, place.at.timestamp()]
    return signing.Signer(salt=SALT).sign(signing.b64_encode(orjson.dumps(content)).decode())
