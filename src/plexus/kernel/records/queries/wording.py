"""The words for the rules of access: what opens a record to somebody, and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from babel import Locale
from babel.dates import format_date, format_time
from django.db.models import F
from django.utils.translation import get_language, gettext

from plexus.kernel.access.rights import Basis, Level, Verb
from plexus.kernel.access.rules import Kind
from plexus.kernel.access.weighing import VERBS, Verdict, Weighed
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.schema.object import Object

__all__ = ["VERBS", "Names"]

# Rules whose sentence needs the record's owner and team only.
BY_RECORD = frozenset({Kind.OWN, Kind.TEAM, Kind.BELOW})


@dataclass(frozen=True, slots=True)
class Names:
    """Who is asked about, in which role, about records of what; and whose the record is."""

    name: str
    role: str
    objects: str
    owner: str = ""
    team: str = ""

    @classmethod
    def of(cls, actor: Actor, subject: Actor, about: Object, record_id: UUID) -> Names:
        """The names for one record; an owner or team that there is not is empty."""
        row: Mapping[str, Any] = {}
        if about.has_owner:
            rows = about.rows(actor.workspace_id).filter(pk=record_id)
            row = rows.values(shown_owner=F("owner__name"), shown_team=F("team__name")).first() or {}
        owner, team = row.get("shown_owner") or "", row.get("shown_team") or ""
        return cls(subject.name, subject.role_name, str(about.label_plural), owner, team)

    def put(self, text: str) -> str:
        """A sentence with the names in their places."""
        return text % {each: getattr(self, each) for each in ("name", "role", "objects", "owner", "team")}


def of_level(verdict: Verdict, names: Names) -> str:
    """What the role says of a verb."""
    match verdict.basis, verdict.verb:
        case Basis.SCOPE, _:
            return gettext("The token does not reach this.")
        case Basis.ADMINISTRATOR, _:
            return names.put(gettext("The role “%(role)s” is an administrator's: everything is open to it."))
        case Basis.EVERYBODY, Verb.READ:
            return names.put(gettext("Everybody may see %(objects)s."))
        case Basis.PERSONAL, _:
            return names.put(gettext("Everybody has %(objects)s of one's own, and sees those that others share."))
        case Basis.EVERYBODY, _:
            return names.put(gettext("Only administrators may change %(objects)s."))
        case _:
            return names.put(_of_role(verdict))


def _of_role(verdict: Verdict) -> str:
    return {
        Level.NONE: {
            Verb.READ: gettext("The role “%(role)s” does not let %(name)s see %(objects)s."),
            Verb.UPDATE: gettext("The role “%(role)s” does not let %(name)s change %(objects)s."),
            Verb.DELETE: gettext("The role “%(role)s” does not let %(name)s delete %(objects)s."),
        },
        Level.OWN: {
            Verb.READ: gettext("The role “%(role)s” lets %(name)s see one's own %(objects)s."),
            Verb.UPDATE: gettext("The role “%(role)s” lets %(name)s change one's own %(objects)s."),
            Verb.DELETE: gettext("The role “%(role)s” lets %(name)s delete one's own %(objects)s."),
        },
        Level.TEAM: {
            Verb.READ: gettext("The role “%(role)s” lets %(name)s see the %(objects)s of one's own team."),
            Verb.UPDATE: gettext("The role “%(role)s” lets %(name)s change the %(objects)s of one's own team."),
            Verb.DELETE: gettext("The role “%(role)s” lets %(name)s delete the %(objects)s of one's own team."),
        },
        Level.BELOW: {
            Verb.READ: gettext("The role “%(role)s” lets %(name)s see the %(objects)s of one's team and those below."),
            Verb.UPDATE: gettext(
                "The role “%(role)s” lets %(name)s change the %(objects)s of one's team and those below."
            ),
            Verb.DELETE: gettext(
                "The role “%(role)s” lets %(name)s delete the %(objects)s of one's team and those below."
            ),
        },
        Level.ALL: {
            Verb.READ: gettext("The role “%(role)s” lets %(name)s see all %(objects)s."),
            Verb.UPDATE: gettext("The role “%(role)s” lets %(name)s change all %(objects)s."),
            Verb.DELETE: gettext("The role “%(role)s” lets %(name)s delete all %(objects)s."),
        },
    }[verdict.level][verdict.verb]


def of_gift(rule: Weighed, names: Names) -> str:
    """Whether the owner of a personal record gave it to the person."""
    if rule.holds:
        return names.put(gettext("Its owner shares it with %(name)s."))
    return names.put(gettext("Its owner does not share it with %(name)s."))


def of_rule(rule: Weighed, names: Names) -> str:
    """What a rule about owner or team found."""
    match rule.kind, rule.holds:
        case Kind.OWN, True:
            text = gettext("%(name)s owns it.")
        case Kind.OWN, _:
            text = gettext("It belongs to %(owner)s.") if names.owner else gettext("It belongs to nobody.")
        case Kind.TEAM, True:
            text = gettext("Its team %(team)s is the team of %(name)s.")
        case Kind.TEAM, _ if names.team:
            text = gettext("Its team %(team)s is not the team of %(name)s.")
        case Kind.BELOW, True:
            text = gettext("Its team %(team)s is the team of %(name)s or stands below it.")
        case Kind.BELOW, _ if names.team:
            text = gettext("Its team %(team)s is neither the team of %(name)s nor below it.")
        case _:
            text = gettext("It belongs to no team.")
    return names.put(text)


def of_share(share: Shared, *, now: datetime, zone: tzinfo) -> str:
    """A share as a sentence: who gave whom what, until when."""
    given = {"by": share.shared_by or "Plexus", "whom": share.whom, "until": moment(share.expires_at, zone)}
    if share.expires_at is None:
        text = (
            gettext("%(by)s shared it with %(whom)s, to see and change.")
            if share.may_change
            else gettext("%(by)s shared it with %(whom)s, to see.")
        )
    elif share.expired(now):
        text = gettext("%(by)s shared it with %(whom)s until %(until)s; that is over.")
    else:
        text = (
            gettext("%(by)s shared it with %(whom)s, to see and change, until %(until)s.")
            if share.may_change
            else gettext("%(by)s shared it with %(whom)s, to see, until %(until)s.")
        )
    return text % given


def not_shared(names: Names) -> str:
    """That no share names the person."""
    return names.put(gettext("It is not shared with %(name)s."))


def unseen(names: Names) -> str:
    """That a right is idle because the record is out of sight."""
    return names.put(gettext("%(name)s cannot see it, and so can neither change nor delete it."))


def of_the_whole(whole: str, rule: Weighed, verb: Verb, names: Names) -> str:
    """What a part takes from the record that it is part of."""
    if verb is Verb.READ:
        text = (
            gettext("It is part of a record that %(name)s may see: %(whole)s.")
            if rule.holds
            else gettext("It is part of a record that %(name)s may not see: %(whole)s.")
        )
    else:
        text = (
            gettext("It is part of a record that %(name)s may change: %(whole)s.")
            if rule.holds
            else gettext("It is part of a record that %(name)s may not change: %(whole)s.")
        )
    return text % {"name": names.name, "whole": whole}


def of_ends(rule: Weighed, names: Names) -> str:
    """What a relation takes from the records that it stands between."""
    if rule.holds:
        return names.put(gettext("%(name)s may see every record that it joins."))
    return names.put(gettext("%(name)s may not see every record that it joins."))


def linked(label: str, title: str, names: Names) -> str:
    """What a remark is about that its reader may see."""
    if not title:
        return gettext("It is about a record that %(name)s may see: %(kind)s.") % {"name": names.name, "kind": label}
    given = {"name": names.name, "kind": label, "title": title}
    return gettext("It is about “%(title)s” (%(kind)s), which %(name)s may see.") % given


def not_linked(names: Names) -> str:
    """That a remark is about nothing that its reader may see."""
    return names.put(gettext("It is about no record that %(name)s may see."))


def moment(at: datetime | None, zone: tzinfo) -> str:
    """A moment in the reader's zone and language."""
    if at is None:
        return ""
    locale, here = Locale.parse(get_language() or "en", sep="-"), at.astimezone(zone)
    return f"{format_date(here, 'medium', locale=locale)} {format_time(here, 'short', locale=locale)}"
