"""The actor: who asks. Every door finds one and passes it on explicitly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of caller an actor is."""

    PERSON = "person"
    TOKEN = "token"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, in which workspace, with which rights; a value that no query hides behind.

    `team_ids` are the actor's team and all teams below it, `above_ids` that team and all above it. `grants` and
    `fields` are the role's rights as stored; only the access package interprets them. A traveller asks tables that hold
    nothing but the rows that he may read (`records.travelling`).
    """

    workspace_id: UUID
    person_id: UUID | None
    name: str
    kind: ActorKind = ActorKind.PERSON
    user_id: UUID | None = None
    team_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()
    above_ids: tuple[UUID, ...] = ()
    role_id: UUID | None = None
    role_name: str = ""
    is_administrator: bool = False
    is_traveller: bool = False
    grants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scopes: tuple[str, ...] = ("*",)
    language: str = "en"
    theme: str = ""
    time_zone: str = "UTC"
    currency: str = "CNY"
    country: str = "CN"
    workspace_name: str = ""
    workspace_slug: str = ""
    token_id: UUID | None = None
    token_used_at: datetime | None = None

    @property
    def is_system(self) -> bool:
        """Whether the product itself acts, for a job or a set-up that no person's rights bound."""
        return self.kind is ActorKind.SYSTEM


def system(workspace_id: UUID, **known: Any) -> Actor:
    """The product itself, acting in one workspace with every right."""
    values: dict[str, Any] = {"person_id": None, "name": "Plexus", "is_administrator": True} | known
    return Actor(workspace_id=workspace_id, kind=ActorKind.SYSTEM, **values)
