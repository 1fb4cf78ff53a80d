"""Why somebody can see a record, or cannot: every rule that decides, as a sentence.

The rules are weighed by the very conditions that filter lists; here they only find their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.models import Link
from plexus.kernel.access.rights import Basis, FieldRight, Level, Verb, field_right
from plexus.kernel.access.rules import Kind
from plexus.kernel.access.weighing import Verdict, Weighed, opening_shares, weigh
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records import reading
from plexus.kernel.records.clock import zone_of
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries import sharing, wording
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

FEW = 5
OPENS = {Level.NONE: False, Level.ALL: True}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule by its name, whether it opens the record, and what it says; none where it only says whose it would."""

    rule: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of one verb, and why."""

    verb: Verb
    allowed: bool
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person may do with a record; of the fields those that are hidden or may not be changed."""

    person_id: UUID
    name: str
    verbs: tuple[Told, ...]
    hidden: tuple[Field, ...]
    read_only: tuple[Field, ...]


def may_ask(actor: Actor, about: Object, record_id: UUID, person_id: UUID) -> bool:
    """Whether the actor may ask this: about himself, as an administrator, or as one who may share the record."""
    if actor.is_administrator or person_id == actor.person_id:
        return True
    return sharing.may_share(actor, about, record_id)


def explain(*, actor: Actor, about: Object, record_id: UUID, person_id: UUID, now: datetime) -> Explanation:
    """What a person may do with a record that the actor reads; raises `NotFound`, or `NotAllowed` to ask."""
    reading.read_one(actor, about, record_id, fields=("id",), trashed=None)
    if not may_ask(actor, about, record_id, person_id):
        raise NotAllowed
    person = Person.objects.filter(workspace_id=actor.workspace_id, pk=person_id).first()
    if person is None:
        raise NotFound
    subject = actor_of_person(person_id)
    if subject is None:
        return _of_somebody_gone(person)
    teller = _Teller(actor, subject, about, record_id, now)
    return Explanation(
        person_id, subject.name, teller.verbs(), teller.fields(FieldRight.HIDDEN), teller.fields(FieldRight.READ_ONLY)
    )


def _of_somebody_gone(person: Person) -> Explanation:
    why = Reason("inactive", holds=False, sentence=gettext("%(name)s cannot sign in.") % {"name": person.name})
    verbs = tuple(Told(verb, allowed=False, level=Level.NONE, reasons=(why,)) for verb in wording.VERBS)
    return Explanation(person.pk, person.name, verbs, (), ())


class _Teller:
    """One record and one person, and what is asked of them once."""

    def __init__(self, actor: Actor, subject: Actor, about: Object, record_id: UUID, now: datetime) -> None:
        self.actor, self.subject, self.about, self.record_id, self.now = actor, subject, about, record_id, now
        self.shares = sharing.every(about, actor.workspace_id, record_id)
        self.names = wording.Names.of(actor, subject, about, record_id)

    def verbs(self) -> tuple[Told, ...]:
        """Each verb with its reasons; what is not seen is neither changed nor deleted, whatever a rule says."""
        verdicts = weigh(self.subject, self.about, self.record_id)
        sees = any(each.allowed for each in verdicts if each.verb is Verb.READ)
        return tuple(self._told(each, sees=sees) for each in verdicts)

    def _told(self, verdict: Verdict, *, sees: bool) -> Told:
        reasons = tuple(self._reasons(verdict))
        if verdict.allowed and not sees:
            reasons = (*reasons, Reason("unseen", holds=False, sentence=wording.unseen(self.names)))
        return Told(verdict.verb, verdict.allowed and sees, verdict.level, reasons)

    def fields(self, right: FieldRight) -> tuple[Field, ...]:
        """The fields to which the person has this right and no more, as far as the asker knows of them."""
        known = (each for each in self.about.fields.values() if field_right(self.actor, self.about, each.name))
        return tuple(each for each in known if field_right(self.subject, self.about, each.name) is right)

    def _reasons(self, verdict: Verdict) -> Iterator[Reason]:
        said = wording.of_level(verdict, self.names)
        yield Reason(_named(verdict), OPENS.get(verdict.level), said)
        for rule in verdict.rules:
            if rule.kind is Kind.SHARED:
                yield from self._of_shares(verdict)
            elif sentence := self._sentence(verdict, rule):
                yield Reason(rule.kind, rule.holds, sentence)
        if linked := [each for each in verdict.rules if each.kind is Kind.LINKED]:
            yield from self._of_links(linked)

    def _sentence(self, verdict: Verdict, rule: Weighed) -> str:
        """What a rule says of the record; nothing where the level has said it already."""
        match rule.kind:
            case Kind.WHOLE:
                return self._of_the_whole(verdict, rule)
            case Kind.BETWEEN:
                return wording.of_ends(rule, self.names)
            case Kind.GIVEN:
                return wording.of_gift(rule, self.names)
            case kind if kind in wording.BY_RECORD:
                return wording.of_rule(rule, self.names)
            case _:
                return ""

    def _of_shares(self, verdict: Verdict) -> Iterator[Reason]:
        """Each share that names the person or a team of his, also those that are over."""
        to_change = verdict.verb is Verb.UPDATE
        opening = opening_shares(self.subject, self.about, self.record_id, to_change=to_change)
        mine = [each for each in self.shares if self._names(each)]
        for each in mine:
            yield Reason(Kind.SHARED, each.id in opening, self._of_share(each))
        if not mine:
            yield Reason(Kind.SHARED, holds=False, sentence=wording.not_shared(self.names))

    def _of_share(self, each: Shared) -> str:
        return wording.of_share(each, now=self.now, zone=zone_of(self.actor.time_zone))

    def _names(self, share: Shared) -> bool:
        meant = share.person_id == self.subject.person_id or share.team_id in self.subject.above_ids
        return meant and share.ended_at is None

    def _of_the_whole(self, verdict: Verdict, rule: Weighed) -> str:
        return wording.of_the_whole(self._labelled(rule.through), rule, verdict.verb, self.names)

    def _labelled(self, plural: str) -> str:
        return str(registry.of(self.actor.workspace_id).object(plural).label)

    def _of_links(self, linked: list[Weighed]) -> Iterator[Reason]:
        """What the remark is about, where that opens it; a record that the asker may not see is not named."""
        held = [each for each in linked if each.holds]
        for each in held:
            target = registry.of(self.actor.workspace_id).object(each.through)
            for title in self._titles(target) or ("",):
                yield Reason(each.kind, holds=True, sentence=wording.linked(str(target.label), title, self.names))
        if not held:
            yield Reason(Kind.LINKED, holds=False, sentence=wording.not_linked(self.names))

    def _titles(self, target: Object) -> tuple[str, ...]:
        of = Link.objects.filter(workspace_id=self.actor.workspace_id, source_id=self.record_id)
        ids = of.filter(target_object=target.plural).values("target_id")
        rows = reading.visible(self.actor, target).filter(permitted(self.subject, target), pk__in=ids)
        return tuple(naming.titles(self.actor, target, rows.values_list("pk", flat=True)[:FEW]).values())


def _named(verdict: Verdict) -> str:
    return "role" if verdict.basis is Basis.ROLE else verdict.basis.value
