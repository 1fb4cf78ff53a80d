"""The search box of a list: a condition on the rows of one object."""

from __future__ import annotations

from django.db.models import Q

from plexus.kernel.access.filtering import EVERYTHING, NOTHING
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search import asking
from plexus.kernel.search.conditions import found, holding
from plexus.kernel.search.models import SearchEntry
from plexus.kernel.search.queries.rights import knows_keys, knows_names

LONGEST = 200


def matching(actor: Actor, about: Object, text: str, *, keys: bool = True) -> Q:
    """The rows that a text names, or whose e-mail address or number holds it unless `keys` is false.

    An empty text matches every row. To be combined with the actor's permissions on rows; names and keys that are
    hidden from him match nothing, else he could guess them letter by letter.
    """
    if not text.strip():
        return EVERYTHING
    if not about.described.searched:
        path = _title_path(actor, about)
        return Q(**{f"{path}__icontains": text.strip()[:LONGEST]}) if path else NOTHING
    asked = asking.read(text)
    condition = Q(found(asked.inside)) if asked.words and knows_names(actor, about) else NOTHING
    if keys and asked.key and knows_keys(actor, about):
        condition |= Q(holding(asked.key))
    if condition == NOTHING:
        return NOTHING
    entries = SearchEntry.objects.filter(condition, object=about.plural)
    return Q(pk__in=entries.values("record_id"))


def _title_path(actor: Actor, about: Object) -> str:
    """The lookup of the field that names a record, a part by what it refers to; empty where the actor may not know."""
    title = readable_fields(actor, about).get(about.described.title)
    if title is None or not title.target:
        return title.column if title else ""
    further = _title_path(actor, registry.standard().object(title.target))
    return f"{title.name}__{further}" if further else ""
