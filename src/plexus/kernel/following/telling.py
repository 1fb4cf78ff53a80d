"""From happenings to notices: who is to be told what, once, and never of his own doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from plexus.kernel.following.gathering import Happening
from plexus.kernel.following.models import NoticeKind

# Of one change or mass change a person is told so many times at most in one batch; the list shows the rest.
MOST_OF_ONE = 50
WEIGHT = {kind: place for place, kind in enumerate(NoticeKind)}


@dataclass(frozen=True, slots=True)
class Told:
    """One notice to be: to whom, why, about which record, and which remark or change says it."""

    person_id: UUID
    kind: NoticeKind
    object: str
    record_id: UUID
    source: tuple[str, UUID] | None
    happening: Happening


Followers = Mapping[UUID, Iterable[UUID]]


def told(happenings: Iterable[Happening], followers: Followers, remarks: Iterable[str]) -> Iterator[Told]:
    """What is to be told of happenings; of several reasons to tell somebody of one change the weightiest."""
    known, counted = frozenset(remarks), Counter[tuple[UUID, UUID | None]]()
    for happening in happenings:
        chosen: dict[UUID, Told] = {}
        for each in _reasons(happening, followers, known):
            held = chosen.get(each.person_id)
            if each.person_id != happening.by and (held is None or WEIGHT[each.kind] < WEIGHT[held.kind]):
                chosen[each.person_id] = each
        for each in chosen.values():
            counted[each.person_id, happening.by] += 1
            if counted[each.person_id, happening.by] <= MOST_OF_ONE or each.kind is NoticeKind.MENTIONED:
                yield each


def _reasons(happening: Happening, followers: Followers, remarks: frozenset[str]) -> Iterator[Told]:
    itself = happening.object, happening.record_id
    is_remark = happening.object in remarks
    about = happening.related[0] if happening.related else itself
    for person in happening.mentioned:
        yield Told(person, NoticeKind.MENTIONED, *about, itself if about != itself else None, happening)
    if happening.owner and happening.owner != happening.by:
        yield Told(happening.owner, NoticeKind.GIVEN, *itself, None, happening)
    if is_remark and happening.came:
        for plural, record_id in happening.related:
            for person in followers.get(record_id, ()):
                yield Told(person, NoticeKind.SAID, plural, record_id, itself, happening)
    elif not happening.came:
        for person in followers.get(happening.record_id, ()):
            yield Told(person, NoticeKind.CHANGED, *itself, None, happening)
