"""The rules of access, said a second time in plain Python over rows in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.access.models import Share
from plexus.kernel.identity.actor import Actor
from plexus.kernel.lists.models import HandList
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.views.models import View

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
        if about.described.between:
            return self._names_between(verb, about, row)
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

    def _names_between(self, verb: str, about: Object, row: Any) -> set[tuple[str, str]]:
        """What stands between records is read where all are, and changed by its owner's rights among those."""
        fields = [about.fields[name] for name in about.described.between]
        led = [(one.target or "", key) for one in fields if (key := getattr(row, one.column)) is not None]
        seen = all(self._is_there(self.schema.object(plural), self.rows[plural].get(key)) for plural, key in led)
        if self._level(verb, about) == "none" or not seen:
            return set()
        if verb == "read":
            return {("between", "")}
        return {(name, "") for name in self._by_own_rights(verb, about, row)}

    def _is_there(self, target: Object, row: Any) -> bool:
        return row is not None and row.deleted_at is None and self.allow("read", target, row)

    def may_share(self, about: Object, row: Any) -> bool:
        """Whether the actor may share a row: never what he has by a share alone, nor what he does not read."""
        itself = about.described.personal is not None and not about.described.personal.common
        own = about.has_owner and not (about.is_led or about.described.bound or itself)
        return own and self.allow("read", about, row) and bool(self.names("update", about, row) - {("shared", "")})

    def _seen_through(self, about: Object, row: Any) -> set[str]:
        """The objects of the records, read and not in the trash, to which a row is bound."""
        return {each["object"] for each in row.related if self._is_seen(each)}

    def _is_seen(self, reference: Mapping[str, str]) -> bool:
        target = self.schema.object(reference["object"])
        row = self.rows[target.plural].get(UUID(reference["id"]))
        if row is None or row.deleted_at or target.is_led or target.described.administered:
            return False
        return not target.described.bound and self.allow("read", target, row)

    def _level(self, verb: str, about: Object) -> str:
        if about.described.personal and about.plural not in self.actor.grants:
            said = self.actor.grants.get("*", {}).get(verb, "none")
            return said if about.described.personal.common and said != "none" else "own"
        if about.described.administered and about.plural not in self.actor.grants:
            return "all" if verb == "read" else "none"
        rules = self.actor.grants.get(about.plural) or self.actor.grants.get("*", {})
        return rules.get(verb, "none")

    def _by_own_rights(self, verb: str, about: Object, row: Any) -> Iterator[str]:
        level = self._level(verb, about)
        if level == "none":
            return
        private = self._is_private(about, row)
        if level == "all" and not private:
            yield "everybody" if about.described.administered and about.plural not in self.actor.grants else "all"
        if level == "all":
            return
        yield from self._is_mine("own" if private else level, about, row)
        personal = about.described.personal
        given = personal is not None and not personal.common and not about.described.bound
        if verb == "read" and given and self._is_open(row):
            yield "given"
        if any(self._opens(each, verb, about, row) for each in self.shares):
            yield "shared"

    def _is_private(self, about: Object, row: Any) -> bool:
        return about.described.personal is not None and not self._is_open(row) and row.owner_id != self.actor.person_id

    def _is_open(self, row: Any) -> bool:
        match row:
            case HandList():
                return row.shared
            case View():
                to_role = row.audience == "role" and row.shared_role_id == self.actor.role_id is not None
                to_team = row.audience == "team" and row.shared_team_id in {*self.actor.above_ids, *self.actor.team_ids}
                return row.audience == "everybody" or to_role or to_team
            case _:
                return False

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
        if row is None or described.about or target.is_led or described.administered:
            return False
        return self.allow("read", target, row)
