"""Relations and their types."""

from plexus.crm.relations.models import relation, relation_type
from plexus.crm.relations.models.relation import Relation
from plexus.crm.relations.models.relation_type import RelationType
from plexus.kernel.schema import registry

__all__ = ["Relation", "RelationType", "register"]


def register() -> None:
    """Describe the objects of this app; called while apps load."""
    registry.register(RelationType, relation_type.DESCRIPTION)
    registry.register(Relation, relation.DESCRIPTION)
