"""The search box of a list: a condition on the rows of one object."""

from __future__ import annotations

from django.db.models import Q

from plexus.kernel.access.filtering import EVERYTHING, NOTHING
from plexus.kernel.schema.object import Object
from plexus.kernel.search import asking
from plexus.kernel.search.conditions import found, holding
from plexus.kernel.search.models import SearchEntry


def matching(about: Object, text: str, *, keys: bool = True) -> Q:
    """The rows that a text names, or whose e-mail address or number holds it unless `keys` is false.

    An empty text matches every row. To be combined with the actor's permissions; asks nothing of them itself.
    """
    if not text.strip():
        return EVERYTHING
    if not about.described.searched:
        return Q(**{f"{about.title.column}__icontains": text.strip()})
    asked = asking.read(text)
    condition = Q(found(asked.inside)) if asked.words else NOTHING
    if keys and asked.key:
        condition |= Q(holding(asked.key))
    if condition == NOTHING:
        return NOTHING
    entries = SearchEntry.objects.filter(condition, object=about.plural)
    return Q(pk__in=entries.values("record_id"))
