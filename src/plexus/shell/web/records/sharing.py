"""The dialog in which a record is shared: who has it and till when, and sharing it with more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from plexus.kernel.access.filtering import may_be_shared
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.actions import run
from plexus.kernel.actions import sharing as doing
from plexus.kernel.actions.refusals import UnknownAction
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries import sharing
from plexus.kernel.records.queries.bound import SHARES
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import moment_text
from plexus.shell.components.forms import Combo, Control, Token
from plexus.shell.components.marks import Face, Tag
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel, RelatedList
from plexus.shell.components.records import Related as Item
from plexus.shell.components.sharing import Holder, SharePanel
from plexus.shell.web.filters.offering import Offer, OfferGroup
from plexus.shell.web.forms.fielding import again, controls, errors_of, reference_to, typed
from plexus.shell.web.presenting.references import choices_of
from plexus.shell.web.records.binding import kinds
from plexus.shell.web.visit import Visit, say

WHOM = ("person", "team")
MOST = 12
TEMPLATE = "shell/components/share.html"


def show_shares(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/sharing: who has the record, and the form for whoever may share it."""
    return _dialog(visit, _object(visit, objects), record_id)


def share(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST: share it; the dialog stays, for there may be more to share it with."""
    about = _object(visit, objects)
    given = typed(visit, (*doing.WHOM, *doing.TERMS))
    params = {name: value for name, value in given.items() if value not in ("", None)}
    try:
        with causing(actor=visit.actor, action=f"{objects}.share") as cause_id:
            run(actor=visit.actor, about=about, key="share", record_id=record_id, now=visit.now, params=params)
    except Invalid as refusal:
        return _dialog(visit, about, record_id, refusal, given)
    text = _without_effect(visit, about, params) or gettext("Shared.")
    answer = _dialog(visit, about, record_id, done=True)
    return say(answer, text, undo=f"/causes/{cause_id}/undo", also={"changed": True})


def end(visit: Visit, objects: str, record_id: UUID, share_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/sharing/{share}/end: take one share back."""
    about = _object(visit, objects)
    with causing(actor=visit.actor, action=f"{objects}.unshare") as cause_id:
        doing.end_share(actor=visit.actor, about=about, record_id=record_id, share_id=share_id, now=visit.now)
    text = gettext("No longer shared.")
    answer = _dialog(visit, about, record_id, done=True)
    return say(answer, text, undo=f"/causes/{cause_id}/undo", also={"changed": True})


def whom(visit: Visit) -> HttpResponse:
    """GET /search/whom?q=: people and teams by name or pinyin."""
    text = visit.http.GET.get("q", "").strip()[:200]
    groups = (_offered(visit, "person", "people", text), _offered(visit, "team", "teams", text))
    return visit.show("shell/components/offers.html", groups=[each for each in groups if each.offers])


def _offered(visit: Visit, name: str, plural: str, text: str) -> OfferGroup:
    about = registry.of(visit.actor.workspace_id).object(plural)
    if text and about.described.searched:
        hits = find(actor=visit.actor, text=text, objects=(plural,), limit=MOST)
        found = [(hit.title, str(hit.record_id)) for hit in hits]
    else:
        known = ((each.label, each.value) for each in choices_of(visit, about))
        found = [(label, value) for label, value in known if text.casefold() in label.casefold()][:MOST]
    offers = tuple(Offer(label, value, name=name) for label, value in found)
    return OfferGroup(capfirst(str(about.label_plural)), offers)


def may(visit: Visit, about: Object, record_id: UUID) -> bool:
    """Whether the reader may share a record; asked once for each page."""
    return visit.once(("share", record_id), lambda: sharing.may_share(visit.actor, about, record_id))


def button(visit: Visit, about: Object, record_id: UUID, url: str) -> tuple[MenuItem, ...]:
    """The button that opens the dialog, for whoever may share the record."""
    if not may(visit, about, record_id):
        return ()
    return (MenuItem(pgettext("verb", "Share"), f"{url}/sharing", "share-2", dialog=True, seldom=True),)


def panel(visit: Visit, about: Object, record_id: UUID, url: str) -> tuple[Panel, ...]:
    """With whom the record is shared now, beside it; nothing where it is shared with nobody."""
    now = [each for each in known(visit, about, record_id) if each.ended_at is None and not each.expired(visit.now)]
    items = tuple(
        Item(label=each.whom, url="", below=_terms(visit, each), face=Face(each.whom, size="s")) for each in now
    )
    more = MenuItem(gettext("All"), f"{url}/sharing", dialog=True)
    listed = RelatedList(label=gettext("Shared with"), items=items, add=more if items else None)
    return (Panel(listed.label, related=listed),) if items else ()


def known(visit: Visit, about: Object, record_id: UUID) -> tuple[Shared, ...]:
    """Every share that a record which the page has just read ever had; asked once."""
    if SHARES not in kinds(visit, record_id):
        return ()
    return visit.once(("shares", record_id), lambda: sharing.every(about, visit.actor.workspace_id, record_id))


def _object(visit: Visit, objects: str) -> Object:
    about = registry.of(visit.actor.workspace_id).object(objects)
    if not may_be_shared(about):
        raise UnknownAction(key="share")
    return about


def _dialog(
    visit: Visit,
    about: Object,
    record_id: UUID,
    refusal: Refusal | None = None,
    given: Mapping[str, Any] | None = None,
    *,
    done: bool = False,
) -> HttpResponse:
    title = about.described.title
    values = reading.read_one(visit.actor, about, record_id, fields=("id",))
    named = naming.titles(visit.actor, about, [values["id"]]).get(record_id, "") or str(about.label)
    mine = may(visit, about, record_id)
    url = f"/{about.plural}/{record_id}"
    held = sharing.shares_of(actor=visit.actor, about=about, record_id=record_id)
    page = SharePanel(
        title=gettext("Share: %(title)s") % {"title": named if title else ""},
        action=f"{url}/sharing",
        holders=tuple(_holder(visit, each, f"{url}/sharing" if mine else "") for each in held),
        controls=_controls(visit, given or {}, errors_of(refusal), fresh=not (done or held)) if mine else (),
        notice=_notice(refusal, mine=mine),
        why=MenuItem(gettext("Who else can see it, and why?"), f"{url}/access", "eye", dialog=True) if mine else None,
        listed=done or bool(held),
    )
    return visit.show(TEMPLATE, 422 if refusal else 200, page=page)


def _notice(refusal: Refusal | None, *, mine: bool) -> Notice | None:
    if refusal is not None:
        return Notice(refusal.sentence(gettext), tone="bad")
    if mine:
        return None
    return Notice(gettext("You may see who has it. Sharing it is for its owner, a manager or an administrator."))


def _controls(
    visit: Visit, given: Mapping[str, Any], errors: dict[str, tuple[str, ...]], *, fresh: bool
) -> tuple[Control, ...]:
    hint = gettext("A colleague or a team")
    wrong = errors.get("person", ()) + errors.get("team", ())
    box = Combo(
        "share-whom", WHOM[0], gettext("With"), "/search/whom", _chosen(visit, given), placeholder=hint,
        autofocus=fresh, errors=wrong,
    )  # fmt: skip
    with_whom = Control("whom", gettext("With"), kind="combo", combo=box, prefix="share", errors=wrong, wide=True)
    held = {each.name: again(each, given[each.name]) for each in doing.TERMS if given.get(each.name)}
    right, until = controls(visit, doing.TERMS, {doing.TERMS[0].name: doing.READ, **held}, errors)
    for_good = gettext("Leave it empty to share for good.")
    return (with_whom, replace(right, required=True), replace(until, hint=for_good))


def _chosen(visit: Visit, given: Mapping[str, Any]) -> tuple[Token, ...]:
    """Who was chosen when something was refused."""
    known = ((each.name, reference_to(visit, each, str(given.get(each.name) or ""))) for each in doing.WHOM)
    return tuple(Token(name, str(held["id"]), held["name"]) for name, held in known if held)


def _holder(visit: Visit, each: Shared, url: str) -> Holder:
    over = each.expired(visit.now)
    by = gettext("by %(name)s") % {"name": each.shared_by} if each.shared_by else ""
    return Holder(
        name=each.whom,
        face=Face(each.whom, size="s") if each.person_id else None,
        tag=Tag(gettext("Over")) if over else _right(each),
        below=" · ".join(part for part in (_until(visit, each), by) if part),
        over=over,
        end_url=f"{url}/{each.id}/end" if url else "",
    )


def _right(each: Shared) -> Tag:
    if each.may_change:
        return Tag(str(doing.RIGHTS[1].label), "info")
    return Tag(str(doing.RIGHTS[0].label))


def _until(visit: Visit, each: Shared) -> str:
    if each.expires_at is None:
        return gettext("for good")
    moment = moment_text(each.expires_at, locale=visit.locale, zone=visit.zone, now=visit.now)
    if each.expired(visit.now):
        return gettext("over since %(moment)s") % {"moment": moment}
    return gettext("until %(moment)s") % {"moment": moment}


def _terms(visit: Visit, each: Shared) -> str:
    return f"{_right(each).label} · {_until(visit, each)}"


def _without_effect(visit: Visit, about: Object, params: dict[str, Any]) -> str:
    """A word of warning where the role of the person does not let him do what was shared."""
    person = actor_of_person(UUID(str(params["person"]))) if params.get("person") else None
    if person is None:
        return ""
    verb = Verb.UPDATE if params.get("right") == doing.CHANGE else Verb.READ
    if level(person, about, verb) is not Level.NONE:
        return ""
    given = {"name": person.name, "role": person.role_name, "objects": about.label_plural}
    if verb is Verb.READ:
        return gettext("Shared, but the role “%(role)s” lets %(name)s see no %(objects)s at all.") % given
    return gettext("Shared, but the role “%(role)s” lets %(name)s change no %(objects)s at all.") % given
