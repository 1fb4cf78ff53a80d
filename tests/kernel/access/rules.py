"""The rules of access, said a second time in plain Python over rows in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.access.models import Share
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema

ORDER = ("none", "own", "team", "below", "all")


@dataclass(frozen=True)
class Rules:
    """Every row there is, by object and id, every share, and who asks, when."""

    schema: Schema
    rows: Mapping[str, Mapping[UUID, Any]]
    shares: Sequence[Share]
    actor: Actor
    now: datetime

    def allow(self, verb: str, about: Object, row: Any) -> bool:
        """Whether the actor may do this to a row."""
        if about.described.part_of:
            reference = about.fields[about.described.part_of]
            whole = self.schema.object(reference.target or "")
            return self._level(verb, about) != "none" and self.allow(
                "read" if verb == "read" else "update", whole, self.rows[whole.plural][getattr(row, reference.column)]
            )
        if self._by_own_rights(verb, about, row):
            return True
        remark = about.described.about is not None and verb == "read" and self._level(verb, about) != "none"
        return remark and any(self._names_something_readable(each) for each in row.related)

    def _level(self, verb: str, about: Object) -> str:
        if about.described.readers and about.plural not in self.actor.grants:
            return "own"
        if about.described.administered and about.plural not in self.actor.grants:
            return "all" if verb == "read" else "none"
        rules = self.actor.grants.get(about.plural) or self.actor.grants.get("*", {})
        return rules.get(verb, "none")

    def _by_own_rights(self, verb: str, about: Object, row: Any) -> bool:
        level = self._level(verb, about)
        if level in {"none", "all"}:
            return level == "all"
        return self._is_mine(level, about, row) or any(self._opens(each, verb, about, row) for each in self.shares)

    def _is_mine(self, level: str, about: Object, row: Any) -> bool:
        if not about.has_owner:
            return False
        if row.owner_id == self.actor.person_id:
            return True
        teams = {"own": (), "team": (self.actor.team_id,), "below": self.actor.team_ids}[level]
        return row.team_id is not None and row.team_id in teams

    def _opens(self, share: Share, verb: str, about: Object, row: Any) -> bool:
        if (share.object, share.record_id) != (about.plural, row.pk) or verb in {"delete", "create"}:
            return False
        over = share.deleted_at is not None or (share.expires_at is not None and share.expires_at <= self.now)
        mine = share.person_id == self.actor.person_id or share.shared_team_id in self.actor.team_ids
        return mine and not over and (verb == "read" or share.may_change)

    def _names_something_readable(self, reference: Mapping[str, str]) -> bool:
        target = self.schema.object(reference["object"])
        described = target.described
        row = self.rows[target.plural].get(UUID(reference["id"]))
        if row is None or described.about or described.part_of or described.administered:
            return False
        return self.allow("read", target, row)
