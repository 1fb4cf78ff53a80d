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
            seen = not about.described.bound or bool(self._seen_through(about, row))
            return {("whole", whole.plural)} if open_ and seen else set()
        if about.described.bound:
            return self._names_of_bound(verb, about, row)
        found = {(name, "") for name in self._by_own_rights(verb, about, row)}
        if about.described.about and verb == "read" and self._level(verb, about) not in {"none", "all"}:
            found |= {("linked", each["object"]) for each in row.related if self._is_readable(each)}
        return found

    def _names_of_bound(self, verb: str, about: Object, row: Any) -> set[tuple[str, str]]:
        """Bound rows are read where their record is, and changed by their owner's rights among those."""
        seen = self._seen_through(about, row)
        if self._level(verb, about) == "none" or not seen:
            return set()
        if verb == "read":
            return {("linked", plural) for plural in seen}
        return {(name, "") for name in self._by_own_rights(verb, about, row)}

    def may_share(self, about: Object, row: Any) -> bool:
        """Whether the actor may share a row: never what he has by a share alone, nor what he does not read."""
        own = about.has_owner and not (about.described.part_of or about.described.bound)
        return own and self.allow("read", about, row) and bool(self.names("update", about, row) - {("shared", "")})

    def _seen_through(self, about: Object, row: Any) -> set[str]:
        """The objects of the records, read and not in the trash, to which a row is bound."""
        return {each["object"] for each in row.related if self._is_seen(each)}

    def _is_seen(self, reference: Mapping[str, str]) -> bool:
        target = self.schema.object(reference["object"])
        row = self.rows[target.plural].get(UUID(reference["id"]))
        if row is None or row.deleted_at or target.described.part_of or target.described.administered:
            return False
        return not target.described.bound and self.allow("read", target, row)

    def _level(self, verb: str, about: Object) -> str:
        if about.described.readers and about.plural not in self.actor.grants:
            return "own"
        if about.described.administered and about.plural not in self.actor.grants:
            return "all" if verb == "read" else "none"
        rules = self.actor.grants.get(about.plural) or self.actor.grants.get("*", {})
        level = rules.get(verb, "none")
        return "own" if level == "none" and about.described.personal and verb != "read" else level

    def _by_own_rights(self, verb: str, about: Object, row: Any) -> Iterator[str]:
        level = self._level(verb, about)
        if level == "none":
            return
        if level == "all" and not self._is_private(about, row):
            yield "everybody" if about.described.administered and about.plural not in self.actor.grants else "all"
        if level == "all":
            return
        if not self._is_private(about, row):
            yield from self._is_mine(level, about, row)
        if any(self._opens(each, verb, about, row) for each in self.shares):
            yield "shared"

    def _is_private(self, about: Object, row: Any) -> bool:
        said = about.described.private_unless
        return said is not None and not getattr(row, said) and row.owner_id != self.actor.person_id

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
