"""The search box of a list: a condition on the rows of one object."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from plexus.kernel.access.filtering import EVERYTHING, NOTHING
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search import asking
from plexus.kernel.search.asking import Asked
from plexus.kernel.search.conditions import found, holding, holding_own
from plexus.kernel.search.models import FileEntry, SearchEntry
from plexus.kernel.search.queries.rights import known_files, known_own, knows_keys, knows_names

LONGEST = 200
Ids = QuerySet[Any, Any]


def matching(actor: Actor, about: Object, text: str, *, keys: bool = True) -> Q:
    """The rows that a text names, or whose e-mail address, number or custom field holds it unless `keys` is false.

    Also those of which a field holds a file that the text names. An empty text matches every row. To be combined with
    the actor's permissions on rows; names, keys and files that are hidden from him match nothing, else he could guess
    them letter by letter.
    """
    if not text.strip():
        return EVERYTHING
    asked = asking.read(text)
    if not about.described.searched:
        path = _title_path(actor, about)
        titled = Q(**{f"{path}__icontains": text.strip()[:LONGEST]}) if path else NOTHING
        files = _with_files(actor, about, asked)
        return titled if files is None else titled | Q(pk__in=files)
    ways = (_named(actor, about, asked, keys), _with_files(actor, about, asked))
    rows = [each for each in ways if each is not None]
    if not rows:
        return NOTHING
    return Q(pk__in=rows[0].union(rows[1], all=True) if rows[1:] else rows[0])


def _named(actor: Actor, about: Object, asked: Asked, keys: bool) -> Ids | None:
    """The records by their own names and keys; None where the actor knows neither."""
    condition = Q(found(asked.inside)) if asked.words and knows_names(actor, about) else NOTHING
    if keys and asked.key and knows_keys(actor, about):
        condition |= Q(holding(asked.key))
    if keys and asked.own and (marks := known_own(actor, about)):
        condition |= holding_own(asked.own, marks)
    if condition == NOTHING:
        return None
    return SearchEntry.objects.filter(condition, object=about.plural).values("record_id")


def _with_files(actor: Actor, about: Object, asked: Asked) -> Ids | None:
    """The records by the names of files in their fields; None where there are none that the actor knows of."""
    fields = known_files(actor, about) if asked.words else ()
    if not fields:
        return None
    return FileEntry.objects.filter(found(asked.inside), object=about.plural, field__in=fields).values("record_id")


def _title_path(actor: Actor, about: Object) -> str:
    """The lookup of the field that names a record, a part by what it refers to; empty where the actor may not know."""
    title = readable_fields(actor, about).get(about.described.title)
    if title is None or not title.target:
        return title.column if title else ""
    further = _title_path(actor, registry.standard().object(title.target))
    return f"{title.name}__{further}" if further else ""
