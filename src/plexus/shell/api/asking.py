"""What a request asks of a list, out of its query string."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from plexus.kernel.query import filtering
from plexus.kernel.records.fetching.paging import CursorInvalid
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.matching import matching
from plexus.kernel.values import numerals
from plexus.kernel.values.marks import Mark
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies
from plexus.shell.api.bodies import QueryInvalid
from plexus.shell.api.door import Call

KNOWN = {"filter", "q", "sort", "fields", "expand", "limit", "cursor", "trashed", "count", "as_of"}
MOST, USUAL = 200, 50
NOT_A_MOMENT = _("Write a moment like 2026-11-22T09:30:00Z.")


def asked(call: Call, about: Object) -> Asked:
    """The list that a request asks for; raises `QueryInvalid` with every parameter that does not fit."""
    given = call.http.GET
    refuse_unknown(call, KNOWN)
    return Asked(
        condition=condition(call, about),
        sort=given.get("sort", ""),
        fields=fields(call),
        limit=limit(given.get("limit", "")),
        cursor=given.get("cursor", ""),
        trashed=flag(call, "trashed"),
        counted=flag(call, "count", usual=True),
    )


def fields(call: Call) -> tuple[str, ...]:
    """The fields asked for; the id is always among them."""
    named = names(call.http.GET.get("fields", ""))
    return tuple(dict.fromkeys(("id", *named))) if named else ()


def names(text: str) -> tuple[str, ...]:
    """Names parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def flag(call: Call, name: str, *, usual: bool = False) -> bool:
    """A parameter that is `true` or `false`; raises `QueryInvalid`."""
    text = call.http.GET.get(name, "true" if usual else "false")
    if text not in {"true", "false"}:
        raise QueryInvalid(fields=[FieldError(name, "not_a_flag", _("Give true or false."))])
    return text == "true"


def as_of(call: Call) -> datetime | None:
    """The moment that `as_of` names, if any; raises `QueryInvalid`."""
    given = call.http.GET.get("as_of", "")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise QueryInvalid(fields=[FieldError("as_of", "not_a_moment", NOT_A_MOMENT)]) from error
    return moment


def page(call: Call, *more: str) -> tuple[int, str]:
    """The `limit` and `cursor` of a list that has no other parameters than those named."""
    refuse_unknown(call, {"limit", "cursor", *more})
    return limit(call.http.GET.get("limit", "")), call.http.GET.get("cursor", "")


def number_cursor(cursor: str) -> int | None:
    """The cursor of a list in the order of a number; raises `CursorInvalid`."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise CursorInvalid
    return int(cursor)


def id_cursor(cursor: str) -> UUID | None:
    """The cursor of a list that goes on after a record; raises `CursorInvalid`."""
    try:
        return UUID(cursor) if cursor else None
    except ValueError as error:
        raise CursorInvalid from error


def mark_cursor(cursor: str) -> Mark | None:
    """The cursor of a list in the order of moments; raises `CursorInvalid`."""
    try:
        return Mark.read(cursor) if cursor else None
    except (ValueError, OverflowError) as error:
        raise CursorInvalid from error


def refuse_unknown(call: Call, known: Collection[str]) -> None:
    """Refuse parameters that the endpoint does not have: a misspelt one must not pass for none."""
    bodies.refuse_parameters(call.http, known)


def condition(call: Call, about: Object) -> Q:
    """The condition that `filter` and `q` ask for."""
    given = call.http.GET
    found = filtering.from_text(given.get("filter", ""), about=about, actor=call.actor, now=call.now)
    words = given.get("q", "").strip()
    return found & matching(call.actor, about, words) if words else found


def limit(text: str, *, usual: int = USUAL, most: int = MOST) -> int:
    """How many rows a page may have; raises `QueryInvalid`."""
    if not text:
        return usual
    number = numerals.whole(text)
    if number is None or not 1 <= number <= most:
        message = _("Give a number from 1 to %(most)d.")
        raise QueryInvalid(fields=[FieldError("limit", "out_of_range", message, {"most": most})])
    return number
