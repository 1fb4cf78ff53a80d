"""A step from a record to another, as filters and expressions take it."""

from __future__ import annotations

from dataclasses import dataclass

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Step:
    """One reference on the way, and the object that it leads to."""

    reference: Field
    target: Object
