"""Records to choose while their name is typed: of one object, or of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import Hit, find
from plexus.shell.web.filters.offering import Offer, OfferGroup
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import choices_of
from plexus.shell.web.visit import Visit

MOST = 12
LONGEST = 200


@dataclass(frozen=True)
class _Asked:
    text: str
    word: str


def choose(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/choose?q=&word=: records by name; `word` names the field that takes me and my team."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    asked = _Asked(visit.http.GET.get("q", "").strip()[:LONGEST], visit.http.GET.get("word", ""))
    made = _short(visit, about, asked.text) if about.described.administered else _found(visit, about, asked.text)
    groups = (OfferGroup("", _words(about, asked)), OfferGroup("", made))
    return visit.show("shell/components/offers.html", groups=[each for each in groups if each.offers])


def _words(about: Object, asked: _Asked) -> tuple[Offer, ...]:
    if not asked.word:
        return ()
    mine = Offer(gettext("me"), "me", name=asked.word, icon="user")
    ours = Offer(gettext("my team"), "my_team", name=asked.word, icon="users")
    offered = (mine, ours) if about.plural == "people" else (ours,)
    return tuple(each for each in offered if asked.text.casefold() in each.label.casefold())


def _short(visit: Visit, about: Object, text: str) -> tuple[Offer, ...]:
    """Of a short list everything, narrowed by what is typed or found by its pinyin."""
    known = choices_of(visit, about)
    found = {str(hit.record_id) for hit in find(actor=visit.actor, text=text, objects=(about.plural,))} if text else ()
    fits = (each for each in known if text.casefold() in each.label.casefold() or each.value in found)
    return tuple(Offer(each.label, each.value) for each in fits)


def _found(visit: Visit, about: Object, text: str) -> tuple[Offer, ...]:
    if text:
        hits = find(actor=visit.actor, text=text, objects=(about.plural,), limit=MOST)
        return tuple(Offer(hit.title, str(hit.record_id)) for hit in hits)
    title = about.described.title
    page = reading.read_page(
        visit.actor, about, reading.Asked(fields=("id", title), sort="-updated_at", limit=MOST, counted=False)
    )
    return tuple(Offer(reading.title_text(row[title]) or "—", str(row["id"])) for row in page.rows)


def choose_any(visit: Visit) -> HttpResponse:
    """GET /choose?q=&named=1&of=: records of all objects that have a page, or of some; `named` puts it in the value."""
    text = visit.http.GET.get("q", "").strip()[:LONGEST]
    named = bool(visit.http.GET.get("named"))
    schema = registry.of(visit.actor.workspace_id)
    among = tuple(each for each in visit.http.GET.getlist("of") if each in schema.objects)
    offered = tuple(each.plural for each in schema if each.described.in_rail and not each.described.administered)
    hits = find(actor=visit.actor, text=text, objects=among or offered, limit=MOST) if text else ()
    told = _told(visit, hits) if among else {}
    made = tuple(
        Offer(
            hit.title, _value(hit.object, hit.record_id, named=named),
            beside=told.get(hit.record_id) or _kind(schema.object(hit.object)),
        )
        for hit in hits
    )  # fmt: skip
    return visit.show("shell/components/offers.html", groups=[OfferGroup("", made)] if made else [], typing=not text)


def _told(visit: Visit, hits: Sequence[Hit]) -> dict[UUID, str]:
    """What tells those of the same name apart: what is shown beside their titles; a statement for each object."""
    found: dict[UUID, str] = {}
    for plural in {hit.object for hit in hits}:
        about = registry.of(visit.actor.workspace_id).object(plural)
        known = readable_fields(visit.actor, about)
        summary = tuple(known[name] for name in about.described.summary if name in known)
        keys = [hit.record_id for hit in hits if hit.object == plural]
        fields = ("id", *(one.name for one in summary))
        asked = reading.Asked(condition=Q(pk__in=keys), fields=fields, limit=MOST, counted=False)
        for row in reading.read_page(visit.actor, about, asked).rows if summary else ():
            words = (presenter_of(one).text(row[one.name], one, visit) for one in summary)
            found[row["id"]] = " · ".join(word for word in words if word)
    return found


def _value(objects: str, record_id: UUID, *, named: bool) -> str:
    return f"{objects}:{record_id}" if named else str(record_id)


def _kind(about: Object) -> str:
    return capfirst(str(about.label))
