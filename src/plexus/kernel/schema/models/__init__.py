"""What administrators define: objects, fields and rules."""

from plexus.kernel.schema.models.counter import Counter
from plexus.kernel.schema.models.field_definition import FieldDefinition
from plexus.kernel.schema.models.object_definition import ObjectDefinition
from plexus.kernel.schema.models.rule_definition import RuleDefinition

__all__ = ["Counter", "FieldDefinition", "ObjectDefinition", "RuleDefinition"]
