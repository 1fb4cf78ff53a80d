"""Keyset paging both ways: a cursor holds the sort values of a row, signed; no page costs more than the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.core import signing
from django.db.models import F, OrderBy, Q

from plexus.kernel.query.sorting import SortKey
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

SALT = "plexus.cursor"


class CursorInvalid(Refusal):
    """A cursor that was not given out for this list and sort."""

    message = _("This cursor does not belong to this list. Start again without a cursor.")


class CursorTooOld(Refusal):
    """A cursor of the feed from before what it still tells."""

    message = _(
        "This cursor is more than %(days)d days old, and the feed tells no further back. Read the lists again, and go "
        "on from a cursor of now."
    )


def order(keys: Sequence[SortKey], *, backward: bool) -> list[OrderBy]:
    """ORDER BY for the keys; empty values stand last going forward, first going back."""
    return [_ordered(key, backward) for key in keys]


def _ordered(key: SortKey, backward: bool) -> OrderBy:
    descending = key.descending != backward
    name = F(key.alias)
    if not (key.nullable or key.part):
        return name.desc() if descending else name.asc()
    if backward != (key.part and key.otherwise):
        return name.desc(nulls_first=True) if descending else name.asc(nulls_first=True)
    return name.desc(nulls_last=True) if descending else name.asc(nulls_last=True)


def beyond(keys: Sequence[SortKey], values: Sequence[Any], *, backward: bool) -> Q:
    """The condition for rows that come after the one with these sort values, in the direction of travel."""
    condition = Q(pk__in=())
    equal = Q()
    for key, value in zip(keys, values, strict=True):
        condition |= equal & _after(key, value, backward)
        equal &= Q(**{f"{key.alias}__isnull": True}) if value is None else Q(**{key.alias: value})
    return condition & _bound(keys[0], values[0], backward)


def _bound(key: SortKey, value: Any, backward: bool) -> Q:
    """What every later row fulfils by the first key alone: the range that an index scan needs."""
    if key.nullable or value is None:
        return Q()
    return Q(**{f"{key.alias}__{'lte' if key.descending != backward else 'gte'}": value})


def _after(key: SortKey, value: Any, backward: bool) -> Q:
    operator = "lt" if key.descending != backward else "gt"
    if value is None:
        return Q(**{f"{key.alias}__isnull": False}) if backward else Q(pk__in=())
    later = Q(**{f"{key.alias}__{operator}": value})
    if key.nullable and not backward:
        later |= Q(**{f"{key.alias}__isnull": True})
    return later


def write_cursor(keys: Sequence[SortKey], values: Sequence[Any], *, backward: bool) -> str:
    """A cursor for the page after (or before) the row with these sort values."""
    content = [_mark(keys), "b" if backward else "f", *values]
    return signing.Signer(salt=SALT).sign(signing.b64_encode(orjson.dumps(content, default=str)).decode())


def read_cursor(keys: Sequence[SortKey], cursor: str) -> tuple[list[Any], bool]:
    """The sort values and direction of a cursor; raises `CursorInvalid` for any that was not given out here."""
    try:
        content = orjson.loads(signing.b64_decode(signing.Signer(salt=SALT).unsign(cursor).encode()))
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise CursorInvalid from error
    if not isinstance(content, list) or len(content) != len(keys) + 2 or content[0] != _mark(keys):
        raise CursorInvalid
    return content[2:], content[1] == "b"


def _mark(keys: Sequence[SortKey]) -> str:
    """The sort that a cursor is good for."""
    return ",".join(f"{'-' if key.descending else ''}{key.path}" for key in keys)
