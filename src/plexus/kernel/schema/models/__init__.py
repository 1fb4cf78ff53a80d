"""What administrators define: objects, fields, rules and layouts."""

from plexus.kernel.schema.models.counter import Counter
from plexus.kernel.schema.models.field_definition import FieldDefinition
from plexus.kernel.schema.models.field_rule import FieldRule
from plexus.kernel.schema.models.layout_definition import LayoutDefinition
from plexus.kernel.schema.models.object_definition import ObjectDefinition
from plexus.kernel.schema.models.quality_standard import QualityStandard
from plexus.kernel.schema.models.rule_definition import RuleDefinition

__all__ = [
    "Counter", "FieldDefinition", "FieldRule", "LayoutDefinition", "ObjectDefinition", "QualityStandard",
    "RuleDefinition",
]  # fmt: skip
