"""The abstract record."""

from plexus.kernel.records.models.record import Record

__all__ = ["Record"]
