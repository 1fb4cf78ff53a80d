"""The search box of a list: a condition on the rows of one object."""

from __future__ import annotations

from django.db.models import Q

from plexus.kernel.access.filtering import EVERYTHING, NOTHING
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search import asking
from plexus.kernel.search.conditions import found, holding
from plexus.kernel.search.models import SearchEntry

LONGEST = 200


def matching(about: Object, text: str, *, keys: bool = True) -> Q:
    """The rows that a text names, or whose e-mail address or number holds it unless `keys` is false.

    An empty text matches every row. To be combined with the actor's permissions; asks nothing of them itself.
    """
    if not text.strip():
        return EVERYTHING
    if not about.described.searched:
        return Q(**{f"{_title_path(about)}__icontains": text.strip()[:LONGEST]})
    asked = asking.read(text)
    condition = Q(found(asked.inside)) if asked.words else NOTHING
    if keys and asked.key:
        condition |= Q(holding(asked.key))
    if condition == NOTHING:
        return NOTHING
    entries = SearchEntry.objects.filter(condition, object=about.plural)
    return Q(pk__in=entries.values("record_id"))


def _title_path(about: Object) -> str:
    """The lookup of the field that names a record; a part is named by what it refers to."""
    title = about.title
    if not title.target:
        return title.column
    return f"{title.name}__{_title_path(registry.standard().object(title.target))}"
