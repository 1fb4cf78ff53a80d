"""The abstract record, and the record of custom objects."""

from plexus.kernel.records.models.custom_record import CustomRecord
from plexus.kernel.records.models.record import Record

__all__ = ["CustomRecord", "Record"]
