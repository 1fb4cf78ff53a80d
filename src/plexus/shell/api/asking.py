"""What a request asks of a list, out of its query string."""

from __future__ import annotations

from django.db.models import Q

from plexus.kernel.query import filtering
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.matching import matching
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api.door import Call

KNOWN = {"filter", "q", "sort", "fields", "expand", "limit", "cursor", "trashed"}
MOST, USUAL = 200, 50


class QueryInvalid(Refusal):
    """A parameter of the query string is unknown or malformed."""

    message = _("Some parameters need attention.")


def asked(call: Call, about: Object) -> Asked:
    """The list that a request asks for; raises `QueryInvalid` with every parameter that does not fit."""
    given = call.http.GET
    unknown = sorted(given.keys() - KNOWN)
    if unknown:
        message = _("There is no parameter “%(name)s”.")
        raise QueryInvalid(fields=[FieldError(name, "unknown_parameter", message, {"name": name}) for name in unknown])
    return Asked(
        condition=_condition(call, about),
        sort=given.get("sort", ""),
        fields=fields(call),
        limit=_limit(given.get("limit", "")),
        cursor=given.get("cursor", ""),
        trashed=given.get("trashed", "") == "true",
    )


def fields(call: Call) -> tuple[str, ...]:
    """The fields asked for; the id is always among them."""
    named = tuple(part.strip() for part in call.http.GET.get("fields", "").split(",") if part.strip())
    return tuple(dict.fromkeys(("id", *named))) if named else ()


def _condition(call: Call, about: Object) -> Q:
    given = call.http.GET
    found = filtering.from_text(given.get("filter", ""), about=about, actor=call.actor, now=call.now)
    words = given.get("q", "").strip()
    return found & matching(about, words) if words else found


def _limit(text: str) -> int:
    if not text:
        return USUAL
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST:
        raise QueryInvalid(fields=[FieldError("limit", "out_of_range", _("Give a number from 1 to 200."))])
    return int(text)
