"""The rules of access, said a second time in plain Python over rows in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        return bool(self.names(verb, about, row))

    def names(self, verb: str, about: Object, row: Any) -> set[tuple[str, str]]:
        """The rules that open a row, by name and by the object that they lead through."""
        if about.described.part_of:
            reference = about.fields[about.described.part_of]
            whole = self.schema.object(reference.target or "")
            open_ = self._level(verb, about) != "none" and self.allow(
                "read" if verb == "read" else "update", whole, self.rows[whole.plural][getattr(row, reference.column)]
            )
            return {("whole", whole.plural)} if open_ else set()
        found = {(name, "") for name in self._by_own_rights(verb, about, row)}
        if about.described.about and verb == "read" and self._level(verb, about) not in {"none", "all"}:
            found |= {("linked", each["object"]) for each in row.related if self._is_readable(each)}
        return found

    def may_share(self, about: Object, row: Any) -> bool:
        """Whether the actor may share a row: what he has by a share alone he keeps to himself."""
        own = about.has_owner and not about.described.part_of
        return own and bool(self.names("update", about, row) - {("shared", "")})

    def _level(self, verb: str, about: Object) -> str:
        if about.described.administered and about.plural not in self.actor.grants:
            return "all" if verb == "read" else "none"
        rules = self.actor.grants.get(about.plural) or self.actor.grants.get("*", {})
        return rules.get(verb, "none")

    def _by_own_rights(self, verb: str, about: Object, row: Any) -> Iterator[str]:
        level = self._level(verb, about)
        if level == "none":
            return
        if level == "all":
            yield "everybody" if about.described.administered and about.plural not in self.actor.grants else "all"
            return
        yield from self._is_mine(level, about, row)
        if any(self._opens(each, verb, about, row) for each in self.shares):
            yield "shared"

    def _is_mine(self, level: str, about: Object, row: Any) -> Iterator[str]:
        if not about.has_owner:
            return
        if row.owner_id == self.actor.person_id:
            yield "own"
        if level == "team" and row.team_id and row.team_id == self.actor.team_id:
            yield "team"
        if level == "below" and row.team_id in self.actor.team_ids:
            yield "below"

    def _opens(self, share: Share, verb: str, about: Object, row: Any) -> bool:
        if (share.object, share.record_id) != (about.plural, row.pk) or verb in {"delete", "create"}:
            return False
        over = share.deleted_at is not None or (share.expires_at is not None and share.expires_at <= self.now)
        mine = share.person_id == self.actor.person_id or share.shared_team_id in self.actor.above_ids
        return mine and not over and (verb == "read" or share.may_change)

    def _is_readable(self, reference: Mapping[str, str]) -> bool:
        target = self.schema.object(reference["object"])
        described = target.described
        row = self.rows[target.plural].get(UUID(reference["id"]))
        if row is None or described.about or described.part_of or described.administered:
            return False
        return self.allow("read", target, row)
