"""A rule of a workspace's own: when a record is refused, and what is said then."""

from __future__ import annotations

from dataclasses import dataclass

from plexus.kernel.schema.field import Label


@dataclass(frozen=True, slots=True)
class Rule:
    """`refuse_when` is an expression over the object's records; the message may stand at a field."""

    key: str
    refuse_when: str
    message: Label
    field: str = ""
