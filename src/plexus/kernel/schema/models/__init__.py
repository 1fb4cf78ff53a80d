"""What administrators define: objects and fields."""

from plexus.kernel.schema.models.counter import Counter
from plexus.kernel.schema.models.field_definition import FieldDefinition
from plexus.kernel.schema.models.object_definition import ObjectDefinition

__all__ = ["Counter", "FieldDefinition", "ObjectDefinition"]
