"""The kinds of field: one class each, with all its faces, found by key."""

from plexus.kernel.schema.field import EVERY_TYPE, FieldType
from plexus.kernel.schema.field_types.choice import Choice, Choices, Tags
from plexus.kernel.schema.field_types.content import Content
from plexus.kernel.schema.field_types.document import Document
from plexus.kernel.schema.field_types.file import File
from plexus.kernel.schema.field_types.moment import Day, Instant
from plexus.kernel.schema.field_types.number import Decimal, Integer, Money, Percent, Rating, YesNo
from plexus.kernel.schema.field_types.point import Emails, Phones
from plexus.kernel.schema.field_types.reference import By, Reference, References
from plexus.kernel.schema.field_types.text import AutoNumber, Email, LongText, Phone, RichText, Text, Url
from plexus.kernel.schema.field_types.unique_id import UniqueId
from plexus.kernel.schema.fitting import Unfit

__all__ = [
    "EVERY_TYPE",
    "AutoNumber",
    "By",
    "Choice",
    "Choices",
    "Content",
    "Day",
    "Decimal",
    "Document",
    "Email",
    "Emails",
    "FieldType",
    "File",
    "Instant",
    "Integer",
    "LongText",
    "Money",
    "Percent",
    "Phone",
    "Phones",
    "Rating",
    "Reference",
    "References",
    "RichText",
    "Tags",
    "Text",
    "Unfit",
    "UniqueId",
    "Url",
    "YesNo",
]
