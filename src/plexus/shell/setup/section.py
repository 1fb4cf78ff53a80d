"""What each part of a set-up is: how it is told, compared and brought in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Label
from plexus.kernel.schema.registry import Schema
from plexus.kernel.values.refusals import Refusal
from plexus.shell.setup.document import Document, Entry, Key

KINDS: Mapping[str, type] = {"text": str, "flag": bool, "whole": int, "list": list, "object": dict}


@dataclass(frozen=True)
class Held:
    """What a workspace has of an entry: its row, what a file would say of it, and why no file can say it."""

    row_id: UUID | None
    entry: Entry
    hindrance: Refusal | None = None


@dataclass
class Scope:
    """An import that is going on: who, when, what the file says, and by which names roles go here."""

    actor: Actor
    now: datetime
    document: Document
    role_keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """The objects and fields as they are by now."""
        return registry.of(self.actor.workspace_id)

    def role_key(self, key: str) -> str:
        """The key that a role of the file has here."""
        return self.role_keys.get(key, key)

    @cached_property
    def told_objects(self) -> frozenset[str]:
        """The objects that the file knows of: those of the product and its own."""
        own = {key[0] for key in self.document.entries("custom-objects")}
        return frozenset(own | registry.standard().objects.keys())

    def tells_field(self, plural: str, name: str) -> bool:
        """Whether the file knows of a field."""
        standard = registry.standard().objects.get(plural)
        return (plural, name) in self.document.entries("custom-fields") or bool(standard and name in standard.fields)


class Section(ABC):
    """One part of a set-up: entries of one kind by their names.

    `rank` says after which others it is brought in, `shapes` that it changes objects and fields. Of entries that can be
    `retired` the runner takes care, last of all.
    """

    name: ClassVar[str] = ""
    depth: int = 1
    rank: int = 0
    shapes: bool = False
    retires: bool = False
    kinds: Mapping[str, str] = {}

    @property
    def label(self) -> Label:
        """What people call its entries."""
        return registry.standard().object(self.name).label_plural

    def title(self, key: Key, entry: Entry) -> str:
        """What people call one entry."""
        return str(entry.get("label_en") or entry.get("label_zh") or (key[-1] if key else self.label))

    @abstractmethod
    def held(self, actor: Actor) -> dict[Key, Held]:
        """What a workspace has."""

    def aligned(self, key: Key, entry: Entry, held: Mapping[Key, Held], scope: Scope) -> Key:
        """The key under which the workspace has what the file calls so."""
        return key

    def known(self, scope: Scope) -> Mapping[str, str]:
        """The properties of an entry with the kind of each."""
        return self.kinds

    def wanted(self, entry: Entry, held: Held | None, scope: Scope) -> Entry:
        """What shall be: the file's properties, with what it cannot know kept as it is."""
        return dict(entry)

    @abstractmethod
    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        """Make an entry, or change one by what differs; raises a Refusal."""

    def retire(self, row_id: UUID, scope: Scope) -> None:
        """Show it nowhere any more."""
        raise NotImplementedError

    def reinstate(self, row_id: UUID, scope: Scope) -> None:
        """Show it again."""
        raise NotImplementedError


def is_of(kind: str, value: Any) -> bool:
    """Whether a JSON value is of a kind."""
    return isinstance(value, KINDS[kind]) and not (kind == "whole" and isinstance(value, bool))
