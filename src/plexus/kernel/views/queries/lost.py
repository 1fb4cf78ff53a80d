"""What the fields were called that a view names and nobody has any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Label
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.tailoring import in_either


def labels_of_lost(actor: Actor, about: Object, names: Sequence[str]) -> Mapping[str, Label]:
    """The labels of those retired fields of an object that the actor may know of, by API name."""
    definitions = registry.standard().object("custom-fields")
    rows = FieldDefinition.objects.filter(permitted(actor, definitions), workspace_id=actor.workspace_id)
    known = rows.filter(object=about.plural, name__in=names, deleted_at=None)
    return {row.name: in_either(row.label_en, row.label_zh) for row in known}
